import { request as httpRequest } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { listenOnLoopback } from '#core/oauth/loopback-address.ts';
import { LoopbackPorts, LoopbackReceiver, type ReceiverOptions } from '#core/oauth/loopback-receiver.ts';
import { msg, verbatim } from '#messages/message.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { failureOf } from '../../support/failure-of.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { CapturingLogger } from './generic-support.ts';

const STATE = 'state-0123456789';
const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);
const receivers: LoopbackReceiver[] = [];
const clock = new FakeClock();
const logger = new CapturingLogger();

async function open(changes: Partial<ReceiverOptions> = {}): Promise<LoopbackReceiver> {
  const receiver = await LoopbackReceiver.open({
    redirectUri: 'http://127.0.0.1/back',
    ports: new LoopbackPorts(),
    state: STATE,
    address: 'anna@example.org',
    timeout: 60_000,
    signal: new AbortController().signal,
    clock,
    logger,
    ...changes,
  });
  receivers.push(receiver);
  return receiver;
}

afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});

function portOf(receiver: LoopbackReceiver): number {
  return Number(new URL(receiver.redirectUri).port);
}

/** Listens where the receiver listened, which works only once it has let go. */
async function portIsFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function failure(promise: Promise<unknown>): Promise<OAuthError> {
  return failureOf(OAuthError, promise);
}

function rawRequest(
  port: number,
  options: { path: string; host?: string; method?: string },
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        port,
        host: '127.0.0.1',
        path: options.path,
        method: options.method ?? 'GET',
        headers: { host: options.host ?? `127.0.0.1:${port}` },
      },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    request.on('error', reject);
    request.end();
  });
}

describe('the answer', () => {
  it('by GET is received, and the page waits until the exchange has succeeded', async () => {
    const receiver = await open();
    const response = await fetch(`${receiver.redirectUri}?code=abc&state=${STATE}`);
    expect(response.status).toBe(200);
    expect((await receiver.answer).get('code')).toBe('abc');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = (await reader?.read())?.value ?? '';
    expect(first).toContain('Received, finishing');
    expect(first).not.toContain('Signed in');
    const finished = receiver.finish('success');
    const last = (await reader?.read())?.value;
    expect(last).toContain('</b> works now');
    expect(last).toContain('class="disc"');
    await finished;
    expect(await portIsFree(portOf(receiver))).toBe(true);
  });

  it('by form_post is received, and a failed exchange is told in the page, with nothing in it that runs', async () => {
    const receiver = await open();
    const response = await fetch(receiver.redirectUri, {
      method: 'POST',
      body: new URLSearchParams({ code: 'abc', state: STATE }),
    });
    expect((await receiver.answer).get('code')).toBe('abc');
    const page = response.text();
    await receiver.finish({ problem: verbatim('The secret is wrong. <script>alert(1)</script>') });
    const text = await page;
    expect(text).toContain('The secret is wrong.');
    expect(text).toContain('class="disc care"');
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toMatch(/<script|works now/);
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'nonce-/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it.each([
    ['de-AT,de;q=0.9,en;q=0.5', 'de', 'Das war jemand anders'],
    ['en;q=0.5,de;q=0.9', 'de', 'Das war jemand anders'],
    ['fr,en-GB;q=0.7,de;q=0.3', 'en', 'That was another person'],
    ['de;q=0, *', 'en', 'That was another person'],
  ])(
    'of another person is told to a browser that wants %s in %s, with the way back',
    async (wanted, language, title) => {
      const receiver = await open();
      const headers = { 'accept-language': wanted };
      const response = await fetch(`${receiver.redirectUri}?code=abc&state=${STATE}`, { headers });
      const page = response.text();
      const problem = msg('signIn.signedButSignedNothingChanged', {
        now: 'bo@example.org',
        address: 'anna@example.org',
        before: 'anna@example.org',
      });
      await receiver.finish({ problem, another: true });
      const text = await page;
      expect(text).toContain(`<html lang="${language}">`);
      expect(text).toContain(`<h1>${title}</h1>`);
      expect(text).toContain('bo@example.org');
      expect(text).toContain(language === 'de' ? 'Schließen Sie diese Seite' : 'Close this page');
    },
  );

  it('speaks the language that was chosen, whatever the browser wants', async () => {
    const receiver = await open({ language: 'de' });
    const headers = { 'accept-language': 'en' };
    const response = await fetch(`${receiver.redirectUri}?code=abc&state=${STATE}`, { headers });
    const page = response.text();
    await receiver.finish('success');
    expect(await page).toContain('<html lang="de">');
  });

  it('may be an error: it is handed on as it is', async () => {
    const receiver = await open();
    void fetch(`${receiver.redirectUri}?error=access_denied&state=${STATE}`).catch(() => undefined);
    expect((await receiver.answer).get('error')).toBe('access_denied');
  });

  it('is taken once: a second one is refused', async () => {
    const receiver = await open();
    const first = await fetch(`${receiver.redirectUri}?code=first&state=${STATE}`);
    const second = await fetch(`${receiver.redirectUri}?code=second&state=${STATE}`);
    expect([first.status, second.status]).toEqual([200, 409]);
    expect((await receiver.answer).get('code')).toBe('first');
  });
});

