import type { SecureContext } from 'node:tls';
import type { Socket } from 'node:net';
import { canonicalAddress } from '../accounts/account.ts';
import type { FoundAccount } from '../accounts/account-directory.ts';
import { connectionLimit } from '../accounts/connection-limits.ts';
import { protocolName, type Protocol } from '../accounts/protocol.ts';
import { resolveClient } from '../accounts/resolve-client.ts';
import type { HeardLogin, LoginHearing, UpstreamRefusal } from '../mail/dialogue.ts';
import { carriesSecondLogin } from '../mail/second-login.ts';
import type { AccessToken } from '../oauth/grant.ts';
import { changedMeanwhile, type Admitted, type NotAdmitted } from './admission.ts';
import { ClientConversation } from './client-conversation.ts';
import { LateRefusalWatch } from './late-refusal-watch.ts';
import { limits } from './limits.ts';
import { pipe } from './pipe.ts';
import { timeLimit } from './time-limit.ts';
import { refusalKind, type ExplainRefusal, type RefusedLogin } from './explain-refusal.ts';
import { logInAtProvider } from './provider-login.ts';
import type { PreLoginConnection } from './pre-login-connections.ts';
import type { Release } from './session-quota.ts';
import type { UpstreamOutcome } from './upstream-conversation.ts';
import type { SessionRoom } from './session-room.ts';
import { notAdmittedBy } from './upstream-trouble.ts';

export interface SessionOptions {
  readonly socket: Socket;
  /** Its place among those that have not logged in yet. */
  readonly place: PreLoginConnection;
  readonly protocol: Protocol;
  /** Whether TLS came first on its port. */
  readonly implicitTls: boolean;
  readonly hearing: LoginHearing;
  /** For STARTTLS on the client's side. */
  readonly localTls: SecureContext | undefined;
  readonly room: SessionRoom;
}

type LoggedIn = Extract<UpstreamOutcome, { kind: 'accepted' }>;
type LoggedInWith = LoggedIn & { readonly token: AccessToken };

