import type { Message } from '#messages/message.ts';
import { type Submission, type SubmissionApi, submissionName } from '#contract/submission.ts';
import type { Clock } from '#core/logging/clock.ts';
import { boundedFetch, type Fetch, HttpError } from '#core/oauth/http.ts';
import { msg } from '#messages/message.ts';
import { oneLine } from '#messages/plain-text.ts';
import { SubmissionRefusedError } from './refusal.ts';

/** What a mail program gets to wait for the answer of an API; a slow upload of the largest message takes minutes. */
const postTimeout = 180_000;

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
  post(message: Outgoing, token: string, signal: AbortSignal): Promise<Posted>;
  /** After 'unknown': whether it was sent, as far as the API tells. */
  lookUp(message: Outgoing, token: string, signal: AbortSignal): Promise<Found>;
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
  request: RequestInit & { readonly signal: AbortSignal },
): Promise<{ readonly response: Response } | Extract<Posted, { kind: 'later' | 'unknown' }>> {
  try {
    return { response: await boundedFetch({ fetch, clock }, { timeout: postTimeout })(url, request) };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const definite =
      error.code === 'forbidden' || (error.code === 'network' && nothingSent.test(error.systemCode ?? ''));
    if (!definite) return { kind: 'unknown', why: error.text };
    return { kind: 'later', refusal: unreachable(error.text, error), throttled: false };
  }
}

/** There is no way to the API now, and nothing was sent. */
export function unreachable(why: Message, cause?: unknown): SubmissionRefusedError {
  return new SubmissionRefusedError('451 4.4.1', why, msg('submission.triedAgain'), { cause });
}

/** For display. */
const longestWords = 300;

/** What an API said of a failure, in one line: its status, and what of the parts there is. */
export function wordsOf({ status }: Response, ...parts: readonly string[]): string {
  const there = [`HTTP ${String(status)}`, ...parts].filter((part) => part !== '');
  return oneLine(there.join(' ')).slice(0, longestWords);
}

/** An API refuses the message, for a reason that is not known here. */
export function refusedFor(name: string, said: string): Posted {
  const text = msg('submission.refusedFor', { name, said });
  return {
    kind: 'refused',
    refusal: new SubmissionRefusedError('554 5.6.0', text, msg('submission.refusedForFix')),
  };
}

/** The token is not accepted, a new one neither. */
export function notAccepted(api: SubmissionApi, address: string, said: string): SubmissionRefusedError {
  return new SubmissionRefusedError(
    '454 4.7.0',
    msg('submission.tokenNotAccepted', { name: submissionName[api], address, said }),
    msg('submission.tokenNotAcceptedFix'),
  );
}

/** What an API's refusals have in common, whose words for them differ. */
export type Meaning =
  | 'no-recipients'
  | 'malformed'
  | 'not-this-sender'
  | 'not-this-mailbox'
  | 'not-permitted'
  | 'api-off'
  | 'no-mailbox'
  | 'too-large'
  | 'mailbox-full'
  | 'too-many-recipients'
  | 'blocked';

/** A refusal in words, with the API's own behind them. */
export function meaningOf(
  meaning: Meaning,
  about: { readonly api: Submission; readonly name: string; readonly said: string; readonly address: string },
): SubmissionRefusedError {
  const { name, said, address } = about;
  switch (meaning) {
    case 'no-recipients':
      return refused(
        '554 5.1.3',
        msg('submission.noRecipients', { name, said }),
        msg('submission.checkRecipients'),
      );
    case 'malformed':
      return refused(
        '554 5.6.0',
        msg('submission.apiMalformed', { name, said }),
        msg('submission.reportToProgram'),
      );
    case 'not-this-sender':
      return refused(
        '550 5.7.60',
        msg('submission.notThisSender', { name, address, said }),
        msg('submission.notThisSenderFix'),
      );
    case 'not-this-mailbox':
      return refused(
        '550 5.7.1',
        msg('submission.notThisMailbox', { name, address, said }),
        msg('submission.notThisMailboxFix', { address }),
      );
    case 'not-permitted':
      return refused(
        '550 5.7.1',
        msg('submission.notPermitted', { name, address, said }),
        about.api === 'graph' ? msg('submission.grantMailSend') : msg('submission.grantGmailSend'),
      );
    case 'api-off':
      return refused('550 5.7.1', msg('submission.apiOff', { name, said }), msg('submission.apiOffFix'));
    case 'no-mailbox':
      return refused(
        '550 5.1.1',
        msg('submission.noMailbox', { name, address, said }),
        msg('submission.sendBySmtp'),
      );
    case 'too-large':
      return refused(
        '552 5.3.4',
        msg('submission.apiTooLarge', { name, said }),
        msg('submission.tooLargeFix'),
      );
    case 'mailbox-full':
      return refused(
        '452 4.2.2',
        msg('submission.mailboxFull', { address, said }),
        msg('submission.mailboxFullFix'),
      );
    case 'too-many-recipients':
      return refused(
        '452 4.5.3',
        msg('submission.tooManyRecipients', { address, said }),
        msg('submission.tooManyRecipientsFix'),
      );
    case 'blocked':
      return refused(
        '550 5.1.8',
        msg('submission.blocked', { name, address, said }),
        msg('submission.blockedFix'),
      );
    default:
      return meaning satisfies never;
  }
}

function refused(...words: ConstructorParameters<typeof SubmissionRefusedError>): SubmissionRefusedError {
  return new SubmissionRefusedError(...words);
}

/** The provider asks for patience, or is not there now. @param retryAfter - milliseconds */
export function comeBack(name: string, said: string, retryAfter: number | undefined): SubmissionRefusedError {
  return new SubmissionRefusedError(
    '451 4.3.2',
    msg('submission.busy', { name, said }),
    msg('submission.triedAgain'),
    {
      retryAfter,
    },
  );
}
