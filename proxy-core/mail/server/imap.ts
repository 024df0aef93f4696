import { type Message, msg } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import type {
  Accepted,
  Hangup,
  ServerAction,
  ServerLoginLimits,
  LocalTls,
  ServerLogin,
  Refusal,
} from '../dialogue.ts';
import { LineSplitter } from '../line-splitter.ts';
import {
  decodeBase64,
  decodeInitialResponse,
  decodePlain,
  decodeText,
  LOGIN_PASSWORD_PROMPT,
  LOGIN_USERNAME_PROMPT,
  type PasswordPair,
  SaslError,
} from '../sasl.ts';
import { localCapabilities } from '../imap-capabilities.ts';
import { type ImapCommand, ImapCommandReader } from './imap-command-reader.ts';
import { parseLoginArguments } from './imap-login-arguments.ts';
import { acceptance, refusalLines, wire } from './imap-replies.ts';
import { asciiReplyText } from '../reply-text.ts';

export interface ImapServerLoginOptions {
  readonly limits: ServerLoginLimits;
  /** 'active' on a TLS port; 'offered' where STARTTLS is to be had. */
  readonly tls: LocalTls;
}

type State =
  | { readonly phase: 'commands' }
  /** The next line is the PLAIN message. */
  | { readonly phase: 'plain'; readonly tag: string }
  | { readonly phase: 'login-username'; readonly tag: string }
  | { readonly phase: 'login-password'; readonly tag: string; readonly username: Buffer }
  /** A login was heard: everything is held until the verdict. */
  | { readonly phase: 'verdict'; readonly tag: string }
  | { readonly phase: 'handshake' }
  | { readonly phase: 'over' };

const TLS_HANDSHAKE = 0x16;
const TLS_MAJOR_VERSION = 0x03;

/**
 * The client's half of an IMAP login (RFC 3501 sections 6.1 and 6.2, RFC 4959, RFC 7888): greets, answers
 * what a client may ask before its login, and hears LOGIN, AUTHENTICATE PLAIN and AUTHENTICATE LOGIN. Nothing
 * that a client sends makes it throw.
 */
export class ImapServerLogin implements ServerLogin {
  readonly #limits: ServerLoginLimits;
  readonly #lines: LineSplitter;
  readonly #commands: ImapCommandReader;
  #tls: LocalTls;
  #state: State = { phase: 'commands' };
  #received = 0;
  #errors = 0;
  #alerted = false;

  constructor(options: ImapServerLoginOptions) {
    this.#limits = options.limits;
    this.#tls = options.tls;
    this.#lines = new LineSplitter({ line: options.limits.line, held: options.limits.total });
    this.#commands = new ImapCommandReader(this.#lines, options.limits.literal);
  }

  get held(): number {
    return this.#lines.length + this.#commands.held;
  }

  /** The greeting, with the capabilities: some clients never ask for them. */
  greeting(): Buffer {
    return wire(`* OK [CAPABILITY ${this.#capabilities()}] Mailwicket ready`);
  }

