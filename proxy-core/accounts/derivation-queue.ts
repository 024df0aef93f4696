/** Too many key derivations are waiting; the login can be tried again later. */
export class DerivationsBusyError extends Error {
  readonly code = 'passwords-busy';

  constructor() {
    super('Too many passwords are being checked at once. Try again in a moment.');
    this.name = 'DerivationsBusyError';
  }
}

/**
 * Lets a few key derivations run at once; the others wait in turn. Each takes 32 MiB and a thread of the pool
 * that files and name lookups need as well.
 */
export class DerivationQueue {
  readonly #atOnce: number;
  readonly #atMostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: { readonly atOnce: number; readonly atMostWaiting: number }) {
    this.#atOnce = options.atOnce;
    this.#atMostWaiting = options.atMostWaiting;
  }

  /** @throws DerivationsBusyError - the work was not run */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#atMostWaiting) throw new DerivationsBusyError();
      // who ends hands its place on, so `running` stays as it is
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

/** The one queue of this process. */
export const sharedDerivations = new DerivationQueue({ atOnce: 2, atMostWaiting: 1_000 });
