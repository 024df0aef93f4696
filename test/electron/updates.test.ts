import { describe, expect, it, vi } from 'vitest';
import type { NoUpdates, Updater } from '../../electron/updates.ts';
import configuration from '../../build/electron-builder.config.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentLogger } from '#core/logging/logger.ts';
import { textsIn } from '../../electron/localizer.ts';
import { ShellState } from '../../electron/shell-state.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

vi.mock('electron', () => ({ app: { isPackaged: false } }));
const { isInstalledByPackage, UpdateNotifications, Updates, updaterOfBuild } =
  await import('../../electron/updates.ts');

class FakeUpdater implements Updater {
  autoDownload = true;
  autoInstallOnAppQuit = true;
  allowDowngrade = true;
  find: () => void | Promise<void> = () => this.tell('update-not-available');
  installed: readonly boolean[] = [];
  readonly #listeners = new Map<string, (about: never) => void>();

  on(event: string, listener: (about: never) => void): this {
    this.#listeners.set(event, listener);
    return this;
  }

  async checkForUpdates(): Promise<null> {
    await this.find();
    return null;
  }

  quitAndInstall(...how: readonly boolean[]): void {
    this.installed = how;
  }

  tell(event: string, ...about: readonly unknown[]): void {
    for (const [name, listener] of this.#listeners) {
      if (name === event) Reflect.apply(listener, undefined, about);
    }
  }
}

function updates(
  updater: Updater | NoUpdates,
  downloads = true,
  allowed: () => boolean = () => true,
): { looking: InstanceType<typeof Updates>; seen: string[]; quits: () => number } {
  const seen: string[] = [];
  let quits = 0;
  const looking = new Updates({
    updater,
    downloads,
    allowed,
    changed: ({ state }) => seen.push(state),
    quit: () => {
      quits += 1;
    },
    logger: silentLogger,
  });
  return { looking, seen, quits: () => quits };
}

describe('updates', () => {
  it('are off in a build that was not packaged', async () => {
    expect(await updaterOfBuild({ chosen: true, allowed: true })).toBe('unsigned');
    expect(await updaterOfBuild({ chosen: false, allowed: true })).toBe('chosen');
    expect(await updaterOfBuild({ chosen: true, allowed: false })).toBe('organization');
    const { looking: off, seen } = updates('packages');
    expect(await off.check()).toEqual({ state: 'off', why: 'packages' });
    expect(seen).toEqual([]);
  });

  it('of a package are left to what has installed it', () => {
    const execPath = String.raw`C:\Program Files\Mailwicket\Mailwicket.exe`;
    const asked: string[] = [];
    const there =
      (is: boolean) =>
      (file: string): boolean => {
        asked.push(file);
        return is;
      };
    expect(isInstalledByPackage({ platform: 'win32', execPath, env: {} }, there(false))).toBe(true);
    expect(isInstalledByPackage({ platform: 'win32', execPath, env: {} }, there(true))).toBe(false);
    expect(new Set(asked)).toEqual(
      new Set([String.raw`C:\Program Files\Mailwicket\Uninstall Mailwicket.exe`]),
    );
    expect(isInstalledByPackage({ platform: 'linux', execPath: '/opt/Mailwicket/mailwicket', env: {} })).toBe(
      true,
    );
    const env = { APPIMAGE: '/home/anna/Mailwicket.AppImage' };
    expect(isInstalledByPackage({ platform: 'linux', execPath: '/tmp/.mount/mailwicket', env })).toBe(false);
  });

  it('are looked for, and none is no news', async () => {
    const { looking, seen } = updates(new FakeUpdater());
    expect((await looking.check()).state).toBe('idle');
    expect(seen).toEqual(['checking', 'idle']);
  });

  it('that cannot be looked for are said to, and looked for again', async () => {
    const updater = new FakeUpdater();
    updater.find = () => {
      throw new Error('offline');
    };
    const { looking } = updates(updater);
    expect((await looking.check()).state).toBe('failed');
    updater.find = () => updater.tell('update-not-available');
    expect((await looking.check()).state).toBe('idle');
  });

  it('are fetched and installed on quit only where their signature is checked; never an older version', () => {
    const checked = new FakeUpdater();
    updates(checked);
    expect(checked).toMatchObject({ autoDownload: true, autoInstallOnAppQuit: true, allowDowngrade: false });
    const unchecked = new FakeUpdater();
    updates(unchecked, false);
    expect(unchecked).toMatchObject({ autoDownload: false, autoInstallOnAppQuit: false });
  });

  it('say how far they are, and are installed when mail has ended, at the person’s word or with the next quit', async () => {
    const updater = new FakeUpdater();
    const { looking, quits } = updates(updater);
    updater.tell('update-available', { version: '9.9.9' });
    updater.tell('download-progress', { percent: 41.7 });
    expect(looking.state).toEqual({ state: 'downloading', version: '9.9.9', percent: 41 });
    looking.install();
    expect(quits()).toBe(0);
    updater.tell('update-downloaded', { version: '9.9.9' });
    expect(await looking.check()).toEqual({ state: 'downloaded', version: '9.9.9' });
    // a quit that nobody connects with it: electron-updater installs it by itself
    expect(looking.quitAndInstall()).toBe(false);
    looking.install();
    expect([quits(), updater.installed]).toEqual([1, []]);
    expect(looking.quitAndInstall()).toBe(true);
    expect(updater.installed).toEqual([true, true]);
    updater.tell('error', new Error('no installer'));
    expect(quits()).toBe(2);
  });

  it('are told, not fetched, where nothing checks their signature', () => {
    const updater = new FakeUpdater();
    const { looking } = updates(updater, false);
    updater.tell('update-available', { version: '9.9.9' });
    expect(looking.state).toEqual({ state: 'available', version: '9.9.9' });
  });

  it.each([
    ['ERR_UPDATER_INVALID_SIGNATURE', 'untrusted'],
    ['ERR_CHECKSUM_MISMATCH', 'untrusted'],
    ['ENOTFOUND', 'unreachable'],
    ['ERR_UPDATER_LATEST_VERSION_NOT_FOUND', 'other'],
  ])('that fail with %s say why: %s', (code, why) => {
    const updater = new FakeUpdater();
    const { looking } = updates(updater);
    updater.tell('error', Object.assign(new Error('it failed'), { code }));
    expect(looking.state).toEqual({ state: 'failed', why });
  });

  it('are looked for no more, and not installed, when an organization switches them off', async () => {
    const updater = new FakeUpdater();
    let allowed = true;
    const { looking } = updates(updater, true, () => allowed);
    updater.tell('update-downloaded', { version: '9.9.9' });
    allowed = false;
    expect(await looking.check()).toEqual({ state: 'off', why: 'organization' });
    expect(updater.autoInstallOnAppQuit).toBe(false);
    looking.install();
    expect(looking.quitAndInstall()).toBe(false);
  });
});

