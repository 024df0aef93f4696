import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Account } from '../accounts/account.ts';
import { type Vault, VaultError } from '../storage/vault.ts';
import type { ResolvedClient } from './grant.ts';
import { damagedEntry, vaultTrouble } from './token-trouble.ts';

const storedTokenSchema = z.object({
  value: z.string().min(1),
  obtainedAt: z.number(),
  expiresAt: z.number(),
  /** Which client settings it was made with: one made with others is not used. */
  made: z.string(),
});

/** What is kept of an account in the vault, under 'account/<id>/tokens'. Times are milliseconds since 1970. */
const tokenEntrySchema = z.object({
  version: z.literal(1),
  /** The OAuth client that made it. */
  clientId: z.string(),
  /** What the grant kept: a refresh token, a library's cache. */
  state: z.string().optional(),
  identity: z.string().optional(),
  signedInAt: z.number().optional(),
  renewedAt: z.number().optional(),
  tokens: z.record(z.string(), storedTokenSchema),
  /** The provider wants a person: known after a restart too, until a renewal or a sign-in succeeds. */
  needsSignIn: z
    .object({
      key: z.string(),
      message: z.string(),
      fix: z.string(),
      who: z.enum(['user', 'administrator', 'developer', 'nobody']),
    })
    .optional(),
});
export type TokenEntry = z.infer<typeof tokenEntrySchema>;
export type StoredToken = z.infer<typeof storedTokenSchema>;

/** The vault's token entries, one for each account. Every failure is an OAuthError 'refused' with its fix. */
export class TokenEntries {
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** @throws OAuthError - it is there but cannot be read; it is left as it is */
  async read(account: Pick<Account, 'id' | 'address'>): Promise<TokenEntry | undefined> {
    const text = await fromVault(account.address, () => this.#vault.get(nameOf(account.id)));
    if (text === undefined) return undefined;
    try {
      return tokenEntrySchema.parse(JSON.parse(text));
    } catch {
      // The cause is left out: it would quote what is in the entry.
      throw damagedEntry(account.address);
    }
  }

  /** On disk when this resolves. */
  async write(account: Pick<Account, 'id' | 'address'>, entry: TokenEntry): Promise<void> {
    await fromVault(account.address, () => this.#vault.set(nameOf(account.id), JSON.stringify(entry)));
  }

  async delete(accountId: string): Promise<void> {
    await fromVault('this account', () => this.#vault.delete(nameOf(accountId)));
  }

  /** The accounts that have an entry. */
  async accountIds(): Promise<string[]> {
    const names = await fromVault('the accounts', () => this.#vault.names('account/'));
    return names.flatMap((name) => /^account\/([^/]+)\/tokens$/.exec(name)?.[1] ?? []);
  }

  /**
   * Runs the work while nobody else renews this account's tokens, here or in another process.
   * @param subject only this mailbox's tokens, where mailboxes share nothing
   */
  async exclusively<T>(accountId: string, subject: string | undefined, work: () => Promise<T>): Promise<T> {
    const lock = `account/${accountId}/tokens-renewal`;
    const name = subject === undefined ? lock : `${lock}/${digest(subject)}`;
    return fromVault('this account', () => this.#vault.exclusively(name, work));
  }
}

/** What a token depends on: after a change of these settings an old one is not handed out. */
export function fingerprint(client: ResolvedClient, scope: string): string {
  return digest(JSON.stringify([client.id, client.clientId, client.grant, client.tokenUrl, scope]));
}

function nameOf(accountId: string): string {
  return `account/${accountId}/tokens`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

async function fromVault<T>(whose: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof VaultError ? vaultTrouble(error, whose) : error;
  }
}
