import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import {
  SMTPServer,
  type SMTPServerAuthentication,
  type SMTPServerAuthenticationResponse,
  type SMTPServerSession,
} from 'smtp-server';
import { includesAddress, sameAddress } from './directory.ts';
import { Journal } from './journal.ts';
import type { LoginOutcome } from './login-gate.ts';
import type { LoginFault } from './mail-faults.ts';
import { SandboxMailServer, type MailServerOptions } from './mail-server.ts';
import { bearerError } from './sasl-bearer.ts';
import { unreachable } from './unreachable.ts';

/** A message that was taken for delivery. */
export interface SubmittedMessage {
  /** Who was logged in. */
  readonly username: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

type AuthCallback = (error: Error | null | undefined, response?: SMTPServerAuthenticationResponse) => void;

type DataCallback = (error: Error | null | undefined, message?: string) => void;

const name = 'sandbox.example.org';
const banner = 'Microsoft ESMTP MAIL Service ready (sandbox)';
const maximumMessage = 35 * 1024 * 1024;

/** A refusal with its SMTP code. */
class SmtpReplyError extends Error {
  readonly code = 'smtp-reply';
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

class PromptSmtpServer extends SMTPServer {
  /** Greets at once. The library waits a tenth of a second, for who talks too soon: most of what a test by SMTP took. */
  override connect(...connected: Parameters<SMTPServer['connect']>): void {
    super.connect(...connected);
    const connection = [...this.connections].at(-1);
    if (connection === undefined) return;
    const greet = connection.connectionReady.bind(connection);
    connection.connectionReady = () => undefined;
    setImmediate(greet);
  }
}

/**
 * A submission server of npm's smtp-server that takes XOAUTH2 only. Mail to an address of the
 * sandbox is delivered to its mailbox; mail to any other goes nowhere. A copy is kept in Sent.
 */
export class SandboxSmtpServer extends SandboxMailServer {
  readonly submitted = new Journal<SubmittedMessage>();
  readonly #server: SMTPServer;

  constructor(options: MailServerOptions) {
    super('smtp', `220 ${name} ESMTP ${banner}\r\n`, options);
    this.#server = new PromptSmtpServer({
      ...options.certificate,
      name,
      banner,
      size: maximumMessage,
      authMethods: ['XOAUTH2'],
      authRequiredMessage: '5.7.57 Client not authenticated to send mail.',
      // Implicit TLS is the listener's; without any, the token may come in the clear.
      secure: options.tls === 'implicit',
      secured: options.tls === 'implicit',
      hideSTARTTLS: options.tls !== 'starttls',
      allowInsecureAuth: options.tls === 'none',
      disabledCommands: options.tls === 'none' ? ['STARTTLS'] : [],
      disableReverseLookup: true,
      // RFC 5321 section 4.5.3.2.7; without it one minute, in which a busy machine does not end the tests beside a session
      socketTimeout: 5 * 60_000,
      // The replies below carry their enhanced codes themselves.
      hideENHANCEDSTATUSCODES: true,
      hideREQUIRETLS: true,
      logger: false,
      onConnect: (session, callback) => {
        // As at Exchange, AUTH is there once TLS is.
        if (options.tls === 'starttls') session.disabledCommands = ['AUTH'];
        callback();
      },
      onSecure: (socket, session, callback) => {
        session.disabledCommands = [];
        this.listener.adopt(socket);
        callback();
      },
      onAuth: (auth, session, callback) => this.#authenticate(auth, session, callback),
      onMailFrom: (address, session, callback) => callback(this.#checkSender(address.address, session)),
      onData: (stream, session, callback) => this.#receive(stream, session, callback),
    });
    // Without a listener a client that breaks off a handshake would end the process.
    this.#server.on('error', () => undefined);
  }

  protected serve(socket: Socket): void {
    this.#server.server.emit('connection', socket);
  }

