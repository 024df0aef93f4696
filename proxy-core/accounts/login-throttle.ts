import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '#core/logging/clock.ts';
import { untilAborted } from '#core/logging/until-aborted.ts';
import { KeyedMutex } from '#core/storage/keyed-mutex.ts';
import { LoginFailures } from './login-failures.ts';

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
  /** Who counts as one peer. */
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
 * Stands before every check of a password that costs something: a key derivation, or a request to the provider. For
 * each account one password is checked at a time; each peer of it has one in that line, later after each wrong one, and
 * few behind it; equal passwords share one check. After some different wrong ones every further wrong one is refused as one too many.
 *
 * All local programs share one peer, so a password that was right before in this run is never brought here.
 */
export class LoginThrottle<Wrong> {
  readonly #clock: Clock;
  readonly #failures: LoginFailures;
  readonly #digestKey = randomBytes(32);
  readonly #mutex = new KeyedMutex();
  readonly #waiting = new Map<string, number>();
  readonly #underWay = new Map<
    string,
    { readonly verdict: Verdict<Wrong>; readonly left: AbortController; callers: number }
  >();

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
    this.#failures = new LoginFailures({ clock });
  }

  /**
   * Checks a password when it is its turn.
   * @returns why it is wrong; undefined if it is right
   * @throws TooManyLoginsError - it was not checked, or is one wrong one too many
   * @throws the signal's reason, and what the check throws: neither counts as a wrong password
   */
  async attempt(attempt: LoginAttempt, check: (known: Suspicion) => Verdict<Wrong>): Verdict<Wrong> {
    attempt.signal.throwIfAborted();
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
    this.#failures.failed(accountKey(attempt.account), attempt.peer, this.#digest(attempt));
  }

  /** Whether this very password was found wrong some minutes ago. */
  isWrong(attempt: Pick<LoginAttempt, 'account' | 'password'>): boolean {
    return this.#failures.isWrong(accountKey(attempt.account), this.#digest(attempt));
  }

  #begin(key: string, attempt: LoginAttempt, check: (known: Suspicion) => Verdict<Wrong>) {
    const left = new AbortController();
    const verdict = this.#inLine({ ...attempt, signal: left.signal }, check);
    // whoever has left does not hear of it
    verdict.catch(() => undefined);
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
    await this.#pause(this.#failures.waitOf(account, peer), signal);
    return await this.#mutex.run(account, async () => {
      signal.throwIfAborted();
      const isGuess = this.#failures.isSpent(account, digest);
      const wrong = await check({ signal, isGuess, isWrong: this.#failures.isWrong(account, digest) });
      if (wrong === undefined) {
        this.#failures.succeeded(account, peer);
        return undefined;
      }
      this.#failures.failed(account, peer, digest);
      if (isGuess) throw new TooManyLoginsError('wrong');
      return wrong;
    });
  }

  async #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (milliseconds === 0) return;
    const pause = Promise.withResolvers<void>();
    const cancel = this.#clock.after(milliseconds, pause.resolve);
    try {
      await untilAborted(pause.promise, signal);
    } finally {
      cancel();
    }
  }

  #digest({ account, password }: Pick<LoginAttempt, 'account' | 'password'>): string {
    const hmac = createHmac('sha256', this.#digestKey);
    return hmac.update(`${account}\0${password}`, 'utf8').digest('base64');
  }
}

function accountKey(account: string): string {
  return account.slice(0, longestKey);
}
