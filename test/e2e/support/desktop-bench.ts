import { textOf } from '../../support/english.ts';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { Page } from 'playwright-core';
import { describe, onTestFinished } from 'vitest';
import { z } from 'zod';
import { ShellState } from '../../../electron/shell-state.ts';
import { Gateway } from '#core/gateway.ts';
import type { CommandInput } from '#contract/commands.ts';
import { emptySettings, settingsSchema } from '#contract/settings.ts';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { SettingsFile } from '#core/storage/settings-file.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { RawClient } from '../../support/raw-client.ts';
import { exchangeScopes } from '../../support/sandbox/sandbox-clients.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../support/sandbox/sandbox.ts';
import type { DesktopApp } from './desktop-app.ts';
import type { DesktopOptions } from './desktop-connection.ts';
import { launchDesktop, newHome, userDataOf, whyNot } from './launch-desktop.ts';

/** The screens, and the bar above a sign-in page. */
export const screens = /^app:\/\/mailwicket\/index\.html/;
export const signInBar = /^app:\/\/sign-in\//;

const clientName = 'Sandbox';

export interface DesktopBenchOptions {
  /** Whether the sandbox's OAuth client is in the settings at the start. Default: yes. */
  readonly client?: boolean;
  /** An account of that client, which adopts the first password that it is sent. Default: none. */
  readonly account?: string;
  /** Whether the person has chosen to sign in within a window; false: nothing was chosen. Default: true. */
  readonly signInWindow?: boolean;
  /** The port for IMAP. Default: any free one. */
  readonly imapPort?: number;
  /** False: pages of the provider have a certificate that nobody vouches for. Default: true. */
  readonly trustPages?: boolean;
  /** How the provider behaves. */
  readonly sandbox?: SandboxOptions['settings'];
}

/** The sandbox's provider and mail servers, and a home whose Mailwicket knows them, on free ports. */
export class DesktopBench {
  readonly sandbox: Sandbox;
  readonly home: string;
  readonly #trust: readonly string[];
  /** Mailwicket's port, as it tells it a person. */
  #imapPort: number | undefined;

  private constructor(parts: {
    readonly sandbox: Sandbox;
    readonly home: string;
    readonly trust: readonly string[];
  }) {
    this.sandbox = parts.sandbox;
    this.home = parts.home;
    this.#trust = parts.trust;
  }

  /** Everything is ended, and every folder gone, with the test. */
  static async start(options: DesktopBenchOptions = {}): Promise<DesktopBench> {
    const home = await newHome();
    const sandbox = await startSandbox({
      caFolder: home,
      settings: options.sandbox,
    });
    onTestFinished(() => sandbox.stop());
    await writeSettings(home, sandbox, options);
    if (options.signInWindow ?? true) {
      const state = new ShellState({ path: join(dataOf(home), 'shell.json') });
      await state.set({ signInWindow: true });
    }
    const trust = (options.trustPages ?? true) ? [await pageCertificate(sandbox)] : [];
    return new DesktopBench({ sandbox, home, trust });
  }

  /** The gateway's folder. */
  get data(): string {
    return dataOf(this.home);
  }

  /** The host and port of the provider's pages, as an address bar shows them. */
  get providerOrigin(): string {
    const { provider } = this.sandbox;
    return provider.secureUrl ?? provider.url;
  }

