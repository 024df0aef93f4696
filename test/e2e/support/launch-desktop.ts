import { createHash, X509Certificate } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { findDesktopRuntime } from '../../../build/desktop-runtime.ts';
import { DesktopApp } from './desktop-app.ts';
import type { DesktopCommand, DesktopConnection, DesktopOptions } from './desktop-connection.ts';
import { startOnElectron } from './electron-connection.ts';
import { startOnStandIn } from './stand-in-connection.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What the specs run on: the stand-in, or real Electron where MAILWICKET_DESKTOP says so. */
export const desktopKind: 'stand-in' | 'electron' =
  process.env['MAILWICKET_DESKTOP'] === 'electron' ? 'electron' : 'stand-in';

/**
 * Why the specs cannot be run, undefined where they can: `describe.skipIf(whyNot !== undefined)`, with the reason in
 * the title. With MAILWICKET_REQUIRE_ELECTRON set it is an error instead.
 */
export const whyNot: string | undefined = await reasonAgainst();

async function reasonAgainst(): Promise<string | undefined> {
  if (desktopKind === 'stand-in') return undefined;
  const runtime = await findDesktopRuntime({
    electron: join(root, 'node_modules', 'electron'),
    platform: process.platform,
    environment: process.env,
  });
  if (runtime.kind === 'there') return undefined;
  if (process.env['MAILWICKET_REQUIRE_ELECTRON'] !== undefined) throw new Error(runtime.reason);
  return runtime.reason;
}

/** A home that outlives one run of the application, gone with the test. */
export async function newHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'mailwicket-home-'));
  await chmod(home, 0o700);
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
  return home;
}

/** The folder that Electron keeps this person's data in. */
export function userDataOf(home: string): string {
  return join(home, 'user-data');
}

/** Starts the application, and ends it with the test. */
export async function launchDesktop(options: DesktopOptions = {}): Promise<DesktopApp> {
  const home = options.home ?? (await newHome());
  const command = await commandFor(options, home);
  const start = (args: readonly string[]): Promise<DesktopConnection> => started({ ...command, args });
  return new DesktopApp(await start(command.args), (args) => start([...command.args, ...args]));
}

async function started(command: DesktopCommand): Promise<DesktopConnection> {
  const connection = desktopKind === 'electron' ? await startOnElectron(command) : startOnStandIn(command);
  onTestFinished(() => connection.end());
  return connection;
}

async function commandFor(options: DesktopOptions, home: string): Promise<DesktopCommand> {
  const programs = join(home, 'programs');
  const config = join(home, 'config');
  await Promise.all([mkdir(programs, { recursive: true }), mkdir(config, { recursive: true })]);
  await writeTrayAnswer(programs, options.trays ?? true);
  const env: Record<string, string> = {};
  const wanted = {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: config,
    PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
    NODE_OPTIONS: undefined,
    ...options.env,
  };
  for (const [name, value] of Object.entries(wanted)) {
    // what the test's own runner has set is not for the application
    if (value !== undefined && !name.startsWith('VITEST')) env[name] = value;
  }
  return {
    application: options.application ?? join(root, 'dist'),
    args: [
      `--user-data-dir=${userDataOf(home)}`,
      ...(options.trust === undefined ? [] : [trustSwitch(options.trust)]),
      ...(options.args ?? []),
    ],
    env,
    machine: options.machine ?? {},
    scratch: home,
  };
}

/** Linux asks the session bus whether somebody shows tray icons, with these programs. */
async function writeTrayAnswer(folder: string, trays: boolean): Promise<void> {
  for (const program of ['gdbus', 'dbus-send']) {
    await writeFile(join(folder, program), `#!/bin/sh\necho '(${String(trays)},)'\n`, { mode: 0o755 });
  }
}

/** Chromium's switch for certificates that it would refuse: digests of their public keys. */
function trustSwitch(certificates: readonly string[]): string {
  const digests = certificates.map((pem) => {
    const key = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(key).digest('base64');
  });
  return `--ignore-certificate-errors-spki-list=${digests.join(',')}`;
}
