import { randomBytes } from 'node:crypto';

/** A message and what is special in it. */
export interface CorpusMessage {
  readonly name: string;
  readonly content: Buffer;
  /** Not every program takes it; the suites say which do. */
  readonly unusual?: 'bare CR' | 'NUL';
}

/** A message with CRLF line ends and the header that every program leaves alone. */
export function message(subject: string, body: Uint8Array | string): Buffer {
  const header = [
    'From: anna@example.org',
    'To: otto@example.net',
    `Subject: ${subject}`,
    'Date: Mon, 06 Jan 2025 10:00:00 +0000',
    `Message-ID: <${randomBytes(8).toString('hex')}@client.test>`,
    'MIME-Version: 1.0',
    'Content-Type: application/octet-stream',
    'Content-Transfer-Encoding: 8bit',
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(header), Buffer.from(body)]);
}

/** Every byte that a line may hold: all but NUL, CR and LF. */
const everyByte = Buffer.from(
  Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => ![0, 10, 13].includes(byte)),
);

/** The subject of the message that fetchmail cannot carry: it breaks lines at the size of its buffer. */
export const veryLongLines = 'very long lines';

function linesOf(...lengths: readonly number[]): string {
  return lengths.map((length) => `${'x'.repeat(length - 1)}|\r\n`).join('');
}

/** Messages that are text lines, whatever their bytes: every program and server carries them. */
export const ordinaryMessages: readonly CorpusMessage[] = [
  { name: 'plain text', content: message('plain text', 'Hello,\r\n\r\nthis is text.\r\n') },
  { name: 'UTF-8', content: message('UTF-8', 'Grüße, 你好, 🙂\r\n') },
  {
    name: 'every byte but NUL, CR and LF',
    content: message('every byte', Buffer.concat([everyByte, Buffer.from('\r\n')])),
  },
  {
    name: 'lines that begin with dots',
    content: message('dots', '.\r\n..\r\n...\r\n.text\r\n\r\n.\r\n\r\ntext.\r\n.\r\n'),
  },
  { name: 'lines of 998 to 4,096 bytes', content: message('long lines', linesOf(998, 1000, 2048, 4096)) },
  {
    name: 'lines of 8,192 to 100,000 bytes',
    content: message(veryLongLines, linesOf(8192, 16_384, 65_536, 100_000)),
  },
  {
    name: 'lines that look like the protocols',
    content: message(
      'protocols',
      '+ idling\r\na1 OK done\r\n* BYE bye\r\n-ERR no\r\n250 ok\r\n* 1 FETCH ()\r\n{5}\r\n',
    ),
  },
  { name: 'an empty body', content: message('empty', '') },
];

/** Messages that the protocols allow only in places, or only just. */
export const unusualMessages: readonly CorpusMessage[] = [
  {
    name: 'a bare CR',
    content: message('bare CR', 'one\rtwo\r\rthree\r\nfour\r\r\n\rfive\r\n'),
    unusual: 'bare CR',
  },
  {
    name: 'NUL',
    content: message('NUL', Buffer.from('a\0b\0\0c\r\n\0\r\n')),
    unusual: 'NUL',
  },
];

/** A message of this many bytes: random 8-bit text in lines of 76. */
export function largeMessage(size: number): Buffer {
  const start = message('large', '');
  const lines = Math.ceil((size - start.length) / 78);
  const bytes = randomBytes(lines * 78);
  for (let index = 0; index < bytes.length; index += 1) {
    // 0x21 to 0xFE: no control bytes, and a dot at the start of a line now and then.
    const byte = bytes[index] ?? 0;
    if (byte < 0x21) bytes[index] = byte + 0x21;
  }
  for (let line = 1; line <= lines; line += 1) bytes.write('\r\n', line * 78 - 2, 'latin1');
  const content = Buffer.concat([start, bytes]).subarray(0, size);
  // The cut may have come within a line end.
  content.write('x\r\n', size - 3, 'latin1');
  return content;
}

/** The message as a program stores it that keeps LF line ends. */
export function withLineFeeds(content: Buffer): Buffer {
  return Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}
