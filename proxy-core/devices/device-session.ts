import addressparser from 'nodemailer/lib/addressparser';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Device } from '#contract/settings.ts';
import type { FoundAccount } from '#core/accounts/account-directory.ts';
import type { Activity } from '#core/logging/activity.ts';
import type { Logger } from '#core/logging/logger.ts';
import { logInAccount, type AccountLoginDeps } from '#core/relay/account-login.ts';
import type { Authenticator } from '#core/relay/authenticator.ts';
import type { ConnectionLimiter, Release } from '#core/relay/connection-limiter.ts';
import type { ConnectionNotes } from '#core/relay/connection-notes.ts';
import { limits } from '#core/relay/limits.ts';
import { tooManySessions } from '#core/relay/refused-login.ts';
import { timeLimit } from '#core/logging/clock.ts';
import { angleAddr, fittedPieces, phrase, readHeader, sameMailbox } from '#core/submission/envelope.ts';
import { submissionRefusal, type SubmissionRefusedError, toResponseError } from '#core/submission/refusal.ts';
import { chunksOf } from '#core/submission/submission-server.ts';
import { msg } from '#messages/message.ts';
import type { HourlyLimit } from './hourly-limit.ts';
import {
  SmtpTransaction,
  internalError,
  deviceRefusal,
  NotLoggedInError,
  ReplyError,
} from './smtp-transaction.ts';

export interface DeviceSessionDeps extends AccountLoginDeps {
  readonly authenticator: Authenticator;
  readonly limiter: ConnectionLimiter;
  readonly connectionNotes: ConnectionNotes;
  readonly activity: Activity;
  readonly logger: Logger;
}

/** A device as it is set now, and whose messages it sends. */
export interface SendingDevice {
  readonly device: Device;
  readonly found: FoundAccount;
  /** The address that its messages are from. */
  readonly sender: string;
  readonly sent: HourlyLimit;
}

/**
 * What one connection of a device sends: each message is told to the account's provider while the device says it, recipient
 * by recipient and piece by piece, so that nothing is held and every reply is the provider's own.
 */
export class DeviceSession {
  readonly #deps: DeviceSessionDeps;
  readonly #current: () => SendingDevice | undefined;
  readonly #peer: string;
  readonly #left = new AbortController();
  #underWay: { readonly transaction: SmtpTransaction; readonly sending: SendingDevice } | undefined;
  #recipients = 0;

  /** @param current - the device as it is set now; undefined when it is there no more, or paused */
  constructor(
    deps: DeviceSessionDeps,
    options: { readonly current: () => SendingDevice | undefined; readonly peer: string },
  ) {
    this.#deps = deps;
    this.#current = options.current;
    this.#peer = options.peer;
  }

  /** What smtp-server is to answer to a step; undefined where that is done. */
  async answer(step: Promise<void>): Promise<Error | undefined> {
    try {
      await step;
      return undefined;
    } catch (error) {
      this.#note(error);
      return toResponseError((deviceRefusal(error) ?? internalError).reply);
    }
  }

  /** The connection has ended: what is under way is not sent. */
  drop(): void {
    this.#left.abort(new Error('the device has gone'));
    this.#endTransaction();
  }

