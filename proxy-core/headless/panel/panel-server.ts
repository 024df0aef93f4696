import { jsonOf } from '#core/storage/json.ts';
import { randomBytes, createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { z } from 'zod';
import type { HostInfo } from '#contract/commands/host.ts';
import type { Gateway } from '#core/gateway.ts';
import { screenCalls, type ScreenCalls, feedScreen, type FeedSource } from '#core/screens/screen-calls.ts';
import { screenHeaders, type ScreenFiles } from '#core/screens/screen-files.ts';
import { closeHttpPort, openHttpPort } from '../http-port.ts';

const requestSchema = z.object({ name: z.string(), input: z.unknown() });
const codeSchema = z.object({ code: z.string().max(100) });
/**
 * Connections that have not shown the token: several browsers' worth. Whoever comes when there are so many takes the
 * place of the oldest, so that half-sent requests neither use the file descriptors up nor keep the owner out.
 */
const mostStrangers = 64;
/** From connect to the end of the header; a browser on this machine takes milliseconds. */
const timeForHeaders = 10_000;
/** An imported configuration is the largest thing that a screen sends: two million characters, of which JSON makes more. */
const largestBody = 8 * 1024 * 1024;
/** Whoever logs in is a stranger yet. */
const longestLogin = 1_000;

export interface PanelOptions {
  readonly gateway: Gateway;
  readonly files: ScreenFiles;
  readonly hostInfo: HostInfo;
  /** 0: any free port. */
  readonly port: number;
  /** From connect to the end of a request's header, in milliseconds; 10 s where left out. */
  readonly timeForHeaders?: number;
}

/**
 * The screens over HTTP, for a machine without a desktop: on loopback only, with a token of this run in
 * the address's fragment (which a browser keeps to itself).
 */
export class PanelServer {
  readonly #options: PanelOptions;
  readonly #token = randomBytes(32).toString('base64url');
  readonly #server: Server;
  readonly #calls: ScreenCalls;
  /** The oldest first. */
  readonly #strangers = new Set<Socket>();
  readonly #headers = screenHeaders("'self'");
  #guard: PanelGuard | undefined;
  #port = 0;

  constructor(options: PanelOptions) {
    this.#options = options;
    // the rest of a host's work (copying, saving, opening pages) is the browser's own here
    const host = { 'host-info': () => Promise.resolve(options.hostInfo) };
    this.#calls = screenCalls({ gateway: options.gateway, host });
    const headersTimeout = options.timeForHeaders ?? timeForHeaders;
    this.#server = createServer(
      { headersTimeout, requestTimeout: 30_000, connectionsCheckingInterval: headersTimeout / 10 },
      (request, response) => void this.#answer(request, response).catch(() => response.destroy()),
    );
    this.#server.on('connection', (socket) => this.#makeRoomFor(socket));
  }

  /** Opens the port. @throws CodedError */
  async open(): Promise<void> {
    this.#port = await openHttpPort(this.#server, 'panel', {
      host: '127.0.0.1',
      port: this.#options.port,
    });
    this.#guard = new PanelGuard({ port: this.#port, token: this.#token });
  }

  /** The address to open in a browser; whoever has it may do everything, so it is for the owner alone. */
  get address(): string {
    return `http://127.0.0.1:${String(this.#port)}/#${this.#token}`;
  }

  /** The same for a browser that is opened for the owner: good once, and not for long. */
  link(): string {
    return `http://127.0.0.1:${String(this.#port)}/#once-${this.#guard?.newCode() ?? ''}`;
  }

  close(): Promise<void> {
    return closeHttpPort(this.#server);
  }

  #makeRoomFor(socket: Socket): void {
    const [oldest] = this.#strangers;
    if (this.#strangers.size >= mostStrangers && oldest !== undefined) {
      this.#strangers.delete(oldest);
      oldest.destroy();
    }
    this.#strangers.add(socket);
    socket.once('close', () => this.#strangers.delete(socket));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(this.#headers)) response.setHeader(name, value);
    const guard = this.#guard;
    if (guard === undefined || !guard.isOurs(request)) return refuse(response, 403, 'Not for this page.');
    const path = new URL(request.url ?? '/', 'http://panel.invalid').pathname;
    if (!path.startsWith('/api/')) return this.#giveFile(path, request, response);
    if (path === '/api/login' && request.method === 'POST')
      return await this.#logIn(guard, request, response);
    if (!guard.isAllowed(request)) return refuse(response, 401, 'Open the address that Mailwicket printed.');
    this.#strangers.delete(request.socket);
    switch (`${request.method ?? ''} ${path}`) {
      case 'POST /api/run':
        return await this.#run(request, response, (name, input) => this.#calls.run(name, input));
      case 'POST /api/host':
        return await this.#run(request, response, (name, input) => this.#calls.host(name, input));
      case 'POST /api/link':
        return give(response, { link: this.link() });
      case 'GET /api/events':
        return streamEvents(this.#options.gateway, request, response);
      default:
        return refuse(response, 404, 'There is nothing here.');
    }
  }

  #giveFile(path: string, request: IncomingMessage, response: ServerResponse): void {
    const file = this.#options.files.get(path);
    if (file === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) {
      return refuse(response, 404, 'There is nothing here.');
    }
    response.writeHead(200, { 'Content-Type': file.mediaType, 'Content-Length': file.content.length });
    response.end(request.method === 'HEAD' ? undefined : file.content);
  }

  async #run(
    request: IncomingMessage,
    response: ServerResponse,
    carryOut: ScreenCalls['run'],
  ): Promise<void> {
    const asked = await readJson(request, response, requestSchema, largestBody);
    if (asked !== undefined) give(response, await carryOut(asked.name, asked.input));
  }

  /** The code of a link for the token. */
  async #logIn(guard: PanelGuard, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await readJson(request, response, codeSchema, longestLogin);
    if (asked === undefined) return;
    const token = guard.redeem(asked.code);
    if (token === undefined) refuse(response, 401, 'This link was opened before, or is too old.');
    else give(response, { token });
  }
}