  feed(bytes: Buffer): ServerAction[] {
    // Between the answer to STARTTLS and the handshake nothing in plain text counts (RFC 3207 section 6).
    if (this.#state.phase === 'over' || this.#state.phase === 'handshake') return [];
    const heard: ServerAction[] = [];
    const taken = bytes.subarray(0, this.#limits.total - this.#received);
    this.#received += taken.length;
    this.#lines.push(taken);
    this.#run(heard);
    if (taken.length < bytes.length && this.#live())
      this.#giveUp(heard, msg('activity.tooMuchSentBeforeLogin'));
    return heard;
  }

  secured(): ServerAction[] {
    if (this.#state.phase !== 'handshake') return [];
    this.#forget();
    this.#tls = 'active';
    this.#state = { phase: 'commands' };
    return [];
  }

  refuse(refusal: Refusal): ServerAction[] {
    if (this.#state.phase !== 'verdict') return [];
    const heard: ServerAction[] = [];
    const lines = refusalLines(this.#state.tag, refusal, this.#alerted);
    this.#alerted ||= refusal.kind === 'needs-sign-in';
    this.#state = { phase: 'commands' };
    this.#fail(heard, ...lines);
    this.#run(heard);
    return heard;
  }

  accept(accepted: Accepted): { readonly reply: Buffer; readonly rest: Buffer } {
    if (this.#state.phase !== 'verdict') return { reply: Buffer.alloc(0), rest: Buffer.alloc(0) };
    const reply = acceptance(this.#state.tag, accepted);
    const rest = this.#lines.drain();
    this.#state = { phase: 'over' };
    return { reply, rest };
  }

  farewell(text: string): Buffer {
    return wire(`* BYE ${asciiReplyText(text, 'Goodbye.')}`);
  }

  #run(heard: ServerAction[]): void {
    for (;;) {
      const state = this.#state;
      switch (state.phase) {
        case 'commands':
          if (!this.#hearCommand(heard)) return;
          break;
        case 'plain':
        case 'login-username':
        case 'login-password':
          if (!this.#hearResponse(heard, state)) return;
          break;
        case 'verdict':
        case 'handshake':
        case 'over':
          return;
        default:
          state satisfies never;
      }
    }
  }

  /** Hears one command, or a part of it; false when there are too few bytes. */
  #hearCommand(heard: ServerAction[]): boolean {
    if (this.#tls !== 'active' && this.#commands.between && this.#lines.at(0) === TLS_HANDSHAKE) {
      // One octet alone is no line yet: the second one decides, whenever it comes.
      if (this.#lines.at(1) === TLS_MAJOR_VERSION) {
        this.#hangUp(heard, 'tls-on-plain-port', msg('activity.clientSpeaksTlsPortPlain'));
        return false;
      }
    }
    const read = this.#commands.read();
    if (read === undefined) return false;
    switch (read.kind) {
      case 'command':
        this.#answer(heard, read.command);
        return true;
      case 'continue':
        this.#say(heard, '+ OK');
        return true;
      case 'bad':
        this.#fail(heard, `${read.tag ?? '*'} BAD ${read.text}`);
        return true;
      case 'give-up':
        this.#giveUp(heard, read.text);
        return false;
      default:
        read satisfies never;
        return false;
    }
  }

  #answer(heard: ServerAction[], command: ImapCommand): void {
    const { tag, verb } = command;
    switch (verb) {
      case 'LOGIN': {
        const pair = parseLoginArguments(command);
        if (pair === undefined) this.#fail(heard, `${tag} BAD LOGIN takes a user name and a password.`);
        else this.#login(heard, tag, pair, 'LOGIN');
        return;
      }
      case 'AUTHENTICATE':
        this.#authenticate(heard, command);
        return;
      case 'CAPABILITY':
        this.#say(heard, `* CAPABILITY ${this.#capabilities()}`, `${tag} OK Done.`);
        return;
      case 'ID':
        this.#say(heard, '* ID ("name" "Mailwicket")', `${tag} OK Done.`);
        return;
      case 'NOOP':
        this.#say(heard, `${tag} OK Done.`);
        return;
      case 'LOGOUT':
        this.#say(heard, '* BYE Goodbye.', `${tag} OK Done.`);
        this.#hangUp(heard, 'client-left', msg('activity.clientLoggedOutBeforeLogged'));
        return;
      case 'STARTTLS':
        this.#startTls(heard, tag);
        return;
      default:
        this.#fail(heard, `${tag} BAD Not before the login.`);
    }
  }

  #startTls(heard: ServerAction[], tag: string): void {
    if (this.#tls !== 'offered') {
      const reason = this.#tls === 'active' ? 'TLS is active already.' : 'STARTTLS is not offered here.';
      this.#fail(heard, `${tag} BAD ${reason}`);
      return;
    }
    this.#say(heard, `${tag} OK Begin TLS.`);
    this.#forget();
    this.#state = { phase: 'handshake' };
    heard.push({ kind: 'start-tls' });
  }

  #authenticate(heard: ServerAction[], command: ImapCommand): void {
    const { tag } = command;
    const [mechanism = '', response, ...others] = (command.texts[0] ?? '').trim().split(/ +/);
    if (mechanism === '' || others.length > 0 || command.literals.length > 0) {
      this.#fail(heard, `${tag} BAD AUTHENTICATE takes a mechanism and an initial response.`);
      return;
    }
    switch (mechanism.toUpperCase()) {
      case 'PLAIN':
        if (response !== undefined) {
          this.#trySasl(heard, tag, () => this.#hearPlain(heard, tag, decodeInitialResponse(response)));
          return;
        }
        this.#state = { phase: 'plain', tag };
        this.#say(heard, '+ ');
        return;
      case 'LOGIN':
        this.#trySasl(heard, tag, () => {
          const username = response === undefined ? undefined : decodeInitialResponse(response);
          if (username !== undefined && username.length > 0) {
            this.#hearUsername(heard, tag, username);
            return;
          }
          this.#state = { phase: 'login-username', tag };
          this.#say(heard, `+ ${LOGIN_USERNAME_PROMPT}`);
        });
        return;
      default:
        this.#fail(heard, `${tag} NO [CANNOT] Log in with a password: mechanism PLAIN or LOGIN.`);
    }
  }

  /** Hears the answer to a continuation; false when there are too few bytes. */
  #hearResponse(
    heard: ServerAction[],
    state: Extract<State, { phase: 'plain' | 'login-username' | 'login-password' }>,
  ): boolean {
    const line = this.#lines.next();
    if (line === undefined) return false;
    if (line === 'overlong') {
      this.#giveUp(heard, msg('activity.lineTooLong'));
      return false;
    }
    const { tag } = state;
    this.#state = { phase: 'commands' };
    if (line.toString('latin1').trim() === '*') {
      this.#fail(heard, `${tag} BAD Cancelled.`);
      return true;
    }
    this.#trySasl(heard, tag, () => {
      const message = decodeBase64(line);
      if (state.phase === 'plain') this.#hearPlain(heard, tag, message);
      else if (state.phase === 'login-username') this.#hearUsername(heard, tag, message);
      else {
        const pair = { username: decodeText(state.username), password: decodeText(message) };
        this.#login(heard, tag, pair, 'AUTHENTICATE LOGIN');
      }
    });
    return true;
  }

