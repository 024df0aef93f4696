import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import type { BrowserContext, Page, Request as PageRequest } from 'playwright-core';
import { app } from './app.ts';
import { changed } from './changes.ts';
import { theChromium } from './chromium.ts';
import { lifecycle } from './lifecycle.ts';
import { StandInProtocol } from './protocol.ts';
import { settings } from './settings.ts';
import { StandInEvent } from './stand-in-event.ts';

/** The page that permissions are decided for. */
export interface Asking {
  readonly contents: EventEmitter;
  /** As the app knows it. */
  readonly url: string;
  /** As Chromium knows it. */
  readonly address: string;
  readonly browserContextId: string | undefined;
}

type RequestHandler = NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>;
type DeviceHandler = NonNullable<Parameters<Electron.Session['setDevicePermissionHandler']>[0]>;
/** A handler is given the stand-in's WebContents, which is a part of Electron's. */
type Called = (...values: unknown[]) => unknown;

/** Chromium's names of what pages ask for, and Electron's. */
const permissions = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['camera', 'media'],
  ['microphone', 'media'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['idle-detection', 'idle-detection'],
] as const;

export class StandInSession extends EventEmitter {
  static readonly #all = new Map<string, StandInSession>();

  readonly protocol = new StandInProtocol();
  readonly #persistent: boolean;
  readonly #decided = new Set<string>();
  readonly #pages = new Set<Page>();
  #context: Promise<BrowserContext> | undefined;
  #opening = 0;
  readonly #popups = new Set<Page>();
  /** Nothing was kept since the last page closed, so the context may go. */
  #clear = false;
  #onRequest: Called | undefined;
  #onCheck: Called | undefined;

  constructor(persistent: boolean) {
    super();
    this.#persistent = persistent;
  }

  static get defaultSession(): StandInSession {
    return StandInSession.fromPartition('');
  }

  /** '' is the default session; any other name one in memory. The stand-in has no second one on disk. */
  static fromPartition(partition: string, _options?: Electron.FromPartitionOptions): StandInSession {
    lifecycle.needReady('Session');
    if (partition.startsWith('persist:')) throw new Error('the stand-in keeps only the default session');
    const known = StandInSession.#all.get(partition);
    if (known !== undefined) return known;
    const made = new StandInSession(partition === '');
    StandInSession.#all.set(partition, made);
    app.emit('session-created', made);
    return made;
  }

  /** As the machine of the settings is set; Chromium's own pages go straight all the same. */
  resolveProxy(_url: string): Promise<string> {
    return Promise.resolve(settings.proxy);
  }

  isPersistent(): boolean {
    return this.#persistent;
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#onRequest = called(handler);
    this.#decided.clear();
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#onCheck = called(handler);
    this.#decided.clear();
  }

  /** Headless Chromium offers no device to choose, so there is nothing that could be permitted. */
  setDevicePermissionHandler(_handler: DeviceHandler | null): void {
    this.#decided.clear();
  }

