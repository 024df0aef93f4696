import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { msg } from '#messages/message.ts';
import { parseNetworkProxy } from '#core/network/network-proxy.ts';
import { openTunnel, ProxyTunnelError } from '#core/network/proxy-tunnel.ts';
import { upstreamSecureContext } from '#core/relay/dial.ts';
import { ProxyStandIn } from '../../support/network-proxies.ts';
import { textOf } from '../../support/english.ts';
import { failureOf } from '../../support/failure-of.ts';
import { listening } from '../../support/listening.ts';

let server: Server;
let served: Socket[];
let port: number;
const proxies: ProxyStandIn[] = [];

beforeEach(async () => {
  served = [];
  server = createServer({ allowHalfOpen: true }, (socket) => {
    served.push(socket);
    socket.on('error', () => {});
    socket.write('220 a server that speaks first\r\n');
    socket.on('data', (chunk) => socket.write(chunk));
    socket.on('end', () => socket.end());
  });
  port = await listening(server);
});
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.stop();
  for (const socket of served) socket.destroy();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

function tunnel(
  written: string,
  options: { signal?: AbortSignal; timeout?: number; port?: number } = {},
): Promise<Socket> {
  return openTunnel({
    proxy: parseNetworkProxy(written, msg('settings.settings')),
    host: 'mail.example.org',
    port: options.port ?? port,
    signal: options.signal ?? new AbortController().signal,
    timeout: options.timeout ?? 5_000,
    tcp: { allowHalfOpen: true },
    secureContext: () => upstreamSecureContext([]),
  });
}

async function whole(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

async function kept(proxy: ProxyStandIn): Promise<ProxyStandIn> {
  proxies.push(proxy);
  return proxy;
}

function refusal(opening: Promise<Socket>): Promise<ProxyTunnelError> {
  return failureOf(ProxyTunnelError, opening);
}

describe.each([
  ['http', (options: { login?: string }) => ProxyStandIn.http(options)],
  ['socks5', (options: { login?: string }) => ProxyStandIn.socks(options)],
] as const)('through a proxy that speaks %s', (scheme, make) => {
  it('the name is left to the proxy, and nothing that the server says first is lost', async () => {
    const proxy = await kept(await make({}));
    for (let round = 0; round < 20; round += 1) {
      const socket = await tunnel(`${scheme}://127.0.0.1:${String(proxy.port)}`);
      expect(socket.isPaused()).toBe(true);
      socket.end('hello\r\n');
      expect(await whole(socket)).toBe('220 a server that speaks first\r\nhello\r\n');
    }
    expect(new Set(proxy.asked)).toEqual(new Set([`mail.example.org:${String(port)}`]));
  });

  it('a megabyte goes through whole', async () => {
    const proxy = await kept(await make({}));
    const socket = await tunnel(`${scheme}://127.0.0.1:${String(proxy.port)}`);
    const content = Buffer.alloc(1_000_000, 'abcdefghij\n').toString();
    socket.end(content);
    expect((await whole(socket)).endsWith(content)).toBe(true);
  });

  it('a login is given where one is written, and a wrong or missing one is told without showing it', async () => {
    const proxy = await kept(await make({ login: 'anna:p@ss' }));
    const host = `127.0.0.1:${String(proxy.port)}`;
    const socket = await tunnel(`${scheme}://anna:p%40ss@${host}`);
    socket.destroy();
    for (const login of ['anna:wr%40ng@', '']) {
      const error = await refusal(tunnel(`${scheme}://${login}${host}`));
      expect(error.code).toBe('proxy-login');
      expect(`${error.message} ${textOf(error.fix)} ${String(error.cause)}`).not.toMatch(/wr@ng|wr%40ng/);
    }
  });

  it('a proxy that is not there is told', async () => {
    const proxy = await make({});
    await proxy.stop();
    const error = await refusal(tunnel(`${scheme}://127.0.0.1:${String(proxy.port)}`));
    expect(error.code).toBe('proxy-unreachable');
    expect(error.message).toContain(`${scheme}://127.0.0.1:${String(proxy.port)}`);
    expect(textOf(error.fix)).toContain('the settings');
  });

  it('one that says nothing ends at the time limit, and a cancel ends it at once', async () => {
    const silent = createServer((socket) => served.push(socket.on('error', () => {})));
    const at = await listening(silent);
    const url = `${scheme}://127.0.0.1:${String(at)}`;
    expect((await refusal(tunnel(url, { timeout: 50 }))).code).toBe('proxy-timed-out');
    const controller = new AbortController();
    const opening = tunnel(url, { signal: controller.signal });
    controller.abort(new Error('changed my mind'));
    await expect(opening).rejects.toThrow('changed my mind');
    for (const socket of served) socket.destroy();
    await new Promise((resolve) => {
      silent.close(resolve);
    });
  });
});

describe('a proxy that refuses the server', () => {
  it.each([
    ['http', () => ProxyStandIn.http({ status: 403 }), 'HTTP 403'],
    ['socks5', () => ProxyStandIn.socks({ reply: 2 }), 'NotAllowed'],
  ] as const)('%s: says so', async (scheme, make, words) => {
    const proxy = await kept(await make());
    const error = await refusal(tunnel(`${scheme}://127.0.0.1:${String(proxy.port)}`));
    expect(error.code).toBe('proxy-refused');
    expect(error.message).toContain(`mail.example.org:${String(port)}`);
    expect(error.message).toContain(words);
  });
});
