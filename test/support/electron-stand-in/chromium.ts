import { chromiumPath } from '../chromium-path.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { app } from './app.ts';
import { chromiumSwitches } from './command-line.ts';

interface Running {
  readonly browser: Browser;
  readonly persistent: BrowserContext;
  readonly cdp: CDPSession;
  /** Where a test attaches too. */
  readonly endpoint: string;
}

/** The one Chromium of this process, started with the first page. */
class Chromium {
  #running: Promise<Running> | undefined;
  #contexts = 0;

  get contexts(): number {
    return this.#contexts;
  }

  async endpoint(): Promise<string | undefined> {
    return (await this.#running)?.endpoint;
  }

  /** Chromium's own pages, the blank one that keeps it open left out. */
  async pages(): Promise<readonly Page[]> {
    const running = await this.#running;
    const anchor = running?.persistent.pages()[0];
    const pages = running?.browser.contexts().flatMap((context) => context.pages()) ?? [];
    return pages.filter((page) => page !== anchor);
  }

  async cdp(): Promise<CDPSession> {
    return (await this.#start()).cdp;
  }

  /** The context of the default session: the one that is kept in the user-data folder. */
  async persistentContext(): Promise<BrowserContext> {
    return (await this.#start()).persistent;
  }

  /** A context that is gone when it is closed. */
  async newContext(): Promise<BrowserContext> {
    const { browser } = await this.#start();
    const context = await browser.newContext({ viewport: null, serviceWorkers: 'block' });
    this.#contexts += 1;
    context.once('close', () => {
      this.#contexts -= 1;
    });
    return context;
  }

  async close(): Promise<void> {
    const starting = this.#running;
    if (starting === undefined) return;
    const running = await starting.catch(() => undefined);
    await running?.persistent.close();
  }

  #start(): Promise<Running> {
    this.#running ??= this.#launch();
    return this.#running;
  }

  async #launch(): Promise<Running> {
    const folder = join(app.getPath('sessionData'), 'Chromium');
    const asRoot = process.getuid?.() === 0;
    const persistent = await chromium.launchPersistentContext(folder, {
      executablePath: chromiumPath,
      headless: true,
      chromiumSandbox: !asRoot,
      viewport: null,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      args: [
        // the pipe beside it ends Chromium with this process, however this process ends
        '--remote-debugging-port=0',
        // one target per page, so that its frames are all in one session
        '--disable-site-isolation-trials',
        '--disable-features=IsolateOrigins,site-per-process',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--block-new-web-contents',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        ...chromiumSwitches(),
      ],
    });
    const browser = persistent.browser();
    if (browser === null) throw new Error('Chromium was started without a browser to ask');
    const [port = '', path = ''] = (await readFile(join(folder, 'DevToolsActivePort'), 'utf8')).split('\n');
    const cdp = await browser.newBrowserCDPSession();
    return { browser, persistent, cdp, endpoint: `ws://127.0.0.1:${port}${path}` };
  }
}

export const theChromium = new Chromium();
