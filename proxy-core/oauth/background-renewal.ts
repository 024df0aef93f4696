import type { Clock } from '#core/logging/clock.ts';
import type { AccountTokens, CachedToken } from './cached-token.ts';
import { napUntil } from './token-policy.ts';

/** Renews in the background what is due, of all accounts. */
export class BackgroundRenewal {
  readonly #clock: Clock;
  readonly #begin: (tokens: AccountTokens, cached: CachedToken) => void;
  readonly #accounts: () => Iterable<AccountTokens>;
  #wakesAt = Infinity;
  #cancelWakeUp: (() => void) | undefined;

  constructor(
    clock: Clock,
    begin: (tokens: AccountTokens, cached: CachedToken) => void,
    accounts: () => Iterable<AccountTokens>,
  ) {
    this.#clock = clock;
    this.#begin = begin;
    this.#accounts = accounts;
  }

  get running(): boolean {
    return this.#cancelWakeUp !== undefined;
  }

  start(): void {
    if (this.running) return;
    this.#cancelWakeUp = () => {};
    this.renewDue();
  }

  stop(): void {
    this.#cancelWakeUp?.();
    this.#cancelWakeUp = undefined;
  }

  /** Begins what is due now, if it runs. */
  renewDue(): void {
    if (!this.running) return;
    const now = this.#clock.now();
    let next = Infinity;
    for (const tokens of this.#accounts()) {
      for (const cached of tokens.cached.values()) {
        const due = tokens.dueAt(cached, now);
        if (due <= now) this.#begin(tokens, cached);
        else next = Math.min(next, due);
      }
    }
    this.#sleep(next, now);
  }

  /** An account's tokens have changed: it may be due before the next look at all of them. */
  changed(tokens: AccountTokens): void {
    if (!this.running) return;
    const now = this.#clock.now();
    const due = Math.min(...[...tokens.cached.values()].map((cached) => tokens.dueAt(cached, now)));
    if (now + napUntil(due, now) < this.#wakesAt) this.#sleep(due, now);
  }

  #sleep(due: number, now: number): void {
    this.#cancelWakeUp?.();
    const nap = napUntil(due, now);
    this.#wakesAt = now + nap;
    this.#cancelWakeUp = this.#clock.after(nap, () => this.renewDue());
  }
}
