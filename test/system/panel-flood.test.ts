import { once } from 'node:events';
import http from 'node:http';
import net, { type Socket } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { PanelServer } from '#core/headless/panel/panel-server.ts';
import { SystemBench } from '../support/system-bench.ts';

const flood = 300;
const page = { mediaType: 'text/html; charset=utf-8', content: Buffer.from('<!doctype html>') };
let bench: SystemBench;

beforeAll(async () => {
  bench = await SystemBench.start();
});
afterAll(() => bench.stop());

interface Panel {
  readonly port: number;
  readonly token: string;
}

async function openPanel(timeForHeaders?: number): Promise<Panel> {
  const panel = new PanelServer({
    gateway: bench.running.gateway,
    files: new Map([['/', page]]),
    hostInfo: {
      kind: 'panel',
      version: 'test',
      platform: 'linux',
      language: 'en',
      tray: false,
      secretsKept: true,
    },
    port: 0,
    timeForHeaders,
  });
  await panel.open();
  onTestFinished(() => panel.close());
  const address = new URL(panel.address);
  return { port: Number(address.port), token: address.hash.slice(1) };
}

/** A request whose header never ends. */
async function halfSent({ port }: Panel): Promise<Socket> {
  const socket = net.connect(port, '127.0.0.1').on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write('GET / HTTP/1.1\r\nHost: ');
  return socket.resume();
}

async function get({ port, token }: Panel, path: string): Promise<http.IncomingMessage> {
  const headers = { Authorization: `Bearer ${token}` };
  const request = http.get({ host: '127.0.0.1', port, path, headers, agent: false });
  onTestFinished(() => void request.destroy());
  const answered = Promise.withResolvers<http.IncomingMessage>();
  request.once('response', answered.resolve).once('error', answered.reject);
  return await answered.promise;
}

test('half-sent requests hold few descriptors, and neither keep the owner out nor end what the owner has open', async () => {
  const panel = await openPanel();
  const events = await get(panel, '/api/events');
  let ended = false;
  events.resume().once('close', () => {
    ended = true;
  });
  const sockets: Socket[] = [];
  for (let count = 0; count < flood; count += 1) sockets.push(await halfSent(panel));
  expect((await get(panel, '/')).statusCode).toBe(200);
  const gone = sockets.slice(0, flood - 64);
  await Promise.all(gone.map(async (socket) => socket.closed || (await once(socket, 'close'))));
  expect(sockets.filter((socket) => !socket.destroyed).length).toBeLessThanOrEqual(64);
  expect(ended).toBe(false);
});

test('a request whose header does not end is hung up on in time', async () => {
  const socket = await halfSent(await openPanel(500));
  await once(socket, 'close');
});
