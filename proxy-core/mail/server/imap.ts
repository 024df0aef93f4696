import { msg } from '#messages/message.ts';
import { refusalText, type Accepted, type Refusal, type RefusalKind } from '../dialogue.ts';
import { asciiReplyText, utf8ReplyText } from '../reply-text.ts';
import { passwordMechanismNames, decodeText, type PasswordPair } from '../sasl.ts';
import { ServerLoginBase, toLines, type ServerLoginOptions, type ServerReplies } from './base.ts';
import { type ImapCommand, ImapCommandReader } from './imap-command-reader.ts';

/** The literal that LITERAL- lets a client send without being asked (RFC 7888 section 5). */
const LITERAL_MINUS = 4096;

/** Response codes of RFC 5530 section 3, so that a client knows whether to ask for the password again. */
const CODES: Readonly<Record<RefusalKind, string>> = {
  'wrong-password': 'AUTHENTICATIONFAILED',
  temporary: 'UNAVAILABLE',
  'needs-sign-in': 'UNAVAILABLE',
  refused: 'AUTHORIZATIONFAILED',
  busy: 'LIMIT',
};

/**
 * The server side of an IMAP login (RFC 3501 sections 6.1 and 6.2, RFC 4959, RFC 7888): greets, answers what a client
 * may ask before its login, and takes LOGIN and AUTHENTICATE. Nothing that a client sends makes it throw.
 */
export class ImapServerLogin extends ServerLoginBase {
  protected readonly authCommand = 'AUTHENTICATE';
  protected readonly loginCommand = new RegExp(
    `^[^\\s{}()"%*\\\\]+[ \\t]+(?:LOGIN[ \\t]|AUTHENTICATE[ \\t]+(?:${passwordMechanismNames.join('|')})\\b)`,
    'im',
  );
  readonly #commands: ImapCommandReader;
  readonly #literalLimit: number;
  /** Of the command that is answered. */
  #tag = '*';
  #alerted = false;

  constructor(options: ServerLoginOptions) {
    super(options);
    this.#literalLimit = options.limits.literal;
    this.#commands = new ImapCommandReader(
      { nextLine: () => this.nextLine(), takeOctets: (count) => this.takeOctets(count) },
      options.limits.literal,
    );
  }

  /** The greeting, with the capabilities: some clients never ask for them. */
  greeting(): Buffer {
    return toLines([`* OK [CAPABILITY ${this.#capabilities()}] Mailwicket ready`]);
  }

  farewell(text: string): Buffer {
    return toLines([`* BYE ${asciiReplyText(text, 'Goodbye.')}`]);
  }

  protected get replies(): ServerReplies {
    const tag = this.#tag;
    return {
      challenge: (challenge) => `+ ${challenge}`,
      saslError: ({ code, message }) =>
        `${tag} ${code === 'authzid' ? 'NO [AUTHORIZATIONFAILED]' : 'BAD'} ${message}`,
      cancelled: `${tag} BAD Cancelled.`,
      unknownMechanism: `${tag} NO [CANNOT] Log in with a password: mechanism ${passwordMechanismNames.join(' or ')}.`,
      authUsage: `${tag} BAD AUTHENTICATE takes a mechanism and an initial response.`,
      tlsBegins: `${tag} OK Begin TLS.`,
      tlsActive: `${tag} BAD TLS is active already.`,
      tlsMissing: `${tag} BAD STARTTLS is not offered here.`,
    };
  }

  /**
   * Where a person must sign in an ALERT goes first, which clients have to show: once for a connection, as a program
   * that tries again is not to show it again.
   */
  protected refusalLines(refusal: Refusal): readonly string[] {
    const needsSignIn = refusal.kind === 'needs-sign-in';
    const whole = asciiReplyText(refusalText(refusal), 'The login is refused.');
    const why = needsSignIn ? asciiReplyText(refusal.text, 'The login is refused.') : whole;
    const answer = `${this.#tag} NO [${CODES[refusal.kind]}] ${why}`;
    if (!needsSignIn || this.#alerted) return [answer];
    this.#alerted = true;
    return [`* OK [ALERT] ${whole}`, answer];
  }

  /** The upstream's untagged lines, and the tagged OK with the upstream's capabilities and words. */
  protected acceptance({ text, capabilities, untagged }: Accepted): Buffer {
    // A bracket would end the response code early, a line end the whole response.
    const list = capabilities?.replaceAll(/[^\x21-\x5c\x5e-\x7e]+/g, ' ').trim() ?? '';
    const code = list === '' ? '' : `[CAPABILITY ${list}] `;
    const reply = toLines([`${this.#tag} OK ${code}${utf8ReplyText(text) || 'Logged in.'}`]);
    return untagged === undefined ? reply : Buffer.concat([untagged, reply]);
  }

  protected reset(): void {
    this.#commands.reset();
  }

  protected override get betweenCommands(): boolean {
    return this.#commands.between;
  }

  protected readCommand(): boolean {
    const read = this.#commands.read();
    if (read === undefined) return false;
    switch (read.kind) {
      case 'command':
        this.#tag = read.command.tag;
        this.#answer(read.command);
        return true;
      case 'continue':
        this.send('+ OK');
        return true;
      case 'bad':
        this.fail(`${read.tag ?? '*'} BAD ${read.text}`);
        return true;
      case 'literal-too-large':
        this.hangUp(msg('mail.literalTooLarge'));
        return false;
      default:
        read satisfies never;
        return false;
    }
  }

  #answer(command: ImapCommand): void {
    const { tag, verb } = command;
    switch (verb) {
      case 'LOGIN': {
        const pair = parseLoginArguments(command);
        if (pair === undefined) this.fail(`${tag} BAD LOGIN takes a user name and a password.`);
        else this.login({ ...pair, form: 'LOGIN' });
        return;
      }
      case 'AUTHENTICATE':
        if (command.literals.length > 0) this.fail(this.replies.authUsage);
        // With LOGIN the server speaks first: an empty initial response says nothing yet (RFC 4959 section 3).
        else this.authenticate((command.texts[0] ?? '').trim().replace(/^(LOGIN) +=$/i, '$1'));
        return;
      case 'CAPABILITY':
        this.send(`* CAPABILITY ${this.#capabilities()}`, `${tag} OK Done.`);
        return;
      case 'ID':
        this.send('* ID ("name" "Mailwicket")', `${tag} OK Done.`);
        return;
      case 'NOOP':
        this.send(`${tag} OK Done.`);
        return;
      case 'LOGOUT':
        this.quit('* BYE Goodbye.', `${tag} OK Done.`);
        return;
      case 'STARTTLS':
        this.startTls();
        return;
      default:
        this.fail(`${tag} BAD Not before the login.`);
    }
  }

  /**
   * What makes a client send a password, and nothing that it could not use. LITERAL- instead of LITERAL+, as literals
   * are bounded here; not even that where the bound is lower than what LITERAL- promises. The extensions of the
   * mailbox are told after the login, in the words of the upstream.
   */
  #capabilities(): string {
    return [
      'IMAP4rev1',
      'ID',
      'IDLE',
      ...(this.#literalLimit >= LITERAL_MINUS ? ['LITERAL-'] : []),
      'SASL-IR',
      ...(this.tls === 'offered' ? ['STARTTLS'] : []),
      ...passwordMechanismNames.map((mechanism) => `AUTH=${mechanism}`),
    ].join(' ');
  }
}