  #hearPlain(heard: ServerAction[], tag: string, message: Buffer): void {
    this.#login(heard, tag, decodePlain(message), 'AUTHENTICATE PLAIN');
  }

  #hearUsername(heard: ServerAction[], tag: string, username: Buffer): void {
    if (username.length === 0) throw new SaslError('bad-message', 'The user name is empty.');
    this.#state = { phase: 'login-password', tag, username };
    this.#say(heard, `+ ${LOGIN_PASSWORD_PROMPT}`);
  }

  #trySasl(heard: ServerAction[], tag: string, step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof SaslError)) throw error;
      this.#fail(
        heard,
        `${tag} ${error.code === 'authzid' ? 'NO [AUTHORIZATIONFAILED]' : 'BAD'} ${error.message}`,
      );
    }
  }

  #login(heard: ServerAction[], tag: string, pair: PasswordPair, form: string): void {
    this.#state = { phase: 'verdict', tag };
    heard.push({ kind: 'login', login: { ...pair, form } });
  }

  #capabilities(): string {
    return localCapabilities(this.#tls, this.#limits.literal);
  }

  #say(heard: ServerAction[], ...lines: readonly string[]): void {
    heard.push({ kind: 'send', bytes: wire(...lines) });
  }

  /** A command that ended in an error. */
  #fail(heard: ServerAction[], ...lines: readonly string[]): void {
    this.#say(heard, ...lines);
    this.#errors += 1;
    if (this.#errors >= this.#limits.errors) this.#giveUp(heard, msg('activity.tooManyErrors'));
  }

  #giveUp(heard: ServerAction[], text: Message): void {
    heard.push({ kind: 'send', bytes: this.farewell(inEnglish(text)) });
    this.#hangUp(heard, 'limit', text);
  }

  #hangUp(heard: ServerAction[], reason: Hangup['reason'], message: Message): void {
    this.#forget();
    this.#state = { phase: 'over' };
    heard.push({ kind: 'close', hangup: { reason, message } });
  }

  #live(): boolean {
    return this.#state.phase !== 'over' && this.#state.phase !== 'handshake';
  }

  #forget(): void {
    this.#lines.clear();
    this.#commands.reset();
  }
}
