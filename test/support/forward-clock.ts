import { systemClock, type Clock } from '#core/logging/clock.ts';

interface Timer {
  readonly milliseconds: number;
  readonly due: number;
  readonly ring: () => void;
}

/** The real time, which can be put forward: whatever comes due by that rings at once. */
export class ForwardClock implements Clock {
  #ahead = 0;
  readonly #timers = new Set<Timer>();
  #gone = Promise.withResolvers<void>();
  readonly #awaited: { readonly milliseconds: number; readonly resolve: () => void }[] = [];

  now(): number {
    return systemClock.now() + this.#ahead;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer: Timer = {
      milliseconds,
      due: this.now() + milliseconds,
      ring: () => {
        cancel();
        callback();
      },
    };
    const cancelReal = systemClock.after(milliseconds, () => timer.ring());
    const cancel = (): void => {
      cancelReal();
      this.#timers.delete(timer);
      this.#gone.resolve();
      this.#gone = Promise.withResolvers();
    };
    this.#timers.add(timer);
    const awaited = this.#awaited.findIndex((one) => one.milliseconds === milliseconds);
    if (awaited >= 0) this.#awaited.splice(awaited, 1)[0]?.resolve();
    return cancel;
  }

  /** Resolves when the next timer of this length is set. */
  nextTimer(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.#awaited.push({ milliseconds, resolve }));
  }

  /** Resolves when no timer of this length is set any more. */
  async noTimer(milliseconds: number): Promise<void> {
    while ([...this.#timers].some((timer) => timer.milliseconds === milliseconds)) await this.#gone.promise;
  }

  /** Timers that have not rung. */
  get pending(): number {
    return this.#timers.size;
  }

  forward(milliseconds: number): void {
    this.#ahead += milliseconds;
    const due = [...this.#timers].filter((timer) => timer.due <= this.now());
    for (const timer of due.toSorted((a, b) => a.due - b.due)) {
      // one that rang before may have cancelled it
      if (this.#timers.has(timer)) timer.ring();
    }
  }
}
