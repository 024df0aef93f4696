import { type Message, messageSchema, msg } from '#messages/message.ts';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Account } from '#contract/account.ts';
import { whoSchema } from '#contract/problem.ts';
import { type Clock, pause } from '#core/logging/clock.ts';
import { jsonOf } from '#core/storage/json.ts';
import { type Vault, VaultError } from '#core/storage/vault.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import type { AccessToken } from './grant.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { timeLeft } from './token-policy.ts';
import { damagedEntry, lostAtEnd, vaultFailure } from './token-errors.ts';

/** A disk that was full is looked at again after this, in milliseconds. */
const retryPause = 5_000;
/** The same when there will be no later tries. */
const lastRetryPause = 250;

const storedTokenSchema = z.object({
  value: z.string().min(1),
  obtainedAt: z.number(),
  expiresAt: z.number(),
  /** Which client settings it was made with: one made with others is not used. */
  made: z.string(),
  /** When a login last asked for it, as far as who wrote it knew; left out: when it was made. */
  usedAt: z.number().optional(),
});

/**
 * What is kept of an account in the vault, under 'account/<id>/tokens'; where each mailbox has tokens of its own, of one
 * mailbox, under a name beneath that. Times are milliseconds since 1970.
 */
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
      message: messageSchema,
      fix: messageSchema,
      who: whoSchema,
    })
    .optional(),
});
export type TokenEntry = z.infer<typeof tokenEntrySchema>;

/** Whose entry it is; in words where the address is not known. */
interface Owner {
  readonly id: Account['id'];
  readonly address: Account['address'] | Message;
}

/** An entry that the disk did not take. */
interface Unwritten {
  readonly account: Owner;
  /** What the vault holds meanwhile: once it holds something else, somebody else's word is newer. */
  readonly before: string | undefined;
  readonly entry: TokenEntry;
  readonly error: OAuthError;
}

/**
 * The vault's token entries, one for each account. An entry that cannot be written (a full disk) stays in memory, where
 * it is read as if it were in the vault, and is written as soon as that can be done: a refresh token that the provider
 * has replaced is nowhere else. Every failure is an OAuthError with its fix.
 */
export class TokenStore {
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #changed: (accountId: string) => void;
  readonly #unwritten = new Map<string, Unwritten>();
  /** What the vault held of each account at the last look. */
  readonly #seen = new Map<string, string | undefined>();
  #cancelRetry: (() => void) | undefined;

  /** `changed`: an entry has begun or ended to be in memory only. */
  constructor(deps: { vault: Vault; clock: Clock; changed(accountId: string): void }) {
    this.#vault = deps.vault;
    this.#clock = deps.clock;
    this.#changed = (accountId) => deps.changed(accountId);
  }

