import { z } from 'zod';
import { type Message, msg, sameMessage } from '#messages/message.ts';
import { isWholeDomain, canonicalAddress, type Account } from '#contract/account.ts';
import type { CommandOutput } from '#contract/commands.ts';
import { submissionSchema, type TokenUse } from '#contract/submission.ts';
import { protocolSchema } from '#contract/endpoints.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import type { AccessToken, AccountContext } from './grant.ts';
import {
  backgroundRenewalTime,
  idleRenewalTime,
  isEnough,
  pausesAfter,
  renewalTime,
} from './token-policy.ts';
import { fingerprint, mailboxEntryName, type TokenEntry } from './token-store.ts';

/** No token could be had, and until when nobody asks again. Times are milliseconds since 1970. */
export interface RefreshFailure {
  readonly error: OAuthError;
  /** The background waits until then; Infinity: until somebody has signed in. */
  readonly until: number;
  /** A login, behind which somebody waits, may try again from then on. */
  readonly loginsFrom: number;
  /** How many tries failed in a row. */
  readonly failures: number;
}

/** A token request under way, shared by all who wait for it. */
export interface Refresh {
  readonly promise: Promise<AccessToken>;
  readonly controller: AbortController;
  /** It has not had its turn yet. */
  readonly isWaiting: () => boolean;
  /** Somebody waits for it now. */
  readonly hurry: () => void;
}

/** The place of one access token: an account's, or of it one use's or one mailbox's. */
export class CachedToken {
  readonly key: string;
  /** The mailbox, where each has tokens of its own. */
  readonly subject: string | undefined;
  /** What it is for, where that has tokens of its own. */
  readonly use: TokenUse | undefined;
  token: AccessToken | undefined;
  /** When the token is to be renewed in the background. */
  renewsAt = Infinity;
  /** When a login last asked. */
  usedAt = -Infinity;
  /** The background leaves the provider alone until then. */
  quietUntil = -Infinity;
  /** When it was last renewed because the mail server refused it. */
  forcedAt = -Infinity;
  /** The token value that the mail server refused: it is not taken from the vault either. */
  refusedValue: string | undefined;
  /** The digest of the password that the provider last accepted. */
  acceptedPassword: string | undefined;
  failure: RefreshFailure | undefined;
  /** What is under way: '' without a password, else by the password's digest. */
  readonly refreshes = new Map<string, Refresh>();

  constructor(subject: string | undefined, use: TokenUse | undefined) {
    this.key = cacheKey(subject, use);
    this.subject = subject;
    this.use = use;
  }

  /** Whether a token that was found in the vault is better than what is here. */
  prefers(found: AccessToken, now: number): boolean {
    if (found.value === this.refusedValue || !isEnough(found, now)) return false;
    return this.token === undefined || found.expiresAt > this.token.expiresAt;
  }

  adopt(token: AccessToken, jitter: number): void {
    this.token = { value: token.value, obtainedAt: token.obtainedAt, expiresAt: token.expiresAt };
    this.renewsAt = renewalTime(token, jitter);
    this.failure = undefined;
  }

  /** The mail server refused the token: it is not handed out again. */
  drop(): void {
    this.refusedValue = this.token?.value;
    this.token = undefined;
    this.renewsAt = Infinity;
  }

  /** Remembers a failure; a wrong password is its caller's alone. */
  fail(error: OAuthError, now: number, jitter: number): void {
    const failures = (this.failure?.error.code === error.code ? this.failure.failures : 0) + 1;
    const pauses = pausesAfter(error, failures, jitter);
    if (pauses === undefined) return;
    this.failure = { error, until: now + pauses.background, loginsFrom: now + pauses.logins, failures };
  }

  /** A request takes longer than a login can wait: shown until it has ended, and no reason not to join it. */
  noteSlow(error: OAuthError, now: number): void {
    this.failure ??= { error, until: now, loginsFrom: now, failures: 0 };
  }

  /** The error that callers get without asking the provider again, or undefined. */
  blockedBy(now: number): OAuthError | undefined {
    const { failure } = this;
    return failure === undefined || now >= failure.loginsFrom ? undefined : failure.error;
  }

  /**
   * The network or the computer is back, or its clock was set: whoever asks next asks the provider.
   * @param refused - also for what was refused
   */
  resume(now: number, refused: boolean): void {
    const { failure } = this;
    this.quietUntil = -Infinity;
    if (failure === undefined || (failure.error.code === 'refused' && !refused)) return;
    const until = failure.until === Infinity ? Infinity : Math.min(failure.until, now);
    const loginsFrom = Math.min(failure.loginsFrom, now);
    this.failure = { ...failure, until, loginsFrom, failures: 0 };
  }
}

