import { inEnglish } from '#messages/format.ts';
import { type Message, msg } from '#messages/message.ts';
import type {
  Accepted,
  Hangup,
  LocalTls,
  LoginRequest,
  Refusal,
  ServerAction,
  ServerLogin,
  ServerLoginLimits,
} from '../dialogue.ts';
import { LineSplitter } from '../line-splitter.ts';
import { SaslError, SaslServer, type SaslStep } from '../sasl.ts';

const TLS_HANDSHAKE = 0x16;
const TLS_MAJOR_VERSION = 0x03;
/** A request line of HTTP: a web page can make a browser post to a local port, with commands as the body. */
const HTTP_REQUEST = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE) \S+ HTTP\/\d/i;

export interface ServerLoginOptions {
  readonly limits: ServerLoginLimits;
  /** 'active' on a port where TLS comes first; 'offered' where STARTTLS or STLS is to be had. */
  readonly tls: LocalTls;
}

/** How a protocol says what all of them have to say. Each is a whole line. */
export interface ServerReplies {
  /** A SASL challenge, in base64. */
  challenge(challenge: string): string;
  saslError(error: SaslError): string;
  readonly cancelled: string;
  readonly unknownMechanism: string;
  readonly authUsage: string;
  readonly tlsBegins: string;
  readonly tlsActive: string;
  readonly tlsMissing: string;
}

/**
 * The server side of a login, as far as the three protocols share it: commands are read within limits, a TLS hello
 * and a browser are recognised, SASL exchanges and STARTTLS carried through, errors counted, and whatever comes
 * behind a login is held until it is decided. The words are the subclass's.
 *
 * Bytes may be fed before the greeting has been sent: nothing here depends on it.
 */
export abstract class ServerLoginBase implements ServerLogin {
  readonly #limits: ServerLoginLimits;
  readonly #lines: LineSplitter;
  #tls: LocalTls;
  #state: 'commands' | 'login' | 'start-tls' | 'closed' = 'commands';
  #sasl: SaslServer | undefined;
  #received = 0;
  #errors = 0;
  #answered = 0;
  #skipping = 0;
  #afterSkip: (() => void) | undefined;
  #actions: ServerAction[] = [];

  constructor(options: ServerLoginOptions) {
    this.#limits = options.limits;
    this.#tls = options.tls;
    this.#lines = new LineSplitter({ line: options.limits.line, held: options.limits.total });
  }

  abstract greeting(): Buffer;
  abstract farewell(text: string): Buffer;
  protected abstract readonly replies: ServerReplies;
  /** The command that begins a SASL exchange, for the activity log. */
  protected abstract readonly authCommand: string;
  /** A command that carries a password, at the start of a line. */
  protected abstract readonly loginCommand: RegExp;
  /** Reads and answers one command; false while there are too few bytes, or when the connection is over. */
  protected abstract readCommand(): boolean;
  /** Forgets what the client has said: TLS begins anew (RFC 2595 section 4, RFC 3207 section 4.2), or it is over. */
  protected abstract reset(): void;
  protected abstract refusalLines(refusal: Refusal): readonly string[];
  protected abstract acceptance(accepted: Accepted): Buffer;

  get held(): number {
    return this.#state === 'login' ? this.#lines.length : 0;
  }

