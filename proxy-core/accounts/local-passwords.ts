import { adoptedName, sameName } from '#contract/account.ts';
import { msg } from '#messages/message.ts';
import { randomUUID } from 'node:crypto';
import type { Clock } from '#core/logging/clock.ts';
import { jsonOf } from '#core/storage/json.ts';
import { VaultError, type Vault } from '#core/storage/vault.ts';
import { sharedDerivations, type Asker } from './derivation-queue.ts';
import {
  type AddedPassword,
  checkedName,
  keptSchema,
  type KeptPassword,
  type LocalPassword,
  LocalPasswordError,
  PasswordUses,
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
  PasswordDigests,
  passwordObjection,
  type DeriveKey,
} from './local-password.ts';

/** One for each mail program, and few enough to look through. */
const mostPasswords = 20;

/** Who asks whether a password is right, where that can cost a derivation: see {@link Asker}. */
export type PasswordAsker = Omit<Asker, 'account'>;

/** Mailwicket itself (a command, or what is kept after a login), where nobody else is named. */
const ownWork: PasswordAsker = { peer: 'mailwicket' };

interface NamedPassword {
  readonly name: string;
  readonly password: string;
}

/**
 * The local passwords of all accounts, in the vault entry `account/<id>/passwords`: keyed digests of those that were
 * generated here, scrypt hashes of those that a person chose or a program brought. One that was found right in this run
 * is compared by a digest in memory: no derivation, no look into the vault. A change made by another process takes
 * effect when the vault's watch tells of it, within a fraction of a second.
 */
export class LocalPasswords {
  /** The passwords that a set-up can still show. */
  readonly setUps: SetUpPasswords;
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #derive: DeriveKey;
  readonly #digests = new PasswordDigests();
  readonly #uses: PasswordUses;
  /** Grows with each change of an account's passwords: what was read before it is not remembered. */
  readonly #generations = new Map<string, number>();
  /** As they were last read, by account, until they change: each snapshot lists those of all accounts. */
  readonly #listed = new Map<string, Promise<readonly LocalPassword[] | undefined>>();
  readonly #endWatching: () => void;
  /** Writes that nobody waits for; they are finished before the end. */
  #keeping: Promise<void> = Promise.resolve();

