import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { DesktopApp } from '../e2e/support/desktop-app.ts';
import type { DesktopOptions } from '../e2e/support/desktop-connection.ts';
import { launchDesktop, newHome } from '../e2e/support/launch-desktop.ts';
import type { SettingsInput } from '../support/electron-stand-in/settings.ts';
import { makeCertificates } from '../support/sandbox/certificates.ts';
import { listening } from '../support/listening.ts';

// each test starts a browser, some of them five
vi.setConfig({ testTimeout: 90_000, hookTimeout: 30_000 });

const application = fileURLToPath(new URL('../support/electron-stand-in/sample-app', import.meta.url));
const main = /^sample:\/\/main\//;
const other = /^sample:\/\/other\//;

function sample(options: DesktopOptions = {}): Promise<DesktopApp> {
  return launchDesktop({ application, ...options });
}

/** The sample, and its first page. */
async function samplePage(): Promise<{ readonly app: DesktopApp; readonly page: Page }> {
  const app = await sample();
  return { app, page: await app.page(main) };
}

/** Runs code in the page's own world, where its scripts run. */
function inPage(page: Page, code: string): Promise<unknown> {
  return page.evaluate(`(async () => { ${code} })()`);
}

/** The lines that the sample has printed, of those named. */
function printed(app: DesktopApp, ...kinds: readonly string[]): string[] {
  return app.output.split('\n').filter((line) => kinds.some((kind) => line.startsWith(kind)));
}

interface Stranger {
  readonly url: string;
  /** What it was asked for. */
  readonly asked: string[];
}

const strangersPages: Readonly<Record<string, string>> = {
  '/start':
    '<title>start</title><a id="allowed" href="/allowed">a</a><a id="denied" href="/forbidden">d</a>' +
    '<a id="redirects" href="/redirect">r</a><a id="window" href="/window" target="_blank">w</a>',
  '/frames': '<title>frames</title><iframe src="/forbidden/frame"></iframe><iframe src="/framed"></iframe>',
};

/** A web server of somebody else's, on this machine. */
async function stranger(tls?: { readonly cert: string; readonly key: string }): Promise<Stranger> {
  const asked: string[] = [];
  const server =
    tls === undefined
      ? createServer((request, response) => answer(request, response))
      : createTlsServer(tls, (request, response) => answer(request, response));
  function answer(
    request: { readonly url?: string | undefined },
    response: { writeHead(status: number, headers: Record<string, string>): { end(text?: string): unknown } },
  ): void {
    const path = request.url ?? '';
    if (path !== '/favicon.ico') asked.push(path);
    if (path === '/redirect') response.writeHead(302, { location: '/forbidden/redirected' }).end();
    else if (path === '/file') {
      response.writeHead(200, { 'content-disposition': 'attachment; filename="x.exe"' }).end('MZ');
    } else {
      response
        .writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'kept=yes; Path=/' })
        .end(strangersPages[path] ?? `<title>${path}</title>${path}`);
    }
  }
  const port = await listening(server);
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, asked };
}

