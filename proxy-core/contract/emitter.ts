/** Tells its listeners of what happens, each once, in the order in which they came. `Event`: what they are given. */
export class Emitter<Event extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...event: Event) => void>();

  /** How many are told. */
  get size(): number {
    return this.#listeners.size;
  }

  /** Calls back at each event; ends with the returned function. */
  readonly on = (listener: (...event: Event) => void): (() => void) => {
    // a function of its own, so that one listener may be added twice
    const own = (...event: Event): void => listener(...event);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  };

  /** A listener that throws keeps no other from the event: what the first of them threw is thrown when all were told. */
  emit(...event: Event): void {
    const thrown: unknown[] = [];
    for (const listener of this.#listeners) {
      try {
        listener(...event);
      } catch (error) {
        thrown.push(error);
      }
    }
    if (thrown.length > 0) throw thrown[0];
  }

  /** Tells nobody any more. */
  clear(): void {
    this.#listeners.clear();
  }
}
