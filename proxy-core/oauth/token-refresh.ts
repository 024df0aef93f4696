import { createHmac, randomBytes } from 'node:crypto';
import type { Account } from '#contract/account.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { type Clock, withDeadline } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import { msg } from '#messages/message.ts';
import {
  type AccountTokens,
  type CachedToken,
  hasTokensPerMailbox,
  type Refresh,
  scopeOf,
} from './cached-token.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import type { AccessToken, AccountContext, Grant } from './grant.ts';
import { asOAuthError, notSignedIn, stillWaiting, tooLate } from './token-errors.ts';
import { backgroundPause, refreshTimeout, timeLeft } from './token-policy.ts';
import { bare, fingerprint, ownEntry, type TokenEntry, type TokenStore } from './token-store.ts';
import { Turns } from './turns.ts';

/** What a client sent, for the provider to judge. */
export interface Password {
  readonly text: string;
  readonly digest: string;
  /** The provider accepted it before, in this run. */
  readonly accepted: boolean;
}

/**
 * Token requests at a time with one client's settings: far more than an office begins at once, and few enough that a crowd
 * after a start is answered one after the other, where all at once would all be late. A provider that does not answer keeps
 * nobody waiting but those who ask it.
 */
const mostAtOnce = 64;

/** Who wants a token, for one request to the provider. */
interface RenewalOptions {
  /** Proves this password to the provider: nothing that another password brought is used. */
  readonly password?: string | undefined;
  readonly signal: AbortSignal;
}

/** How a token came: found in the vault (another process renewed it), or from the provider. */
type Obtained = { readonly token: AccessToken; readonly how: 'found' | 'issued' | 'renewed' };

/** What signing in and renewing work with. */
export interface TokenDeps {
  readonly store: TokenStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** From 0 to 1, for jitter. */
  random(): number;
  grantFor(client: ResolvedClient): Grant;
  /** Reads the settings and the vault as they are now. */
  contextOf(accountId: string): Promise<AccountContext>;
}

/**
 * The token requests under way, one for each cached token (and password), whoever asks: each gets a token from the vault
 * or the provider, and keeps it before anybody uses it.
 */
export class TokenRefresher {
  readonly #deps: TokenDeps;
  readonly #ended: (accountId: string) => void;
  readonly #digestKey = randomBytes(32);
  readonly #underWay = new Set<Promise<AccessToken>>();
  /** By the client's id. */
  readonly #turns = new Map<string, Turns>();

  /** @param ended - a request ended, well or not, or takes long */
  constructor(deps: TokenDeps, ended: (accountId: string) => void) {
    this.#deps = deps;
    this.#ended = ended;
  }

  /** The caller's password, and whether the provider accepted it before in this run. */
  password(tokens: AccountTokens, cached: CachedToken, text: string | undefined): Password | undefined {
    if (text === undefined || tokens.client?.grant !== 'password') return undefined;
    const digest = createHmac('sha256', this.#digestKey).update(text).digest('base64');
    return { text, digest, accepted: cached.acceptedPassword === digest };
  }

  /**
   * The token request for this cached token (and password): the one under way, or a new one.
   * @param options.isAwaited - somebody waits for it: it has its turn before those of the background
   */
  begin(
    tokens: AccountTokens,
    cached: CachedToken,
    options: {
      readonly password?: Password | undefined;
      readonly forced?: boolean;
      readonly isAwaited?: boolean;
    },
  ): Refresh {
    const { password, forced = false, isAwaited = false } = options;
    const name = password?.digest ?? '';
    let refresh = cached.refreshes.get(name);
    if (refresh === undefined) {
      refresh = this.#begin(tokens, cached, name, password);
      if (forced) cached.forcedAt = this.#deps.clock.now();
    }
    if (isAwaited) this.#turnsOf(tokens).hurry(refresh.controller);
    return refresh;
  }

  #begin(tokens: AccountTokens, cached: CachedToken, name: string, password: Password | undefined): Refresh {
    cached.quietUntil = this.#deps.clock.now() + backgroundPause;
    const controller = new AbortController();
    const request = (): Promise<AccessToken> => this.#request(tokens, cached, password, controller);
    const promise = this.#turnsOf(tokens)
      .run(controller, request, controller.signal)
      .finally(() => {
        this.#underWay.delete(promise);
        cached.refreshes.delete(name);
        this.#ended(tokens.accountId);
      });
    // A request that nobody waits for any more still has its outcome noted.
    promise.catch(() => undefined);
    this.#underWay.add(promise);
    const refresh = { promise, controller };
    cached.refreshes.set(name, refresh);
    return refresh;
  }

