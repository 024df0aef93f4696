import { asciiReplyText } from '#core/mail/reply-text.ts';
import type { NotAuthenticated } from '#core/relay/refused-login.ts';
import { SubmissionRefusedError } from '#core/submission/refusal.ts';
import { inEnglish } from '#messages/format.ts';
import { msg, sentences, verbatim, type Message } from '#messages/message.ts';
import type { Clock } from '#core/logging/clock.ts';
import { LineSplitter } from '#core/mail/line-splitter.ts';
import { UpstreamError } from '#core/relay/dial.ts';
import type { UpstreamSocket } from '#core/relay/upstream-connection.ts';

/** RFC 5321 section 4.5.3.2: five minutes for MAIL and RCPT, three for each piece of a message, ten behind it. Milliseconds. */
const commandTimeout = 300_000;
const pieceTimeout = 180_000;
const messageTimeout = 600_000;
const longestLine = 8_192;
const longestReply = 64 * 1024;

/** What a server answers: its code, and its words on one line. */
export interface SmtpReply {
  readonly code: number;
  readonly text: string;
}

/** One message at a time, told to a server that has let us in (RFC 5321 section 3.3). */
export class SmtpTransaction {
  readonly #socket: UpstreamSocket;
  readonly #clock: Clock;
  readonly #lines = new LineSplitter({ line: longestLine, held: longestReply });
  #reply: string[] = [];
  #waiting: PromiseWithResolvers<SmtpReply> | undefined;
  #broken: UpstreamError | undefined;
  #inMessage = false;

  /** @param socket - behind its login, paused and free of listeners */
  constructor(socket: UpstreamSocket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    socket.on('data', (bytes: Buffer) => this.#received(bytes));
    for (const event of ['end', 'close', 'error']) socket.on(event, () => this.#break());
    socket.resume();
  }

  /** Says a command, and waits for its reply. @throws UpstreamError - the server is gone, or says nothing */
  async command(line: string): Promise<SmtpReply> {
    const reply = this.#nextReply();
    this.#socket.write(`${line}\r\n`);
    return this.#within(commandTimeout, reply);
  }

  /**
   * Sends what follows DATA, as fast as the server takes it. It may take any time in all, as long as it goes on.
   * @param pieces - stuffed, with the line at the end
   * @throws UpstreamError
   */
  async message(pieces: AsyncIterable<Buffer>): Promise<SmtpReply> {
    this.#inMessage = true;
    const answered = this.#nextReply();
    // it may come before the last piece
    answered.catch(() => {});
    for await (const piece of pieces) {
      if (this.#broken !== undefined) break;
      if (!this.#socket.write(piece)) await this.#within(pieceTimeout, this.#drained());
    }
    const reply = await this.#within(messageTimeout, answered);
    this.#inMessage = false;
    return reply;
  }

  /** Ends the connection. A message that is not told to its end is not sent. */
  end(): void {
    if (this.#inMessage) {
      this.#socket.destroy();
      return;
    }
    if (this.#socket.writable) this.#socket.write('QUIT\r\n');
    this.#socket.destroySoon();
  }

  #nextReply(): Promise<SmtpReply> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken);
    this.#waiting = Promise.withResolvers<SmtpReply>();
    return this.#waiting.promise;
  }

  /** Waits for what the server does, no longer than so many milliseconds: then the connection is given up. */
  async #within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
    const cancel = this.#clock.after(milliseconds, () => this.#break());
    try {
      return await work;
    } finally {
      cancel();
    }
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      const over = (): void => {
        this.#socket.off('drain', over).off('close', over);
        resolve();
      };
      this.#socket.on('drain', over).on('close', over);
    });
  }

  #received(bytes: Buffer): void {
    if (!this.#lines.push(bytes)) return this.#break();
    for (let line = this.#lines.next(); line !== undefined; line = this.#lines.next()) {
      const [, code, separator, text = ''] =
        /^([2-5]\d\d)(?:([ -])(.*))?$/s.exec(line === 'overlong' ? '' : line.toString('utf8')) ?? [];
      if (code === undefined) return this.#break();
      this.#reply.push(text);
      if (separator === '-') continue;
      const waiting = this.#waiting;
      this.#waiting = undefined;
      const reply = { code: Number(code), text: this.#reply.splice(0).join(' ') };
      // nobody asked: it says that it hangs up
      if (waiting !== undefined) waiting.resolve(reply);
    }
  }

  #break(): void {
    const [text, fix] = [msg('devices.connectionBroke'), msg('settings.tryAgainLater')];
    this.#broken ??= new UpstreamError('unreachable', text, fix);
    this.#socket.destroy();
    this.#waiting?.reject(this.#broken);
    this.#waiting = undefined;
  }
}

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
interface DeviceRefusal {
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
    return deviceReply(Number(code), enhanced, error.text, error.fix);
  }
  if (error instanceof UpstreamError) return deviceReply(451, '4.4.2', error.text, error.fix);
  if (!(error instanceof NotLoggedInError)) return undefined;
  const { refusal, cause, fix } = error.why;
  const why = cause ?? refusal.text;
  // a device keeps what is put off; only who has to change something else is told no
  return refusal.kind === 'refused' || refusal.kind === 'wrong-password'
    ? deviceReply(550, '5.7.0', why, fix)
    : deviceReply(451, '4.7.0', why, fix);
}

function deviceReply(code: number, enhanced: string, why: Message, fix: Message | undefined): DeviceRefusal {
  const words = asciiReplyText(inEnglish(sentences(why, fix)), 'Not accepted.');
  return { reply: { code, text: `${enhanced} ${words}` }, why, fix };
}

/** Something went wrong here: the device tries again. */
export const internalError = deviceReply(
  451,
  '4.3.0',
  msg('submission.failed'),
  msg('submission.triedAgain'),
);
