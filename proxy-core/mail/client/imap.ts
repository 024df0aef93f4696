import { msg, verbatim } from '#messages/message.ts';
import type { ClientLoginOptions, UpstreamRefusal } from '../dialogue.ts';
import type { LineSplitter } from '../line-splitter.ts';
import { type SaslClient, decodeText } from '../sasl.ts';
import { ClientLoginBase, kindOfWords, Refused, unexpected, type Dialogue, type SaslReply } from './base.ts';

/**
 * The longest line of a server: a list of capabilities is some hundred octets, an error challenge a thousand. And what
 * may be held: the login, and one piece off the socket behind it.
 */
const LINES = { line: 64 * 1024, held: 1024 * 1024 };
/** All that a server may send before it has let us in. */
const LOGIN_LIMIT = 256 * 1024;

type AnswerResponse = Extract<ImapResponse, { kind: 'continuation' | 'tagged' }>;

/**
 * The client side of an IMAP login: STARTTLS where told, capabilities, AUTHENTICATE XOAUTH2 or OAUTHBEARER (RFC 7628),
 * and the capabilities after the login. Nothing that a server sends makes it throw, and the token is in no text that
 * it gives out.
 */
export class ImapClientLogin extends ClientLoginBase<ImapResponse> {
  readonly #responses = new ImapResponseReader(LOGIN_LIMIT);
  protected readonly read = (lines: LineSplitter): ImapResponse | 'overlong' | undefined =>
    this.#responses.next(lines);
  #tags = 0;
  /** The list that came last, from the connection as it stands (none from before TLS or before the login). */
  #capabilities: string | undefined;
  #untagged: Buffer[] = [];

  constructor(options: ClientLoginOptions) {
    super(options, LINES);
  }

  protected *converse(): Dialogue<ImapResponse> {
    const greeting = yield* this.#greeting();
    if (this.options.tls === 'starttls') {
      const status = yield* this.#command('STARTTLS');
      if (status.word !== 'OK') {
        const text = msg('mail.serverRefusesStarttls', { words: status.said });
        throw new Refused({ kind: kindOfTrouble(status) ?? 'protocol', text });
      }
      yield 'tls';
      // What was said in plain text may be anybody's word (RFC 3501 section 6.2.1).
      this.#capabilities = undefined;
    } else {
      this.#capabilities = capabilityList(greeting.code);
    }
    if (this.#capabilities === undefined) {
      const status = yield* this.#command('CAPABILITY');
      if (status.word !== 'OK') throw new Refused(refusal(status, kindOfTrouble(status) ?? 'protocol'));
    }
    const offered = (this.#capabilities ?? '').split(/ +/).filter((name) => name !== '');
    // Nothing that came before the login is for the client.
    this.#untagged = [];
    this.#capabilities = undefined;

    const { credentials } = this.options;
    if (credentials === undefined) {
      this.#sendCommand('LOGOUT');
      this.learn(offered);
      return { kind: 'learned' };
    }
    const names = new Set(offered.map((name) => name.toUpperCase()));
    const mechanisms = [...names].flatMap((name) => /^AUTH=(.+)$/.exec(name)?.[1] ?? []);
    const sasl = this.startSasl(credentials, new Set(mechanisms));
    // RFC 4959
    const initialResponse = names.has('SASL-IR') ? ` ${sasl.initialResponse()}` : '';
    this.#sendCommand(`AUTHENTICATE ${sasl.mechanism}${initialResponse}`);
    const { accepted } = yield* this.authenticate(sasl, () => this.#saslReply(sasl));
    if (this.#capabilities === undefined) yield* this.#confirm();
    return {
      kind: 'accepted',
      accepted: {
        ...accepted,
        ...(this.#capabilities !== undefined && { capabilities: this.#capabilities }),
        ...(this.#untagged.length > 0 && { untagged: Buffer.concat(this.#untagged) }),
      },
    };
  }

  *#greeting(): Dialogue<ImapResponse, ImapStatus> {
    const response = yield 'response';
    if (response.kind === 'data') {
      throw unexpected(msg('mail.serverDoesNotGreetImap', { words: response.text }));
    }
    if (response.kind !== 'untagged') throw misplaced(response);
    const { status } = response;
    switch (status.word) {
      case 'OK':
        return status;
      case 'BYE':
        throw new Refused(refusal(status, kindOfFarewell(status)));
      case 'PREAUTH':
        // It would open the mailbox of somebody else than the one who logs in.
        throw unexpected(msg('mail.serverWantsNoLoginPreauth'));
      case 'NO':
      case 'BAD':
        throw new Refused(refusal(status, 'protocol'));
      default:
        return status.word satisfies never;
    }
  }

  *#saslReply(sasl: SaslClient): Dialogue<ImapResponse, SaslReply> {
    const response = yield* this.#response();
    if (response.kind === 'continuation') {
      if (!sasl.challenged) return { kind: 'challenge', text: response.text };
      const text = msg('mail.serverDoesNotAcceptToken');
      return { kind: 'refused', refusal: { kind: 'credentials', text } };
    }
    const { status } = response;
    if (status.word !== 'OK') {
      const otherwise = status.word === 'NO' || sasl.challenged ? 'credentials' : 'protocol';
      return { kind: 'refused', refusal: refusal(status, kindOfTrouble(status) ?? otherwise) };
    }
    const list = capabilityList(status.code);
    this.#capabilities = list ?? this.#capabilities;
    return { kind: 'accepted', accepted: { text: list === undefined ? status.said : status.text } };
  }

  /** The first command behind the login: there Exchange says that it has no mailbox for the token. */
  *#confirm(): Dialogue<ImapResponse, void> {
    const status = yield* this.#command('CAPABILITY');
    if (status.word === 'OK') return;
    const kind = isWithoutMailbox(status) ? 'credentials' : kindOfTrouble(status);
    if (kind !== undefined) throw new Refused(refusal(status, kind));
  }

  *#command(command: string): Dialogue<ImapResponse, ImapStatus> {
    this.#sendCommand(command);
    const response = yield* this.#response();
    if (response.kind === 'continuation') throw misplaced(response);
    return response.status;
  }

  #sendCommand(command: string): void {
    this.#tags += 1;
    this.send(`${this.#tag} ${command}`);
  }

