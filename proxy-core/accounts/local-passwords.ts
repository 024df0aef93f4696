import { msg } from '#messages/message.ts';
import { randomUUID } from 'node:crypto';
import type { Clock } from '#core/logging/clock.ts';
import type { Vault } from '#core/storage/vault.ts';
import { sharedDerivations, type Asker, type DerivationQueue, PasswordDigests } from './derivation-queue.ts';
import {
  accountOfEntry,
  type AddedPassword,
  checkedName,
  KeptPasswords,
  type KeptPassword,
  type LocalPassword,
  LocalPasswordError,
  PasswordUses,
  sameName,
  shown,
  SetUpPasswords,
} from './stored-passwords.ts';
import {
  deriveWithScrypt,
  digestGenerated,
  findDerived,
  findGenerated,
  generatePassword,
  hashPassword,
  isDerived,
  passwordObjection,
  wasGenerated,
  type DeriveKey,
} from './local-password.ts';

/** One for each mail program, and few enough to look through. */
const mostPasswords = 20;

export interface LocalPasswordsOptions {
  readonly vault: Vault;
  readonly clock: Clock;
  /** Replaced in tests, to count. */
  readonly derive?: DeriveKey;
  readonly derivations?: DerivationQueue;
}

/** Who asks whether a password is right, where that can cost a derivation: see {@link Asker}. */
export type PasswordAsker = Omit<Asker, 'account'>;

/** Mailwicket itself: a command, or what is kept after a login; where nobody else is named. */
const ownWork: PasswordAsker = { peer: 'mailwicket' };

/**
 * The local passwords of all accounts, in the vault entry `account/<id>/passwords`: keyed digests of those that were
 * generated here, scrypt hashes of those that a person chose or a program brought. One that was found right in this run
 * is compared by a digest in memory: no derivation, no look into the vault. A change made by another process takes
 * effect when the vault's watch tells of it, within a fraction of a second.
 */
export class LocalPasswords {
  /** Those that a set-up still tells. */
  readonly setUps: SetUpPasswords;
  readonly #kept: KeptPasswords;
  readonly #clock: Clock;
  readonly #derive: DeriveKey;
  readonly #derivations: DerivationQueue;
  readonly #digests = new PasswordDigests();
  readonly #uses: PasswordUses;
  /** Grows with each change of an account's passwords: what was read before it is not remembered. */
  readonly #generations = new Map<string, number>();
  readonly #endWatching: () => void;
  /** What nobody waits for: it is written before the end. */
  #keeping: Promise<void> = Promise.resolve();

