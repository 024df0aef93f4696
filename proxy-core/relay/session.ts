import type { SecureContext } from 'node:tls';
import type { Socket } from 'node:net';
import type { FoundAccount } from '../accounts/account-directory.ts';
import { protocolName, type Protocol } from '../accounts/protocol.ts';
import type { Activity } from '../activity/activity.ts';
import type { Clock } from '../activity/clock.ts';
import type { HeardLogin, LoginHearing, UpstreamRefusal } from '../mail/dialogue.ts';
import { carriesSecondLogin } from '../mail/second-login.ts';
import type { AccessToken } from '../oauth/grant.ts';
import { OAuthError } from '../oauth/oauth-error.ts';
import { VaultError } from '../storage/vault.ts';
import type { Admission, Admitted, NotAdmitted } from './admission.ts';
import { ClientConversation } from './client-conversation.ts';
import { LateRefusalWatch } from './late-refusal-watch.ts';
import { limits } from './limits.ts';
import { pipe } from './pipe.ts';
import { logInAtProvider, type UpstreamAccess } from './provider-login.ts';
import type { SessionBook } from './session-book.ts';
import type { SmtpExtensions } from './smtp-extensions.ts';
import type { UpstreamOutcome } from './upstream-conversation.ts';
import { UpstreamError } from './upstream-error.ts';

/** What every session works with. */
export interface SessionRoom extends UpstreamAccess {
  readonly admission: Admission;
  readonly activity: Activity;
  readonly clock: Clock;
  readonly book: SessionBook;
  readonly smtpExtensions: SmtpExtensions;
}

export interface SessionOptions {
  readonly socket: Socket;
  readonly protocol: Protocol;
  readonly hearing: LoginHearing;
  /** For STARTTLS on the client's side. */
  readonly localTls: SecureContext | undefined;
  readonly room: SessionRoom;
}

type LoggedIn = Extract<UpstreamOutcome, { kind: 'accepted' }>;

/** One connection of a mail client, from its greeting to its end: the story of one login. */
export class Session {
  readonly #options: SessionOptions;
  readonly #room: SessionRoom;
  readonly #protocol: Protocol;
  readonly #peer: string;
  readonly #client: ClientConversation;

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
    const leave = this.#room.book.enter(() => this.#client.close('Mailwicket is stopping'));
    try {
      for (;;) {
        const login = await this.#client.nextLogin();
        if (login === undefined) return this.#noteHangup();
        const signal = AbortSignal.any([this.#client.gone, AbortSignal.timeout(limits.timeForAdmission)]);
        const admitted = await this.#room.admission.admit(login, {
          protocol: this.#protocol,
          peer: this.#peer,
          signal,
        });
        if (admitted.kind === 'not-admitted') {
          this.#refuse(login, admitted);
          continue;
        }
        const upstream = await this.#logInUpstream(admitted, signal);
        if (upstream.kind === 'not-admitted') {
          this.#refuse(login, upstream);
          continue;
        }
        leave();
        return await this.#join(upstream, admitted.found, login);
      }
    } finally {
      leave();
    }
  }

  /** Logs in at the provider; a token that it does not accept is renewed once and tried once more. */
  async #logInUpstream(admitted: Admitted, signal: AbortSignal): Promise<LoggedIn | NotAdmitted> {
    const { found } = admitted;
    try {
      let { token } = admitted;
      let outcome = await this.#tryUpstream(found, token, signal);
      if (outcome.kind === 'refused' && outcome.refusal.kind === 'credentials') {
        token = await admitted.renewed();
        outcome = await this.#tryUpstream(found, token, signal);
      }
      if (outcome.kind === 'accepted') admitted.worked(token);
      return outcome.kind === 'refused' ? this.#providerRefused(found, outcome.refusal) : outcome;
    } catch (error) {
      return this.#failed(found, error);
    }
  }

  async #tryUpstream(
    found: FoundAccount,
    token: AccessToken,
    signal: AbortSignal,
  ): Promise<LoggedIn | NotAdmitted | { kind: 'refused'; refusal: UpstreamRefusal }> {
    const { protocol } = this.#options;
    const server = found.client.servers[protocol];
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

  #providerRefused(found: FoundAccount, refusal: UpstreamRefusal): NotAdmitted {
    const { address } = found.account;
    const name = protocolName[this.#protocol];
    const said = refusal.text === '' ? '' : ` It said: ${refusal.text}`;
    switch (refusal.kind) {
      case 'credentials':
        return {
          kind: 'not-admitted',
          found,
          refusal: { kind: 'refused', text: `The ${name} server refused the sign-in of ${address}.${said}` },
          fix: `Check that ${name} is switched on for this mailbox, and that the account that signed in may open it.`,
        };
      case 'busy':
        return {
          kind: 'not-admitted',
          found,
          refusal: { kind: 'busy', text: `The ${name} server is busy for ${address}.${said}` },
          fix: 'Close other mail programs that use this mailbox, or wait a few minutes.',
        };
      case 'temporary':
      case 'protocol':
        return {
          kind: 'not-admitted',
          found,
          refusal: {
            kind: 'temporary',
            text: `The ${name} server cannot serve ${address} right now.${said}`,
          },
          fix: 'Try again in a few minutes.',
        };
      default:
        return refusal.kind satisfies never;
    }
  }

  #failed(found: FoundAccount, error: unknown): NotAdmitted {
    const { address } = found.account;
    if (error instanceof VaultError) {
      const text = `${address} cannot be served right now: ${error.message}`;
      return { kind: 'not-admitted', found, refusal: { kind: 'temporary', text }, fix: '' };
    }
    if (!(error instanceof OAuthError) && !(error instanceof UpstreamError)) throw error;
    const kind = error.code === 'needs-sign-in' || error.code === 'refused' ? error.code : 'temporary';
    return {
      kind: 'not-admitted',
      found,
      refusal: { kind, text: `${address}: ${error.message}` },
      fix: error.fix,
    };
  }

  #refuse(login: HeardLogin, why: NotAdmitted): void {
    // nobody is there to be told: that it left is noted instead
    if (this.#client.gone.aborted) return;
    this.#client.refuse(why.refusal);
    this.#room.activity.note({
      kind: 'login-refused',
      trouble: true,
      text: `Refused over ${protocolName[this.#protocol]}: ${why.refusal.text} ${why.fix}`,
      protocol: this.#protocol,
      peer: this.#peer,
      ...(why.found === undefined ? {} : { accountId: why.found.account.id }),
      details: { refusal: why.refusal.kind, form: login.form, fix: why.fix },
    });
  }

  #noteHangup(): void {
    const hangup = this.#client.hangup;
    if (hangup === undefined) return;
    const quiet = hangup.reason === 'client-left';
    this.#room.activity.note({
      kind: 'connection',
      trouble: !quiet,
      text: quiet ? `A client at ${this.#peer} left without logging in.` : hangup.message,
      protocol: this.#protocol,
      peer: this.#peer,
      details: { reason: hangup.reason, message: hangup.message },
    });
  }

  async #join(upstream: LoggedIn, found: FoundAccount, login: HeardLogin): Promise<void> {
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
    const late = new LateRefusalWatch(protocol, (said) => {
      activity.note({
        kind: 'login-refused',
        trouble: true,
        text: `The ${name} server let ${found.subject} in, and then would not open the mailbox: ${said}`,
        ...about,
        details: { refusal: 'refused', late: true },
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
