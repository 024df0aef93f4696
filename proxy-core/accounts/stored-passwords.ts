import { msg } from '#messages/message.ts';
import { z } from 'zod';
import type { AccountView } from '#contract/views.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import type { Vault } from '#core/storage/vault.ts';
import type { Clock } from '#core/logging/clock.ts';

/** The vault's entry `account/<id>/passwords`; it stays when its last password goes. */
export const keptSchema = z.object({
  version: z.literal(1),
  passwords: z.array(z.object({ id: z.uuid(), name: z.string(), createdAt: z.string(), hash: z.string() })),
});
/** A local password, without itself: see local-password.ts for the forms of `hash`. */
export type KeptPassword = z.infer<typeof keptSchema>['passwords'][number];

/**
 * - password-unusable: it cannot be a local password, or its name cannot be a name
 * - password-name-taken: the account has a password of this name
 * - password-unknown: there is no such password to revoke
 * - passwords-too-many: the account has as many as it can have
 */
type LocalPasswordErrorCode =
  'password-unusable' | 'password-name-taken' | 'password-unknown' | 'passwords-too-many';

/** A local password that cannot be made, or is not there. */
export class LocalPasswordError extends CodedError<LocalPasswordErrorCode> {}

const longestName = 100;

/** A password's name as it is kept. @throws LocalPasswordError - password-unusable */
export function checkedName(name: string): string {
  const trimmed = name.trim().normalize('NFC');
  if (trimmed === '' || trimmed.length > longestName || /\p{Cc}/u.test(trimmed)) {
    throw new LocalPasswordError(
      'password-unusable',
      msg('accounts.passwordsNameMust1Characters', { longest: longestName }),
    );
  }
  return trimmed;
}

/** What may be shown of a local password. */
export type LocalPassword = AccountView['passwords'][number];

/** A password that was just added; the password itself is there only if it was generated, and only now. */
export interface AddedPassword extends LocalPassword {
  readonly password?: string;
}

export function shown({ id, name, createdAt }: KeptPassword): LocalPassword {
  return { id, name, createdAt };
}

/** By a password's id: when it was last used, in milliseconds since 1970. */
const usesSchema = z.object({ version: z.literal(1), uses: z.record(z.string(), z.number()) });
type Uses = Readonly<Record<string, number>>;

type Seen = { readonly at: number; readonly keptAt: number };

/** What is kept on disk may be this old: a busy mail program must not cause a write with each login. */
const precision = 3_600_000;

/**
 * When each local password was last used, so that one can tell which may be revoked. Exact in this run; kept in
 * the vault entry `password-uses/<account>` to the hour. Only ever of interest: a vault that cannot be read or
 * written now stands in no login's way.
 */
export class PasswordUses {
  readonly #vault: Vault;
  readonly #clock: Clock;
  /** By account and password: its last use, and the one that is kept. */
  readonly #seen = new Map<string, Map<string, Seen>>();
  /** As it is kept, by account, until it changes. */
  readonly #kept = new Map<string, Promise<Uses>>();
  #writing: Promise<void> = Promise.resolve();

  constructor(options: { readonly vault: Vault; readonly clock: Clock }) {
    this.#vault = options.vault;
    this.#clock = options.clock;
  }

  /** A login was made with this password, now. Returns at once. */
  note(accountId: string, passwordId: string): void {
    const now = this.#clock.now();
    const seen = this.#seen.get(accountId) ?? new Map<string, Seen>();
    const keptAt = seen.get(passwordId)?.keptAt ?? -Infinity;
    const isNews = now - keptAt >= precision;
    this.#seen.set(accountId, seen.set(passwordId, { at: now, keptAt: isNews ? now : keptAt }));
    if (!isNews) return;
    this.#later(() => this.#write(accountId, (kept) => ({ ...kept, [passwordId]: now })));
  }

