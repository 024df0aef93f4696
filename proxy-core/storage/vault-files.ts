import { type Message, msg } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import { createSecretKey, type KeyObject } from 'node:crypto';
import { chmod, mkdir, readdir, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock, type Clock } from '#core/logging/clock.ts';
import { silentLogger, type Logger } from '#core/logging/logger.ts';
import { ChangeWatch, ForeignChanges } from './change-watch.ts';
import {
  createFileOnce,
  readIfThere,
  sweepTemporaries,
  syncFolder,
  writeFileAtomically,
} from './atomic-file.ts';
import {
  openText,
  sealSignature,
  sealText,
  entryFileName,
  entryOfFileName,
  checkVaultKey,
  entryLabel,
  keyCheckInFolder,
} from './vault-entry.ts';
import { FileLock, FileLockTimeoutError } from './file-lock.ts';
import { systemErrorCode, systemErrorText } from './system-error.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { VaultError, type Vault } from './vault.ts';

export interface VaultFilesOptions {
  /** The folder of the vault's own; made at first use, 0700. */
  readonly folder: string;
  /** The key, 32 octets. */
  readonly key: Uint8Array;
  /** Where such keys are on this host, for people; the places of a service where left out. */
  readonly keyPlaces?: Message | undefined;
  readonly logger?: Logger | undefined;
  readonly clock?: Clock | undefined;
  /** Milliseconds after which a killed holder of an entry no longer blocks others; 5,000 if left out. */
  readonly staleAfter?: number | undefined;
}

const absent = 'absent';

/**
 * The vault as files: one for each entry, so that writers of different entries never meet, sealed with
 * AES-256-GCM and replaced as a whole. kill -9 at any moment leaves each entry as it was or as it was to be.
 */
export class VaultFiles implements Vault {
  readonly #folder: string;
  readonly #key: KeyObject;
  readonly #keyPlaces: Message | undefined;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #staleAfter: number | undefined;
  readonly #writes = new KeyedMutex();
  readonly #holders = new KeyedMutex();
  readonly #changes = new ForeignChanges();
  readonly #watch: ChangeWatch;
  #opening: Promise<void> | undefined;

