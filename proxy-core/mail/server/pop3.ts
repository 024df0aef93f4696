import {
  refusalText,
  type Accepted,
  type LoginRequest,
  type Refusal,
  type RefusalKind,
} from '../dialogue.ts';
import { asciiReplyText } from '../reply-text.ts';
import { decodeText, passwordMechanismNames } from '../sasl.ts';
import { ServerLoginBase, toLines, type ServerReplies, cutCommand, type CommandLine } from './base.ts';

/** RFC 2449 section 8 and RFC 3206: [SYS/TEMP] makes a client keep its password, [AUTH] makes it ask for one. */
const CODES: Readonly<Record<RefusalKind, string>> = {
  'wrong-password': '[AUTH]',
  temporary: '[SYS/TEMP]',
  'needs-sign-in': '[SYS/TEMP]',
  refused: '[SYS/PERM]',
  busy: '[IN-USE]',
};

const REPLIES: ServerReplies = {
  challenge: (challenge) => `+ ${challenge}`,
  saslError: ({ code, message }) => (code === 'authzid' ? `-ERR [SYS/PERM] ${message}` : `-ERR ${message}`),
  cancelled: '-ERR Cancelled.',
  unknownMechanism: `-ERR Unknown mechanism. ${passwordMechanismNames.join(' and ')} are available.`,
  authUsage: '-ERR Too many arguments.',
  tlsBegins: '+OK Begin TLS.',
  tlsActive: '-ERR TLS is active already.',
  tlsMissing: '-ERR TLS is not available here.',
};

/**
 * The server side of a POP3 login (RFC 1939, RFC 2449, RFC 2595, RFC 5034): USER and PASS, or AUTH. Any user name is
 * taken, so that nobody learns from it which accounts there are.
 */
export class Pop3ServerLogin extends ServerLoginBase {
  protected readonly replies = REPLIES;
  protected readonly authCommand = 'AUTH';
  protected readonly loginCommand = /^(?:USER|PASS|APOP|AUTH)[ \t]/im;
  #username: string | undefined;

  /** Without a timestamp: `<…@…>` in a banner makes clients choose APOP, which needs the password itself here. */
  greeting(): Buffer {
    return toLines(['+OK Mailwicket ready']);
  }

  /** [SYS/TEMP], as the client may have a login under way, and is to keep its password. */
  farewell(text: string): Buffer {
    return toLines([`-ERR [SYS/TEMP] ${asciiReplyText(text, 'Closing the connection.')}`]);
  }

  protected refusalLines(refusal: Refusal): readonly string[] {
    return [`-ERR ${CODES[refusal.kind]} ${asciiReplyText(refusalText(refusal), 'Login refused.')}`];
  }

  protected acceptance({ text }: Accepted): Buffer {
    return toLines([`+OK ${asciiReplyText(text, 'Logged in.')}`]);
  }

  protected reset(): void {
    this.#username = undefined;
  }

  protected override login(login: LoginRequest): void {
    this.reset();
    super.login(login);
  }

  protected readCommand(): boolean {
    const line = this.nextLine();
    if (line !== undefined) this.#answer(cutCommand(line));
    return line !== undefined;
  }

  #answer({ verb, argument }: CommandLine): void {
    switch (verb) {
      case 'CAPA':
        this.send('+OK Capability list follows', ...this.#capabilities(), '.');
        return;
      case 'USER':
        this.#takeUser(argument);
        return;
      case 'PASS':
        this.#takePass(argument);
        return;
      case 'AUTH':
        this.#takeAuth(argument.toString('latin1'));
        return;
      case 'APOP':
        this.fail('-ERR APOP is not possible here. Set the mail program to use a plain password.');
        return;
      case 'STLS':
        this.startTls();
        return;
      case 'NOOP':
        this.send('+OK');
        return;
      case 'QUIT':
        this.quit('+OK Goodbye');
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
      `SASL ${passwordMechanismNames.join(' ')}`,
      'RESP-CODES',
      'AUTH-RESP-CODE',
      'UIDL',
      'TOP',
      'PIPELINING',
      ...(this.tls === 'offered' ? ['STLS'] : []),
      'IMPLEMENTATION Mailwicket',
    ];
  }

  #takeUser(argument: Buffer): void {
    const username = decodeText(argument).trim();
    if (username === '') {
      this.fail('-ERR The user name is missing.');
      return;
    }
    this.#username = username;
    this.send('+OK Send the password.');
  }

  /** The password is every octet behind the one space (RFC 1939 section 7): spaces count. */
  #takePass(argument: Buffer): void {
    const username = this.#username;
    if (username === undefined) {
      this.fail('-ERR Send USER first.');
      return;
    }
    this.login({ username, password: decodeText(argument), form: 'USER/PASS' });
  }

  #takeAuth(argument: string): void {
    // Not in RFC 5034, but what clients of before CAPA send to learn the mechanisms.
    if (argument.trim() === '') this.send('+OK Mechanisms follow', ...passwordMechanismNames, '.');
    else this.authenticate(argument);
  }
}
