import { clientNameOf, commonExtensions, UNNAMED_CLIENT } from '../ehlo.ts';
import { refusalText, type Accepted, type Refusal, type RefusalKind } from '../dialogue.ts';
import { asciiReplyText } from '../reply-text.ts';
import { passwordMechanismNames } from '../sasl.ts';
import {
  ServerLoginBase,
  toLines,
  type ServerLoginOptions,
  type ServerReplies,
  cutCommand,
  type CommandLine,
} from './base.ts';

export interface SmtpServerLoginOptions extends ServerLoginOptions {
  /** The extensions that every upstream keeps, as EHLO lines ('SIZE 157286400'); see commonExtensions. */
  readonly extensions: readonly string[];
}

/**
 * RFC 4954 section 6. 454 makes a client keep its password and come back; for `busy` too, as it is the only
 * temporary code for AUTH that does not speak of the password (432 asks for a new one), with the enhanced code
 * that Exchange has for too many connections (RFC 3463 section 3.4, 4.3.2).
 */
const CODES: Readonly<Record<RefusalKind, string>> = {
  'wrong-password': '535 5.7.8',
  temporary: '454 4.7.0',
  'needs-sign-in': '454 4.7.0',
  refused: '535 5.7.0',
  busy: '454 4.3.2',
};

const REPLIES: ServerReplies = {
  challenge: (challenge) => `334 ${challenge}`,
  saslError: ({ code, message }) => `${code === 'authzid' ? '535 5.7.0' : '501 5.5.2'} ${message}`,
  cancelled: '501 5.7.0 Authentication cancelled',
  unknownMechanism: '504 5.7.4 Unrecognized authentication type',
  authUsage: '501 5.5.4 AUTH takes a mechanism and at most one response.',
  tlsBegins: '220 2.0.0 Begin TLS',
  tlsActive: '503 5.5.1 TLS is active already.',
  tlsMissing: '502 5.5.1 TLS is not available here.',
};

/**
 * The server side of an SMTP submission login (RFC 4954, RFC 5321, RFC 6409): AUTH behind EHLO or HELO. Everything
 * that needs a login is answered with 530.
 */
export class SmtpServerLogin extends ServerLoginBase {
  protected readonly replies = REPLIES;
  protected readonly authCommand = 'AUTH';
  protected readonly loginCommand = new RegExp(
    `^AUTH[ \\t]+(?:${passwordMechanismNames.join('|')})\\b`,
    'im',
  );
  readonly #extensions: readonly string[];
  #clientName: string | undefined;

  constructor(options: SmtpServerLoginOptions) {
    super(options);
    this.#extensions = commonExtensions([options.extensions]);
  }

  /** The name that the client gave in EHLO or HELO, fit to be given on upstream; `localhost` if it gave none. */
  get clientName(): string {
    return this.#clientName ?? UNNAMED_CLIENT;
  }

  greeting(): Buffer {
    return toLines(['220 localhost ESMTP Mailwicket']);
  }

  farewell(text: string): Buffer {
    return toLines([`421 4.3.2 ${asciiReplyText(text, 'Closing the connection.')}`]);
  }

  protected refusalLines(refusal: Refusal): readonly string[] {
    return [`${CODES[refusal.kind]} ${asciiReplyText(refusalText(refusal), 'Authentication refused.')}`];
  }

  protected acceptance({ text }: Accepted): Buffer {
    return toLines([`235 ${asciiReplyText(text, '2.7.0 Authentication successful')}`]);
  }

  protected reset(): void {
    this.#clientName = undefined;
  }

  protected readCommand(): boolean {
    const line = this.nextLine();
    if (line !== undefined) this.#answer(cutCommand(line));
    return line !== undefined;
  }

  #answer(command: CommandLine): void {
    const argument = command.argument.toString('latin1').trim();
    switch (command.verb) {
      case 'EHLO':
        this.#clientName = clientNameOf(argument);
        this.send(...this.#greetingLines());
        return;
      case 'HELO':
        this.#clientName = clientNameOf(argument);
        this.send('250 localhost');
        return;
      case 'AUTH':
        this.#takeAuth(argument);
        return;
      case 'STARTTLS':
        this.#takeStartTls(argument);
        return;
      case 'BDAT':
        this.#skipChunk(argument);
        return;
      case 'MAIL':
      case 'RCPT':
      case 'DATA':
      case 'BURL':
      case 'ETRN':
      case 'ATRN':
      case 'TURN':
      case 'SEND':
      case 'SOML':
      case 'SAML':
        this.#demandLogin();
        return;
      case 'RSET':
      case 'NOOP':
        this.send('250 2.0.0 OK');
        return;
      case 'VRFY':
        this.send('252 2.0.0 Send a message to find out.');
        return;
      case 'HELP':
        this.send(`214 2.0.0 Log in with AUTH ${passwordMechanismNames.join(' or AUTH ')}.`);
        return;
      case 'QUIT':
        this.quit('221 2.0.0 Goodbye');
        return;
      case 'EXPN':
      case 'XCLIENT':
      case 'XFORWARD':
        this.fail(`502 5.5.1 ${command.verb} is not available here.`);
        return;
      default:
        this.fail('500 5.5.1 Unknown command.');
    }
  }

  #greetingLines(): string[] {
    const words = [
      'localhost',
      ...this.#extensions,
      `AUTH ${passwordMechanismNames.join(' ')}`,
      ...(this.tls === 'offered' ? ['STARTTLS'] : []),
    ];
    return words.map((word, index) => `250${index === words.length - 1 ? ' ' : '-'}${word}`);
  }

  #demandLogin(): void {
    this.fail('530 5.7.0 Authentication required');
  }

  /**
   * The octets of a chunk follow its command at once (RFC 3030 section 2). They are part of a message, which
   * others may have written: they must not be taken for commands.
   */
  #skipChunk(argument: string): void {
    const size = /^(\d{1,15})(?: +LAST)?$/i.exec(argument)?.[1];
    if (size === undefined) this.fail('501 5.5.4 The size of the chunk is missing.');
    else this.skip(Number(size), () => this.#demandLogin());
  }

  #takeAuth(argument: string): void {
    if (this.#clientName === undefined) this.fail('503 5.5.1 Send EHLO first.');
    else this.authenticate(argument);
  }

  #takeStartTls(argument: string): void {
    if (argument === '') this.startTls();
    else this.fail('501 5.5.4 STARTTLS takes no parameters.');
  }
}
