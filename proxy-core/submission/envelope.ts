import { domainToASCII } from 'node:url';
import addressparser from 'nodemailer/lib/addressparser';
import { submissionRefusal, type SubmissionRefusedError } from './refusal.ts';

/** Named in a refusal; the others are counted. */
const mostNamed = 5;

/**
 * Makes the headers of a message say the same as its envelope, as an API has no envelope: who stands in To, Cc and Bcc
 * gets it. Recipients that no header names become blind copies; Bcc is written anew, as the first field, and says of the
 * envelope what To and Cc do not. A header that says all of it already stays as it is, octet by octet.
 *
 * @param header - with the empty line behind it
 * @param recipients - of the envelope
 * @param rewrite - cuts To and Cc down to the envelope, where they name others
 * @throws SubmissionRefusedError - the header is malformed, or somebody would get the message who is not to
 */
export function fitHeader(header: Buffer, recipients: readonly string[], rewrite: boolean): Buffer {
  const { fields, lineEnd, end } = readHeader(header);
  const wanted = new Map(recipients.map((address) => [keyOf(address), address]));
  const named = new Set<string>();
  const strays = new Map<string, string>();
  const visible = fields.filter(({ name }) => name === 'to' || name === 'cc');
  for (const name of ['to', 'cc']) {
    if (visible.filter((field) => field.name === name).length > 1)
      throw submissionRefusal('submission.headerTwice', { field: name === 'to' ? 'To' : 'Cc' });
  }
  for (const field of visible) {
    for (const address of addressesIn(field)) {
      const key = keyOf(address);
      if (wanted.has(key)) named.add(key);
      else strays.set(key, address);
    }
  }
  if (strays.size > 0 && !rewrite) throw toOthers([...strays.values()]);
  const blind = [...wanted].flatMap(([key, address]) => (named.has(key) ? [] : [angleAddr(address)]));
  const hasBcc = fields.some(({ name }) => name === 'bcc');
  if (blind.length === 0 && !hasBcc && strays.size === 0) return header;
  const parts: Buffer[] = [];
  if (blind.length > 0) parts.push(Buffer.from(`Bcc: ${blind.join(`,${lineEnd} `)}${lineEnd}`));
  if (strays.size > 0 && named.size === 0) parts.push(Buffer.from(`To: undisclosed-recipients:;${lineEnd}`));
  for (const field of fields) {
    if (field.name === 'bcc') continue;
    if (strays.size === 0 || !visible.includes(field)) parts.push(field.raw);
    else parts.push(narrowed(field, (address) => wanted.has(keyOf(address)), lineEnd));
  }
  return Buffer.concat([...parts, end]);
}

/** The message's own name for itself; undefined where it has none that could be looked up. */
export function messageId(header: Buffer): string | undefined {
  const field = readHeader(header).fields.find(({ name }) => name === 'message-id');
  return /^<[^<>\s"']{1,900}>$/.exec(field?.value ?? '')?.[0];
}

/** Whether two addresses are the same mailbox: without regard to case, and however the domain is written. */
export function sameMailbox(one: string, other: string): boolean {
  return keyOf(one.trim()) === keyOf(other.trim());
}

/** As addresses are compared: without regard to case, and however a domain is written (RFC 5890). */
function keyOf(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at + 1)}${domainToASCII(domain) || domain}`.normalize('NFC').toLowerCase();
}

/**
 * Every address that a reader of the field could take for one. Readers differ in broken fields: what only looks like an
 * address, outside of quoted names and comments, counts as one.
 */
function addressesIn({ name, value }: HeaderField): string[] {
  const parsed = addressparser(value, { flatten: true }).flatMap(({ address }) =>
    address === '' ? [] : [address.trim()],
  );
  if (parsed.some((address) => address.includes('=?')))
    throw submissionRefusal('submission.addressEncoded', { field: name === 'to' ? 'To' : 'Cc' });
  const known = new Set(parsed.map(keyOf));
  const others = withoutQuotes(value)
    .split(/[\s<>,;:()]+/)
    .map((word) => word.replace(/^'+|'+$/g, ''))
    .filter((word) => /[^@]@[^@]/.test(word) && !word.startsWith('=?') && !known.has(keyOf(word)));
  return [...parsed, ...others];
}

/** Without quoted strings and comments (RFC 5322 section 3.2); an open one reaches to the end. */
function withoutQuotes(value: string): string {
  let kept = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const sign = value.charAt(at);
    if (sign === '\\' && (quoted || depth > 0)) at += 1;
    else if (quoted) quoted = sign !== '"';
    else if (sign === '(') depth += 1;
    else if (depth > 0) depth -= sign === ')' ? 1 : 0;
    else if (sign === '"') quoted = true;
    else kept += sign;
  }
  return kept;
}

/** The field with those of its addresses that are to stay; empty where none does. */
function narrowed(field: HeaderField, stays: (address: string) => boolean, lineEnd: string): Buffer {
  const left = addressparser(field.value, { flatten: true }).filter(({ address }) => stays(address.trim()));
  if (left.length === 0) return Buffer.alloc(0);
  const mailboxes = left.map(({ name, address }) =>
    name === '' ? angleAddr(address.trim()) : `${phrase(name)} ${angleAddr(address.trim())}`,
  );
  return Buffer.from(`${field.name === 'to' ? 'To' : 'Cc'}: ${mailboxes.join(`,${lineEnd} `)}${lineEnd}`);
}

/** Encoded words stay as they are (RFC 2047 section 5 forbids quotes around them), other names are quoted. */
export function phrase(name: string): string {
  if (/^=\?[^\s?]+\?[bq]\?[^\s?]*\?=(?: +=\?[^\s?]+\?[bq]\?[^\s?]*\?=)*$/i.test(name)) return name;
  return `"${name.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** An address in angle brackets (RFC 5322 section 3.4); a domain in letters of its own as every server knows it. */