interface Told {
  readonly told: string[];
  readonly updater: FakeUpdater;
  /** What a click on each notice opens. */
  readonly opened: readonly string[];
  /** The line of the tray's menu. */
  readonly ask: () => Promise<void>;
}

/** A run of the desktop that remembers what it told in a file. */
async function run(path: string, downloads = false): Promise<Told> {
  const told: string[] = [];
  const opened: string[] = [];
  const updater = new FakeUpdater();
  const state = new ShellState({ path });
  await state.load();
  const notifications = new UpdateNotifications({
    state,
    texts: textsIn('en'),
    notify: ({ title }, clicked) => {
      told.push(title);
      clicked();
    },
    openWindow: (page) => opened.push(page),
  });
  const looking = new Updates({
    updater,
    downloads,
    allowed: () => true,
    changed: (now) => notifications.follow(now),
    quit: () => {},
    logger: silentLogger,
  });
  return { told, updater, opened, ask: () => notifications.answer(() => looking.check()) };
}

const available = 'Mailwicket 9.9.9 is available';
const shellState = async (): Promise<string> => join(await scratchFolder(), 'shell.json');

describe('a person', () => {
  it('is told of a version once, also when they start anew, and of the next one', async () => {
    const path = await shellState();
    const first = await run(path);
    for (const version of ['9.9.9', '9.9.9']) first.updater.tell('update-available', { version });
    expect(first.told).toEqual([available]);
    expect(first.opened).toEqual(['/settings/general']);
    await expect.poll(() => readFileSync(path, 'utf8')).toContain('9.9.9');
    const second = await run(path);
    for (const version of ['9.9.9', '10.0.0']) second.updater.tell('update-available', { version });
    expect(second.told).toEqual(['Mailwicket 10.0.0 is available']);
  });

  it('who asks is told once, whatever it is, and what they know already', async () => {
    const { told, updater, ask } = await run(await shellState());
    updater.find = () => updater.tell('update-available', { version: '9.9.9' });
    await ask();
    expect(told).toEqual([available]);
    await ask();
    expect(told).toEqual([available, available]);
    updater.find = () => {
      throw new Error('net::ERR_INTERNET_DISCONNECTED');
    };
    await ask();
    updater.find = () => updater.tell('update-not-available');
    await ask();
    expect(told.slice(2)).toEqual(['Couldn’t look for updates', 'Mailwicket is up to date']);
  });

  it('who asks for one that is on its way, or ready, is told that', async () => {
    const { told, updater, ask } = await run(await shellState(), true);
    updater.find = () => updater.tell('update-available', { version: '9.9.9' });
    await ask();
    updater.tell('update-downloaded', { version: '9.9.9' });
    await ask();
    const ready = 'Mailwicket 9.9.9 is ready';
    expect(told).toEqual(['Mailwicket 9.9.9 is being downloaded', ready, ready]);
  });

  it('who asks while a look is under way is told how that one ended', async () => {
    const { told, updater, ask } = await run(await shellState());
    const found = Promise.withResolvers<void>();
    updater.find = () => found.promise;
    const asked = [ask(), ask()];
    updater.tell('update-not-available');
    found.resolve();
    await Promise.all(asked);
    expect(told).toEqual(['Mailwicket is up to date']);
  });
});

const source = (file: string): string => readFileSync(`node_modules/electron-updater/out/${file}`, 'utf8');

describe('the updater that is built in', () => {
  // what docs/releasing.md and the states rely on, read in its sources: a new version of it may do otherwise
  it('checks the publisher on Windows, hands macOS the check, and compares every file with its feed', () => {
    expect(source('NsisUpdater.js')).toContain('ERR_UPDATER_INVALID_SIGNATURE');
    expect(source('NsisUpdater.js')).toMatch(/await this\.verifySignature\(destinationFile\)/);
    expect(source('MacUpdater.js')).toContain('require("electron").autoUpdater');
    expect(source('AppUpdater.js')).toContain('sha512: fileInfo.info.sha512');
  });

  it('is told by the build whose signature it is to find', () => {
    expect(configuration.win).toMatchObject({ verifyUpdateCodeSignature: true });
  });
});
