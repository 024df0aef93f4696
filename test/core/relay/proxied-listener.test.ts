import { once } from 'node:events';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { Socket } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { limits } from '#core/relay/limits.ts';
import type { ListenerOptions } from '#core/relay/listener.ts';
import { settle } from '../../support/fake-clock.ts';
import { binaryHeader } from '../../support/proxy-header.ts';
import { certificates, connect, identity, readAll, readUntil } from './loopback.ts';
import { openListener, type OpenListener, type RelayDeps } from './relay-deps.ts';

const line = 'PROXY TCP4 192.0.2.7 198.51.100.1 56324 993\r\n';
const client = binaryHeader(0x21, 0x11, [192, 0, 2, 7, 198, 51, 100, 1, 1, 2, 3, 4]);
const healthCheck = binaryHeader(0x20, 0x00, []);
const noHeader =
  'A connection from 127.0.0.1 to IMAP did not begin with a header of the PROXY protocol and was closed. Switch it on there (HAProxy: send-proxy-v2), or take the address out of proxy-from.';

/** A port behind a proxy that is on this machine. */
function open(options: Partial<ListenerOptions> = {}): Promise<OpenListener> {
  return openListener({ isProxy: (peer) => peer === '127.0.0.1', ...options });
}

/** Whose connection was refused or left, as the activity has it. */
async function peerOf(deps: RelayDeps): Promise<string | undefined> {
  return (await deps.entry(({ kind }) => kind === 'connection' || kind === 'login-refused')).peer;
}

it.each([
  ['version 1', Buffer.from(line, 'latin1')],
  ['version 2', client],
])('the client whom a header of %s names is whose login is refused', async (_what, header) => {
  const { deps, port } = await open();
  const socket = await connect(port);
  socket.write(header);
  await readUntil(socket, '\r\n');
  socket.write('a LOGIN anna@example.org wrong\r\n');
  const entry = deps.entry(({ kind }) => kind === 'login-refused');
  // the refusal takes its time
  while (deps.texts().length === 0) {
    await deps.clock.advance(limits.refusalTime);
    await settle();
  }
  expect((await entry).peer).toBe('192.0.2.7');
});

it('a login that comes in one packet with the header, or an octet at a time, is heard', async () => {
  const { port } = await open();
  const whole = await connect(port);
  whole.write(`${line}a NOOP\r\n`);
  expect(await readUntil(whole, 'a OK')).toContain('* OK ');
  const trickling = await connect(port);
  for (const octet of Buffer.concat([client, Buffer.from('b NOOP\r\n')])) {
    trickling.write(Buffer.from([octet]));
    await settle();
  }
  expect(await readUntil(trickling, 'b OK')).toContain('* OK ');
});

it('TLS begins behind the header, also where its hello comes in the same packet', async () => {
  const secureContext = await identity();
  const { deps, port } = await open({ implicitTls: true, localTls: () => secureContext });
  const raw = await connect(port);
  const secured = tls.connect({ socket: headerFirst(raw), host: 'localhost', ca: (await certificates()).ca });
  secured.on('error', () => {});
  onTestFinished(() => void secured.destroy());
  await once(secured, 'secureConnect');
  expect(await readUntil(secured, '\r\n')).toMatch(/^\* OK /);
  secured.write('a LOGOUT\r\n');
  await readAll(secured);
  raw.destroy();
  expect(await peerOf(deps)).toBe('192.0.2.7');
});

/** Sends the header in front of, and together with, the first that is written. */
function headerFirst(raw: Socket): Duplex {
  let first = true;
  raw.resume();
  const stream = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      raw.write(first ? Buffer.concat([client, chunk]) : chunk, done);
      first = false;
    },
  });
  raw.on('data', (chunk: Buffer) => stream.push(chunk)).once('end', () => stream.push(null));
  return stream;
}