export function angleAddr(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `<${address.slice(0, at + 1)}${domainToASCII(domain) || domain}>`;
}

function toOthers(strays: readonly string[]): SubmissionRefusedError {
  const more = strays.length - mostNamed;
  const addresses = strays.slice(0, mostNamed).join(', ') + (more > 0 ? ` (+${String(more)})` : '');
  return submissionRefusal('submission.headersNameOthers', { addresses });
}

interface HeaderField {
  /** In lower case. */
  readonly name: string;
  /** What stands behind the colon, unfolded. */
  readonly value: string;
  /** The field as it stands, with its line ends. */
  readonly raw: Buffer;
}

interface MessageHeader {
  readonly fields: readonly HeaderField[];
  readonly lineEnd: '\r\n' | '\n';
  /** The empty line behind it; nothing where there is none. */
  readonly end: Buffer;
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
    if (end === undefined && this.#held.length > longestHeader)
      throw submissionRefusal('submission.headerTooLong');
    if (end === undefined && !last) return undefined;
    const at = end ?? this.#held.length;
    return { header: this.#held.subarray(0, at), body: this.#held.subarray(at) };
  }
}

/**
 * A message, piece by piece, with its header made fit: that comes first, as one piece.
 * @throws SubmissionRefusedError - before the first piece: its header cannot be made fit
 */
export async function* fittedPieces(
  pieces: AsyncIterable<Buffer>,
  fit: (header: Buffer) => Buffer,
): AsyncGenerator<Buffer> {
  const splitter = new HeaderSplitter();
  let behindHeader = false;
  for await (const piece of pieces) {
    const parts = behindHeader ? undefined : splitter.feed(piece);
    if (behindHeader) yield piece;
    else if (parts !== undefined) {
      behindHeader = true;
      yield fit(parts.header);
      yield parts.body;
    }
  }
  const parts = behindHeader ? undefined : splitter.feed(Buffer.alloc(0), true);
  if (parts !== undefined) yield fit(parts.header);
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
  if (/\0|\r(?!\n)/.test(text)) throw submissionRefusal('submission.headerControls');
  const lineEnd = text.includes('\n') && !text.includes('\r\n') ? '\n' : '\r\n';
  if (lineEnd === '\r\n' && /(?:^|[^\r])\n/.test(text)) throw submissionRefusal('submission.headerLineEnds');
  const fields: HeaderField[] = [];
  let start = 0;
  while (start < header.length) {
    let end = lineBehind(header, start);
    while (end < header.length && isBlank(header[end])) end = lineBehind(header, end);
    const raw = header.subarray(start, end);
    start = end;
    const field = /^([!-9;-~]+)[ \t]*:([^]*)$/.exec(decoded(raw));
    if (field === null) {
      if (start === header.length && raw.equals(Buffer.from(lineEnd))) return { fields, lineEnd, end: raw };
      throw submissionRefusal('submission.headerLine');
    }
    const [, name = '', value = ''] = field;
    fields.push({ name: name.toLowerCase(), value: value.replaceAll(/\r?\n/g, '').trim(), raw });
  }
  return { fields, lineEnd, end: Buffer.alloc(0) };
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
