import type { NetworkResponse } from '@azure/msal-node';
import type { Clock } from '#core/logging/clock.ts';
import type { GrantRequest } from '../grant.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { cancelled } from '../token-endpoint-error.ts';

/** RFC 8628 section 3.5: added for good at every slow_down. */
const SLOW_DOWN_MS = 5000;
const MAX_BACK_OFF_MS = 60_000;

/**
 * What MSAL's polling lacks: it ends at slow_down and at the first trouble of the network. Here both become one more
 * “pending”, with a longer pause before the next question.
 */
export class DevicePolling {
  readonly #clock: Clock;
  readonly #request: GrantRequest;
  #slower = 0;
  #backOff = 0;

  constructor(clock: Clock, request: GrantRequest) {
    this.#clock = clock;
    this.#request = request;
  }

  /** One question to the token endpoint, after whatever pause is due beyond MSAL's own. */
  async poll(ask: () => Promise<NetworkResponse<unknown>>): Promise<NetworkResponse<unknown>> {
    const due = this.#slower + this.#backOff;
    if (due > 0) await this.#pause(due);
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      const said = error.answer?.error;
      if (said === 'slow_down') this.#slower += SLOW_DOWN_MS;
      else if (error.code === 'unreachable') {
        this.#backOff = Math.min(
          Math.max(this.#backOff * 2, SLOW_DOWN_MS, error.retryAfter ?? 0),
          MAX_BACK_OFF_MS,
        );
        return pending();
      } else if (said !== 'authorization_pending') throw error;
      this.#backOff = 0;
      return pending();
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    const { signal, account } = this.#request;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stop = this.#clock.after(milliseconds, resolve);
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

function pending(): NetworkResponse<unknown> {
  return { status: 400, headers: {}, body: { error: 'authorization_pending' } };
}
