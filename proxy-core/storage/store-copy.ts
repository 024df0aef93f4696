import { mkdir, rename, rm } from 'node:fs/promises';
import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { writeFileAtomically } from './atomic-file.ts';
import { dataPaths, isThere } from './data-folder.ts';
import type { DatabaseState } from './postgresql/database.ts';
import { settingsText, type SettingsStore } from './settings-file.ts';
import type { SharedLimits } from './shared-limits.ts';
import { VaultFiles } from './vault-files.ts';
import { type Vault, waitedFor } from './vault.ts';

/** An entry of a vault, opened. */
export type Entry = readonly [name: string, text: string];

/** Settings and secrets that are copied from one place to another. */
interface StoreContent<T> {
  readonly settings: T;
  readonly entries: AsyncIterable<Entry>;
}

/** A place with settings and secrets. */
export interface StorePlace<T> {
  /** For people. */
  readonly shown: string;
  readonly settings: SettingsStore<T>;
  readonly vault: Vault;
  /** Whether it has never been used. */
  readonly isEmpty: () => Promise<boolean>;
  /** Puts this in the place of all that is there: all of it, or nothing. */
  readonly replace: (content: StoreContent<T>) => Promise<void>;
}

/** The same while it is open. */
export interface OpenedStore<T> extends StorePlace<T> {
  /** Whether a service, or another node, lives on it. */
  readonly isServed: () => Promise<boolean>;
  /** Of a database. */
  readonly limits?: SharedLimits;
  /** How the database is reached, where it is one. */
  readonly database?: () => DatabaseState;
  /** Gives back what is held elsewhere; to be called when nothing uses it any more. */
  readonly close: () => Promise<void>;
}

/**
 * Copies settings and secrets; nobody may serve either place meanwhile, as renewed sign-ins would then be in one of them only.
 * @returns how many secrets were copied
 * @throws CodedError - store-empty: there is nothing to copy; store-not-empty: the target has something and is not to be
 *   replaced; what reading and writing throw: the target is as it was
 */
export async function copyStore<T>(
  from: StorePlace<T>,
  to: StorePlace<T>,
  options: { readonly replace: boolean },
): Promise<number> {
  if (await from.isEmpty()) throw nothingThere(from.shown);
  if (!options.replace && !(await to.isEmpty())) {
    throw new CodedError(
      'store-not-empty',
      msg('storage.storeNotEmpty', { place: to.shown }),
      msg('storage.storeNotEmptyFix', { option: '--replace' }),
    );
  }
  const names = (await from.vault.names('')).filter((name) => !name.startsWith(waitedFor));
  async function* entries(): AsyncGenerator<Entry> {
    for (const name of names) {
      const text = await from.vault.get(name);
      if (text !== undefined) yield [name, text];
    }
  }
  await to.replace({ settings: await from.settings.read(), entries: entries() });
  return names.length;
}

/** A data folder as such a place. @param key - that of its vault */
export function folderPlace<T>(
  folder: string,
  parts: { readonly key: Uint8Array; readonly settings: SettingsStore<T>; readonly vault: Vault },
): StorePlace<T> {
  const { settings: file, vault } = dataPaths(folder);
  const before = `.before-${new Date().toISOString().replaceAll(':', '-')}`;
  const isEmpty = async (): Promise<boolean> =>
    !(await isThere(file)) && (await parts.vault.names('')).length === 0;
  return {
    shown: folder,
    settings: parts.settings,
    vault: parts.vault,
    isEmpty,
    replace: async ({ settings, entries }) => {
      // beside the old ones until all is there, so that a crash at any moment leaves one or the other whole
      const fresh = `${vault}.new`;
      await rm(fresh, { recursive: true, force: true });
      const made = new VaultFiles({ folder: fresh, key: parts.key });
      await made.names('');
      for await (const [name, text] of entries) await made.set(name, text);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFileAtomically(`${file}.new`, settingsText(settings));
      if (await isEmpty()) await rm(vault, { recursive: true, force: true });
      for (const path of [vault, file]) {
        if (await isThere(path)) await rename(path, path + before);
        await rename(`${path}.new`, path);
      }
    },
  };
}

/** So that no key is made where nothing is. @throws CodedError - store-empty */
export async function refuseEmptyFolder(folder: string): Promise<void> {
  const { settings, vault } = dataPaths(folder);
  if (!(await isThere(settings)) && !(await isThere(vault))) throw nothingThere(folder);
}

function nothingThere(place: string): CodedError {
  return new CodedError('store-empty', msg('storage.storeEmpty', { place }));
}
