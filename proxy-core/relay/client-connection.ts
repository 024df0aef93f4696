import { msg, verbatim } from '#messages/message.ts';
import type { Socket } from 'node:net';
import tls, { type SecureContext } from 'node:tls';
import type { Clock } from '#core/logging/clock.ts';
import type {
  Accepted,
  Hangup,
  ServerAction,
  LoginRequest,
  ServerLogin,
  Refusal,
} from '#core/mail/dialogue.ts';
import { explainClientTls } from './client-tls-trouble.ts';
import { limits } from './limits.ts';

export interface ClientConnectionOptions {
  readonly socket: Socket;
  readonly serverLogin: ServerLogin;
  /** For STARTTLS; without it the hearing does not offer it. */
  readonly secureContext: SecureContext | undefined;
  readonly clock: Clock;
}

/**
 * The client's side of a session until its login is through: the socket under a ServerLogin.
 * Aborts `gone` when the client has left, so that nobody works for it any longer.
 */
export class ClientConnection {
  #socket: Socket;
  readonly #login: ServerLogin;
  readonly #secureContext: SecureContext | undefined;
  readonly #clock: Clock;
  readonly #gone = new AbortController();
  readonly #cancelTimeLimit: () => void;
  #logins: LoginRequest[] = [];
  #waiting: PromiseWithResolvers<LoginRequest | undefined> | undefined;
  #hangup: Hangup | undefined;
  #defect: { readonly cause: unknown } | undefined;

  constructor(options: ClientConnectionOptions) {
    this.#socket = options.socket;
    this.#login = options.serverLogin;
    this.#secureContext = options.secureContext;
    this.#clock = options.clock;
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
   * hearing.
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

  /** Says no; the client may try again. */
  refuse(refusal: Refusal): void {
    if (this.#hangup !== undefined) return;
    this.#act(this.#login.refuse(refusal));
    this.#flow();
  }

  /**
   * Says yes, and lets go of the socket: it is paused and nobody listens to it.
   * `firstToClient` is still to be written to it; `firstToUpstream` is what it sent behind its login.
   */
  accept(accepted: Accepted): { socket: Socket; firstToClient: Buffer; firstToUpstream: Buffer } {
    this.#letGo();
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
    this.#socket.on('data', this.#received);
    this.#socket.on('end', this.#ended);
    this.#socket.on('error', this.#failed);
    this.#socket.on('close', this.#left);
  }

  #letGo(): void {
    this.#cancelTimeLimit();
    this.#socket.pause();
    this.#socket.off('data', this.#received);
    this.#socket.off('end', this.#ended);
    this.#socket.off('error', this.#failed);
    this.#socket.off('close', this.#left);
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
    this.#letGo();
    this.#gone.abort(new Error('the client left'));
    this.#tell(undefined);
  };

  /** What goes wrong in a socket's callback has nobody above it: it is told to whoever waits for a login. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (cause) {
      this.#defect = { cause };
      this.#letGo();
      this.#socket.on('error', ignore);
      this.#socket.destroy();
      this.#gone.abort(cause);
      this.#waiting?.reject(cause);
      this.#waiting = undefined;
    }
  }

  /** A client that sends on and on behind its login is made to wait for its answer. */
  #flow(): void {
    if (this.#hangup !== undefined) return;
    if (this.#login.held > limits.heldBeforePause) this.#socket.pause();
    else this.#socket.resume();
  }

  #act(heard: readonly ServerAction[]): void {
    for (const event of heard) {
      switch (event.kind) {
        case 'send':
          this.#socket.write(event.bytes);
          break;
        case 'login':
          this.#tell(event.login);
          break;
        case 'start-tls':
          this.#startTls();
          return;
        case 'close':
          this.#hangUp(event.hangup);
          return;
        default:
          event satisfies never;
      }
    }
  }

  #tell(login: LoginRequest | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) waiting.resolve(login);
    else if (login !== undefined) this.#logins.push(login);
  }

  #startTls(): void {
    const secureContext = this.#secureContext;
    if (secureContext === undefined) throw new Error('STARTTLS was heard but not offered');
    const plain = this.#socket;
    plain.pause();
    plain
      .off('data', this.#received)
      .off('end', this.#ended)
      .off('error', this.#failed)
      .off('close', this.#left);
    const secured = new tls.TLSSocket(plain, { isServer: true, secureContext });
    secured.once('secure', () => this.#guarded(() => this.#act(this.#login.secured())));
    // while it changes hands nobody else listens
    secured.on('error', ignore);
    this.#socket = secured;
    this.#listen();
  }

  #hangUp(hangup: Hangup, farewell?: string): void {
    this.#hangup ??= hangup;
    if (farewell !== undefined && this.#socket.writable) this.#socket.write(this.#login.farewell(farewell));
    this.#socket.off('data', this.#received);
    // what the client still sends is not read; unread bytes would turn the close into a reset
    this.#socket.on('data', ignore);
    this.#socket.resume();
    this.#socket.destroySoon();
    // a client that does not even read is not waited for
    const socket = this.#socket;
    const cancel = this.#clock.after(limits.drain, () => socket.destroy());
    socket.once('close', cancel);
  }
}

function ignore(): void {}
