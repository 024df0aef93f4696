import { jsonOf } from '#core/storage/json.ts';
import { z } from 'zod';
import { msg } from '#messages/message.ts';
import { submissionName } from '#contract/submission.ts';
import { retryAfterOf } from '#core/errors/provider/token-error-body.ts';
import { messageId } from './envelope.ts';
import {
  ask,
  comeBack,
  type Found,
  type MailApi,
  type MailApiDeps,
  type Meaning,
  meaningOf,
  type Outgoing,
  type Posted,
  refusedFor,
  wholeOf,
  wordsOf,
} from './mail-api.ts';

const errorSchema = z.object({
  error: z.object({ code: z.string().catch(''), message: z.string().catch('') }),
});
const foundSchema = z.object({ value: z.array(z.unknown()) });

const name = submissionName.graph;

/**
 * Microsoft Graph's sendMail with the whole message as MIME: base64 in text/plain. Only 202 means that it was taken;
 * it is sent from then on, and what fails later comes to the sender as a message.
 */
export class GraphApi implements MailApi {
  readonly #deps: MailApiDeps;

  constructor(deps: MailApiDeps) {
    this.#deps = deps;
  }

  async post(message: Outgoing, token: string, signal: AbortSignal): Promise<Posted> {
    const asked = await ask(this.#deps, `${this.#mailbox}/sendMail`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
      // whole, with its length: pieces of it were taken for invalid base64
      body: wholeOf(message).toString('base64'),
      signal,
    });
    if ('kind' in asked) return asked;
    const { response } = asked;
    if (response.status === 202) return { kind: 'accepted' };
    return this.#refused(response, await response.text());
  }

  /** By the message's own id: in no folder of the mailbox, when it was not sent. Needs the right to read. */
  async lookUp(message: Outgoing, token: string, signal: AbortSignal): Promise<Found> {
    const id = messageId(message.header);
    if (id === undefined) return 'unknown';
    const query = new URLSearchParams({ $filter: `internetMessageId eq '${id}'`, $select: 'id', $top: '1' });
    const asked = await ask(this.#deps, `${this.#mailbox}/messages?${query.toString()}`, {
      headers: { authorization: `Bearer ${token}` },
      signal,
    });
    if ('kind' in asked || asked.response.status !== 200) return 'unknown';
    const found = foundSchema.safeParse(jsonOf(await asked.response.text()));
    if (!found.success) return 'unknown';
    return found.data.value.length > 0 ? 'sent' : 'not-sent';
  }

  get #mailbox(): string {
    const { url, mailbox } = this.#deps;
    const base = url.replace(/\/+$/, '');
    return mailbox === 'me' ? `${base}/me` : `${base}/users/${encodeURIComponent(mailbox)}`;
  }

  #refused(response: Response, body: string): Posted {
    const { status } = response;
    const parsed = errorSchema.safeParse(jsonOf(body));
    const { code, message } = parsed.success ? parsed.data.error : { code: '', message: '' };
    const said = wordsOf(response, code, message);
    if (status === 401) return { kind: 'unauthorized', words: said };
    const meaning = meaningIn(status, code, message);
    if (meaning !== undefined) {
      const about = { api: 'graph', name, said, address: this.#deps.address } as const;
      return { kind: 'refused', refusal: meaningOf(meaning, about) };
    }
    const retryAfter = retryAfterOf(response.headers, this.#deps.clock.now());
    if (status === 429 || status === 503 || /throttled/i.test(code)) {
      return { kind: 'later', refusal: comeBack(name, said, retryAfter), throttled: true };
    }
    // behind these it is not known what became of the request
    if (status === 502 || status === 504 || (status >= 500 && code === '')) {
      return { kind: 'unknown', why: msg('submission.answered', { name, said }) };
    }
    if (status >= 500 || status === 408) {
      return { kind: 'later', refusal: comeBack(name, said, retryAfter), throttled: false };
    }
    return refusedFor(name, said);
  }
}

/** Graph's codes are those of Exchange's web services; the texts tell apart what has the same code. */
function meaningIn(status: number, code: string, message: string): Meaning | undefined {
  if (status === 413 || code === 'ErrorMessageSizeExceeded' || /maximum request length/i.test(message)) {
    return 'too-large';
  }
  switch (code) {
    case 'ErrorInvalidRecipients':
      return 'no-recipients';
    case 'ErrorMimeContentInvalidBase64String':
    case 'ErrorMimeContentInvalid':
      return 'malformed';
    case 'ErrorSendAsDenied':
      return 'not-this-sender';
    case 'ErrorQuotaExceeded':
      return 'mailbox-full';
    case 'ErrorExceededMessageLimit':
      return 'too-many-recipients';
    case 'ErrorMessageSubmissionBlocked':
    case 'ErrorAccountSuspend':
      return 'blocked';
    case 'MailboxNotEnabledForRESTAPI':
    case 'MailboxNotSupportedForRESTAPI':
    case 'ErrorNonExistentMailbox':
    case 'ErrorInvalidUser':
    case 'ResourceNotFound':
    case 'Request_ResourceNotFound':
      return 'no-mailbox';
    default:
      if (status === 403)
        return /Access to OData is disabled/i.test(message) ? 'not-this-mailbox' : 'not-permitted';
      return status === 404 ? 'no-mailbox' : undefined;
  }
}
