import { msg, sentences, verbatim } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import type { SecureContext } from 'node:tls';
import type { Socket } from 'node:net';
import { canonicalAddress } from '#contract/account.ts';
import { protocolName, type Protocol } from '#contract/endpoints.ts';
import type { FoundAccount } from '#core/accounts/account-directory.ts';
import { connectionLimit } from '#core/accounts/connection-limits.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import type { LoginRequest, ServerLogin, UpstreamRefusal } from '#core/mail/dialogue.ts';
import { carriesSecondLogin } from '#core/mail/server/second-login.ts';
import type { AccessToken } from '#core/oauth/grant.ts';
import type { Authenticated } from './authenticator.ts';
import { ClientConnection } from './client-connection.ts';
import { PostLoginErrorDetector } from './post-login-error-detector.ts';
import { limits } from './limits.ts';
import { pipe } from './pipe.ts';
import { timeLimit } from './time-limit.ts';
import { changedMeanwhile, notAuthenticatedBy, refused, type NotAuthenticated } from './refused-login.ts';
import { refusalKind, type ExplainRefusal, type RefusedLogin } from './explain-refusal.ts';
import { logInAtProvider } from './provider-login.ts';
import type { PreLoginConnection } from './pre-login-connections.ts';
import type { Release } from './connection-limiter.ts';
import type { UpstreamOutcome } from './upstream-connection.ts';
import type { SessionDeps } from './session-deps.ts';

export interface SessionOptions {
  readonly socket: Socket;
  /** Its place among those that have not logged in yet. */
  readonly place: PreLoginConnection;
  readonly protocol: Protocol;
  /** Whether TLS came first on its port. */
  readonly implicitTls: boolean;
  readonly serverLogin: ServerLogin;
  /** For STARTTLS on the client's side. */
  readonly localTls: SecureContext | undefined;
  readonly deps: SessionDeps;
}

type LoggedIn = Extract<UpstreamOutcome, { kind: 'accepted' }>;
type LoggedInWith = LoggedIn & { readonly token: AccessToken };

