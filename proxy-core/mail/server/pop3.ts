import { refusalText, type LoginRequest, type Refusal, type RefusalKind } from '../dialogue.ts';
import { toLines, type CommandLine } from './base.ts';
import { PASSWORD_MECHANISMS, passwordMechanism } from './sasl-server.ts';
import { PasswordServerLogin, type ExchangeWords } from './password-login.ts';
import { decodeText } from '../sasl.ts';
import { asciiReplyText } from '../reply-text.ts';

/** RFC 2449 section 8 and RFC 3206: [SYS/TEMP] makes a client keep its password, [AUTH] makes it ask for one. */
const CODES: Readonly<Record<RefusalKind, string>> = {
  'wrong-password': '[AUTH]',
  temporary: '[SYS/TEMP]',
  'needs-sign-in': '[SYS/TEMP]',
  refused: '[SYS/PERM]',
  busy: '[IN-USE]',
};

const WORDS: ExchangeWords = {
  challenge: (challenge) => `+ ${challenge}`,
  cancelled: '-ERR Cancelled.',
  misunderstood: ({ code, message }) =>
    code === 'authzid' ? `-ERR [SYS/PERM] ${message}` : `-ERR ${message}`,
  tlsBegins: '+OK Begin TLS.',
  tlsActive: '-ERR TLS is active already.',
  tlsMissing: '-ERR TLS is not available here.',
};

/**
 * The client's half of a POP3 login (RFC 1939, RFC 2449, RFC 2595, RFC 5034): USER and PASS, AUTH PLAIN and
 * AUTH LOGIN. Any user name is taken, so that nobody learns from it which accounts there are.
 */
export class Pop3ServerLogin extends PasswordServerLogin {
  protected readonly words = WORDS;
  #username: string | undefined;

  override get held(): number {
    return super.held + (this.#username?.length ?? 0);
  }

  /** Without a timestamp: `<…@…>` in a banner makes clients choose APOP, which needs the password itself here. */
  greeting(): Buffer {
    return toLines(['+OK Mailwicket ready']);
  }

  /** [SYS/TEMP], as the client may have a login under way, and is to keep its password. */
  farewell(text: string): Buffer {
    return toLines([`-ERR [SYS/TEMP] ${asciiReplyText(text, 'Closing the connection.')}`]);
  }

  protected refusalLine(refusal: Refusal): string {
    return `-ERR ${CODES[refusal.kind]} ${asciiReplyText(refusalText(refusal), 'Login refused.')}`;
  }

  protected acceptanceLine(text: string): string {
    return `+OK ${asciiReplyText(text, 'Logged in.')}`;
  }

  protected forget(): void {
    this.#username = undefined;
  }

  protected override login(login: LoginRequest): void {
    this.forget();
    super.login(login);
  }

  protected hearCommand({ verb, argument }: CommandLine): void {
    switch (verb) {
      case 'CAPA':
        this.send('+OK Capability list follows', ...this.#capabilities(), '.');
        return;
      case 'USER':
        this.#hearUser(argument);
        return;
      case 'PASS':
        this.#hearPass(argument);
        return;
      case 'AUTH':
        this.#hearAuth((argument ?? Buffer.alloc(0)).toString('latin1'));
        return;
      case 'APOP':
        this.fail('-ERR APOP is not possible here. Set the mail program to use a plain password.');
        return;
      case 'STLS':
        this.hearStartTls();
        return;
      case 'NOOP':
        this.send('+OK');
        return;
      case 'QUIT':
        this.leave('+OK Goodbye');
        return;
      case 'LANG':
      case 'UTF8':
        this.fail(`-ERR ${verb} is not available before login.`);
        return;
      case 'STAT':
      case 'LIST':
      case 'RETR':
      case 'DELE':
      case 'RSET':
      case 'TOP':
      case 'UIDL':
        this.fail('-ERR Log in first.');
        return;
      default:
        this.fail('-ERR Unknown command.');
    }
  }

  #capabilities(): string[] {
    return [
      'USER',
      `SASL ${PASSWORD_MECHANISMS.join(' ')}`,
      'RESP-CODES',
      'AUTH-RESP-CODE',
      'UIDL',
      'TOP',
      'PIPELINING',
      ...(this.tls === 'offered' ? ['STLS'] : []),
      'IMPLEMENTATION Mailwicket',
    ];
  }

  #hearUser(argument: Buffer | undefined): void {
    const username = decodeText(argument ?? Buffer.alloc(0)).trim();
    if (username === '') {
      this.fail('-ERR The user name is missing.');
      return;
    }
    this.#username = username;
    this.send('+OK Send the password.');
  }

  /** The password is every octet behind the one space (RFC 1939 section 7): spaces count. */
  #hearPass(argument: Buffer | undefined): void {
    const username = this.#username;
    if (username === undefined) {
      this.fail('-ERR Send USER first.');
      return;
    }
    this.login({ username, password: decodeText(argument ?? Buffer.alloc(0)), form: 'USER/PASS' });
  }

  #hearAuth(argument: string): void {
    const [name, initialResponse, ...surplus] = argument.split(' ').filter((word) => word !== '');
    if (name === undefined) {
      // Not in RFC 5034, but what clients of before CAPA send to learn the mechanisms.
      this.send('+OK Mechanisms follow', ...PASSWORD_MECHANISMS, '.');
      return;
    }
    const mechanism = passwordMechanism(name);
    if (mechanism === undefined) {
      this.fail('-ERR Unknown mechanism. PLAIN and LOGIN are available.');
      return;
    }
    if (surplus.length > 0) {
      this.fail('-ERR Too many arguments.');
      return;
    }
    this.hearExchange(mechanism, initialResponse);
  }
}
