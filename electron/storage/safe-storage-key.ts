import { type Message, msg, sentences } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import type { Logger } from '#core/logging/logger.ts';
import { createFileOnce, readIfThere, writeFileAtomically } from '#core/storage/atomic-file.ts';
import { jsonOf } from '#core/storage/json.ts';
import { systemErrorText } from '#core/storage/system-error.ts';
import { vaultIsInUse } from '#core/storage/vault-entry.ts';
import { VaultError } from '#core/storage/vault.ts';

/** The part of Electron's safeStorage that is used. */
export type KeySeal = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>;

export interface SafeStorageKeyOptions {
  readonly safeStorage: KeySeal;
  readonly platform: NodeJS.Platform;
  /** The file that holds the sealed key. */
  readonly path: string;
  /** The vault's folder. */
  readonly vault: string;
  readonly logger: Logger;
}

/**
 * - key: the vault's key, 32 octets. Not protected: it is kept, but sealed with a key that everybody knows
 * - nowhere: this desktop has no safe place, and nothing was ever kept on it
 */
export type OpenedKey =
  { readonly kind: 'key'; readonly key: Buffer; readonly protected: boolean } | { readonly kind: 'nowhere' };

const keyLength = 32;
const sealedSchema = z.object({
  version: z.literal(1),
  sealed: z.base64().min(1).max(100_000),
});

/**
 * The vault's key, kept in a file (0600) that only the desktop's keyring can open: Keychain, DPAPI, KWallet or
 * the Secret Service. A key that cannot be opened is never replaced, as everything in the vault hangs on it.
 */
export class SafeStorageKey {
  readonly #options: SafeStorageKeyOptions;

  constructor(options: SafeStorageKeyOptions) {
    this.#options = options;
  }

  /**
   * Opens the key, or makes one where none was ever made. May be asked again after a failure of the disk; Electron
   * asks the keyring once in the life of a process, so one that is unlocked later counts from the next start on.
   * @throws VaultError - vault-locked: there is a key, or a vault, that cannot be opened now; vault-unavailable:
   *   the disk says no
   */
  async open(): Promise<OpenedKey> {
    const { path, vault } = this.#options;
    const kept = await this.#read();
    const keyring = await this.#keyringSeals();
    if (kept !== undefined) return this.#unseal(kept, keyring);
    const inUse = await attempt(
      () => vaultIsInUse(vault),
      (error) => unavailable('storage.pathCannotBeRead', vault, error),
    );
    if (inUse) {
      const remedy = msg('storage.bringKeyFileBackFrom');
      throw new VaultError(
        'vault-locked',
        sentences(msg('storage.vaultButKeyNotNo', { folder: vault, path }), remedy),
        { remedy },
      );
    }
    if (!keyring) return { kind: 'nowhere' };
    return { kind: 'key', key: await this.#make(), protected: true };
  }

  /** Whether what is sealed now can be opened with the keyring only. */
  async #keyringSeals(): Promise<boolean> {
    const { safeStorage } = this.#options;
    try {
      return (
        (await safeStorage.isAsyncEncryptionAvailable()) &&
        !this.#isSealedWithFixedKey(await safeStorage.encryptStringAsync('probe'))
      );
    } catch {
      return false;
    }
  }

  /**
   * Linux: where no keyring gives a key, Chromium seals with a fixed one, which protects nothing, and only the
   * ciphertext's tag tells: `v10` (Chromium's PosixKeyProvider; the Secret Service and KWallet have `v11`, the portal `v12`). Neither
   * isAsyncEncryptionAvailable nor the name of the desktop's backend says so.
   */
  #isSealedWithFixedKey(sealed: Buffer): boolean {
    return this.#options.platform === 'linux' && sealed.subarray(0, 3).toString('latin1') === 'v10';
  }

  async #make(): Promise<Buffer> {
    const { path } = this.#options;
    const key = randomBytes(keyLength);
    const content = await this.#seal(key);
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      if (await createFileOnce(path, content)) return key;
    } catch (error) {
      throw unavailable('storage.pathCannotBeMade', path, error);
    }
    throw new VaultError('vault-unavailable', msg('storage.vaultKeyMadeSomebodyElse', { path }));
  }

  async #seal(key: Buffer): Promise<string> {
    const { safeStorage } = this.#options;
    const sealed = await attempt(
      () => safeStorage.encryptStringAsync(key.toString('base64')),
      (cause) => new VaultError('vault-unavailable', msg('storage.keyringDesktopDidNotTake'), { cause }),
    );
    const content: z.infer<typeof sealedSchema> = { version: 1, sealed: sealed.toString('base64') };
    return `${JSON.stringify(content)}\n`;
  }

  async #unseal({ sealed }: z.infer<typeof sealedSchema>, keyring: boolean): Promise<OpenedKey> {
    const { safeStorage, path, logger } = this.#options;
    const before = Buffer.from(sealed, 'base64');
    const fixedKey = this.#isSealedWithFixedKey(before);
    const opened = await attempt(
      () => safeStorage.decryptStringAsync(before),
      (error) => locked(keyring, error),
    );
    const key = Buffer.from(opened.result, 'base64');
    if (key.length !== keyLength) throw damaged(path);
    if (!keyring || (!opened.shouldReEncrypt && !fixedKey)) return { kind: 'key', key, protected: !fixedKey };
    // the keyring has a newer key, or came later than ours; the old seal still opens, so a failure can wait
    try {
      await writeFileAtomically(path, await this.#seal(key));
      return { kind: 'key', key, protected: true };
    } catch (error) {
      logger.warn('the vault key could not be sealed anew', { reason: inEnglish(systemErrorText(error)) });
      return { kind: 'key', key, protected: !fixedKey };
    }
  }

  async #read(): Promise<z.infer<typeof sealedSchema> | undefined> {
    const { path } = this.#options;
    const content = await attempt(
      () => readIfThere(path),
      (error) => unavailable('storage.pathCannotBeRead', path, error),
    );
    if (content === undefined) return undefined;
    const { data } = sealedSchema.safeParse(jsonOf(content.toString('utf8')));
    if (data === undefined) throw damaged(path);
    return data;
  }
}

/** What went wrong with it, in words of the vault's. */
async function attempt<T>(work: () => Promise<T>, told: (error: unknown) => VaultError): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw told(error);
  }
}

function locked(keyring: boolean, cause: unknown): VaultError {
  const because = (what: Message, todo: Message): VaultError => {
    const remedy = sentences(msg('storage.nothingChangedLost'), todo);
    return new VaultError('vault-locked', sentences(what, remedy), { remedy, cause });
  };
  if (!keyring) {
    return because(msg('storage.keptSealedKeyringLockedNot'), msg('storage.unlockKeyringLogDesktopThen'));
  }
  return because(msg('storage.keyringDidNotOpenKept'), msg('storage.unlockKeyringStartMailwicketAgain'));
}

function damaged(path: string): VaultError {
  const remedy = msg('storage.bringBackFromBackupMove');
  return new VaultError('vault-locked', sentences(msg('storage.vaultKeyDamagedLeft', { path }), remedy), {
    remedy: sentences(msg('storage.vaultKeyDamaged', { path }), remedy),
  });
}

function unavailable(
  code: 'storage.pathCannotBeMade' | 'storage.pathCannotBeRead',
  path: string,
  error: unknown,
): VaultError {
  return new VaultError('vault-unavailable', msg(code, { path, why: systemErrorText(error) }), {
    cause: error,
  });
}
