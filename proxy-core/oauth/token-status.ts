import type { Settings } from '#contract/settings.ts';
import { answerInWords, type OAuthError } from '#core/errors/oauth-error.ts';
import type { AccountView } from '#contract/views.ts';
import type { Activity } from '#core/logging/activity.ts';
import { inEnglish } from '#messages/format.ts';
import { type Message, msg, sameMessage, sentences } from '#messages/message.ts';
import type { AccessToken } from './grant.ts';
import { isLastResort, timeLeft } from './token-policy.ts';
import {
  type AccountTokens,
  type CachedToken,
  hasTokensPerMailbox,
  type TokenEvent,
} from './cached-token.ts';
import { failure, notWritten, passwordNeeded } from './token-errors.ts';

/** What keeps an account from getting tokens, and what to do about it. */
type TokenProblem = Pick<OAuthError, 'code' | 'fix' | 'who' | 'answer' | 'remedy' | 'origin'> & {
  readonly message: Message;
};

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
  readonly token?: AccountView['token'];
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
  // a sign-in that failed is news beside what was there before it, which it leaves as it is
  const shown = tokens.missing ? undefined : (tokens.fault ?? tokens.signInError ?? error ?? unwritten);
  return {
    state: signingIn ? 'signing-in' : stateOf(tokens, error, cached?.token, now),
    problem: shown && problemOf(shown),
    unwritten: unwritten && problemOf(unwritten),
    token: cached?.token && {
      obtainedAt: cached.token.obtainedAt,
      expiresAt: cached.token.expiresAt,
      renewsAt: cached.renewsAt,
    },
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
  for (const { failure: failed } of tokens.cached.values()) {
    if (failed === undefined) continue;
    if (found === undefined || weight[failed.error.code] > weight[found.code]) found = failed.error;
  }
  if (found !== undefined || tokens.account === undefined) return found;
  const { address } = tokens.account;
  if (isSignedOut(tokens, now)) return failure('signIn.notSignedYet', { address });
  return awaitsPassword(tokens, now) ? passwordNeeded(address) : undefined;
}

/** No password has ever brought a token; once one has, the next login brings the next, with or without a refresh token. */
function awaitsPassword(tokens: AccountTokens, now: number): boolean {
  const { account, client, renewedAt } = tokens;
  if (account === undefined || client?.grant !== 'password') return false;
  if (hasTokensPerMailbox({ account, client })) return false;
  return renewedAt === undefined && newest(tokens, now) === undefined;
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

function problemOf(error: OAuthError): TokenProblem {
  const { code, text, fix, who, answer, remedy, origin } = error;
  return { code, message: text, fix, who, answer, remedy, origin };
}

interface SignInActivityDeps {
  readonly activity: Activity;
  /** The accounts' statuses, as they are and as they change. */
  readonly tokens: {
    status(accountId: string): TokenStatus;
    onChange(listener: (accountId: string) => void): () => void;
  };
  settings(): Pick<Settings, 'accounts'>;
}

/** What is known of an account for sure: a provider has said it in this run. */
type Standing = 'good' | 'needs-sign-in' | 'refused';

/**
 * Leaves a line in the activity log when an account can no longer be signed in without a person, and one when it can
 * again: one for each change, however often mail programs or the background try meanwhile.
 */
export class SignInActivity {
  readonly #deps: SignInActivityDeps;
  readonly #standings = new Map<string, Standing>();
  /** The accounts whose sign-in is in memory only. */
  readonly #unwritten = new Set<string>();

  constructor(deps: SignInActivityDeps) {
    this.#deps = deps;
  }

  /** Looks from now on; ends with the returned function. */
  watch(): () => void {
    return this.#deps.tokens.onChange((accountId) => this.#look(accountId));
  }

  #look(accountId: string): void {
    const address = this.#deps.settings().accounts.find(({ id }) => id === accountId)?.address;
    if (address === undefined) {
      this.#standings.delete(accountId);
      return;
    }
    const status = this.#deps.tokens.status(accountId);
    this.#noteUnwritten(accountId, address, status);
    const standing = standingOf(status);
    const before = this.#standings.get(accountId);
    if (standing === undefined || standing === before) return;
    this.#standings.set(accountId, standing);
    const { problem } = status;
    if (standing !== 'good' && problem !== undefined) {
      const { code, message, fix, answer } = problem;
      const said = answer === undefined ? undefined : answerInWords(answer);
      const text = inEnglish(message).includes(address)
        ? message
        : sentences(msg('activity.cannotSigned', { address }), message);
      this.#deps.activity.note({
        kind: 'token',
        level: 'warning',
        text: sentences(text, fix),
        accountId,
        details: { code, fix, answer: said },
      });
    } else if (before !== undefined && before !== 'good' && status.history.at(-1)?.kind !== 'signed-in') {
      this.#deps.activity.note({
        kind: 'token',
        text: msg('activity.providerGivesTokensAgain', { address }),
        accountId,
      });
    }
  }

  #noteUnwritten(accountId: string, address: string, { unwritten }: TokenStatus): void {
    if ((unwritten !== undefined) === this.#unwritten.has(accountId)) return;
    if (unwritten === undefined) {
      this.#unwritten.delete(accountId);
      const text = msg('tokens.renewedSignWrittenNow', { address });
      this.#deps.activity.note({ kind: 'token', text, accountId });
    } else {
      this.#unwritten.add(accountId);
      const { code, message, fix } = unwritten;
      const text = sentences(message, fix);
      this.#deps.activity.note({ kind: 'token', level: 'warning', text, accountId, details: { code, fix } });
    }
  }
}

/**
 * Undefined where nothing new was said: a state that was read from the vault, or that follows from settings alone, was
 * told when it came about, and an account to which nobody ever signed in waits for its person.
 */
function standingOf(status: TokenStatus): Standing | undefined {
  const last = status.history.at(-1);
  switch (status.state) {
    case 'ready':
      return last?.kind === 'issued' || last?.kind === 'renewed' || last?.kind === 'signed-in'
        ? 'good'
        : undefined;
    case 'needs-sign-in':
    case 'refused':
      if (last?.kind !== 'refused' || !sameMessage(last.detail, status.problem?.message)) return undefined;
      return status.state === 'needs-sign-in' && status.signedInAt === undefined ? undefined : status.state;
    case 'signing-in':
    case 'unreachable':
    case 'unknown':
      return undefined;
    default:
      return status.state satisfies never;
  }
}
