import { jsonOf } from '#core/storage/json.ts';
import { z } from 'zod';
import { messageId } from './envelope.ts';
import { ask, type MailApi, type MailApiDeps, type Meaning, notTaken, wholeOf } from './mail-api.ts';
import type { Found, Outgoing, Posted } from './mail-api.ts';

const errorSchema = z
  .object({ error: z.object({ code: z.string().catch(''), message: z.string().catch('') }) })
  .catch({ error: { code: '', message: '' } });
const foundSchema = z.object({ value: z.array(z.unknown()) });

/**
 * Microsoft Graph's sendMail with the whole message as MIME: base64 in text/plain. Only 202 means that it was taken;
 * it is sent from then on, and what fails later comes to the sender as a message.
 */
export class GraphApi implements MailApi {
  readonly #deps: MailApiDeps;

  constructor(deps: MailApiDeps) {
    this.#deps = deps;
  }

  async post(message: Outgoing, token: string, signal?: AbortSignal): Promise<Posted> {
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
  async lookUp(message: Outgoing, token: string): Promise<Found> {
    const id = messageId(message.header);
    if (id === undefined) return 'unknown';
    const query = new URLSearchParams({ $filter: `internetMessageId eq '${id}'`, $select: 'id', $top: '1' });
    const asked = await ask(this.#deps, `${this.#mailbox}/messages?${query.toString()}`, {
      headers: { authorization: `Bearer ${token}` },
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
    const { code, message } = errorSchema.parse(jsonOf(body)).error;
    const meaning = meaningIn(status, code, message);
    return notTaken(this.#deps, response, {
      api: 'graph',
      words: [code, message],
      meaning,
      throttled: meaning === undefined && (status === 429 || status === 503 || /throttled/i.test(code)),
      perhapsSent: status === 502 || status === 504 || (status >= 500 && code === ''),
    });
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
        return /Access to OData is disabled/i.test(message) ? 'not-this-mailbox' : 'no-graph-permission';
      return status === 404 ? 'no-mailbox' : undefined;
  }
}