  feed(bytes: Buffer): ServerAction[] {
    // Behind STARTTLS, plain text is never held: it would be taken for words said under TLS (RFC 3207 section 6).
    if (this.#state === 'closed' || this.#state === 'start-tls') return [];
    const taken = bytes.subarray(0, this.#limits.total - this.#received);
    this.#received += taken.length;
    this.#lines.push(taken);
    this.#run();
    const open = this.#state === 'commands' || this.#state === 'login';
    if (taken.length < bytes.length && open) this.hangUp(msg('activity.tooMuchSentBeforeLogging'));
    return this.#take();
  }

  secured(): ServerAction[] {
    if (this.#state !== 'start-tls') return [];
    this.#tls = 'active';
    this.#state = 'commands';
    return [];
  }

  refuse(refusal: Refusal): ServerAction[] {
    if (this.#state !== 'login') return [];
    this.#state = 'commands';
    this.fail(...this.refusalLines(refusal));
    this.#run();
    return this.#take();
  }

  /** Without a login to decide (the client has been hung up on meanwhile) there is nothing to say. */
  accept(accepted: Accepted): { readonly reply: Buffer; readonly rest: Buffer } {
    if (this.#state !== 'login') return { reply: Buffer.alloc(0), rest: Buffer.alloc(0) };
    this.#state = 'closed';
    return { reply: this.acceptance(accepted), rest: this.#lines.drain() };
  }

  carriesLogin(rest: Buffer): boolean {
    return rest.length > 0 && this.loginCommand.test(rest.toString('latin1'));
  }

  protected get tls(): LocalTls {
    return this.#tls;
  }

  /** Whether the next octet is the first one of a command. */
  protected get betweenCommands(): boolean {
    return true;
  }

  /** The next line, without its line end. One that is too long, or HTTP's, ends the connection. */
  protected nextLine(): Buffer | undefined {
    const line = this.#lines.next();
    if (line === 'overlong') {
      this.hangUp(msg('activity.lineTooLong'));
      return undefined;
    }
    if (line !== undefined && HTTP_REQUEST.test(line.subarray(0, 2048).toString('latin1'))) {
      this.#close('protocol', msg('activity.webBrowserTriedTalkPort'));
      return undefined;
    }
    return line;
  }

  /** The next `count` octets, once they are there. */
  protected takeOctets(count: number): Buffer | undefined {
    return this.#lines.take(count);
  }

  /** Drops the next `count` octets as they come, then goes on. */
  protected skip(count: number, then: () => void): void {
    this.#skipping = count;
    this.#afterSkip = then;
  }

  protected send(...lines: readonly string[]): void {
    this.#actions.push({ kind: 'send', bytes: toLines(lines) });
  }

  /** Answers a command with an error; the last one that is allowed ends the connection. */
  protected fail(...lines: readonly string[]): void {
    this.send(...lines);
    this.#errors += 1;
    if (this.#errors >= this.#limits.errors) this.hangUp(msg('activity.tooManyErrors'));
  }

  /** The client has logged in: nothing more is read until that is decided. */
  protected login(login: LoginRequest): void {
    this.#state = 'login';
    this.#actions.push({ kind: 'login', login });
  }

  /** AUTH or AUTHENTICATE with its arguments: a mechanism, and an initial response or none. */
  protected authenticate(argument: string): void {
    const [name, initialResponse, ...surplus] = argument.split(' ').filter((word) => word !== '');
    if (name === undefined || surplus.length > 0) return this.fail(this.replies.authUsage);
    const sasl = SaslServer.of(name);
    if (sasl === undefined) return this.fail(this.replies.unknownMechanism);
    this.#saslStep(sasl, () => sasl.begin(initialResponse));
  }

  /** Answers STARTTLS or STLS, and drops whatever was sent behind it (CVE-2011-0411). */
  protected startTls(): void {
    if (this.#tls !== 'offered') {
      return this.fail(this.#tls === 'active' ? this.replies.tlsActive : this.replies.tlsMissing);
    }
    this.send(this.replies.tlsBegins);
    this.#actions.push({ kind: 'start-tls' });
    this.#state = 'start-tls';
    this.#forget();
  }

  /** Ends the connection for a limit, and says so. */
  protected hangUp(message: Message): void {
    this.#actions.push({ kind: 'send', bytes: this.farewell(inEnglish(message)) });
    this.#close('limit', message);
  }

  /** Answers QUIT or LOGOUT. */
  protected quit(...lines: readonly string[]): void {
    this.send(...lines);
    this.#close('client-left', msg('activity.clientLeftWithoutLogging'));
  }

  #close(reason: Hangup['reason'], message: Message): void {
    this.#actions.push({ kind: 'close', hangup: { reason, message } });
    this.#state = 'closed';
    this.#forget();
  }

  #forget(): void {
    this.#lines.clear();
    this.#sasl = undefined;
    this.reset();
  }

  #run(): void {
    while (this.#state === 'commands' && this.#skipped()) {
      if (this.#answered >= this.#limits.commands) {
        this.hangUp(msg('activity.tooMuchSentBeforeLogging'));
        return;
      }
      if (!this.#answerNext()) return;
      this.#answered += 1;
    }
  }

  /** One command, or one line of a SASL exchange; false while there are too few bytes, or when the connection is over. */
  #answerNext(): boolean {
    const sasl = this.#sasl;
    if (sasl === undefined) return !this.#speaksTls() && this.readCommand();
    const line = this.nextLine();
    if (line !== undefined) this.#saslStep(sasl, () => sasl.respond(line));
    return line !== undefined;
  }

  #saslStep(sasl: SaslServer, take: () => SaslStep): void {
    this.#sasl = undefined;
    try {
      const step = take();
      switch (step.kind) {
        case 'challenge':
          this.#sasl = sasl;
          this.send(this.replies.challenge(step.challenge));
          return;
        case 'cancelled':
          this.fail(this.replies.cancelled);
          return;
        case 'done':
          this.login({ ...step.pair, form: `${this.authCommand} ${sasl.mechanism}` });
          return;
        default:
          step satisfies never;
      }
    } catch (error) {
      if (!(error instanceof SaslError)) throw error;
      this.fail(this.replies.saslError(error));
    }
  }

  /** Whether nothing is left to skip. */
  #skipped(): boolean {
    if (this.#afterSkip === undefined) return true;
    this.#skipping -= this.#lines.skip(this.#skipping);
    if (this.#skipping > 0) return false;
    const then = this.#afterSkip;
    this.#afterSkip = undefined;
    then();
    return this.#state === 'commands';
  }

  /** A TLS hello on a plain port begins with 22, 3: it is hung up on. */
  #speaksTls(): boolean {
    if (this.#tls === 'active' || !this.betweenCommands) return false;
    if (!beginsTls(this.#lines.at(0), this.#lines.at(1))) return false;
    this.#close('tls-on-plain-port', msg('activity.clientBeganTlsPortNot'));
    return true;
  }

  #take(): ServerAction[] {
    const actions = this.#actions;
    this.#actions = [];
    return actions;
  }
}

/** Whether these are the first two octets of a TLS hello (RFC 8446 section 5.1); no command begins so. */
export function beginsTls(first: number | undefined, second: number | undefined): boolean {
  return first === TLS_HANDSHAKE && second === TLS_MAJOR_VERSION;
}

/** Lines of a reply, each with its CRLF. */
export function toLines(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'utf8');
}

/** A command line of POP3 or SMTP: the verb in upper case, and every octet behind the one space that follows it. */
export interface CommandLine {
  readonly verb: string;
  /** Empty where there is none. */
  readonly argument: Buffer;
}

export function cutCommand(line: Buffer): CommandLine {
  const space = line.indexOf(0x20);
  const end = space === -1 ? line.length : space;
  return { verb: line.subarray(0, end).toString('latin1').toUpperCase(), argument: line.subarray(end + 1) };
}
