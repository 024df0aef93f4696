import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { protocolName, type Protocol } from '#contract/endpoints.ts';
import type { FoundAccount } from '#core/accounts/account-directory.ts';
import { submissionApi } from '#core/accounts/submission.ts';
import type { Activity } from '#core/logging/activity.ts';
import type { LoginRequest, ServerLogin } from '#core/mail/dialogue.ts';
import { inEnglish } from '#messages/format.ts';
import { msg, sentences, verbatim } from '#messages/message.ts';
import {
  explainedRefusal,
  logInAccount,
  type AccountLoggedIn,
  type AccountLoginDeps,
} from './account-login.ts';
import type { Authenticator } from './authenticator.ts';
import { ClientConnection } from './client-connection.ts';
import type { SharedLimits } from '#core/storage/shared-limits.ts';
import { ConnectionLimiter, type Release } from './connection-limiter.ts';
import { ConnectionNotes } from './connection-notes.ts';
import { EhloCache } from './ehlo-cache.ts';
import { GoodbyeGuard, PostLoginErrorDetector } from './after-login.ts';
import { limits } from './limits.ts';
import { pipe } from './pipe.ts';
import { Preconnector } from './preconnector.ts';
import { type PreLoginConnection, SessionRegistry, type MailWorkers } from './session-registry.ts';
import { tooManySessions, type NotAuthenticated } from './refused-login.ts';
import { timeLimit } from '#core/logging/clock.ts';

/** What every session works with. */
export interface SessionDeps extends AccountLoginDeps {
  readonly authenticator: Authenticator;
  readonly activity: Activity;
  readonly connectionNotes: ConnectionNotes;
  readonly limiter: ConnectionLimiter;
  readonly preconnector: Preconnector;
  /**
   * The processes that serve mail programs in place of this one, which opens the ports and hands connections over.
   * 'is-one': this process is such a worker; it opens no port, and is handed connections.
   */
  readonly workers?: MailWorkers | 'is-one' | undefined;
}

/** What {@link sessionDeps} makes the dependencies of sessions from. */
export type SessionDepsInput = Omit<
  SessionDeps,
  'registry' | 'connectionNotes' | 'limiter' | 'smtpExtensions' | 'preconnector'
> & { readonly sharedLimits?: SharedLimits | undefined };

/** Adds what only sessions share: the registry, the limits, what is noted and cached. */
export function sessionDeps(given: SessionDepsInput): SessionDeps {
  return {
    ...given,
    registry: new SessionRegistry(undefined, given.workers === 'is-one' ? undefined : given.workers),
    connectionNotes: new ConnectionNotes(given),
    limiter: new ConnectionLimiter(given),
    smtpExtensions: new EhloCache(),
    preconnector: new Preconnector(),
  };
}

export interface SessionOptions {
  readonly socket: Socket;
  /** The mail program's address, which is not the socket's where a proxy is between them. */
  readonly peer: string;
  /** Its entry among the connections that have not logged in yet. */
  readonly connection: PreLoginConnection;
  readonly protocol: Protocol;
  /** Whether TLS came first on its port. */
  readonly implicitTls: boolean;
  readonly serverLogin: ServerLogin;
  /** For STARTTLS on the client's side. */
  readonly localTls: SecureContext | undefined;
  readonly deps: SessionDeps;
}