describe('a page with a preload script', () => {
  test('two windows are two pages, each known to the app by its own sender and frame', async () => {
    const app = await sample({ args: ['--windows=2'] });
    const [first, second] = await Promise.all([app.page(main), app.page(other)]);
    const [one, two] = await Promise.all(
      [first, second].map((page) => inPage(page, 'return JSON.stringify(await sample.who())')),
    );
    expect(JSON.parse(String(one))).toMatchObject({
      isMainFrame: true,
      origin: 'sample://main',
      url: 'sample://main/index.html',
      parent: null,
    });
    expect(JSON.parse(String(two))).toMatchObject({ origin: 'sample://other', isMainFrame: true });
    expect(/"id":\d+/.exec(String(one))?.[0]).not.toBe(/"id":\d+/.exec(String(two))?.[0]);
    const titles = await app.until('two titles', ({ windows }) =>
      windows.every(({ title, visible }) => title !== '' && visible)
        ? windows.map(({ title }) => title)
        : undefined,
    );
    expect(titles).toEqual(['The sample', 'The other']);
  });

  test('a call carries a Map, a Date and undefined there and back', async () => {
    const { page } = await samplePage();
    const got = await inPage(
      page,
      `const sent = { map: new Map([['when', new Date(5)]]), nothing: undefined, set: new Set([1n]) };
       const got = await sample.echo(sent);
       return [got.map instanceof Map, got.map.get('when') instanceof Date, got.map.get('when').getTime(),
         'nothing' in got, got.nothing === undefined, String([...got.set][0]), got.map === sent.map].join()`,
    );
    expect(got).toBe('true,true,5,true,true,1,false');
  });

  test("a call that the app's schema refuses is rejected with the message, and the next one works", async () => {
    const { page } = await samplePage();
    const refused = `return sample.add({ left: 1, right: 'two' }).then(String, (error) => [error.name, error.message, Object.keys(error)].join('|'))`;
    expect(await inPage(page, refused)).toMatch(
      /^Error\|Error invoking remote method 'add': .*"path": \[\s*"right"\s*\].*expected number[^|]*\|$/s,
    );
    expect(await inPage(page, 'return sample.add({ left: 1, right: 2 })')).toBe(3);
  });

  test.each([
    [
      'missing',
      "Error invoking remote method 'nobody-listens': Error: No handler registered for 'nobody-listens'",
    ],
    ['unclonable', "Error invoking remote method 'gives-a-function': Error: An object could not be cloned."],
    ['sendsFunction', 'An object could not be cloned.'],
  ])('%s fails in the words of Electron', async (name, words) => {
    const { page } = await samplePage();
    expect(
      await inPage(
        page,
        `try { return String(await sample.${name}()) } catch (error) { return error.message }`,
      ),
    ).toBe(words);
  });

  test('functions cross: a listener hears what the app pushes, until it is taken off', async () => {
    const { app, page } = await samplePage();
    await inPage(
      page,
      `globalThis.heard = []; globalThis.waits = [];
       globalThis.end = sample.onTick((value) => { heard.push(value instanceof Map ? typeof value.get('n') : 'other'); waits.shift()?.(); });
       globalThis.control = []; sample.onTick(() => { control.push(1); globalThis.controlHeard?.(); })`,
    );
    const tick = async (): Promise<void> => {
      await inPage(
        page,
        'globalThis.ticked = new Promise((resolve) => { globalThis.controlHeard = resolve; })',
      );
      await app.chooseInTray('Tick');
      await inPage(page, 'await ticked');
    };
    await tick();
    expect(await inPage(page, 'return heard.join()')).toBe('bigint');
    await inPage(page, 'end()');
    await tick();
    expect(await inPage(page, 'return [heard.length, control.length].join()')).toBe('1,2');
  });

  test('a function is called back at once, and what is thrown arrives as a plain Error', async () => {
    const { page } = await samplePage();
    expect(await inPage(page, 'return sample.callTwice((word) => word.length).join()')).toBe('5,6');
    const thrown = `try { sample.throws() } catch (error) { return [error.constructor === Error, error.message].join() }`;
    expect(await inPage(page, thrown)).toBe('true,not like this');
    expect(await inPage(page, `return sample.map().get('when').getTime()`)).toBe(0);
  });

  test("the page gets what was exposed, frozen, and nothing else of the preload's world", async () => {
    const { page } = await samplePage();
    const seen = await inPage(
      page,
      `const api = Object.getOwnPropertyDescriptor(globalThis, 'sample');
       return JSON.stringify({
         leaked: [typeof require, typeof process, typeof module, typeof secretOfThePreload, typeof ipcRenderer],
         frozen: [Object.isFrozen(sample), Object.isFrozen(sample.facts.nested.list), api.writable, api.configurable],
         facts: sample.facts.nested.list.length,
         strange: Object.getOwnPropertyNames(globalThis).filter((name) => /^(bridge|electron|stand)/i.test(name)),
       })`,
    );
    expect(JSON.parse(String(seen))).toEqual({
      leaked: ['undefined', 'undefined', 'undefined', 'undefined', 'undefined'],
      frozen: [true, true, false, false],
      facts: 3,
      strange: [],
    });
  });

  test("the app's content security policy holds in the page", async () => {
    const { page } = await samplePage();
    expect(await inPage(page, 'return [typeof pageScriptRan, typeof inlineRan].join()')).toBe(
      'string,undefined',
    );
  });

  test('a move within the page is told, a page that is not there is answered 404', async () => {
    const { app, page } = await samplePage();
    await inPage(page, "location.hash = '#/accounts/1'");
    await app.printed('in page sample://main/index.html#/accounts/1');
    expect((await app.windows())[0]?.pages[0]?.url).toBe('sample://main/index.html#/accounts/1');
    expect(await inPage(page, "return fetch('/absent').then(String, (error) => error.name)")).toBe(
      'TypeError',
    );
  });
});

