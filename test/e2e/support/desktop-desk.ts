import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { sandboxRegistration } from '../../support/gateway-in-sandbox.ts';
import type { Desk, SavedFile } from '../../support/journeys/desk.ts';
import type { Sandbox } from '../../support/sandbox/sandbox.ts';
import { sizes, type Size } from '../../support/screens.ts';
import type { DesktopApp } from './desktop-app.ts';
import { DesktopBench, openWindow, screens } from './desktop-bench.ts';

export interface DesktopLook {
  readonly size: Size;
  readonly colorScheme: 'light' | 'dark';
}

/** A desk with the window of the desktop application, over the preload bridge. */
export class DesktopDesk implements Desk {
  readonly bench: DesktopBench;
  readonly app: DesktopApp;
  readonly complaints: string[] = [];
  readonly #look: DesktopLook;
  #page: Page | undefined;
  #opened = 0;
  #saved = 0;

  private constructor(bench: DesktopBench, app: DesktopApp, look: DesktopLook) {
    this.bench = bench;
    this.app = app;
    this.#look = look;
  }

  /** Everything is ended with the test. */
  static async start(look: DesktopLook, builtIn = false): Promise<DesktopDesk> {
    // whoever waits for a device code is not to wait for long
    const bench = await DesktopBench.start({ client: !builtIn, sandbox: { deviceInterval: 1 } });
    const registrations = join(bench.home, 'registrations.json');
    await writeFile(registrations, JSON.stringify(builtIn ? [sandboxRegistration(bench.sandbox)] : []));
    const app = await bench.launch({
      machine: { dark: look.colorScheme === 'dark' },
      env: { MAILWICKET_REGISTRATIONS: registrations },
    });
    const desk = new DesktopDesk(bench, app, look);
    await desk.#open();
    return desk;
  }

  get sandbox(): Sandbox {
    return this.bench.sandbox;
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error('the window is not open');
    return this.#page;
  }

  async reopen(): Promise<Page> {
    await this.app.closeWindow(await this.app.window(screens));
    await this.app.noWindow(screens);
    return this.#open();
  }

  signIn(address: string): Promise<void> {
    return this.bench.signIn(this.app, address);
  }

  async pageInBrowser(): Promise<string> {
    const url = await this.app.until('a page in the browser', ({ opened }) => opened[this.#opened]);
    this.#opened += 1;
    return url;
  }

  clipboard(): Promise<string> {
    return this.app.clipboard();
  }

  async savedFile(work: () => Promise<void>): Promise<SavedFile> {
    const number = this.#saved;
    this.#saved += 1;
    const path = join(this.bench.home, `saved-${String(number)}`);
    await this.app.answerSaveDialog(path);
    await work();
    const proposed = await this.app.until(
      'the question where to save',
      ({ saveQuestions }) => saveQuestions[number],
    );
    const content = (): Promise<string> => readFile(path, 'utf8').catch(() => '');
    // the question is asked before the file is written
    await expect.poll(content).not.toBe('');
    return { name: basename(proposed), content: await content() };
  }

  async #open(): Promise<Page> {
    const { size, colorScheme } = this.#look;
    const page = await openWindow(this.app);
    page.context().setDefaultTimeout(15_000);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    const { width, height } = sizes[size];
    await this.app.resizeWindow(await this.app.window(screens), width, height);
    await expect.poll(() => page.evaluate('[innerWidth, innerHeight]')).toEqual([width, height]);
    // the stand-in's dark desktop does not reach into its pages
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await page.evaluate('matchMedia("(prefers-color-scheme: dark)").matches')).toBe(
      colorScheme === 'dark',
    );
    this.#page = page;
    return page;
  }
}
