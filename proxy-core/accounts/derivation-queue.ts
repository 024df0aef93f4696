import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { untilAborted } from '#core/logging/clock.ts';
import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import { normalizePassword } from './local-password.ts';

/** Too many key derivations are waiting; the login can be tried again later. */
export class DerivationsBusyError extends CodedError<'passwords-busy'> {
  constructor() {
    super('passwords-busy', msg('accounts.tooManyPasswordsBeingChecked'));
  }
}

/** For whom a key is derived. */
export interface Asker {
  readonly account: string;
  readonly peer: string;
  /** Aborted when nobody waits for the answer any more: what has not begun by then is not begun. */
  readonly signal?: AbortSignal | undefined;
}

interface Waiting {
  readonly asker: Asker;
  readonly begin: () => void;
}

/**
 * Lets a few key derivations run at once; the others wait. Each takes 32 MiB and a thread of the pool that files and
 * name lookups need as well. Accounts and peers have their turns alternately, each in rotation: who floods one account,
 * or from one peer, keeps neither another account nor another peer waiting.
 */
export class DerivationQueue {
  readonly #atOnce: number;
  readonly #atMostWaiting: number;
  readonly #waiting = new Set<Waiting>();
  readonly #accounts = new Rotation((asker) => asker.account);
  readonly #peers = new Rotation((asker) => asker.peer);
  #accountIsNext = true;
  #running = 0;

  constructor(options: { readonly atOnce: number; readonly atMostWaiting: number }) {
    this.#atOnce = options.atOnce;
    this.#atMostWaiting = options.atMostWaiting;
  }

  /**
   * Runs the work when it is its turn.
   * @throws DerivationsBusyError - the work was not run
   * @throws the signal's reason - the work was not run, or its outcome was not waited for
   */
  async run<T>(asker: Asker, work: () => Promise<T>): Promise<T> {
    asker.signal?.throwIfAborted();
    if (this.#running >= this.#atOnce) await this.#turn(asker);
    else this.#running += 1;
    // its place is free when the work has ended, whoever still waits for that
    return await untilAborted(
      work().finally(() => this.#next()),
      asker.signal,
    );
  }

  /** Who ends hands its place on, so `running` stays as it is. */
  async #turn(asker: Asker): Promise<void> {
    if (this.#waiting.size >= this.#atMostWaiting) throw new DerivationsBusyError();
    const turn = Promise.withResolvers<void>();
    const waiting: Waiting = { asker, begin: turn.resolve };
    this.#waiting.add(waiting);
    this.#accounts.add(waiting);
    this.#peers.add(waiting);
    try {
      await untilAborted(turn.promise, asker.signal);
    } catch (error) {
      // its turn may have come in the same moment
      if (!this.#leave(waiting)) this.#next();
      throw error;
    }
  }

  #next(): void {
    const next = this.#accountIsNext ? this.#accounts.next() : this.#peers.next();
    this.#accountIsNext = !this.#accountIsNext;
    if (next === undefined) {
      this.#running -= 1;
      return;
    }
    this.#leave(next);
    next.begin();
  }

  /** @returns whether it was still waiting */
  #leave(waiting: Waiting): boolean {
    this.#accounts.remove(waiting);
    this.#peers.remove(waiting);
    return this.#waiting.delete(waiting);
  }
}

/** Those who wait, by one thing that they share: each group has its turn, and within it the first who came. */
class Rotation {
  readonly #groups = new Map<string, Set<Waiting>>();
  readonly #groupOf: (asker: Asker) => string;

  constructor(groupOf: (asker: Asker) => string) {
    this.#groupOf = groupOf;
  }

  add(waiting: Waiting): void {
    const name = this.#groupOf(waiting.asker);
    this.#groups.set(name, (this.#groups.get(name) ?? new Set()).add(waiting));
  }

  remove(waiting: Waiting): void {
    const name = this.#groupOf(waiting.asker);
    const group = this.#groups.get(name);
    if (group?.delete(waiting) === true && group.size === 0) this.#groups.delete(name);
  }

  /** The first of the group whose turn it is; the group goes to the end. */
  next(): Waiting | undefined {
    for (const [name, group] of this.#groups) {
      this.#groups.delete(name);
      this.#groups.set(name, group);
      const [first] = group;
      return first;
    }
    return undefined;
  }
}

/** The one queue of this process. */
export const sharedDerivations = new DerivationQueue({ atOnce: 2, atMostWaiting: 200 });

interface Kept {
  readonly passwordId: string;
  readonly digest: Buffer;
}

/**
 * Passwords that were found right in this run, as HMAC-SHA-256 under a random key that never leaves memory:
 * comparing them costs microseconds.
 */
export class PasswordDigests {
  readonly #key = createSecretKey(randomBytes(32));
  readonly #kept = new Map<string, readonly Kept[]>();

  digest(accountId: string, password: string): Buffer {
    const hmac = createHmac('sha256', this.#key);
    return hmac.update(`${accountId}\0${normalizePassword(password)}`, 'utf8').digest();
  }

  /** The id of the password whose digest this is, if it was found right; all are compared, in constant time. */
  passwordOf(accountId: string, digest: Buffer): string | undefined {
    let known: string | undefined;
    for (const kept of this.#kept.get(accountId) ?? []) {
      if (timingSafeEqual(kept.digest, digest)) known = kept.passwordId;
    }
    return known;
  }

  /** Remembers a right password; a former digest of the same named password goes. */
  remember(accountId: string, passwordId: string, digest: Buffer): void {
    const others = (this.#kept.get(accountId) ?? []).filter((kept) => kept.passwordId !== passwordId);
    this.#kept.set(accountId, [...others, { passwordId, digest }]);
  }

  /** Forgets all others of the account: they are no more, or nobody knows. */
  retain(accountId: string, passwordIds: readonly string[]): void {
    const kept = this.#kept.get(accountId)?.filter(({ passwordId }) => passwordIds.includes(passwordId));
    if (kept === undefined || kept.length === 0) this.#kept.delete(accountId);
    else this.#kept.set(accountId, kept);
  }
}