  /** @throws VaultError - vault-locked: the key is not 32 octets long */
  constructor(options: VaultFilesOptions) {
    if (options.key.byteLength !== 32) {
      throw new VaultError('vault-locked', msg('storage.vaultKeyMust32Octets'));
    }
    this.#folder = options.folder;
    this.#key = createSecretKey(options.key);
    this.#keyPlaces = options.keyPlaces;
    this.#logger = options.logger ?? silentLogger;
    this.#clock = options.clock ?? systemClock;
    this.#staleAfter = options.staleAfter;
    this.#watch = new ChangeWatch({
      folder: this.#folder,
      clock: this.#clock,
      changes: this.#changes,
      open: () => this.#open(),
      namesOf: async (files) => {
        const names = [...(files ?? (await readdir(this.#folder)))].map(entryOfFileName);
        return names.filter((name) => name !== undefined);
      },
      // an entry that cannot be read is news as well, and must not keep those behind it from being looked at
      signatureOf: (name) => readIfThere(this.#path(name)).then(signatureOf, () => 'unreadable'),
      failed: (error) => {
        this.#logger.warn('changes of the vault by other processes cannot be seen', {
          folder: this.#folder,
          reason: inEnglish(systemErrorText(error)),
        });
      },
    });
  }

  async get(name: string): Promise<string | undefined> {
    const path = this.#path(name);
    return this.#guard(msg('storage.entryCannotRead', { name }), async () => {
      await this.#open();
      const bytes = await readEntry(path);
      this.#changes.baseline(name, bytes === 'folder' ? 'unreadable' : signatureOf(bytes));
      if (bytes === undefined) return undefined;
      const text = await this.#openEntry(name, bytes);
      if (text !== undefined) return text;
      throw new VaultError('vault-damaged', msg('storage.vaultEntryDamagedLeftBring', { name, path }));
    });
  }

  /** Over a damaged entry too; the damaged file is kept beside it as `damaged+…`. */
  async set(name: string, text: string): Promise<void> {
    const path = this.#path(name);
    await this.#guard(msg('storage.entryCannotWritten', { name }), async () => {
      await this.#open();
      await this.#writes.run(name, async () => {
        await this.#keepIfDamaged(name, path);
        const sealed = sealText(this.#key, entryLabel(name), text);
        this.#changes.announce(name, sealSignature(sealed));
        await writeFileAtomically(path, sealed);
      });
    });
  }

  async delete(name: string): Promise<void> {
    const path = this.#path(name);
    await this.#guard(msg('storage.entryCannotRemoved', { name }), async () => {
      await this.#open();
      await this.#writes.run(name, async () => {
        this.#changes.announce(name, absent);
        try {
          await unlink(path);
        } catch (error) {
          if (systemErrorCode(error) === 'ENOENT') return;
          // POSIX says EPERM of a folder, Linux EISDIR
          if ((await readEntry(path)) !== 'folder') throw error;
          await this.#keepIfDamaged(name, path);
        }
        await syncFolder(this.#folder);
      });
    });
  }

  async names(prefix: string): Promise<string[]> {
    return this.#guard(msg('storage.entriesCannotListed'), async () => {
      await this.#open();
      const names = (await readdir(this.#folder)).map(entryOfFileName);
      return names.filter((name) => name !== undefined).filter((name) => name.startsWith(prefix));
    });
  }

  /**
   * Not re-entrant: work that asks for its own name again waits for itself. `get`, `set` and `delete` inside
   * the work are free.
   * @throws VaultError - vault-unavailable: a living process has held the name for two minutes
   */
  async exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    const lock = new FileLock({
      path: join(this.#folder, `lock+${entryFileName(name)}`),
      staleAfter: this.#staleAfter,
      logger: this.#logger,
    });
    await this.#guard(msg('storage.entryCannotLocked', { name }), () => this.#open());
    return this.#holders.run(name, async () => {
      // what the work throws is the caller's; what the lock throws is the vault's
      let outcome:
        | { readonly ok: true; readonly value: T }
        | { readonly ok: false; readonly error: unknown }
        | undefined;
      await this.#guard(msg('storage.entryCannotLocked', { name }), () =>
        lock.hold(async () => {
          try {
            outcome = { ok: true, value: await work() };
          } catch (error) {
            outcome = { ok: false, error };
          }
        }),
      );
      if (outcome === undefined)
        throw new VaultError('vault-unavailable', msg('storage.entryNotLocked', { name }));
      if (outcome.ok) return outcome.value;
      throw outcome.error;
    });
  }

  /** Changes are told within a fraction of a second; does not keep the process alive. */
  watch(changed: (name: string) => void): () => void {
    return this.#watch.add(changed);
  }

  #path(name: string): string {
    return join(this.#folder, entryFileName(name));
  }

  /** Makes the folder and checks the key, once; after a failure the next call tries again. */
  #open(): Promise<void> {
    this.#opening ??= this.#prepare().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32' && ((await stat(this.#folder)).mode & 0o077) !== 0) {
      await chmod(this.#folder, 0o700);
    }
    await checkVaultKey(keyCheckInFolder(this.#folder), this.#key, this.#keyPlaces);
    await sweepTemporaries(this.#folder, Date.now());
  }

  /**
   * @returns undefined - it is damaged
   * @throws VaultError - vault-unavailable: made by a newer version
   */
  async #openEntry(name: string, bytes: Uint8Array | 'folder'): Promise<string | undefined> {
    if (bytes === 'folder') return undefined;
    const opened = openText(this.#key, entryLabel(name), bytes);
    if (opened.ok) return opened.text;
    // the form of the vault is that of its key check: an entry alone with a newer one is damaged where its form stands
    if (opened.reason === 'newer')
      await checkVaultKey(keyCheckInFolder(this.#folder), this.#key, this.#keyPlaces);
    return undefined;
  }

  async #keepIfDamaged(name: string, path: string): Promise<void> {
    const bytes = await readEntry(path);
    if (bytes === undefined || (await this.#openEntry(name, bytes)) !== undefined) return;
    const time = new Date(this.#clock.now()).toISOString().replaceAll(':', '-');
    const aside = join(this.#folder, `damaged+${time}+${entryFileName(name)}`);
    if (bytes === 'folder') await rename(path, aside);
    else await createFileOnce(aside, bytes);
    this.#logger.warn('a damaged vault entry is replaced; the damaged file is kept', {
      entry: name,
      keptAt: aside,
    });
  }

  async #guard<T>(what: Message, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof VaultError) throw error;
      const why = error instanceof FileLockTimeoutError ? error.text : systemErrorText(error);
      throw new VaultError('vault-unavailable', msg('storage.vault', { folder: this.#folder, what, why }), {
        cause: error,
      });
    }
  }
}

function signatureOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? absent : sealSignature(bytes);
}

/** A folder in the place of a file is damage too, and none that a later try would mend. */
async function readEntry(path: string): Promise<Uint8Array | 'folder' | undefined> {
  try {
    return await readIfThere(path);
  } catch (error) {
    if (systemErrorCode(error) === 'EISDIR') return 'folder';
    throw error;
  }
}
