import { once } from 'node:events';
import net, { type Server, type Socket } from 'node:net';
import tls, { type SecureContext } from 'node:tls';
import { onTestFinished } from 'vitest';
import { makeCertificates, type SandboxCertificates } from '../../support/sandbox/certificates.ts';
import { listening, portOf } from '../../support/listening.ts';

/** One connection over loopback: this program's end, and the end of whoever talks with it. */
export interface Connection {
  /** Paused, lets either side end alone, as the relay holds it. */
  readonly near: Socket;
  /** Paused; what is done with it is the test's business. */
  readonly far: Socket;
  /** The far side breaks: a TCP reset, also under TLS. */
  readonly reset: () => void;
}

export type Transport = 'plain' | 'tls';

let made: Promise<SandboxCertificates> | undefined;

/** One authority and one certificate for localhost for all tests of a file. */
export function certificates(): Promise<SandboxCertificates> {
  made ??= makeCertificates();
  return made;
}

/** Trusts the authority of {@link certificates}. */
export async function trust(): Promise<SecureContext> {
  return tls.createSecureContext({ minVersion: 'TLSv1.2', ca: (await certificates()).ca });
}

/** A server's context with the certificate of {@link certificates}. */
export async function identity(): Promise<SecureContext> {
  const { cert, key } = await certificates();
  return tls.createSecureContext({ cert, key });
}

/** Listens on a free port of this address; closed with all its connections when the test has ended. */
export async function listen(accept: (socket: Socket) => void, address = '127.0.0.1'): Promise<Server> {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => accept(kept(socket)));
  await listening(server, address);
  onTestFinished(() => {
    server.close();
  });
  return server;
}

/** Connects to a port of this machine, without reading yet. */
export async function connect(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = kept(net.connect({ port, host, allowHalfOpen: true }));
  await once(socket, 'connect');
  return socket.pause();
}

/** A mail client and this program's end of its connection, which is the server's. */
export function clientConnection(transport: Transport = 'plain'): Promise<Connection> {
  return connection(transport, 'server');
}

/** A provider's server and this program's end of the connection to it, which is the client's. */
export function upstreamConnection(transport: Transport = 'plain'): Promise<Connection> {
  return connection(transport, 'client');
}

async function connection(transport: Transport, nearIs: 'server' | 'client'): Promise<Connection> {
  const arrived = Promise.withResolvers<Socket>();
  const server = await listen((socket) => arrived.resolve(socket.pause()));
  const dialled = await connect(portOf(server));
  const accepted = await arrived.promise;
  server.close();
  const [client, host] = transport === 'plain' ? [dialled, accepted] : await secureBoth(dialled, accepted);
  return nearIs === 'server'
    ? { near: host, far: client, reset: () => dialled.resetAndDestroy() }
    : { near: client, far: host, reset: () => accepted.resetAndDestroy() };
}

async function secureBoth(dialled: Socket, accepted: Socket): Promise<[Socket, Socket]> {
  const host = new tls.TLSSocket(accepted, { isServer: true, secureContext: await identity() });
  const client = tls.connect({ socket: dialled, secureContext: await trust(), host: '127.0.0.1' });
  await Promise.all([once(client, 'secureConnect'), once(host, 'secure')]);
  return [kept(client).pause(), kept(host).pause()];
}

function kept<S extends Socket>(socket: S): S {
  // a reset is part of many tests; those that care listen themselves
  socket.on('error', () => {});
  onTestFinished(() => {
    socket.destroy();
  });
  return socket;
}

/** Everything that comes until the other side ends (or breaks). */
export async function readAll(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.resume();
  if (!socket.readableEnded && !socket.destroyed) {
    await new Promise<void>((resolve) => {
      socket.once('end', resolve).once('close', () => resolve());
    });
  }
  return Buffer.concat(chunks);
}

/** Reads until this text has come; all that was read so far. Fails when the other side ends before. */
export function readUntil(socket: Socket, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let seen = '';
    const received = (chunk: Buffer): void => {
      seen += chunk.toString('latin1');
      if (!seen.includes(text)) return;
      over();
      socket.pause();
      resolve(seen);
    };
    const ended = (): void => {
      over();
      reject(new Error(`ended before ${JSON.stringify(text)}, after ${JSON.stringify(seen)}`));
    };
    const over = (): void => {
      socket.off('data', received).off('end', ended).off('close', ended);
    };
    socket.on('data', received).once('end', ended).once('close', ended);
    socket.resume();
  });
}

/** Resolves when the socket is closed, whether it is already or will be. */
export async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}
