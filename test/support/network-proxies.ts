import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { listening } from './listening.ts';

/** A proxy on this machine, which takes every name to 127.0.0.1 and records where it was asked to connect to. */
export class ProxyStandIn {
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #sockets: Set<Duplex>;
  readonly port: number;

  private constructor(server: Server, sockets: Set<Duplex>, port: number, asked: string[]) {
    this.#server = server;
    this.#sockets = sockets;
    this.port = port;
    this.asked = asked;
  }

  /** An HTTP proxy for CONNECT (RFC 9110 section 9.3.6). `login`: 'user:password', else 407; `status`: always this. */
  static async http(
    options: { readonly login?: string; readonly status?: number } = {},
  ): Promise<ProxyStandIn> {
    const asked: string[] = [];
    const sockets = new Set<Duplex>();
    const server = createHttpServer((_request, response) => response.writeHead(405).end());
    server.on('connection', (socket: Socket) => remember(sockets, socket));
    server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
      asked.push(request.url ?? '');
      const wanted =
        options.login === undefined ? undefined : `Basic ${Buffer.from(options.login).toString('base64')}`;
      const status =
        options.status ??
        (wanted !== undefined && request.headers['proxy-authorization'] !== wanted ? 407 : 200);
      if (status !== 200) {
        client.end(`HTTP/1.1 ${String(status)} No\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      const upstream = connect({ host: '127.0.0.1', port: portOf(request.url ?? ''), allowHalfOpen: true });
      remember(sockets, upstream);
      upstream.once('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
      // the server's greeting goes in one piece with the answer, when there is one
      upstream.once('connect', () => {
        if (head.length > 0) upstream.write(head);
        const answer = Buffer.from('HTTP/1.1 200 Connection established\r\n\r\n');
        const plain = setTimeout(() => splice([answer]), 100);
        const early = (chunk: Buffer): void => splice([answer, chunk]);
        const splice = (first: Buffer[]): void => {
          clearTimeout(plain);
          upstream.off('data', early);
          client.write(Buffer.concat(first));
          client.pipe(upstream).pipe(client);
        };
        upstream.once('data', early);
      });
    });
    return new ProxyStandIn(server, sockets, await listening(server), asked);
  }

  /** A SOCKS 5 proxy (RFC 1928; with a login RFC 1929). `reply`: what it answers instead of connecting. */
  static async socks(
    options: { readonly login?: string; readonly reply?: number } = {},
  ): Promise<ProxyStandIn> {
    const asked: string[] = [];
    const sockets = new Set<Duplex>();
    const server = createServer({ allowHalfOpen: true }, (client) => {
      remember(sockets, client);
      const octets = new Octets(client);
      serveSocks(client, octets, options, asked, sockets).catch(() => client.destroy());
    });
    return new ProxyStandIn(server, sockets, await listening(server), asked);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

async function serveSocks(
  client: Socket,
  octets: Octets,
  options: { readonly login?: string; readonly reply?: number },
  asked: string[],
  sockets: Set<Duplex>,
): Promise<void> {
  const [, methods = 0] = await octets.take(2);
  const offered = await octets.take(methods);
  const method = options.login === undefined ? 0 : 2;
  if (!offered.includes(method)) {
    client.end(Buffer.from([5, 0xff]));
    return;
  }
  client.write(Buffer.from([5, method]));
  if (method === 2) {
    const [, userLength = 0] = await octets.take(2);
    const user = await octets.take(userLength);
    const [passwordLength = 0] = await octets.take(1);
    const password = await octets.take(passwordLength);
    const right = `${user.toString()}:${password.toString()}` === options.login;
    client.write(Buffer.from([1, right ? 0 : 1]));
    if (!right) {
      client.end();
      return;
    }
  }
  const [, , , type] = await octets.take(4);
  const host = await hostOf(octets, type);
  const port = (await octets.take(2)).readUInt16BE();
  asked.push(`${host}:${String(port)}`);
  if (options.reply !== undefined) {
    client.end(Buffer.from([5, options.reply, 0, 1, 0, 0, 0, 0, 0, 0]));
    return;
  }
  const upstream = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  remember(sockets, upstream);
  upstream.once('error', () => client.destroy());
  upstream.once('connect', () => {
    const rest = octets.stop();
    if (rest.length > 0) upstream.write(rest);
    client.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]));
    client.pipe(upstream).pipe(client);
  });
}

async function hostOf(octets: Octets, type: number | undefined): Promise<string> {
  if (type === 1) return [...(await octets.take(4))].join('.');
  if (type === 4) return (await octets.take(16)).toString('hex');
  const [length = 0] = await octets.take(1);
  return (await octets.take(length)).toString();
}

/** Reads so many octets at a time. */
class Octets {
  readonly #socket: Socket;
  #held = Buffer.alloc(0);
  #wanted: { readonly count: number; readonly resolve: (octets: Buffer) => void } | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', this.#feed);
  }

  readonly #feed = (chunk: Buffer): void => {
    this.#held = Buffer.concat([this.#held, chunk]);
    this.#serve();
  };

  take(count: number): Promise<Buffer> {
    return new Promise((resolve) => {
      this.#wanted = { count, resolve };
      this.#serve();
    });
  }

  stop(): Buffer {
    this.#socket.pause().off('data', this.#feed);
    return this.#held;
  }

  #serve(): void {
    const wanted = this.#wanted;
    if (wanted === undefined || this.#held.length < wanted.count) return;
    this.#wanted = undefined;
    const taken = this.#held.subarray(0, wanted.count);
    this.#held = this.#held.subarray(wanted.count);
    wanted.resolve(taken);
  }
}

function remember(sockets: Set<Duplex>, socket: Duplex): void {
  sockets.add(socket);
  socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket));
}

function portOf(target: string): number {
  return Number(/:(\d+)$/.exec(target)?.[1] ?? 0);
}