  get #tag(): string {
    return `W${this.#tags}`;
  }

  /** Reads up to what answers the command that was sent, or asks for more of it. */
  *#response(): Dialogue<ImapResponse, AnswerResponse> {
    for (;;) {
      const response = yield 'response';
      switch (response.kind) {
        case 'continuation':
          return response;
        case 'tagged': {
          const { tag, status } = response;
          if (tag !== this.#tag || status.word === 'BYE' || status.word === 'PREAUTH')
            throw misplaced(response);
          return response;
        }
        case 'untagged':
          this.#takeUntagged(response.status, response.bytes);
          break;
        case 'data': {
          const list = capabilityList(response.text);
          if (list === undefined) this.#keep(response.bytes);
          else this.#capabilities = list;
          break;
        }
        case 'garbage':
          throw misplaced(response);
        default:
          response satisfies never;
      }
    }
  }

  #takeUntagged(status: ImapStatus, bytes: Buffer): void {
    if (status.word === 'BYE') {
      const challenged = this.sasl?.challenged === true;
      throw new Refused(refusal(status, challenged ? 'credentials' : kindOfFarewell(status)));
    }
    if (status.word === 'PREAUTH') throw unexpected(msg('mail.serverSentGreetingMidstLogin'));
    const list = capabilityList(status.code);
    if (list !== undefined) this.#capabilities = list;
    // A bare text in between speaks of the exchange that the client has no part in ('Waiting for authentication
    // process to respond..'); one with a code (an ALERT, say) is for whoever uses the mailbox.
    else if (status.code !== '') this.#keep(bytes);
  }

  #keep(bytes: Buffer): void {
    if (!this.repeatsSecret(bytes.toString('latin1'))) this.#untagged.push(bytes);
  }
}

/** The list in a CAPABILITY response code or an untagged CAPABILITY, or undefined when the text is neither. */
function capabilityList(text: string): string | undefined {
  const match = /^CAPABILITY(?: (.*))?$/is.exec(text.trim());
  return match === null ? undefined : (match[1] ?? '').trim();
}

/** The refusal for a response that answers nothing. */
function misplaced(response: Exclude<ImapResponse, { kind: 'untagged' | 'data' }>): Refused {
  switch (response.kind) {
    case 'tagged':
      return unexpected(msg('mail.serverAnswersNotAsked', { words: response.status.said }));
    case 'continuation':
      return unexpected(msg('mail.serverDoesNotSpeak', { protocol: 'IMAP', words: `+${response.text}` }));
    case 'garbage':
      return unexpected(msg('mail.serverDoesNotSpeak', { protocol: 'IMAP', words: response.text }));
    default:
      return response satisfies never;
  }
}

/** A refusal in the server's words, where it gave any. */
function refusal({ said }: ImapStatus, kind: UpstreamRefusal['kind']): UpstreamRefusal {
  return { kind, text: said.trim() === '' ? msg('mail.serverGivesNoReason') : verbatim(said) };
}

/** What kind of passing trouble a status speaks of, if it does (RFC 5530 section 3; Exchange, Gmail, Dovecot). */
function kindOfTrouble(status: ImapStatus): 'temporary' | 'busy' | undefined {
  const code = status.code.toUpperCase();
  if (code === 'INUSE' || code === 'LIMIT' || code === 'OVERQUOTA') return 'busy';
  const kind = kindOfWords(status.text);
  return kind === undefined && (code === 'UNAVAILABLE' || code === 'SERVERBUG') ? 'temporary' : kind;
}