it.each(['a LOGIN anna geheim\r\n', 'PROXY TCP4 nonsense\r\n'])(
  'a proxy that sends %j in the place of its header is hung up on without a greeting, which is told',
  async (words) => {
    const { deps, port } = await open();
    const socket = await connect(port);
    socket.write(words);
    expect((await readAll(socket)).length).toBe(0);
    expect(deps.texts()).toEqual([noHeader]);
    expect(deps.clock.timers).toBe(0);
    expect(deps.registry.size).toBe(0);
  },
);

it('half a header is waited for as long as a lost packet takes, and no longer', async () => {
  const { deps, port } = await open();
  const socket = await connect(port);
  socket.write(client.subarray(0, 20));
  while (deps.clock.timers === 0) await settle();
  await deps.clock.advance(limits.proxyHeader - 1);
  expect(deps.texts()).toEqual([]);
  await deps.clock.advance(1);
  expect((await readAll(socket)).length).toBe(0);
  expect(deps.texts()).toEqual([noHeader]);
});

it('at a stop a program that the proxy has just handed over is still taken, and half a header gets a moment', async () => {
  const { deps, port, listener } = await open();
  const taken = await connect(port);
  const halted = await connect(port);
  halted.write(client.subarray(0, 20));
  const closed = listener.close();
  taken.write(`${line}a NOOP\r\n`);
  expect(await readUntil(taken, 'a OK')).toContain('* OK ');
  await deps.clock.advance(limits.lastLogins);
  await closed;
  expect((await readAll(halted)).length).toBe(0);
});

it('a proxy may try whether the port is open: nothing to tell, and nothing left behind', async () => {
  const { deps, port } = await open();
  const socket = await connect(port);
  while (deps.clock.timers === 0) await settle();
  socket.end();
  await readAll(socket);
  while (deps.clock.timers > 0) await settle();
  expect(deps.texts()).toEqual([]);
});

it('a health check of the proxy is greeted as its own', async () => {
  const { deps, port } = await open();
  const socket = await connect(port);
  socket.write(healthCheck);
  expect(await readUntil(socket, '\r\n')).toMatch(/^\* OK /);
  socket.end();
  await readAll(socket);
  expect(await peerOf(deps)).toBe('127.0.0.1');
});

it.each([
  ['version 1', Buffer.from(line, 'latin1')],
  ['version 2', client],
])(
  'who is not named as a proxy cannot say by %s to be somebody else, and hears where it is switched on',
  async (_what, header) => {
    const { deps, port } = await open({ isProxy: () => false });
    const socket = await connect(port);
    socket.write(Buffer.concat([header, Buffer.from('a LOGOUT\r\n')]));
    // nothing behind the greeting
    expect((await readAll(socket)).toString()).toMatch(/^\* OK [^\n]*\n$/);
    await vi.waitFor(() => expect(deps.registry.size).toBe(0));
    expect(deps.texts()).toEqual([
      'A connection from 127.0.0.1 to IMAP began with a header of the PROXY protocol and was closed, as that is no named load balancer. Add its address to proxy-from, or switch the header off there (HAProxy: send-proxy-v2).',
    ]);
    expect(deps.clock.timers).toBe(0);
  },
);

it('a header in front of TLS from who is not named as a proxy is thought of', async () => {
  const secureContext = await identity();
  const { deps, port } = await open({
    implicitTls: true,
    localTls: () => secureContext,
    isProxy: () => false,
  });
  const socket = await connect(port);
  socket.write(client);
  await readAll(socket);
  expect(deps.texts()).toEqual([
    expect.stringContaining('headers of the PROXY protocol, add its address to proxy-from'),
  ]);
});

it('the limit for one address counts clients, not the proxy between', async () => {
  const { port } = await open();
  const sockets: Socket[] = [];
  for (let at = 0; at <= limits.beforeLoginOfPeer; at += 1) {
    const socket = await connect(port);
    socket.write(line.replace('192.0.2.7', `192.0.2.${String(at)}`));
    expect(await readUntil(socket, '\r\n')).toMatch(/^\* OK /);
    sockets.push(socket);
  }
  expect(sockets.every((socket) => !socket.destroyed)).toBe(true);
});