describe('a page goes nowhere that it may not', () => {
  test('a screen that wants to leave stays, and nobody is asked for the other page', async () => {
    const there = await stranger();
    const { app, page } = await samplePage();
    await inPage(page, `location.href = '${there.url}/elsewhere'`);
    await app.printed('will-navigate /elsewhere');
    expect(await inPage(page, 'return sample.add({ left: 2, right: 2 })')).toBe(4);
    expect(there.asked).toEqual([]);
  });

  test('window.open() gives null, and no page and no request come of it', async () => {
    const there = await stranger();
    const { app, page } = await samplePage();
    expect(await inPage(page, `return String(window.open('${there.url}/window'))`)).toBe('null');
    await app.printed('window wanted /window');
    await app.until('one page', ({ resources }) => resources.pages === 1 || undefined);
    expect(there.asked).toEqual([]);
  });

  test('a stranger is let through where allowed; denied links, redirects, frames and windows are not asked for', async () => {
    const there = await stranger();
    const app = await sample({ args: [`--guest=${there.url}/start`] });
    await app.chooseInTray('Guest');
    await app.printed('guest loaded /start');
    const page = await app.page(/\/start$/);
    await page.click('#denied', { noWaitAfter: true });
    await app.printed('guest will-navigate /forbidden');
    await page.click('#redirects', { noWaitAfter: true });
    await app.printed('guest will-redirect /forbidden/redirected');
    await page.click('#window');
    await page.click('#allowed');
    await app.page(/\/allowed$/);
    expect(there.asked).toEqual(['/start', '/redirect', '/allowed']);
    await inPage(page, "location.href = '/frames'").catch(() => undefined);
    await app.printed('guest frame will-navigate /forbidden/frame');
    await app.printed('guest frame will-navigate /framed');
    await app.until('the allowed frame', () => there.asked.includes('/framed') || undefined);
    expect(there.asked).not.toContain('/forbidden/frame');
  });

  test("a stranger's session does not know the app's scheme, and has no preload", async () => {
    const there = await stranger();
    const app = await sample({ args: [`--guest=${there.url}/start`] });
    await app.chooseInTray('Guest');
    const page = await app.page(/\/start$/);
    expect(await inPage(page, 'return typeof sample')).toBe('undefined');
    const strange = await sample({ args: ['--guest=sample://main/index.html'] });
    await strange.chooseInTray('Guest');
    await strange.printed('ERR_UNKNOWN_URL_SCHEME');
    expect(printed(strange, 'guest loaded')).toEqual([]);
  });

  test('a certificate that nobody vouches for ends the load, and the server hears nothing; trusted, it works', async () => {
    const tls = await makeCertificates();
    const there = await stranger(tls);
    const refused = await sample({ args: [`--guest=${there.url}/start`] });
    await refused.chooseInTray('Guest');
    await refused.printed('guest not loaded');
    expect(printed(refused, 'certificate-error', 'guest did-fail-load')).toEqual([
      'certificate-error /start net::ERR_CERT_AUTHORITY_INVALID',
      'guest did-fail-load -202 ERR_CERT_AUTHORITY_INVALID',
    ]);
    expect(there.asked).toEqual([]);
    const trusting = await sample({ args: [`--guest=${there.url}/start`], trust: [tls.cert] });
    await trusting.chooseInTray('Guest');
    await trusting.printed('guest loaded /start');
    expect(there.asked).toEqual(['/start']);
  });

  test('a download is told and not taken', async () => {
    const there = await stranger();
    const { app, page } = await samplePage();
    await inPage(
      page,
      `const a = document.createElement('a'); a.href = '${there.url}/file'; a.download = ''; a.click()`,
    );
    await app.printed('will-navigate /file');
    expect(there.asked).toEqual([]);
  });

  test('permissions are what the handlers say, and all are given where there is no handler', async () => {
    const states = `return (await Promise.all(['geolocation', 'notifications', 'camera'].map((name) => navigator.permissions.query({ name })))).map(({ state }) => state).join()`;
    const closed = await sample();
    expect(await inPage(await closed.page(main), states)).toBe('denied,denied,denied');
    const open = await sample({ args: ['--permissions=open'] });
    expect(await inPage(await open.page(main), states)).toBe('granted,granted,granted');
  });
});

