import type { Clock } from '#core/logging/clock.ts';

/** Typing errors are free; a mail program that has an old password needs a few tries to ask for a new one. */
const freeFailures = 3;
const firstDelay = 500;
const longestDelay = 8_000;
const forgetAfter = 15 * 60_000;
/**
 * So many different passwords of an account can be wrong in a quarter of an hour before it counts as guessed at:
 * Microsoft locks an account after ten.
 */
const mostWrong = 5;
/** A provider is not asked about the same wrong password again so soon: an old mail program tries it every minute. */
const wrongForSure = 5 * 60_000;
/** In each of the two tables: a few megabytes. */
const mostEntries = 5_000;
const mostPeers = 50;

interface Failures {
  last: number;
  /** By peer: how many in a row, and when the last one was; the latest last. */
  readonly peers: Map<string, { readonly count: number; readonly at: number }>;
  /** By the password's digest: when it was found wrong. */
  readonly wrong: Map<string, number>;
}

/** Remembers wrong passwords, by the account that was meant (or the name that means none) and by peer. */
export class LoginFailures {
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

  /** Takes note of a wrong password. */
  failed(account: string, peer: string, digest: string): void {
    const now = this.#clock.now();
    const isSpent = this.isSpent(account, digest);
    const found: Failures = this.#current(account) ?? { last: now, peers: new Map(), wrong: new Map() };
    found.last = now;
    const count = (found.peers.get(peer)?.count ?? 0) + 1;
    found.peers.delete(peer);
    found.peers.set(peer, { count, at: now });
    const [oldest] = found.peers.keys();
    if (found.peers.size > mostPeers && oldest !== undefined) found.peers.delete(oldest);
    // the time stays that of the last real check, and what comes after too many does not prolong their time
    if (!isSpent && !this.isWrong(account, digest)) found.wrong.set(digest, now);
    this.#few.delete(account);
    this.#many.delete(account);
    const table = count > freeFailures || found.wrong.size > freeFailures ? this.#many : this.#few;
    table.set(account, found);
    this.#trim(table, now);
  }

  /** Forgets how often this peer failed; that the account is guessed at stays known. */
  succeeded(account: string, peer: string): void {
    this.#current(account)?.peers.delete(peer);
  }

  /** Milliseconds until this peer's next password may be checked: for the first three none, then 500 doubling up to 8,000. */
  waitOf(account: string, peer: string): number {
    const found = this.#current(account)?.peers.get(peer);
    if (found === undefined || found.count < freeFailures) return 0;
    const delay = Math.min(longestDelay, firstDelay * 2 ** Math.min(found.count - freeFailures, 10));
    return Math.max(0, found.at + delay - this.#clock.now());
  }

  /** Whether so many passwords of this account were wrong of late that one more is a guess; those count no more. */
  isSpent(account: string, digest: string): boolean {
    const wrong = this.#current(account)?.wrong;
    return wrong !== undefined && wrong.size >= mostWrong && !wrong.has(digest);
  }

  /** Whether this very password was found wrong some minutes ago. */
  isWrong(account: string, digest: string): boolean {
    const at = this.#current(account)?.wrong.get(digest);
    return at !== undefined && this.#clock.now() - at < wrongForSure;
  }

  /** How many accounts and names are remembered; never more than 10,000. */
  get size(): number {
    return this.#few.size + this.#many.size;
  }

  #current(account: string): Failures | undefined {
    const found = this.#many.get(account) ?? this.#few.get(account);
    const now = this.#clock.now();
    if (found === undefined || isOld(found.last, now)) return undefined;
    for (const [digest, at] of found.wrong) if (isOld(at, now)) found.wrong.delete(digest);
    for (const [peer, { at }] of found.peers) if (isOld(at, now)) found.peers.delete(peer);
    return found;
  }

  #trim(table: Map<string, Failures>, now: number): void {
    for (const [account, failures] of table) {
      if (table.size <= mostEntries && !isOld(failures.last, now)) return;
      table.delete(account);
    }
  }
}

function isOld(time: number, now: number): boolean {
  return now - time > forgetAfter;
}
