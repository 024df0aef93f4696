import { msg, verbatim } from '#messages/message.ts';
import { Emitter } from '#contract/emitter.ts';
import type { TokenUse } from '#contract/submission.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { untilAborted, withDeadline, within } from '#core/logging/clock.ts';
import type { Vault } from '#core/storage/vault.ts';
import { BackgroundRenewal } from './background-renewal.ts';
import { AccountTokens } from './cached-token.ts';
import type { AccessToken, AccountContext, Interaction, Issued } from './grant.ts';
import { Attempts, type RunningAttempt } from './shared-attempts.ts';
import { SignInRunner } from './sign-in.ts';
import { asOAuthError, failure, RefusedAgainError, waitEnded } from './token-errors.ts';
import {
  forcedPause,
  isEnough,
  isLastResort,
  isPastHalfLife,
  loginPatience,
  lookAtAllPause,
  lookupRetryPause,
} from './token-policy.ts';
import { type TokenDeps, TokenRefresher } from './token-refresh.ts';
import { statusOf, type TokenStatus } from './token-status.ts';
import { accountOfEntry, TokenStore } from './token-store.ts';

export interface TokenManagerDeps extends Omit<TokenDeps, 'store' | 'contextOf'> {
  readonly vault: Vault;
  /** Reads the settings and the vault as they are now. */
  accountFor(accountId: string): AccountContext | undefined | Promise<AccountContext | undefined>;
  /** Where several nodes share the vault: sign-ins that begin at one of them can end at another. */
  readonly attempts?: Attempts;
}

export interface TokenRequest {
  readonly accountId: string;
  /** The mailbox that the login is for. */
  readonly subject: string;
  /** What the token is to be for: a protocol, or an API through which mail is sent. */
  readonly use: TokenUse;
  /** What the client sent, where the provider is to judge it (the password grant). */
  readonly password?: string | undefined;
  /** The token that the mail server just refused. */
  readonly refused?: AccessToken | undefined;
  /** Ends this caller's wait only. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Manages every account's access tokens: hands them to logins, renews them in time (once for all who ask), and keeps
 * them in the vault for the next start and for other processes.
 */
export class TokenManager {
  readonly #deps: TokenManagerDeps;
  readonly #store: TokenStore;
  readonly #refresher: TokenRefresher;
  readonly #background: BackgroundRenewal;
  readonly #signIns: SignInRunner;
  readonly #accounts = new Map<string, AccountTokens>();
  #cancelNextLook: (() => void) | undefined;
  readonly #changes = new Emitter<[accountId: string]>();
  /** Calls back after an account's status changed; ends with the returned function. */
  readonly onChange = this.#changes.on;
  /** When histories began. Milliseconds since 1970. */
  readonly since: number;

