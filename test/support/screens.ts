import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import type { HostInfo } from '#contract/commands/host.ts';
import { PanelServer } from '#core/headless/panel/panel-server.ts';
import { loadScreenFiles } from '#core/screens/screen-files.ts';
import type { OpenPage } from '#core/oauth/sign-in.ts';
import type { MailDoor } from './journeys/mail-program.ts';
import { chromiumPath } from './chromium-path.ts';
import { GatewayInSandbox, type GatewayInSandboxOptions } from './gateway-in-sandbox.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from './sandbox/sandbox.ts';

/** The window as it opens, and at its narrowest. */
export const sizes = { window: { width: 900, height: 640 }, narrow: { width: 480, height: 640 } } as const;
export type Size = keyof typeof sizes;

export interface LookOptions {
  readonly size?: Size;
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: 'reduce' | 'no-preference';
  readonly contrast?: 'more' | 'no-preference';
  /** Where to begin: '#/settings'. */
  readonly fragment?: string;
}

const hostInfo: HostInfo = {
  kind: 'panel',
  version: '0.1.0',
  platform: 'linux',
  language: 'en',
  tray: false,
  secretsKept: true,
};

/**
 * Debian's Chromium, or the one that CHROMIUM names.
 * @param textSize - as a person sets it in the browser's settings, in pixels
 */
export function launchChromium(textSize = 16): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      // in a container there is no user namespace for Chromium's own sandbox
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      `--blink-settings=defaultFontSize=${String(textSize)}`,
    ],
  });
}

export interface ScreenBenchOptions {
  /** The folder with the built screens: `inject('screens')` in a test. */
  readonly screens: string;
  /** Launched once for a file, by `launchChromium`. */
  readonly browser: Browser;
  readonly sandbox?: SandboxOptions;
  readonly hostInfo?: Partial<HostInfo>;
  /** The panel's port, which it can be opened at again; any free one where left out. */
  readonly port?: number;
  /** The browser's language; British English where left out. */
  readonly locale?: string;
  /** Who signs in where a sign-in page opens; the sandbox's player where left out. */
  readonly openPage?: (sandbox: Sandbox) => OpenPage;
  readonly gateway?: Partial<
    Pick<
      GatewayInSandboxOptions,
      'clock' | 'logger' | 'listeners' | 'ports' | 'resolveMx' | 'builtIn' | 'policy'
    >
  >;
}

/** The sandbox, a live gateway, the panel in front of it, and pages of a real browser. */
export class ScreenBench {
  readonly sandbox: Sandbox;
  readonly running: GatewayInSandbox;
  readonly panel: PanelServer;
  /** What pages complained of: errors, and what the content security policy stopped. */
  readonly complaints: string[] = [];
  readonly browser: Browser;
  readonly #folder: string;
  readonly #locale: string;
  readonly #contexts: BrowserContext[] = [];

  /** Signs anna in with the sandbox's client, and gives her a local password. @returns her address */
  async signedIn(password: string): Promise<string> {
    await this.running.addDesktopClient('Sandbox');
    const { address } = this.sandbox.users.anna;
    await this.running.addSignedInAccount(address, password);
    return address;
  }

  /** Where a mail program connects to. */
  get imap(): MailDoor {
    return { host: '127.0.0.1', port: this.running.port('imap') };
  }

  private constructor(parts: {
    readonly sandbox: Sandbox;
    readonly running: GatewayInSandbox;
    readonly panel: PanelServer;
    readonly browser: Browser;
    readonly folder: string;
    readonly locale: string;
  }) {
    this.sandbox = parts.sandbox;
    this.running = parts.running;
    this.panel = parts.panel;
    this.browser = parts.browser;
    this.#folder = parts.folder;
    this.#locale = parts.locale;
  }

  static async start(options: ScreenBenchOptions): Promise<ScreenBench> {
    const folder = await mkdtemp(join(tmpdir(), 'mailwicket-panel-'));
    const sandbox = await startSandbox({ caFolder: folder, ...options.sandbox });
    const running = await GatewayInSandbox.start({
      sandbox,
      folder,
      ...(options.openPage === undefined ? {} : { openPage: options.openPage(sandbox) }),
      ...options.gateway,
    });
    const panel = new PanelServer({
      gateway: running.gateway,
      files: await loadScreenFiles(options.screens),
      hostInfo: { ...hostInfo, ...options.hostInfo },
      port: options.port ?? 0,
    });
    await panel.open();
    const { browser, locale = 'en-GB' } = options;
    return new ScreenBench({ sandbox, running, panel, browser, folder, locale });
  }

  /** The panel in a fresh browser profile, shown and connected. */
  async page(look: LookOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport: sizes[look.size ?? 'window'],
      colorScheme: look.colorScheme ?? 'light',
      reducedMotion: look.reducedMotion ?? 'reduce',
      contrast: look.contrast ?? 'no-preference',
      permissions: ['clipboard-read', 'clipboard-write'],
      locale: this.#locale,
    });
    this.#contexts.push(context);
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    await page.goto(this.panel.address);
    await page.getByRole('main').waitFor();
    if (look.fragment !== undefined) await goTo(page, look.fragment);
    return page;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    await this.panel.close();
    // servers first: the gateway would wait for sessions whose client has only hung up
    await this.sandbox.stop();
    await this.running.stop();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Goes to a page of the screens by its fragment, as a link would. */
export async function goTo(page: Page, fragment: string): Promise<void> {
  await page.evaluate(`window.location.hash = ${JSON.stringify(fragment)}`);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds serious or critical on the page, a line each with the first element that it is about. */
export async function seriousFindings(page: Page): Promise<string[]> {
  // evaluated by the debugger, which the page's content security policy does not concern
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe);
  const results = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** Elements that reach beyond the page's width: there should be none at any width. */
export async function widerThanPage(page: Page): Promise<boolean> {
  return await page.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
}

const traceSchema = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      /** Microseconds of the thread's own time, so that a busy machine does not count. */
      tdur: z.number().optional(),
      args: z.object({ name: z.string().optional().catch(undefined) }).optional(),
    }),
  ),
});

/** How long a page's main thread works while something happens: milliseconds of its longest task, and of all. */
export async function mainThreadTime(
  browser: Browser,
  page: Page,
  work: () => Promise<void>,
): Promise<{ readonly longest: number; readonly all: number }> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata', 'devtools.timeline'] });
  await work();
  const trace = await browser.stopTracing();
  const { traceEvents } = traceSchema.parse(JSON.parse(trace.toString('utf8')));
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${String(pid)}/${String(tid)}`),
  );
  const tasks = traceEvents
    .filter(({ name, pid, tid }) => name.endsWith('RunTask') && main.has(`${String(pid)}/${String(tid)}`))
    .map(({ tdur = 0 }) => tdur / 1_000);
  return { longest: Math.max(0, ...tasks), all: tasks.reduce((sum, time) => sum + time, 0) };
}
