import type { z } from 'zod';
import type { Clock } from '../../proxy-core/activity/clock.ts';
import type { Logger } from '../../proxy-core/activity/logger.ts';
import {
  SettingsFile,
  SettingsInvalidError,
  SettingsUnavailableError,
} from '../../proxy-core/storage/settings-file.ts';
import type { SettingsStore } from '../../proxy-core/storage/settings-store.ts';
import { systemErrorText } from '../../proxy-core/storage/system-error.ts';
import { Turns } from '../../proxy-core/storage/turns.ts';

/** The part of electron-store that is used: the file as a whole. */
export interface WholeStore<T> {
  readonly path: string;
  store: T;
}

export interface ElectronSettingsStoreOptions<T> {
  /** Made at the first change, as electron-store reads and checks its file when it is made. */
  readonly openStore: () => WholeStore<T>;
  /** The file that electron-store writes. */
  readonly path: string;
  readonly schema: z.ZodType<T>;
  readonly empty: T;
  readonly logger: Logger;
  readonly clock?: Clock | undefined;
}

/**
 * Settings in electron-store. It is the one to write; reading, the check of the form, the copy of what cannot be
 * used and the watch are those of the core's settings file, as electron-store would read without waiting for the
 * disk and would not tell a damaged file from an empty one in words for people.
 *
 * electron-store writes synchronously. That is some kilobytes, and only when a person changes something.
 */
export class ElectronSettingsStore<T> implements SettingsStore<T> {
  readonly #options: ElectronSettingsStoreOptions<T>;
  readonly #file: SettingsFile<T>;
  readonly #turns = new Turns();
  #store: WholeStore<T> | undefined;

  constructor(options: ElectronSettingsStoreOptions<T>) {
    this.#options = options;
    this.#file = new SettingsFile(options);
  }

  read(): Promise<T> {
    return this.#file.read();
  }

  /**
   * @returns the settings as they are now kept
   * @throws SettingsUnreadableError - nothing was written
   * @throws SettingsInvalidError - what the change made breaks the schema; nothing was written
   * @throws SettingsUnavailableError - the disk says no
   */
  update(change: (current: T) => T): Promise<T> {
    return this.#turns.run('settings', async () => {
      const { schema, path } = this.#options;
      const next = schema.safeParse(change(await this.read()));
      if (!next.success) {
        throw new SettingsInvalidError(next.error.issues.map(({ message }) => message).join('; '));
      }
      try {
        this.#store ??= this.#options.openStore();
        this.#store.store = next.data;
      } catch (error) {
        throw new SettingsUnavailableError(
          `The settings ${path} cannot be written: ${systemErrorText(error)}`,
          { cause: error },
        );
      }
      return next.data;
    });
  }

  watch(changed: () => void): () => void {
    return this.#file.watch(changed);
  }
}
