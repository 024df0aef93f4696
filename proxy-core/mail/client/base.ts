import { type Message, mapWords, msg } from '#messages/message.ts';
import { oneLine } from '#messages/plain-text.ts';
import type {
  Accepted,
  ClientAction,
  ClientLogin,
  ClientLoginOptions,
  UpstreamCredentials,
  UpstreamRefusal,
} from '../dialogue.ts';
import { LineSplitter, type SplitterLimits } from '../line-splitter.ts';
import { SaslClient, tokenMessages } from '../sasl.ts';
import { toLines } from '../server/base.ts';

/** RFC 5321 section 4.5.3.1.5 and RFC 1939 section 3 say 512 octets; some servers say more at once. */
const LINES: SplitterLimits = { line: 8_192, held: Number.MAX_SAFE_INTEGER };
const LONGEST_REFUSAL = 1_000;

/** That the server has let us in. */
interface AcceptedReply {
  readonly kind: 'accepted';
  readonly accepted: Omit<Accepted, 'rest'>;
}

/** How a dialogue ends; 'learned' when there are no credentials to log in with. */
export type Outcome = AcceptedReply | { readonly kind: 'learned' };

/**
 * A dialogue with a server, written in the order in which it happens: it yields what it waits for (a line or a
 * response of the server, or the end of the TLS handshake), is given it, and returns how it ended.
 */
export type Dialogue<Unit, Result = Outcome> = Generator<'response' | 'tls', Result, Unit>;

/** What a server answers to a message of a SASL exchange. */
export type SaslReply =
  | { readonly kind: 'challenge'; readonly text: string }
  | AcceptedReply
  | { readonly kind: 'refused'; readonly refusal: UpstreamRefusal };

/** Ends a dialogue from any depth of it. */
export class Refused extends Error {
  readonly code = 'refused';
  readonly refusal: UpstreamRefusal;

