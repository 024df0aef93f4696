import { untilAborted } from '#core/logging/clock.ts';

/** Whoever waits for a turn. */
interface Waiting {
  readonly begin: () => void;
  readonly refuse: (reason: unknown) => void;
}

/** A few at a time: the others wait, those behind whom somebody waits before those that can wait themselves. */
export class Turns {
  readonly #most: number;
  readonly #waiting = new Map<object, Waiting>();
  readonly #hurried = new Map<object, Waiting>();
  #running = 0;

  /** @param most - how many at a time */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Runs the work when it is its turn.
   * @param key - names the work to `hurry`
   * @throws the signal's reason, or that of `refuseAll` - the work was not run; what the work throws
   */
  async run<T>(key: object, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#running >= this.#most) await this.#turn(key, signal);
    else this.#running += 1;
    try {
      return await work();
    } finally {
      this.#next();
    }
  }

  isWaiting(key: object): boolean {
    return this.#waiting.has(key) || this.#hurried.has(key);
  }

  /** Somebody waits for this work now. */
  hurry(key: object): void {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) return;
    this.#waiting.delete(key);
    this.#hurried.set(key, waiting);
  }

  /** None of those that wait has its turn any more. */
  refuseAll(reason: unknown): void {
    for (const queue of [this.#hurried, this.#waiting]) {
      for (const { refuse } of queue.values()) refuse(reason);
    }
  }

  async #turn(key: object, signal: AbortSignal): Promise<void> {
    const turn = Promise.withResolvers<void>();
    this.#waiting.set(key, { begin: turn.resolve, refuse: turn.reject });
    try {
      await untilAborted(turn.promise, signal);
    } catch (error) {
      // its turn may have come in the same moment
      const waited = this.#waiting.delete(key) || this.#hurried.delete(key);
      if (!waited) this.#next();
      throw error;
    }
  }

  /** Who ends hands its place on. */
  #next(): void {
    for (const queue of [this.#hurried, this.#waiting]) {
      for (const [key, { begin }] of queue) {
        queue.delete(key);
        begin();
        return;
      }
    }
    this.#running -= 1;
  }
}
