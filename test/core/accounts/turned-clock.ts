import type { Clock } from '#core/logging/clock.ts';

/** A clock that stands until it is turned; callbacks are not needed by what is tested with it. */
export class TurnedClock implements Clock {
  #now = Date.UTC(2026, 0, 1);

  now(): number {
    return this.#now;
  }

  after(): () => void {
    throw new Error('this clock calls nobody back');
  }

  turn(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
