import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { createHmac, randomBytes } from 'node:crypto';
import { type Clock, pause, untilAborted } from '#core/logging/clock.ts';
import { KeyedMutex } from '#core/storage/locks.ts';
import type { SharedLimits, WrongPassword } from '#core/storage/shared-limits.ts';

/** As many as an account can have passwords: after a start, all its programs may come at once. */
const mostWaiting = 20;
const longestKey = 400;

/**
 * A login that is not checked: too many wait before it, or too many were wrong. It is refused for now, as the password
 * may be right.
 */
export class TooManyLoginsError extends CodedError<'logins-too-many'> {
  readonly why: 'waiting' | 'wrong';

  constructor(why: TooManyLoginsError['why']) {
    super(
      'logins-too-many',
      why === 'waiting' ? msg('activity.tooManyLoginsWaitingTry') : msg('activity.tooManyWrongPasswordsWait'),
    );
    this.why = why;
  }
}

/** A password that somebody wants to be checked. */
export interface LoginAttempt {
  /** Which account is meant, however its name was written; for a name that means none, that name. */
  readonly account: string;
  readonly peer: string;
  readonly password: string;
  /** Ends this caller's wait. */
  readonly signal: AbortSignal;
}

/** What is known of a password before it is checked. */
export interface Suspicion {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** It was found wrong some minutes ago. */
  readonly isWrong: boolean;
  /** Too many others of this account were wrong of late. */
  readonly isGuess: boolean;
}

/** Why a password is wrong; undefined if it is right. */
type Verdict<Wrong> = Promise<Wrong | undefined>;

/**
 * Guards every password check that costs something: a key derivation, or a request to the provider.
 * - One password of an account is checked at a time, and equal ones share one check.
 * - Each peer has one attempt in the account's queue, which waits longer after each wrong one; a few more wait behind it,
 *   and what comes then is refused.
 * - After some different wrong passwords of an account every further wrong one is refused as one too many.
 *
 * All local programs share one peer, so a password that was right before in this run is never brought here.
 */
export class LoginThrottle<Wrong> {
  readonly #clock: Clock;
  readonly #failures: LoginFailures;
  readonly #shared: SharedLimits | undefined;
  readonly #digestKey: Uint8Array;
  readonly #mutex = new KeyedMutex();
  readonly #waiting = new Map<string, number>();
  readonly #underWay = new Map<
    string,
    { readonly verdict: Verdict<Wrong>; readonly left: AbortController; callers: number }
  >();

  /** @param options.shared - where other gateways hear of wrong passwords, and tell theirs */
  constructor({ clock, shared }: { readonly clock: Clock; readonly shared?: SharedLimits | undefined }) {
    this.#clock = clock;
    this.#shared = shared;
    this.#digestKey = shared?.digestKey ?? randomBytes(32);
    this.#failures = new LoginFailures({ clock });
    shared?.onWrongPassword(({ account, peer, digest }) => this.#failures.failed(account, peer, digest));
  }

  /**
   * Checks a password when it is its turn.
   * @returns why it is wrong; undefined if it is right
   * @throws TooManyLoginsError - it was not checked, or is one wrong one too many
   * @throws the signal's reason, and what the check throws: neither counts as a wrong password
   */
  async attempt(attempt: LoginAttempt, check: (known: Suspicion) => Verdict<Wrong>): Verdict<Wrong> {
    const key = `${accountKey(attempt.account)}\0${this.#digest(attempt)}`;
    const shared = this.#underWay.get(key) ?? this.#begin(key, attempt, check);
    shared.callers += 1;
    try {
      return await untilAborted(shared.verdict, attempt.signal);
    } finally {
      shared.callers -= 1;
      if (shared.callers === 0) {
        shared.left.abort(new DOMException('the client has left', 'AbortError'));
        // whoever comes now must not wait for what has been given up
        if (this.#underWay.get(key) === shared) this.#underWay.delete(key);
      }
    }
  }

  /** A password needed no check: who made typing errors has got it right. */
  succeeded({ account, peer }: Pick<LoginAttempt, 'account' | 'peer'>): void {
    this.#failures.succeeded(accountKey(account), peer);
  }

  /** A password that was right before is so no more. */
  failed(attempt: Omit<LoginAttempt, 'signal'>): void {
    const { account, peer } = attempt;
    this.#failed({ account: accountKey(account), peer, digest: this.#digest(attempt) });
  }

  /** Whether this very password was found wrong some minutes ago. */
  isWrong(attempt: Pick<LoginAttempt, 'account' | 'password'>): boolean {
    return this.#failures.isWrong(accountKey(attempt.account), this.#digest(attempt));
  }

  #begin(key: string, attempt: LoginAttempt, check: (known: Suspicion) => Verdict<Wrong>) {
    const left = new AbortController();
    const verdict = this.#inLine({ ...attempt, signal: left.signal }, check);
    const shared = { verdict, left, callers: 0 };
    this.#underWay.set(key, shared);
    return shared;
  }

  async #inLine(attempt: LoginAttempt, check: (known: Suspicion) => Verdict<Wrong>): Verdict<Wrong> {
    const line = `${attempt.peer}\0${accountKey(attempt.account)}`;
    const waiting = this.#waiting.get(line) ?? 0;
    if (waiting > mostWaiting) throw new TooManyLoginsError('waiting');
    this.#waiting.set(line, waiting + 1);
    try {
      return await untilAborted(
        this.#mutex.run(line, () => this.#inTurn(attempt, check)),
        attempt.signal,
      );
    } finally {
      const others = (this.#waiting.get(line) ?? 1) - 1;
      if (others === 0) this.#waiting.delete(line);
      else this.#waiting.set(line, others);
    }
  }

  async #inTurn(attempt: LoginAttempt, check: (known: Suspicion) => Verdict<Wrong>): Verdict<Wrong> {
    const { signal, peer } = attempt;
    const account = accountKey(attempt.account);
    const digest = this.#digest(attempt);
    const wait = this.#failures.waitOf(account, peer);
    if (wait > 0) await pause(this.#clock, wait, signal);
    return await this.#mutex.run(account, async () => {
      signal.throwIfAborted();
      const isGuess = this.#failures.isSpent(account, digest);
      const wrong = await check({ signal, isGuess, isWrong: this.#failures.isWrong(account, digest) });
      if (wrong === undefined) {
        this.#failures.succeeded(account, peer);
        return undefined;
      }
      this.#failed({ account, peer, digest });
      if (isGuess) throw new TooManyLoginsError('wrong');
      return wrong;
    });
  }

  #failed(wrong: WrongPassword): void {
    this.#failures.failed(wrong.account, wrong.peer, wrong.digest);
    this.#shared?.tellWrongPassword(wrong);
  }

  #digest({ account, password }: Pick<LoginAttempt, 'account' | 'password'>): string {
    const hmac = createHmac('sha256', this.#digestKey);
    return hmac.update(`${account}\0${password}`, 'utf8').digest('base64');
  }
}

function accountKey(account: string): string {
  return account.slice(0, longestKey);
}

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
    const delay = Math.min(longestDelay, firstDelay * 2 ** (found.count - freeFailures));
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

/** A time that is ahead is one from before the clock was set back. */
function isOld(time: number, now: number): boolean {
  return Math.abs(now - time) > forgetAfter;
}