/** One connection of a mail client, from its greeting to its end: the story of one login. */
export class Session {
  readonly #options: SessionOptions;
  readonly #deps: SessionDeps;
  readonly #protocol: Protocol;
  readonly #peer: string;
  readonly #client: ClientConnection;
  /** The book's count of endings when this login was heard. */
  #begun = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#deps = options.deps;
    this.#protocol = options.protocol;
    this.#peer = options.socket.remoteAddress ?? 'unknown';
    this.#client = new ClientConnection({
      socket: options.socket,
      serverLogin: options.serverLogin,
      secureContext: options.localTls,
      clock: options.deps.clock,
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
        this.#begun = this.#deps.registry.endings;
        place.busy = true;
        if (await this.#serve(login)) return;
        place.busy = false;
      }
    } finally {
      this.#deps.registry.leave(place);
    }
  }

  /** One login, and the session behind it. @returns whether it was let in; then the session is over */
  async #serve(login: LoginRequest): Promise<boolean> {
    const late = timeLimit(this.#deps.clock, limits.timeForAdmission);
    const signal = AbortSignal.any([this.#client.gone, late.signal]);
    let place: Release | undefined;
    try {
      const admitted = await this.#deps.authenticator.admit(login, {
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
      this.#deps.registry.leave(this.#options.place);
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
    return this.#deps.limiter.take(key, cap, signal);
  }

  #noPlace(found: FoundAccount): NotAuthenticated {
    const name = protocolName[this.#protocol];
    const text = msg('activity.sessionsOpenNoMore', {
      address: found.identity[this.#protocol],
      sessions: `${String(connectionLimit(found.client, this.#protocol))} ${name}`,
    });
    return refused(found, 'busy', text, msg('activity.letProgramsUseMailboxOpen'));
  }

  /** Logs in at the provider; a token that it does not accept is renewed once and tried once more. */
  async #logInUpstream(
    admitted: Authenticated,
    signal: AbortSignal,
  ): Promise<LoggedInWith | NotAuthenticated> {
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
      if (this.#deps.registry.wasEnded(found.account.id, this.#begun)) {
        outcome.socket.on('error', () => {}).destroy();
        return changedMeanwhile(found);
      }
      admitted.worked(token);
      return { ...outcome, token };
    } catch (error) {
      return notAuthenticatedBy(found, error);
    }
  }

  async #tryUpstream(
    found: FoundAccount,
    token: AccessToken,
    signal: AbortSignal,
  ): Promise<LoggedIn | NotAuthenticated | { kind: 'refused'; refusal: UpstreamRefusal }> {
    const { protocol } = this.#options;
    const server = resolveClient(found.client).servers[protocol];
    if (server === undefined) {
      const name = protocolName[protocol];
      const text = msg('activity.noServer', { address: found.account.address, protocol: name });
      const fix = msg('activity.enterServerOauthClient', { protocol: name, name: found.client.name });
      return refused(found, 'refused', text, fix);
    }
    const outcome = await logInAtProvider(this.#deps, {
      protocol,
      server,
      signal,
      credentials: { username: found.identity[protocol], token: token.value },
      clientName: this.#options.serverLogin.clientName,
      learned: (extensions) => {
        if (protocol === 'smtp') this.#deps.smtpExtensions.learned(server, extensions);
      },
    });
    if (outcome.kind === 'learned') throw new Error('a login with credentials ended without a verdict');
    return outcome;
  }

  #providerRefused(found: FoundAccount, token: AccessToken, refusal: UpstreamRefusal): NotAuthenticated {
    const { message, fix } = this.#explained(found, token, refusal);
    return refused(found, refusalKind[refusal.kind], message, fix);
  }

  #explained(
    found: FoundAccount,
    token: AccessToken,
    refusal: RefusedLogin['refusal'],
  ): ReturnType<ExplainRefusal> {
    return this.#deps.explain({
      found,
      protocol: this.#protocol,
      refusal,
      token: token.value,
      host: resolveClient(found.client).servers[this.#protocol]?.host,
      now: this.#deps.clock.now(),
    });
  }

  /** @returns that it was not let in */
  #refuse(login: LoginRequest, why: NotAuthenticated): false {
    // nobody is there to be told: that it left is noted instead
    if (this.#client.gone.aborted) return false;
    const { kind, text, remedy } = why.refusal;
    this.#client.refuse({
      kind,
      text: inEnglish(text),
      remedy: remedy && inEnglish(remedy),
    });
    this.#deps.activity.note({
      kind: 'login-refused',
      trouble: true,
      text: msg('activity.refusedOver', {
        protocol: protocolName[this.#protocol],
        why: sentences(why.cause ?? why.refusal.text, why.fix),
      }),
      protocol: this.#protocol,
      peer: this.#peer,
      ...(why.found === undefined ? {} : { accountId: why.found.account.id }),
      details: {
        refusal: why.refusal.kind,
        form: login.form,
        fix: why.fix,
        answer: why.answer,
      },
    });
    return false;
  }

  #noteHangup(): void {
    const hangup = this.#client.hangup;
    if (hangup === undefined) return;
    const quiet = hangup.reason === 'client-left';
    this.#deps.connectionNotes.endedBeforeLogin({
      protocol: this.#protocol,
      implicitTls: this.#options.implicitTls,
      peer: this.#peer,
      trouble: !quiet,
      reason: hangup.reason,
      text: quiet ? msg('activity.clientLeftWithoutLogging2', { peer: this.#peer }) : hangup.message,
      details: { reason: hangup.reason, message: hangup.message },
    });
  }

  async #join(upstream: LoggedInWith, found: FoundAccount, login: LoginRequest): Promise<void> {
    const { activity, registry, clock } = this.#deps;
    const protocol = this.#protocol;
    const about = { protocol, peer: this.#peer, accountId: found.account.id };
    const name = protocolName[protocol];
    const { socket, firstToClient, firstToUpstream } = this.#client.accept(upstream.accepted);
    if (carriesSecondLogin(protocol, firstToUpstream)) {
      upstream.socket.on('error', () => {}).destroy();
      socket.on('error', () => {}).end(this.#options.serverLogin.farewell('One login at a time'));
      socket.resume();
      activity.note({
        kind: 'connection',
        trouble: true,
        text: msg('activity.mailProgramSentSecondLogin', { peer: this.#peer }),
        ...about,
      });
      return;
    }
    const leave = registry.join({
      ...about,
      end: () => socket.destroySoon(),
      cut: () => upstream.socket.destroy(),
    });
    activity.note({
      kind: 'login-accepted',
      trouble: false,
      text: msg('activity.mailProgramSignedOver', {
        peer: this.#peer,
        address: found.subject,
        protocol: name,
      }),
      ...about,
      details: { form: login.form },
    });
    const late = new PostLoginErrorDetector(protocol, (said, lasting) => {
      const { message, fix } = this.#explained(found, upstream.token, { kind: 'late', text: verbatim(said) });
      activity.note({
        kind: 'login-refused',
        trouble: true,
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
      watch: (chunk) => late.see(chunk),
      clock,
    });
    leave();
    activity.note({
      kind: 'session-ended',
      trouble: false,
      text: msg('activity.sessionEnded', { protocol: name, address: found.subject }),
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