/** One connection of a mail client, from its greeting to its end. */
export class Session {
  readonly #options: SessionOptions;
  readonly #client: ClientConnection;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { socket, serverLogin, localTls: secureContext, deps } = options;
    this.#client = new ClientConnection({ socket, serverLogin, secureContext, clock: deps.clock });
  }

  /** Runs until both sides are closed. Never throws for what a client or a server does. */
  async run(): Promise<void> {
    const { connection, protocol, implicitTls } = this.#options;
    const about = { protocol, implicitTls, peer: this.#options.peer };
    // a close from our side is noted where it is decided
    let closedFromHere = false;
    connection.close = (text) => {
      closedFromHere = true;
      this.#client.close(text);
    };
    try {
      for (;;) {
        const login = await this.#client.nextLogin();
        if (login === undefined) {
          const { hangup } = this.#client;
          if (!closedFromHere && hangup !== undefined)
            this.#options.deps.connectionNotes.hungUp(hangup, about);
          return;
        }
        connection.busy = true;
        if (await this.#serve(login)) return;
        connection.busy = false;
      }
    } finally {
      this.#options.deps.registry.leave(connection);
    }
  }

  /** One login, and the session that follows it. @returns whether it was accepted; by then the session is over */
  async #serve(login: LoginRequest): Promise<boolean> {
    const { authenticator, clock, limiter, registry } = this.#options.deps;
    const { protocol, peer } = this.#options;
    const endingsBefore = registry.endings;
    const timeout = timeLimit(clock, limits.loginTimeout, this.#client.gone);
    const { signal } = timeout;
    let release: Release | undefined;
    try {
      const authenticated = await authenticator.authenticate(login, { protocol, peer, signal });
      if (authenticated.kind === 'not-authenticated') return this.#refuse(login, authenticated);
      const { found } = authenticated;
      release = await limiter.takeFor(found, protocol, signal);
      if (release === undefined) return this.#refuse(login, tooManySessions(found, protocol));
      const upstream = await logInAccount(this.#options.deps, {
        authenticated,
        protocol,
        peer,
        clientName: this.#options.serverLogin.clientName,
        endingsBefore,
        signal,
      });
      timeout.cancel();
      if (upstream.kind === 'not-authenticated') return this.#refuse(login, upstream);
      await this.#pipe(upstream, found, login);
      return true;
    } finally {
      timeout.cancel();
      release?.();
    }
  }

  /** @returns false, as it was not accepted */
  #refuse(login: LoginRequest, why: NotAuthenticated): false {
    const { protocol, peer, deps } = this.#options;
    // the client has gone: that is noted instead
    if (this.#client.gone.aborted) return false;
    const { kind, text, remedy } = why.refusal;
    this.#client.refuse({ kind, text: inEnglish(text), remedy: remedy && inEnglish(remedy) });
    deps.activity.note({
      kind: 'login-refused',
      level: 'warning',
      text: msg('activity.refusedOver', {
        protocol: protocolName[protocol],
        why: sentences(why.cause ?? text, why.fix),
      }),
      protocol,
      peer,
      ...(why.found === undefined ? {} : { accountId: why.found.account.id }),
      details: { refusal: kind, form: login.form, fix: why.fix, answer: why.answer, offer: why.offer },
    });
    return false;
  }

  /** Joins the two sockets until both are closed. */
  async #pipe(upstream: AccountLoggedIn, found: FoundAccount, login: LoginRequest): Promise<void> {
    const { activity, registry, clock } = this.#options.deps;
    const { protocol, peer } = this.#options;
    const about = { protocol, peer, accountId: found.account.id };
    const name = protocolName[protocol];
    const whose = { address: found.subject, protocol: name };
    const { socket, firstToClient, firstToUpstream } = this.#client.accept(upstream.accepted);
    if (this.#options.serverLogin.carriesLogin(firstToUpstream)) {
      upstream.socket.on('error', () => {}).destroy();
      socket.on('error', () => {}).write(this.#options.serverLogin.farewell('One login at a time'));
      // what else it sends is dropped; unread, it would turn the close into a reset
      socket.resume().destroySoon();
      activity.note({
        kind: 'connection',
        level: 'warning',
        text: msg('activity.mailProgramSentSecondLogin', { peer }),
        ...about,
      });
      return;
    }
    const goodbyeGuard = new GoodbyeGuard();
    const leave = registry.join({
      ...about,
      end: () => {
        if (goodbyeGuard.allowGoodbye(protocol))
          socket.write(this.#options.serverLogin.farewell('Mailwicket ends this session'));
        socket.destroySoon();
      },
      cut: () => upstream.socket.destroy(),
    });
    // only now: a stop that waits for the last connection would miss it otherwise
    registry.leave(this.#options.connection);
    activity.note({
      kind: 'login-accepted',
      text: msg('activity.mailProgramSignedOver', { peer, ...whose }),
      ...about,
      details: { form: login.form },
    });
    const detector = new PostLoginErrorDetector(protocol, (said, lasting) => {
      const { message, fix } = explainedRefusal(this.#options.deps, {
        found,
        protocol,
        token: upstream.token.value,
        refusal: { kind: 'late', text: verbatim(said) },
      });
      activity.note({
        kind: 'login-refused',
        level: 'warning',
        text: msg('activity.overProtocol', { protocol: name, text: message }),
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
      // what an API refuses is told with each message
      watch: (chunk) => (submissionApi(found, protocol) === undefined ? detector.see(chunk) : undefined),
      goodbyeGuard,
      youngSpace: registry.youngSpace,
      clock,
    });
    leave();
    activity.note({
      kind: 'session-ended',
      text: msg('activity.sessionEnded', whose),
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