  #turnsOf({ client }: AccountTokens): Turns {
    const id = client?.id ?? '';
    let turns = this.#turns.get(id);
    if (turns === undefined) this.#turns.set(id, (turns = new Turns(mostAtOnce)));
    return turns;
  }

  /** A login cannot wait any longer for what is under way. @returns what it is told */
  slow(tokens: AccountTokens, cached: CachedToken, { controller }: Refresh): OAuthError {
    const isWaiting = this.#turnsOf(tokens).isWaiting(controller);
    const error = (isWaiting ? stillWaiting : tooLate)(tokens.owner.address);
    if (cached.failure === undefined) this.failed(tokens, error);
    cached.isSlow(error, this.#deps.clock.now());
    this.#ended(tokens.accountId);
    return error;
  }

  /** Resolves when everything that is under way now has ended; what has not had its turn is not begun any more. */
  async end(): Promise<void> {
    const reason = stillWaiting(msg('providers.accounts'));
    for (const turns of this.#turns.values()) turns.refuseAll(reason);
    await Promise.allSettled(this.#underWay);
  }

  async #request(
    tokens: AccountTokens,
    cached: CachedToken,
    password: Password | undefined,
    controller: AbortController,
  ): Promise<AccessToken> {
    try {
      return await withDeadline(
        async (signal) => {
          const obtained = await this.#obtain(tokens, cached, { password: password?.text, signal });
          if (password !== undefined) cached.acceptedPassword = password.digest;
          this.#succeeded(tokens, obtained);
          return obtained.token;
        },
        {
          clock: this.#deps.clock,
          milliseconds: refreshTimeout,
          controller,
          late: () => tooLate(tokens.owner.address),
        },
      );
    } catch (error) {
      const known = asOAuthError(error, tokens.owner.address);
      const withPassword = password !== undefined;
      if (known.code === 'wrong-password' && cached.acceptedPassword === password?.digest) {
        cached.acceptedPassword = undefined;
      }
      cached.fail(known, { now: this.#deps.clock.now(), jitter: this.#deps.random(), withPassword });
      this.failed(tokens, known);
      throw known;
    }
  }

  #succeeded(tokens: AccountTokens, { how }: Obtained): void {
    if (how === 'found') return;
    tokens.signInError = undefined;
    tokens.history.add({ at: this.#deps.clock.now(), kind: how });
    this.#deps.logger.debug(`token ${how}`, { account: tokens.account?.address });
  }

  /** Notes a failure where people see it; a password that was wrong is its caller's business. */
  failed(tokens: AccountTokens, error: OAuthError): void {
    if (error.code === 'wrong-password' || error.code === 'cancelled') return;
    const kind = error.code === 'unreachable' ? 'failed' : 'refused';
    tokens.history.add({ at: this.#deps.clock.now(), kind, detail: error.text });
    this.#deps.logger.warn('no token', {
      account: tokens.account?.address,
      code: error.code,
      reason: error.message,
    });
  }

  /** Gets a token from the vault or the provider, and keeps it before anybody uses it. */
  async #obtain(tokens: AccountTokens, cached: CachedToken, options: RenewalOptions): Promise<Obtained> {
    const look = async () => {
      const context = await this.#deps.contextOf(tokens.accountId);
      const entry = ownEntry(await this.#deps.store.read(context.account), context.client);
      const found = options.password === undefined ? this.#find(cached, context, entry) : undefined;
      if (found === undefined || entry === undefined) return { context, entry };
      tokens.renewed(entry);
      cached.adopt(found, this.#deps.random());
      return { context, entry, obtained: { token: found, how: 'found' } as const };
    };
    // Another process may have renewed it while this one waited for its turn: no lock is needed then.
    const before = await look();
    if (before.obtained !== undefined) return before.obtained;
    return this.#deps.store.exclusively(tokens.owner, cached.subject, async () => {
      // The wait for another process may have been longer than anybody here waited.
      options.signal.throwIfAborted();
      const { context, entry, obtained } = await look();
      return obtained ?? this.#ask(tokens, cached, context, entry, options);
    });
  }

  #find(
    cached: CachedToken,
    context: AccountContext,
    entry: TokenEntry | undefined,
  ): AccessToken | undefined {
    const stored = entry?.tokens[cached.key];
    if (stored === undefined || !cached.prefers(stored, this.#deps.clock.now())) return undefined;
    const { client } = context;
    return stored.made === fingerprint(client, scopeOf(client, cached.use)) ? stored : undefined;
  }

  async #ask(
    tokens: AccountTokens,
    cached: CachedToken,
    context: AccountContext,
    entry: TokenEntry | undefined,
    options: RenewalOptions,
  ): Promise<Obtained> {
    const { account, client, credential } = context;
    const grant = this.#deps.grantFor(client);
    const shared = !hasTokensPerMailbox(context);
    // A refresh token would answer without looking at the password.
    const state = options.password === undefined && shared ? entry?.state : undefined;
    if (grant.signIn !== undefined && state === undefined) throw notSignedIn(account.address);
    const scope = scopeOf(client, cached.use);
    const earlier = cached.token !== undefined || entry?.tokens[cached.key] !== undefined;
    let next: string | undefined;
    const asking = grant.renew({
      account,
      subject: cached.subject ?? account.address,
      client,
      credential,
      scope,
      password: options.password,
      state,
      // written with the token itself, before anybody gets that
      save: async (kept) => {
        refuseSignedOut(tokens, account);
        if (shared) next = kept;
      },
      // Whoever comes here has looked at the token at hand already: a library's cached copy of it is no help.
      fresh: earlier || cached.refusedValue !== undefined,
      signal: options.signal,
    });
    const issued = await asking.catch(async (error: unknown) => {
      if (next !== undefined)
        await this.#keep(tokens, cached, context, (current) => ({ ...current, state: next }));
      if (error instanceof OAuthError && error.code === 'needs-sign-in' && state !== undefined) {
        await this.#noteSignInNeeded(tokens, cached, context, error);
      }
      throw error;
    });
    refuseSignedOut(tokens, account);
    const made = fingerprint(client, scope);
    const now = this.#deps.clock.now();
    await this.#keep(tokens, cached, context, (current) => ({
      ...current,
      state: next ?? current.state,
      identity: issued.identity ?? current.identity,
      renewedAt: now,
      needsSignIn: current.needsSignIn?.key === cached.key ? undefined : current.needsSignIn,
      tokens: { ...unexpired(current, now), [cached.key]: { ...bare(issued.token), made } },
    }));
    cached.adopt(issued.token, this.#deps.random());
    return { token: issued.token, how: earlier ? 'renewed' : 'issued' };
  }

  /** So that the account does not look well again after a restart; the refresh token stays. */
  async #noteSignInNeeded(
    tokens: AccountTokens,
    cached: CachedToken,
    context: AccountContext,
    { text, fix, who }: OAuthError,
  ): Promise<void> {
    const needsSignIn = { key: cached.key, message: text, fix, who };
    await this.#keep(tokens, cached, context, (current) => ({ ...current, needsSignIn }));
  }

  /** In memory where the disk takes nothing: a token that cannot be kept is still a token. */
  async #keep(
    tokens: AccountTokens,
    cached: CachedToken,
    context: AccountContext,
    change: (current: TokenEntry) => TokenEntry,
  ): Promise<void> {
    const { account, client } = context;
    const keep = async (): Promise<void> => {
      refuseSignedOut(tokens, account);
      const next = await this.#deps.store.keep(account, (current) =>
        change(ownEntry(current, client) ?? { version: 1, clientId: client.id, tokens: {} }),
      );
      tokens.renewed(next);
    };
    // Mailboxes with tokens of their own ask the provider side by side, but share one entry.
    if (cached.subject === undefined) return keep();
    try {
      await this.#deps.store.exclusively(account, undefined, keep);
    } catch (error) {
      if (!(error instanceof OAuthError) || error.code !== 'unreachable') throw error;
      this.#deps.logger.warn('a token could not be kept, and will be asked for again', {
        account: account.address,
        reason: error.message,
      });
    }
  }
}

function unexpired(entry: TokenEntry, now: number): TokenEntry['tokens'] {
  return Object.fromEntries(Object.entries(entry.tokens).filter(([, token]) => timeLeft(token, now) > 0));
}

function refuseSignedOut(tokens: AccountTokens, account: Account): void {
  if (!tokens.signedOut) return;
  throw new OAuthError('cancelled', msg('tokens.signedOutMeanwhile', { address: account.address }), {
    fix: msg('signIn.signAccountAgain'),
  });
}
