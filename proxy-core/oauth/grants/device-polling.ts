import type { Clock } from '#core/logging/clock.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import type { GrantRequest } from '../grant.ts';
import { cancelled } from '../grant-errors.ts';

/** RFC 8628 section 3.5: added for good at every slow_down. */
const SLOW_DOWN_MS = 5000;
/** A server that is unreachable is asked less and less often, but a person is waiting. */
const MAX_BACK_OFF_MS = 60_000;

/** Asks whether a device code was typed, at the pace that the provider sets (RFC 8628 section 3.5). */
export class DevicePolling {
  readonly #clock: Clock;
  readonly #request: GrantRequest;
  #interval: number;
  #backOff = 0;

  /** @param interval - milliseconds between two questions; 0 where the caller keeps them by itself */
  constructor(clock: Clock, request: GrantRequest, interval: number) {
    this.#clock = clock;
    this.#request = request;
    this.#interval = interval;
  }

  /**
   * One question.
   * @returns the answer, or undefined where it is still pending: slow_down and trouble of the network are so too, with a
   *   longer pause before the next question
   * @throws OAuthError - the provider said no
   */
  async ask<Answer>(question: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const said = error.answer?.error;
      if (said === 'slow_down') this.#interval += SLOW_DOWN_MS;
      else if (error.code === 'unreachable') {
        const first = this.#interval === 0 ? SLOW_DOWN_MS : this.#interval * 2;
        this.#backOff = Math.min(Math.max(this.#backOff * 2, first, error.retryAfter ?? 0), MAX_BACK_OFF_MS);
        return undefined;
      } else if (said !== 'authorization_pending') throw error;
      this.#backOff = 0;
      return undefined;
    }
  }

  /** Waits until the next question is due. @throws OAuthError - cancelled */
  async pause(): Promise<void> {
    const due = Math.max(this.#interval, this.#backOff);
    if (due === 0) return;
    const { signal, account } = this.#request;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stop = this.#clock.after(due, resolve);
    const onAbort = (): void => reject(cancelled(account.address));
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      await promise;
    } finally {
      stop();
      signal.removeEventListener('abort', onAbort);
    }
  }
}
