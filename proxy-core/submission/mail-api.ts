import { type SubmissionApi, submissionName } from '#contract/submission.ts';
import { retryAfterOf } from '#core/errors/provider/answer.ts';
import type { Clock } from '#core/logging/clock.ts';
import { boundedFetch, type Fetch, HttpError } from '#core/oauth/http.ts';
import { type Message, type MessageCode, msg } from '#messages/message.ts';
import { oneLine } from '#messages/plain-text.ts';
import { submissionRefusal, type SubmissionReply, SubmissionRefusedError } from './refusal.ts';

/**
 * How long an answer of an API is waited for, in milliseconds, and how much longer for each octet of a message: a slow line
 * carries 640 kbit/s. With the waits before it, it stays within the ten minutes that RFC 5321 section 4.5.3.2.6 gives.
 */
const answerTimeout = 180_000;
const slowestUpload = 80;
const longestUpload = 300_000;

/** A message as it is posted. */
export interface Outgoing {
  readonly header: Buffer;
  readonly body: readonly Buffer[];
  readonly size: number;
}

/** A message in one piece, for a request with its length: a copy of its own, which the room for it counts. */
export function wholeOf({ header, body, size }: Outgoing): Buffer<ArrayBuffer> {
  const whole = Buffer.alloc(size);
  let at = 0;
  for (const part of [header, ...body]) at += part.copy(whole, at);
  return whole;
}

/** What an API answered to a message. */
export type Posted =
  | { readonly kind: 'accepted' }
  /** The token is not accepted. */
  | { readonly kind: 'unauthorized'; readonly words: string | undefined }
  /** It was not taken, and may be now or later: the wait that was asked for is in the refusal. */
  | { readonly kind: 'later'; readonly refusal: SubmissionRefusedError; readonly throttled: boolean }
  | { readonly kind: 'refused'; readonly refusal: SubmissionRefusedError }
  /** No answer came, and it may have been sent. */
  | { readonly kind: 'unknown'; readonly why: Message };

/** Whether a message whose answer was lost has been sent. */
export type Found = 'sent' | 'not-sent' | 'unknown';

export interface MailApi {
  /** Posts it once. @throws the signal's reason if that aborts before anything was sent */
  post(message: Outgoing, token: string, signal?: AbortSignal): Promise<Posted>;
  /** After 'unknown': whether it was sent, as far as the API tells. */
  lookUp(message: Outgoing, token: string): Promise<Found>;
}

export interface MailApiDeps {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Where its version begins. */
  readonly url: string;
  /** The mailbox; 'me' is the token's own. */
  readonly mailbox: string;
  /** Whose mailbox it is, for people. */
  readonly address: string;
}

/** Codes of errors that come before anything of a request has left: there is no connection, or no trust in it. */
const nothingSent =
  /^(?:E(?:CONNREFUSED|NOTFOUND|AI_\w+|HOSTUNREACH|NETUNREACH|HOSTDOWN|NETDOWN|ADDRNOTAVAIL|MFILE|NFILE|NODATA|PROTO)|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+|ERR_TLS_\w+|ERR_SSL_\w+|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_EXCEEDED|proxy-\w+)/;

/**
 * One request; its answer, or what it means that there is none.
 * @throws the signal's reason
 */
export async function ask(
  { fetch, clock }: Pick<MailApiDeps, 'fetch' | 'clock'>,
  url: string,
  request: RequestInit,
): Promise<{ readonly response: Response } | Extract<Posted, { kind: 'later' | 'unknown' }>> {
  try {
    const timeout = answerTimeout + Math.min(lengthOf(request.body) / slowestUpload, longestUpload);
    return { response: await boundedFetch({ fetch, clock }, { timeout })(url, request) };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const definite =
      error.code === 'forbidden' || (error.code === 'network' && nothingSent.test(error.systemCode ?? ''));
    if (!definite) return { kind: 'unknown', why: error.text };
    return { kind: 'later', refusal: unreachable(error.text, error), throttled: false };
  }
}

