import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { describe, expect, test } from 'vitest';
import { bench, screensForFile } from '../support/screens-for-each-test.ts';
import { shownPassword } from '../support/journeys/accounts.ts';
import { savedFile } from '../support/journeys/clients.ts';
import { goTo, seriousFindings, widerThanPage } from '../support/screens.ts';
import { listening } from '../support/listening.ts';

const clientSecret = 'app~demo~secret';
const localPassword = 'a-local-password-of-anna';
/** Those that are about no one account or client. */
const generalPages = [
  '#/activity',
  '#/settings/ports',
  '#/settings/network',
  '#/settings/encryption',
  '#/settings/help',
  '#/import',
];

let origin: string;
let token: string;
screensForFile({}, async () => {
  const address = new URL(bench.panel.address);
  origin = address.origin;
  token = address.hash.slice(1);
  await bench.running.addAppOnlyClient('Service', clientSecret);
  await bench.running.addDesktopClient('Desktop');
  await bench.running.addSignedInAccount(bench.sandbox.users.anna.address, localPassword, 'Desktop');
});

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** A request as any program on this machine could make it: Node's fetch would not send such headers or paths. */
async function ask(
  path: string,
  options: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Buffer;
  } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options;
  const request = http.request({ host: '127.0.0.1', port: new URL(origin).port, path, method, headers });
  const answered = Promise.withResolvers<http.IncomingMessage>();
  request.once('response', answered.resolve);
  request.once('error', answered.reject);
  request.end(body);
  const response = await answered.promise;
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    text += chunk;
  });
  await once(response, 'close');
  return { status: response.statusCode ?? 0, headers: response.headers, body: text };
}

const json = { 'Content-Type': 'application/json' };
const command = JSON.stringify({ name: 'client-remove', input: { client: 'Service' } });

function stillThere(): boolean {
  return bench.running.gateway.snapshot.clients.some(({ name }) => name === 'Service');
}

describe('whoever is not the owner', () => {
  test.each([
    ['without the token', {}, 401],
    ['with a wrong token', { Authorization: `Bearer ${'A'.repeat(43)}` }, 401],
    ['with a token of another scheme', { Authorization: 'Basic YTpi' }, 401],
    ['under a foreign host name (DNS rebinding)', { token: true, Host: 'attacker.example' }, 403],
    ['under a host name that ends like ours', { token: true, Host: 'localhost.attacker.example' }, 403],
    ['from a page of another origin', { token: true, Origin: 'https://attacker.example' }, 403],
    ['from a page on another port of this machine', { token: true, Origin: 'http://127.0.0.1:1' }, 403],
    ['from a page without an origin', { token: true, Origin: 'null' }, 403],
    ['as a request across sites', { token: true, 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['as a request from a sister site', { token: true, 'Sec-Fetch-Site': 'same-site' }, 403],
  ] as const)('%s cannot command, and hears nothing', async (_, given, status) => {
    const { token: withToken, ...rest } = { token: false, ...given };
    const headers = { ...(withToken ? { Authorization: `Bearer ${token}` } : {}), ...rest };
    const commanded = await ask('/api/run', {
      method: 'POST',
      headers: { ...json, ...headers },
      body: command,
    });
    expect(commanded.status).toBe(status);
    const listened = await ask('/api/events', { headers });
    expect(listened.status).toBe(status);
    expect(listened.body).not.toContain('@');
    expect(stillThere()).toBe(true);
  });

  test('the owner can: the same request with the token is carried out', async () => {
    const headers = { ...json, Authorization: `Bearer ${token}` };
    const body = JSON.stringify({ name: 'client-test', input: { client: 'Service' } });
    const answer = await ask('/api/run', { method: 'POST', headers, body });
    expect(JSON.parse(answer.body)).toMatchObject({ ok: true });
  });

  test('cannot send it as a form, or in the address', async () => {
    const key = { Authorization: `Bearer ${token}` };
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
      const answer = await ask('/api/run', {
        method: 'POST',
        headers: { ...key, 'Content-Type': type },
        body: command,
      });
      expect(answer.status).toBe(415);
    }
    expect((await ask(`/api/events?token=${token}`)).status).toBe(401);
    expect((await ask('/api/run', { headers: key })).status).toBe(404);
    expect(stillThere()).toBe(true);
  });

  test('a link for the browser is good once; a code that was used, that is too long or that never was opens nothing', async () => {
    const code = new URL(bench.panel.link()).hash.slice('#once-'.length);
    const logIn = (given: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
      ask('/api/login', {
        method: 'POST',
        headers: { ...json, ...headers },
        body: JSON.stringify({ code: given }),
      });
    expect(code).not.toBe(token);
    expect((await logIn(code, { Host: 'attacker.example' })).status).toBe(403);
    expect((await logIn(code, { Origin: 'https://attacker.example' })).status).toBe(403);
    expect((await logIn('A'.repeat(43))).status).toBe(401);
    expect((await logIn('A'.repeat(2_000))).status).toBe(413);
    expect(
      (
        await ask('/api/run', {
          method: 'POST',
          headers: { ...json, Authorization: `Bearer ${code}` },
          body: command,
        })
      ).status,
    ).toBe(401);
    expect(JSON.parse((await logIn(code)).body)).toEqual({ token });
    const again = await logIn(code);
    expect(again.status).toBe(401);
    expect(again.body).not.toContain(token);
    // links are made for who has the token, and no more of them are kept than somebody opens
    expect((await ask('/api/link', { method: 'POST' })).status).toBe(401);
    const first = new URL(bench.panel.link()).hash.slice('#once-'.length);
    for (let times = 0; times < 16; times += 1) {
      const answer = await ask('/api/link', {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
      });
      expect(answer.body).toContain('/#once-');
    }
    expect((await logIn(first)).status).toBe(401);
  });

  test('a page of another site in the same browser cannot reach it, by fetch or by a form', async () => {
    const attacker = http.createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end('<!doctype html><title>attacker</title>');
    });
    const port = await listening(attacker);
    const page = await (await bench.browser.newContext()).newPage();
    await page.goto(`http://127.0.0.1:${String(port)}/`);
    // as if it had even guessed the token
    const tried = await page.evaluate<string[]>(`(async () => {
      const outcomes = [];
      const body = ${JSON.stringify(command)};
      for (const mode of ['cors', 'no-cors']) {
        for (const type of ['application/json', 'text/plain']) {
          outcomes.push(await fetch('${origin}/api/run', {
            method: 'POST', mode, body,
            headers: mode === 'cors' ? { 'Content-Type': type, Authorization: 'Bearer ${token}' } : {},
          }).then((response) => response.type + response.status, () => 'refused'));
        }
      }
      const form = document.createElement('form');
      form.method = 'post';
      form.enctype = 'text/plain';
      form.action = '${origin}/api/run';
      const frame = document.createElement('iframe');
      frame.name = 'target';
      form.target = 'target';
      const field = document.createElement('input');
      field.name = body;
      form.append(field);
      document.body.append(frame, form);
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
      form.submit();
      await loaded;
      let inside = 'hidden';
      try { inside = frame.contentDocument === null ? 'hidden' : frame.contentDocument.body.textContent; } catch {}
      outcomes.push(inside);
      return outcomes;
    })()`);
    await page.context().close();
    attacker.close();
    await once(attacker, 'close');
    // opaque answers tell the page nothing; all that counts is that nothing was done
    for (const outcome of tried) expect(outcome).toMatch(/^(?:refused|opaque0|hidden|)$/);
    expect(stillThere()).toBe(true);
  });
});

