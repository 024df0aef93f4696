import { createServer, type Socket } from 'node:net';
import { listening } from '../listening.ts';

/** A message as it came over the wire: its envelope, and the content with nothing but the transparency dots undone. */
interface SunkMessage {
  readonly from: string;
  readonly to: readonly string[];
  readonly content: Buffer;
}

export interface MessageSink {
  readonly port: number;
  readonly messages: readonly SunkMessage[];
  /** The next message that was not yet taken with this function; waits for it to arrive. */
  next(): Promise<SunkMessage>;
  stop(): Promise<void>;
}

const endOfData = Buffer.from('\r\n.\r\n');

/**
 * A mail server that takes every message and keeps its bytes: the place behind the submission servers.
 * Bytes inside DATA stay as they are, bare CR, bare LF, NUL and 8-bit included: only `CRLF . CRLF` ends the
 * content and only a dot after CRLF is taken away (RFC 5321 section 4.5.2). BDAT is understood (RFC 3030).
 */
export async function startMessageSink(): Promise<MessageSink> {
  const messages: SunkMessage[] = [];
  const waiting: ((message: SunkMessage) => void)[] = [];
  const untaken: SunkMessage[] = [];
  const sockets = new Set<Socket>();
  const keep = (message: SunkMessage): void => {
    messages.push(message);
    const taker = waiting.shift();
    if (taker === undefined) untaken.push(message);
    else taker(message);
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket, keep);
  });
  const port = await listening(server);
  return {
    port,
    messages,
    next: () => {
      const message = untaken.shift();
      if (message !== undefined) return Promise.resolve(message);
      return new Promise((resolve) => waiting.push(resolve));
    },
    stop: async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serve(socket: Socket, keep: (message: SunkMessage) => void): void {
  let pending: Buffer = Buffer.alloc(0);
  let from = '';
  let to: string[] = [];
  // Pieces of the content so far; searched for the end only at the seams, or a large message costs its square.
  let content: Buffer[] | undefined;
  let chunkLeft = 0;
  let lastChunk = false;
  let chunks: Buffer[] = [];

  const reply = (line: string): void => {
    socket.write(`${line}\r\n`);
  };
  const reset = (): void => {
    from = '';
    to = [];
    content = undefined;
    chunks = [];
  };
  const accept = (bytes: Buffer): void => {
    keep({ from, to, content: bytes });
    reset();
    reply('250 2.0.0 kept');
  };
  const takeData = (pieces: Buffer[], bytes: Buffer): void => {
    // The CRLF that ends the DATA command counts as the one before a first '.': it is put in front at the start.
    const previous = pieces.pop() ?? Buffer.alloc(0);
    const seamLength = Math.min(previous.length, endOfData.length - 1);
    const joined = Buffer.concat([previous.subarray(previous.length - seamLength), bytes]);
    const end = joined.indexOf(endOfData);
    pieces.push(previous.subarray(0, previous.length - seamLength));
    if (end < 0) {
      pieces.push(joined);
      return;
    }
    pieces.push(joined.subarray(0, end + 2));
    pending = joined.subarray(end + endOfData.length);
    accept(withoutTransparencyDots(Buffer.concat(pieces)).subarray(2));
  };
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') reply('250-sink\r\n250-8BITMIME\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 SIZE 0');
    else if (verb === 'DATA') {
      content = [Buffer.from('\r\n')];
      reply('354 send it');
    } else if (verb === 'BDAT') {
      const [, size, last] = line.split(' ');
      chunkLeft = Number(size);
      lastChunk = last?.toUpperCase() === 'LAST';
      if (chunkLeft === 0) endChunk();
    } else if (verb === 'QUIT') {
      socket.end('221 2.0.0 bye\r\n');
    } else {
      if (verb === 'MAIL') from = addressIn(line);
      if (verb === 'RCPT') to.push(addressIn(line));
      if (verb === 'RSET') reset();
      reply('250 2.0.0 ok');
    }
  };
  const endChunk = (): void => {
    if (lastChunk) accept(Buffer.concat(chunks));
    else reply('250 2.0.0 go on');
  };

  reply('220 sink ESMTP');
  socket.on('data', (bytes: Buffer) => {
    pending = pending.length === 0 ? bytes : Buffer.concat([pending, bytes]);
    while (pending.length > 0) {
      if (content !== undefined) {
        const all = pending;
        pending = Buffer.alloc(0);
        takeData(content, all);
      } else if (chunkLeft > 0) {
        const piece = pending.subarray(0, chunkLeft);
        pending = pending.subarray(piece.length);
        chunks.push(piece);
        chunkLeft -= piece.length;
        if (chunkLeft === 0) endChunk();
      } else {
        const end = pending.indexOf('\n');
        if (end < 0) return;
        const line = pending.toString('latin1', 0, end).trimEnd();
        pending = pending.subarray(end + 1);
        command(line);
      }
    }
  });
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}

function withoutTransparencyDots(content: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let start = 0;
  for (;;) {
    const dot = content.indexOf('\r\n.', start, 'latin1');
    if (dot < 0) break;
    pieces.push(content.subarray(start, dot + 2));
    start = dot + 3;
  }
  pieces.push(content.subarray(start));
  return Buffer.concat(pieces);
}
