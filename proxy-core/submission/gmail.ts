import { jsonOf } from '#core/storage/json.ts';
import { z } from 'zod';
import { msg } from '#messages/message.ts';
import { submissionName } from '#contract/submission.ts';
import { retryAfterOf } from '#core/errors/provider/token-error-body.ts';
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
  unreachable,
  wholeOf,
  wordsOf,
} from './mail-api.ts';

const errorSchema = z.object({
  error: z.object({
    message: z.string().catch(''),
    status: z.string().catch(''),
    errors: z.array(z.object({ reason: z.string().catch('') })).catch([]),
    details: z.array(z.object({ reason: z.string().catch('') })).catch([]),
  }),
});

const name = submissionName.gmail;

/**
 * The Gmail API's send, by a resumable upload: first a place to upload to, then the whole message. After a lost answer
 * that place tells whether the message has arrived, so that none is sent twice.
 */
export class GmailApi implements MailApi {
  readonly #deps: MailApiDeps;
  /** Where the message under way is uploaded to. */
  #place: string | undefined;

  constructor(deps: MailApiDeps) {
    this.#deps = deps;
  }

  async post(message: Outgoing, token: string, signal: AbortSignal): Promise<Posted> {
    const { url, mailbox } = this.#deps;
    this.#place = undefined;
    const base = url.replace(/\/+$/, '');
    const target = `${base}/upload/gmail/v1/users/${encodeURIComponent(mailbox)}/messages/send`;
    const begun = await ask(this.#deps, `${target}?uploadType=resumable`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json; charset=UTF-8',
        'x-upload-content-type': 'message/rfc822',
        'x-upload-content-length': String(message.size),
      },
      body: '{}',
      signal,
    });
    // without a place to upload to nothing can have been sent
    if ('kind' in begun)
      return begun.kind === 'later'
        ? begun
        : { kind: 'later', refusal: unreachable(begun.why), throttled: false };
    const location = begun.response.headers.get('location');
    if (begun.response.status !== 200 || location === null || !sameOrigin(location, base)) {
      return this.#refused(begun.response, await begun.response.text(), 'nothing-sent');
    }
    this.#place = location;
    const asked = await ask(this.#deps, location, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
      body: wholeOf(message),
      signal,
    });
    if ('kind' in asked) return asked;
    if (asked.response.status === 200) return { kind: 'accepted' };
    return this.#refused(asked.response, await asked.response.text(), 'perhaps-sent');
  }

  /** Asks the place of the upload how much has arrived: 308 says not all of it. */
  async lookUp(message: Outgoing, token: string, signal: AbortSignal): Promise<Found> {
    if (this.#place === undefined) return 'not-sent';
    const asked = await ask(this.#deps, this.#place, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-range': `bytes */${String(message.size)}` },
      signal,
    });
    if ('kind' in asked) return 'unknown';
    const { status } = asked.response;
    if (status === 200 || status === 201) return 'sent';
    return status === 308 ? 'not-sent' : 'unknown';
  }

  #refused(response: Response, body: string, stage: 'nothing-sent' | 'perhaps-sent'): Posted {
    const { status } = response;
    const parsed = errorSchema.safeParse(jsonOf(body));
    const {
      message,
      errors,
      details,
      status: canonical,
    } = parsed.success ? parsed.data.error : { message: '', errors: [], details: [], status: '' };
    const reasons = [...errors, ...details].map(({ reason }) => reason);
    const said = wordsOf(response, reasons[0] ?? canonical, message);
    if (status === 401) return { kind: 'unauthorized', words: said };
    const retryAfter = retryAfterOf(response.headers, this.#deps.clock.now());
    if (
      status === 429 ||
      reasons.some((reason) => /rateLimitExceeded|RATE_LIMIT_EXCEEDED|^quotaExceeded$/i.test(reason))
    ) {
      return { kind: 'later', refusal: comeBack(name, said, retryAfter), throttled: true };
    }
    const meaning = meaningIn(status, reasons, message);
    if (meaning !== undefined) {
      const about = { api: 'gmail', name, said, address: this.#deps.address } as const;
      return { kind: 'refused', refusal: meaningOf(meaning, about) };
    }
    if (status >= 500 && stage === 'perhaps-sent') {
      return { kind: 'unknown', why: msg('submission.answered', { name, said }) };
    }
    if (status >= 500 || status === 408) {
      return { kind: 'later', refusal: comeBack(name, said, retryAfter), throttled: status === 503 };
    }
    return refusedFor(name, said);
  }
}

function meaningIn(status: number, reasons: readonly string[], message: string): Meaning | undefined {
  const says = (pattern: RegExp): boolean => reasons.some((reason) => pattern.test(reason));
  if (status === 413 || says(/uploadTooLarge|contentTooLarge/i)) return 'too-large';
  if (says(/accessNotConfigured|SERVICE_DISABLED/)) return 'api-off';
  if (says(/dailyLimitExceeded|limitExceeded/i)) return 'too-many-recipients';
  if (says(/failedPrecondition|domainPolicy/) || /mail service not enabled/i.test(message))
    return 'no-mailbox';
  if (status === 400 && /recipient/i.test(message)) return 'no-recipients';
  if (says(/delegationDenied|forbidden/)) return 'not-this-mailbox';
  if (status === 403) return 'not-permitted';
  return status === 404 ? 'no-mailbox' : undefined;
}

/** The token goes with the upload: to the API's own host only. */
function sameOrigin(location: string, base: string): boolean {
  return URL.canParse(location) && new URL(location).origin === new URL(base).origin;
}
