import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { type Ask, toldSchema } from '../../support/electron-stand-in/control-messages.ts';
import { settingsVariable } from '../../support/electron-stand-in/settings.ts';
import type { DesktopCommand, DesktopConnection } from './desktop-connection.ts';

const standIn = new URL('../../support/electron-stand-in/', import.meta.url);

/** Starts an application on the stand-in, in a process of its own. */
export function startOnStandIn(command: DesktopCommand): DesktopConnection {
  const child = spawn(
    process.execPath,
    [
      '--import',
      new URL('register.ts', standIn).href,
      fileURLToPath(new URL('launch.ts', standIn)),
      command.application,
      ...command.args,
    ],
    {
      env: { ...command.env, [settingsVariable]: JSON.stringify(command.machine) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  return new StandInConnection(child);
}

/** How long Chromium may take to end. */
const endPatience = 10_000;

class StandInConnection implements DesktopConnection {
  readonly exited: Promise<number>;
  readonly #child: ChildProcess;
  /** Node says no more than that of a process whose channel was closed on this side. */
  readonly #gone: Promise<unknown>;
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #targets = new WeakMap<Page, string>();
  #waiting = Promise.withResolvers<void>();
  #browser: Promise<Browser> | undefined;
  #next = 0;
  #output = '';

  constructor(child: ChildProcess) {
    this.#child = child;
    this.#gone = new Promise((resolve) => {
      child.once('exit', resolve);
    });
    this.exited = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        const lost = new Error(`the application has ended\n${this.#output}`);
        for (const one of this.#asked.values()) one.reject(lost);
        this.#asked.clear();
        this.#waiting.resolve();
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
      });
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        this.#changed();
      });
    }
    child.on('message', (message) => this.#told(message));
  }

  get output(): string {
    return this.#output;
  }

  ask(ask: Ask): Promise<unknown> {
    this.#next += 1;
    const id = this.#next;
    const answer = Promise.withResolvers<unknown>();
    this.#asked.set(id, answer);
    this.#child.send({ id, ask }, (error) => {
      if (error !== null) answer.reject(new Error(`the application cannot be asked\n${this.#output}`));
    });
    return answer.promise;
  }

  change(): Promise<void> {
    return this.#waiting.promise;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async end(): Promise<void> {
    // without its test the stand-in ends, after its Chromium
    if (this.#child.connected) this.#child.disconnect();
    const late = setTimeout(() => this.kill(), endPatience);
    await this.#gone;
    clearTimeout(late);
  }

  /** The test's own connection to the Chromium of the stand-in, as Playwright has one to real Electron. */
  async page({ targetId }: { readonly targetId: string }): Promise<Page | undefined> {
    this.#browser ??= this.#connect();
    const [context] = (await this.#browser).contexts();
    for (const page of context?.pages() ?? []) {
      if ((await this.#targetOf(page)) === targetId) return page;
    }
    return undefined;
  }

  async #connect(): Promise<Browser> {
    const endpoint = z.string().parse(await this.ask({ do: 'find-chromium' }));
    const browser = await chromium.connectOverCDP(endpoint);
    // a page that comes is a change, seen here later than in the application
    browser.contexts()[0]?.on('page', () => this.#changed());
    return browser;
  }

  async #targetOf(page: Page): Promise<string | undefined> {
    const known = this.#targets.get(page);
    if (known !== undefined) return known;
    try {
      const cdp = await page.context().newCDPSession(page);
      const { targetInfo } = await cdp.send('Target.getTargetInfo');
      await cdp.detach();
      this.#targets.set(page, targetInfo.targetId);
      return targetInfo.targetId;
    } catch {
      // it has closed meanwhile
      return undefined;
    }
  }

  #changed(): void {
    this.#waiting.resolve();
    this.#waiting = Promise.withResolvers();
  }

  #told(message: unknown): void {
    const told = toldSchema.parse(message);
    if (told.kind === 'changed') {
      this.#changed();
      return;
    }
    const waiting = this.#asked.get(told.id);
    this.#asked.delete(told.id);
    if (told.ok) waiting?.resolve(told.value);
    else waiting?.reject(new Error(told.message ?? 'no reason given'));
  }
}