  constructor(options: LocalPasswordsOptions) {
    const { vault, clock, derive = deriveWithScrypt, derivations = sharedDerivations } = options;
    this.#kept = new KeptPasswords({ vault });
    this.#clock = clock;
    this.setUps = new SetUpPasswords({ clock });
    this.#uses = new PasswordUses({ vault, clock });
    this.#derive = derive;
    this.#derivations = derivations;
    this.#endWatching = vault.watch((name) => {
      const accountId = accountOfEntry(name);
      if (accountId !== undefined) this.#changed(accountId, []);
    });
  }

  /** Ends the watch on the vault, and waits until all that is known is kept. */
  async close(): Promise<void> {
    this.#endWatching();
    this.setUps.endAll();
    await this.#keeping;
    await this.#uses.written();
  }

  /**
   * Whether this is one of the account's passwords, as far as that can be told in microseconds: it was generated, or
   * was found right before.
   * @throws VaultError - it cannot be told now
   */
  async recognizes(accountId: string, password: string): Promise<boolean> {
    if (passwordObjection(password) !== undefined) return false;
    return this.#verify(canonicalId(accountId), password, (kept) => findGenerated(kept, password));
  }

  /**
   * Whether this is one of the account's passwords, by a derivation where need be.
   * @throws VaultError - it cannot be told now
   * @throws DerivationsBusyError - it cannot be told now
   * @throws the signal's reason
   */
  async verify(accountId: string, password: string, asker: PasswordAsker = ownWork): Promise<boolean> {
    if (passwordObjection(password) !== undefined) return false;
    const account = canonicalId(accountId);
    return this.#verify(
      account,
      password,
      async (kept) =>
        findGenerated(kept, password) ?? (await findDerived(kept, password, this.#deriveFor(account, asker))),
    );
  }

  async has(accountId: string): Promise<boolean> {
    return ((await this.#kept.read(canonicalId(accountId))) ?? []).length > 0;
  }

  /** What it does not show is not accepted from then on, even if another process has revoked it just now. */
  async list(accountId: string): Promise<LocalPassword[]> {
    const account = canonicalId(accountId);
    const kept = (await this.#kept.read(account)) ?? [];
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
    const before = (await this.#kept.read(account)) ?? [];
    const entry = await this.#make(name, text, async () =>
      password === undefined ? digestGenerated(text) : this.#hash(account, text, ownWork, before),
    );
    await this.#kept.exclusively(account, async () => {
      const kept = (await this.#kept.read(account)) ?? [];
      if (kept.some((other) => sameName(other.name, entry.name) || other.id === entry.name)) {
        throw new LocalPasswordError(
          'password-name-taken',
          msg('accounts.accountPasswordNamedAlreadyChoose', { name: entry.name }),
        );
      }
      if (kept.length >= mostPasswords) {
        throw new LocalPasswordError(
          'passwords-too-many',
          msg('accounts.accountPasswordsMostCanRevoke', { most: mostPasswords }),
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
    await this.#kept.exclusively(account, async () => {
      const kept = (await this.#kept.read(account)) ?? [];
      const found =
        kept.find((entry) => entry.id === idOrName) ?? kept.find((entry) => sameName(entry.name, idOrName));
      if (found === undefined) {
        throw new LocalPasswordError('password-unknown', msg('accounts.accountNoPasswordName'));
      }
      const rest = kept.filter((entry) => entry !== found);
      await this.#write(account, rest);
      this.#uses.forget(account, found.id);
    });
  }

  /**
   * Gives a password that was just found right to another account, which comes to be with it: from then on it is that
   * one's, and no more the first one's. Of several who are given the same password at the same time exactly one gets it.
   * @param make - makes the other account, which has the password by then; where it throws, nothing is changed
   * @returns the password's name; undefined where it has gone to somebody already
   * @throws VaultError, and what `make` throws
   */
  async handOver(
    from: string,
    password: string,
    to: string,
    make: () => Promise<unknown>,
  ): Promise<string | undefined> {
    const [giver, taker] = [canonicalId(from), canonicalId(to)];
    return this.#kept.exclusively(giver, async () => {
      const id = this.#digests.passwordOf(giver, this.#digests.digest(giver, password));
      const kept = (await this.#kept.read(giver)) ?? [];
      const given = kept.find((entry) => entry.id === id);
      if (given === undefined) return undefined;
      await this.#write(taker, [given]);
      try {
        await make();
      } catch (error) {
        await this.#kept.delete(taker);
        throw error;
      }
      this.#remember(taker, given.id, password);
      // last, so that there is no moment at which the right password is nobody's
      const rest = kept.filter((entry) => entry !== given);
      await this.#write(giver, rest);
      this.#uses.forget(giver, given.id);
      return given.name;
    });
  }

  /**
   * Makes the first password that a client sends the account's own, if none was ever set (or all were
   * cleared). Of different first passwords at the same time exactly one wins.
   * @returns whether this password is now right: it was adopted, or is one of those kept; one that cannot be
   * a local password (empty, too long, with line breaks) never is
   */
  async adopt(accountId: string, password: string, asker: PasswordAsker = ownWork): Promise<boolean> {
    if (passwordObjection(password) !== undefined) return false;
    const account = canonicalId(accountId);
    if ((await this.#kept.read(account)) !== undefined) return this.verify(account, password, asker);
    const entry = await this.#make('adopted', password, () => this.#hash(account, password, asker, []));
    const adopted = await this.#kept.exclusively(account, async () => {
      if ((await this.#kept.read(account)) !== undefined) return false;
      await this.#write(account, [entry]);
      this.#remember(account, entry.id, password);
      return true;
    });
    return adopted || this.verify(account, password, asker);
  }

  /**
   * Makes this the account's only password: the password grant keeps the one that the provider accepted.
   * @throws LocalPasswordError - password-unusable
   */
  async replaceAll(
    accountId: string,
    { name, password }: { readonly name: string; readonly password: string },
  ): Promise<void> {
    const account = canonicalId(accountId);
    await this.#replaceAll(
      account,
      password,
      await this.#make(name, password, () => this.#hash(account, password, ownWork, [])),
    );
  }

  /** The same for a login that does not wait for it: where it cannot be kept, it is again at the next start. */
  replaceAllLater(accountId: string, entry: { readonly name: string; readonly password: string }): void {
    const account = canonicalId(accountId);
    const before = this.#generations.get(account);
    this.#later(async () => {
      const made = await this.#make(entry.name, entry.password, () =>
        this.#hash(account, entry.password, ownWork, []),
      );
      // cleared meanwhile, or changed by somebody
      if (this.#generations.get(account) === before) await this.#replaceAll(account, entry.password, made);
    });
  }

  /** Forgets all passwords of an account, as if none had ever been set. */
  async clear(accountId: string): Promise<void> {
    const account = canonicalId(accountId);
    this.#changed(account, []);
    await this.#keeping;
    await this.#kept.exclusively(account, () => this.#kept.delete(account));
    this.#changed(account, []);
    await this.#uses.clear(account);
  }

  /** Whether `find` finds the password among those kept, or it was found right before. */
  async #verify(
    account: string,
    password: string,
    find: (kept: readonly KeptPassword[]) => Promise<KeptPassword | undefined> | KeptPassword | undefined,
  ): Promise<boolean> {
    const known = this.#digests.passwordOf(account, this.#digests.digest(account, password));
    if (known !== undefined) {
      this.#uses.note(account, known);
      return true;
    }
    // a change during the derivation makes its answer old: ask again, though not for ever
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const generation = this.#generations.get(account);
      const right = await find((await this.#kept.read(account)) ?? []);
      if (generation !== this.#generations.get(account)) continue;
      if (right === undefined) return false;
      this.#remember(account, right.id, password);
      if (wasGenerated(password) && isDerived(right.hash)) this.#keepDigestOf(account, right, password);
      return true;
    }
    return false;
  }

  async #replaceAll(account: string, password: string, entry: KeptPassword): Promise<void> {
    await this.#kept.exclusively(account, async () => {
      await this.#write(account, [entry]);
      this.#remember(account, entry.id, password);
    });
  }

  #remember(account: string, passwordId: string, password: string): void {
    this.#digests.remember(account, passwordId, this.#digests.digest(account, password));
    this.#uses.note(account, passwordId);
  }

  /** A generated password that an earlier version derived is kept as one is now; if that fails, it stays as it is. */
  #keepDigestOf(account: string, right: KeptPassword, password: string): void {
    const work = async (): Promise<void> => {
      await this.#kept.exclusively(account, async () => {
        const kept = (await this.#kept.read(account)) ?? [];
        if (!kept.some((entry) => entry.id === right.id && entry.hash === right.hash)) return;
        const hash = digestGenerated(password);
        await this.#write(
          account,
          kept.map((entry) => (entry.id === right.id ? { ...entry, hash } : entry)),
        );
      });
    };
    this.#later(work);
  }

  #later(work: () => Promise<void>): void {
    this.#keeping = this.#keeping.then(work).catch(() => {});
  }

  #hash(
    account: string,
    password: string,
    asker: PasswordAsker,
    others: readonly KeptPassword[],
  ): Promise<string> {
    return hashPassword(
      password,
      this.#deriveFor(account, asker),
      others.map(({ hash }) => hash),
    );
  }

  #deriveFor(account: string, asker: PasswordAsker): DeriveKey {
    return (...input) => this.#derivations.run({ ...asker, account }, () => this.#derive(...input));
  }

  async #make(name: string, password: string, hashed: () => Promise<string>): Promise<KeptPassword> {
    const checked = checkedName(name);
    const objection = passwordObjection(password);
    if (objection !== undefined) {
      throw new LocalPasswordError('password-unusable', msg('accounts.cannotLocalPassword', { objection }));
    }
    const createdAt = new Date(this.#clock.now()).toISOString();
    return { id: randomUUID(), name: checked, createdAt, hash: await hashed() };
  }

  async #write(account: string, passwords: readonly KeptPassword[]): Promise<void> {
    await this.#kept.write(account, passwords);
    this.#changed(
      account,
      passwords.map(({ id }) => id),
    );
  }

  /** @param remaining - the passwords that are known to be as they were */
  #changed(account: string, remaining: readonly string[]): void {
    this.#generations.set(account, (this.#generations.get(account) ?? 0) + 1);
    this.#digests.retain(account, remaining);
  }
}

function canonicalId(accountId: string): string {
  return accountId.toLowerCase();
}