  constructor(deps: TokenManagerDeps) {
    this.#deps = deps;
    const { vault, clock } = deps;
    this.since = clock.now();
    this.#store = new TokenStore({ vault, clock, changed: (accountId) => this.#changed(accountId) });
    const contextOf = (accountId: string): Promise<AccountContext> => this.#contextOf(accountId);
    const shared = { ...deps, store: this.#store, contextOf };
    this.#refresher = new TokenRefresher(shared, (tokens) => {
      this.#background.changed(tokens);
      this.#changed(tokens.accountId);
    });
    this.#background = new BackgroundRenewal(
      clock,
      (tokens, cached) => this.#refresher.begin(tokens, cached, {}),
      () => this.#accounts.values(),
    );
    this.#signIns = new SignInRunner(shared, deps.attempts ?? new Attempts({ clock, kind: 'sign-in' }));
  }

  /**
   * A token for one login: at once if one with enough of its life left is at hand, otherwise after a renewal that all
   * callers share.
   * @throws OAuthError
   */
  async accessToken(request: TokenRequest): Promise<AccessToken> {
    const { subject, signal } = request;
    if (signal?.aborted === true) throw waitEnded(subject, signal.reason);
    try {
      return await untilAborted(this.#token(request), signal);
    } catch (error) {
      throw error instanceof OAuthError ? error : waitEnded(subject, error);
    }
  }

  /**
   * A new token in place of one that a mail server has refused; undefined where that server refuses new ones too, so
   * that its own answer is all there is to report.
   * @throws OAuthError
   */
  async replacedToken(
    request: TokenRequest & { readonly refused: AccessToken },
  ): Promise<AccessToken | undefined> {
    try {
      return await this.accessToken(request);
    } catch (error) {
      if (error instanceof RefusedAgainError) return undefined;
      throw error;
    }
  }

  /**
   * A mail server has accepted this token: if it is refused later, that is news, and worth another forced renewal,
   * however recent the last one was.
   */
  worked(request: Pick<TokenRequest, 'accountId' | 'subject' | 'use'>, token: AccessToken): void {
    const { accountId, subject, use } = request;
    const cached = this.#of(accountId).cachedFor(subject, use, this.#deps.clock.now());
    if (cached.token?.value === token.value) cached.forcedAt = -Infinity;
  }

  async #token(request: TokenRequest): Promise<AccessToken> {
    const tokens = await this.#look(request.accountId);
    if (tokens.fault !== undefined) throw tokens.fault;
    const now = this.#deps.clock.now();
    const cached = tokens.cachedFor(request.subject, request.use, now);
    const password = this.#refresher.password(tokens, cached, request.password);
    let forced = false;
    if (request.refused !== undefined && cached.token?.value === request.refused.value) {
      if (now - cached.forcedAt < forcedPause) throw new RefusedAgainError(request.subject);
      cached.drop();
      forced = true;
      tokens.history.add({ at: now, kind: 'refused', detail: msg('tokens.mailServerDidNotAccept') });
    }
    const { token } = cached;
    if (token !== undefined && password?.accepted !== false && isEnough(token, now)) {
      const isDue = isPastHalfLife(token, now) && now >= cached.quietUntil && tokens.renewable;
      if (isDue && cached.blockedBy(now) === undefined) this.#refresher.begin(tokens, cached, {});
      return token;
    }
    try {
      const blocked = cached.blockedBy(now);
      if (blocked !== undefined) throw blocked;
      const refresh = this.#refresher.begin(tokens, cached, { password, forced, isAwaited: true });
      return await withDeadline(() => refresh.promise, {
        clock: this.#deps.clock,
        milliseconds: loginPatience,
        controller: new AbortController(),
        late: () => this.#refresher.slow(tokens, cached, refresh),
      });
    } catch (error) {
      if (password?.accepted === false || !(error instanceof OAuthError) || error.code !== 'unreachable')
        throw error;
      const old = cached.token;
      if (old === undefined || !isLastResort(old, this.#deps.clock.now())) throw error;
      return old;
    }
  }

  /**
   * Signs an account in with a person's help. Nothing changes unless it succeeds.
   * @throws OAuthError - also 'cancelled' when a sign-in of this account is under way already, and 'refused' when
   *   somebody else than before signed in
   * @param followed - where another node has begun it
   */
  async signIn(accountId: string, interaction: Interaction, followed?: RunningAttempt): Promise<Issued> {
    try {
      const running = this.#signIns.run(accountId, interaction, followed);
      this.#changed(accountId);
      const { issued, context, entry } = await running;
      const now = this.#deps.clock.now();
      const tokens = this.#of(accountId);
      tokens.signedIn(context, entry, now);
      tokens.history.add({
        at: now,
        kind: 'signed-in',
        detail: issued.identity === undefined ? undefined : verbatim(issued.identity),
      });
      return issued;
    } catch (error) {
      const tokens = this.#of(accountId);
      const known = asOAuthError(error, tokens.owner.address);
      if (known.code !== 'cancelled') {
        tokens.signInError = known;
        this.#refresher.failed(tokens, known);
      }
      throw known;
    } finally {
      this.#changed(accountId);
    }
  }

  /** The sign-ins that are under way. */
  get signIns(): Attempts {
    return this.#signIns.attempts;
  }

  /**
   * Forgets an account's sign-in and tokens, here and in the vault; ends a sign-in that is under way. To be
   * called before an account is removed, so that nothing under way writes its entry again.
   * @throws OAuthError - the vault could not be changed
   */
  async signOut(accountId: string): Promise<void> {
    this.signIns.cancel(accountId);
    const old = this.#of(accountId);
    old.signedOut = true;
    const reason = failure('tokens.accountSignedOut');
    for (const cached of old.cached.values()) {
      for (const refresh of cached.refreshes.values()) refresh.controller.abort(reason);
    }
    try {
      await this.#store.exclusively(old.owner, undefined, () => this.#store.delete(old.owner));
    } catch (error) {
      old.signedOut = false;
      throw error;
    }
    old.history.add({ at: this.#deps.clock.now(), kind: 'signed-out' });
    this.forget(accountId);
  }

  /**
   * The state of an account's sign-in, from what is in memory. An account that was not looked at yet is 'unknown': it
   * is then read from the vault, and the listeners are called.
   */
  status(accountId: string): TokenStatus {
    void this.#look(accountId);
    return statusOf(this.#of(accountId), {
      signingIn: this.signIns.isRunning(accountId),
      unwritten: this.#store.unwritten(accountId),
      now: this.#deps.clock.now(),
    });
  }

  /** The same after the vault was read. Asks no provider. */
  async look(accountId: string): Promise<TokenStatus> {
    await this.#look(accountId);
    return this.status(accountId);
  }

  /** Begins to renew tokens in the background, of every account that the vault knows. */
  start(): void {
    this.#background.start();
    void this.#lookAtAll();
  }

  /** Ends renewing in the background. */
  stop(): void {
    this.#background.stop();
    this.#cancelNextLook?.();
  }

  /**
   * Stops for good: sign-ins are cancelled, renewals under way are finished, and what is only in memory is written, so
   * that no refresh token that the provider has replaced is lost.
   * @param patience - milliseconds: for providers to answer, and for the disk to take what it did not take before
   * @returns whose sign-in could not be written, and why
   */
  async end(patience: { readonly answers: number; readonly writes: number }): Promise<readonly OAuthError[]> {
    this.stop();
    this.signIns.leaveAll();
    await within(this.#deps.clock, patience.answers, this.#refresher.end());
    return this.#store.end(patience.writes);
  }

  /** After sleep or a change of the network (the machine watch tells it): what could not be reached is tried again now. */
  resumed(): void {
    this.#resume(false);
  }

  /** Somebody has set the clock: what was refused is tried again as well, as that may have been why, or counts from then. */
  clockChanged(): void {
    this.#resume(true);
  }

  #resume(refused: boolean): void {
    const now = this.#deps.clock.now();
    this.#refresher.resumed();
    for (const tokens of this.#accounts.values()) {
      for (const cached of tokens.cached.values()) cached.resume(now, refused);
    }
    this.#background.renewDue();
  }

  /**
   * Another process has changed this entry of the vault: a mailbox's tokens are taken over.
   * @returns the account to forget, where the entry is an account's own
   */
  changedElsewhere(entryName: string): string | undefined {
    const owner = accountOfEntry(entryName);
    if (owner?.isOfMailbox !== true) return owner?.accountId;
    const tokens = this.#accounts.get(owner.accountId);
    if (tokens !== undefined) void this.#takeOver(tokens, entryName);
    return undefined;
  }

  async #takeOver(tokens: AccountTokens, entryName: string): Promise<void> {
    const entry = await this.#store.readMailbox(entryName);
    if (this.#accounts.get(tokens.accountId) !== tokens) return;
    if (entry === undefined) tokens.forgetMailbox(entryName);
    else tokens.learnMailbox(entry, this.#deps.clock.now());
    this.#background.changed(tokens);
    this.#changed(tokens.accountId);
  }

  /** Drops what is in memory: the account, its client or its entry in the vault was changed by somebody. */
  forget(accountId: string): void {
    const old = this.#accounts.get(accountId);
    if (old !== undefined) {
      this.#accounts.set(accountId, new AccountTokens(accountId, this.#deps.random(), old));
      // A renewal under way ends for its callers and keeps its tokens in the vault; new callers find them there.
    }
    if (this.#background.running) void this.#look(accountId);
    this.#changed(accountId);
  }

  #of(accountId: string): AccountTokens {
    let tokens = this.#accounts.get(accountId);
    if (tokens === undefined) {
      tokens = new AccountTokens(accountId, this.#deps.random());
      this.#accounts.set(accountId, tokens);
    }
    return tokens;
  }

  /** The account with what the vault has of it, read once. */
  async #look(accountId: string): Promise<AccountTokens> {
    const tokens = this.#of(accountId);
    const now = this.#deps.clock.now();
    if (tokens.fault !== undefined && now - (tokens.lookedAt ?? 0) >= lookupRetryPause)
      tokens.looking = undefined;
    tokens.looking ??= this.#readInto(tokens);
    await tokens.looking;
    return tokens;
  }

  async #readInto(tokens: AccountTokens): Promise<void> {
    tokens.lookedAt = this.#deps.clock.now();
    try {
      const context = await this.#contextOf(tokens.accountId);
      const entry = await this.#store.read(context.account);
      const interactive = this.#deps.grantFor(context.client).signIn !== undefined;
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
    throw failure('tokens.noSuchAccountAnyMore');
  }

  /** And again each day: a mailbox that nobody opens any more leaves its last token behind. */
  async #lookAtAll(): Promise<void> {
    this.#cancelNextLook = this.#deps.clock.after(lookAtAllPause, () => void this.#lookAtAll());
    try {
      for (const accountId of await this.#store.accountIds())
        this.#background.changed(await this.#look(accountId));
      await this.#store.deleteEnded();
    } catch (error) {
      this.#deps.logger.warn('the kept sign-ins could not be listed', {
        reason: asOAuthError(error, msg('providers.accounts')).message,
      });
    }
  }

  #changed(accountId: string): void {
    try {
      this.#changes.emit(accountId);
    } catch {
      this.#deps.logger.error('a listener for token changes failed', { accountId });
    }
  }
}