describe('two that wait at the same redirect URI', () => {
  it('each get the answer with their state; the port is free when the last has ended', async () => {
    const ports = new LoopbackPorts();
    const first = await open();
    const { redirectUri } = first;
    await first.close();
    const [one, other] = [
      await open({ redirectUri, ports, state: 'one' }),
      await open({ redirectUri, ports, state: 'other' }),
    ];
    const back = (state: string): Promise<Response> => fetch(`${redirectUri}?code=${state}&state=${state}`);
    const pages = [back('other'), back('one')];
    expect((await one.answer).get('code')).toBe('one');
    expect((await other.answer).get('code')).toBe('other');
    expect((await back('neither')).status).toBe(400);
    await one.finish('success');
    expect(await portIsFree(portOf(other))).toBe(false);
    await other.finish({ problem: verbatim('no') });
    expect(await portIsFree(portOf(other))).toBe(true);
    const [told = '', otherTold = ''] = await Promise.all(pages.map(async (page) => (await page).text()));
    expect([told, otherTold]).toEqual([expect.stringContaining('no'), expect.stringContaining('signed in')]);
  });
});

it('two that wait on one port at paths of their own each get the answer at theirs', async () => {
  const ports = new LoopbackPorts();
  const free = await open();
  const origin = `http://127.0.0.1:${String(portOf(free))}`;
  await free.close();
  const bare = await open({ redirectUri: origin, ports, state: 'bare' });
  const deep = await open({ redirectUri: `${origin}/callback`, ports, state: 'deep' });
  expect((await fetch(`${origin}/?code=stray&state=deep`)).status).toBe(400);
  expect((await fetch(`${origin}/elsewhere?code=stray&state=deep`)).status).toBe(404);
  const pages = [
    fetch(`${origin}/callback?code=for-deep&state=deep`),
    fetch(`${origin}/?code=for-bare&state=bare`),
  ];
  expect((await deep.answer).get('code')).toBe('for-deep');
  expect((await bare.answer).get('code')).toBe('for-bare');
  await Promise.all([deep.finish('success'), bare.finish('success')]);
  for (const page of await Promise.all(pages)) expect(await page.text()).toContain('signed in');
  expect(await portIsFree(portOf(deep))).toBe(true);
});

it.each([
  ['127.0.0.1', 'localhost'],
  ['localhost', '127.0.0.1'],
])('two whose clients name one port at %s and at %s each get their answer', async (first, second) => {
  const ports = new LoopbackPorts();
  const free = await open();
  const port = portOf(free);
  await free.close();
  const one = await open({ redirectUri: `http://${first}:${port}`, ports, state: 'one' });
  const other = await open({ redirectUri: `http://${second}:${port}`, ports, state: 'other' });
  void fetch(`${other.redirectUri}?code=for-other&state=other`).catch(() => undefined);
  void fetch(`${one.redirectUri}?code=for-one&state=one`).catch(() => undefined);
  expect((await one.answer).get('code')).toBe('for-one');
  expect((await other.answer).get('code')).toBe('for-other');
  await one.close();
  await other.close();
  expect(await portIsFree(port)).toBe(true);
});

