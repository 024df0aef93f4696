import type { Socket } from 'node:net';
import type { SandboxProvider } from './identity-provider.ts';
import { LoginGate, type LoginRecord } from './login-gate.ts';
import type { Journal } from './journal.ts';
import { MailFaults } from './mail-faults.ts';
import { MailListener, type MailTls } from './mail-listener.ts';
import type { MessageStore } from './message-store.ts';
import type { MailProtocol } from './scopes.ts';

/**
 * How a token is refused: 'challenge' with an error challenge first (Google, Dovecot; RFC 7628 section 3.2.3),
 * 'exchange' in the words of Exchange Online, which gives no reason.
 */
export type MailRefusals = 'challenge' | 'exchange';

export interface MailServerOptions {
  readonly provider: SandboxProvider;
  readonly store: MessageStore;
  readonly certificate: { readonly cert: string; readonly key: string };
  readonly tls: MailTls;
  /** Default: challenge. */
  readonly refusals?: MailRefusals;
}

/** What every mail server of the sandbox is to a test. */
export abstract class SandboxMailServer {
  readonly tls: MailTls;
  readonly faults = new MailFaults();
  protected readonly options: MailServerOptions;
  protected readonly gate: LoginGate;
  protected readonly listener: MailListener;

  constructor(protocol: MailProtocol, greeting: string, options: MailServerOptions) {
    this.options = options;
    this.tls = options.tls;
    this.gate = new LoginGate(protocol, options.provider, this.faults);
    this.listener = new MailListener({
      tls: options.tls,
      certificate: options.certificate,
      faults: this.faults,
      greeting: () => greeting,
      serve: (socket) => this.serve(socket),
    });
  }

  /** Talks with a client that has been greeted. */
  protected abstract serve(socket: Socket): void;

  get host(): string {
    return this.listener.host;
  }

  get port(): number {
    return this.listener.port;
  }

  get logins(): Journal<LoginRecord> {
    return this.gate.logins;
  }

  get openConnections(): number {
    return this.listener.open;
  }

  /** Connections ever accepted. */
  get acceptedConnections(): number {
    return this.listener.accepted;
  }

  /** Ends every connection: cut, or after a last line (without CRLF). */
  closeConnections(farewell?: string): void {
    this.listener.closeConnections(farewell);
  }

  start(): Promise<void> {
    return this.listener.start();
  }

  stop(): Promise<void> {
    return this.listener.stop();
  }
}
