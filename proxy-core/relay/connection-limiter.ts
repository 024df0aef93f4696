import type { Clock } from '#core/logging/clock.ts';
import { limits } from './limits.ts';

/** Gives a place back; the second time it does nothing. */
export type Release = () => void;

interface Waiting {
  readonly cap: number;
  admit(): void;
}

interface Line {
  taken: number;
  readonly waiting: Waiting[];
}

/**
 * How many sessions a mailbox has at its provider at the same time: where a provider refuses more than so many, the
 * next one waits its turn here, and comes through when another ends.
 */
export class ConnectionLimiter {
  readonly #clock: Clock;
  readonly #lines = new Map<string, Line>();

  constructor(options: { readonly clock: Clock }) {
    this.#clock = options.clock;
  }

  /**
   * Takes a place, waiting for one for up to {@link limits.quotaWait}, first come, first served.
   * @param key - whose places: protocol, server and upstream user
   * @param cap - how many there are; undefined: no end of them
   * @returns undefined when none became free, or the signal aborted
   */
  async take(key: string, cap: number | undefined, signal: AbortSignal): Promise<Release | undefined> {
    if (cap === undefined) return () => {};
    if (signal.aborted) return undefined;
    const line = this.#lines.get(key) ?? { taken: 0, waiting: [] };
    this.#lines.set(key, line);
    if (line.taken < cap && line.waiting.length === 0) {
      line.taken += 1;
      return this.#release(key, line);
    }
    return (await this.#turn(line, cap, signal)) ? this.#release(key, line) : undefined;
  }

  /** Sessions that wait for a place. */
  get waiting(): number {
    let count = 0;
    for (const line of this.#lines.values()) count += line.waiting.length;
    return count;
  }

  #turn(line: Line, cap: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const over = (admitted: boolean): void => {
        cancel();
        signal.removeEventListener('abort', leave);
        resolve(admitted);
      };
      const waiting: Waiting = { cap, admit: () => over(true) };
      const leave = (): void => {
        const at = line.waiting.indexOf(waiting);
        if (at >= 0) line.waiting.splice(at, 1);
        over(false);
      };
      const cancel = this.#clock.after(limits.quotaWait, leave);
      signal.addEventListener('abort', leave, { once: true });
      line.waiting.push(waiting);
    });
  }

  #release(key: string, line: Line): Release {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      line.taken -= 1;
      for (let next = line.waiting[0]; next !== undefined && line.taken < next.cap; next = line.waiting[0]) {
        line.waiting.shift();
        line.taken += 1;
        next.admit();
      }
      if (line.taken === 0 && line.waiting.length === 0) this.#lines.delete(key);
    };
  }
}
