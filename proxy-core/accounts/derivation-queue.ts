import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { untilAborted } from '#core/logging/clock.ts';
import { Semaphore } from '#core/storage/locks.ts';

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

/** What those who wait have turns by. */
const groups = ['account', 'peer'] as const;

/**
 * Lets a few key derivations run at once; the others wait. Each takes 32 MiB and a thread of the pool that files and
 * name lookups need as well. Accounts and peers have their turns alternately, each in rotation: who floods one account,
 * or from one peer, keeps neither another account nor another peer waiting.
 */
export class DerivationQueue {
  readonly #atMostWaiting: number;
  readonly #semaphore: Semaphore<Asker>;
  /** Of the accounts and the peers that wait: the one with the smallest number is next, and then the last. */
  readonly #numbers = { account: new Map<string, number>(), peer: new Map<string, number>() };
  #lastNumber = 0;
  #next: 'account' | 'peer' = 'account';

  constructor(options: { readonly atOnce: number; readonly atMostWaiting: number }) {
    this.#atMostWaiting = options.atMostWaiting;
    this.#semaphore = new Semaphore(options.atOnce, (waiting) => this.#pick([...waiting]));
  }

  /**
   * Runs the work when it is its turn.
   * @throws DerivationsBusyError - the work was not run
   * @throws the signal's reason - the work was not run, or its outcome was not waited for
   */
  async run<T>(asker: Asker, work: () => Promise<T>): Promise<T> {
    asker.signal?.throwIfAborted();
    if (this.#semaphore.isFull && this.#semaphore.waiting >= this.#atMostWaiting)
      throw new DerivationsBusyError();
    // its place is free when the work has ended, whoever still waits for that
    return untilAborted(this.#semaphore.run({ ...asker }, work, asker.signal), asker.signal);
  }

  #pick(waiting: readonly Asker[]): Asker | undefined {
    for (const by of groups) {
      const names = new Set(waiting.map((asker) => asker[by]));
      const numbers = this.#numbers[by];
      for (const name of numbers.keys()) if (!names.has(name)) numbers.delete(name);
      for (const name of names) if (!numbers.has(name)) numbers.set(name, (this.#lastNumber += 1));
    }
    const by = this.#next;
    const numbers = this.#numbers[by];
    this.#next = by === 'account' ? 'peer' : 'account';
    const numberOf = (asker: Asker): number => numbers.get(asker[by]) ?? 0;
    const [next] = waiting.toSorted((a, b) => numberOf(a) - numberOf(b));
    if (next === undefined) return undefined;
    numbers.set(next[by], (this.#lastNumber += 1));
    // whoever waits no more begins anew
    for (const group of groups)
      if (!waiting.some((asker) => asker !== next && asker[group] === next[group]))
        this.#numbers[group].delete(next[group]);
    return next;
  }
}

/** The one queue of this process. */
export const sharedDerivations = new DerivationQueue({ atOnce: 2, atMostWaiting: 200 });
