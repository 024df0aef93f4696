import type { Clock } from '#core/logging/clock.ts';
import type { AccountTokens } from './cached-token.ts';
import { napUntil } from './token-policy.ts';
import type { TokenRefresher } from './token-refresh.ts';

/** Renews in the background what is due, of all accounts. */
export class BackgroundRenewal {
  readonly #clock: Clock;
  readonly #refresher: TokenRefresher;
  readonly #accounts: () => Iterable<AccountTokens>;
  #running = false;
  #cancelWakeUp: (() => void) | undefined;

  constructor(clock: Clock, refresher: TokenRefresher, accounts: () => Iterable<AccountTokens>) {
    this.#clock = clock;
    this.#refresher = refresher;
    this.#accounts = accounts;
  }

  get running(): boolean {
    return this.#running;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.renewDue();
  }

  stop(): void {
    this.#running = false;
    this.#cancelWakeUp?.();
  }

  /** Begins what is due now, if it runs. */
  renewDue(): void {
    if (!this.#running) return;
    const now = this.#clock.now();
    for (const tokens of this.#accounts()) {
      for (const cached of tokens.cached.values()) {
        if (tokens.dueAt(cached, now) <= now) this.#refresher.begin(tokens, cached, {});
      }
    }
    this.reschedule();
  }

  /** Something changed: computes anew when it looks again for what is due. */
  reschedule(): void {
    if (!this.#running) return;
    this.#cancelWakeUp?.();
    const now = this.#clock.now();
    let due = Infinity;
    for (const tokens of this.#accounts()) {
      for (const cached of tokens.cached.values()) due = Math.min(due, tokens.dueAt(cached, now));
    }
    this.#cancelWakeUp = this.#clock.after(napUntil(due, now), () => this.renewDue());
  }
}
