import type { SandboxProvider } from './identity-provider.ts';
import type { LoginRecord } from './login-gate.ts';
import type { Journal } from './journal.ts';
import type { MailFaults } from './mail-faults.ts';
import type { MailTls } from './mail-listener.ts';
import type { MessageStore } from './message-store.ts';

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
export interface SandboxMailServer {
  readonly host: string;
  readonly port: number;
  readonly tls: MailTls;
  readonly faults: MailFaults;
  readonly logins: Journal<LoginRecord>;
  /** Connections open now. */
  readonly openConnections: number;
  /** Connections ever accepted. */
  readonly acceptedConnections: number;
  /** Ends every connection: cut, or after a last line (without CRLF). */
  closeConnections(farewell?: string): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}
