import type { Clock } from '../activity/clock.ts';

/** Timers stand still while a computer sleeps: none runs for longer, and each wake-up looks at the clock. */
const longestNap = 60_000;
const shortestNap = 1000;
/** A wake-up that is this late was slept through. */
const jump = 60_000;

/** Wakes up when a renewal is due, and notices sleep and a changed clock. */
export class BackgroundRenewal {
  readonly #clock: Clock;
  readonly #dueAt: () => number;
  readonly #renew: () => void;
  readonly #jumped: () => void;
  #cancel: (() => void) | undefined;
  #running = false;

  /**
   * @param duties.dueAt when the next renewal is due, in milliseconds since 1970; Infinity for never
   * @param duties.renew begins what is due
   * @param duties.jumped the clock is not where it should be: after sleep, or somebody set it
   */
  constructor(clock: Clock, duties: { dueAt(): number; renew(): void; jumped(): void }) {
    this.#clock = clock;
    this.#dueAt = () => duties.dueAt();
    this.#renew = () => duties.renew();
    this.#jumped = () => duties.jumped();
  }

  get running(): boolean {
    return this.#running;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#renew();
    this.reschedule();
  }

  stop(): void {
    this.#running = false;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Something changed: computes the next wake-up anew. */
  reschedule(): void {
    if (!this.#running) return;
    this.#cancel?.();
    const now = this.#clock.now();
    const nap = Math.min(longestNap, Math.max(shortestNap, this.#dueAt() - now));
    this.#cancel = this.#clock.after(nap, () => this.#wake(now + nap));
  }

  #wake(expected: number): void {
    if (Math.abs(this.#clock.now() - expected) > jump) this.#jumped();
    this.#renew();
    this.reschedule();
  }
}