/** RFC 3501 section 9: `\"` and `\\` are the only escapes of a quoted string. Octets above 127 are let through. */
const QUOTED = /^"((?:[^"\\]|\\["\\])*)"/s;
/** The same from a client that leaves backslashes unescaped. */
const CARELESSLY_QUOTED = /^"((?:[^"\\]|\\.)*)"(?= |$)/s;
/** From a client that escapes nothing: up to the first quote that a space follows. */
const UNESCAPED = /^"(.*?)"(?= )/s;
// oxlint-disable-next-line no-control-regex -- an atom is defined by the control characters that it lacks
const ATOM = /^[^(){ %*"\\\x00-\x1f\x7f]+$/;

/** One side of the login, and the text and the literals behind it. */
interface Username {
  readonly octets: string;
  readonly texts: readonly string[];
  readonly literals: readonly string[];
}

/**
 * The user name and the password of a LOGIN command (RFC 3501 section 6.2.3): atoms, quoted strings and
 * literals, mixed. When a user name or password breaks the grammar (special characters without quotes, quotes
 * and backslashes without escapes), it is read as a client that knows no escapes means it: the user name ends at
 * a space, the password is the rest of the line. Undefined when one of the two is missing.
 */
function parseLoginArguments(command: ImapCommand): PasswordPair | undefined {
  const username = takeUsername(command);
  if (username === undefined) return undefined;
  const password = takePassword(username);
  if (password === undefined) return undefined;
  return { username: decode(username.octets), password: decode(password) };
}

function takeUsername(command: ImapCommand): Username | undefined {
  const { texts, literals } = command;
  const [begun = '', ...texts2] = texts;
  const first = begun.trimStart();
  if (first === '') {
    const [octets, ...others] = literals;
    return octets === undefined ? undefined : { octets, texts: texts2, literals: others };
  }
  if (first.startsWith('"')) {
    const match = CARELESSLY_QUOTED.exec(first) ?? UNESCAPED.exec(first);
    if (match !== null) {
      const rest = first.slice(match[0].length);
      return { octets: unescape(match[1] ?? ''), texts: [rest, ...texts2], literals };
    }
  }
  const space = first.indexOf(' ');
  if (space < 1) return undefined;
  return { octets: first.slice(0, space), texts: [first.slice(space), ...texts2], literals };
}

function takePassword({ texts, literals }: Username): string | undefined {
  const [begun = '', end, ...others] = texts;
  if (!begun.startsWith(' ')) return undefined;
  const [literal, ...more] = literals;
  if (literal !== undefined) {
    const alone = begun.trim() === '' && (end ?? '').trim() === '' && others.length + more.length === 0;
    return alone ? literal : undefined;
  }
  const rest = begun.slice(1);
  const trimmed = rest.trim();
  const quoted = QUOTED.exec(trimmed);
  if (quoted !== null && quoted[0].length === trimmed.length) return unescape(quoted[1] ?? '');
  if (ATOM.test(trimmed)) return trimmed;
  if (trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"')) {
    return unescape(trimmed.slice(1, -1));
  }
  return trimmed === '' ? undefined : rest;
}

/** Takes the two escapes back; a backslash before anything else was meant as it stands. */
function unescape(quoted: string): string {
  return quoted.replaceAll(/\\(["\\])/g, '$1');
}

function decode(octets: string): string {
  return decodeText(Buffer.from(octets, 'latin1'));
}
