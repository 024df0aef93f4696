import { refusalText, type Refusal, type RefusalKind } from '../dialogue.ts';
import { toLines, type CommandLine, type LineServerLoginOptions } from './base.ts';
import { PASSWORD_MECHANISMS, passwordMechanism } from './sasl-server.ts';
import { PasswordServerLogin, type ExchangeWords } from './password-login.ts';
import { asciiReplyText } from '../reply-text.ts';
import { clientNameOf, UNNAMED_CLIENT } from '../client/smtp-client-name.ts';
import { commonExtensions } from '../smtp-extensions.ts';

export interface SmtpServerLoginOptions extends LineServerLoginOptions {
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

const WORDS: ExchangeWords = {
  challenge: (challenge) => `334 ${challenge}`,
  cancelled: '501 5.7.0 Authentication cancelled',
  misunderstood: ({ code, message }) => `${code === 'authzid' ? '535 5.7.0' : '501 5.5.2'} ${message}`,
  tlsBegins: '220 2.0.0 Begin TLS',
  tlsActive: '503 5.5.1 TLS is active already.',
  tlsMissing: '502 5.5.1 TLS is not available here.',
};

/**
 * The client's half of an SMTP submission login (RFC 4954, RFC 5321, RFC 6409): AUTH PLAIN and AUTH LOGIN,
 * behind EHLO or HELO. Nothing else gets past it: whoever has not logged in hears 530.
 */
export class SmtpServerLogin extends PasswordServerLogin {
  protected readonly words = WORDS;
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

  protected refusalLine(refusal: Refusal): string {
    return `${CODES[refusal.kind]} ${asciiReplyText(refusalText(refusal), 'Authentication refused.')}`;
  }

  protected acceptanceLine(text: string): string {
    return `235 ${asciiReplyText(text, '2.7.0 Authentication successful')}`;
  }

  protected forget(): void {
    this.#clientName = undefined;
  }

  protected hearCommand(command: CommandLine): void {
    const argument = (command.argument ?? Buffer.alloc(0)).toString('latin1').trim();
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
        this.#hearAuth(argument);
        return;
      case 'STARTTLS':
        this.#hearStartTls(argument);
        return;
      case 'BDAT':
        this.#hearChunk(argument);
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
        this.send('214 2.0.0 Log in with AUTH PLAIN or AUTH LOGIN.');
        return;
      case 'QUIT':
        this.leave('221 2.0.0 Goodbye');
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
      `AUTH ${PASSWORD_MECHANISMS.join(' ')}`,
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
  #hearChunk(argument: string): void {
    const size = /^(\d{1,15})(?: +LAST)?$/i.exec(argument)?.[1];
    if (size === undefined) this.fail('501 5.5.4 The size of the chunk is missing.');
    else this.skip(Number(size), () => this.#demandLogin());
  }

  #hearAuth(argument: string): void {
    if (this.#clientName === undefined) {
      this.fail('503 5.5.1 Send EHLO first.');
      return;
    }
    const [name, initialResponse, ...surplus] = argument.split(' ').filter((word) => word !== '');
    if (name === undefined || surplus.length > 0) {
      this.fail('501 5.5.4 AUTH takes a mechanism and at most one response.');
      return;
    }
    const mechanism = passwordMechanism(name);
    if (mechanism === undefined) {
      this.fail('504 5.7.4 Unrecognized authentication type');
      return;
    }
    this.hearExchange(mechanism, initialResponse);
  }

  #hearStartTls(argument: string): void {
    if (argument === '') this.hearStartTls();
    else this.fail('501 5.5.4 STARTTLS takes no parameters.');
  }
}
