import addressparser from 'nodemailer/lib/addressparser';
import { sameAddress } from '#contract/account.ts';
import type { Device } from '#contract/device.ts';
import { phrase, written } from '#core/submission/envelope.ts';
import { HeaderSplitter, readHeader } from '#core/submission/message-header.ts';
import { SubmissionRefusedError } from '#core/submission/refusal.ts';
import { msg } from '#messages/message.ts';

/**
 * Makes a message's From that of its account, or refuses another one. A header that is right already stays as it is. Where
 * From is written anew, answers go to who stood there.
 * @param header - with the empty line behind it
 * @throws SubmissionRefusedError - it is malformed, or from somebody else
 */
export function fitSender(header: Buffer, sender: string, policy: Device['senderPolicy']): Buffer {
  const { fields, lineEnd } = readHeader(header);
  const named = fields.filter(({ name }) => name === 'from' || name === 'sender');
  const writers = named.flatMap(({ value }) => addressparser(value, { flatten: true }));
  const froms = named.filter(({ name }) => name === 'from');
  const others = writers.filter(({ address }) => !sameAddress(address, sender));
  if (froms.length === 1 && writers.length > 0 && others.length === 0) return header;
  if (policy === 'refuse') throw otherSender(others[0]?.address ?? '', sender);
  const [first] = addressparser(froms[0]?.value ?? '', { flatten: true });
  // Graph takes a name with @ in it for another sender
  const name = first === undefined || first.name.includes('@') ? '' : first.name;
  const from = name === '' ? written(sender) : `${phrase(name)} ${written(sender)}`;
  const parts: Buffer[] = [Buffer.from(`From: ${from}${lineEnd}`)];
  const answers = fields.some((field) => field.name === 'reply-to');
  if (!answers && first !== undefined && isReachable(first.address) && !sameAddress(first.address, sender)) {
    parts.push(Buffer.from(`Reply-To: ${written(first.address)}${lineEnd}`));
  }
  let length = 0;
  for (const field of fields) {
    length += field.raw.length;
    if (!named.includes(field)) parts.push(field.raw);
  }
  // the empty line
  parts.push(header.subarray(length));
  return Buffer.concat(parts);
}

/** A message, or its envelope, is from somebody else than the account. */
export function otherSender(given: string, sender: string): SubmissionRefusedError {
  return new SubmissionRefusedError(
    '553 5.7.1',
    msg('devices.otherSender', { given: given.slice(0, 200), sender }),
    msg('devices.setSender', { sender }),
  );
}

/** Whether an address can be answered to: `root@localhost` and `scanner@` cannot. */
function isReachable(address: string): boolean {
  return /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/.test(address);
}

/**
 * Gives every line CRLF. Old devices mix line ends, and a server that takes a bare one for the end of a line would read
 * another message than the one that was checked.
 */
async function* wholeLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held = '';
  for await (const piece of pieces) {
    const text = held + piece.toString('latin1');
    // what follows tells whether it is half of a CRLF
    held = text.endsWith('\r') ? '\r' : '';
    yield crlf(held === '' ? text : text.slice(0, -1));
  }
  yield crlf(held);
}

function crlf(text: string): Buffer {
  return Buffer.from(text.replaceAll(/\r\n|\r|\n/g, '\r\n'), 'latin1');
}

/**
 * A message, piece by piece, with its header made fit.
 * @throws SubmissionRefusedError - before the first piece: its header cannot be made fit
 */
export async function* fitted(
  pieces: AsyncIterable<Buffer>,
  fit: (header: Buffer) => Buffer,
): AsyncGenerator<Buffer> {
  const splitter = new HeaderSplitter();
  let behindHeader = false;
  for await (const piece of wholeLines(pieces)) {
    if (behindHeader) {
      yield piece;
      continue;
    }
    const parts = splitter.feed(piece);
    if (parts === undefined) continue;
    behindHeader = true;
    yield fit(parts.header);
    yield parts.body;
  }
  const parts = behindHeader ? undefined : splitter.feed(Buffer.alloc(0), true);
  if (parts !== undefined) yield fit(parts.header);
}

/** A message as it follows DATA (RFC 5321 section 4.5.2), of pieces whose lines end in CRLF. */
export async function* stuffed(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let lineBegins = true;
  for await (const piece of pieces) {
    const text = piece.toString('latin1').replaceAll('\r\n.', '\r\n..');
    yield Buffer.from(lineBegins && text.startsWith('.') ? `.${text}` : text, 'latin1');
    if (piece.length > 0) lineBegins = text.endsWith('\r\n');
  }
  yield Buffer.from(lineBegins ? '.\r\n' : '\r\n.\r\n');
}