  #authenticate(auth: SMTPServerAuthentication, session: SMTPServerSession, callback: AuthCallback): void {
    const username = auth.username ?? '';
    const outcome = this.gate.decide(auth.method, username, auth.accessToken ?? '');
    this.#conclude(outcome, username, session, callback);
  }

  #conclude(
    outcome: LoginOutcome,
    username: string,
    session: SMTPServerSession,
    callback: AuthCallback,
  ): void {
    switch (outcome.kind) {
      case 'accepted':
        callback(null, { user: username });
        return;
      case 'refused':
      case 'no-mailbox':
        if (this.options.refusals === 'exchange') {
          callback(new SmtpReplyError(535, `5.7.3 Authentication unsuccessful [${name}]`));
        } else {
          callback(null, { data: bearerError('XOAUTH2') });
        }
        return;
      case 'temporary':
        callback(new SmtpReplyError(454, '4.7.0 Temporary authentication failure'));
        return;
      case 'fault':
        this.#suffer(outcome.fault, session, callback);
        return;
      default:
        unreachable(outcome);
    }
  }

  #suffer(fault: LoginFault, session: SMTPServerSession, callback: AuthCallback): void {
    switch (fault.kind) {
      case 'refuse':
        callback(new SmtpReplyError(535, fault.text));
        return;
      case 'reply':
        callback(new SmtpReplyError(Number(fault.line.slice(0, 3)), fault.line.slice(4)));
        return;
      case 'not-connected':
        callback(new SmtpReplyError(535, `5.7.3 Authentication unsuccessful [${name}]`));
        return;
      case 'temporary':
        this.#conclude({ kind: 'temporary' }, '', session, callback);
        return;
      case 'silent':
        return;
      case 'close':
        this.listener.cut(session.remotePort);
        return;
      default:
        unreachable(fault);
    }
  }

  /** Only oneself, or whom one may send as. */
  #checkSender(from: string, session: SMTPServerSession): SmtpReplyError | undefined {
    const username = loggedIn(session);
    const { directory } = this.options.provider;
    const user = directory.user(username);
    const allowed =
      sameAddress(from, username) ||
      includesAddress(user?.aliases, from) ||
      includesAddress(user?.sendAs, from);
    return allowed
      ? undefined
      : new SmtpReplyError(550, '5.7.60 SMTP; Client does not have permissions to send as this sender');
  }

  #receive(stream: Readable, session: SMTPServerSession, callback: DataCallback): void {
    const chunks: Buffer[] = [];
    let length = 0;
    stream.on('data', (bytes: Buffer) => {
      length += bytes.length;
      // What is too much is still read, and not kept.
      if (length <= maximumMessage) chunks.push(bytes);
    });
    stream.once('end', () => {
      if (length > maximumMessage) {
        callback(new SmtpReplyError(552, '5.3.4 Message size exceeds fixed maximum message size'));
        return;
      }
      this.#deliver(Buffer.concat(chunks), session);
      callback(null, '2.0.0 OK Queued mail for delivery');
    });
  }

  #deliver(raw: Buffer, session: SMTPServerSession): void {
    const username = loggedIn(session);
    const { mailFrom, rcptTo } = session.envelope;
    const to = rcptTo.map((recipient) => recipient.address);
    const { directory } = this.options.provider;
    const received = Buffer.from(`Received: from ${username} by ${name}; ${new Date().toUTCString()}\r\n`);
    for (const recipient of new Set(to.flatMap((address) => directory.recipient(address) ?? []))) {
      this.options.store.mailbox(recipient).append(Buffer.concat([received, raw]));
    }
    this.options.store.mailbox(username).append(raw, { folder: 'Sent', flags: ['\\Seen'] });
    this.submitted.add({ username, from: mailFrom === false ? '' : mailFrom.address, to, raw });
  }
}

function loggedIn(session: SMTPServerSession): string {
  const user: unknown = session.user;
  return typeof user === 'string' ? user : '';
}