  /** When a password was last used, by its id. Never throws. */
  async of(accountId: string): Promise<ReadonlyMap<string, number>> {
    const reading = this.#kept.get(accountId) ?? this.#read(accountId);
    this.#kept.set(accountId, reading);
    const kept = await reading.catch((): Uses => {
      this.#kept.delete(accountId);
      return {};
    });
    const uses = new Map(Object.entries(kept));
    for (const [passwordId, { at }] of this.#seen.get(accountId) ?? []) uses.set(passwordId, at);
    return uses;
  }

  /** Another process has changed this entry of the vault. */
  changedElsewhere(entryName: string): void {
    if (entryName.startsWith(usesEntry(''))) this.#kept.delete(entryName.slice(usesEntry('').length));
  }

  /** The password is no more. */
  forget(accountId: string, passwordId: string): void {
    this.#seen.get(accountId)?.delete(passwordId);
    this.#later(() =>
      this.#write(accountId, ({ [passwordId]: used, ...others }) =>
        used === undefined ? undefined : others,
      ),
    );
  }

  /** The account is no more, or none of its passwords. */
  async clear(accountId: string): Promise<void> {
    this.#seen.delete(accountId);
    await this.written();
    await this.#vault.exclusively(usesEntry(accountId), () => this.#vault.delete(usesEntry(accountId)));
    this.#kept.delete(accountId);
  }

  /** Ends when what was noted so far is kept. */
  written(): Promise<void> {
    return this.#writing;
  }

  #later(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(work).catch(() => {});
  }

  /** Changes what is kept, unless there is nothing to change. */
  async #write(accountId: string, change: (kept: Uses) => Uses | undefined): Promise<void> {
    await this.#vault.exclusively(usesEntry(accountId), async () => {
      const uses = change(await this.#read(accountId));
      if (uses !== undefined)
        await this.#vault.set(usesEntry(accountId), JSON.stringify({ version: 1, uses }));
      this.#kept.delete(accountId);
    });
  }

  async #read(accountId: string): Promise<Uses> {
    const text = await this.#vault.get(usesEntry(accountId));
    return text === undefined ? {} : usesSchema.parse(JSON.parse(text)).uses;
  }
}

function usesEntry(accountId: string): string {
  return `password-uses/${accountId}`;
}

/**
 * How long one is told again, from when it was made: somebody may have to open a port or install a certificate before
 * the mail program asks for it. Milliseconds.
 */
const longestSetUp = 30 * 60_000;

export interface SetUpPassword {
  readonly id: string;
  readonly name: string;
  readonly password: string;
}

interface Kept {
  readonly made: Promise<SetUpPassword>;
  readonly cancelEnd: () => void;
}

/**
 * Local passwords of accounts that are being set up, so that a screen that was left or loaded anew can tell them once
 * more. In memory only, and only until the set-up is finished: on the disk there is nothing but what recognizes them.
 */
export class SetUpPasswords {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept>();

  constructor(options: { readonly clock: Clock }) {
    this.#clock = options.clock;
  }

  /**
   * The account's password of this set-up: the one that is kept, or a new one.
   * @param make - makes one; called once even where two screens begin at the same time
   * @throws whatever `make` throws; then nothing is kept
   */
  async begin(accountId: string, make: () => Promise<SetUpPassword>): Promise<SetUpPassword> {
    const present = this.#kept.get(accountId);
    if (present !== undefined) return await present.made;
    const kept = {
      made: make(),
      cancelEnd: this.#clock.after(longestSetUp, () => this.#forget(accountId, kept)),
    };
    this.#kept.set(accountId, kept);
    try {
      return await kept.made;
    } catch (error) {
      this.#forget(accountId, kept);
      throw error;
    }
  }

  async of(accountId: string): Promise<SetUpPassword | undefined> {
    return await this.#kept.get(accountId)?.made.catch(() => undefined);
  }

  /** The set-up is finished, or the account is gone. */
  end(accountId: string): void {
    const kept = this.#kept.get(accountId);
    if (kept !== undefined) this.#forget(accountId, kept);
  }

  endAll(): void {
    for (const accountId of this.#kept.keys()) this.end(accountId);
  }

  #forget(accountId: string, kept: Kept): void {
    kept.cancelEnd();
    if (this.#kept.get(accountId) === kept) this.#kept.delete(accountId);
  }
}
