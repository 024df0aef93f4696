import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { ScreenBench, type LookOptions, type ScreenBenchOptions } from '../screens.ts';
import { savedFile } from './clients.ts';
import type { Desk, SavedFile } from './desk.ts';

/** A desk with the panel in a browser. */
export class PanelDesk implements Desk {
  readonly #bench: ScreenBench;
  readonly #look: LookOptions;
  readonly #opened: OpenedPages;
  #page: Page;

  private constructor(parts: {
    readonly bench: ScreenBench;
    readonly look: LookOptions;
    readonly opened: OpenedPages;
    readonly page: Page;
  }) {
    this.#bench = parts.bench;
    this.#look = parts.look;
    this.#opened = parts.opened;
    this.#page = parts.page;
  }

  static async start(
    options: Pick<ScreenBenchOptions, 'screens' | 'browser'>,
    look: LookOptions,
    builtIn = false,
  ): Promise<PanelDesk> {
    const opened = new OpenedPages();
    const bench = await ScreenBench.start({
      ...options,
      // whoever waits for a device code is not to wait for long
      sandbox: { settings: { deviceInterval: 1 } },
      gateway: { ports: 'settings', builtIn },
      openPage: () => async (url) => opened.add(url),
    });
    if (!builtIn) await bench.running.addDesktopClient('Sandbox');
    return new PanelDesk({ bench, look, opened, page: await bench.page(look) });
  }

  get sandbox(): Sandbox {
    return this.#bench.sandbox;
  }

  get page(): Page {
    return this.#page;
  }

  get complaints(): readonly string[] {
    return this.#bench.complaints;
  }

  async reopen(): Promise<Page> {
    await this.#page.close();
    this.#page = await this.#bench.page(this.#look);
    return this.#page;
  }

  async signIn(address: string): Promise<void> {
    await this.sandbox.provider.approve(await this.#opened.next(), address);
  }

  pageInBrowser(): Promise<string> {
    return this.#opened.next();
  }

  clipboard(): Promise<string> {
    return this.#page.evaluate<string>('navigator.clipboard.readText()');
  }

  savedFile(work: () => Promise<void>): Promise<SavedFile> {
    return savedFile(this.#page, work);
  }

  stop(): Promise<void> {
    return this.#bench.stop();
  }
}

/** The pages that were opened for the person, each taken once. */
class OpenedPages {
  readonly #urls: string[] = [];

  add(url: string): void {
    this.#urls.push(url);
  }

  async next(): Promise<string> {
    await expect
      .poll(() => this.#urls.length, { message: 'a page is opened for the person', timeout: 15_000 })
      .toBeGreaterThan(0);
    return this.#urls.shift() ?? '';
  }
}
