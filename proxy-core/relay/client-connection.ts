import { type Message, msg, verbatim } from '#messages/message.ts';
import type { Socket } from 'node:net';
import tls, { type SecureContext } from 'node:tls';
import type { Clock } from '#core/logging/clock.ts';
import type { Protocol } from '#contract/endpoints.ts';
import type {
  Accepted,
  Hangup,
  LocalTls,
  LoginRequest,
  Refusal,
  ServerAction,
  ServerLogin,
} from '#core/mail/dialogue.ts';
import { ImapServerLogin } from '#core/mail/server/imap.ts';
import { Pop3ServerLogin } from '#core/mail/server/pop3.ts';
import { SmtpServerLogin } from '#core/mail/server/smtp.ts';
import { limits } from './limits.ts';

/** The server side of a login, for a protocol. `extensions`: SMTP's EHLO keywords. */
export function serverLogin(
  protocol: Protocol,
  options: { readonly tls: LocalTls; readonly extensions: readonly string[] },
): ServerLogin {
  const Login = { imap: ImapServerLogin, pop: Pop3ServerLogin, smtp: SmtpServerLogin }[protocol];
  return new Login({ ...options, limits: limits.serverLogin });
}

export interface ClientConnectionOptions {
  readonly socket: Socket;
  readonly serverLogin: ServerLogin;
  /** For STARTTLS, where the server login offers it. */
  readonly secureContext: SecureContext | undefined;
  readonly clock: Clock;
}

/**
 * The client's side of a session until its login is through: the socket under a ServerLogin.
 * Aborts `gone` when the client has left, so that work for it stops.
 */
export class ClientConnection {
  #socket: Socket;
  readonly #options: ClientConnectionOptions;
  readonly #login: ServerLogin;
  readonly #gone = new AbortController();
  readonly #cancelTimeLimit: () => void;
  #logins: LoginRequest[] = [];
  #waiting: PromiseWithResolvers<LoginRequest | undefined> | undefined;
  #hangup: Hangup | undefined;
  #defect: { readonly cause: unknown } | undefined;