  /** @throws OAuthError - it is there but cannot be read; it is left as it is */
  async read(account: Owner): Promise<TokenEntry | undefined> {
    const text = await fromVault(account.address, () => this.#vault.get(nameOf(account.id)));
    this.#seen.set(account.id, text);
    const unwritten = this.#unwritten.get(account.id);
    if (unwritten !== undefined) {
      if (text === unwritten.before) return unwritten.entry;
      this.#settled(account.id);
    }
    return parsed(text, account);
  }

  /** On disk when this resolves; nothing is kept where it fails. @throws OAuthError */
  async write(account: Owner, entry: TokenEntry): Promise<void> {
    const text = JSON.stringify(entry);
    await fromVault(account.address, () => this.#vault.set(nameOf(account.id), text));
    this.#seen.set(account.id, text);
    this.#settled(account.id);
  }

  /**
   * Changes an entry: on disk when this resolves, or in memory until it can be. To be called within `exclusively`, after
   * a `read` there.
   */
  async keep(account: Owner, change: (current: TokenEntry | undefined) => TokenEntry): Promise<TokenEntry> {
    const entry = change(await this.#present(account));
    try {
      await this.write(account, entry);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const before = this.#seen.get(account.id);
      this.#unwritten.set(account.id, { account, before, entry, error });
      this.#changed(account.id);
      this.#retryLater();
    }
    return entry;
  }

  /** Why an account's entry is in memory only; undefined where it is not. */
  unwritten(accountId: string): OAuthError | undefined {
    return this.#unwritten.get(accountId)?.error;
  }

  /**
   * Tries for so many milliseconds to write what is in memory only, once at least; for the end.
   * @returns whose sign-in is lost, and why
   */
  async end(milliseconds: number): Promise<OAuthError[]> {
    const until = this.#clock.now() + milliseconds;
    await this.#flush();
    while (this.#unwritten.size > 0 && this.#clock.now() < until) {
      await pause(this.#clock, lastRetryPause);
      await this.#flush();
    }
    this.#cancelRetry?.();
    return [...this.#unwritten.values()].map(({ account, error }) => lostAtEnd(error, account.address));
  }

  /** An account's entry, and those of its mailboxes. @throws OAuthError */
  async delete(account: Owner): Promise<void> {
    const name = nameOf(account.id);
    await fromVault(account.address, async () => {
      await this.#vault.delete(name);
      for (const ofMailbox of await this.#vault.names(`${name}/`)) await this.#vault.delete(ofMailbox);
    });
    this.#settled(account.id);
  }

  /** The tokens of one mailbox, by their entry's name; undefined also where they cannot be read: they can be had again. */
  async readMailbox(entryName: string): Promise<TokenEntry | undefined> {
    try {
      return tokenEntrySchema.safeParse(jsonOf((await this.#vault.get(entryName)) ?? '')).data;
    } catch (error) {
      if (error instanceof VaultError) return undefined;
      throw error;
    }
  }

  /** @throws VaultError */
  async writeMailbox(entryName: string, entry: TokenEntry): Promise<void> {
    await this.#vault.set(entryName, JSON.stringify(entry));
  }

  /** Deletes the entries of mailboxes whose tokens have all ended. @throws OAuthError */
  async deleteEnded(): Promise<void> {
    await fromVault(msg('providers.accounts'), async () => {
      for (const name of await this.#vault.names('account/')) {
        if (accountOfEntry(name)?.isOfMailbox !== true) continue;
        const tokens = Object.values((await this.readMailbox(name))?.tokens ?? {});
        // one that cannot be read is left to whoever needs it
        if (tokens.length > 0 && tokens.every((token) => timeLeft(token, this.#clock.now()) <= 0))
          await this.#vault.delete(name);
      }
    });
  }

  /** The accounts that have an entry. */
  async accountIds(): Promise<string[]> {
    const names = await fromVault(msg('providers.accounts'), () => this.#vault.names('account/'));
    return [
      ...new Set(names.map((name) => accountOfEntry(name)?.accountId).filter((id) => id !== undefined)),
    ];
  }

  /**
   * Runs the work while nobody else renews this account's tokens, here or in another process.
   * @param subject only this mailbox's tokens, where mailboxes share nothing
   */
  async exclusively<T>(account: Owner, subject: string | undefined, work: () => Promise<T>): Promise<T> {
    const entry = subject === undefined ? nameOf(account.id) : mailboxEntryName(account.id, subject);
    return fromVault(account.address, () => this.#vault.exclusively(`${entry}-renewal`, work));
  }

  /** What is there now; a disk that cannot even be read has what it had at the last look. */
  async #present(account: Owner): Promise<TokenEntry | undefined> {
    try {
      return await this.read(account);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      return this.#unwritten.get(account.id)?.entry ?? parsed(this.#seen.get(account.id), account);
    }
  }

  #settled(accountId: string): void {
    if (!this.#unwritten.delete(accountId)) return;
    if (this.#unwritten.size === 0) this.#cancelRetry?.();
    this.#changed(accountId);
  }

  #retryLater(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = this.#clock.after(retryPause, () => void this.#flush());
  }

  /** Tries to write what is in memory only; what still is, is tried again later. */
  async #flush(): Promise<void> {
    for (const { account } of this.#unwritten.values()) {
      try {
        await this.exclusively(account, undefined, async () => {
          const entry = await this.read(account);
          if (entry !== undefined && this.#unwritten.has(account.id)) await this.write(account, entry);
        });
      } catch (error) {
        // its first failure is told already
        if (!(error instanceof OAuthError)) throw error;
      }
    }
    if (this.#unwritten.size > 0) this.#retryLater();
  }
}

/** What a token depends on: after a change of these settings an old one is not handed out. */
export function fingerprint(client: ResolvedClient, scope: string): string {
  return digest(JSON.stringify([client.id, client.clientId, client.grant, client.tokenUrl, scope]));
}

/** Only the three fields: what a grant adds is not kept. */
export function bare(token: AccessToken): AccessToken {
  return { value: token.value, obtainedAt: token.obtainedAt, expiresAt: token.expiresAt };
}

/** The entry, if this client made it. */
export function ownEntry(entry: TokenEntry | undefined, client: ResolvedClient): TokenEntry | undefined {
  return entry?.clientId === client.id ? entry : undefined;
}

/** Whose token entry this is: an account's, or one of its mailboxes'; undefined where it is another entry. */
export function accountOfEntry(
  entryName: string,
): { readonly accountId: string; readonly isOfMailbox: boolean } | undefined {
  const [, accountId, mailbox] = /^account\/([^/]+)\/tokens(\/[^/]+)?$/.exec(entryName) ?? [];
  return accountId === undefined ? undefined : { accountId, isOfMailbox: mailbox !== undefined };
}

/** The name of the entry with one mailbox's tokens. @param subject - the mailbox's canonical address */
export function mailboxEntryName(accountId: string, subject: string): string {
  return `${nameOf(accountId)}/${digest(subject)}`;
}

/** @throws OAuthError */
function parsed(text: string | undefined, account: Owner): TokenEntry | undefined {
  if (text === undefined) return undefined;
  const entry = tokenEntrySchema.safeParse(jsonOf(text)).data;
  // The cause is left out: it would quote what is in the entry.
  if (entry === undefined) throw damagedEntry(account.address);
  return entry;
}

function nameOf(accountId: string): string {
  return `account/${accountId}/tokens`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

async function fromVault<T>(whose: string | Message, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof VaultError ? vaultFailure(error, whose) : error;
  }
}