  /** MAIL: logs the account in. */
  async from(address: string, { hostNameAppearsAs, envelope }: SMTPServerSession): Promise<void> {
    this.#endTransaction();
    this.#recipients = 0;
    const sending = this.#current();
    if (sending === undefined) throw submissionRefusal('devices.notServed');
    const { device, sender, sent } = sending;
    if (device.senderPolicy === 'refuse' && !sameMailbox(address, sender)) throw otherSender(address, sender);
    if (sent.isReached(device.limitPerHour, this.#deps.clock.now())) throw limitReached(device);
    const { transaction, extensions } = await this.#logIn(sending, hostNameAppearsAs);
    this.#underWay = { transaction, sending };
    const eightBit = envelope.bodyType === '8bitmime' && extensions.some((one) => /^8BITMIME\b/i.test(one));
    await this.#say(`MAIL FROM:${angleAddr(sender)}${eightBit ? ' BODY=8BITMIME' : ''}`, 250);
  }

  /** RCPT: one that is refused leaves the others. */
  async to(address: string): Promise<void> {
    await this.#say(`RCPT TO:${angleAddr(address)}`, 250, 251);
    this.#recipients += 1;
  }

  async message(stream: SMTPServerDataStream): Promise<void> {
    try {
      await this.#send(stream);
    } finally {
      this.#endTransaction();
      // what is not wanted is still read, up to its end: only there the device hears the answer
      stream.resume();
    }
  }

  async #send(stream: SMTPServerDataStream): Promise<void> {
    if (this.#underWay === undefined) throw submissionRefusal('devices.notServed');
    const { transaction, sending } = this.#underWay;
    const { device, sender, sent, found } = sending;
    const pieces = fitted(chunksOf(stream), (header) => fitSender(header, sender, device.senderPolicy));
    // nothing is sent before its header is there, and right
    const first = await pieces.next();
    if (!sent.take(device.limitPerHour, this.#deps.clock.now())) throw limitReached(device);
    await this.#say('DATA', 354);
    const reply = await transaction.message(stuffed(following(first, pieces)));
    if (reply.code !== 250) throw new ReplyError(reply);
    this.#deps.activity.note({
      kind: 'message-sent',
      text: msg('devices.sent', { name: device.name, address: sender, count: this.#recipients }),
      protocol: 'smtp',
      peer: this.#peer,
      accountId: found.account.id,
      details: { device: device.name },
    });
  }

  async #logIn(
    { found }: SendingDevice,
    clientName: string,
  ): Promise<{ readonly transaction: SmtpTransaction; readonly extensions: readonly string[] }> {
    const { authenticator, clock, limiter, registry } = this.#deps;
    const endingsBefore = registry.endings;
    const timeout = timeLimit(clock, limits.loginTimeout, this.#left.signal);
    const { signal } = timeout;
    let release: Release | undefined;
    try {
      const authenticated = await authenticator.authenticateDevice(found, signal);
      if (authenticated.kind === 'not-authenticated') throw new NotLoggedInError(authenticated);
      release = await limiter.takeFor(found, 'smtp', signal);
      if (release === undefined) throw new NotLoggedInError(tooManySessions(found, 'smtp'));
      const upstream = await logInAccount(this.#deps, {
        authenticated,
        protocol: 'smtp',
        peer: this.#peer,
        clientName,
        endingsBefore,
        signal,
      });
      if (upstream.kind === 'not-authenticated') throw new NotLoggedInError(upstream);
      const { socket, extensions } = upstream;
      socket.once('close', release);
      release = undefined;
      const transaction = new SmtpTransaction(socket, clock);
      if (this.#left.signal.aborted) transaction.end();
      return { transaction, extensions };
    } finally {
      timeout.cancel();
      release?.();
    }
  }

  /** Says a command to the provider. @throws ReplyError, UpstreamError, SubmissionRefusedError */
  async #say(line: string, ...expected: readonly number[]): Promise<void> {
    if (this.#underWay === undefined) throw submissionRefusal('devices.notServed');
    const reply = await this.#underWay.transaction.command(line);
    if (!expected.includes(reply.code)) throw new ReplyError(reply);
  }

  #endTransaction(): void {
    this.#underWay?.transaction.end();
    this.#underWay = undefined;
  }

  #note(error: unknown): void {
    if (this.#left.signal.aborted) return;
    const sending = this.#underWay?.sending ?? this.#current();
    const refusal = deviceRefusal(error);
    if (refusal === undefined) {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.#deps.logger.warn('a message of a device could not be taken', { reason });
    }
    const { reply, why, fix } = refusal ?? internalError;
    const name = sending?.device.name ?? '';
    const refused = error instanceof NotLoggedInError ? error.why : undefined;
    this.#deps.activity.note({
      kind: refused === undefined ? 'message-refused' : 'login-refused',
      level: 'warning',
      text: msg('devices.notSent', { name, why }),
      protocol: 'smtp',
      peer: this.#peer,
      ...(sending === undefined ? {} : { accountId: sending.found.account.id }),
      details: {
        device: name,
        reply: reply.code,
        fix,
        refusal: refused?.refusal.kind,
        answer: refused?.answer,
        offer: refused?.offer,
      },
    });
  }
}

async function* following(
  first: IteratorResult<Buffer, unknown>,
  others: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  if (first.done !== true) yield first.value;
  yield* others;
}

function limitReached({ name, limitPerHour: count }: Device): SubmissionRefusedError {
  return submissionRefusal('devices.limitReached', { name, count });
}

/**
 * Makes a message's From that of its account, or refuses another one. A header that is right already stays as it is, but for
 * an address in the place of the name. Where From is written anew, answers go to who stood there.
 * @param header - with the empty line behind it
 * @throws SubmissionRefusedError - it is malformed, or from somebody else
 */
export function fitSender(header: Buffer, sender: string, policy: Device['senderPolicy']): Buffer {
  const { fields, lineEnd, end } = readHeader(header);
  const named = fields.filter(({ name }) => name === 'from' || name === 'sender');
  const writers = named.flatMap(({ value }) => addressparser(value, { flatten: true }));
  const froms = named.filter(({ name }) => name === 'from');
  const others = writers.filter(({ address }) => !sameMailbox(address, sender));
  const isRight = froms.length === 1 && writers.length > 0 && others.length === 0;
  // Graph takes a name with @ in it for another sender, also one that only repeats the address
  if (isRight && named.every(({ value }) => readable(value).split('@').length === 2)) return header;
  if (!isRight && policy === 'refuse') throw otherSender(others[0]?.address ?? '', sender);
  const [first] = addressparser(froms[0]?.value ?? '', { flatten: true });
  const name = first === undefined || readable(first.name).includes('@') ? '' : first.name;
  const from = name === '' ? angleAddr(sender) : `${phrase(name)} ${angleAddr(sender)}`;
  const parts: Buffer[] = [Buffer.from(`From: ${from}${lineEnd}`)];
  const answers = fields.some((field) => field.name === 'reply-to');
  if (!answers && first !== undefined && isReachable(first.address) && !sameMailbox(first.address, sender)) {
    parts.push(Buffer.from(`Reply-To: ${angleAddr(first.address)}${lineEnd}`));
  }
  const kept = fields.filter((field) => !named.includes(field)).map(({ raw }) => raw);
  return Buffer.concat([...parts, ...kept, end]);
}

/** With the `@` of encoded words (RFC 2047 section 2) as it is read. */
function readable(text: string): string {
  return text.replaceAll(/=\?[^\s?]+\?([bq])\?([^\s?]*)\?=/gi, (_, encoding: string, word: string) =>
    /b/i.test(encoding) ? Buffer.from(word, 'base64').toString('latin1') : word.replaceAll('=40', '@'),
  );
}

/** A message, or its envelope, is from somebody else than the account. */
function otherSender(given: string, sender: string): SubmissionRefusedError {
  return submissionRefusal('devices.otherSender', { given: given.slice(0, 200), sender });
}

/** Whether an address can be answered to: `root@localhost` and `scanner@` cannot. */
function isReachable(address: string): boolean {
  return /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/.test(address);
}

/**
 * Gives every line CRLF. Old devices mix line ends, and a server that takes a bare one for the end of a line would read
 * another message than the one that was checked.
 */
async function* wholeLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held = '';
  for await (const piece of pieces) {
    const text = held + piece.toString('latin1');
    // what follows tells whether it is half of a CRLF
    held = text.endsWith('\r') ? '\r' : '';
    yield crlf(held === '' ? text : text.slice(0, -1));
  }
  yield crlf(held);
}

function crlf(text: string): Buffer {
  return Buffer.from(text.replaceAll(/\r\n|\r|\n/g, '\r\n'), 'latin1');
}

/** The message with its header made fit, every line ending in CRLF. */
export function fitted(
  pieces: AsyncIterable<Buffer>,
  fit: (header: Buffer) => Buffer,
): AsyncGenerator<Buffer> {
  return fittedPieces(wholeLines(pieces), fit);
}

/** A message as it follows DATA (RFC 5321 section 4.5.2), of pieces whose lines end in CRLF. */
export async function* stuffed(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let lineBegins = true;
  for await (const piece of pieces) {
    const text = piece.toString('latin1').replaceAll('\r\n.', '\r\n..');
    yield Buffer.from(lineBegins && text.startsWith('.') ? `.${text}` : text, 'latin1');
    if (piece.length > 0) lineBegins = text.endsWith('\r\n');
  }
  yield Buffer.from(lineBegins ? '.\r\n' : '\r\n.\r\n');
}
