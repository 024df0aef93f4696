import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '#core/logging/clock.ts';

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** Lets everything that waits for promises, but for no timer, run to its end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await nextTurn();
}

/** A clock that a test turns by hand. */
export class FakeClock implements Clock {
  #wall: number;
  /** What timers run by: it stands still while the computer sleeps. */
  #awake = 0;
  readonly #timers = new Set<Timer>();

  constructor(start: number = Date.UTC(2026, 0, 5, 9)) {
    this.#wall = start;
  }

  now(): number {
    return this.#wall;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { due: this.#awake + Math.max(0, milliseconds), callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers are set. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Resolves when a timer of so many milliseconds is set. */
  async timer(milliseconds: number): Promise<void> {
    while (![...this.#timers].some(({ due }) => due === this.#awake + milliseconds)) await nextTurn();
  }

  /** Lets time pass: each timer that comes due runs at its time, and what it began settles. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#awake + milliseconds;
    await settle();
    for (let next = this.#first(end); next !== undefined; next = this.#first(end)) {
      this.#timers.delete(next);
      this.#pass(next.due - this.#awake);
      next.callback();
      await settle();
    }
    this.#pass(end - this.#awake);
    await settle();
  }

  /** The computer sleeps, or somebody sets the clock: the time of day moves (also back), timers do not. */
  jump(milliseconds: number): void {
    this.#wall += milliseconds;
  }

  #pass(milliseconds: number): void {
    this.#awake += milliseconds;
    this.#wall += milliseconds;
  }

  #first(end: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due <= end && (first === undefined || timer.due < first.due)) first = timer;
    }
    return first;
  }
}
