import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../activity/clock.ts';
import { VaultError, type Vault } from '../storage/vault.ts';
import { sharedDerivations, type DerivationQueue } from './derivation-queue.ts';
import {
  deriveWithScrypt,
  generatePassword,
  hashPassword,
  passwordObjection,
  verifyPassword,
  type DeriveKey,
} from './local-password.ts';
import { PasswordDigests } from './password-digests.ts';
import { PasswordUses } from './password-uses.ts';

const keptSchema = z.object({
  version: z.literal(1),
  passwords: z.array(z.object({ id: z.uuid(), name: z.string(), createdAt: z.string(), hash: z.string() })),
});
type KeptPassword = z.infer<typeof keptSchema>['passwords'][number];

/** Every kept password costs a wrong one a derivation. */
const mostPasswords = 20;
const longestName = 100;

/**
 * - password-unusable: it cannot be a local password, or its name cannot be a name
 * - password-name-taken: the account has a password of this name
 * - password-unknown: there is no such password to revoke
 * - passwords-too-many: the account has as many as it can have
 */
export type LocalPasswordErrorCode =
  'password-unusable' | 'password-name-taken' | 'password-unknown' | 'passwords-too-many';

export class LocalPasswordError extends Error {
  readonly code: LocalPasswordErrorCode;

  constructor(code: LocalPasswordErrorCode, message: string) {
    super(message);
    this.name = 'LocalPasswordError';
    this.code = code;
  }
}

/** What may be shown of a local password. Times are ISO 8601. */
export interface LocalPassword {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  /** Left out where it never was. */
  readonly lastUsedAt?: string;
}

/** A password that was just added; the password itself is there only if it was generated, and only now. */
export interface AddedPassword extends LocalPassword {
  readonly password?: string;
}

export interface LocalPasswordsOptions {
  readonly vault: Vault;
  readonly clock: Clock;
  /** Replaced in tests, to count. */
  readonly derive?: DeriveKey;
  readonly derivations?: DerivationQueue;
}

/**
 * The local passwords of all accounts: scrypt hashes in the vault entry `account/<id>/passwords`. One that was
 * verified in this run is compared by its keyed digest: no derivation, no look into the vault. A change made
 * by another process takes effect when the vault's watch tells of it, within a fraction of a second.
 */
export class LocalPasswords {
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #derive: DeriveKey;
  readonly #digests = new PasswordDigests();
  readonly #uses: PasswordUses;
  /** Identical questions that are being answered share one answer. */
  readonly #underWay = new Map<string, Promise<boolean>>();
  /** Grows with each change of an account's passwords: what was read before it is not remembered. */
  readonly #generations = new Map<string, number>();
  readonly #endWatching: () => void;

