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
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
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
 * - key: the vault's key, 32 octets
 * - nowhere: this desktop has no safe place, and nothing was ever kept on it
 */
export type OpenedKey = { readonly kind: 'key'; readonly key: Buffer } | { readonly kind: 'nowhere' };

const keyLength = 32;
const sealedSchema = z.object({
  version: z.literal(1),
  /** Linux: the keyring that sealed it, for the message when another one is there later. */
  backend: z.string().max(100).optional(),
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
   * Opens the key, or makes one where none was ever made. May be asked again after a failure: a keyring can be
   * unlocked meanwhile.
   * @throws VaultError - vault-locked: there is a key, or a vault, that cannot be opened now; vault-unavailable:
   *   the disk says no
   */
  async open(): Promise<OpenedKey> {
    const { safeStorage, path, vault } = this.#options;
    const backend = this.#backend();
    const kept = await this.#read();
    const safe = isSafe(backend) && (await safeStorage.isAsyncEncryptionAvailable().catch(() => false));
    if (kept !== undefined) return { kind: 'key', key: await this.#unseal(kept, backend, safe) };
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
    if (!safe) return { kind: 'nowhere' };
    return { kind: 'key', key: await this.#make(backend) };
  }

  async #make(backend: string | undefined): Promise<Buffer> {
    const { path } = this.#options;
    const key = randomBytes(keyLength);
    const content = await this.#seal(key, backend);
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      if (await createFileOnce(path, content)) return key;
    } catch (error) {
      throw unavailable(path, 'cannot be made', error);
    }
    throw new VaultError('vault-unavailable', `The vault key ${path} was made by somebody else meanwhile.`);
  }

  async #seal(key: Buffer, backend: string | undefined): Promise<string> {
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
      ...(backend === undefined ? {} : { backend }),
      sealed: sealed.toString('base64'),
    };
    return `${JSON.stringify(content)}\n`;
  }

  async #unseal(
    kept: z.infer<typeof sealedSchema>,
    backend: string | undefined,
    safe: boolean,
  ): Promise<Buffer> {
    const { safeStorage, path, logger } = this.#options;
    let opened: Awaited<ReturnType<KeySeal['decryptStringAsync']>>;
    try {
      if (!safe) throw new Error('no keyring');
      opened = await safeStorage.decryptStringAsync(Buffer.from(kept.sealed, 'base64'));
    } catch (error) {
      throw locked(kept.backend, backend, safe, error);
    }
    const key = Buffer.from(opened.result, 'base64');
    if (key.length !== keyLength) throw damaged(path);
    if (opened.shouldReEncrypt) {
      // the keyring has a newer key; the old seal still opens, so that a failure can wait for the next start
      try {
        await writeFileAtomically(path, await this.#seal(key, backend));
      } catch (error) {
        logger.warn('the vault key could not be sealed anew', { reason: systemErrorText(error) });
      }
    }
    return key;
  }

  #backend(): string | undefined {
    const { platform, safeStorage } = this.#options;
    return platform === 'linux' ? safeStorage.getSelectedStorageBackend() : undefined;
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

/** Linux: `basic_text` seals with a password that everybody knows, `unknown` is anybody's guess. */
function isSafe(backend: string | undefined): boolean {
  return backend !== 'basic_text' && backend !== 'unknown';
}

const keyringNames: Readonly<Record<string, string>> = {
  gnome_libsecret: 'the GNOME keyring',
  kwallet: 'KWallet',
  kwallet5: 'KWallet',
  kwallet6: 'KWallet',
};

function locked(
  before: string | undefined,
  now: string | undefined,
  safe: boolean,
  cause: unknown,
): VaultError {
  const maker = keyringNames[before ?? ''] ?? 'the keyring';
  const because = (what: string, todo: string): VaultError => {
    const remedy = `Nothing was changed or lost. ${todo}`;
    return new VaultError('vault-locked', `${what} ${remedy}`, { remedy, cause });
  };
  if (!safe) {
    return because(
      `What is kept was sealed with ${maker}, which is not there now.`,
      `Start or unlock ${maker}, or log in to the desktop that has it.`,
    );
  }
  if (before !== undefined && before !== now) {
    const other = keyringNames[now ?? ''] ?? 'another keyring';
    return because(
      `What is kept was sealed with ${maker}; this desktop uses ${other}.`,
      `Log in to the desktop that has ${maker}, or move Mailwicket's data folder away and sign in again.`,
    );
  }
  return because(
    'The keyring did not open what is kept.',
    "Unlock the keyring; if it was made anew, move Mailwicket's data folder away and sign in again.",
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