describe('what is asked of the panel', () => {
  test.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/../../etc/passwd',
    '/assets/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/index.html%00.js',
    '/.env',
    '/api',
    '/api/../index.htm',
  ])('nothing but the screens is given out: %s', async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body).toBe('There is nothing here.\n');
  });

  test('an address that is none is no reason to fall over', async () => {
    for (const line of ['GET http:// HTTP/1.1', 'GET * HTTP/1.1', 'BREW / HTTP/1.1']) {
      const socket = net.connect(Number(new URL(origin).port), '127.0.0.1');
      socket.end(`${line}\r\nHost: ${new URL(origin).host}\r\nConnection: close\r\n\r\n`);
      socket.resume();
      socket.on('error', () => {});
      await once(socket, 'close');
    }
    expect((await ask('/')).status).toBe(200);
  });

  test('a body that is too large is refused; one that is no command is too', async () => {
    const headers = { ...json, Authorization: `Bearer ${token}` };
    // the panel may hang up before it has read all of it
    const large = await ask('/api/run', {
      method: 'POST',
      headers,
      body: Buffer.alloc(16 * 1024 * 1024, 0x20),
    }).catch(() => ({ status: 413 }));
    expect(large.status).toBe(413);
    // the largest table that can be imported, where JSON doubles each of its characters
    const content = '"'.repeat(2_000_000);
    const largest = { name: 'import-plan', input: { content, format: 'csv' } };
    const read = await ask('/api/run', { method: 'POST', headers, body: JSON.stringify(largest) });
    expect(read.status).toBe(200);
    for (const body of ['', '{', '[]', '{"name":1}', 'null'])
      expect((await ask('/api/run', { method: 'POST', headers, body })).status).toBe(400);
    const unknown = await ask('/api/run', {
      method: 'POST',
      headers,
      body: '{"name":"toString","input":{}}',
    });
    expect(JSON.parse(unknown.body)).toMatchObject({ ok: false, code: 'unknown-command' });
    const bad = await ask('/api/run', {
      method: 'POST',
      headers,
      body: '{"name":"check","input":{"account":7}}',
    });
    expect(JSON.parse(bad.body)).toMatchObject({ ok: false, code: 'bad-input' });
  });

  test('every answer forbids framing, sniffing, caching and foreign code', async () => {
    for (const answer of [await ask('/'), await ask('/nothing'), await ask('/api/run', { method: 'POST' })]) {
      const { headers } = answer;
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers).not.toHaveProperty('set-cookie');
    }
  });
});

