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
import { ClientRequests } from './client-requests.ts';
import type { AccessToken, AccountContext, Grant } from './grant.ts';
import { ROTATION_TIMEOUT_MS } from './http.ts';
import { asOAuthError, failure, tooLate } from './token-errors.ts';
import { backgroundPause, refreshTimeout, timeLeft } from './token-policy.ts';
import {
  bare,
  fingerprint,
  mailboxEntryName,
  ownEntry,
  type TokenEntry,
  type TokenStore,
} from './token-store.ts';
import { VaultError } from '#core/storage/vault.ts';

/** What a client sent, for the provider to judge. */
export interface Password {
  readonly text: string;
  readonly digest: string;
  /** The provider accepted it before, in this run. */
  readonly accepted: boolean;
}

/** One request for one cached token. */
interface Job {
  readonly tokens: AccountTokens;
  readonly cached: CachedToken;
  /** Proves this password to the provider: nothing that another password brought is used. */
  readonly password: Password | undefined;
  readonly controller: AbortController;
}

/** How a token came: found in the vault (another process renewed it), or from the provider. */
type Obtained = { readonly token: AccessToken; readonly how: 'found' | 'signed-in' | 'issued' | 'renewed' };

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
  readonly #ended: (tokens: AccountTokens) => void;
  readonly #digestKey = randomBytes(32);
  readonly #underWay = new Set<Promise<AccessToken>>();
  /** By the application's id and the token URL, which names the tenant. */
  readonly #clients = new Map<string, ClientRequests>();

  /** @param ended - a request ended, well or not, or takes long */
  constructor(deps: TokenDeps, ended: (tokens: AccountTokens) => void) {
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
    let refresh = cached.refreshes.get(password?.digest ?? '');
    if (refresh === undefined) {
      refresh = this.#begin({ tokens, cached, password, controller: new AbortController() });
      if (forced) cached.forcedAt = this.#deps.clock.now();
    }
    if (isAwaited) refresh.hurry();
    return refresh;
  }

  #begin(job: Job): Refresh {
    const { tokens, cached, password, controller } = job;
    const name = password?.digest ?? '';
    cached.quietUntil = this.#deps.clock.now() + backgroundPause;
    const requests = this.#requestsOf(tokens.client);
    const promise = requests.semaphore
      .run(controller, () => this.#request(job), controller.signal)
      .finally(() => {
        this.#underWay.delete(promise);
        cached.refreshes.delete(name);
        this.#ended(tokens);
      });
    // A request that nobody waits for any more still has its outcome noted.
    promise.catch(() => undefined);
    this.#underWay.add(promise);
    const isWaiting = (): boolean => requests.semaphore.isWaiting(controller);
    const hurry = (): void => requests.hurry(controller);
    const refresh = { promise, controller, isWaiting, hurry };
    cached.refreshes.set(name, refresh);
    return refresh;
  }

  #requestsOf(client: ResolvedClient | undefined): ClientRequests {
    const key = `${client?.clientId ?? ''} ${client?.tokenUrl ?? ''}`;
    const requests = this.#clients.get(key) ?? new ClientRequests();
    this.#clients.set(key, requests);
    return requests;
  }

  /** A login cannot wait any longer for what is under way. @returns what it is told */
  slow(tokens: AccountTokens, cached: CachedToken, { isWaiting }: Refresh): OAuthError {
    const { address } = tokens.owner;
    const error = isWaiting() ? failure('tokens.manyRenewedFirst', { address }) : tooLate(address);
    if (cached.failure === undefined) this.failed(tokens, error);
    cached.noteSlow(error, this.#deps.clock.now());
    this.#ended(tokens);
    return error;
  }

  /** The network or the computer is back: whoever asks next asks the provider. */
  resumed(): void {
    for (const requests of this.#clients.values()) requests.resumed();
  }

  /** Resolves when everything that is under way now has ended; what has not had its turn is not begun any more. */
  async end(): Promise<void> {
    const reason = failure('tokens.manyRenewedFirst', { address: msg('providers.accounts') });
    for (const { semaphore } of this.#clients.values()) semaphore.refuseAll(reason);
    await Promise.allSettled(this.#underWay);
  }

  async #request(job: Job): Promise<AccessToken> {
    const { tokens, cached, password, controller } = job;
    const { clock, logger } = this.#deps;
    try {
      return await withDeadline(
        async () => {
          const { token, how } = await this.#obtain(job, clock.now() + refreshTimeout);
          if (password !== undefined) cached.acceptedPassword = password.digest;
          if (how !== 'found') {
            tokens.signInError = undefined;
            tokens.history.add({ at: clock.now(), kind: how });
            logger.debug(`token ${how}`, { account: tokens.account?.address });
          }
          return token;
        },
        { clock, milliseconds: refreshTimeout, controller, late: () => tooLate(tokens.owner.address) },
      );
    } catch (error) {
      const known = asOAuthError(error, tokens.owner.address);
      if (known.code === 'wrong-password' && cached.acceptedPassword === password?.digest) {
        cached.acceptedPassword = undefined;
      }
      const awaitsLogin = tokens.client?.grant === 'password' && known.code === 'needs-sign-in';
      if (!awaitsLogin) cached.fail(known, clock.now(), this.#deps.random());
      this.failed(tokens, known);
      throw known;
    }
  }

  /** Notes a failure where people see it; a password that was wrong is its caller's business. */
  failed(tokens: AccountTokens, error: OAuthError): void {
    if (error.code === 'wrong-password' || error.code === 'cancelled') return;
    const kind = error.code === 'unreachable' ? 'failed' : 'refused';
    tokens.history.add({ at: this.#deps.clock.now(), kind, detail: error.text });
    const account = tokens.account?.address;
    this.#deps.logger.warn('no token', { account, code: error.code, reason: error.message });
  }

  /**
   * Gets a token from the vault or the provider, and keeps it before anybody uses it.
   * @param until - when it is given up, in milliseconds since 1970
   */
  async #obtain(job: Job, until: number): Promise<Obtained> {
    const { tokens, cached } = job;
    const look = async () => {
      const context = await this.#deps.contextOf(tokens.accountId);
      const entry = ownEntry(await this.#read(cached, context.account), context.client);
      const found = job.password === undefined ? this.#find(cached, context, entry) : undefined;
      if (found === undefined || entry === undefined) return { context, entry };
      if (cached.subject === undefined) tokens.renewed(entry);
      cached.adopt(found, this.#deps.random());
      return { context, entry, obtained: { token: found, how: 'found' } as const };
    };
    // Another process may have renewed it while this one waited for its turn: no lock is needed then.
    const before = await look();
    if (before.obtained !== undefined) return before.obtained;
    return this.#deps.store.exclusively(tokens.owner, cached.subject, async () => {
      // The wait for another process may have been longer than anybody here waited.
      job.controller.signal.throwIfAborted();
      // what is cut off in the middle can take the new refresh token with it
      if (this.#deps.clock.now() + ROTATION_TIMEOUT_MS > until) throw tooLate(tokens.owner.address);
      const { context, entry, obtained } = await look();
      return obtained ?? this.#ask(job, context, entry);
    });
  }

  #read({ subject }: CachedToken, account: Account): Promise<TokenEntry | undefined> {
    const { store } = this.#deps;
    return subject === undefined
      ? store.read(account)
      : store.readMailbox(mailboxEntryName(account.id, subject));
  }

  #find(cached: CachedToken, { client }: AccountContext, entry?: TokenEntry): AccessToken | undefined {
    const stored = entry?.tokens[cached.key];
    if (stored === undefined || !cached.prefers(stored, this.#deps.clock.now())) return undefined;
    return stored.made === fingerprint(client, scopeOf(client, cached.use)) ? stored : undefined;
  }

  async #ask(job: Job, context: AccountContext, entry: TokenEntry | undefined): Promise<Obtained> {
    const { tokens, cached } = job;
    const { account, client, credential } = context;
    const password = job.password?.text;
    const grant = this.#deps.grantFor(client);
    const shared = !hasTokensPerMailbox(context);
    // A refresh token would answer without looking at the password.
    const state = password === undefined && shared ? entry?.state : undefined;
    if (grant.signIn !== undefined && state === undefined)
      throw failure('signIn.notSignedYet', { address: account.address });
    const requests = this.#requestsOf(client);
    const putOff = requests.putOff(client, account.address, this.#deps.clock.now());
    if (putOff !== undefined) throw putOff;
    const scope = scopeOf(client, cached.use);
    // a password that the provider takes is the sign-in of the grant that has no page
    const isSignIn = password !== undefined && shared && entry?.signedInAt === undefined;
    const earlier = cached.token !== undefined || entry?.tokens[cached.key] !== undefined;
    let next: string | undefined;
    const asking = grant.renew({
      account,
      subject: cached.subject ?? account.address,
      client,
      credential,
      scope,
      password,
      state,
      // written with the token itself, before anybody gets that
      save: async (kept) => {
        refuseSignedOut(tokens, account);
        if (shared) next = kept;
      },
      // Whoever comes here has looked at the token at hand already: a library's cached copy of it is no help.
      fresh: earlier || cached.refusedValue !== undefined,
      signal: job.controller.signal,
    });
    const issued = await asking.catch(async (error: unknown) => {
      requests.failed(client, error, this.#deps.clock.now());
      if (next !== undefined) await this.#keep(job, context, (current) => ({ ...current, state: next }));
      if (error instanceof OAuthError && error.code === 'needs-sign-in' && state !== undefined) {
        const { text: message, fix, who } = error;
        const needsSignIn = { key: cached.key, message, fix, who };
        // so that the account does not look well again after a restart; the refresh token stays. With the password grant
        // the next login is the sign-in
        const known = client.grant === 'password' ? { state: undefined } : { needsSignIn };
        await this.#keep(job, context, (current) => ({ ...current, ...known }));
      }
      throw error;
    });
    refuseSignedOut(tokens, account);
    const now = this.#deps.clock.now();
    const change = (current: TokenEntry): TokenEntry => ({
      ...current,
      state: next ?? current.state,
      identity: issued.identity ?? current.identity,
      signedInAt: isSignIn ? now : current.signedInAt,
      renewedAt: now,
      needsSignIn: current.needsSignIn?.key === cached.key ? undefined : current.needsSignIn,
      tokens: {
        ...unexpired(current, now),
        [cached.key]: {
          ...bare(issued.token),
          made: fingerprint(client, scope),
          // 0: no login has asked for it
          usedAt: Math.max(0, cached.usedAt),
        },
      },
    });
    if (cached.subject === undefined) await this.#keep(job, context, change);
    else await this.#keepOfMailbox(account, cached.subject, change(entry ?? newEntry(client)));
    cached.adopt(issued.token, this.#deps.random());
    return { token: issued.token, how: isSignIn ? 'signed-in' : earlier ? 'renewed' : 'issued' };
  }

  /** In memory where the disk takes nothing: a token that cannot be kept is still a token. */
  async #keep(
    { tokens }: Job,
    { account, client }: AccountContext,
    change: (current: TokenEntry) => TokenEntry,
  ): Promise<void> {
    refuseSignedOut(tokens, account);
    const next = await this.#deps.store.keep(account, (current) =>
      change(ownEntry(current, client) ?? newEntry(client)),
    );
    tokens.renewed(next);
  }

  /** Not at all where the disk takes nothing: there is no sign-in that would be lost. */
  async #keepOfMailbox({ id, address }: Account, subject: string, entry: TokenEntry): Promise<void> {
    try {
      await this.#deps.store.writeMailbox(mailboxEntryName(id, subject), entry);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      const reason = error.message;
      this.#deps.logger.warn('a token could not be kept, and will be asked for again', {
        account: address,
        reason,
      });
    }
  }
}

function newEntry({ id }: ResolvedClient): TokenEntry {
  return { version: 1, clientId: id, tokens: {} };
}

function unexpired(entry: TokenEntry, now: number): TokenEntry['tokens'] {
  return Object.fromEntries(Object.entries(entry.tokens).filter(([, token]) => timeLeft(token, now) > 0));
}

function refuseSignedOut(tokens: AccountTokens, { address }: Account): void {
  if (tokens.signedOut) throw failure('tokens.signedOutMeanwhile', { address });
}