  /** Starts the desktop, in the tray only. */
  async launch(options: Omit<DesktopOptions, 'home' | 'trust'> = {}): Promise<DesktopApp> {
    this.#imapPort = undefined;
    return launchDesktop({ args: ['--autostart'], ...options, home: this.home, trust: this.#trust });
  }

  /** The page of the provider in the sign-in window. */
  signInPage(app: DesktopApp): Promise<Page> {
    return app.page(new RegExp(`^${this.providerOrigin.replaceAll('.', '\\.')}/`));
  }

  /** Enters address and password on the provider's page, as the account's owner, and accepts what is asked for, if anything. */
  async signIn(app: DesktopApp, address: string): Promise<void> {
    const page = await this.signInPage(app);
    await page.getByLabel('Address').fill(address);
    await page.getByLabel('Password').fill(this.sandbox.provider.directory.user(address)?.password ?? '');
    await page.getByRole('button', { name: 'Sign in' }).click();
    const accepted = page.getByRole('button', { name: 'Accept' }).click();
    await accepted.catch((error: unknown) => {
      // no consent is asked for, and the window has gone with the sign-in
      if (!page.isClosed()) throw error;
    });
  }

  /** What an IMAP login with a plain password is answered with; the port is the one on the clipboard. */
  async login(app: DesktopApp, address: string, password: string): Promise<string> {
    const client = await this.loggingIn(app, address, password);
    const answer = await client.until(/^a .*\r\n/m);
    client.destroy();
    return answer;
  }

  /** A connection over which a login has been sent. */
  async loggingIn(app: DesktopApp, address: string, password: string): Promise<RawClient> {
    this.#imapPort ??= await imapPortOf(app, address);
    const client = await RawClient.connect(this.#imapPort);
    await client.until(/\r\n/);
    client.send(`a LOGIN ${address} "${password}"\r\n`);
    return client;
  }
}

/** The account's line in the tray's menu, waited for in a state: 'ready', 'signed out'. */
export async function accountLine(app: DesktopApp, address: string, state: string): Promise<string> {
  const label = `${address}: ${state}`;
  await app.trayThat(`'${label}' in the menu`, ({ menu }) => menu.some((line) => line.label === label));
  return label;
}

/** Waits until the tray's tooltip and first line say such a thing. */
export async function traySays(app: DesktopApp, text: RegExp): Promise<void> {
  await app.trayThat(
    `the tray says ${String(text)}`,
    ({ toolTip, menu }) =>
      text.test(toolTip) && menu.some(({ id, label }) => id === 'state' && text.test(label)),
  );
}

/** Opens the window from the tray, or finds it; its page is ready to be used. */
export async function openWindow(app: DesktopApp): Promise<Page> {
  await app.chooseInTray('Open Mailwicket');
  const page = await app.page(screens);
  await page.getByRole('main').waitFor();
  return page;
}

function dataOf(home: string): string {
  return join(userDataOf(home), 'gateway');
}

/** Settings as the gateway writes them, in the place where the desktop keeps them. */
async function writeSettings(
  home: string,
  sandbox: Sandbox,
  { client = true, account, imapPort = 0 }: DesktopBenchOptions,
): Promise<void> {
  const folder = dataOf(home);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const settings = new SettingsFile({
    path: join(folder, 'settings.json'),
    schema: settingsSchema,
    empty: emptySettings,
  });
  const { caFile } = sandbox;
  await settings.update((current) => ({
    ...current,
    listeners: { ...current.listeners, imap: imapPort, pop: 0, smtp: 0 },
    extraCertificateAuthorities: caFile === undefined ? [] : [caFile],
  }));
  if (!client) return;
  const gateway = new Gateway({
    settings,
    vault: new MemoryVault(),
    clock: systemClock,
    logger: silentLogger,
    openPage: () => Promise.reject(new Error('nobody signs in yet')),
    environment: {},
    listeners: { imap: 'off', pop: 'off', smtp: 'off' },
    resolveMx: () => Promise.resolve([]),
  });
  await gateway.start();
  try {
    const added = await gateway.run('client-add', desktopClient(sandbox));
    if (!added.ok) throw new Error(textOf(added.message));
    if (account === undefined) return;
    const result = await gateway.run('account-add', {
      address: account,
      client: clientName,
      passwordMode: 'adopt-first',
    });
    if (!result.ok) throw new Error(textOf(result.message));
  } finally {
    await gateway.stop();
  }
}

function desktopClient({ provider, clients, imap, pop, smtp }: Sandbox): CommandInput<'client-add'> {
  const base = `${provider.secureUrl ?? provider.url}/organizations/oauth2/v2.0`;
  return {
    name: clientName,
    provider: 'custom',
    grant: 'authorization-code',
    clientId: clients.desktop.clientId,
    credential: { kind: 'none' },
    scope: [...exchangeScopes, 'offline_access', 'openid', 'email'].join(' '),
    authorizationUrl: `${base}/authorize`,
    tokenUrl: `${base}/token`,
    servers: {
      imap: { host: imap.host, port: imap.port, tls: 'implicit' },
      pop: { host: pop.host, port: pop.port, tls: 'implicit' },
      smtp: { host: smtp.host, port: smtp.port, tls: 'starttls' },
    },
  };
}

/** The certificate (PEM) that the provider's pages are served with. */
async function pageCertificate({ provider, ca }: Sandbox): Promise<string> {
  const { port, hostname } = new URL(provider.secureUrl ?? '');
  const socket = connect({ host: '127.0.0.1', port: Number(port), servername: hostname, ca });
  await new Promise((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
  });
  const pem = socket.getPeerX509Certificate()?.toString();
  socket.destroy();
  return z.string().parse(pem);
}

/** As a person finds it: the settings for the mail program, copied from the tray's menu. */
async function imapPortOf(app: DesktopApp, address: string): Promise<number> {
  const { menu } = await app.tray();
  const line = menu.find(({ label }) => label.startsWith(`${address}: `));
  await app.chooseInTray(line?.id ?? address, 'Copy mail settings');
  const found = await app.until(
    'the settings on the clipboard',
    ({ clipboard }) => /^IMAP: server 127\.0\.0\.1, port (\d+),/m.exec(clipboard)?.[1],
  );
  return Number(found);
}

/** Describes what is tested on whichever desktop was asked for; where it cannot be had, the title says why not. */
export function describeDesktop(title: string, tests: () => void): void {
  const shown = whyNot === undefined ? title : `${title} (not run: ${whyNot})`;
  describe.skipIf(whyNot !== undefined)(shown, tests);
}
