import { msg } from '#messages/message.ts';
import { z } from 'zod';
import { VaultError, type Vault } from '#core/storage/vault.ts';

const keptSchema = z.object({
  version: z.literal(1),
  passwords: z.array(z.object({ id: z.uuid(), name: z.string(), createdAt: z.string(), hash: z.string() })),
});
/** A local password, without itself: see local-password.ts for the forms of `hash`. */
export type KeptPassword = z.infer<typeof keptSchema>['passwords'][number];

/** The vault's entry `account/<id>/passwords`; it stays when its last password goes. */
export class KeptPasswords {
  readonly #vault: Vault;

  constructor({ vault }: { readonly vault: Vault }) {
    this.#vault = vault;
  }

  /** What is kept; undefined where none was ever set. @throws VaultError */
  async read(account: string): Promise<KeptPassword[] | undefined> {
    const text = await this.#vault.get(entryName(account));
    if (text === undefined) return undefined;
    try {
      return keptSchema.parse(JSON.parse(text)).passwords;
    } catch {
      throw new VaultError(
        'vault-damaged',
        msg('accounts.vaultEntryDoesNotHold', { entry: entryName(account) }),
      );
    }
  }

  /** @throws VaultError */
  async write(account: string, passwords: readonly KeptPassword[]): Promise<void> {
    await this.#vault.set(entryName(account), JSON.stringify({ version: 1, passwords }));
  }

  /** @throws VaultError */
  async delete(account: string): Promise<void> {
    await this.#vault.delete(entryName(account));
  }

  /** Runs the work while nobody else changes the account's passwords, here or in another process. */
  exclusively<T>(account: string, work: () => Promise<T>): Promise<T> {
    return this.#vault.exclusively(entryName(account), work);
  }
}

/** The account whose passwords a vault entry holds, if it holds some. */
export function accountOfEntry(name: string): string | undefined {
  return /^account\/([^/]+)\/passwords$/u.exec(name)?.[1];
}

function entryName(account: string): string {
  return `account/${account}/passwords`;
}
