import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { sameAddress } from '#contract/account.ts';
import type { Device } from '#contract/device.ts';
import type { FoundAccount } from '#core/accounts/account-directory.ts';
import type { Activity } from '#core/logging/activity.ts';
import type { Logger } from '#core/logging/logger.ts';
import { logInAccount, type AccountLoginDeps } from '#core/relay/account-login.ts';
import type { Authenticator } from '#core/relay/authenticator.ts';
import type { ConnectionLimiter, Release } from '#core/relay/connection-limiter.ts';
import type { ConnectionNotes } from '#core/relay/connection-notes.ts';
import { limits } from '#core/relay/limits.ts';
import { tooManySessions } from '#core/relay/refused-login.ts';
import { timeLimit } from '#core/relay/time-limit.ts';
import { SubmissionRefusedError } from '#core/submission/refusal.ts';
import { chunksOf } from '#core/submission/submission-server.ts';
import { msg } from '#messages/message.ts';
import { fitSender, fitted, otherSender, stuffed } from './device-message.ts';
import { defect, deviceRefusal, forServer, NotLoggedInError, ReplyError } from './device-refusal.ts';
import type { HourlyLimit } from './hourly-limit.ts';
import { SmtpTransaction } from './smtp-transaction.ts';

/** What the sessions of devices work with. */
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

/** A message on its way. */
interface UnderWay {
  readonly transaction: SmtpTransaction;
  readonly sending: SendingDevice;
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
  #underWay: UnderWay | undefined;
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
      return forServer((deviceRefusal(error) ?? defect).reply);
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
    if (sending === undefined) throw notServed();
    const { device, sender, sent } = sending;
    if (device.senderPolicy === 'refuse' && !sameAddress(address, sender)) throw otherSender(address, sender);
    if (sent.isReached(device.limitPerHour, this.#deps.clock.now())) throw limitReached(device);
    const { transaction, extensions } = await this.#logIn(sending, hostNameAppearsAs);
    this.#underWay = { transaction, sending };
    const eightBit = envelope.bodyType === '8bitmime' && extensions.some((one) => /^8BITMIME\b/i.test(one));
    await this.#say(`MAIL FROM:<${sender}>${eightBit ? ' BODY=8BITMIME' : ''}`, 250);
  }

  /** RCPT: one that is refused leaves the others. */
  async to(address: string): Promise<void> {
    await this.#say(`RCPT TO:<${address}>`, 250, 251);
    this.#recipients += 1;
  }

  /** DATA. */
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
    const { transaction, sending } = this.#present();
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
      trouble: false,
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
    const timeout = timeLimit(clock, limits.loginTimeout);
    const signal = AbortSignal.any([this.#left.signal, timeout.signal]);
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
    const reply = await this.#present().transaction.command(line);
    if (!expected.includes(reply.code)) throw new ReplyError(reply);
  }

  #present(): UnderWay {
    if (this.#underWay === undefined) throw notServed();
    return this.#underWay;
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
    const { reply, why, fix } = refusal ?? defect;
    const name = sending?.device.name ?? '';
    const refused = error instanceof NotLoggedInError ? error.why : undefined;
    this.#deps.activity.note({
      kind: refused === undefined ? 'message-refused' : 'login-refused',
      trouble: true,
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

function notServed(): SubmissionRefusedError {
  return new SubmissionRefusedError('451 4.3.2', msg('devices.notServed'), msg('devices.resumeIt'));
}

function limitReached({ name, limitPerHour }: Device): SubmissionRefusedError {
  return new SubmissionRefusedError(
    '452 4.7.1',
    msg('devices.limitReached', { name, count: limitPerHour }),
    msg('devices.raiseLimit'),
  );
}
