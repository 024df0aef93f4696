import type { Message } from '#messages/message.ts';
import type { AccessToken } from './grant.ts';
import type { ErrorRemedy, OAuthError, OAuthErrorCode, ProviderAnswer } from '#core/errors/oauth-error.ts';
import { isLastResort, timeLeft } from './token-policy.ts';
import type { AccountTokens, CachedToken, TokenEvent } from './cached-token.ts';
import { notSignedIn, notWritten } from './token-errors.ts';

/** What keeps an account from getting tokens, and what to do about it. */
interface TokenProblem {
  readonly code: OAuthErrorCode;
  readonly message: Message;
  readonly fix: Message;
  readonly who: OAuthError['who'];
  readonly answer?: ProviderAnswer | undefined;
  readonly remedy?: ErrorRemedy | undefined;
}

/**
 * - ready: a login gets a token, as far as is known
 * - signing-in: a person is at it
 * - needs-sign-in, refused: see OAuthErrorCode
 * - unreachable: the provider cannot be reached, and there is no token to go on with
 * - unknown: not looked at yet, or there is no such account
 */
type TokenState = 'ready' | 'signing-in' | 'needs-sign-in' | 'refused' | 'unreachable' | 'unknown';

/** How an account's sign-in stands. Times are milliseconds since 1970. Holds nothing secret. */
export interface TokenStatus {
  readonly state: TokenState;
  /** May stand beside 'ready': the provider is away, but the token at hand is still good. */
  readonly problem?: TokenProblem | undefined;
  readonly token?: {
    readonly obtainedAt: number;
    readonly expiresAt: number;
    readonly renewsAt: number;
  };
  /** The renewed sign-in is in memory only, as the disk does not take it. */
  readonly unwritten?: TokenProblem | undefined;
  /** Who is signed in, as the provider tells it. */
  readonly identity?: string | undefined;
  readonly signedInAt?: number | undefined;
  /** The last fifty events, the newest last. */
  readonly history: readonly TokenEvent[];
}

/** How an account's sign-in stands, from what is in memory. */
export function statusOf(
  tokens: AccountTokens,
  beside: {
    readonly signingIn: boolean;
    /** Why the renewed sign-in is in memory only. */
    readonly unwritten: OAuthError | undefined;
    readonly now: number;
  },
): TokenStatus {
  const { signingIn, now } = beside;
  const unwritten =
    beside.unwritten === undefined ? undefined : notWritten(beside.unwritten, tokens.owner.address);
  const cached = newest(tokens, now);
  const error = tokens.missing ? undefined : worst(tokens, now);
  const token = cached?.token;
  return {
    state: signingIn ? 'signing-in' : stateOf(tokens, error, token, now),
    // a sign-in that failed is news beside what was there before it, which it leaves as it is
    ...problemIn(tokens.missing ? undefined : (tokens.fault ?? tokens.signInError ?? error ?? unwritten)),
    ...(unwritten === undefined ? {} : { unwritten: problemOf(unwritten) }),
    ...(token === undefined || cached === undefined
      ? {}
      : { token: { obtainedAt: token.obtainedAt, expiresAt: token.expiresAt, renewsAt: cached.renewsAt } }),
    identity: tokens.identity,
    signedInAt: tokens.signedInAt,
    history: tokens.history.list(),
  };
}

function stateOf(
  tokens: AccountTokens,
  error: OAuthError | undefined,
  token: AccessToken | undefined,
  now: number,
): TokenState {
  if (tokens.account !== undefined && tokens.fault === undefined && isSignedOut(tokens, now)) {
    return 'needs-sign-in';
  }
  if (error !== undefined) {
    switch (error.code) {
      case 'needs-sign-in':
      case 'refused':
        return error.code;
      case 'unreachable':
        return token !== undefined && isLastResort(token, now) ? 'ready' : 'unreachable';
      case 'cancelled':
      case 'wrong-password':
        return 'ready';
    }
  }
  return tokens.account === undefined ? 'unknown' : 'ready';
}

const weight = { 'needs-sign-in': 5, refused: 4, unreachable: 3, 'wrong-password': 2, cancelled: 1 } as const;

function worst(tokens: AccountTokens, now: number): OAuthError | undefined {
  let found = tokens.fault;
  for (const { failure } of tokens.cached.values()) {
    if (failure === undefined) continue;
    if (found === undefined || weight[failure.error.code] > weight[found.code]) found = failure.error;
  }
  if (found !== undefined) return found;
  if (!isSignedOut(tokens, now)) return undefined;
  return tokens.account === undefined ? undefined : notSignedIn(tokens.account.address);
}

function isSignedOut(tokens: AccountTokens, now: number): boolean {
  return tokens.interactive && !tokens.hasState && newest(tokens, now) === undefined;
}

function newest(tokens: AccountTokens, now: number): CachedToken | undefined {
  let found: CachedToken | undefined;
  for (const cached of tokens.cached.values()) {
    if (cached.token === undefined || timeLeft(cached.token, now) <= 0) continue;
    if (found?.token === undefined || cached.token.expiresAt > found.token.expiresAt) found = cached;
  }
  return found;
}

function problemIn(error: OAuthError | undefined): Pick<TokenStatus, 'problem'> {
  return error === undefined ? {} : { problem: problemOf(error) };
}

function problemOf(error: OAuthError): TokenProblem {
  const { code, text, fix, who, answer, remedy } = error;
  return { code, message: text, fix, who, answer, remedy };
}
