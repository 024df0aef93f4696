import type { Message } from '#messages/message.ts';

/**
 * The two sides of a login, sans I/O: bytes go in, actions come out. The relay owns the sockets, a dialogue the
 * protocol: the server side (towards the mail client) in server/, the client side (towards the provider) in client/.
 */

/** Where a client's login stands with regard to TLS on its own connection. */
export type LocalTls = 'none' | 'offered' | 'active';

/** How the client named itself and proved who it is. Both texts are decoded: UTF-8, else Latin-1. */
export interface LoginRequest {
  readonly username: string;
  readonly password: string;
  /** The form in which it came, for the activity log: 'LOGIN', 'AUTHENTICATE PLAIN', 'USER/PASS', … */
  readonly form: string;
}

/** Why a client is hung up on. `message` is for the activity log. */
export interface Hangup {
  readonly reason: 'client-left' | 'limit' | 'tls-on-plain-port' | 'protocol';
  readonly message: Message;
}

/** What the server side asks of the relay, in this order. */
export type ServerAction =
  | { readonly kind: 'send'; readonly bytes: Buffer }
  | { readonly kind: 'login'; readonly login: LoginRequest }
  /** Everything received so far is dropped (RFC 3207 section 6); hand the socket to TLS, then call `secured()`. */
  | { readonly kind: 'start-tls' }
  | { readonly kind: 'close'; readonly hangup: Hangup };

/**
 * Why a login is refused; each protocol has its own words for it.
 * - wrong-password: the client's password is not right (IMAP [AUTHENTICATIONFAILED], POP [AUTH], SMTP 535 5.7.8)
 * - temporary: try again later and keep the password (IMAP [UNAVAILABLE], POP [SYS/TEMP], SMTP 454 4.7.0)
 * - needs-sign-in: temporary too, and a person must act (IMAP adds an ALERT)
 * - refused: the provider or its administrator says no for good (IMAP [AUTHORIZATIONFAILED], POP [SYS/PERM], SMTP 535 5.7.0)
 * - busy: the mailbox or the account has too much going on (IMAP [LIMIT], POP [IN-USE], SMTP 454 4.3.2)
 */
export type RefusalKind = 'wrong-password' | 'temporary' | 'needs-sign-in' | 'refused' | 'busy';

export interface Refusal {
  readonly kind: RefusalKind;
  /** One line for the person at the client. The dialogue makes it safe for the wire. */
  readonly text: string;
  /** What the person is to do, for behind the text; IMAP puts it into the ALERT instead, where there is one. */
  readonly remedy?: string;
}

/** A refusal in one line: why, and what to do. */
export function refusalText({ text, remedy }: Refusal): string {
  return remedy === undefined ? text : `${text} ${remedy}`.trim();
}

/** What the upstream said when it let us in. */
export interface Accepted {
  /** The words behind OK / +OK / 235. */
  readonly text: string;
  /** IMAP: the capability list after login, without the word CAPABILITY. */
  readonly capabilities?: string;
  /** IMAP: untagged lines that came during the login and belong to the client (each with its CRLF). */
  readonly untagged?: Buffer;
  /** Bytes that came behind the acceptance: they belong to the client. */
  readonly rest: Buffer;
}

/** The server side: takes one login at a time. */
export interface ServerLogin {
  greeting(): Buffer;
  /** Parses what came. After a 'login' (or 'start-tls', or 'close') it only holds what it is fed. */
  feed(bytes: Buffer): ServerAction[];
  /** The local TLS handshake is done. */
  secured(): ServerAction[];
  /** Tells the client no, and goes on with what it has sent meanwhile. */
  refuse(refusal: Refusal): ServerAction[];
  /** Tells the client yes: the reply, and the bytes that it sent behind its login (they go upstream). */
  accept(accepted: Accepted): { readonly reply: Buffer; readonly rest: Buffer };
  /** The service is ending or the time before login is up: what to say before hanging up. */
  farewell(text: string): Buffer;
  /**
   * Whether a client sent another login behind the one that is accepted. Those bytes would go upstream, and the local
   * password with them; no command that may be pipelined behind a login needs that.
   */
  carriesLogin(rest: Buffer): boolean;
  /** Octets that came behind the login that is being decided, bounded by the limits given. */
  readonly held: number;
  /** The name that the client gave itself, where the protocol has one (SMTP: in EHLO or HELO). */
  readonly clientName?: string | undefined;
}

/** What the server side may hold, in octets (see relay/limits.ts for the values and their reasons). */
export interface ServerLoginLimits {
  /** The longest line, without literals. */
  readonly line: number;
  /** The longest literal (IMAP). */
  readonly literal: number;
  /** Everything that one client may send before it is logged in. */
  readonly total: number;
  /** Commands in all, before the client is hung up on. */
  readonly commands: number;
  /** Of these, those that end in an error. */
  readonly errors: number;
}

export interface UpstreamCredentials {
  /** The mailbox or user that the provider is to open: `user=` of XOAUTH2, `a=` of OAUTHBEARER. */
  readonly username: string;
  readonly token: string;
}

/** A provider's error challenge, decoded: RFC 7628 section 3.2.2, and XOAUTH2's JSON of the same shape. */
export interface ErrorChallenge {
  readonly status?: string;
  readonly schemes?: string;
  readonly scope?: string;
}

export interface UpstreamRefusal {
  /**
   * - credentials: the token was not accepted (worth one renewal and one more try)
   * - temporary: the server asks to come back later
   * - busy: too many connections, or the mailbox is locked
   * - protocol: the server does not speak as expected, or hung up
   */
  readonly kind: 'credentials' | 'temporary' | 'busy' | 'protocol';
  /** What the server said, on one line, without anything secret; or what was wrong with it. */
  readonly text: Message;
  readonly challenge?: ErrorChallenge;
}

/** What the client side asks of the relay, in this order. */
export type ClientAction =
  | { readonly kind: 'send'; readonly bytes: Buffer }
  /** Hand the socket to TLS, then call `secured()`. */
  | { readonly kind: 'start-tls' }
  /** SMTP: the EHLO keywords with their parameters, as the server says them on the secured connection. */
  | { readonly kind: 'learned'; readonly extensions: readonly string[] }
  | { readonly kind: 'accepted'; readonly accepted: Accepted }
  | { readonly kind: 'refused'; readonly refusal: UpstreamRefusal };

/** The client side: makes one login. After 'accepted' or 'refused' it is over. */
export interface ClientLogin {
  feed(bytes: Buffer): ClientAction[];
  secured(): ClientAction[];
  /** The server hung up. */
  ended(): ClientAction[];
}

export interface ClientLoginOptions {
  /** 'implicit': the socket is TLS already; 'starttls': ask for it before anything else is said. */
  readonly tls: 'implicit' | 'starttls';
  /** Where the connection goes: OAUTHBEARER names it (RFC 7628 section 3.1). */
  readonly host: string;
  readonly port: number;
  /** SMTP: the name to give in EHLO (the client's own). */
  readonly clientName?: string;
  /** None: only greet and learn (SMTP: EHLO), then ask for nothing more. */
  readonly credentials?: UpstreamCredentials;
}
