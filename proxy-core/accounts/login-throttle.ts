import type { Clock } from '../activity/clock.ts';
import { canonicalAddress } from './account.ts';

/** Typing errors are free; a mail program that has an old password needs a few tries to ask for a new one. */
const freeFailures = 3;
const firstDelay = 500;
const longestDelay = 8_000;
const forgetAfter = 15 * 60_000;
/** Answers to one name and peer that may wait at once, before further ones are better dropped. */
const mostDelayed = 8;
/** In each of the two tables: about a megabyte. */
const mostEntries = 5_000;
const longestKey = 400;

interface Failures {
  count: number;
  last: number;
  /** When each of the answers that are being held back is due. */
  due: number[];
}

/**
 * Slows down the guessing of local passwords, for each pair of login name and peer address. All local
 * programs share one peer address, so a right password is never refused nor delayed because of others'
 * failures: only the answers to failures wait. In order, after a failure: `failed`, then either drop the
 * connection (`tooMany`) or answer after `delayFor` milliseconds.
 */
export class LoginThrottle {
  readonly #clock: Clock;
  /**
   * Oldest first, bounded. Those with few failures are kept apart from those with many, so that a flood of
   * invented names pushes out only its like, not the record of a guesser.
   */
  readonly #few = new Map<string, Failures>();
  readonly #many = new Map<string, Failures>();

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  /** Takes note of a failure whose answer is about to wait for `delayFor` milliseconds. */
  failed(name: string, peer: string): void {
    const key = keyOf(name, peer);
    const now = this.#clock.now();
    const found = this.#current(key) ?? { count: 0, last: now, due: [] };
    found.count += 1;
    found.last = now;
    const delay = delayAfter(found.count);
    found.due = found.due.filter((due) => due > now);
    // one more than may wait is enough to know that there are too many
    if (delay > 0 && found.due.length <= mostDelayed) found.due.push(now + delay);
    this.#few.delete(key);
    this.#many.delete(key);
    const table = found.count > freeFailures ? this.#many : this.#few;
    table.set(key, found);
    this.#trim(table, now);
  }

  /** Forgets the failures of this name from this peer. */
  succeeded(name: string, peer: string): void {
    const key = keyOf(name, peer);
    this.#few.delete(key);
    this.#many.delete(key);
  }

  /** Milliseconds to wait before answering the latest failure: 0 three times, then 500 doubling up to 8,000. */
  delayFor(name: string, peer: string): number {
    return delayAfter(this.#current(keyOf(name, peer))?.count ?? 0);
  }

  /** Whether more answers to this name and peer are being held back than should be. */
  tooMany(name: string, peer: string): boolean {
    const now = this.#clock.now();
    const due = this.#current(keyOf(name, peer))?.due ?? [];
    return due.filter((time) => time > now).length > mostDelayed;
  }

  /** How many pairs are remembered; never more than 10,000. */
  get size(): number {
    return this.#few.size + this.#many.size;
  }

  #current(key: string): Failures | undefined {
    const found = this.#many.get(key) ?? this.#few.get(key);
    return found === undefined || this.#isOld(found, this.#clock.now()) ? undefined : found;
  }

  #trim(table: Map<string, Failures>, now: number): void {
    for (const [key, failures] of table) {
      if (table.size <= mostEntries && !this.#isOld(failures, now)) return;
      table.delete(key);
    }
  }

  #isOld(failures: Failures, now: number): boolean {
    return now - failures.last > forgetAfter;
  }
}

function delayAfter(failures: number): number {
  if (failures <= freeFailures) return 0;
  return Math.min(longestDelay, firstDelay * 2 ** Math.min(failures - freeFailures - 1, 10));
}

function keyOf(name: string, peer: string): string {
  return `${peer}\0${canonicalAddress(name.slice(0, longestKey))}`;
}
