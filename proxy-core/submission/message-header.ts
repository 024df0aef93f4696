import { msg } from '#messages/message.ts';
import { SubmissionRefusedError } from './refusal.ts';

/** A field of a message's header. */
export interface HeaderField {
  /** In lower case. */
  readonly name: string;
  /** What stands behind the colon, unfolded. */
  readonly value: string;
  /** The field as it stands, with its line ends. */
  readonly raw: Buffer;
}

export interface MessageHeader {
  readonly fields: readonly HeaderField[];
  readonly lineEnd: '\r\n' | '\n';
}

/** Of a header: some thousand recipients have room in it, and nothing that fills the memory. */
export const longestHeader = 512 * 1024;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Cuts a message that comes in pieces where its header ends. */
export class HeaderSplitter {
  #held: Buffer = Buffer.alloc(0);

  /**
   * Takes the next piece; the last one is empty and `last`.
   * @returns the header with the empty line behind it, and what came of the body; undefined while the end is not seen
   * @throws SubmissionRefusedError - it is too long
   */
  feed(piece: Buffer, last = false): { readonly header: Buffer; readonly body: Buffer } | undefined {
    const from = Math.max(0, this.#held.length - 3);
    this.#held = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
    const end = headerEnd(this.#held, from);
    if (end === undefined && this.#held.length > longestHeader) {
      throw malformed(msg('submission.headerTooLong'));
    }
    if (end === undefined && !last) return undefined;
    const at = end ?? this.#held.length;
    return { header: this.#held.subarray(0, at), body: this.#held.subarray(at) };
  }
}

/** Where the empty line ends; undefined where there is none yet. */
function headerEnd(bytes: Buffer, from: number): number | undefined {
  for (let at = bytes.indexOf(lineFeed, from); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    const first = bytes[at - 1] === carriageReturn ? at - 1 : at;
    if (first === 0 || bytes[first - 1] === lineFeed) return at + 1;
  }
  return undefined;
}

/**
 * Reads the fields of a header (RFC 5322 section 2.2). Whoever reads it after us must not find others in it: line ends
 * are all of one kind, and each line is a field or goes on with one.
 * @throws SubmissionRefusedError - it is malformed
 */
export function readHeader(header: Buffer): MessageHeader {
  const text = decoded(header);
  if (/\0|\r(?!\n)/.test(text)) throw malformed(msg('submission.headerControls'));
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  if (lineEnd === '\r\n' && /(?:^|[^\r])\n/.test(text)) throw malformed(msg('submission.headerLineEnds'));
  const fields: HeaderField[] = [];
  let start = 0;
  while (start < header.length) {
    let end = lineBehind(header, start);
    while (end < header.length && isBlank(header[end])) end = lineBehind(header, end);
    const raw = header.subarray(start, end);
    start = end;
    const field = /^([!-9;-~]+)[ \t]*:([^]*)$/.exec(decoded(raw));
    if (field === null) {
      // the empty line that ends it
      if (start === header.length && (raw.equals(Buffer.from(lineEnd)) || raw.length === 0)) break;
      throw malformed(msg('submission.headerLine'));
    }
    const [, name = '', value = ''] = field;
    fields.push({ name: name.toLowerCase(), value: value.replaceAll(/\r?\n/g, '').trim(), raw });
  }
  return { fields, lineEnd };
}

function lineBehind(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(lineFeed, from);
  return at < 0 ? bytes.length : at + 1;
}

function isBlank(octet: number | undefined): boolean {
  return octet === 0x20 || octet === 0x09;
}

/** UTF-8 as RFC 6532 has it; what is none is read octet by octet. */
function decoded(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\uFFFD') ? bytes.toString('latin1') : text;
}

function malformed(text: ReturnType<typeof msg>): SubmissionRefusedError {
  return new SubmissionRefusedError('554 5.6.0', text, msg('submission.reportToProgram'));
}
