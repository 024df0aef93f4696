import { Emitter } from '#contract/emitter.ts';
import { msg } from '#messages/message.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import { dataPaths } from '#core/storage/data-folder.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';
import { VaultError, type Vault } from '#core/storage/vault.ts';
import { SafeStorageKey, type KeySeal } from './safe-storage-key.ts';
import { entryFileName } from '#core/storage/vault-entry.ts';
import { KeyedMutex } from '#core/storage/locks.ts';

export interface DesktopVaultOptions {
  readonly safeStorage: KeySeal;
  readonly platform: NodeJS.Platform;
  /** Where `vault/` and the sealed key are. */
  readonly folder: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * - kept: secrets are in files that only this desktop's keyring opens
 * - unprotected: they are in files that whoever can read them can open, as no keyring was there to seal the key
 * - memory-only: this desktop has no keyring; secrets end with the process
 * - locked: there are secrets, and the keyring did not open them
 */
export type VaultStanding =
  | { readonly kind: 'kept' | 'unprotected' | 'memory-only' }
  | { readonly kind: 'locked'; readonly error: VaultError };

/** A file that cannot be read is not read at every login of a mail program. */
const pauseBetweenTries = 15_000;

/**
 * The desktop's vault. It opens at the first use; one that is locked is tried again later, as a file may have come
 * back meanwhile. A keyring that was locked needs another start of the program.
 */
export class DesktopVault implements Vault {
  readonly #options: DesktopVaultOptions;
  readonly #seal: SafeStorageKey;
  readonly #changes = new Emitter<[name: string]>();
  #vault: Vault | undefined;
  #protected = true;
  #opening: Promise<Vault> | undefined;
  #locked: { readonly error: VaultError; readonly until: number } | undefined;

  constructor(options: DesktopVaultOptions) {
    this.#options = options;
    const { sealedVaultKey, vault } = dataPaths(options.folder);
    this.#seal = new SafeStorageKey({ ...options, path: sealedVaultKey, vault });
  }

  /** Opens the vault if need be, and says how it stands. Never rejects. */
  async standing(): Promise<VaultStanding> {
    try {
      if ((await this.#open()) instanceof MemoryOnlyVault) return { kind: 'memory-only' };
      return { kind: this.#protected ? 'kept' : 'unprotected' };
    } catch (error) {
      const known = error instanceof VaultError ? error : undefined;
      const text = msg('storage.vaultCannotOpened');
      return { kind: 'locked', error: known ?? new VaultError('vault-unavailable', text, { cause: error }) };
    }
  }

  async get(name: string): Promise<string | undefined> {
    return (await this.#open()).get(name);
  }

  async set(name: string, text: string): Promise<void> {
    await (await this.#open()).set(name, text);
  }

  async delete(name: string): Promise<void> {
    await (await this.#open()).delete(name);
  }

  async names(prefix: string): Promise<string[]> {
    return (await this.#open()).names(prefix);
  }

  async exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    return (await this.#open()).exclusively(name, work);
  }

  watch(changed: (name: string) => void): () => void {
    return this.#changes.on(changed);
  }

  #open(): Promise<Vault> {
    if (this.#vault !== undefined) return Promise.resolve(this.#vault);
    const { clock } = this.#options;
    if (this.#locked !== undefined && clock.now() < this.#locked.until) {
      return Promise.reject(this.#locked.error);
    }
    this.#opening ??= this.#tryToOpen().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async #tryToOpen(): Promise<Vault> {
    const { folder, logger, clock } = this.#options;
    try {
      const opened = await this.#seal.open();
      const vault =
        opened.kind === 'nowhere'
          ? new MemoryOnlyVault()
          : new VaultFiles({
              folder: dataPaths(folder).vault,
              key: opened.key,
              keyPlaces: msg('storage.vaultKeySealedKeyringDesktop'),
              logger,
              clock,
            });
      this.#locked = undefined;
      this.#protected = opened.kind === 'key' && opened.protected;
      this.#vault = vault;
      vault.watch((name) => this.#changes.emit(name));
      return vault;
    } catch (error) {
      if (error instanceof VaultError) {
        this.#locked = { error, until: clock.now() + pauseBetweenTries };
        logger.warn('the vault cannot be opened now', { code: error.code, reason: error.message });
      }
      throw error;
    }
  }
}

/** A vault that forgets everything when the process ends: for where no secret can be kept safely. */
class MemoryOnlyVault implements Vault {
  readonly #entries = new Map<string, string>();
  readonly #mutex = new KeyedMutex();

  async get(name: string): Promise<string | undefined> {
    return this.#entries.get(checked(name));
  }

  async set(name: string, text: string): Promise<void> {
    this.#entries.set(checked(name), text);
  }

  async delete(name: string): Promise<void> {
    this.#entries.delete(checked(name));
  }

  async names(prefix: string): Promise<string[]> {
    return [...this.#entries.keys()].filter((name) => name.startsWith(prefix));
  }

  exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#mutex.run(checked(name), work);
  }

  /** Nobody else can change it: never calls back. */
  watch(): () => void {
    return () => {};
  }
}

/** The same names as in the vault of files, so that none works here that fails there. @throws EntryNameError */
function checked(name: string): string {
  entryFileName(name);
  return name;
}