/** The same for an untagged BYE: passing trouble, unless it speaks of the token (Exchange). */
function kindOfFarewell(status: ImapStatus): UpstreamRefusal['kind'] {
  if (/AccessTokenExpired/i.test(status.said)) return 'credentials';
  return kindOfTrouble(status) ?? 'temporary';
}

/** What Exchange says to the first command behind a login whose mailbox the token does not open. */
function isWithoutMailbox(status: ImapStatus): boolean {
  return /authenticated but not connected/i.test(status.text);
}

/** A status: tagged, or untagged such as a greeting (RFC 3501 section 7.1). */
interface ImapStatus {
  readonly word: 'OK' | 'NO' | 'BAD' | 'BYE' | 'PREAUTH';
  /** The response code without its brackets; empty when there is none. */
  readonly code: string;
  /** The words for people, without the code. */
  readonly text: string;
  /** Both, as they were sent. */
  readonly said: string;
}

/** A server's response, whole. */
type ImapResponse =
  | { readonly kind: 'continuation'; readonly text: string }
  | { readonly kind: 'tagged'; readonly tag: string; readonly status: ImapStatus }
  | { readonly kind: 'untagged'; readonly status: ImapStatus; readonly bytes: Buffer }
  /** Untagged, and not a status: its first line without '* ', and the bytes with literals and line ends. */
  | { readonly kind: 'data'; readonly text: string; readonly bytes: Buffer }
  | { readonly kind: 'garbage'; readonly text: string };

const STATUS = /^(OK|NO|BAD|BYE|PREAUTH)(?: +(.*)|)$/is;
const CODE = /^\[([^\]]*)\] *(.*)$/s;
const LITERAL = /(?<=[ (])~?\{([0-9]+)\+?\}$/;
const CRLF = Buffer.from('\r\n');

/** Puts a server's responses together. What people are told may end like a literal, data may hold literals. */
class ImapResponseReader {
  readonly #limit: number;
  #data: Buffer[] = [];
  #awaited: number | undefined;
  #consumed = 0;

  /** @param limit how many octets may come before the reading is given up, all responses together */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The next response; undefined while it is not complete; 'overlong' when a line or all that came is too long. */
  next(lines: LineSplitter): ImapResponse | 'overlong' | undefined {
    for (;;) {
      if (this.#awaited !== undefined) {
        const literal = lines.take(this.#awaited);
        if (literal === undefined) return undefined;
        this.#data.push(literal);
        this.#awaited = undefined;
      }
      const line = lines.next();
      if (line === undefined || line === 'overlong') return line;
      this.#consumed += line.length + CRLF.length;
      if (this.#consumed > this.#limit) return 'overlong';
      if (this.#data.length === 0 && line.length === 0) continue;
      if (this.#data.length > 0 || isData(line)) {
        const announced = LITERAL.exec(line.toString('latin1'));
        this.#data.push(line, CRLF);
        if (announced !== null) {
          this.#awaited = Number(announced[1]);
          this.#consumed += this.#awaited;
          if (this.#consumed > this.#limit) return 'overlong';
          continue;
        }
        const [first = line] = this.#data;
        const bytes = Buffer.concat(this.#data);
        this.#data = [];
        return { kind: 'data', text: decodeText(first).slice(2), bytes };
      }
      return parse(line);
    }
  }
}

function isData(line: Buffer): boolean {
  const text = line.toString('latin1');
  return text.startsWith('* ') && !STATUS.test(text.slice(2));
}

function parse(line: Buffer): ImapResponse {
  const text = decodeText(line);
  if (text.startsWith('+')) return { kind: 'continuation', text: text.slice(1).trim() };
  const space = text.indexOf(' ');
  const tag = space === -1 ? text : text.slice(0, space);
  const status = space === -1 ? undefined : parseStatus(text.slice(space + 1).trimStart());
  if (status === undefined) return { kind: 'garbage', text };
  if (tag === '*') return { kind: 'untagged', status, bytes: Buffer.concat([line, CRLF]) };
  return { kind: 'tagged', tag, status };
}

function parseStatus(text: string): ImapStatus | undefined {
  const [, first = '', said = ''] = STATUS.exec(text) ?? [];
  const word = first.toUpperCase();
  if (word !== 'OK' && word !== 'NO' && word !== 'BAD' && word !== 'BYE' && word !== 'PREAUTH')
    return undefined;
  const coded = CODE.exec(said);
  return { word, code: coded?.[1] ?? '', text: coded?.[2] ?? said, said };
}
