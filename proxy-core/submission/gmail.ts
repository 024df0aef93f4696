import { jsonOf } from '#core/storage/json.ts';
import { z } from 'zod';
import {
  ask,
  type MailApi,
  type MailApiDeps,
  type Meaning,
  notTaken,
  unreachable,
  wholeOf,
} from './mail-api.ts';
import type { Found, Outgoing, Posted } from './mail-api.ts';

const reasonsSchema = z.array(z.object({ reason: z.string().catch('') })).catch([]);
const noError = { message: '', status: '', errors: [], details: [] };
const errorSchema = z
  .object({
    error: z.object({
      message: z.string().catch(''),
      status: z.string().catch(''),
      errors: reasonsSchema,
      details: reasonsSchema,
    }),
  })
  .catch({ error: noError });

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

  async post(message: Outgoing, token: string, signal?: AbortSignal): Promise<Posted> {
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
      return this.#refused(begun.response, await begun.response.text(), false);
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
    return this.#refused(asked.response, await asked.response.text(), true);
  }

  /** Asks the place of the upload how much has arrived: 308 says not all of it. */
  async lookUp(message: Outgoing, token: string): Promise<Found> {
    if (this.#place === undefined) return 'not-sent';
    const asked = await ask(this.#deps, this.#place, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-range': `bytes */${String(message.size)}` },
    });
    if ('kind' in asked) return 'unknown';
    const { status } = asked.response;
    if (status === 200 || status === 201) return 'sent';
    return status === 308 ? 'not-sent' : 'unknown';
  }

  #refused(response: Response, body: string, begun: boolean): Posted {
    const { status } = response;
    const { message, errors, details, status: canonical } = errorSchema.parse(jsonOf(body)).error;
    const reasons = [...errors, ...details].map(({ reason }) => reason);
    const says = (pattern: RegExp): boolean => reasons.some((reason) => pattern.test(reason));
    return notTaken(this.#deps, response, {
      api: 'gmail',
      words: [reasons[0] ?? canonical, message],
      meaning: meaningIn(status, says, message),
      throttled: status === 429 || says(/rateLimitExceeded|RATE_LIMIT_EXCEEDED|^quotaExceeded$/i),
      perhapsSent: begun && status >= 500,
    });
  }
}

function meaningIn(status: number, says: (pattern: RegExp) => boolean, message: string): Meaning | undefined {
  if (status === 413 || says(/uploadTooLarge|contentTooLarge/i)) return 'too-large';
  if (says(/accessNotConfigured|SERVICE_DISABLED/)) return 'api-off';
  if (says(/dailyLimitExceeded|limitExceeded/i)) return 'too-many-recipients';
  if (says(/failedPrecondition|domainPolicy/) || /mail service not enabled/i.test(message))
    return 'no-mailbox';
  if (status === 400 && /recipient/i.test(message)) return 'no-recipients';
  if (says(/delegationDenied|forbidden/)) return 'not-this-mailbox';
  if (status === 403) return 'no-gmail-permission';
  return status === 404 ? 'no-mailbox' : undefined;
}

/** The token goes with the upload: to the API's own host only. */
function sameOrigin(location: string, base: string): boolean {
  return URL.canParse(location) && new URL(location).origin === new URL(base).origin;
}