function give(response: ServerResponse, answer: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(answer));
}

/** What a request brings; undefined where it was refused. */
async function readJson<Asked>(
  request: IncomingMessage,
  response: ServerResponse,
  schema: z.ZodType<Asked>,
  largest: number,
): Promise<Asked | undefined> {
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    refuse(response, 415, 'JSON is wanted.');
    return undefined;
  }
  const body = await readBody(request, largest);
  if (body === undefined) {
    refuse(response, 413, 'That is too much.');
    return undefined;
  }
  const asked = schema.safeParse(jsonOf(body));
  if (asked.success) return asked.data;
  refuse(response, 400, 'That is not a command.');
  return undefined;
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  response.end(`${text}\n`);
}

async function readBody(request: IncomingMessage, largest: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  // ended with the request, the connection could not bring the refusal
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const piece: unknown = chunk;
    if (!Buffer.isBuffer(piece)) continue;
    length += piece.length;
    if (length > largest) return undefined;
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** How long a link that was made for a browser can be opened; milliseconds. */
const linkLife = 5 * 60_000;
/** Links that were made and not opened yet. */
const mostLinks = 16;

/**
 * Who may speak with the panel: a page that this server gave out, opened by somebody who was told the
 * token. Other sites in the same browser can reach a loopback port too (DNS rebinding, cross-site
 * requests), so the host and the origin are checked before anything else.
 */
class PanelGuard {
  readonly #hosts: ReadonlySet<string>;
  readonly #token: string;
  readonly #tokenDigest: Buffer;
  /** The codes of links that were not opened yet, digested, and when each ends. */
  readonly #codes = new Map<string, number>();

  constructor(options: { readonly port: number; readonly token: string }) {
    const port = String(options.port);
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
    this.#token = options.token;
    this.#tokenDigest = digest(options.token);
  }

  /** Whether the request names this server, and comes from its own page or from none. */
  isOurs(request: IncomingMessage): boolean {
    const { host, origin } = request.headers;
    if (host === undefined || !this.#hosts.has(host.toLowerCase())) return false;
    if (origin !== undefined && origin !== `http://${host.toLowerCase()}`) return false;
    const site = request.headers['sec-fetch-site'];
    return site === undefined || site === 'same-origin' || site === 'none';
  }

  /**
   * A code that can be exchanged for the token, once and soon: for a link that is handed to a browser, as others of this
   * machine can read the arguments of the program that opens it.
   */
  newCode(): string {
    const code = randomBytes(32).toString('base64url');
    const [oldest] = this.#codes.keys();
    if (this.#codes.size >= mostLinks && oldest !== undefined) this.#codes.delete(oldest);
    this.#codes.set(digest(code).toString('hex'), performance.now() + linkLife);
    return code;
  }

  /** The token for a code; undefined for one that was used, has ended, or never was. */
  redeem(code: string): string | undefined {
    const key = digest(code).toString('hex');
    const ends = this.#codes.get(key);
    this.#codes.delete(key);
    return ends !== undefined && performance.now() < ends ? this.#token : undefined;
  }

  /** Whether the request carries the token of this run. */
  isAllowed(request: IncomingMessage): boolean {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    return token !== undefined && timingSafeEqual(digest(token), this.#tokenDigest);
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A line now and then, so that a dead connection is noticed on both sides. Milliseconds. */
const heartbeat = 15_000;
/** A page that does not read is let go rather than written to without end. Octets. */
const mostUnread = 8 * 1024 * 1024;

/**
 * Streams snapshots and activity lines as server-sent events (HTML Living Standard section 9.2): the
 * present snapshot and the kept lines first, then each change.
 */
function streamEvents(source: FeedSource, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const send = (event: string, data: unknown): void => {
    if (response.writableLength > mostUnread) response.destroy();
    else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  send('snapshot', source.snapshot);
  send('activity', source.activity.entries());
  const end = feedScreen(source, {
    snapshot: (snapshot) => send('snapshot', snapshot),
    activity: (entries) => send('activity', entries),
  });
  const beat = setInterval(() => response.write(': here\n\n'), heartbeat);
  request.once('close', () => {
    clearInterval(beat);
    end();
  });
}
