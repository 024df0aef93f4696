import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseNetworkProxy, type ChooseRoutes } from '#core/network/network-proxy.ts';
import { ProxyTunnelError } from '#core/network/proxy-tunnel.ts';
import { boundedFetch, isLoopbackHttp, providerFetch, type Fetch } from '#core/oauth/http.ts';
import { msg, verbatim } from '#messages/message.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { portOf } from '../../support/listening.ts';
import { ProxyStandIn } from '../../support/network-proxies.ts';

const url = 'https://login.example.org/token?secret=1';
const never = new Promise<never>(() => {});
const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);
const mostBytes = 1024 * 1024;

/** A fetch that a test answers, with what it was asked. */
function bounded(answer: (signal: AbortSignal) => Promise<Response>) {
  const clock = new FakeClock();
  const asked: RequestInit[] = [];
  const fetch: Fetch = (_url, init) => {
    asked.push(init);
    return answer(init.signal ?? new AbortController().signal);
  };
  return { clock, asked, fetch: boundedFetch({ fetch, clock }, { timeout: 5_000 }) };
}

/** A body of so many octets, and whether it was given up. */
function bodyOf(
  octets: number,
  ends = true,
): { readonly body: ReadableStream; readonly givenUp: () => boolean } {
  let isCancelled = false;
  const body = new ReadableStream({
    start: (controller) => {
      controller.enqueue(new Uint8Array(octets));
      if (ends) controller.close();
    },
    cancel: () => {
      isCancelled = true;
    },
  });
  return { body, givenUp: () => isCancelled };
}

describe('a provider is asked over https', () => {
  test.each([
    'login.example.org',
    'http://login.example.org/',
    'ftp://127.0.0.1/',
    'http://127.0.0.1.example.org/',
  ])('and not as %s', async (address) => {
    const { asked, fetch } = bounded(() => never);
    await expect(fetch(address, {})).rejects.toMatchObject({ code: 'forbidden' });
    expect([asked, isLoopbackHttp(address)]).toEqual([[], false]);
  });

  test.each(['http://127.0.0.1:8080/', 'http://localhost/', 'http://[::1]:1/'])(
    'or on this machine, as %s',
    async (address) => {
      const { fetch } = bounded(async () => new Response('here'));
      expect(await (await fetch(address, {})).text()).toBe('here');
      expect(isLoopbackHttp(address)).toBe(true);
    },
  );

  test('and is not followed elsewhere', async () => {
    const headers = { location: 'https://elsewhere.example.org/' };
    const { asked, fetch } = bounded(async () => new Response('', { status: 302, headers }));
    expect((await fetch(url, { method: 'POST' })).status).toBe(302);
    expect(asked).toMatchObject([{ method: 'POST', redirect: 'manual' }]);
  });
});

describe('an answer', () => {
  test('is handed over whole, with its status and headers, and nothing is left waiting', async () => {
    const headers = { 'retry-after': '7' };
    const answer = new Response('{"error":"x"}', { status: 400, statusText: 'No', headers });
    const { clock, asked, fetch } = bounded(async () => answer);
    const got = await fetch(url, {});
    expect([got.status, got.statusText, got.headers.get('retry-after')]).toEqual([400, 'No', '7']);
    expect(await got.text()).toBe('{"error":"x"}');
    expect(clock.timers).toBe(0);
    expect(asked[0]?.signal?.aborted).toBe(true);
  });

  test.each([204, 205, 304])('%i has no body', async (status) => {
    const { fetch } = bounded(async () => new Response(null, { status }));
    expect(await fetch(url, {})).toMatchObject({ status, body: null });
  });

  test('that does not come in time, or does not end, is waited for no longer', async () => {
    const { body } = bodyOf(10, false);
    for (const answer of [() => never, async () => new Response(body)]) {
      const { clock, asked, fetch } = bounded(answer);
      const asking = fetch(url, {});
      const late = expect(asking).rejects.toMatchObject({
        code: 'timeout',
        message: 'login.example.org did not answer within 5 seconds.',
      });
      await clock.advance(4_999);
      expect(asked[0]?.signal?.aborted).toBe(false);
      await clock.advance(1);
      await late;
      expect(asked[0]?.signal?.aborted).toBe(true);
      expect(clock.timers).toBe(0);
    }
  });

  test('of a mebibyte is read, and one that is longer is given up', async () => {
    const whole = bounded(async () => new Response(bodyOf(mostBytes).body));
    expect((await (await whole.fetch(url, {})).arrayBuffer()).byteLength).toBe(mostBytes);
    const { body, givenUp } = bodyOf(mostBytes + 1, false);
    const { clock, fetch } = bounded(async () => new Response(body));
    await expect(fetch(url, {})).rejects.toMatchObject({ code: 'too-large' });
    expect(givenUp()).toBe(true);
    expect(clock.timers).toBe(0);
  });

  test('is of no interest to who has left: what they left for is told', async () => {
    const { clock, asked, fetch } = bounded(() => never);
    const leaving = new AbortController();
    const asking = expect(fetch(url, { signal: leaving.signal })).rejects.toThrow('left');
    leaving.abort(new Error('left'));
    await asking;
    expect(asked[0]?.signal?.reason).toEqual(new Error('left'));
    expect(clock.timers).toBe(0);
    await expect(fetch(url, { signal: leaving.signal })).rejects.toThrow('left');
    expect(asked).toHaveLength(1);
  });
});

