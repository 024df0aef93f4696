import { type Message, msg } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import type {
  Accepted,
  Hangup,
  ServerAction,
  LoginRequest,
  ServerLoginLimits,
  LocalTls,
  ServerLogin,
  Refusal,
} from '../dialogue.ts';
import { LineSplitter } from '../line-splitter.ts';

const TLS_HANDSHAKE = 0x16;
const TLS_MAJOR_VERSION = 0x03;
/** A request line of HTTP: a web page can make a browser post to a local port, with commands as the body. */
const HTTP_REQUEST = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE) \S+ HTTP\/\d/i;

export interface LineServerLoginOptions {
  readonly limits: ServerLoginLimits;
  readonly tls: LocalTls;
}

/** A command line: the verb in upper case, and every octet behind the one space that follows it. */
export interface CommandLine {
  readonly verb: string;
  /** Undefined when there is no space behind the verb. */
  readonly argument: Buffer | undefined;
}

/** Cuts a command line of POP or SMTP at its first space. */
export function cutCommand(line: Buffer): CommandLine {
  const space = line.indexOf(0x20);
  const verb = (space === -1 ? line : line.subarray(0, space)).toString('latin1').toUpperCase();
  return { verb, argument: space === -1 ? undefined : line.subarray(space + 1) };
}

/**
 * What the hearings of the two line protocols have in common: lines are cut, limits kept, a TLS hello and a
 * browser recognised, and whatever comes behind a login held until it is decided. The protocol's words are
 * the subclass's.
 *
 * Bytes may be fed before the greeting has been sent: nothing here depends on it.
 */
export abstract class LineServerLogin implements ServerLogin {
  readonly #limits: ServerLoginLimits;
  readonly #lines: LineSplitter;
  #tls: LocalTls;
  #state: 'hearing' | 'login' | 'start-tls' | 'over' = 'hearing';
  #knownToBeText = false;
  #received = 0;
  #errors = 0;
  #skipping = 0;
  #afterSkip: (() => void) | undefined;
  #heard: ServerAction[] = [];

  constructor(options: LineServerLoginOptions) {
    this.#limits = options.limits;
    this.#tls = options.tls;
    this.#lines = new LineSplitter({ line: options.limits.line, held: options.limits.total });
  }

  abstract greeting(): Buffer;
  abstract farewell(text: string): Buffer;
  /** Hears one line, without its line end. */
  protected abstract hear(line: Buffer): void;
  /** Forgets what was heard: TLS begins anew (RFC 2595 section 4, RFC 3207 section 4.2). */
  protected abstract reset(): void;
  protected abstract refusalLine(refusal: Refusal): string;
  protected abstract acceptanceLine(text: string): string;

  get held(): number {
    return this.#lines.length;
  }

  feed(bytes: Buffer): ServerAction[] {
    // Behind STARTTLS, plain text is never held: it would be taken for words said under TLS.
    if (this.#state === 'over' || this.#state === 'start-tls') return [];
    const allowed = Math.max(0, this.#limits.total - this.#received);
    this.#received += bytes.length;
    this.#lines.push(bytes.subarray(0, allowed));
    this.#hearLines();
    if (bytes.length > allowed && this.#isOpen()) {
      this.hangUp('limit', msg('activity.tooMuchSentBeforeLogging'));
    }
    return this.#take();
  }

  secured(): ServerAction[] {
    if (this.#state !== 'start-tls') return [];
    this.#tls = 'active';
    this.#state = 'hearing';
    return [];
  }

  refuse(refusal: Refusal): ServerAction[] {
    if (this.#state !== 'login') return [];
    this.#state = 'hearing';
    this.fail(this.refusalLine(refusal));
    this.#hearLines();
    return this.#take();
  }

  /** Without a login to decide (the client has been hung up on meanwhile) there is nothing to say, nor a rest. */
  accept(accepted: Accepted): { readonly reply: Buffer; readonly rest: Buffer } {
    if (this.#state !== 'login') return { reply: Buffer.alloc(0), rest: Buffer.alloc(0) };
    this.#state = 'over';
    return { reply: toLines([this.acceptanceLine(accepted.text)]), rest: this.#lines.drain() };
  }

  protected get tls(): LocalTls {
    return this.#tls;
  }

  protected send(...lines: readonly string[]): void {
    this.#heard.push({ kind: 'send', bytes: toLines(lines) });
  }

  /** Answers a command with an error; the last one that is allowed ends the connection. */
  protected fail(line: string): void {
    this.send(line);
    this.#errors += 1;
    if (this.#errors >= this.#limits.errors) this.hangUp('limit', msg('activity.tooManyErrors'));
  }

  /** A login was heard: nothing more is heard until it is decided. */
  protected login(login: LoginRequest): void {
    this.#state = 'login';
    this.#heard.push({ kind: 'login', login });
  }

  /** Answers STARTTLS/STLS, and drops whatever was sent behind it (CVE-2011-0411). */
  protected startTls(line: string): void {
    this.send(line);
    this.#heard.push({ kind: 'start-tls' });
    this.#lines.clear();
    this.#state = 'start-tls';
    this.reset();
  }

  /** Drops the next `count` octets as they come, then goes on. */
  protected skip(count: number, then: () => void): void {
    this.#skipping = count;
    this.#afterSkip = then;
  }

  protected hangUp(reason: Hangup['reason'], message: Message): void {
    this.#heard.push({ kind: 'send', bytes: this.farewell(inEnglish(message)) });
    this.#close(reason, message);
  }

  /** Hangs up on a client that has been told so already. */
  protected leave(line: string): void {
    this.send(line);
    this.#close('client-left', msg('activity.clientLeftWithoutLogging'));
  }

  #close(reason: Hangup['reason'], message: Message): void {
    this.#heard.push({ kind: 'close', hangup: { reason, message } });
    this.#state = 'over';
    this.#lines.clear();
  }

  #isOpen(): boolean {
    return this.#state === 'hearing' || this.#state === 'login';
  }

  #hearLines(): void {
    while (this.#state === 'hearing' && this.#skipped() && this.#isText()) {
      const line = this.#lines.next();
      if (line === undefined) return;
      if (line === 'overlong') {
        this.hangUp('limit', msg('activity.lineTooLong'));
      } else if (HTTP_REQUEST.test(line.subarray(0, 2048).toString('latin1'))) {
        this.#close('protocol', msg('activity.webBrowserTriedTalkPort'));
      } else {
        this.hear(line);
      }
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
    return this.#state === 'hearing';
  }

  /** Whether the client is known to speak text: a TLS hello on a plain port begins with 22, 3. */
  #isText(): boolean {
    if (this.#knownToBeText || this.#tls === 'active') return true;
    const first = this.#lines.at(0);
    if (first === undefined) return false;
    const second = this.#lines.at(1);
    if (first === TLS_HANDSHAKE && second === undefined) return false;
    if (first === TLS_HANDSHAKE && second === TLS_MAJOR_VERSION) {
      this.#close('tls-on-plain-port', msg('activity.clientBeganTlsPortNot'));
      return false;
    }
    this.#knownToBeText = true;
    return true;
  }

  #take(): ServerAction[] {
    const heard = this.#heard;
    this.#heard = [];
    return heard;
  }
}

/** Lines of a reply, each with its CRLF. */
export function toLines(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
}
