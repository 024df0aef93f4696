import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, win32 } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import type { Logger } from '#core/logging/logger.ts';
import type { HostInfo } from '#contract/commands/host.ts';
import type { Texts } from './localizer.ts';
import type { NotificationText } from './notifications/notification-rules.ts';
import type { ShellState } from './shell-state.ts';

export type UpdateState = NonNullable<HostInfo['updates']>;

/** What a build says of itself: whether it was signed, so that its updates can be checked. */
const buildSchema = z.object({ mailwicket: z.object({ signed: z.boolean() }).optional() });

/** The part of electron-updater's updater that is used. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  checkForUpdates(): Promise<unknown>;
  quitAndInstall(silent: boolean, startAnew: boolean): void;
  on(event: 'update-available' | 'update-downloaded', listener: (info: { version: string }) => void): unknown;
  on(event: 'update-not-available', listener: () => void): unknown;
  on(event: 'download-progress', listener: (progress: { percent: number }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** Why a build does not look for updates. */
export type NoUpdates = Extract<UpdateState, { state: 'off' }>['why'];

export interface UpdatesOptions {
  /** Why this build does not look for updates, in the place of what looks. */
  readonly updater: Updater | NoUpdates;
  /** Whether the organization lets it look; asked at each look. */
  readonly allowed: () => boolean;
  /** Linux has no signature to check: there updates are told, not downloaded. */
  readonly downloads: boolean;
  readonly changed: (state: UpdateState) => void;
  /** Ends the program, which lets mail sessions end first. */
  readonly quit: () => void;
  readonly logger: Logger;
}

/**
 * Looks for updates, and downloads them where their signature is checked: on Windows electron-updater compares it with the
 * publisher's name, on macOS Squirrel with that of the running application. They are installed when the program quits,
 * never while it carries mail.
 */
export class Updates {
  readonly #options: UpdatesOptions;
  readonly #updater: Updater | undefined;
  #state: UpdateState;
  #installing = false;
  #looking: Promise<void> | undefined;

