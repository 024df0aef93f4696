import { request } from 'node:http';
import { createServer } from 'node:net';
import { z } from 'zod';
import { describe, expect, inject, test } from 'vitest';
import { builtScreenFiles, openPanel } from '#core/headless/panel/panel.ts';
import { bench, screensForFile } from '../support/screens-for-each-test.ts';
import { listening } from '../support/listening.ts';

screensForFile();

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

  test('a link opens the screens once, and leaves no key in the address; a second browser is told what to do', async () => {
    const link = bench.panel.link();
    const page = await (await bench.browser.newContext()).newPage();
    await page.goto(link);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(page.url()).not.toMatch(/once-|[\w-]{43}/);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    const second = await (await bench.browser.newContext()).newPage();
    await second.goto(link);
    await second.getByText('mailwicket panel').waitFor();
    await Promise.all([page.context().close(), second.context().close()]);
  });

  test('speaks the browser’s language, whatever the service’s is', async () => {
    const context = await bench.browser.newContext({ locale: 'de-AT' });
    const page = await context.newPage();
    await page.goto(bench.panel.link());
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await context.close();
  });

  test('can be installed as an app, with its own pictures', async () => {
    const page = await (await bench.browser.newContext()).newPage();
    await page.goto(bench.panel.link());
    await page.getByRole('heading', { level: 1 }).waitFor();
    const session = await page.context().newCDPSession(page);
    const { errors, data } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const manifest = z
      .object({ display: z.string(), start_url: z.string(), icons: z.array(z.object({ src: z.string() })) })
      .parse(JSON.parse(data ?? ''));
    expect(manifest).toMatchObject({ display: 'standalone', start_url: '/' });
    for (const { src } of manifest.icons) {
      const icon = await fetch(new URL(src, bench.panel.address));
      expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/png']);
    }
    expect((await session.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([]);
    await page.context().close();
  });

  test('tells in its title and on the app how many accounts need somebody, and notifies only who has asked for it', async () => {
    const context = await bench.browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(`
      window.told = { badges: [], notices: [], asked: 0 };
      navigator.setAppBadge = async (count) => {
        if (window.told.badges.at(-1) !== count) window.told.badges.push(count);
      };
      window.Notification = class extends EventTarget {
        static permission = 'default';
        static async requestPermission() { window.told.asked += 1; return (this.permission = 'granted'); }
        constructor(title) { super(); window.told.notices.push(title); }
      };`);
    const told = (): Promise<unknown> => page.evaluate('window.told');
    await page.goto(bench.panel.link());
    await page.getByRole('heading', { level: 1 }).waitFor();
    const { running } = bench;
    await running.addAppOnlyClient('Service');
    const add = (address: string): Promise<unknown> =>
      running.run('account-add', { address, client: 'Service' });
    await add('bo@example.org');
    await expect.poll(() => page.title()).toBe('(1) Mailwicket – bo@example.org needs you');
    expect(await told()).toEqual({ badges: [0, 1], notices: [], asked: 0 });
    await page.goto(`${new URL(bench.panel.address).origin}/#/settings`);
    await page.getByLabel('Notify me when an account needs me').check();
    await add('mia@example.org');
    await expect.poll(() => page.title()).toBe('(2) Mailwicket – 2 accounts need you');
    await expect.poll(told).toEqual({ badges: [0, 1, 2], notices: ['mia@example.org needs you'], asked: 1 });
    for (const account of ['bo@example.org', 'mia@example.org'])
      await running.run('account-remove', { account });
    await expect.poll(() => page.title()).toBe('Settings – Mailwicket');
    await context.close();
  });

  test('a page that has lost the token says how to come back', async () => {
    const page = await (await bench.browser.newContext()).newPage();
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
  const port = await listening(other);
  const files = await builtScreenFiles(inject('screens'));
  const { gateway } = bench.running;
  await expect(openPanel({ gateway, files, port })).rejects.toThrow(
    new RegExp(`^The panel cannot be opened on port ${String(port)}. The port is in use by .*process`),
  );
  other.close();
  const usual = await openPanel({ gateway, files, port: 'usual' });
  const second = await openPanel({ gateway, files, port: 'usual' });
  expect(second.address).not.toBe(usual.address);
  await Promise.all([usual.close(), second.close()]);
  const panel = await openPanel({ gateway, files, port: 0 });
  expect((await fetch(new URL(panel.address).origin)).status).toBe(200);
  await panel.close();
});

test('a page that is open over a restart says that the key has changed', async () => {
  const files = await builtScreenFiles(inject('screens'));
  const { gateway } = bench.running;
  const panel = await openPanel({ gateway, files, port: 0 });
  const page = await (await bench.browser.newContext()).newPage();
  await page.goto(panel.link());
  await page.getByRole('heading', { level: 1 }).waitFor();
  await panel.close();
  await page.getByText('keeps trying').waitFor();
  const again = await openPanel({ gateway, files, port: Number(new URL(panel.address).port) });
  await page.getByText('mailwicket panel').waitFor();
  await page.goto(again.link());
  await page.getByText('mailwicket panel').waitFor({ state: 'detached' });
  await page.context().close();
  await again.close();
});
