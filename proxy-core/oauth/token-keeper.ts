import type { Protocol } from '../accounts/protocol.ts';
import type { Clock } from '../activity/clock.ts';
import type { Logger } from '../activity/logger.ts';
import { untilAborted } from '../activity/until-aborted.ts';
import type { Vault } from '../storage/vault.ts';
import { AccountSignIn } from './account-sign-in.ts';
import { type AccountContext, AccountTokens } from './account-tokens.ts';
import { BackgroundRenewal } from './background-renewal.ts';
import { withDeadline, within } from './deadline.ts';
import type { AccessToken, Grant, Interaction, Issued, ResolvedClient } from './grant.ts';
import { OAuthError } from './oauth-error.ts';
import { halfLife, isEnough, lastResortLeft, timeLeft } from './renewal-schedule.ts';
import { TokenEntries } from './token-entry.ts';
import { TokenFlights } from './token-flights.ts';
import { TokenHistory } from './token-history.ts';
import { TokenRenewal } from './token-renewal.ts';
import type { TokenSlot } from './token-slot.ts';
import { statusOf, type TokenStatus } from './token-status.ts';
import { asOAuthError, gone, RefusedAgainError } from './token-trouble.ts';

/** Mail programs wait about a minute. The request goes on without them: the next one finds what it brought. */
const callerPatience = 40_000;
/** A mail server that refuses new tokens too does not get newer ones all the time. */
const forcedPause = 30_000;
/** An account that could not be looked up is looked up again after this. */
const faultPause = 5_000;

export interface TokenKeeperDeps {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly logger: Logger;
  /** From 0 to 1, for jitter. */
  random(): number;
  grantFor(client: ResolvedClient): Grant;
  /** Reads the settings and the vault as they are now. */
  accountFor(accountId: string): AccountContext | undefined | Promise<AccountContext | undefined>;
}

export interface TokenRequest {
  readonly accountId: string;
  /** The mailbox that the login is for. */
  readonly subject: string;
  readonly protocol: Protocol;
  /** What the client sent, where the provider is to judge it (the password grant). */
  readonly password?: string | undefined;
  /** The token that the mail server just refused. */
  readonly refused?: AccessToken | undefined;
  /** Ends this caller's wait only. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Keeps every account's access tokens: hands them to logins, renews them in time, once for all who ask, and
 * keeps them in the vault for the next start and for other processes.
 */
export class TokenKeeper {
  readonly #deps: TokenKeeperDeps;
  readonly #entries: TokenEntries;
  readonly #flights: TokenFlights;
  readonly #signIns: AccountSignIn;
  readonly #background: BackgroundRenewal;
  readonly #accounts = new Map<string, AccountTokens>();
  readonly #listeners = new Set<(accountId: string) => void>();

