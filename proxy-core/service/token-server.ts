import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { z } from 'zod';
import {
  programTokenRequestSchema,
  programTokenResultSchema,
  type ProgramTokenRequest,
  type ProgramTokenResult,
} from '#contract/program-token.ts';
import { jsonOf } from '#core/storage/json.ts';

/** Programs ask one by one, and at most a few at once. */
const mostConnections = 64;
/** From connect to the end of the request; the command sends it at once. Milliseconds. */
const requestTimeout = 5_000;
/** For the answer: longer than a login waits for a token. */
const answerTimeout = 60_000;
const longestRequest = 4_096;

/** Where a running service is asked for tokens, and the key that says that it is its owner who asks. */
export const tokenPlaceSchema = z.object({ port: z.int().min(1).max(65_535), key: z.string().min(1) });
export type TokenPlace = z.infer<typeof tokenPlaceSchema>;

const requestSchema = programTokenRequestSchema.extend({ key: z.string() });

/**
 * Gives access tokens to the owner's programs: on loopback, as that is the same on every system, and for a key that only
 * who may read the data folder has. One line of JSON comes in, one goes out.
 */
export class TokenServer {
  readonly place: TokenPlace;
  readonly #server: net.Server;
  readonly #open: Set<Socket>;

  private constructor(place: TokenPlace, server: net.Server, open: Set<Socket>) {
    this.place = place;
    this.#server = server;
    this.#open = open;
  }

  /** @throws the system's error - there is no port */
  static async open(
    give: (request: ProgramTokenRequest) => Promise<ProgramTokenResult>,
  ): Promise<TokenServer> {
    const key = randomBytes(32).toString('base64url');
    const open = new Set<Socket>();
    const server = net.createServer((socket) => {
      open.add(socket);
      socket.once('close', () => open.delete(socket)).on('error', () => {});
      void answer(socket, key, give).catch(() => socket.destroy());
    });
    server.maxConnections = mostConnections;
    server.listen({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port to give tokens on');
    return new TokenServer({ port: address.port, key }, server, open);
  }

  async close(): Promise<void> {
    const closed = Promise.withResolvers<void>();
    this.#server.close(() => closed.resolve());
    for (const socket of this.#open) socket.destroy();
    await closed.promise;
  }
}

async function answer(
  socket: Socket,
  key: string,
  give: (request: ProgramTokenRequest) => Promise<ProgramTokenResult>,
): Promise<void> {
  const request = requestSchema.safeParse(jsonOf((await firstLine(socket)) ?? ''));
  // whoever does not know the key is told nothing
  if (!request.success || !timingSafeEqual(digest(request.data.key), digest(key))) socket.destroy();
  else socket.end(JSON.stringify(await give(request.data)));
}

/** @returns undefined - none came in time, or it was too long */
async function firstLine(socket: Socket): Promise<string | undefined> {
  const timer = setTimeout(() => socket.destroy(), requestTimeout).unref();
  let line = '';
  try {
    for await (const piece of socket.iterator({ destroyOnReturn: false })) {
      line += String(piece);
      if (line.includes('\n')) return line.slice(0, line.indexOf('\n'));
      if (line.length > longestRequest) return undefined;
    }
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Asks a running service for a token.
 * @returns undefined - it does not answer: it has just ended, or it is not this service that has the port by now
 */
export async function askForToken(
  { port, key }: TokenPlace,
  request: ProgramTokenRequest,
): Promise<ProgramTokenResult | undefined> {
  const socket = net.connect({ host: '127.0.0.1', port });
  socket.setTimeout(answerTimeout, () => socket.destroy(new Error('no answer in time')));
  socket.write(`${JSON.stringify({ key, ...request })}\n`);
  const said = await readAll(socket).catch(() => '');
  return programTokenResultSchema.safeParse(jsonOf(said)).data;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