  constructor(refusal: UpstreamRefusal) {
    super('The server has refused.');
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** The refusal for a server that does not do what its protocol says. */
export function unexpected(text: Message): Refused {
  return new Refused({ kind: 'protocol', text });
}

/**
 * The client side of a login, as far as the three protocols share it: responses are cut and capped, nothing in plain
 * text is taken for something said under TLS, the SASL exchange is carried through, no secret comes back in a
 * refusal, and bytes behind the acceptance are kept.
 */
export abstract class ClientLoginBase<Unit> implements ClientLogin {
  protected readonly options: ClientLoginOptions;
  readonly #lines: LineSplitter;
  readonly #echo: SecretEcho;
  #dialogue: Dialogue<Unit> | undefined;
  #waitsFor: 'response' | 'tls' | 'nothing' = 'response';
  #sasl: SaslClient | undefined;
  #actions: ClientAction[] = [];

  constructor(options: ClientLoginOptions, limits = LINES) {
    this.options = options;
    this.#lines = new LineSplitter(limits);
    this.#echo = echoOf(options);
  }

  protected abstract converse(): Dialogue<Unit>;
  /** The next line or response; undefined while it is not complete. */
  protected abstract readonly read: (lines: LineSplitter) => Unit | 'overlong' | undefined;

  feed(bytes: Buffer): ClientAction[] {
    if (this.#waitsFor === 'nothing' || bytes.length === 0) return [];
    if (this.#waitsFor === 'tls') {
      this.#refusePlain();
      return this.#take();
    }
    if (this.#dialogue === undefined) {
      this.#dialogue = this.converse();
      // The server speaks first: the dialogue runs up to its first wait.
      this.#resume();
    }
    if (!this.#lines.push(bytes)) this.#refuseOverlong();
    while (this.#waitsFor === 'response') {
      const unit = this.read(this.#lines);
      if (unit === undefined) break;
      if (unit === 'overlong') this.#refuseOverlong();
      else this.#resume(unit);
    }
    return this.#take();
  }

  secured(): ClientAction[] {
    if (this.#waitsFor !== 'tls') return [];
    this.#resume();
    return this.#take();
  }

  ended(): ClientAction[] {
    if (this.#waitsFor === 'nothing') return [];
    this.#end(this.#hungUp());
    return this.#take();
  }

  /** A server that hangs up has no time for us, unless it has said that it does not accept the token. */
  #hungUp(): UpstreamRefusal {
    if (this.#sasl === undefined) return { kind: 'temporary', text: msg('mail.serverHungUpBeforeLogin') };
    const kind = this.#sasl.challenged ? 'credentials' : 'temporary';
    return { kind, text: msg('mail.serverHungUpDuringLogin') };
  }

  protected send(line: string): void {
    this.#actions.push({ kind: 'send', bytes: toLines([line]) });
  }

  protected learn(extensions: readonly string[]): void {
    this.#actions.push({ kind: 'learned', extensions });
  }

  /** The SASL exchange, once it has begun. */
  protected get sasl(): SaslClient | undefined {
    return this.#sasl;
  }

  /** Begins the SASL exchange. @param offered - the server's mechanisms, in upper case */
  protected startSasl(credentials: UpstreamCredentials, offered: ReadonlySet<string>): SaslClient {
    this.#sasl = new SaslClient(offered, credentials, this.options);
    return this.#sasl;
  }

  /** Whether a text repeats a secret of this login. */
  protected repeatsSecret(text: string): boolean {
    return this.#echo.isIn(text);
  }

  /** Carries the exchange through, behind its command. @param reply - the server's next reply */
  protected *authenticate(
    sasl: SaslClient,
    reply: () => Dialogue<Unit, SaslReply>,
  ): Dialogue<Unit, AcceptedReply> {
    for (;;) {
      const said = yield* reply();
      switch (said.kind) {
        case 'challenge': {
          const answer = sasl.respond(said.text);
          if (answer === undefined) throw unexpected(msg('mail.serverDoesNotAcceptToken'));
          this.send(answer);
          break;
        }
        case 'accepted':
          if (!sasl.mayBeAccepted) throw unexpected(msg('mail.serverLetsWithoutHavingSeen'));
          return said;
        case 'refused':
          throw new Refused(said.refusal);
        default:
          said satisfies never;
      }
    }
  }

  #resume(...input: [] | [Unit]): void {
    try {
      const step = this.#dialogue?.next(...input);
      if (step === undefined) return;
      if (step.done === true) this.#finish(step.value);
      else if (step.value === 'tls') this.#startTls();
      else this.#waitsFor = 'response';
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#end(error.refusal);
    }
  }

  #startTls(): void {
    // The response-injection twin of CVE-2011-0411: what came in plain text would be read as said under TLS.
    if (this.#lines.length > 0) {
      this.#refusePlain();
      return;
    }
    this.#waitsFor = 'tls';
    this.#actions.push({ kind: 'start-tls' });
  }

  #refusePlain(): void {
    this.#end({ kind: 'protocol', text: msg('mail.serverSentDataAheadTls') });
  }

  #refuseOverlong(): void {
    this.#end({ kind: 'protocol', text: msg('mail.serverSentTooMuchBefore') });
  }

  #finish(outcome: Outcome): void {
    if (outcome.kind === 'accepted') {
      const { accepted } = outcome;
      const text = this.#clean(accepted.text);
      this.#actions.push({ kind: 'accepted', accepted: { ...accepted, text, rest: this.#lines.drain() } });
    }
    this.#waitsFor = 'nothing';
    this.#lines.clear();
  }

  #end({ kind, text }: UpstreamRefusal): void {
    const challenge = this.#sasl?.challenge;
    const clean = (words: string | undefined): string | undefined => words && this.#clean(words);
    this.#actions.push({
      kind: 'refused',
      refusal: {
        kind,
        text: mapWords(text, (words) => this.#clean(words)),
        challenge: challenge && {
          status: clean(challenge.status),
          schemes: clean(challenge.schemes),
          scope: clean(challenge.scope),
        },
      },
    });
    this.#waitsFor = 'nothing';
    this.#lines.clear();
  }

  #clean(text: string): string {
    return this.#echo.struckFrom(oneLine(text)).slice(0, LONGEST_REFUSAL);
  }

  #take(): ClientAction[] {
    const actions = this.#actions;
    this.#actions = [];
    return actions;
  }
}

/** What kind of passing trouble a server's words speak of, if they do (Exchange, Gmail, Dovecot). */
export function kindOfWords(words: string): 'temporary' | 'busy' | undefined {
  if (BUSY.test(words)) return 'busy';
  return TEMPORARY.test(words) ? 'temporary' : undefined;
}

const BUSY =
  /too many|maximum number of connections|concurrent|connection limit|limits? exceeded|exceeded\b.{0,60}\blimit|throttle|(?:mailbox|maildrop)\b.{0,60}\b(?:locked|in use)/i;
