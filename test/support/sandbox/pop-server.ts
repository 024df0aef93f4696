import type { Journal } from './journal.ts';
import { LoginGate, type LoginRecord } from './login-gate.ts';
import { MailFaults } from './mail-faults.ts';
import { MailListener, type MailTls } from './mail-listener.ts';
import type { MailServerOptions, SandboxMailServer } from './mail-server.ts';
import { popGreeting, PopSession } from './pop-session.ts';

/** A POP3 server that takes bearer tokens only, over the sandbox's mailboxes. */
export class SandboxPopServer implements SandboxMailServer {
  readonly tls: MailTls;
  readonly faults = new MailFaults();
  readonly #gate: LoginGate;
  readonly #listener: MailListener;

  constructor(options: MailServerOptions) {
    this.tls = options.tls;
    this.#gate = new LoginGate('pop', options.provider, this.faults);
    const listener = new MailListener({
      tls: options.tls,
      certificate: options.certificate,
      faults: this.faults,
      greeting: () => popGreeting,
      serve: (socket) =>
        new PopSession(socket, {
          tls: options.tls,
          refusals: options.refusals ?? 'challenge',
          gate: this.#gate,
          store: options.store,
          secure: (plain) => listener.secure(plain),
        }),
    });
    this.#listener = listener;
  }

  get host(): string {
    return this.#listener.host;
  }

  get port(): number {
    return this.#listener.port;
  }

  get logins(): Journal<LoginRecord> {
    return this.#gate.logins;
  }

  get openConnections(): number {
    return this.#listener.open;
  }

  get acceptedConnections(): number {
    return this.#listener.accepted;
  }

  start(): Promise<void> {
    return this.#listener.start();
  }

  stop(): Promise<void> {
    return this.#listener.stop();
  }

  closeConnections(farewell?: string): void {
    this.#listener.closeConnections(farewell);
  }
}