  constructor(options: LocalPasswordsOptions) {
    const { vault, clock, derive = deriveWithScrypt, derivations = sharedDerivations } = options;
    this.#vault = vault;
    this.#clock = clock;
    this.#uses = new PasswordUses({ vault, clock });
    this.#derive = (...input) => derivations.run(() => derive(...input));
    this.#endWatching = vault.watch((name) => {
      const accountId = /^account\/([^/]+)\/passwords$/u.exec(name)?.[1];
      if (accountId !== undefined) this.#changed(accountId);
    });
  }

  /** Ends the watch on the vault, and waits until what is known of uses is kept. */
  async close(): Promise<void> {
    this.#endWatching();
    await this.#uses.written();
  }

  /**
   * Whether this is one of the account's passwords.
   * @throws VaultError - it cannot be told now
   * @throws DerivationsBusyError - it cannot be told now
   */
  async verify(accountId: string, password: string): Promise<boolean> {
    if (passwordObjection(password) !== undefined) return false;
    const account = canonicalId(accountId);
    const digest = this.#digests.digest(account, password);
    if (this.#knows(account, digest)) return true;
    return this.#once(`verify ${account}`, digest, () => this.#verifyKept(account, password, digest));
  }

  async has(accountId: string): Promise<boolean> {
    return ((await this.#read(canonicalId(accountId))) ?? []).length > 0;
  }

  /** What it does not show is not accepted from then on, even if another process has revoked it just now. */
  async list(accountId: string): Promise<LocalPassword[]> {
    const account = canonicalId(accountId);
    const kept = (await this.#read(account)) ?? [];
    this.#digests.retain(
      account,
      kept.map(({ id }) => id),
    );
    const uses = kept.length === 0 ? undefined : await this.#uses.of(account);
    return kept.map((entry) => {
      const usedAt = uses?.get(entry.id);
      return {
        ...shown(entry),
        ...(usedAt === undefined ? {} : { lastUsedAt: new Date(usedAt).toISOString() }),
      };
    });
  }

  /**
   * Adds a password under a name of its own; without one given, a password is generated and returned once.
   * @throws LocalPasswordError - password-unusable, password-name-taken, passwords-too-many
   */
  async add(
    accountId: string,
    { name, password }: { readonly name: string; readonly password?: string | undefined },
  ): Promise<AddedPassword> {
    const account = canonicalId(accountId);
    const text = password ?? generatePassword();
    const entry = await this.#make(name, text);
    await this.#vault.exclusively(entryName(account), async () => {
      const kept = (await this.#read(account)) ?? [];
      if (kept.some((other) => sameName(other.name, entry.name) || other.id === entry.name)) {
        throw new LocalPasswordError(
          'password-name-taken',
          `This account has a password named “${entry.name}” already. Choose another name, or revoke that one first.`,
        );
      }
      if (kept.length >= mostPasswords) {
        throw new LocalPasswordError(
          'passwords-too-many',
          `This account has ${mostPasswords} passwords, the most it can have. Revoke one that is no longer used.`,
        );
      }
      await this.#write(account, [...kept, entry]);
      this.#digests.remember(account, entry.id, this.#digests.digest(account, text));
    });
    return password === undefined ? { ...shown(entry), password: text } : shown(entry);
  }

  /**
   * Takes a password back, by its id or name; effective at once. Revoking the last one does not open the
   * account to adoption again (or the client just shut out would be let back in): `clear` does.
   * @throws LocalPasswordError - password-unknown
   */
  async revoke(accountId: string, idOrName: string): Promise<void> {
    const account = canonicalId(accountId);
    await this.#vault.exclusively(entryName(account), async () => {
      const kept = (await this.#read(account)) ?? [];
      const found =
        kept.find((entry) => entry.id === idOrName) ?? kept.find((entry) => sameName(entry.name, idOrName));
      if (found === undefined) {
        throw new LocalPasswordError('password-unknown', 'This account has no password of that name.');
      }
      await this.#write(
        account,
        kept.filter((entry) => entry !== found),
      );
      this.#uses.forget(account, found.id);
    });
  }

  /**
   * Makes the first password that a client sends the account's own, if none was ever set (or all were
   * cleared). Of different first passwords at the same time exactly one wins.
   * @returns whether this password is now right: it was adopted, or is one of those kept; one that cannot be
   * a local password (empty, too long, with line breaks) never is
   */
  async adopt(accountId: string, password: string): Promise<boolean> {
    if (passwordObjection(password) !== undefined) return false;
    const account = canonicalId(accountId);
    const digest = this.#digests.digest(account, password);
    if (this.#knows(account, digest)) return true;
    return this.#once(`adopt ${account}`, digest, async () => {
      if ((await this.#read(account)) !== undefined) return this.verify(account, password);
      const entry = await this.#make('adopted', password);
      const adopted = await this.#vault.exclusively(entryName(account), async () => {
        if ((await this.#read(account)) !== undefined) return false;
        await this.#write(account, [entry]);
        this.#digests.remember(account, entry.id, digest);
        this.#uses.note(account, entry.id);
        return true;
      });
      return adopted || this.verify(account, password);
    });
  }

  /**
   * Makes this the account's only password: the password grant keeps the one that the provider accepted.
   * @throws LocalPasswordError - password-unusable
   */
  async replaceAll(
    accountId: string,
    { name, password }: { readonly name: string; readonly password: string },
  ): Promise<LocalPassword> {
    const account = canonicalId(accountId);
    const entry = await this.#make(name, password);
    await this.#vault.exclusively(entryName(account), async () => {
      await this.#write(account, [entry]);
      this.#digests.remember(account, entry.id, this.#digests.digest(account, password));
      this.#uses.note(account, entry.id);
    });
    return shown(entry);
  }

  /** Forgets all passwords of an account, as if none had ever been set. */
  async clear(accountId: string): Promise<void> {
    const account = canonicalId(accountId);
    await this.#vault.exclusively(entryName(account), () => this.#vault.delete(entryName(account)));
    this.#changed(account);
    await this.#uses.clear(account);
  }

  async #verifyKept(account: string, password: string, digest: Buffer): Promise<boolean> {
    // a change during the derivation makes its answer old: ask again, though not for ever
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const generation = this.#generations.get(account);
      const right = await this.#find((await this.#read(account)) ?? [], password);
      if (generation !== this.#generations.get(account)) continue;
      if (right === undefined) return false;
      this.#digests.remember(account, right.id, digest);
      this.#uses.note(account, right.id);
      return true;
    }
    return false;
  }

  /** Whether a password was found right before; this time counts as a use. */
  #knows(account: string, digest: Buffer): boolean {
    const passwordId = this.#digests.passwordOf(account, digest);
    if (passwordId !== undefined) this.#uses.note(account, passwordId);
    return passwordId !== undefined;
  }

  async #find(kept: readonly KeptPassword[], password: string): Promise<KeptPassword | undefined> {
    for (const entry of kept) {
      if (await verifyPassword(entry.hash, password, this.#derive)) return entry;
    }
    return undefined;
  }

  #once(question: string, digest: Buffer, answer: () => Promise<boolean>): Promise<boolean> {
    const key = `${question} ${digest.toString('hex')}`;
    const present = this.#underWay.get(key);
    if (present !== undefined) return present;
    const mine = answer().finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, mine);
    return mine;
  }

  async #make(name: string, password: string): Promise<KeptPassword> {
    const trimmed = name.trim().normalize('NFC');
    if (trimmed === '' || trimmed.length > longestName || /\p{Cc}/u.test(trimmed)) {
      throw new LocalPasswordError(
        'password-unusable',
        `A password's name must be 1 to ${longestName} characters on one line.`,
      );
    }
    const objection = passwordObjection(password);
    if (objection !== undefined) {
      throw new LocalPasswordError('password-unusable', `This cannot be a local password: ${objection}.`);
    }
    const hash = await hashPassword(password, this.#derive);
    return { id: randomUUID(), name: trimmed, createdAt: new Date(this.#clock.now()).toISOString(), hash };
  }

  /** What is kept; undefined where none was ever set. */
  async #read(account: string): Promise<KeptPassword[] | undefined> {
    const text = await this.#vault.get(entryName(account));
    if (text === undefined) return undefined;
    try {
      return keptSchema.parse(JSON.parse(text)).passwords;
    } catch {
      throw new VaultError(
        'vault-damaged',
        `The vault entry ${entryName(account)} does not hold local passwords and was left as it is. ` +
          'Clear the local passwords of this account and set a new one.',
      );
    }
  }

  async #write(account: string, passwords: readonly KeptPassword[]): Promise<void> {
    await this.#vault.set(entryName(account), JSON.stringify({ version: 1, passwords }));
    this.#changed(account);
  }

  #changed(account: string): void {
    this.#generations.set(account, (this.#generations.get(account) ?? 0) + 1);
    this.#digests.forget(account);
  }
}

function entryName(account: string): string {
  return `account/${account}/passwords`;
}

function canonicalId(accountId: string): string {
  return accountId.toLowerCase();
}

function shown({ id, name, createdAt }: KeptPassword): LocalPassword {
  return { id, name, createdAt };
}

function sameName(a: string, b: string): boolean {
  return a.trim().normalize('NFC').toLowerCase() === b.trim().normalize('NFC').toLowerCase();
}
