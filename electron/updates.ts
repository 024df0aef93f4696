import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import type { Logger } from '#core/logging/logger.ts';
import type { HostInfo } from '#contract/commands/host.ts';
import type { NotificationText } from './notifications/notification-rules.ts';
import type { Texts } from './localizer.ts';

export type UpdateState = NonNullable<HostInfo['updates']>;

/** What a build says of itself: whether it was signed, so that its updates can be checked. */
const buildSchema = z.object({ mailwicket: z.object({ signed: z.boolean() }).optional() });

/** The part of electron-updater's updater that is used. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  checkForUpdates(): Promise<unknown>;
  on(event: 'update-available' | 'update-downloaded', listener: (info: { version: string }) => void): unknown;
  on(event: 'update-not-available', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export interface UpdatesOptions {
  /** Undefined: this build does not look for updates. */
  readonly updater: Updater | undefined;
  /** Linux has no signature to check: there updates are told, not fetched. */
  readonly fetches: boolean;
  readonly changed: (state: UpdateState) => void;
  readonly logger: Logger;
}

/** Looks for updates, fetches them where their signature is checked, and has them installed on quit. */
export class Updates {
  readonly #options: UpdatesOptions;
  #state: UpdateState;

  constructor(options: UpdatesOptions) {
    this.#options = options;
    const { updater, fetches, logger } = options;
    this.#state = { state: updater === undefined ? 'off' : 'idle' };
    if (updater === undefined) return;
    updater.autoDownload = fetches;
    updater.autoInstallOnAppQuit = fetches;
    updater.allowDowngrade = false;
    updater.on('update-available', ({ version }) => this.#become({ state: 'available', version }));
    updater.on('update-downloaded', ({ version }) => this.#become({ state: 'downloaded', version }));
    updater.on('update-not-available', () => this.#become({ state: 'idle' }));
    updater.on('error', (error) => {
      logger.warn('updates could not be looked for', { error });
      this.#become({ state: 'failed' });
    });
  }

  get state(): UpdateState {
    return this.#state;
  }

  /** Looks for updates once. Never rejects; how it went is in the state. */
  async check(): Promise<UpdateState> {
    const { updater, logger } = this.#options;
    if (updater === undefined || this.#is('checking') || this.#is('downloaded')) return this.#state;
    this.#become({ state: 'checking' });
    try {
      await updater.checkForUpdates();
    } catch (error) {
      logger.warn('updates could not be looked for', { error });
      this.#become({ state: 'failed' });
    }
    if (this.#is('checking')) this.#become({ state: 'idle' });
    return this.#state;
  }

  #is(state: UpdateState['state']): boolean {
    return this.#state.state === state;
  }

  #become(state: UpdateState): void {
    this.#state = state;
    this.#options.changed(state);
  }
}

/** The updater of this build, or undefined: it is not packaged, or not signed, or the person wants none. */
export async function updaterOfBuild(wanted: boolean): Promise<Updater | undefined> {
  if (!wanted || !(await buildIsSigned())) return undefined;
  const { default: electronUpdater } = await import('electron-updater');
  return electronUpdater.autoUpdater;
}

/** Whether this is a packaged build that was signed. */
export async function buildIsSigned(): Promise<boolean> {
  if (!app.isPackaged) return false;
  const text = await readFile(join(app.getAppPath(), 'package.json'), 'utf8').catch(() => '{}');
  const build = buildSchema.safeParse(JSON.parse(text));
  return build.success && build.data.mailwicket?.signed === true;
}

/** Says that there is a new version, or that it is ready. */
export function tellUpdate(
  state: UpdateState,
  texts: Texts,
  notify: (text: NotificationText, clicked: () => void) => void,
): void {
  if (state.state !== 'available' && state.state !== 'downloaded') return;
  const { version = '' } = state;
  const title = texts(`notice.update-${state.state}.title`, { version });
  notify({ title, body: texts(`notice.update-${state.state}.body`) }, () => {});
}