describe('what is not the answer changes nothing', () => {
  it.each([
    ['a wrong state', '/back?code=evil&state=another', 400],
    ['no state', '/back?code=evil', 400],
    ['two states', `/back?code=evil&state=${STATE}&state=x`, 400],
    ['the icon', '/favicon.ico', 404],
    ['another path', `/?code=evil&state=${STATE}`, 404],
    ['a path that only begins like it', `/back/x?code=evil&state=${STATE}`, 404],
    ['a whole URL as target', `http://evil.example/back?code=evil&state=${STATE}`, 404],
  ])('%s is refused, and the sign-in goes on', async (_name, path, status) => {
    const receiver = await open();
    expect(await rawRequest(portOf(receiver), { path })).toBe(status);
    void fetch(`${receiver.redirectUri}?code=good&state=${STATE}`).catch(() => undefined);
    expect((await receiver.answer).get('code')).toBe('good');
  });

  it('a request under another host name is refused (DNS rebinding)', async () => {
    const receiver = await open();
    const path = `/back?code=evil&state=${STATE}`;
    expect(await rawRequest(portOf(receiver), { path, host: `evil.example:${portOf(receiver)}` })).toBe(421);
    expect(await rawRequest(portOf(receiver), { path, host: '127.0.0.1:1' })).toBe(421);
    expect(await rawRequest(portOf(receiver), { path, host: `LOCALHOST:${portOf(receiver)}` })).toBe(200);
  });

  it('other methods are refused', async () => {
    const receiver = await open();
    const path = `/back?code=evil&state=${STATE}`;
    expect(await rawRequest(portOf(receiver), { path, method: 'HEAD' })).toBe(405);
    expect(await rawRequest(portOf(receiver), { path, method: 'PUT' })).toBe(405);
  });

  it('a body of 10 MB is refused with 413, one that tells its length and one that does not, and the sign-in goes on', async () => {
    const receiver = await open();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = Buffer.alloc(10 * 1024 * 1024, 'a');
    const told = await fetch(receiver.redirectUri, { method: 'POST', headers, body });
    expect(told.status).toBe(413);
    const streamed: RequestInit & { duplex: string } = {
      method: 'POST',
      headers,
      body: new Blob([body]).stream(),
      duplex: 'half',
    };
    const untold = await fetch(receiver.redirectUri, streamed);
    expect(untold.status).toBe(413);
    const other = await fetch(receiver.redirectUri, {
      method: 'POST',
      body: JSON.stringify({ state: STATE }),
    });
    expect(other.status).toBe(415);
    void fetch(`${receiver.redirectUri}?code=good&state=${STATE}`).catch(() => undefined);
    expect((await receiver.answer).get('code')).toBe('good');
  });
});

describe('where it listens', () => {
  it('is on every loopback address where the port is the client’s, and on its own where any port is free', async () => {
    const asked: unknown[] = [];
    const ports = new LoopbackPorts((address, makeServer) => {
      asked.push({ host: address.host, port: address.port });
      return listenOnLoopback(address, makeServer);
    });
    const free = await open({ ports, redirectUri: 'http://127.0.0.1/' });
    const port = portOf(free);
    await free.close();
    await open({ ports, redirectUri: `http://127.0.0.1:${port}/` });
    expect(asked).toEqual([
      { host: '127.0.0.1', port: 0 },
      { host: 'localhost', port },
    ]);
  });

  it('a form of 64 KiB is taken, one octet more is not', async () => {
    const form = (length: number): string => {
      const start = `state=${STATE}&code=`;
      return start + 'x'.repeat(length - start.length);
    };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const receiver = await open();
    const send = (body: string): Promise<Response> =>
      fetch(receiver.redirectUri, { method: 'POST', headers, body });
    expect((await send(form(65_537))).status).toBe(413);
    const taken = send(form(65_536));
    expect((await receiver.answer).get('state')).toBe(STATE);
    expect((await taken).status).toBe(200);
    await receiver.finish('success');
  });

  it.runIf(hasIpv6)('localhost: on both of its addresses, with one port', async () => {
    const receiver = await open({ redirectUri: 'http://localhost/back' });
    const port = portOf(receiver);
    expect(await fetch(`http://[::1]:${port}/favicon.ico`).then(({ status }) => status)).toBe(404);
    expect(await fetch(`http://127.0.0.1:${port}/favicon.ico`).then(({ status }) => status)).toBe(404);
    await receiver.close();
    expect(await portIsFree(port, '::1')).toBe(true);
  });

  it('the redirect URI keeps its letters but for the port', async () => {
    const bare = await open({ redirectUri: 'http://localhost' });
    expect(bare.redirectUri).toMatch(/^http:\/\/localhost:\d+$/);
    void fetch(`${bare.redirectUri}?code=good&state=${STATE}`).catch(() => undefined);
    expect((await bare.answer).get('code')).toBe('good');
    const port = portOf(bare);
    await bare.close();
    const fixed = await open({ redirectUri: `http://127.0.0.1:${port}/Back/` });
    expect(fixed.redirectUri).toBe(`http://127.0.0.1:${port}/Back/`);
  });

  it.each([
    'https://localhost/',
    'http://mail.example/',
    'http://127.0.0.1.evil.example/',
    'http://localhost:99999/',
    'urn:ietf:wg:oauth:2.0:oob',
    'http://localhost/#x',
    'http://0.0.0.0/',
  ])('a redirect URI that does not lead here is refused: %s', async (redirectUri) => {
    expect(await failure(open({ redirectUri }))).toMatchObject({ code: 'refused', who: 'administrator' });
  });

  it('a port in use is told, with what to do', async () => {
    const first = await open();
    const error = await failure(open({ redirectUri: first.redirectUri }));
    expect(error.code).toBe('refused');
    expect(error.message).toContain(`Port ${portOf(first)}`);
  });
});

