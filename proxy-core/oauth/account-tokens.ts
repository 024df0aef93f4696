import { type Account, canonicalAddress } from '../accounts/account.ts';
import type { Protocol } from '../accounts/protocol.ts';
import type { ClientCredential, ResolvedClient } from './grant.ts';
import { OAuthError } from './oauth-error.ts';
import { idleAfter, idleRenewalTime } from './renewal-schedule.ts';
import { fingerprint, type TokenEntry } from './token-entry.ts';
import type { TokenHistory } from './token-history.ts';
import { slotKey, slotOf, TokenSlot } from './token-slot.ts';

/** An account with what it signs in with, as the settings and the vault have it now. */
export interface AccountContext {
  readonly account: Account;
  readonly client: ResolvedClient;
  readonly credential: ClientCredential;
}

/** More mailboxes than a domain's clients use in a day: tokens beyond it are asked for again. */
const mostSlots = 2000;

/** What is in memory of one account: its tokens, and what is known of its sign-in. */
export class AccountTokens {
  readonly accountId: string;
  readonly history: TokenHistory;
  readonly slots = new Map<string, TokenSlot>();
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

  constructor(accountId: string, history: TokenHistory, jitter: number) {
    this.accountId = accountId;
    this.history = history;
    this.#jitter = jitter;
  }

  /** Whose tokens these are, in words too where that is known. */
  get owner(): { readonly id: string; readonly address: string } {
    return this.account ?? { id: this.accountId, address: 'this account' };
  }

  /** Takes over what the settings and the vault say; an entry that another client made says nothing. */
  learn(context: AccountContext, interactive: boolean, entry: TokenEntry | undefined, now: number): void {
    const { account, client } = context;
    this.account = account;
    this.client = client;
    this.interactive = interactive;
    if (entry?.clientId !== client.id) return;
    for (const [key, stored] of Object.entries(entry.tokens)) {
      const slot = slotOf(key);
      if (slot === undefined || this.slots.has(key)) continue;
      if (stored.made !== fingerprint(client, scopeOf(client, slot.protocol))) continue;
      if ((slot.subject !== undefined) !== hasTokensPerMailbox(context)) continue;
      if (stored.expiresAt <= now) continue;
      slot.adopt(stored, this.#jitter);
      slot.usedAt = stored.obtainedAt;
      this.slots.set(key, slot);
    }
    this.renewed(entry);
    if (entry.needsSignIn === undefined) return;
    const { key, message, fix, who } = entry.needsSignIn;
    const slot = this.slots.get(key) ?? slotOf(key);
    if (slot === undefined) return;
    this.slots.set(key, slot);
    const error = new OAuthError('needs-sign-in', message, { fix, who });
    // Shown at once, but the next login may ask once: something may have been changed since.
    slot.problem = { error, until: now, loginsFrom: now, failures: 1, withPassword: false };
  }

  /** Takes over what is known of the sign-in from the entry as it is in the vault now. */
  renewed(entry: TokenEntry): void {
    this.hasState = entry.state !== undefined;
    this.identity = entry.identity;
    this.signedInAt = entry.signedInAt;
    this.renewedAt = entry.renewedAt;
    // An idle account's refresh token is kept alive through the slot of the client's whole scope.
    if (this.hasState && !this.slots.has('')) this.slots.set('', new TokenSlot(undefined, undefined));
  }

  /** After a sign-in: whatever was there before is history. */
  signedIn(context: AccountContext, entry: TokenEntry, now: number): void {
    this.slots.clear();
    this.fault = undefined;
    this.signInError = undefined;
    this.learn(context, true, entry, now);
  }

  /** The place of the token that such a login needs. */
  slot(subject: string, protocol: Protocol, now: number): TokenSlot {
    const perMailbox =
      this.account !== undefined &&
      this.client !== undefined &&
      hasTokensPerMailbox({ account: this.account, client: this.client });
    const own = perMailbox ? canonicalAddress(subject) : undefined;
    const narrow = this.client?.protocolScopes[protocol] === undefined ? undefined : protocol;
    const key = slotKey(own, narrow);
    let slot = this.slots.get(key);
    if (slot === undefined) {
      if (this.slots.size >= mostSlots) this.#dropIdlest();
      slot = new TokenSlot(own, narrow);
      this.slots.set(key, slot);
    }
    slot.usedAt = now;
    return slot;
  }

  /** Whether a token can be had with nobody present. */
  get renewable(): boolean {
    if (this.account === undefined || this.client === undefined || this.fault !== undefined) return false;
    if (this.hasState) return true;
    return !this.interactive && this.client.grant !== 'password';
  }

  /** When this slot is to be renewed in the background, in milliseconds since 1970; Infinity for never. */
  dueAt(slot: TokenSlot, now: number): number {
    if (!this.renewable || this.account?.paused === true || slot.flights.size > 0) return Infinity;
    const { problem } = slot;
    if (problem !== undefined && problem.error.code !== 'unreachable') return Infinity;
    const inUse = now - slot.usedAt < idleAfter;
    const needed = inUse ? Math.min(slot.renewsAt, problem?.until ?? Infinity) : Infinity;
    const due = Math.min(needed, slot.key === '' ? this.idleRenewalAt : Infinity);
    // A token that is born past its half-life must not be renewed without end.
    return Math.max(due, problem?.until ?? slot.quietUntil);
  }

  /** When the refresh token is to be used although nobody asks, in milliseconds since 1970. */
  get idleRenewalAt(): number {
    if (!this.hasState) return Infinity;
    return idleRenewalTime(this.renewedAt ?? this.signedInAt ?? 0, this.#jitter);
  }

  #dropIdlest(): void {
    let idlest: TokenSlot | undefined;
    for (const slot of this.slots.values()) {
      if (slot.flights.size > 0) continue;
      if (idlest === undefined || slot.usedAt < idlest.usedAt) idlest = slot;
    }
    if (idlest !== undefined) this.slots.delete(idlest.key);
  }
}

/** The scopes to ask for: narrower ones for a protocol that has its own. */
export function scopeOf(client: ResolvedClient, protocol: Protocol | undefined): string {
  return (protocol === undefined ? undefined : client.protocolScopes[protocol]) ?? client.scope;
}

/** Whether each mailbox of this account has tokens of its own, and no state that they share. */
export function hasTokensPerMailbox(context: Pick<AccountContext, 'account' | 'client'>): boolean {
  const { account, client } = context;
  if (client.grant === 'service-account') return true;
  // A domain's mailboxes each have a password of their own: none may get another's token.
  return client.grant === 'password' && account.address.startsWith('*@');
}