  constructor(options: UpdatesOptions) {
    this.#options = options;
    const { updater, downloads, logger } = options;
    if (typeof updater === 'string') {
      this.#state = { state: 'off', why: updater };
      return;
    }
    this.#updater = updater;
    this.#state = { state: 'idle' };
    updater.autoDownload = downloads;
    updater.autoInstallOnAppQuit = downloads;
    updater.allowDowngrade = false;
    updater.on('update-available', ({ version }) =>
      this.#become({ state: downloads ? 'downloading' : 'available', version }),
    );
    updater.on('download-progress', ({ percent }) => {
      if (this.#state.state !== 'downloading') return;
      this.#become({ ...this.#state, percent: Math.floor(percent) });
    });
    updater.on('update-downloaded', ({ version }) => this.#become({ state: 'downloaded', version }));
    updater.on('update-not-available', () => this.#become({ state: 'idle' }));
    updater.on('error', (error) => {
      logger.warn('an update could not be looked for, fetched or installed', { error });
      this.#become({ state: 'failed', why: whyFailed(error) });
      // nothing is served any more: the program goes, as the person has asked
      if (this.#installing) options.quit();
    });
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** Looks for updates once; who asks meanwhile waits for the same look. Never rejects; how it went is in the state. */
  async check(): Promise<UpdateState> {
    const { allowed } = this.#options;
    const updater = this.#updater;
    if (updater === undefined) return this.#state;
    if (!allowed()) {
      updater.autoInstallOnAppQuit = false;
      this.#become({ state: 'off', why: 'organization' });
      return this.#state;
    }
    updater.autoInstallOnAppQuit = this.#options.downloads;
    if (this.#is('downloading') || this.#is('downloaded')) return this.#state;
    this.#looking ??= this.#look(updater).finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
    return this.#state;
  }

  async #look(updater: Updater): Promise<void> {
    this.#become({ state: 'checking' });
    try {
      await updater.checkForUpdates();
    } catch (error) {
      this.#options.logger.warn('updates could not be looked for', { error });
      this.#become({ state: 'failed', why: whyFailed(error) });
    }
    if (this.#is('checking')) this.#become({ state: 'idle' });
  }

  /** Ends the program for the update that was fetched; nothing where there is none. See `quitAndInstall`. */
  install(): void {
    if (!this.#is('downloaded')) return;
    this.#installing = true;
    this.#options.quit();
  }

  /**
   * The last thing of a quit, when mail sessions have ended: installs the update where somebody has asked for it, and
   * starts anew.
   * @returns false - nobody has
   */
  quitAndInstall(): boolean {
    if (!this.#installing || this.#updater === undefined || !this.#is('downloaded')) return false;
    this.#updater.quitAndInstall(true, true);
    return true;
  }

  #is(state: UpdateState['state']): boolean {
    return this.#state.state === state;
  }

  #become(state: UpdateState): void {
    this.#state = state;
    this.#options.changed(state);
  }
}

/** electron-updater's codes, and those of Chromium and Node for a network that fails. */
function whyFailed(error: unknown): Extract<UpdateState, { state: 'failed' }>['why'] {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/SIGNATURE|CHECKSUM/.test(code)) return 'untrusted';
  const message = error instanceof Error ? error.message : '';
  return /net::ERR_|ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT/.test(`${code} ${message}`) ? 'unreachable' : 'other';
}

/**
 * The updater of this build, or why it has none.
 * @param about.chosen - whether the person wants updates
 * @param about.allowed - whether the organization does
 */
export async function updaterOfBuild(about: {
  readonly chosen: boolean;
  readonly allowed: boolean;
}): Promise<Updater | NoUpdates> {
  if (!about.allowed) return 'organization';
  if (!about.chosen) return 'chosen';
  if (app.isPackaged && isInstalledByPackage(process)) return 'packages';
  if (!(await buildIsSigned())) return 'unsigned';
  const { default: electronUpdater } = await import('electron-updater');
  return electronUpdater.autoUpdater;
}

/**
 * Whether something else replaces what it has installed: dpkg, rpm and Flatpak, or whoever rolls an MSI out. The other
 * installer of Windows (NSIS) puts its uninstaller beside the program, and an AppImage says that it is one.
 */
export function isInstalledByPackage(
  from: Pick<NodeJS.Process, 'platform' | 'execPath' | 'env'>,
  isThere: (file: string) => boolean = existsSync,
): boolean {
  switch (from.platform) {
    case 'linux':
      return from.env['APPIMAGE'] === undefined;
    case 'win32':
      return !isThere(win32.join(win32.dirname(from.execPath), `Uninstall ${win32.basename(from.execPath)}`));
    default:
      return false;
  }
}

/** Whether this is a packaged build that was signed. */
export async function buildIsSigned(): Promise<boolean> {
  if (!app.isPackaged) return false;
  const text = await readFile(join(app.getAppPath(), 'package.json'), 'utf8').catch(() => '{}');
  const build = buildSchema.safeParse(JSON.parse(text));
  return build.success && build.data.mailwicket?.signed === true;
}

export interface UpdateNotificationsOptions {
  readonly state: ShellState;
  readonly texts: Texts;
  readonly notify: (text: NotificationText, clicked: () => void) => void;
  readonly openWindow: (page: string) => void;
}

/** Tells a person of each new version once, and how a look for updates went that they asked for. */
export class UpdateNotifications {
  readonly #options: UpdateNotificationsOptions;
  #shown = 0;

  constructor(options: UpdateNotificationsOptions) {
    this.#options = options;
  }

  /** To be called with each change. A version that was told is not told again, at later starts neither. */
  follow(now: UpdateState): void {
    if (now.state !== 'available' && now.state !== 'downloaded') return;
    const { state } = this.#options;
    const toldUpdate = `${now.state} ${now.version}`.slice(0, longestTold);
    if (state.values.toldUpdate === toldUpdate) return;
    void state.set({ toldUpdate });
    this.#show(now);
  }

  /** Looks for updates because a person asked: they are told how it went, also what they were told before. */
  async answer(look: () => Promise<UpdateState>): Promise<void> {
    const before = this.#shown;
    const found = await look();
    // a version that is new was told when it was found
    if (this.#shown === before) this.#show(found);
  }

  #show(found: UpdateState): void {
    const { texts, notify, openWindow } = this.#options;
    const show = (title: string, body = ''): void => {
      this.#shown += 1;
      // where it is told in full, and what is there can be installed
      notify({ title, body }, () => openWindow('/settings/general'));
    };
    switch (found.state) {
      case 'available':
      case 'downloading':
      case 'downloaded': {
        const { state, version } = found;
        return show(texts(`notice.update-${state}.title`, { version }), texts(`notice.update-${state}.body`));
      }
      case 'idle':
        return show(texts('notice.update-none.title'));
      case 'failed':
        return show(texts('notice.update-failed.title'), texts('notice.update-failed.body'));
      case 'off':
      case 'checking':
        return;
      default:
        return found satisfies never;
    }
  }
}

/** As much as the shell's state takes. */
const longestTold = 200;
