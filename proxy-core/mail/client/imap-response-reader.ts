import type { LineSplitter } from '../line-splitter.ts';
import { decodeText } from '../sasl.ts';

/** A status: tagged, or untagged such as a greeting (RFC 3501 section 7.1). */
export interface ImapStatus {
  readonly word: 'OK' | 'NO' | 'BAD' | 'BYE' | 'PREAUTH';
  /** The response code without its brackets; empty when there is none. */
  readonly code: string;
  /** The words for people, without the code. */
  readonly text: string;
  /** Both, as they were sent. */
  readonly said: string;
}

/** A server's response, whole. */
export type ImapResponse =
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
export class ImapResponseReader {
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