/** The key of a cached token in the vault's entry; `cachedTokenOf` is its inverse. */
function cacheKey(subject: string | undefined, use: TokenUse | undefined): string {
  return `${use ?? ''}${subject === undefined ? '' : ` ${subject}`}`;
}

/** The cached token that a key in the vault's entry names, or undefined. */
function cachedTokenOf(key: string): CachedToken | undefined {
  const match = /^([a-z]+)?(?: (\S+))?$/u.exec(key);
  if (match === null) return undefined;
  const [, name, subject] = match;
  if (name === undefined) return new CachedToken(subject, undefined);
  const use = z.union([protocolSchema, submissionSchema.exclude(['smtp'])]).safeParse(name);
  return use.success ? new CachedToken(subject, use.data) : undefined;
}

/** More mailboxes than a domain's clients use in a day: tokens beyond it are asked for again. */
const mostCached = 2000;

/** What is in memory of one account: its tokens, and what is known of its sign-in. */
export class AccountTokens {
  readonly accountId: string;
  readonly history: TokenHistory;
  readonly cached = new Map<string, CachedToken>();
  /** The account as it was when it was looked up; undefined before that, and where there is no such account. */
  account: Account | undefined;
  client: ResolvedClient | undefined;
  interactive = false;
  /** The vault holds something to renew with. */
  hasState = false;
  identity: string | undefined;
  signedInAt: number | undefined;
  renewedAt: number | undefined;
  /** Settings without this account. */
  missing = false;
  /** Looking the account up failed. */
  fault: OAuthError | undefined;
  /** The last sign-in failed; until one succeeds, or the one before it has brought another token. */
  signInError: OAuthError | undefined;
  /** Looking it up: once, for all who wait. */
  looking: Promise<void> | undefined;
  lookedAt: number | undefined;
  /** Signed out: what is still under way is not kept any more. */
  signedOut = false;
  readonly #jitter: number;

  /** @param before - what was known of it until now: its history goes on, and which of its tokens are in use */
  constructor(accountId: string, jitter: number, before?: AccountTokens) {
    this.accountId = accountId;
    this.history = before?.history ?? new TokenHistory();
    this.#jitter = jitter;
    for (const { key, subject, use, usedAt } of before?.cached.values() ?? []) {
      const cached = new CachedToken(subject, use);
      cached.usedAt = usedAt;
      this.cached.set(key, cached);
    }
  }

  /** Whose tokens these are, in words too where that is known. */
  get owner(): { readonly id: string; readonly address: string | Message } {
    return this.account ?? { id: this.accountId, address: msg('providers.account2') };
  }

  /** Takes over what the settings and the vault say; an entry that another client made says nothing. */
  learn(context: AccountContext, interactive: boolean, entry: TokenEntry | undefined, now: number): void {
    const { account, client } = context;
    this.account = account;
    this.client = client;
    this.interactive = interactive;
    // what was kept before each mailbox had an entry of its own
    if (entry?.clientId !== client.id || hasTokensPerMailbox(context)) return;
    this.#takeOver(entry, client, now);
    this.renewed(entry);
    if (entry.needsSignIn === undefined) return;
    const { key, message, fix, who } = entry.needsSignIn;
    const cached = this.cached.get(key) ?? cachedTokenOf(key);
    if (cached === undefined) return;
    this.cached.set(key, cached);
    const error = new OAuthError('needs-sign-in', message, { fix, who });
    // Shown at once, but the next login may ask once: something may have been changed since.
    cached.failure = { error, until: Infinity, loginsFrom: now, failures: 1 };
  }

  /** Takes over the tokens of one mailbox that another process has kept. */
  learnMailbox(entry: TokenEntry, now: number): void {
    const { account, client } = this;
    if (account === undefined || client === undefined || entry.clientId !== client.id) return;
    if (hasTokensPerMailbox({ account, client })) this.#takeOver(entry, client, now);
  }

  /** Another process has deleted the tokens of one mailbox: they have ended, or the account was signed out. */
  forgetMailbox(entryName: string): void {
    for (const { key, subject } of this.cached.values())
      if (subject !== undefined && mailboxEntryName(this.accountId, subject) === entryName)
        this.cached.delete(key);
  }