function lengthOf(body: RequestInit['body']): number {
  return typeof body === 'string' || body instanceof Uint8Array ? body.length : 0;
}

/** There is no way to the API now, and nothing was sent. */
export function unreachable(why: Message, cause?: unknown): SubmissionRefusedError {
  return new SubmissionRefusedError('451 4.4.1', why, msg('submission.triedAgain'), { cause });
}

/** For display. */
const longestWords = 300;

/** The token is not accepted, a new one neither. */
export function notAccepted(api: SubmissionApi, address: string, said: string): SubmissionRefusedError {
  return submissionRefusal('submission.tokenNotAccepted', { name: submissionName[api], address, said });
}

/** What an API's refusals have in common, whose words for them differ: the reply, why, and what to do. */
const meanings = {
  'no-recipients': ['554 5.1.3', 'submission.noRecipients', 'submission.checkRecipients'],
  malformed: ['554 5.6.0', 'submission.apiMalformed', 'submission.reportToProgram'],
  'not-this-sender': ['550 5.7.60', 'submission.notThisSender', 'submission.notThisSenderFix'],
  'not-this-mailbox': ['550 5.7.1', 'submission.notThisMailbox', 'submission.notThisMailboxFix'],
  'no-graph-permission': ['550 5.7.1', 'submission.notPermitted', 'submission.grantMailSend'],
  'no-gmail-permission': ['550 5.7.1', 'submission.notPermitted', 'submission.grantGmailSend'],
  'api-off': ['550 5.7.1', 'submission.apiOff', 'submission.apiOffFix'],
  'no-mailbox': ['550 5.1.1', 'submission.noMailbox', 'submission.sendBySmtp'],
  'too-large': ['552 5.3.4', 'submission.apiTooLarge', 'submission.tooLargeFix'],
  'mailbox-full': ['452 4.2.2', 'submission.mailboxFull', 'submission.mailboxFullFix'],
  'too-many-recipients': ['452 4.5.3', 'submission.tooManyRecipients', 'submission.tooManyRecipientsFix'],
  blocked: ['550 5.1.8', 'submission.blocked', 'submission.blockedFix'],
  /** For a reason that is not known here. */
  unknown: ['554 5.6.0', 'submission.refusedFor', 'submission.refusedForFix'],
} as const satisfies Record<string, readonly [SubmissionReply, MessageCode, MessageCode]>;
export type Meaning = Exclude<keyof typeof meanings, 'unknown'>;

/** An answer that is no acceptance, as an API says it. */
interface Failure {
  readonly api: SubmissionApi;
  /** Its words. */
  readonly words: readonly string[];
  readonly meaning: Meaning | undefined;
  readonly throttled: boolean;
  /** Behind it it is not known what became of the message. */
  readonly perhapsSent: boolean;
}

/** What an answer means that is no acceptance. */
export function notTaken(
  { clock, address }: MailApiDeps,
  response: Response,
  { api, words, meaning, throttled, perhapsSent }: Failure,
): Posted {
  const { status } = response;
  const name = submissionName[api];
  const there = [`HTTP ${String(status)}`, ...words].filter((part) => part !== '');
  const said = oneLine(there.join(' ')).slice(0, longestWords);
  if (status === 401) return { kind: 'unauthorized', words: said };
  if (!throttled && meaning === undefined && perhapsSent) {
    return { kind: 'unknown', why: msg('submission.answered', { name, said }) };
  }
  if (throttled || (meaning === undefined && (status >= 500 || status === 408))) {
    const text = msg('submission.busy', { name, said });
    const retryAfter = retryAfterOf(response.headers, clock.now());
    const fix = msg('submission.triedAgain');
    const refusal = new SubmissionRefusedError('451 4.3.2', text, fix, { retryAfter });
    return { kind: 'later', refusal, throttled: throttled || status === 503 };
  }
  const [reply, text, fix] = meanings[meaning ?? 'unknown'];
  const params = { name, said, address };
  return { kind: 'refused', refusal: new SubmissionRefusedError(reply, msg(text, params), msg(fix, params)) };
}
