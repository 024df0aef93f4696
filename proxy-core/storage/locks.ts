import { untilAborted } from '#core/logging/clock.ts';

/** Work that must not overlap, in this process: one at a time for each key, in the order of asking. */
export class KeyedMutex {
  readonly #tails = new Map<string, Promise<void>>();

  /** Runs the work after all earlier work of this key; what it returns or throws is passed on. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const mine = before.then(work);
    const tail: Promise<void> = mine.then(
      () => this.#leave(key, tail),
      () => this.#leave(key, tail),
    );
    this.#tails.set(key, tail);
    return mine;
  }

  #leave(key: string, tail: Promise<void>): void {
    if (this.#tails.get(key) === tail) this.#tails.delete(key);
  }
}

/** A few at a time: the others wait, and whoever ends hands its place on to one that the order picks. */
export class Semaphore<Who extends object> {
  readonly #most: number;
  readonly #pick: (waiting: Iterable<Who>) => Who | undefined;
  readonly #waiting = new Map<Who, PromiseWithResolvers<void>>();
  #running = 0;

  /**
   * @param most - how many at a time
   * @param pick - who of those that wait is next; they are told in the order in which they came
   */
  constructor(most: number, pick: (waiting: Iterable<Who>) => Who | undefined) {
    this.#most = most;
    this.#pick = pick;
  }

  /**
   * Runs the work when there is a place for it.
   * @param who - names it among those that wait
   * @throws the signal's reason, or that of `refuseAll` - the work was not run; what the work throws
   */
  async run<T>(who: Who, work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (this.isFull) await this.#wait(who, signal);
    else this.#running += 1;
    try {
      return await work();
    } finally {
      this.#handOn();
    }
  }

  /** Whoever comes now waits. */
  get isFull(): boolean {
    return this.#running >= this.#most;
  }

  /** How many wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  isWaiting(who: Who): boolean {
    return this.#waiting.has(who);
  }

  /** None of those that wait gets a place any more. */
  refuseAll(reason: unknown): void {
    for (const { reject } of this.#waiting.values()) reject(reason);
  }

  async #wait(who: Who, signal: AbortSignal | undefined): Promise<void> {
    const place = Promise.withResolvers<void>();
    this.#waiting.set(who, place);
    try {
      await untilAborted(place.promise, signal);
    } catch (error) {
      // its place may have come in the same moment
      if (!this.#waiting.delete(who)) this.#handOn();
      throw error;
    }
  }

  #handOn(): void {
    const next = this.#pick(this.#waiting.keys());
    const place = next && this.#waiting.get(next);
    if (next === undefined || place === undefined) {
      this.#running -= 1;
      return;
    }
    this.#waiting.delete(next);
    place.resolve();
  }
}