  /** @param options.derive - replaced in tests, to count */
  constructor(options: { readonly vault: Vault; readonly clock: Clock; readonly derive?: DeriveKey }) {
    const { vault, clock, derive = deriveWithScrypt } = options;
    this.#vault = vault;
    this.#clock = clock;
    this.setUps = new SetUpPasswords({ clock });
    this.#uses = new PasswordUses({ vault, clock });
    this.#derive = derive;
    this.#endWatching = vault.watch((name) => {
      const accountId = /^account\/([^/]+)\/passwords$/u.exec(name)?.[1];
      if (accountId !== undefined) this.#changed(accountId, []);
      else this.#uses.changedElsewhere(name);
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
   * Whether this is one of the account's passwords, as far as that can be decided within microseconds: a generated one,
   * or one that was found right before.
   * @throws VaultError - it cannot be told now
   */
  async recognizes(account: string, password: string): Promise<boolean> {
    return this.#verify(account, password, (kept) => findGenerated(kept, password));
  }

  /**
   * Whether this is one of the account's passwords, with a key derivation if need be.
   * @throws VaultError, DerivationsBusyError - it cannot be told now
   * @throws the signal's reason
   */
  async verify(account: string, password: string, asker: PasswordAsker = ownWork): Promise<boolean> {
    return this.#verify(
      account,
      password,
      async (kept) =>
        findGenerated(kept, password) ?? (await findDerived(kept, password, this.#deriveFor(account, asker))),
    );
  }

  async has(account: string): Promise<boolean> {
    return ((await this.#read(account)) ?? []).length > 0;
  }

  /** Whether the next password that a client sends would be adopted. @throws VaultError */
  async isUnset(account: string): Promise<boolean> {
    return (await this.#shown(account)) === undefined;
  }

  /** What it does not show is not accepted from then on, even if another process has revoked it just now. */
  async list(account: string): Promise<LocalPassword[]> {
    const kept = (await this.#shown(account)) ?? [];
    if (kept.length === 0) return [];
    const uses = await this.#uses.of(account);
    return kept.map((entry) => {
      const usedAt = uses.get(entry.id);
      const used = usedAt === undefined ? {} : { lastUsedAt: new Date(usedAt).toISOString() };
      return { ...entry, ...used };
    });
  }

  /**
   * Adds a password under a name of its own; without one given, a password is generated and returned once.
   * @throws LocalPasswordError - password-unusable, password-name-taken, passwords-too-many
   */
  async add(
    account: string,
    { name, password }: { readonly name: string; readonly password?: string | undefined },
  ): Promise<AddedPassword> {
    const text = password ?? generatePassword();
    const before = (await this.#read(account)) ?? [];
    const entry = await this.#make({ name, password: text }, async () =>
      password === undefined ? digestGenerated(text) : this.#hash(account, text, ownWork, before),
    );
    await this.#exclusively(account, async (kept = []) => {
      if (kept.some((other) => sameName(other.name, entry.name) || other.id === entry.name)) {
        const taken = msg('accounts.accountPasswordNamedAlreadyChoose', { name: entry.name });
        throw new LocalPasswordError('password-name-taken', taken);
      }
      if (kept.length >= mostPasswords) {
        const tooMany = msg('accounts.accountPasswordsMostCanRevoke', { most: mostPasswords });
        throw new LocalPasswordError('passwords-too-many', tooMany);
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
  async revoke(account: string, idOrName: string): Promise<void> {
    await this.#exclusively(account, async (kept = []) => {
      const found =
        kept.find((entry) => entry.id === idOrName) ?? kept.find((entry) => sameName(entry.name, idOrName));
      if (found === undefined) {
        throw new LocalPasswordError('password-unknown', msg('accounts.accountNoPasswordName'));
      }
      await this.#takeFrom(account, kept, found);
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
    giver: string,
    password: string,
    taker: string,
    make: () => Promise<unknown>,
  ): Promise<string | undefined> {
    const id = this.#digests.passwordOf(giver, this.#digests.digest(giver, password));
    return this.#exclusively(giver, async (kept = []) => {
      const given = kept.find((entry) => entry.id === id);
      if (given === undefined) return undefined;
      await this.#write(taker, [given]);
      try {
        await make();
      } catch (error) {
        await this.#vault.delete(entryName(taker));
        throw error;
      }
      this.#remember(taker, given.id, password);
      // last, so that there is no moment at which the right password is nobody's
      await this.#takeFrom(giver, kept, given);
      return given.name;
    });
  }

  /**
   * Makes the first password that a client sends the account's own, if none was ever set (or all were
   * cleared). Of different first passwords at the same time exactly one wins.
   * @returns whether this password is now right: it was adopted, or is one of those kept; one that cannot be
   * a local password (empty, too long, with line breaks) never is
   */
  async adopt(account: string, password: string, asker: PasswordAsker = ownWork): Promise<boolean> {
    if (passwordObjection(password) !== undefined) return false;
    if ((await this.#read(account)) !== undefined) return this.verify(account, password, asker);
    const named = { name: adoptedName, password };
    const entry = await this.#make(named, () => this.#hash(account, password, asker));
    const adopted = await this.#exclusively(account, async (kept) => {
      if (kept === undefined) await this.#writeAlone(account, entry, password);
      return kept === undefined;
    });
    return adopted || this.verify(account, password, asker);
  }

  /**
   * Makes this the account's only password: the password grant keeps the one that the provider accepted.
   * @throws LocalPasswordError - password-unusable
   */
  async replaceAll(account: string, named: NamedPassword): Promise<void> {
    await this.#replaceAll(account, named, () => true);
  }

  /** The same for a login that does not wait for it: where it cannot be kept, it is again at the next start. */
  replaceAllLater(account: string, named: NamedPassword): void {
    const before = this.#generations.get(account);
    // cleared meanwhile, or changed by somebody
    const isWanted = (): boolean => this.#generations.get(account) === before;
    const replace = (): Promise<void> => this.#replaceAll(account, named, isWanted);
    this.#keeping = this.#keeping.then(replace).catch(() => {});
  }

  /** Forgets all passwords of an account, as if none had ever been set. */
  async clear(account: string): Promise<void> {
    const entry = entryName(account);
    // before, so that nothing is kept any more that waits for it; and after, as it was right until then
    this.#changed(account, []);
    await this.#vault.exclusively(entry, () => this.#vault.delete(entry));
    this.#changed(account, []);
    await this.#uses.clear(account);
  }

  /** Whether `find` finds the password among those kept, or it was found right before. */
  async #verify(
    account: string,
    password: string,
    find: (kept: readonly KeptPassword[]) => Promise<KeptPassword | undefined> | KeptPassword | undefined,
  ): Promise<boolean> {
    if (passwordObjection(password) !== undefined) return false;
    const known = this.#digests.passwordOf(account, this.#digests.digest(account, password));
    if (known !== undefined) {
      this.#uses.note(account, known);
      return true;
    }
    // a change during the derivation makes its answer old: ask again, though not for ever
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const generation = this.#generations.get(account);
      const right = await find((await this.#read(account)) ?? []);
      if (generation !== this.#generations.get(account)) continue;
      if (right === undefined) return false;
      this.#remember(account, right.id, password);
      return true;
    }
    return false;
  }

  async #replaceAll(account: string, named: NamedPassword, isWanted: () => boolean): Promise<void> {
    const entry = await this.#make(named, () => this.#hash(account, named.password, ownWork));
    // what was there is not read: it may be damaged
    if (isWanted())
      await this.#vault.exclusively(entryName(account), () =>
        this.#writeAlone(account, entry, named.password),
      );
  }

  #remember(account: string, passwordId: string, password: string): void {
    this.#digests.remember(account, passwordId, this.#digests.digest(account, password));
    this.#uses.note(account, passwordId);
  }

  #hash(
    account: string,
    password: string,
    asker: PasswordAsker,
    others: readonly KeptPassword[] = [],
  ): Promise<string> {
    const kept = others.map(({ hash }) => hash);
    return hashPassword(password, this.#deriveFor(account, asker), kept);
  }

  #deriveFor(account: string, asker: PasswordAsker): DeriveKey {
    return (...input) => sharedDerivations.run({ ...asker, account }, () => this.#derive(...input));
  }

  async #make({ name, password }: NamedPassword, hashed: () => Promise<string>): Promise<KeptPassword> {
    const checked = checkedName(name);
    const objection = passwordObjection(password);
    if (objection !== undefined) {
      throw new LocalPasswordError('password-unusable', msg('accounts.cannotLocalPassword', { objection }));
    }
    const createdAt = new Date(this.#clock.now()).toISOString();
    return { id: randomUUID(), name: checked, createdAt, hash: await hashed() };
  }

  /** What is kept; undefined where none was ever set. @throws VaultError */
  async #read(account: string): Promise<KeptPassword[] | undefined> {
    const entry = entryName(account);
    const text = await this.#vault.get(entry);
    if (text === undefined) return undefined;
    const kept = keptSchema.safeParse(jsonOf(text)).data;
    if (kept !== undefined) return kept.passwords;
    throw new VaultError('vault-damaged', msg('accounts.vaultEntryDoesNotHold', { entry }));
  }

  /** What may be shown of what is kept; read once, until it changes. @throws VaultError */
  async #shown(account: string): Promise<readonly LocalPassword[] | undefined> {
    const read = async (): Promise<readonly LocalPassword[] | undefined> => {
      const kept = await this.#read(account);
      this.#digests.retain(account, idsOf(kept ?? []));
      return kept?.map(shown);
    };
    const listed = this.#listed.get(account) ?? read();
    this.#listed.set(account, listed);
    try {
      return await listed;
    } catch (error) {
      this.#listed.delete(account);
      throw error;
    }
  }

  /** Runs the work while nobody else changes the account's passwords, here or in another process. */
  #exclusively<T>(
    account: string,
    work: (kept: readonly KeptPassword[] | undefined) => Promise<T>,
  ): Promise<T> {
    return this.#vault.exclusively(entryName(account), async () => work(await this.#read(account)));
  }

  async #takeFrom(account: string, kept: readonly KeptPassword[], gone: KeptPassword): Promise<void> {
    await this.#write(
      account,
      kept.filter((entry) => entry !== gone),
    );
    this.#uses.forget(account, gone.id);
  }

  async #writeAlone(account: string, entry: KeptPassword, password: string): Promise<void> {
    await this.#write(account, [entry]);
    this.#remember(account, entry.id, password);
  }

  async #write(account: string, passwords: readonly KeptPassword[]): Promise<void> {
    await this.#vault.set(entryName(account), JSON.stringify({ version: 1, passwords }));
    this.#changed(account, idsOf(passwords));
  }

  /** @param remaining - the passwords that are known to be as they were */
  #changed(account: string, remaining: readonly string[]): void {
    this.#generations.set(account, (this.#generations.get(account) ?? 0) + 1);
    this.#digests.retain(account, remaining);
    this.#listed.delete(account);
  }
}

function idsOf(passwords: readonly KeptPassword[]): string[] {
  return passwords.map(({ id }) => id);
}

function entryName(account: string): string {
  return `account/${account}/passwords`;
}