describe('no connection', () => {
  test('is told by the host and the system’s code, without what was asked', async () => {
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const { clock, fetch } = bounded(() => Promise.reject(new TypeError('fetch failed', { cause })));
    const error: unknown = await fetch(url, {}).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'network', systemCode: 'ECONNREFUSED' });
    expect(String(error)).toContain('login.example.org');
    expect(String(error)).not.toContain('secret');
    expect(clock.timers).toBe(0);
  });

  test('through a proxy is told as the proxy’s', async () => {
    const cause = new ProxyTunnelError('proxy-refused', verbatim('The proxy says no.'), verbatim('Ask.'));
    const { fetch } = bounded(() => Promise.reject(new TypeError('fetch failed', { cause })));
    const error: unknown = await fetch(url, {}).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'network',
      systemCode: 'proxy-refused',
      message: 'The proxy says no.',
      cause,
    });
  });
});

interface Asked {
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An endpoint that redirects, and remembers what it was asked. */
async function endpoint(host = '127.0.0.1'): Promise<{ readonly port: number; readonly asked: Asked[] }> {
  const asked: Asked[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const { method = '', url: path = '', headers } = request;
    asked.push({ line: `${method} ${path}`, headers, body });
    response.setHeader('connection', 'close');
    if (path === '/redirect') response.writeHead(302, { location: '/' });
    response.end('answer');
  };
  const server = createServer((request, response) => void answer(request, response));
  onTestFinished(() => void server.close());
  server.listen(0, host);
  await once(server, 'listening');
  return { port: portOf(server), asked };
}

describe('what is sent to a provider', () => {
  test('is a form with its type, a text or octets, by the method that was asked for', async () => {
    const { port, asked } = await endpoint();
    const fetch = providerFetch([]);
    const address = `http://127.0.0.1:${String(port)}/`;
    const form = new URLSearchParams({ code: 'a b' });
    await (await fetch(address, {})).text();
    await (await fetch(address, { method: 'POST', body: form })).text();
    await (await fetch(address, { method: 'POST', body: form, headers: { 'content-type': 'x/y' } })).text();
    await (await fetch(address, { method: 'PUT', body: Buffer.from('octets') })).text();
    expect(asked.map(({ line, body, headers }) => [line, body, headers['content-type']])).toEqual([
      ['GET /', '', undefined],
      ['POST /', 'code=a+b', 'application/x-www-form-urlencoded;charset=UTF-8'],
      ['POST /', 'code=a+b', 'x/y'],
      ['PUT /', 'octets', undefined],
    ]);
    await expect(fetch(address, { method: 'POST', body: new FormData() })).rejects.toThrow(TypeError);
  });

  test('follows a redirect only where that was not ruled out', async () => {
    const { port, asked } = await endpoint();
    const fetch = providerFetch([]);
    const address = `http://127.0.0.1:${String(port)}/redirect`;
    expect((await fetch(address, {})).status).toBe(200);
    const { status, body } = await fetch(address, { redirect: 'manual' });
    await body?.cancel();
    expect(status).toBe(302);
    expect(asked.map(({ line }) => line)).toEqual(['GET /redirect', 'GET /', 'GET /redirect']);
  });

  test('goes through the proxy that is chosen for its host and port', async () => {
    const { port, asked } = await endpoint();
    const proxy = await ProxyStandIn.http();
    onTestFinished(() => proxy.stop());
    const parsed = parseNetworkProxy(`http://127.0.0.1:${String(proxy.port)}`, msg('settings.settings'));
    const fetch = providerFetch([], async () => [parsed]);
    expect(await (await fetch(`http://login.example.org:${String(port)}/`, {})).text()).toBe('answer');
    expect(proxy.asked).toEqual([`login.example.org:${String(port)}`]);
    expect(asked).toHaveLength(1);
  });

  test('asks for its way by host and port, also where the address names none', async () => {
    const destinations: unknown[] = [];
    const noWay: ChooseRoutes = (destination) => {
      destinations.push(destination);
      return Promise.reject(new Error('no way'));
    };
    const fetch = providerFetch([], noWay);
    for (const address of ['https://login.example.org/', 'http://localhost/', 'https://[2001:db8::1]:8443/'])
      await expect(fetch(address, {})).rejects.toMatchObject({ cause: { message: 'no way' } });
    expect(destinations).toEqual([
      { host: 'login.example.org', port: 443, purpose: 'provider' },
      { host: 'localhost', port: 80, purpose: 'provider' },
      { host: '2001:db8::1', port: 8443, purpose: 'provider' },
    ]);
  });

  test.runIf(hasIpv6)('reaches a provider straight where no proxy is chosen', async () => {
    const { port, asked } = await endpoint('::1');
    const fetch = providerFetch([], async () => ['direct']);
    expect(await (await fetch(`http://[::1]:${String(port)}/`, {})).text()).toBe('answer');
    expect(asked).toHaveLength(1);
  });
});
