import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { DesktopApp } from './support/desktop-app.ts';
import {
  accountLine,
  describeDesktop,
  DesktopBench,
  type DesktopBenchOptions,
  openWindow,
  screens,
  signInBar,
} from './support/desktop-bench.ts';
import { desktopKind } from './support/launch-desktop.ts';
import { listening } from '../support/listening.ts';

const address = 'anna@example.org';
const waiting = 'signed out';

interface UnderWay {
  readonly bench: DesktopBench;
  readonly app: DesktopApp;
  readonly bar: Page;
}

/** A sign-in that was begun from the tray, its window open. */
async function begun(options: DesktopBenchOptions = {}): Promise<UnderWay> {
  const bench = await DesktopBench.start({ account: address, ...options });
  const app = await bench.launch();
  return { bench, app, bar: await begin(app) };
}

async function begin(app: DesktopApp): Promise<Page> {
  await app.chooseInTray(await accountLine(app, address, waiting), 'Sign in…');
  return app.page(signInBar);
}

/** A page on this machine that is neither the provider's nor the redirect. */
async function stranger(): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('stranger');
  });
  const port = await listening(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}/`, asked };
}

describeDesktop('where people sign in', () => {
  test("in the system's browser, until they choose the window in the settings", async () => {
    const bench = await DesktopBench.start({ account: address, signInWindow: false });
    const app = await bench.launch();
    await app.chooseInTray(await accountLine(app, address, waiting), 'Sign in…');
    const url = await app.until('the page in the browser', ({ opened }) => opened[0]);
    expect(new URL(url).origin).toBe(bench.providerOrigin);
    expect(await app.windows()).toEqual([]);
    await app.chooseInTray(await accountLine(app, address, 'signing in…'), 'Cancel signing in');
    await accountLine(app, address, waiting);

    const page = await openWindow(app);
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    const choice = page.getByRole('switch', { name: 'Sign in in a window of Mailwicket' });
    expect(await choice.isChecked()).toBe(false);
    await choice.click();
    await expect.poll(() => choice.isChecked()).toBe(true);
    await begin(app);
    await bench.signIn(app, address);
    await accountLine(app, address, 'working');
    expect(await app.openedExternally()).toEqual([url]);
  });

  test("in the system's browser only, where Chromium's sandbox is switched off", async () => {
    const bench = await DesktopBench.start({ account: address });
    const app = await bench.launch({ args: ['--autostart', '--no-sandbox'] });
    await app.chooseInTray(await accountLine(app, address, waiting), 'Sign in…');
    await app.until('the page in the browser', ({ opened }) => opened[0]);
    expect(await app.windows()).toEqual([]);
    const page = await openWindow(app);
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByLabel('Language').waitFor();
    expect(await page.getByRole('switch', { name: 'Sign in in a window of Mailwicket' }).count()).toBe(0);
  });
});

// what a network asks can be told to the stand-in only
describe.skipIf(desktopKind === 'electron')('the bar of the sign-in window', () => {
  test('asks for what a proxy wants to know, and again where it did not take it', async () => {
    const { bench, app, bar } = await begun();
    await bench.signInPage(app);
    const answer = app.askProxyLogin('proxy.example.org', 3128);
    await bar.getByText('The network proxy proxy.example.org:3128 asks for a user name').waitFor();
    await bar.getByLabel('User name', { exact: true }).fill('anna');
    await bar.getByLabel('Password', { exact: true }).fill('p@ss');
    await bar.getByLabel('Password', { exact: true }).press('Enter');
    expect(await answer).toEqual(['anna', 'p@ss']);
    await bar.getByLabel('User name', { exact: true }).waitFor({ state: 'hidden' });
    const again = app.askProxyLogin('proxy.example.org', 3128, false);
    await bar.getByText('proxy.example.org:3128 didn’t accept').waitFor();
    expect(await bar.getByLabel('Password', { exact: true }).inputValue()).toBe('');
    await bar.getByRole('button', { name: 'Continue without' }).click();
    expect(await again).toEqual([]);
  });

  test('lets the person choose a certificate, or none', async () => {
    const { bench, app, bar } = await begun();
    await bench.signInPage(app);
    const server = 'certauth.example.org:443';
    const chosen = app.askCertificate(server, ['Anna (old)', 'Anna']);
    await bar.getByText('certauth.example.org asks for a certificate of yours').waitFor();
    await bar.getByRole('combobox').selectOption({ index: 1 });
    await bar.getByRole('button', { name: 'Continue', exact: true }).click();
    expect(await chosen).toBe('Anna');
    const none = app.askCertificate(server, ['Anna']);
    await bar.getByRole('button', { name: 'Continue without' }).click();
    expect(await none).toBe('');
    const closed = app.askCertificate(server, ['Anna']);
    await bar.getByRole('combobox').waitFor();
    await app.closeWindow(await app.window(signInBar));
    expect(await closed).toBe('');
  });
});

describeDesktop('the sign-in window', () => {
  test('closing it cancels the sign-in, and nobody is told what they did themselves', async () => {
    const { bench, app, bar } = await begun();
    await accountLine(app, address, 'signing in…');
    await bench.signInPage(app);
    await app.closeWindow(await app.window(signInBar));
    await accountLine(app, address, waiting);
    await app.noWindow(signInBar);
    const again = await begin(app);
    expect(again).not.toBe(bar);
    await again.getByRole('button', { name: 'Cancel' }).click();
    await accountLine(app, address, waiting);
    await app.noWindow(signInBar);
    expect(await app.notifications()).toEqual([]);
    expect(bench.sandbox.provider.tokenRequestCount()).toBe(0);
  });

  test("'Use my browser instead' goes on with the same sign-in there", async () => {
    const { bench, app, bar } = await begun();
    await bar.getByRole('button', { name: 'Use my browser instead' }).click();
    await app.noWindow(signInBar);
    const [url = ''] = await app.until('the page in the browser', ({ opened }) =>
      opened.length === 0 ? undefined : opened,
    );
    expect(new URL(url).origin).toBe(bench.providerOrigin);
    await accountLine(app, address, 'signing in…');
    await bench.sandbox.provider.approve(url, address);
    await accountLine(app, address, 'working');
  });

  test('a page does not lead to the screens of Mailwicket; the tray can take the window away', async () => {
    const { bench, app, bar } = await begun();
    const page = await bench.signInPage(app);
    const before = page.url();
    await page.evaluate("location.href = 'app://mailwicket/index.html'");
    await bar.getByRole('alert').filter({ hasText: 'mailwicket' }).waitFor();
    expect(page.url()).toBe(before);
    const pages = (await app.windows()).flatMap((window) => window.pages);
    expect(pages.some(({ url }) => screens.test(url))).toBe(false);
    await app.chooseInTray(await accountLine(app, address, 'signing in…'), 'Cancel signing in');
    await app.noWindow(signInBar);
    await accountLine(app, address, waiting);
  });

  test('a page leads to no other place of this machine and opens no window, and can be gone on with', async () => {
    const { bench, app, bar } = await begun();
    const other = await stranger();
    const page = await bench.signInPage(app);
    const before = page.url();
    await page.evaluate(`window.open('${other.url}')`);
    await page.evaluate(`location.href = '${other.url}'`);
    await bar.getByRole('alert').filter({ hasText: '127.0.0.1' }).waitFor();
    expect(page.url()).toBe(before);
    expect(other.asked).toEqual([]);
    expect(await app.windows()).toHaveLength(1);
    expect(
      await page.evaluate('[typeof window.mailwicket, typeof window.signInBar, typeof require]'),
    ).toEqual(['undefined', 'undefined', 'undefined']);
    await bench.signIn(app, address);
    await accountLine(app, address, 'working');
  });

  test('a certificate that nobody vouches for ends the sign-in before anything is sent', async () => {
    const { bench, app, bar } = await begun({ trustPages: false });
    await bar
      .getByRole('alert')
      .filter({ hasText: /The certificate of localhost:\d+ isn’t valid/ })
      .waitFor();
    await accountLine(app, address, waiting);
    expect(bench.sandbox.provider.requests.count(({ path }) => path.includes('/authorize'))).toBe(0);
    // what has been stopped does not go on in the browser
    await bar.getByRole('button', { name: 'Use my browser instead' }).waitFor({ state: 'hidden' });
    await bar.getByRole('button', { name: 'Close' }).click();
    await app.noWindow(signInBar);
  });

  test('it speaks the language that is chosen while it is open', async () => {
    const { bench, app, bar } = await begun();
    await bench.signInPage(app);
    void app.askProxyLogin('proxy.example.org', 3128);
    await bar.getByText('asks for a user name').waitFor();
    const page = await openWindow(app);
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByLabel('Language').selectOption('de');
    await bar.getByRole('heading', { name: `Anmelden als ${address}` }).waitFor();
    await bar.getByRole('button', { name: 'Abbrechen' }).waitFor();
    await bar.getByText('verlangt Benutzername und Passwort').waitFor();
    const window = await app.window(signInBar);
    expect(window.title).toBe(`Anmelden: ${address}`);
    // its words are longer: the buttons are within the window all the same
    await app.resizeWindow(window, 480, 600);
    await expect
      .poll(() => bar.evaluate('[innerWidth, document.documentElement.scrollWidth]'))
      .toEqual([480, 480]);
  });

  test('it remembers nothing from one sign-in to the next', async () => {
    const { bench, app } = await begun();
    const first = await bench.signInPage(app);
    await first.evaluate(
      "document.cookie = 'kept=yes; Max-Age=3600; Secure'; localStorage.setItem('kept', 'yes')",
    );
    const kept = '[document.cookie, localStorage.length]';
    expect(await first.evaluate(kept)).toEqual(['kept=yes', 1]);
    await app.closeWindow(await app.window(signInBar));
    await app.noWindow(signInBar);
    await begin(app);
    const second = await bench.signInPage(app);
    expect(await second.evaluate(kept)).toEqual(['', 0]);
    await app.closeWindow(await app.window(signInBar));
    await accountLine(app, address, waiting);
    await app.until('the sessions of both gone', ({ resources }) =>
      resources.contents === 0 && resources.contexts === 0 ? true : undefined,
    );
  });

  test('who signs in again as somebody else is told, and the account is not taken over', async () => {
    const { bench, app } = await begun();
    const { bo } = bench.sandbox.users;
    await bench.signIn(app, address);
    await accountLine(app, address, 'working');
    expect(await bench.login(app, address, 'the first password')).toContain('a OK');
    await app.noWindow(signInBar);
    bench.sandbox.provider.revokeUser(address);
    expect(await bench.login(app, address, 'the first password')).toContain('a NO [UNAVAILABLE]');
    await app.chooseInTray(await accountLine(app, address, waiting), 'Sign in again…');
    await bench.signIn(app, bo.address);
    await app.notification(/anna@example\.org wasn’t signed in/);
    const notice = (await app.notifications()).at(-1);
    expect(notice?.body).toContain(bo.address);
    await accountLine(app, address, waiting);
  });
});