/** What must not be told: secrets that are kept, and what a token looks like. */
function secrets(): string[] {
  return [
    clientSecret,
    localPassword,
    bench.sandbox.users.anna.password,
    // a JSON web token, or the beginning of one
    'eyJ',
    'PRIVATE KEY',
  ];
}

describe('what the panel tells', () => {
  test('the stream of snapshots and activity holds no secret and no token', async () => {
    const response = await fetch(`${origin}/api/events`, { headers: { Authorization: `Bearer ${token}` } });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    while (!/event: activity\ndata: .*\n\n/.test(heard)) {
      const piece = await reader?.read();
      if (piece === undefined || piece.done) throw new Error('the stream ended');
      heard += piece.value;
    }
    await reader?.cancel();
    expect(heard).toContain('anna@example.org');
    for (const secret of secrets()) expect(heard).not.toContain(secret);
  });

  test('no answer to a screen holds one, and none is in the page; a new local password is shown once', async () => {
    const page = await bench.page();
    const answers: string[] = [];
    const reading: Promise<void>[] = [];
    page.on('response', (response) => {
      if (new URL(response.url()).pathname !== '/api/run') return;
      reading.push(response.text().then((text) => void answers.push(text)));
    });
    // the key is not left in the address bar
    expect(page.url()).not.toContain(token);
    const { accounts, clients } = bench.running.gateway.snapshot;
    const [account] = accounts;
    const service = clients.find(({ name }) => name === 'Service');
    for (const fragment of [
      '#/accounts',
      `#/account/${account?.id ?? ''}`,
      '#/add-account',
      '#/clients',
      `#/client/${service?.id ?? ''}`,
      '#/add-client',
      `#/add-client/${service?.id ?? ''}`,
      ...generalPages,
    ]) {
      await goTo(page, fragment);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const content = await page.content();
      for (const secret of [...secrets(), token]) expect(content).not.toContain(secret);
    }
    await goTo(page, `#/client/${service?.id ?? ''}`);
    await page.getByRole('tab', { name: 'Details' }).click();
    await page.getByRole('button', { name: 'Ask for a token' }).click();
    await page.getByText('The provider gave a token.').first().waitFor();
    await goTo(page, '#/settings/help');
    await page.getByRole('button', { name: 'Create a report' }).click();
    const report = await savedFile(page, () => page.getByRole('button', { name: 'Save the report' }).click());
    for (const secret of [...secrets(), token]) expect(report.content).not.toContain(secret);
    await Promise.all(reading);
    expect(answers.length).toBeGreaterThan(2);
    for (const answer of answers) for (const secret of secrets()) expect(answer).not.toContain(secret);

    await goTo(page, `#/account/${account?.id ?? ''}?tab=programs`);
    await page.getByLabel('Name for a new password').fill('Phone');
    await page.getByRole('button', { name: 'Create a password' }).click();
    const shown = await shownPassword(page);
    expect(shown.length).toBeGreaterThan(8);
    await goTo(page, '#/accounts');
    await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
    expect(await page.content()).not.toContain(shown);
    await goTo(page, `#/account/${account?.id ?? ''}?tab=programs`);
    await page.getByText('Phone').first().waitFor();
    expect(await page.content()).not.toContain(shown);
  });

  test('a browser that has only the address without the key is told where to find it', async () => {
    const page = await (await bench.browser.newContext()).newPage();
    await page.goto(origin);
    await page.getByText('Open the address that Mailwicket printed when it started').waitFor();
    expect(await page.content()).not.toContain('anna@example.org');
    await page.context().close();
  });
});

describe.each([
  { size: 'window', colorScheme: 'light' },
  { size: 'window', colorScheme: 'dark' },
  { size: 'narrow', colorScheme: 'light' },
  { size: 'narrow', colorScheme: 'dark' },
] as const)('every screen, $size and $colorScheme', (look) => {
  test('keeps to the content security policy, fits the window, and axe finds nothing serious', async () => {
    const page = await bench.page(look);
    const service = bench.running.gateway.snapshot.clients.find(({ name }) => name === 'Service');
    for (const fragment of [
      '#/clients',
      `#/client/${service?.id ?? ''}`,
      '#/client/nobody',
      '#/add-client?grant=client-credentials',
      ...generalPages,
    ]) {
      await goTo(page, fragment);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect({ fragment, found: await seriousFindings(page), wide: await widerThanPage(page) }).toEqual({
        fragment,
        found: [],
        wide: false,
      });
    }
    expect(bench.complaints).toEqual([]);
  });
});
