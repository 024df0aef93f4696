import type { Activity, ActivityNote } from './activity.ts';
import type { Clock } from './clock.ts';

interface Period {
  readonly endsAt: number;
  count: number;
  sum?: (count: number) => ActivityNote;
  cancel?: () => void;
}

/** How many kinds are counted at the same time; the oldest is summed up early. */
const mostKinds = 200;

/**
 * Lines of activity that anybody can cause as often as they like: the first of a kind is written, the others of the
 * same period are counted and become one line at its end. So a flood does not push out what people look for.
 */
export class SummedNotes {
  readonly #activity: Activity;
  readonly #clock: Clock;
  readonly #period: number;
  readonly #periods = new Map<string, Period>();

  /** @param options.period - milliseconds */
  constructor(options: { readonly activity: Activity; readonly clock: Clock; readonly period: number }) {
    this.#activity = options.activity;
    this.#clock = options.clock;
    this.#period = options.period;
  }

  /**
   * @param kind - what is counted together
   * @param first - the line for the first one
   * @param sum - the line for so many more
   */
  note(kind: string, first: ActivityNote, sum: (count: number) => ActivityNote): void {
    const now = this.#clock.now();
    const period = this.#periods.get(kind);
    if (period === undefined || now >= period.endsAt) {
      this.#end(kind);
      this.#periods.set(kind, { endsAt: now + this.#period, count: 0 });
      const [oldest] = this.#periods.keys();
      if (this.#periods.size > mostKinds && oldest !== undefined) this.#end(oldest);
      this.#activity.note(first);
      return;
    }
    period.count += 1;
    period.sum = sum;
    period.cancel ??= this.#clock.after(period.endsAt - now, () => this.#end(kind));
  }

  /** Writes what has been counted so far. */
  flush(): void {
    for (const kind of this.#periods.keys()) this.#end(kind);
  }

  #end(kind: string): void {
    const period = this.#periods.get(kind);
    this.#periods.delete(kind);
    period?.cancel?.();
    if (period?.sum !== undefined) this.#activity.note(period.sum(period.count));
  }
}
