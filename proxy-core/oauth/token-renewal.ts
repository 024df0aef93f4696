import type { Logger } from '../activity/logger.ts';
import type { Clock } from '../activity/clock.ts';
import type { Account } from '../accounts/account.ts';
import { type AccountContext, type AccountTokens, hasTokensPerMailbox, scopeOf } from './account-tokens.ts';
import type { AccessToken, Grant, ResolvedClient } from './grant.ts';
import { OAuthError } from './oauth-error.ts';
import { timeLeft } from './renewal-schedule.ts';
import { fingerprint, type TokenEntries, type TokenEntry } from './token-entry.ts';
import type { TokenSlot } from './token-slot.ts';
import { notSignedIn } from './token-trouble.ts';

/** Who wants a token, for one request to the provider. */
export interface RenewalOptions {
  /** Proves this password to the provider: nothing that another password brought is used. */
  readonly password?: string | undefined;
  readonly signal: AbortSignal;
}

/** How a token came: found in the vault (another process renewed it), or from the provider. */
export type Obtained = { readonly token: AccessToken; readonly how: 'found' | 'issued' | 'renewed' };

/** Gets one token from the vault or the provider, and keeps it before anybody uses it. */
export class TokenRenewal {
  readonly #entries: TokenEntries;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #random: () => number;
  readonly #grantFor: (client: ResolvedClient) => Grant;
  readonly #contextOf: (accountId: string) => Promise<AccountContext>;

  constructor(deps: {
    entries: TokenEntries;
    clock: Clock;
    logger: Logger;
    random(): number;
    grantFor(client: ResolvedClient): Grant;
    contextOf(accountId: string): Promise<AccountContext>;
  }) {
    this.#entries = deps.entries;
    this.#clock = deps.clock;
    this.#logger = deps.logger;
    this.#random = () => deps.random();
    this.#grantFor = (client) => deps.grantFor(client);
    this.#contextOf = (accountId) => deps.contextOf(accountId);
  }

  /** @throws OAuthError, and whatever the grant throws */
  async run(tokens: AccountTokens, slot: TokenSlot, options: RenewalOptions): Promise<Obtained> {
    return this.#entries.exclusively(tokens.owner, slot.subject, async () => {
      // The wait for another process may have been longer than anybody here waited.
      options.signal.throwIfAborted();
      const context = await this.#contextOf(tokens.accountId);
      const entry = ownEntry(await this.#entries.read(context.account), context.client);
      const found = options.password === undefined ? this.#find(slot, context, entry) : undefined;
      if (found !== undefined && entry !== undefined) {
        tokens.renewed(entry);
        slot.adopt(found, this.#random());
        return { token: found, how: 'found' };
      }
      return this.#ask(tokens, slot, context, entry, options);
    });
  }

  #find(slot: TokenSlot, context: AccountContext, entry: TokenEntry | undefined): AccessToken | undefined {
    const stored = entry?.tokens[slot.key];
    if (stored === undefined || !slot.prefers(stored, this.#clock.now())) return undefined;
    const { client } = context;
    return stored.made === fingerprint(client, scopeOf(client, slot.protocol)) ? stored : undefined;
  }

  async #ask(
    tokens: AccountTokens,
    slot: TokenSlot,
    context: AccountContext,
    entry: TokenEntry | undefined,
    options: RenewalOptions,
  ): Promise<Obtained> {
    const { account, client, credential } = context;
    const grant = this.#grantFor(client);
    const shared = !hasTokensPerMailbox(context);
    // A refresh token would answer without looking at the password.
    const state = options.password === undefined && shared ? entry?.state : undefined;
    if (grant.interactive && state === undefined) throw notSignedIn(account.address);
    const scope = scopeOf(client, slot.protocol);
    const earlier = slot.token !== undefined || entry?.tokens[slot.key] !== undefined;
    const asking = grant.renew({
      account,
      subject: slot.subject ?? account.address,
      client,
      credential,
      scope,
      password: options.password,
      state,
      save: async (next) => {
        refuseSignedOut(tokens, account);
        if (!shared) return;
        await this.#keep(tokens, slot, context, (current) => ({ ...current, state: next }));
      },
      // Whoever comes here has looked at the token at hand already: a library's cached copy of it is no help.
      fresh: earlier || slot.refusedValue !== undefined,
      signal: options.signal,
    });
    const issued = await asking.catch(async (error: unknown) => {
      if (error instanceof OAuthError && error.code === 'needs-sign-in' && state !== undefined) {
        await this.#noteSignInNeeded(tokens, slot, context, error);
      }
      throw error;
    });
    refuseSignedOut(tokens, account);
    const made = fingerprint(client, scope);
    const now = this.#clock.now();
    await this.#keep(tokens, slot, context, (current) => ({
      ...current,
      identity: issued.identity ?? current.identity,
      renewedAt: now,
      needsSignIn: current.needsSignIn?.key === slot.key ? undefined : current.needsSignIn,
      tokens: { ...unexpired(current, now), [slot.key]: { ...bare(issued.token), made } },
    }));
    slot.adopt(issued.token, this.#random());
    return { token: issued.token, how: earlier ? 'renewed' : 'issued' };
  }

  /** So that the account does not look well again after a restart; the refresh token stays. */
  async #noteSignInNeeded(
    tokens: AccountTokens,
    slot: TokenSlot,
    context: AccountContext,
    { message, fix, who }: OAuthError,
  ): Promise<void> {
    const needsSignIn = { key: slot.key, message, fix, who };
    await this.#keep(tokens, slot, context, (current) => ({ ...current, needsSignIn }));
  }

  /** In memory where the disk takes nothing: a token that cannot be kept is still a token. */
  async #keep(
    tokens: AccountTokens,
    slot: TokenSlot,
    context: AccountContext,
    change: (current: TokenEntry) => TokenEntry,
  ): Promise<void> {
    const { account, client } = context;
    const keep = async (): Promise<void> => {
      refuseSignedOut(tokens, account);
      const next = await this.#entries.keep(account, (current) =>
        change(ownEntry(current, client) ?? { version: 1, clientId: client.id, tokens: {} }),
      );
      tokens.renewed(next);
    };
    // Mailboxes with tokens of their own ask the provider side by side, but share one entry.
    if (slot.subject === undefined) return keep();
    try {
      await this.#entries.exclusively(account, undefined, keep);
    } catch (error) {
      if (!(error instanceof OAuthError) || error.code !== 'unreachable') throw error;
      this.#logger.warn('a token could not be kept, and will be asked for again', {
        account: account.address,
        reason: error.message,
      });
    }
  }
}

/** Only the three fields: what a grant adds is not kept. */
export function bare(token: AccessToken): AccessToken {
  return { value: token.value, obtainedAt: token.obtainedAt, expiresAt: token.expiresAt };
}

/** The entry, if this client made it. */
export function ownEntry(entry: TokenEntry | undefined, client: ResolvedClient): TokenEntry | undefined {
  return entry?.clientId === client.id ? entry : undefined;
}

function unexpired(entry: TokenEntry, now: number): TokenEntry['tokens'] {
  return Object.fromEntries(Object.entries(entry.tokens).filter(([, token]) => timeLeft(token, now) > 0));
}

function refuseSignedOut(tokens: AccountTokens, account: Account): void {
  if (!tokens.signedOut) return;
  throw new OAuthError('cancelled', `${account.address} was signed out meanwhile.`, {
    fix: 'Sign in to this account again.',
  });
}