describe('sessions', () => {
  test('two partitions share no cookie; one partition does, and is empty once cleared', async () => {
    const there = await stranger();
    const app = await sample({ args: [`--guest=${there.url}/start`] });
    const cookies = async (count: number): Promise<unknown> => {
      const state = await app.until(`${count} guests`, ({ windows }) => {
        const guests = windows.flatMap(({ pages }) => pages).filter(({ url }) => url.endsWith('/start'));
        return guests.length === count ? windows : undefined;
      });
      return state.length;
    };
    await app.chooseInTray('Guest');
    const first = await app.page(/\/start$/);
    expect(await inPage(first, 'return document.cookie')).toBe('kept=yes');
    await inPage(first, "document.cookie = 'kept=changed'; localStorage.setItem('kept', 'also')");
    await app.chooseInTray('Guest, same session');
    await cookies(2);
    const [window] = await app.windows();
    if (window === undefined) throw new Error('no window');
    const resources = await app.resources();
    expect(resources.contexts).toBe(2);
    // the first guest goes, and with it all that was kept
    const firstWindow = await app.window(/\/start$/);
    await app.closeWindow(firstWindow);
    await cookies(1);
    const second = await app.page(/\/start$/);
    expect(await inPage(second, "return [document.cookie, localStorage.getItem('kept')].join()")).toBe(
      'kept=yes,',
    );
    await app.until('one context', ({ resources: { contexts } }) => contexts === 1 || undefined);
    await app.closeWindow(await app.window(/\/start$/));
    await app.until('no context', ({ resources: { contexts } }) => contexts === 0 || undefined);
  });
});

describe('the application', () => {
  test('is not ready before its main module has ended', async () => {
    const app = await sample();
    await app.page(main);
    expect(printed(app, 'ready before')).toEqual(['ready before the main module has ended: false']);
  });

  test('a second one says so to the first and ends; when the first has gone the next one is the first', async () => {
    const home = await newHome();
    const app = await sample({ home });
    await app.page(main);
    expect(await app.startAgain('--second')).toBe(0);
    await app.printed('second-instance --second {"from":"the second"}');
    expect(await app.kill()).toBeGreaterThan(128);
    const next = await sample({ home });
    await next.page(main);
    expect(await next.quit()).toBe(0);
  });

  test('quits in the order of Electron', async () => {
    const app = await sample({ args: ['--windows=2'] });
    await Promise.all([app.page(main), app.page(other)]);
    expect(await app.quit()).toBe(0);
    expect(printed(app, 'before-quit', 'close', 'will-quit', 'quit', 'window-all-closed')).toEqual([
      'before-quit',
      'close',
      'close',
      'closed',
      'closed',
      'will-quit',
      'quit 0',
    ]);
  });

  test.each([
    ['before-quit', ['before-quit']],
    ['close', ['before-quit', 'close']],
    ['will-quit', ['before-quit', 'close', 'closed', 'will-quit']],
  ])('a listener of %s can keep it from quitting', async (what, events) => {
    const app = await sample();
    await app.page(main);
    await app.chooseInTray(`Prevent ${what}`);
    await app.chooseInTray('Quit');
    await app.printed(`\n${events.at(-1) ?? ''}\n`);
    expect(printed(app, 'before-quit', 'close', 'will-quit', 'quit')).toEqual(events);
    await app.chooseInTray('Prevent nothing');
    expect(await app.quit()).toBe(0);
  });

  test('app.exit() asks nobody', async () => {
    const app = await sample();
    await app.page(main);
    await app.chooseInTray('Exit 7').catch(() => undefined);
    expect(await app.exited).toBe(7);
    expect(printed(app, 'before-quit', 'close', 'will-quit', 'quit')).toEqual(['closed', 'quit 7']);
  });

  test('closing the last window says so, and the process stays', async () => {
    const app = await sample();
    await app.closeWindow(await app.window(main));
    await app.printed('window-all-closed');
    expect(await app.windows()).toEqual([]);
    expect(await app.quit()).toBe(0);
  });
});

