import { asciiReplyText } from '#core/mail/reply-text.ts';
import type { NotAuthenticated } from '#core/relay/refused-login.ts';
import { UpstreamError } from '#core/relay/upstream-error.ts';
import { SubmissionRefusedError } from '#core/submission/refusal.ts';
import { inEnglish } from '#messages/format.ts';
import { msg, sentences, verbatim, type Message } from '#messages/message.ts';
import type { SmtpReply } from './smtp-transaction.ts';

/** The account's server has refused a step of a message; its own words go on to the device. */
export class ReplyError extends Error {
  readonly code = 'refused';
  readonly reply: SmtpReply;

  constructor(reply: SmtpReply) {
    super(`${String(reply.code)} ${reply.text}`);
    this.name = 'ReplyError';
    this.reply = reply;
  }
}

/** The account could not be logged in for a device. */
export class NotLoggedInError extends Error {
  readonly code = 'not-logged-in';
  readonly why: NotAuthenticated;

  constructor(why: NotAuthenticated) {
    super(inEnglish(why.refusal.text));
    this.name = 'NotLoggedInError';
    this.why = why;
  }
}

/** What a device is told, and what the activity says of it. */
export interface DeviceRefusal {
  readonly reply: SmtpReply;
  readonly why: Message;
  readonly fix: Message | undefined;
}

/** Any failure as a refusal; undefined for a defect, which is none of the device's. */
export function deviceRefusal(error: unknown): DeviceRefusal | undefined {
  if (error instanceof ReplyError) {
    return { reply: error.reply, why: verbatim(error.message), fix: undefined };
  }
  if (error instanceof SubmissionRefusedError) {
    const [code, enhanced = ''] = error.code.split(' ');
    return toldAs(Number(code), enhanced, error.text, error.fix);
  }
  if (error instanceof UpstreamError) return toldAs(451, '4.4.2', error.text, error.fix);
  if (!(error instanceof NotLoggedInError)) return undefined;
  const { refusal, cause, fix } = error.why;
  const why = cause ?? refusal.text;
  // a device keeps what is put off; only who has to change something else is told no
  return refusal.kind === 'refused' || refusal.kind === 'wrong-password'
    ? toldAs(550, '5.7.0', why, fix)
    : toldAs(451, '4.7.0', why, fix);
}

/** Something went wrong here: the device tries again. */
export const defect: DeviceRefusal = toldAs(
  451,
  '4.3.0',
  msg('submission.failed'),
  msg('submission.triedAgain'),
);

function toldAs(code: number, enhanced: string, why: Message, fix: Message | undefined): DeviceRefusal {
  const words = asciiReplyText(inEnglish(sentences(why, fix)), 'Not accepted.');
  return { reply: { code, text: `${enhanced} ${words}` }, why, fix };
}

/** A reply as smtp-server takes it. */
export function forServer({ code, text }: SmtpReply): Error & { readonly responseCode: number } {
  return Object.assign(new Error(text), { responseCode: code });
}