  constructor(options: ClientConnectionOptions) {
    this.#options = options;
    this.#socket = options.socket;
    this.#login = options.serverLogin;
    this.#cancelTimeLimit = options.clock.after(limits.timeBeforeLogin, () => {
      this.#hangUp({ reason: 'limit', message: msg('activity.clientDidNotLogTime') }, 'Too slow');
    });
    this.#listen();
    this.#socket.write(this.#login.greeting());
  }

  /** Aborted when the client has gone away (not when it has only said that it will send no more). */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Why the conversation ended without a login, once `nextLogin` has given undefined. */
  get hangup(): Hangup | undefined {
    return this.#hangup;
  }

  /**
   * The next login of the client, or undefined when there will be none. Rejects only for a defect of the
   * server login.
   */
  async nextLogin(): Promise<LoginRequest | undefined> {
    if (this.#defect !== undefined) throw this.#defect.cause;
    if (this.#gone.signal.aborted) return undefined;
    if (this.#hangup === undefined) {
      const login = this.#logins.shift();
      if (login !== undefined) return login;
      // it had said that it will send no more, and its last login is decided
      if (this.#socket.readableEnded) this.#socket.end();
    }
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  /** Refuses the login; the client may try again. */
  refuse(refusal: Refusal): void {
    if (this.#hangup !== undefined) return;
    this.#act(this.#login.refuse(refusal));
    this.#flow();
  }

  /**
   * Accepts the login, and releases the socket: it is paused and has no listeners.
   * `firstToClient` is still to be written to it; `firstToUpstream` is what it sent behind its login.
   */
  accept(accepted: Accepted): { socket: Socket; firstToClient: Buffer; firstToUpstream: Buffer } {
    this.#release();
    const { reply, rest } = this.#login.accept(accepted);
    return {
      socket: this.#socket,
      firstToClient: Buffer.concat([reply, accepted.rest]),
      firstToUpstream: rest,
    };
  }

  /** Ends the conversation: the service is stopping. */
  close(text: string): void {
    this.#hangUp({ reason: 'protocol', message: verbatim(text) }, text);
  }

  #listen(): void {
    this.#socket.on('data', this.#received).on('end', this.#ended);
    this.#socket.on('error', this.#failed).on('close', this.#left);
  }

  #release(): void {
    this.#cancelTimeLimit();
    this.#unlisten();
  }

  #unlisten(): void {
    this.#socket.pause();
    this.#socket.off('data', this.#received).off('end', this.#ended);
    this.#socket.off('error', this.#failed).off('close', this.#left);
  }

  readonly #received = (chunk: Buffer): void => {
    this.#guarded(() => {
      this.#act(this.#login.feed(chunk));
      this.#flow();
    });
  };

  readonly #ended = (): void => {
    // with a login under way the client may just be done sending: its answer is still wanted
    if (this.#waiting !== undefined) this.#socket.end();
  };

  readonly #failed = (error: Error): void => {
    const trouble = explainClientTls(error);
    this.#hangup ??=
      trouble === undefined
        ? { reason: 'client-left', message: msg('activity.connectionBroke', { words: error.message }) }
        : { reason: 'protocol', message: msg('activity.mailProgram', { trouble }) };
  };

  readonly #left = (): void => {
    this.#hangup ??= { reason: 'client-left', message: msg('activity.clientLeftWithoutLogging') };
    this.#release();
    this.#gone.abort(new Error('the client left'));
    this.#deliver(undefined);
  };

  /** An exception in a socket's callback would end the process: it rejects the wait for a login instead. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (cause) {
      this.#defect = { cause };
      this.#socket.destroy();
      this.#gone.abort(cause);
      this.#waiting?.reject(cause);
    }
  }

  /** A client that sends on and on behind its login is made to wait for its answer. */
  #flow(): void {
    if (this.#hangup !== undefined) return;
    if (this.#login.held > limits.heldBeforePause) this.#socket.pause();
    else this.#socket.resume();
  }

  #act(actions: readonly ServerAction[]): void {
    for (const action of actions) {
      switch (action.kind) {
        case 'send':
          this.#socket.write(action.bytes);
          break;
        case 'login':
          this.#deliver(action.login);
          break;
        case 'start-tls':
          this.#startTls();
          return;
        case 'close':
          this.#hangUp(action.hangup);
          return;
        default:
          action satisfies never;
      }
    }
  }

  #deliver(login: LoginRequest | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) waiting.resolve(login);
    else if (login !== undefined) this.#logins.push(login);
  }

  #startTls(): void {
    const secureContext = this.#options.secureContext;
    if (secureContext === undefined) throw new Error('STARTTLS was accepted but not offered');
    const plain = this.#socket;
    this.#unlisten();
    const secured = new tls.TLSSocket(plain, { isServer: true, secureContext });
    secured.once('secure', () => this.#guarded(() => this.#act(this.#login.secured())));
    // an error while it has no other listener must not end the process
    secured.on('error', ignore);
    this.#socket = secured;
    this.#listen();
  }

  #hangUp(hangup: Hangup, farewell?: string): void {
    this.#hangup ??= hangup;
    if (farewell !== undefined && this.#socket.writable) this.#socket.write(this.#login.farewell(farewell));
    this.#socket.off('data', this.#received);
    // what the client still sends is dropped; unread bytes would turn the close into a reset
    this.#socket.resume();
    this.#socket.destroySoon();
    // a client that does not even read is not waited for
    const socket = this.#socket;
    const cancel = this.#options.clock.after(limits.drain, () => socket.destroy());
    socket.once('close', cancel);
  }
}

function ignore(): void {}

/**
 * Why TLS with a mail program failed, as far as its own alert or its bytes tell (OpenSSL's reasons, as Node
 * names them), and what to do. Undefined where there is nothing to be done: it hung up, or the network broke.
 */
export function explainClientTls(error: unknown): Message | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || !code.startsWith('ERR_SSL_')) return undefined;
  if (certificateNotTrusted.test(code)) {
    return msg('activity.doesNotTrustCertificateMailwicket');
  }
  if (tlsTooOld.test(code)) {
    return msg('activity.knowsNoTlsSafeToday');
  }
  if (tlsAlert.test(code)) return msg('activity.brokeTlsOff', { code });
  return msg('activity.didNotSpeakTlsPort');
}

/** OpenSSL's reasons, as Node names them. */
const certificateNotTrusted =
  /_ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(?:UNKNOWN|EXPIRED|REVOKED))$/;
const tlsTooOld = /UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|VERSION_TOO_LOW|NO_SHARED_CIPHER|NO_SUITABLE/;
const tlsAlert = /_ALERT_/;