  async clearStorageData(_options?: Electron.ClearStorageDataOptions): Promise<void> {
    const context = await this.#context;
    this.#clear = true;
    if (context !== undefined) {
      await context.clearCookies();
      await Promise.all([...this.#pages].map((page) => clearOrigin(page)));
    }
    await this.#closeUnlessNeeded();
  }

  /** A new page, about:blank; popups of it are closed before they ask for anything. */
  static async openPage(one: StandInSession, contents: EventEmitter): Promise<Page> {
    one.#opening += 1;
    one.#clear = false;
    try {
      one.#context ??= one.#newContext();
      const context = await one.#context;
      const page = await context.newPage();
      one.#pages.add(page);
      page.on('download', (download) => {
        const event = new StandInEvent();
        const item = { getURL: () => download.url(), getFilename: () => download.suggestedFilename() };
        one.emit('will-download', event, item, contents);
        if (event.defaultPrevented) void download.cancel().catch(ignoreClosed);
      });
      return page;
    } finally {
      one.#opening -= 1;
      one.#closePopups();
    }
  }

  static async closePage(one: StandInSession, page: Page): Promise<void> {
    one.#pages.delete(page);
    if (!page.isClosed()) await page.close().catch(ignoreClosed);
    await one.#closeUnlessNeeded();
    changed();
  }

  /**
   * Asks the handlers what an origin may do, and tells Chromium. Electron asks when the page does; here it
   * is done before the page is there, as Chromium says nothing when a page asks.
   */
  static async decidePermissions(one: StandInSession, asking: Asking): Promise<void> {
    const { origin } = new URL(asking.address);
    if (one.#decided.has(origin) || !asking.address.startsWith('http')) return;
    one.#decided.add(origin);
    const cdp = await theChromium.cdp();
    const { browserContextId } = asking;
    for (const [name, permission] of permissions) {
      await cdp.send('Browser.setPermission', {
        permission: { name },
        setting: one.#grants(asking.contents, permission, asking.url) ? 'granted' : 'denied',
        origin,
        // the default context has no name that is accepted here
        ...(browserContextId === undefined || one.#persistent ? {} : { browserContextId }),
      });
    }
  }

  #grants(contents: unknown, permission: (typeof permissions)[number][1], url: string): boolean {
    if (permission !== 'clipboard-read' && permission !== 'idle-detection') {
      const details = { isMainFrame: true, requestingUrl: url };
      if (this.#onCheck?.(contents, permission, url, details) === false) return false;
    }
    if (this.#onRequest === undefined) return true;
    let granted = false;
    this.#onRequest(
      contents,
      permission,
      (answer: unknown) => {
        granted = answer === true;
      },
      { isMainFrame: true, requestingUrl: url },
    );
    return granted;
  }

  async #newContext(): Promise<BrowserContext> {
    const context = this.#persistent ? await theChromium.persistentContext() : await theChromium.newContext();
    await context.route('**/*', async (route) => {
      const ours = this.#isOurs(route.request());
      await (ours ? route.continue() : route.abort('blockedbyclient')).catch(ignoreClosed);
    });
    context.on('page', (page) => {
      this.#popups.add(page);
      this.#closePopups();
    });
    return context;
  }

  /** Whether a page that the app has opened asks; a popup asks before it is there. */
  #isOurs(request: PageRequest): boolean {
    try {
      return this.#pages.has(request.frame().page());
    } catch {
      return false;
    }
  }

  /** Closes what the app has not opened; while it opens something, nobody knows yet which. */
  #closePopups(): void {
    if (this.#opening > 0) return;
    for (const page of this.#popups) if (!this.#pages.has(page)) void page.close().catch(ignoreClosed);
    this.#popups.clear();
  }

  async #closeUnlessNeeded(): Promise<void> {
    if (this.#persistent || !this.#clear || this.#opening > 0 || this.#pages.size > 0) return;
    const context = this.#context;
    this.#context = undefined;
    this.#decided.clear();
    await (await context)?.close();
    changed();
  }
}

function called(handler: Function | null): Called | undefined {
  return handler === null ? undefined : (...values): unknown => Reflect.apply(handler, undefined, values);
}

async function clearOrigin(page: Page): Promise<void> {
  const url = page.url();
  if (!url.startsWith('http')) return;
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Storage.clearDataForOrigin', { origin: new URL(url).origin, storageTypes: 'all' });
  await cdp.detach();
}

/** A page that goes while something is asked of it needs nothing any more. */
function ignoreClosed(error: unknown): void {
  if (error instanceof Error && /closed|handled/.test(error.message)) return;
  throw error;
}

const beforeReady = new StandInProtocol();

/** Electron's `protocol`: the default session's, except for what has to be said before there is one. */
export const protocol = {
  registerSchemesAsPrivileged(customSchemes: Electron.CustomScheme[]): void {
    beforeReady.registerSchemesAsPrivileged(customSchemes);
  },
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    StandInSession.defaultSession.protocol.handle(scheme, handler);
  },
  unhandle(scheme: string): void {
    StandInSession.defaultSession.protocol.unhandle(scheme);
  },
};
