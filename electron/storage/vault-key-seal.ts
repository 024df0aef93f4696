import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import type { Logger } from '../../proxy-core/activity/logger.ts';
import { createFileOnce, writeFileAtomically } from '../../proxy-core/storage/atomic-file.ts';
import { systemErrorCode, systemErrorText } from '../../proxy-core/storage/system-error.ts';
import { vaultIsInUse } from '../../proxy-core/storage/vault-check.ts';
import { VaultError } from '../../proxy-core/storage/vault.ts';

/** The part of Electron's safeStorage that is used. */
export type KeySeal = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>;

export interface VaultKeySealOptions {
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
export class VaultKeySeal {
  readonly #options: VaultKeySealOptions;

  constructor(options: VaultKeySealOptions) {
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
    if (await this.#vaultInUse()) {
      const remedy =
        'Bring the key file back from a backup, or move the vault folder away to begin anew and sign in again.';
      throw new VaultError(
        'vault-locked',
        `The vault ${vault} is there, but its key ${path} is not. No new key was made, as it could not open what is ` +
          `kept. ${remedy}`,
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
        !this.#sealedForAnybody(await safeStorage.encryptStringAsync('probe'))
      );
    } catch {
      return false;
    }
  }

  /**
   * Linux: where no keyring gives a key, Electron seals with one that everybody knows, and only the ciphertext's tag
   * tells: `v10` (Chromium's PosixKeyProvider; the Secret Service and KWallet have `v11`, the portal `v12`). Neither
   * isAsyncEncryptionAvailable nor the name of the desktop's backend says so.
   */
  #sealedForAnybody(sealed: Buffer): boolean {
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
      throw unavailable(path, 'cannot be made', error);
    }
    throw new VaultError('vault-unavailable', `The vault key ${path} was made by somebody else meanwhile.`);
  }

  async #seal(key: Buffer): Promise<string> {
    let sealed: Buffer;
    try {
      sealed = await this.#options.safeStorage.encryptStringAsync(key.toString('base64'));
    } catch (error) {
      throw new VaultError('vault-unavailable', 'The keyring of this desktop did not take the vault key.', {
        cause: error,
      });
    }
    const content: z.infer<typeof sealedSchema> = {
      version: 1,
      sealed: sealed.toString('base64'),
    };
    return `${JSON.stringify(content)}\n`;
  }

  async #unseal({ sealed }: z.infer<typeof sealedSchema>, keyring: boolean): Promise<OpenedKey> {
    const { safeStorage, path, logger } = this.#options;
    const before = Buffer.from(sealed, 'base64');
    const exposed = this.#sealedForAnybody(before);
    let opened: Awaited<ReturnType<KeySeal['decryptStringAsync']>>;
    try {
      opened = await safeStorage.decryptStringAsync(before);
    } catch (error) {
      throw locked(keyring, error);
    }
    const key = Buffer.from(opened.result, 'base64');
    if (key.length !== keyLength) throw damaged(path);
    if (!keyring || (!opened.shouldReEncrypt && !exposed)) return { kind: 'key', key, protected: !exposed };
    // the keyring has a newer key, or came later than ours; the old seal still opens, so a failure can wait
    try {
      await writeFileAtomically(path, await this.#seal(key));
      return { kind: 'key', key, protected: true };
    } catch (error) {
      logger.warn('the vault key could not be sealed anew', { reason: systemErrorText(error) });
      return { kind: 'key', key, protected: !exposed };
    }
  }

  async #read(): Promise<z.infer<typeof sealedSchema> | undefined> {
    const { path } = this.#options;
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return undefined;
      throw unavailable(path, 'cannot be read', error);
    }
    try {
      return sealedSchema.parse(JSON.parse(text));
    } catch {
      throw damaged(path);
    }
  }

  async #vaultInUse(): Promise<boolean> {
    try {
      return await vaultIsInUse(this.#options.vault);
    } catch (error) {
      throw unavailable(this.#options.vault, 'cannot be read', error);
    }
  }
}

function locked(keyring: boolean, cause: unknown): VaultError {
  const because = (what: string, todo: string): VaultError => {
    const remedy = `Nothing was changed or lost. ${todo}`;
    return new VaultError('vault-locked', `${what} ${remedy}`, { remedy, cause });
  };
  if (!keyring) {
    return because(
      'What is kept was sealed with a keyring that is locked, or not there.',
      'Unlock the keyring, or log in to the desktop that has it; then start Mailwicket again.',
    );
  }
  return because(
    'The keyring did not open what is kept.',
    "Unlock the keyring and start Mailwicket again; if it was made anew, move Mailwicket's data folder away and sign in again.",
  );
}

function damaged(path: string): VaultError {
  const remedy = 'Bring it back from a backup, or move the data folder away and sign in again.';
  return new VaultError('vault-locked', `The vault key ${path} is damaged and was left as it is. ${remedy}`, {
    remedy: `The vault key ${path} is damaged. ${remedy}`,
  });
}

function unavailable(path: string, what: string, error: unknown): VaultError {
  return new VaultError('vault-unavailable', `${path} ${what}: ${systemErrorText(error)}.`, { cause: error });
}