describe('the end', () => {
  it.each([
    ['sign-in', 'sign-in of anna@example.org'],
    ['admin-consent', 'admin consent for anna@example.org'],
  ] as const)('of the wait for a %s says whose it was, and how it ended', async (purpose, what) => {
    const cancel = new AbortController();
    const [late, cancelled, ended] = [
      await open({ purpose, timeout: 1000 }),
      await open({ purpose, signal: cancel.signal }),
      await open({ purpose }),
    ];
    await clock.advance(1000);
    cancel.abort();
    await ended.close();
    expect((await failure(late.answer)).message).toBe(`Nobody finished the ${what} in time.`);
    expect((await failure(cancelled.answer)).message).toBe(`The ${what} was cancelled.`);
    expect((await failure(ended.answer)).message).toBe(`The ${what} was ended.`);
    await expect.poll(() => portIsFree(portOf(late))).toBe(true);
    expect(clock.timers).toBe(0);
  });

  it('of one of two at a port leaves the other, and no answer is taken for it any more', async () => {
    const ports = new LoopbackPorts();
    const first = await open({ ports });
    const { redirectUri } = first;
    await first.close();
    const [one, other] = [
      await open({ ports, redirectUri }),
      await open({ ports, redirectUri, state: 'of the other' }),
    ];
    await one.close();
    expect((await fetch(`${redirectUri}?code=a&state=${STATE}`)).status).toBe(400);
    void fetch(`${redirectUri}?code=b&state=of+the+other`).catch(() => undefined);
    expect((await other.answer).get('code')).toBe('b');
  });

  it('is told to the page once', async () => {
    const receiver = await open();
    const response = await fetch(`${receiver.redirectUri}?code=abc&state=${STATE}`);
    const page = response.text();
    await Promise.all([receiver.finish('success'), receiver.finish({ problem: verbatim('too late') })]);
    await receiver.finish({ problem: verbatim('too late') });
    expect(await page).not.toContain('too late');
    expect(clock.timers).toBe(0);
  });

  it('waits two seconds for a browser that takes no more, and then frees the port', async () => {
    const receiver = await open();
    const idle = connect(portOf(receiver), '127.0.0.1');
    idle.on('error', () => undefined);
    idle.write(`GET /back?code=abc&state=${STATE} HTTP/1.1\r\nhost: 127.0.0.1:${portOf(receiver)}\r\n\r\n`);
    await receiver.answer;
    idle.pause();
    await receiver.finish('success');
    expect(await portIsFree(portOf(receiver))).toBe(true);
    expect(clock.timers).toBe(0);
  });

  it('after the time-out nobody is waited for, and the port is free', async () => {
    const receiver = await open({ timeout: 1000 });
    await clock.advance(999);
    expect(await rawRequest(portOf(receiver), { path: '/x' })).toBe(404);
    await clock.advance(1);
    expect(await failure(receiver.answer)).toMatchObject({ code: 'cancelled' });
    await receiver.close();
    expect(await portIsFree(portOf(receiver))).toBe(true);
  });

  it('a cancel ends the wait, frees the port and ends connections that are open', async () => {
    const cancel = new AbortController();
    const receiver = await open({ signal: cancel.signal });
    const idle: Socket = connect(portOf(receiver), '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    const ended = new Promise((resolve) => idle.once('close', resolve));
    idle.on('error', () => undefined);
    // until the server has taken it up it is the system's, not the receiver's
    idle.write('GET /back HTTP/1.1\r\n');
    await rawRequest(portOf(receiver), { path: '/x' });
    cancel.abort();
    expect(await failure(receiver.answer)).toMatchObject({ code: 'cancelled' });
    await receiver.close();
    await ended;
    expect(await portIsFree(portOf(receiver))).toBe(true);
  });

  it('a cancel before it begins ends it at once', async () => {
    const receiver = await open({ signal: AbortSignal.abort() });
    expect(await failure(receiver.answer)).toMatchObject({ code: 'cancelled' });
  });

  it('nothing of the answer is in the log', async () => {
    const receiver = await open();
    await fetch(`${receiver.redirectUri}?code=bad-code&state=wrong-state`);
    void fetch(`${receiver.redirectUri}?code=good-code&state=${STATE}`).catch(() => undefined);
    await receiver.answer;
    expect(logger.text).toContain('does not belong to the sign-in under way');
    expect(logger.text).not.toMatch(/bad-code|wrong-state|good-code|state-0123/);
  });
});
