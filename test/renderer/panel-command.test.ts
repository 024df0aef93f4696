import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { builtScreenFiles, openPanel } from '#core/headless/panel/open-panel.ts';
import { launchChromium, ScreenBench } from '../support/screens.ts';

let browser: Browser;
let bench: ScreenBench;

beforeAll(async () => {
  browser = await launchChromium();
  bench = await ScreenBench.start({ screens: inject('screens'), browser });
});
afterAll(async () => {
  await bench.stop();
  await browser.close();
});

/** A command to the panel, with headers as some other page or program would send them. */
async function ask(
  headers: Readonly<Record<string, string>>,
  body = JSON.stringify({ name: 'account-pause', input: { account: 'nobody' } }),
): Promise<number> {
  const { port } = new URL(bench.panel.address);
  return await new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      path: '/api/run',
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
    });
    asked.once('error', reject);
    asked.once('response', (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    asked.end(body);
  });
}

function token(): string {
  return new URL(bench.panel.address).hash.slice(1);
}

describe('the panel', () => {
  test('answers its own page, which has the token', async () => {
    expect(await ask({ Authorization: `Bearer ${token()}` })).toBe(200);
    const origin = new URL(bench.panel.address).origin;
    expect(await ask({ Authorization: `Bearer ${token()}`, Origin: origin })).toBe(200);
  });

  test('refuses who has no token, or a wrong one', async () => {
    expect(await ask({})).toBe(401);
    expect(await ask({ Authorization: `Bearer ${token().toLowerCase()}x` })).toBe(401);
  });

  test('refuses another origin, another host and another site, token or not', async () => {
    const key = { Authorization: `Bearer ${token()}` };
    expect(await ask({ ...key, Origin: 'https://attacker.example' })).toBe(403);
    expect(await ask({ ...key, Origin: 'null' })).toBe(403);
    expect(await ask({ ...key, Host: 'attacker.example' })).toBe(403);
    expect(await ask({ ...key, 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
  });

  test('refuses what a form of another site could send', async () => {
    const key = { Authorization: `Bearer ${token()}` };
    expect(await ask({ ...key, 'Content-Type': 'text/plain' })).toBe(415);
    expect(await ask({ ...key, 'Content-Type': 'application/x-www-form-urlencoded' }, 'name=x')).toBe(415);
  });

  test('a page that has lost the token says how to come back', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(new URL(bench.panel.address).origin);
    await page.getByText('Open the address that Mailwicket printed when it started').waitFor();
    await page.context().close();
  });
});

test('screens that are not built are told so, with the command that builds them', async () => {
  await expect(builtScreenFiles('/nowhere/at/all')).rejects.toMatchObject({
    code: 'screens-not-built',
    fix: 'Run: npm run build:renderer',
  });
  expect((await builtScreenFiles(inject('screens'))).has('/index.html')).toBe(true);
});

test('a panel port that another program has is named, and a free one opens', async () => {
  const other = createServer();
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const files = await builtScreenFiles(inject('screens'));
  const { gateway } = bench.running;
  await expect(openPanel({ gateway, files, port })).rejects.toMatchObject({
    code: 'panel-port',
    message: `The panel cannot be opened on port ${String(port)}: it is in use by another program.`,
  });
  other.close();
  const panel = await openPanel({ gateway, files, port: 0 });
  expect((await fetch(new URL(panel.address).origin)).status).toBe(200);
  await panel.close();
});
