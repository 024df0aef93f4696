import type { Message } from '#messages/message.ts';
import { sentences } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import { CodedError, errorTable } from '#core/errors/coded-error.ts';
import { asciiReplyText } from '#core/mail/reply-text.ts';

/**
 * Why a message is not taken, in the words of RFC 5321 and RFC 3463; a 4xx makes the mail program come back.
 * - 451 4.3.2: the provider, or Mailwicket, has too much to do now; 451 4.4.1: it cannot be reached
 * - 452 4.2.2: the mailbox is full; 452 4.5.3: too many recipients for today; 452 4.3.1: no room for the message now
 * - 452 4.7.1: a device has sent as much as it may in an hour
 * - 454 4.7.0: the token is not accepted
 * - 550 5.1.1: no mailbox that the API serves; 550 5.1.8: blocked from sending; 550 5.7.1: not permitted
 * - 550 5.7.60: not as this sender
 * - 552 5.3.4: too large
 * - 553 5.7.1: a device sends as somebody else than its account
 * - 554 5.1.3: no recipients, or malformed ones; 554 5.4.2: the answer was lost, it may have been sent
 * - 554 5.6.0: the message is malformed; 554 5.7.0: its headers name others than the mail program does
 */
export type SubmissionReply = `${4 | 5}${number} ${4 | 5}.${number}.${number}`;

/** A message is not taken. `code` is the reply; what the mail program is told is in `smtp`. */
export class SubmissionRefusedError extends CodedError<SubmissionReply> {
  override readonly fix: Message;
  /** Milliseconds after which it may be tried again, where the provider says so. */
  readonly retryAfter: number | undefined;

  constructor(
    code: SubmissionReply,
    text: Message,
    fix: Message,
    options: { readonly retryAfter?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(code, text, fix, options);
    this.fix = fix;
    this.retryAfter = options.retryAfter;
  }

  /** The same as smtp-server takes it. */
  get smtp(): Error & { readonly responseCode: number } {
    const words = asciiReplyText(inEnglish(sentences(this.text, this.fix)), 'Not accepted.');
    return toResponseError({ code: Number(this.code.slice(0, 3)), text: `${this.code.slice(4)} ${words}` });
  }
}

/** A reply as smtp-server takes it. @param reply.text - with its enhanced code before it */
export function toResponseError(reply: { readonly code: number; readonly text: string }): Error & {
  readonly responseCode: number;
} {
  return Object.assign(new Error(reply.text), { responseCode: reply.code });
}

/** Why a message is not taken, by the text that says so. */
export const submissionRefusal = errorTable(
  (code: SubmissionReply, text, fix, _who, more?: { readonly cause?: unknown }) =>
    new SubmissionRefusedError(code, text, fix, more),
  {
    'devices.limitReached': ['452 4.7.1', 'devices.raiseLimit'],
    'devices.notServed': ['451 4.3.2', 'devices.resumeIt'],
    'devices.otherSender': ['553 5.7.1', 'devices.setSender'],
    'submission.addressEncoded': ['554 5.6.0', 'submission.reportToProgram'],
    'submission.failed': ['451 4.4.1', 'submission.triedAgain'],
    'submission.headerControls': ['554 5.6.0', 'submission.reportToProgram'],
    'submission.headerLine': ['554 5.6.0', 'submission.reportToProgram'],
    'submission.headerLineEnds': ['554 5.6.0', 'submission.reportToProgram'],
    'submission.headerTooLong': ['554 5.6.0', 'submission.reportToProgram'],
    'submission.headerTwice': ['554 5.6.0', 'submission.reportToProgram'],
    'submission.headersNameOthers': ['554 5.7.0', 'submission.headersNameOthersFix'],
    'submission.noRoom': ['452 4.3.1', 'submission.triedAgain'],
    'submission.perhapsSent': ['554 5.4.2', 'submission.perhapsSentFix'],
    'submission.programGone': ['451 4.4.1', 'submission.triedAgain'],
    'submission.tokenNotAccepted': ['454 4.7.0', 'submission.tokenNotAcceptedFix'],
    'submission.tooLarge': ['552 5.3.4', 'submission.tooLargeFix'],
    'submission.tooManyAtOnce': ['451 4.3.2', 'submission.triedAgain'],
  },
);
