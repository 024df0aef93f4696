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

/** What those who wait have turns by. */
const groups = ['account', 'peer'] as const;

/**
 * Lets a few key derivations run at once; the others wait. Each takes 32 MiB and a thread of the pool that files and
 * name lookups need as well. Accounts and peers have their turns alternately, each in rotation: who floods one account,
 * or from one peer, keeps neither another account nor another peer waiting.
 */
export class DerivationQueue {
  readonly #atOnce: number;
  readonly #atMostWaiting: number;
  /** In the order in which they came. */
  readonly #waiting: Waiting[] = [];
  /** Of the accounts and the peers that wait: the one with the smallest number is next, and then the last. */
  readonly #turns = { account: new Map<string, number>(), peer: new Map<string, number>() };
  #lastTurn = 0;
  #next: 'account' | 'peer' = 'account';
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
      work().finally(() => this.#handOn()),
      asker.signal,
    );
  }

  /** Who ends hands its place on, so `running` stays as it is. */
  async #turn(asker: Asker): Promise<void> {
    if (this.#waiting.length >= this.#atMostWaiting) throw new DerivationsBusyError();
    const turn = Promise.withResolvers<void>();
    const waiting: Waiting = { asker, begin: turn.resolve };
    this.#waiting.push(waiting);
    for (const by of groups)
      if (!this.#turns[by].has(asker[by])) this.#turns[by].set(asker[by], (this.#lastTurn += 1));
    try {
      await untilAborted(turn.promise, asker.signal);
    } catch (error) {
      // its turn may have come in the same moment
      if (!this.#leave(waiting)) this.#handOn();
      throw error;
    }
  }

  #handOn(): void {
    const by = this.#next;
    const turns = this.#turns[by];
    this.#next = by === 'account' ? 'peer' : 'account';
    const turnOf = ({ asker }: Waiting): number => turns.get(asker[by]) ?? 0;
    const [next] = this.#waiting.toSorted((a, b) => turnOf(a) - turnOf(b));
    if (next === undefined) {
      this.#running -= 1;
      return;
    }
    turns.set(next.asker[by], (this.#lastTurn += 1));
    this.#leave(next);
    next.begin();
  }

  /** @returns whether it was still waiting */
  #leave(waiting: Waiting): boolean {
    const place = this.#waiting.indexOf(waiting);
    if (place < 0) return false;
    this.#waiting.splice(place, 1);
    for (const by of groups) {
      const name = waiting.asker[by];
      if (!this.#waiting.some(({ asker }) => asker[by] === name)) this.#turns[by].delete(name);
    }
    return true;
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