/** SASL libraries say "reason unavailable" of a login that is wrong. */
const TEMPORARY = /temporar(?:y|ily)|try again (?:later|in)|(?<!reason )unavailable|\bbusy\b/i;

/** Reads the responses of POP3 and SMTP. */
export function readLine(lines: LineSplitter): Buffer | 'overlong' | undefined {
  return lines.next();
}

/** Shorter pieces of a secret give nothing away, and would strike ordinary words. */
const TELLING = 16;
const HALF = TELLING / 2;
/** What most answers do not have: a word that is long enough to be a piece of a secret. */
const LONG_WORD = /\S{16}/;

/**
 * Finds what a server repeats of a login's secrets in its answers: the whole, or any piece of 16 characters or more
 * (a server may cut what it echoes, or break it over lines). A secret shorter than that is found whole.
 *
 * Made once per login. A text that repeats nothing is told from a sample of the secrets, as cutting them into all
 * their pieces takes as long as the rest of a login; both are made once, as a server can send ten thousands of lines.
 * A search is linear in the length of the text.
 */
export class SecretEcho {
  readonly #secrets: readonly string[];
  readonly #messages: () => readonly string[];
  readonly #areWords: boolean;
  /** The pieces by their length, once a text seems to repeat one. */
  #pieces: ReadonlyMap<number, ReadonlySet<string>> | undefined;
  #sample: ReadonlySet<string> | undefined;

  /** @param messages - makes those that carry the secrets, in base64 */
  constructor(secrets: readonly string[], messages: () => readonly string[] = () => []) {
    this.#secrets = secrets.filter((secret) => secret !== '');
    this.#messages = messages;
    this.#areWords = this.#secrets.every((secret) => !/\s/.test(secret));
  }

  /** Whether the text repeats one of the secrets. */
  isIn(text: string): boolean {
    return this.struckFrom(text) !== text;
  }

  /** The text with `[…]` in place of what it repeats. */
  struckFrom(text: string): string {
    if (!this.#mayBeIn(text)) return text;
    this.#pieces ??= cut(this.#all());
    let left = text;
    for (const [size, known] of this.#pieces) left = strike(left, size, known);
    return left;
  }

  /** Whatever repeats TELLING characters in a row repeats a half of them that begins at a multiple of the half. */
  #mayBeIn(text: string): boolean {
    if (this.#secrets.some((secret) => secret.length < TELLING && text.includes(secret))) return true;
    if (this.#areWords && !LONG_WORD.test(text)) return false;
    this.#sample ??= new Set(
      this.#all().flatMap((secret) => (secret.length < TELLING ? [] : [...pieces(secret, HALF, HALF)])),
    );
    for (const piece of pieces(text, HALF, 1)) if (this.#sample.has(piece)) return true;
    return false;
  }

  #all(): readonly string[] {
    return [...this.#secrets, ...this.#messages()];
  }
}

/** For the token of an upstream login, and for the messages that carry it. */
function echoOf(options: ClientLoginOptions): SecretEcho {
  const { credentials } = options;
  return credentials === undefined
    ? new SecretEcho([])
    : new SecretEcho([credentials.token], () => tokenMessages(credentials, options));
}

function cut(secrets: readonly string[]): ReadonlyMap<number, ReadonlySet<string>> {
  const bySize = new Map<number, Set<string>>();
  for (const secret of secrets) {
    const size = Math.min(TELLING, secret.length);
    const known = bySize.get(size) ?? new Set<string>();
    for (const piece of pieces(secret, size, 1)) known.add(piece);
    bySize.set(size, known);
  }
  return bySize;
}

/** The pieces of this size that begin at every `step`-th character. */
function* pieces(text: string, size: number, step: number): Generator<string> {
  for (let at = 0; at + size <= text.length; at += step) yield text.slice(at, at + size);
}

function strike(text: string, size: number, known: ReadonlySet<string>): string {
  let kept = '';
  let struckTo = 0;
  let keptTo = 0;
  for (let at = 0; at + size <= text.length; at += 1) {
    if (!known.has(text.slice(at, at + size))) continue;
    if (at > struckTo || struckTo === 0) kept += `${text.slice(keptTo, Math.max(at, keptTo))}[…]`;
    struckTo = at + size;
    keptTo = struckTo;
  }
  return kept + text.slice(keptTo);
}