  constructor(deps: TokenKeeperDeps) {
    this.#deps = deps;
    this.#entries = new TokenEntries({
      vault: deps.vault,
      clock: deps.clock,
      changed: (accountId) => this.#changed(accountId),
    });
    const rooms = {
      entries: this.#entries,
      clock: deps.clock,
      logger: deps.logger,
      random: () => deps.random(),
      grantFor: (client: ResolvedClient) => deps.grantFor(client),
      contextOf: (accountId: string) => this.#contextOf(accountId),
    };
    this.#flights = new TokenFlights({
      clock: deps.clock,
      logger: deps.logger,
      random: () => deps.random(),
      renewal: new TokenRenewal(rooms),
      ended: (accountId) => {
        this.#background.reschedule();
        this.#changed(accountId);
      },
    });
    this.#signIns = new AccountSignIn(rooms);
    this.#background = new BackgroundRenewal(deps.clock, {
      dueAt: () => this.#nextDue(),
      renew: () => this.#renewDue(),
      jumped: () => this.resumed(),
    });
  }

  /**
   * A token for one login: at once where one with enough of its life left is at hand, else after the renewal
   * that all callers share.
   * @throws OAuthError
   */
  async accessToken(request: TokenRequest): Promise<AccessToken> {
    if (request.signal?.aborted === true) throw gone();
    return this.#waitFor(this.#token(request), request.signal);
  }

  /**
   * A mail server has let this token in: should it be refused later, that is news, and worth another forced
   * renewal however short ago the last one was.
   */
  worked(request: Pick<TokenRequest, 'accountId' | 'subject' | 'protocol'>, token: AccessToken): void {
    const slot = this.#of(request.accountId).slot(request.subject, request.protocol, this.#deps.clock.now());
    if (slot.token?.value === token.value) slot.forcedAt = -Infinity;
  }

  async #token(request: TokenRequest): Promise<AccessToken> {
    const tokens = await this.#look(request.accountId);
    if (tokens.fault !== undefined) throw tokens.fault;
    const now = this.#deps.clock.now();
    const slot = tokens.slot(request.subject, request.protocol, now);
    const password = this.#flights.password(tokens, slot, request.password);
    let forced = false;
    if (request.refused !== undefined && slot.token?.value === request.refused.value) {
      if (now - slot.forcedAt < forcedPause) throw new RefusedAgainError(request.subject);
      slot.drop();
      forced = true;
      tokens.history.add({ at: now, kind: 'refused', detail: 'The mail server did not accept the token.' });
    }
    const { token } = slot;
    if (token !== undefined && password?.accepted !== false && isEnough(token, now)) {
      if (now >= halfLife(token)) this.#beginInBackground(tokens, slot, now);
      return token;
    }
    try {
      const blocked = slot.blockedBy(now, password !== undefined);
      if (blocked !== undefined) throw blocked;
      return await withDeadline(() => this.#flights.begin(tokens, slot, { password, forced }).promise, {
        clock: this.#deps.clock,
        milliseconds: callerPatience,
        controller: new AbortController(),
        late: () => this.#flights.slow(tokens, slot),
      });
    } catch (error) {
      if (password?.accepted === false || !(error instanceof OAuthError) || error.code !== 'unreachable')
        throw error;
      const old = slot.token;
      if (old === undefined || timeLeft(old, this.#deps.clock.now()) <= lastResortLeft) throw error;
      return old;
    }
  }

  /**
   * Signs an account in with a person's help. Nothing changes unless it succeeds.
   * @throws OAuthError - also 'refused' when a sign-in of this account is under way, or when somebody else
   *   than before signed in
   */
  async signIn(
    accountId: string,
    interaction: Interaction,
    options: { readonly signal: AbortSignal },
  ): Promise<Issued> {
    try {
      const running = this.#signIns.run(accountId, interaction, options.signal);
      this.#changed(accountId);
      const { issued, context, entry } = await running;
      const now = this.#deps.clock.now();
      const tokens = this.#of(accountId);
      tokens.signedIn(context, entry, now);
      tokens.history.add({ at: now, kind: 'signed-in', detail: issued.identity });
      return issued;
    } catch (error) {
      throw this.#signInFailed(accountId, asOAuthError(error, this.#of(accountId).owner.address));
    } finally {
      this.#changed(accountId);
    }
  }

  /**
   * Forgets an account's sign-in and tokens, here and in the vault; ends a sign-in that is under way. To be
   * called before an account is removed, so that nothing under way writes its entry again.
   * @throws OAuthError - the vault could not be changed
   */
  async signOut(accountId: string): Promise<void> {
    this.#signIns.cancel(accountId);
    const old = this.#of(accountId);
    old.signedOut = true;
    const reason = new OAuthError('cancelled', 'The account was signed out.', { fix: 'Sign in again.' });
    for (const slot of old.slots.values()) {
      for (const flight of slot.flights.values()) flight.controller.abort(reason);
    }
    try {
      await this.#entries.exclusively(old.owner, undefined, () => this.#entries.delete(old.owner));
    } catch (error) {
      old.signedOut = false;
      throw error;
    }
    old.history.add({ at: this.#deps.clock.now(), kind: 'signed-out' });
    this.forget(accountId);
  }

  /**
   * How an account's sign-in stands, from what is in memory. An account that was not looked at yet is
   * 'unknown'; it is read from the vault then, after which the listeners are called.
   */
  status(accountId: string): TokenStatus {
    void this.#look(accountId);
    return statusOf(this.#of(accountId), {
      signingIn: this.#signIns.isUnderWay(accountId),
      unwritten: this.#entries.trouble(accountId),
      now: this.#deps.clock.now(),
    });
  }

  /** The same after the vault was read. Asks no provider. */
  async look(accountId: string): Promise<TokenStatus> {
    await this.#look(accountId);
    return this.status(accountId);
  }

  /** Calls back after an account's status changed; ends with the returned function. */
  onChange(listener: (accountId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins to renew tokens in the background, of every account that the vault knows. */
  start(): void {
    this.#background.start();
    void this.#lookAtAll();
  }

  /** Ends renewing in the background. */
  stop(): void {
    this.#background.stop();
  }

  /**
   * Stops for good: what is under way is brought to its end, and what is in memory only is written, so
   * that no refresh token that the provider has replaced is lost.
   * @param patience - milliseconds: for providers to answer, and for the disk to take what it did not take before
   * @returns whose sign-in could not be written, and why
   */
  async end(patience: { readonly answers: number; readonly writes: number }): Promise<readonly OAuthError[]> {
    this.stop();
    await within(this.#deps.clock, patience.answers, this.#flights.settled());
    return this.#entries.end(patience.writes);
  }

  /** After sleep, a clock change or a network change: what could not be reached is tried again now. */
  resumed(): void {
    const now = this.#deps.clock.now();
    for (const tokens of this.#accounts.values()) {
      for (const slot of tokens.slots.values()) slot.resume(now);
    }
    if (this.#background.running) this.#renewDue();
    this.#background.reschedule();
  }

  /** Drops what is in memory: the account, its client or its entry in the vault was changed by somebody. */
  forget(accountId: string): void {
    const old = this.#accounts.get(accountId);
    if (old !== undefined) {
      this.#accounts.set(accountId, new AccountTokens(accountId, old.history, this.#deps.random()));
      // A renewal under way ends for its callers and keeps its tokens in the vault; new callers find them there.
    }
    if (this.#background.running) void this.#look(accountId);
    this.#changed(accountId);
  }

  #of(accountId: string): AccountTokens {
    let tokens = this.#accounts.get(accountId);
    if (tokens === undefined) {
      tokens = new AccountTokens(accountId, new TokenHistory(), this.#deps.random());
      this.#accounts.set(accountId, tokens);
    }
    return tokens;
  }

  /** The account with what the vault has of it, read once. */
  async #look(accountId: string): Promise<AccountTokens> {
    const tokens = this.#of(accountId);
    const now = this.#deps.clock.now();
    if (tokens.fault !== undefined && now - (tokens.lookedAt ?? 0) >= faultPause) tokens.looking = undefined;
    tokens.looking ??= this.#readInto(tokens);
    await tokens.looking;
    return tokens;
  }

  async #readInto(tokens: AccountTokens): Promise<void> {
    tokens.lookedAt = this.#deps.clock.now();
    try {
      const context = await this.#contextOf(tokens.accountId);
      const entry = await this.#entries.read(context.account);
      const { interactive } = this.#deps.grantFor(context.client);
      tokens.learn(context, interactive, entry, this.#deps.clock.now());
      tokens.fault = undefined;
    } catch (error) {
      tokens.fault = asOAuthError(error, tokens.owner.address);
    }
    if (this.#accounts.get(tokens.accountId) === tokens) this.#changed(tokens.accountId);
  }

  async #contextOf(accountId: string): Promise<AccountContext> {
    const context = await this.#deps.accountFor(accountId);
    const tokens = this.#accounts.get(accountId);
    if (tokens !== undefined) tokens.missing = context === undefined;
    if (context !== undefined) return context;
    throw new OAuthError('refused', 'There is no such account any more.', { fix: 'Add the account again.' });
  }

  #signInFailed(accountId: string, error: OAuthError): OAuthError {
    if (error.code === 'cancelled' || this.#signIns.isUnderWay(accountId)) return error;
    const tokens = this.#of(accountId);
    tokens.signInError = error;
    this.#flights.failed(tokens, error);
    return error;
  }

  #beginInBackground(tokens: AccountTokens, slot: TokenSlot, now: number): void {
    if (now < slot.quietUntil || slot.blockedBy(now, false) !== undefined || !tokens.renewable) return;
    this.#flights.begin(tokens, slot, {});
  }

  #nextDue(): number {
    const now = this.#deps.clock.now();
    let due = Infinity;
    for (const tokens of this.#accounts.values()) {
      for (const slot of tokens.slots.values()) due = Math.min(due, tokens.dueAt(slot, now));
    }
    return due;
  }

  #renewDue(): void {
    const now = this.#deps.clock.now();
    for (const tokens of this.#accounts.values()) {
      for (const slot of tokens.slots.values()) {
        if (tokens.dueAt(slot, now) <= now) this.#flights.begin(tokens, slot, {});
      }
    }
  }

  async #lookAtAll(): Promise<void> {
    try {
      for (const accountId of await this.#entries.accountIds()) await this.#look(accountId);
    } catch (error) {
      this.#deps.logger.warn('the kept sign-ins could not be listed', {
        reason: asOAuthError(error, 'the accounts').message,
      });
    }
    this.#background.reschedule();
  }

  async #waitFor(token: Promise<AccessToken>, signal: AbortSignal | undefined): Promise<AccessToken> {
    try {
      return await untilAborted(token, signal);
    } catch (error) {
      throw error instanceof OAuthError ? error : gone();
    }
  }

  #changed(accountId: string): void {
    for (const listener of this.#listeners) {
      try {
        listener(accountId);
      } catch {
        this.#deps.logger.error('a listener for token changes failed', { accountId });
      }
    }
  }
}