describe('the desktop', () => {
  test('the tray shows icon, tooltip and menu, and its lines can be chosen', async () => {
    const app = await sample();
    const tray = await app.tray();
    expect(tray).toMatchObject({ toolTip: 'All accounts ready', icon: 'tray-ready.png' });
    expect(tray.menu.slice(0, 4).map(({ label, type, enabled }) => ({ label, type, enabled }))).toEqual([
      { label: 'anna@contoso.test: ready', type: 'submenu', enabled: true },
      { label: '', type: 'separator', enabled: true },
      { label: 'Start at login', type: 'checkbox', enabled: true },
      { label: 'Not now', type: 'normal', enabled: false },
    ]);
    await app.chooseInTray('anna@contoso.test: ready', 'Sign in again…');
    await app.printed('sign in anna');
    await app.chooseInTray('Start at login');
    await app.printed('at login true');
    expect((await app.trayLine('Start at login'))?.checked).toBe(true);
    await app.clickTray();
    await app.printed('tray clicked');
    await app.chooseInTray('open');
    await app.until('a second window', ({ windows }) => windows.length === 2 || undefined);
  });

  test('a line that is not there, or cannot be chosen, is an error', async () => {
    const app = await sample();
    await app.tray();
    const impatient = (label: string): Promise<unknown> =>
      app.until(label, ({ tray }) => tray?.menu.find((line) => line.label === label && line.enabled), 50);
    await expect(impatient('Not now')).rejects.toThrow('not in time: Not now');
    await expect(impatient('Nowhere')).rejects.toThrow('not in time: Nowhere');
    await expect(app.clickNotification(0)).rejects.toThrow('no notification 0');
  });

  test('notifications are kept in order and can be clicked once', async () => {
    const app = await sample();
    await app.chooseInTray('Notify');
    const index = await app.notification(/needs you$/);
    expect(await app.notifications()).toEqual([
      { title: 'anna@contoso.test needs you', body: 'Sign in again.', open: true },
    ]);
    await app.clickNotification(index);
    await app.printed('notification closed');
    expect(printed(app, 'notification')).toEqual(['notification clicked', 'notification closed']);
    await expect(app.clickNotification(index)).rejects.toThrow('no notification 0');
  });

  test('browser, clipboard, file dialog, power, network and theme', async () => {
    const app = await sample();
    await app.chooseInTray('Browse');
    await app.chooseInTray('Copy');
    expect(await app.openedExternally()).toEqual(['https://entra.microsoft.com/']);
    expect(await app.clipboard()).toBe('imap 127.0.0.1:1143');
    await app.answerSaveDialog('/home/anna/profile.mobileconfig');
    await app.chooseInTray('Save');
    await app.printed('saved false /home/anna/profile.mobileconfig');
    await app.chooseInTray('Save');
    await app.printed('saved true');
    await app.power('suspend');
    await app.setOnline(false);
    await app.power('resume');
    await app.printed('resume online: false');
    await app.setDark(true);
    await app.printed('dark: true');
    expect(printed(app, 'suspend', 'resume')).toEqual(['suspend', 'resume online: false']);
  });
});

