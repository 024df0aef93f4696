/**
 * A record of what happened, in order, that a test can wait on instead of sleeping.
 * Holds at most `limit` entries (the oldest go first), so that a long demo does not grow.
 */
export class Journal<T> {
  readonly #entries: T[] = [];
  readonly #waiting = new Set<(entry: T) => void>();
  readonly #limit: number;

  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  get entries(): readonly T[] {
    return this.#entries;
  }

  add(entry: T): void {
    this.#entries.push(entry);
    if (this.#entries.length > this.#limit) this.#entries.shift();
    for (const waiting of this.#waiting) waiting(entry);
  }

  count(predicate: (entry: T) => boolean = () => true): number {
    return this.#entries.filter(predicate).length;
  }

  /** Forgets all entries; who waits goes on waiting. */
  clear(): void {
    this.#entries.length = 0;
  }

  /**
   * The first entry that fits, of those recorded or of those to come.
   * Rejects when none has come within `milliseconds`.
   */
  waitFor(predicate: (entry: T) => boolean, milliseconds = 10_000): Promise<T> {
    const found = this.#entries.find((entry) => predicate(entry));
    return found === undefined ? this.#wait(predicate, milliseconds) : Promise.resolve(found);
  }

  #wait(predicate: (entry: T) => boolean, milliseconds: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(onEntry);
        reject(new Error(`nothing that fits was recorded within ${milliseconds} ms`));
      }, milliseconds);
      const onEntry = (entry: T): void => {
        if (!predicate(entry)) return;
        clearTimeout(timer);
        this.#waiting.delete(onEntry);
        resolve(entry);
      };
      this.#waiting.add(onEntry);
    });
  }
}
