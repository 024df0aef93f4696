import { msg } from '#messages/message.ts';
import { refusalText, type Accepted, type Refusal, type RefusalKind } from '../dialogue.ts';
import { asciiReplyText, utf8ReplyText } from '../reply-text.ts';
import { passwordMechanismNames } from '../sasl.ts';
import { ServerLoginBase, toLines, type ServerLoginOptions, type ServerReplies } from './base.ts';
import { type ImapCommand, ImapCommandReader } from './imap-command-reader.ts';
import { parseLoginArguments } from './imap-login-arguments.ts';

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

  override get held(): number {
    return super.held + this.#commands.held;
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