describe('the keyring', () => {
  test.each([
    ['available', ['available true', 'sealed v11']],
    ['basic_text', ['available true', 'sealed v10']],
    [
      'unavailable',
      [
        'available false',
        'not sealed Error: Error while encrypting the text provided to safeStorage: encryption is not available.',
      ],
    ],
  ] as const)('%s', async (encryption, lines) => {
    const app = await sample({ machine: { encryption } });
    await app.chooseInTray('Seal');
    await app.printed('sealed');
    expect(printed(app, 'available', 'sealed', 'not sealed')).toEqual(lines);
  });

  test('is asked once in a run: one that is unlocked later counts from the next run on', async () => {
    const home = await newHome();
    const app = await sample({ home, machine: { encryption: 'basic_text' } });
    await app.chooseInTray('Seal');
    await app.printed('sealed v10');
    await app.unlockKeyring();
    await app.chooseInTray('Seal');
    await app.until('sealed again', () => app.output.split('sealed v10').length === 3 || undefined);
    await app.quit();
    const next = await sample({ home });
    await next.chooseInTray('Seal');
    await next.printed('sealed v11');
  });

  test('opens in the next run with the same key, says when to seal anew, and refuses with another', async () => {
    const home = await newHome();
    const before = await sample({ home });
    await before.chooseInTray('Seal');
    await before.printed('sealed');
    await before.quit();
    const runs: readonly (readonly [SettingsInput, string])[] = [
      [{}, 'unsealed the secret re-encrypt: false'],
      [{ encryptionKey: 'new', formerKeys: ['first key'] }, 'unsealed the secret re-encrypt: true'],
      [{ encryptionKey: 'other' }, 'not unsealed Error: Error while decrypting the ciphertext'],
      [{ encryption: 'unavailable' }, 'not unsealed Error: Error while decrypting the ciphertext'],
    ];
    for (const [machine, line] of runs) {
      const app = await sample({ home, machine });
      await app.chooseInTray('Unseal');
      await app.printed(line);
      await app.quit();
    }
  });
});

describe('nothing is left behind', () => {
  test('fifty windows opened and closed leave no page, context, handler, listener or timer', async () => {
    const app = await sample();
    await app.page(main);
    const before = await app.resources();
    await app.chooseInTray('Cycle');
    await app.until('fifty cycles', () => app.output.includes('cycled 50') || undefined, 60_000);
    const after = await app.resources();
    // Playwright's own start has timers too, which run out meanwhile
    expect(after).toEqual({ ...before, timers: after.timers });
    expect(after.timers).toBeLessThanOrEqual(before.timers);
  });

  test.runIf(process.platform === 'linux').each(['quit', 'kill'] as const)(
    'after %s no Chromium of it is running',
    async (how) => {
      const home = await newHome();
      const app = await sample({ home });
      await app.page(main);
      expect(await processesNaming(home)).not.toEqual([]);
      await app[how]();
      await expect.poll(() => processesNaming(home), { timeout: 10_000 }).toEqual([]);
    },
  );
});

/** Processes that have this text on their command line. */
async function processesNaming(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    // it may be gone before it is read
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.includes(text)) found.push(line.replaceAll('\0', ' '));
  }
  return found;
}

describe('the stand-in is enough for electron/', () => {
  test('it has every name that electron/ imports', async () => {
    const folder = fileURLToPath(new URL('../../electron', import.meta.url));
    const wanted = new Set<string>();
    for (const file of await readdir(folder, { recursive: true })) {
      if (!file.endsWith('.ts') || file.startsWith('preload')) continue;
      const text = await readFile(`${folder}/${file}`, 'utf8');
      for (const [, names = ''] of text.matchAll(/^import \{([^}]*)\} from 'electron';/gm)) {
        for (const name of names.split(',').map((one) => one.trim())) {
          if (name !== '' && !name.startsWith('type ')) wanted.add(name);
        }
      }
    }
    const source = await readFile(
      fileURLToPath(new URL('../support/electron-stand-in/electron.ts', import.meta.url)),
      'utf8',
    );
    const missing = [...wanted].filter((name) => !new RegExp(`[{,\\s]${name}[\\s,}]`).test(source));
    expect(wanted.size).toBeGreaterThan(10);
    expect(missing).toEqual([]);
  });
});
