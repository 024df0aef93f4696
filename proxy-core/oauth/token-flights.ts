import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../activity/clock.ts';
import type { Logger } from '../activity/logger.ts';
import type { AccountTokens } from './account-tokens.ts';
import { withDeadline } from './deadline.ts';
import type { AccessToken } from './grant.ts';
import type { OAuthError } from './oauth-error.ts';
import { backgroundPause } from './renewal-schedule.ts';
import type { Obtained, TokenRenewal } from './token-renewal.ts';
import type { Flight, TokenSlot } from './token-slot.ts';
import { asOAuthError, tooLate } from './token-trouble.ts';

/** The wait for another process that renews the same account, and then for the provider; see ROTATION_TIMEOUT_MS. */
const requestTimeout = 7 * 60_000;

/** What a client sent, for the provider to judge. */
export interface Password {
  readonly text: string;
  readonly digest: string;
  /** The provider accepted it before, in this run. */
  readonly accepted: boolean;
}

/** The token requests under way: one for a slot (and a password), whoever asks. */
export class TokenFlights {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #random: () => number;
  readonly #renewal: TokenRenewal;
  readonly #ended: (accountId: string) => void;
  readonly #digestKey = randomBytes(32);
  readonly #underWay = new Set<Promise<AccessToken>>();

  constructor(deps: {
    clock: Clock;
    logger: Logger;
    random(): number;
    renewal: TokenRenewal;
    /** A request ended, well or not, or takes long. */
    ended(accountId: string): void;
  }) {
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#random = () => deps.random();
    this.#renewal = deps.renewal;
    this.#ended = (accountId) => deps.ended(accountId);
  }

  /** The caller's password, and whether the provider accepted it before in this run. */
  password(tokens: AccountTokens, slot: TokenSlot, text: string | undefined): Password | undefined {
    if (text === undefined || tokens.client?.grant !== 'password') return undefined;
    const digest = createHmac('sha256', this.#digestKey).update(text).digest('base64');
    return { text, digest, accepted: slot.acceptedPassword === digest };
  }

  /** The token request for this slot (and password): the one under way, or a new one. */
  begin(
    tokens: AccountTokens,
    slot: TokenSlot,
    { password, forced = false }: { password?: Password | undefined; forced?: boolean },
  ): Flight {
    const name = password?.digest ?? '';
    const underWay = slot.flights.get(name);
    if (underWay !== undefined) return underWay;
    const now = this.#clock.now();
    slot.quietUntil = now + backgroundPause;
    if (forced) slot.forcedAt = now;
    const controller = new AbortController();
    const promise = this.#request(tokens, slot, password, controller).finally(() => {
      this.#underWay.delete(promise);
      slot.flights.delete(name);
      this.#ended(tokens.accountId);
    });
    // A request that nobody waits for any more still has its outcome noted.
    promise.catch(() => undefined);
    this.#underWay.add(promise);
    const flight = { promise, controller };
    slot.flights.set(name, flight);
    return flight;
  }

  /** A login cannot wait any longer for what is under way. @returns what it is told */
  slow(tokens: AccountTokens, slot: TokenSlot): OAuthError {
    const error = tooLate(tokens.owner.address);
    if (slot.problem === undefined) this.failed(tokens, error);
    slot.isSlow(error, this.#clock.now());
    this.#ended(tokens.accountId);
    return error;
  }

  /** Resolves when everything that is under way now has ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  async #request(
    tokens: AccountTokens,
    slot: TokenSlot,
    password: Password | undefined,
    controller: AbortController,
  ): Promise<AccessToken> {
    try {
      return await withDeadline(
        async (signal) => {
          const obtained = await this.#renewal.run(tokens, slot, { password: password?.text, signal });
          if (password !== undefined) slot.acceptedPassword = password.digest;
          this.#succeeded(tokens, obtained);
          return obtained.token;
        },
        {
          clock: this.#clock,
          milliseconds: requestTimeout,
          controller,
          late: () => tooLate(tokens.owner.address),
        },
      );
    } catch (error) {
      const known = asOAuthError(error, tokens.owner.address);
      const withPassword = password !== undefined;
      if (known.code === 'wrong-password' && slot.acceptedPassword === password?.digest) {
        slot.acceptedPassword = undefined;
      }
      slot.fail(known, { now: this.#clock.now(), jitter: this.#random(), withPassword });
      this.failed(tokens, known);
      throw known;
    }
  }

  #succeeded(tokens: AccountTokens, { how }: Obtained): void {
    if (how === 'found') return;
    tokens.signInError = undefined;
    tokens.history.add({ at: this.#clock.now(), kind: how });
    this.#logger.debug(`token ${how}`, { account: tokens.account?.address });
  }

  /** Notes a failure where people see it; a password that was wrong is its caller's business. */
  failed(tokens: AccountTokens, error: OAuthError): void {
    if (error.code === 'wrong-password' || error.code === 'cancelled') return;
    const kind = error.code === 'unreachable' ? 'failed' : 'refused';
    tokens.history.add({ at: this.#clock.now(), kind, detail: error.message });
    this.#logger.warn('no token', {
      account: tokens.account?.address,
      code: error.code,
      reason: error.message,
    });
  }
}