  #takeOver({ tokens }: TokenEntry, client: ResolvedClient, now: number): void {
    for (const [key, stored] of Object.entries(tokens)) {
      const cached = this.cached.get(key) ?? cachedTokenOf(key);
      if (cached === undefined || stored.value === cached.refusedValue) continue;
      if (stored.made !== fingerprint(client, scopeOf(client, cached.use))) continue;
      if (stored.expiresAt <= Math.max(now, cached.token?.expiresAt ?? 0)) continue;
      cached.adopt(stored, this.#jitter);
      cached.usedAt = Math.max(cached.usedAt, stored.usedAt ?? stored.obtainedAt);
      this.#put(cached);
    }
  }

  /** Takes over what is known of the sign-in from the entry as it is in the vault now. */
  renewed(entry: TokenEntry): void {
    this.hasState = entry.state !== undefined;
    this.identity = entry.identity;
    this.signedInAt = entry.signedInAt;
    this.renewedAt = entry.renewedAt;
    // An idle account's refresh token is kept alive through the token of the client's whole scope.
    if (this.hasState && !this.cached.has('')) this.cached.set('', new CachedToken(undefined, undefined));
  }

  /** After a sign-in: whatever was there before is history. */
  signedIn(context: AccountContext, entry: TokenEntry, now: number): void {
    this.cached.clear();
    this.fault = undefined;
    this.signInError = undefined;
    this.learn(context, true, entry, now);
  }

  /** The place of the token that such a login needs. */
  cachedFor(subject: string, use: TokenUse, now: number): CachedToken {
    const perMailbox =
      this.account !== undefined &&
      this.client !== undefined &&
      hasTokensPerMailbox({ account: this.account, client: this.client });
    const own = perMailbox ? canonicalAddress(subject) : undefined;
    const apart = this.client?.ownScopes[use] === undefined ? undefined : use;
    const key = cacheKey(own, apart);
    let cached = this.cached.get(key);
    if (cached === undefined) {
      cached = new CachedToken(own, apart);
      this.#put(cached);
    }
    cached.usedAt = now;
    return cached;
  }

  /** Whether a token can be had with nobody present. */
  get renewable(): boolean {
    if (this.account === undefined || this.client === undefined || this.fault !== undefined) return false;
    if (this.hasState) return true;
    return !this.interactive && this.client.grant !== 'password';
  }

  /** When this token is to be renewed in the background, in milliseconds since 1970; Infinity for never. */
  dueAt(cached: CachedToken, now: number): number {
    if (!this.renewable || this.account?.paused === true || cached.refreshes.size > 0) return Infinity;
    return backgroundRenewalTime(cached, cached.key === '' ? this.idleRenewalAt : Infinity, now);
  }

  /** When the refresh token is to be used although nobody asks, in milliseconds since 1970. */
  get idleRenewalAt(): number {
    if (!this.hasState) return Infinity;
    return idleRenewalTime(this.renewedAt ?? this.signedInAt ?? 0, this.#jitter);
  }

  #put(cached: CachedToken): void {
    if (!this.cached.has(cached.key) && this.cached.size >= mostCached) this.#dropIdlest();
    this.cached.set(cached.key, cached);
  }

  #dropIdlest(): void {
    let idlest: CachedToken | undefined;
    for (const cached of this.cached.values()) {
      if (cached.refreshes.size > 0) continue;
      if (idlest === undefined || cached.usedAt < idlest.usedAt) idlest = cached;
    }
    if (idlest !== undefined) this.cached.delete(idlest.key);
  }
}

/** The scopes to ask for: the client's, or those of a use that has its own. */
export function scopeOf(client: ResolvedClient, use: TokenUse | undefined): string {
  return (use === undefined ? undefined : client.ownScopes[use]) ?? client.scope;
}

/** Whether each mailbox of this account has tokens of its own, and no state that they share. */
export function hasTokensPerMailbox(context: Pick<AccountContext, 'account' | 'client'>): boolean {
  const { account, client } = context;
  if (client.grant === 'service-account') return true;
  // A domain's mailboxes each have a password of their own: none may get another's token.
  return client.grant === 'password' && isWholeDomain(account.address);
}

/** Something that happened to an account's tokens; never holds one. */
export type TokenEvent = CommandOutput<'token-details'>['history'][number];

const longest = 50;

/** The last fifty events of one account. */
export class TokenHistory {
  readonly #events: TokenEvent[] = [];

  /** Adds an event; the same failure again only moves its time, so that an outage does not push the rest out. */
  add(event: TokenEvent): void {
    const last = this.#events.at(-1);
    const again = last?.kind === event.kind && sameMessage(last.detail, event.detail);
    if (again && (event.kind === 'failed' || event.kind === 'refused')) this.#events.pop();
    this.#events.push(event);
    if (this.#events.length > longest) this.#events.shift();
  }

  /** From the oldest to the newest. */
  list(): readonly TokenEvent[] {
    return [...this.#events];
  }
}