/** One connection of a mail client, from its greeting to its end: the story of one login. */
export class Session {
  readonly #options: SessionOptions;
  readonly #room: SessionRoom;
  readonly #protocol: Protocol;
  readonly #peer: string;
  readonly #client: ClientConversation;
  /** The book's count of endings when this login was heard. */
  #begun = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#room = options.room;
    this.#protocol = options.protocol;
    this.#peer = options.socket.remoteAddress ?? 'unknown';
    this.#client = new ClientConversation({
      socket: options.socket,
      hearing: options.hearing,
      secureContext: options.localTls,
      clock: options.room.clock,
    });
  }

  /** Runs until both sides are closed. Never throws for what a client or a server does. */
  async run(): Promise<void> {
    const { place } = this.#options;
    // whoever closes it tells why
    let closedFromHere = false;
    place.close = (text) => {
      closedFromHere = true;
      this.#client.close(text);
    };
    try {
      for (;;) {
        const login = await this.#client.nextLogin();
        if (login === undefined) {
          if (!closedFromHere) this.#noteHangup();
          return;
        }
        this.#begun = this.#room.book.endings;
        place.busy = true;
        if (await this.#serve(login)) return;
        place.busy = false;
      }
    } finally {
      this.#room.book.leave(place);
    }
  }

  /** One login, and the session behind it. @returns whether it was let in; then the session is over */
  async #serve(login: HeardLogin): Promise<boolean> {
    const late = timeLimit(this.#room.clock, limits.timeForAdmission);
    const signal = AbortSignal.any([this.#client.gone, late.signal]);
    let place: Release | undefined;
    try {
      const admitted = await this.#room.admission.admit(login, {
        protocol: this.#protocol,
        peer: this.#peer,
        signal,
      });
      if (admitted.kind === 'not-admitted') return this.#refuse(login, admitted);
      place = await this.#placeFor(admitted.found, signal);
      if (place === undefined) return this.#refuse(login, this.#noPlace(admitted.found));
      const upstream = await this.#logInUpstream(admitted, signal);
      late.cancel();
      if (upstream.kind === 'not-admitted') return this.#refuse(login, upstream);
      this.#room.book.leave(this.#options.place);
      await this.#join(upstream, admitted.found, login);
      return true;
    } finally {
      late.cancel();
      place?.();
    }
  }

  /** Some providers take only so many sessions of a mailbox at once: the next one waits its turn. */
  async #placeFor(found: FoundAccount, signal: AbortSignal): Promise<Release | undefined> {
    const { client, identity } = found;
    const protocol = this.#protocol;
    const cap = connectionLimit(client, protocol);
    const server = cap === undefined ? undefined : resolveClient(client).servers[protocol];
    const key = `${protocol} ${server?.host ?? ''}:${String(server?.port)} ${canonicalAddress(identity[protocol])}`;
    return this.#room.quota.take(key, cap, signal);
  }

  #noPlace(found: FoundAccount): NotAdmitted {
    const name = protocolName[this.#protocol];
    const cap = String(connectionLimit(found.client, this.#protocol));
    const text = `${found.identity[this.#protocol]} has ${cap} ${name} sessions open, and its provider takes no more at once.`;
    return {
      kind: 'not-admitted',
      found,
      refusal: { kind: 'busy', text },
      fix: 'Let the programs that use this mailbox open fewer connections, or try again in a moment.',
    };
  }

  /** Logs in at the provider; a token that it does not accept is renewed once and tried once more. */
  async #logInUpstream(admitted: Admitted, signal: AbortSignal): Promise<LoggedInWith | NotAdmitted> {
    const { found } = admitted;
    try {
      let { token } = admitted;
      let outcome = await this.#tryUpstream(found, token, signal);
      if (outcome.kind === 'refused' && outcome.refusal.kind === 'credentials') {
        const renewed = await admitted.renewed();
        if (renewed !== undefined) {
          token = renewed;
          outcome = await this.#tryUpstream(found, token, signal);
        }
      }
      if (outcome.kind === 'refused') return this.#providerRefused(found, token, outcome.refusal);
      if (outcome.kind === 'not-admitted') return outcome;
      if (this.#room.book.wasEnded(found.account.id, this.#begun)) {
        outcome.socket.on('error', () => {}).destroy();
        return changedMeanwhile(found);
      }
      admitted.worked(token);
      return { ...outcome, token };
    } catch (error) {
      return notAdmittedBy(found, error);
    }
  }

  async #tryUpstream(
    found: FoundAccount,
    token: AccessToken,
    signal: AbortSignal,
  ): Promise<LoggedIn | NotAdmitted | { kind: 'refused'; refusal: UpstreamRefusal }> {
    const { protocol } = this.#options;
    const server = resolveClient(found.client).servers[protocol];
    if (server === undefined) {
      const name = protocolName[protocol];
      return {
        kind: 'not-admitted',
        found,
        refusal: { kind: 'refused', text: `${found.account.address} has no ${name} server.` },
        fix: `Enter the ${name} server in the OAuth client ${found.client.name}.`,
      };
    }
    const outcome = await logInAtProvider(this.#room, {
      protocol,
      server,
      signal,
      credentials: { username: found.identity[protocol], token: token.value },
      clientName: this.#options.hearing.clientName,
      learned: (extensions) => {
        if (protocol === 'smtp') this.#room.smtpExtensions.learned(server, extensions);
      },
    });
    if (outcome.kind === 'learned') throw new Error('a login with credentials ended without a verdict');
    return outcome;
  }

  #providerRefused(found: FoundAccount, token: AccessToken, refusal: UpstreamRefusal): NotAdmitted {
    const { message, fix } = this.#explained(found, token, refusal);
    return { kind: 'not-admitted', found, refusal: { kind: refusalKind[refusal.kind], text: message }, fix };
  }

  #explained(
    found: FoundAccount,
    token: AccessToken,
    refusal: RefusedLogin['refusal'],
  ): ReturnType<ExplainRefusal> {
    return this.#room.explain({
      found,
      protocol: this.#protocol,
      refusal,
      token: token.value,
      host: resolveClient(found.client).servers[this.#protocol]?.host,
      now: this.#room.clock.now(),
    });
  }

  /** @returns that it was not let in */
  #refuse(login: HeardLogin, why: NotAdmitted): false {
    // nobody is there to be told: that it left is noted instead
    if (this.#client.gone.aborted) return false;
    this.#client.refuse(why.refusal);
    this.#room.activity.note({
      kind: 'login-refused',
      trouble: true,
      text: `Refused over ${protocolName[this.#protocol]}: ${why.cause ?? why.refusal.text} ${why.fix}`,
      protocol: this.#protocol,
      peer: this.#peer,
      ...(why.found === undefined ? {} : { accountId: why.found.account.id }),
      details: {
        refusal: why.refusal.kind,
        form: login.form,
        fix: why.fix,
        ...(why.answer === undefined ? {} : { answer: why.answer }),
      },
    });
    return false;
  }

  #noteHangup(): void {
    const hangup = this.#client.hangup;
    if (hangup === undefined) return;
    const quiet = hangup.reason === 'client-left';
    this.#room.connectionNotes.endedBeforeLogin({
      protocol: this.#protocol,
      implicitTls: this.#options.implicitTls,
      peer: this.#peer,
      trouble: !quiet,
      reason: hangup.reason,
      text: quiet ? `A client at ${this.#peer} left without logging in.` : hangup.message,
      details: { reason: hangup.reason, message: hangup.message },
    });
  }

  async #join(upstream: LoggedInWith, found: FoundAccount, login: HeardLogin): Promise<void> {
    const { activity, book, clock } = this.#room;
    const protocol = this.#protocol;
    const about = { protocol, peer: this.#peer, accountId: found.account.id };
    const name = protocolName[protocol];
    const { socket, firstToClient, firstToUpstream } = this.#client.accept(upstream.accepted);
    if (carriesSecondLogin(protocol, firstToUpstream)) {
      upstream.socket.on('error', () => {}).destroy();
      socket.on('error', () => {}).end(this.#options.hearing.farewell('One login at a time'));
      socket.resume();
      activity.note({
        kind: 'connection',
        trouble: true,
        text: `A mail program at ${this.#peer} sent a second login behind its first: hung up on, so that no password goes to the provider.`,
        ...about,
      });
      return;
    }
    const leave = book.join({
      ...about,
      end: () => socket.destroySoon(),
      cut: () => upstream.socket.destroy(),
    });
    activity.note({
      kind: 'login-accepted',
      trouble: false,
      text: `A mail program at ${this.#peer} signed in to ${found.subject} over ${name}.`,
      ...about,
      details: { form: login.form },
    });
    const late = new LateRefusalWatch(protocol, (said, lasting) => {
      const { message, fix } = this.#explained(found, upstream.token, { kind: 'late', text: said });
      activity.note({
        kind: 'login-refused',
        trouble: true,
        text: `${name}: ${message}`,
        ...about,
        details: { refusal: lasting ? 'refused' : 'temporary', late: true, fix },
      });
    });
    const startedAt = clock.now();
    const result = await pipe({
      client: socket,
      upstream: upstream.socket,
      firstToClient,
      firstToUpstream,
      watch: (chunk) => late.see(chunk),
      clock,
    });
    leave();
    activity.note({
      kind: 'session-ended',
      trouble: false,
      text: `The ${name} session of ${found.subject} has ended.`,
      ...about,
      details: {
        toClient: result.toClient,
        toUpstream: result.toUpstream,
        milliseconds: clock.now() - startedAt,
        endedBy: result.endedBy,
        ...(result.error === undefined ? {} : { error: result.error.message }),
      },
    });
  }
}
