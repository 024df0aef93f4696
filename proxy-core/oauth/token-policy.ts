import type { OAuthError } from '#core/errors/oauth-error.ts';
import type { AccessToken } from './grant.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** What is enough for a login: the session that it opens ends with its token. */
const enoughLeft = 10 * minute;
/** An old token with this much left is better than none while the provider cannot be reached. */
const lastResortLeft = minute;
/** A token that was not used for so long is not renewed at half-life any more. */
const idleAfter = day;
/** Providers drop refresh tokens that nobody uses (Microsoft after 90 days, Google after six months). */
const idleRenewal = 7 * day;

/** Between two renewals in the background of one token. */
export const backgroundPause = minute;
/** A mail server that refuses new tokens too does not get newer ones all the time. */
export const forcedPause = 30 * second;
/** After a provider wants a person, logins leave it alone for so long; the background, until somebody signs in. */
const needsSignInPause = hour;
/** After a provider refused for another reason, logins leave it alone for so long. */
const refusedPause = 30 * second;
/** What was refused may be put right at the provider (a consent, a licence), and nobody tells: the background asks again. */
const refusedBackgroundPause = hour;
/** After an outage of hours too, the first login that asks brings an account back within seconds. */
const longestLoginPause = 5 * second;
/** The first pause after a provider could not be reached; each failure doubles it, up to the longest. */
const firstPause = second;
const longestPause = 5 * minute;
/** A provider's Retry-After is honoured up to here: a typing error there must not end an account for good. */
const longestRetryAfter = hour;
/** An account that could not be looked up is looked up again after this. */
export const lookupRetryPause = 5 * second;

/** All that the vault keeps is looked at so often. */
export const lookAtAllPause = day;

/** Mail programs wait about a minute. The request goes on without them: the next one finds what it brought. */
export const loginPatience = 40 * second;
/** The wait for another process that renews the same account, and then for the provider; see ROTATION_TIMEOUT_MS. */
export const refreshTimeout = 7 * minute;
/** Nobody is at a sign-in any more: a code or a window left open for so long is given up. */
export const signInTimeout = 30 * minute;

/** Timers stand still while a computer sleeps: none runs for longer, and each wake-up looks at the clock. */
const longestNap = minute;
const shortestNap = second;

/** Milliseconds that a token is still good for; 0 or less when it is not. */
export function timeLeft(token: AccessToken, now: number): number {
  // A token from the future: the clock was set back, and its times say nothing any more.
  if (token.obtainedAt > now + minute) return 0;
  return token.expiresAt - now;
}

/** Whether a login gets this token without waiting: ten minutes left, or half of a life under twenty. */
export function isEnough(token: AccessToken, now: number): boolean {
  const left = timeLeft(token, now);
  return left > 0 && left >= Math.min(enoughLeft, lifeOf(token) / 2);
}

/** Whether a login gets this token while the provider cannot be reached. */
export function isLastResort(token: AccessToken, now: number): boolean {
  return timeLeft(token, now) > lastResortLeft;
}

/** Whether half of a token's life is over: a login gets it, and begins a renewal in the background. */
export function isPastHalfLife(token: AccessToken, now: number): boolean {
  return now >= token.obtainedAt + lifeOf(token) / 2;
}

/**
 * When a token is to be renewed in the background, in milliseconds since 1970: a little before half of its
 * life, so that no login waits, and not all accounts at once.
 * @param jitter from 0 to 1
 */
export function renewalTime(token: AccessToken, jitter: number): number {
  return token.obtainedAt + lifeOf(token) * (0.5 - 0.05 * jitter);
}

/** When an idle account's refresh token is to be used, in milliseconds since 1970: within a week. */
export function idleRenewalTime(renewedAt: number, jitter: number): number {
  return renewedAt + idleRenewal - jitter * 12 * hour;
}

/** What is known of a cached token when its next renewal is planned; times are milliseconds since 1970. */
interface Renewable {
  readonly renewsAt: number;
  readonly usedAt: number;
  readonly quietUntil: number;
  readonly failure: { readonly until: number } | undefined;
}

/**
 * When a token is to be renewed in the background, in milliseconds since 1970; Infinity for never.
 * @param idleRenewalAt when its refresh token is to be used although nobody asks; Infinity for never
 */
export function backgroundRenewalTime(token: Renewable, idleRenewalAt: number, now: number): number {
  const { failure } = token;
  const inUse = now - token.usedAt < idleAfter;
  const needed = inUse ? Math.min(token.renewsAt, failure?.until ?? Infinity) : Infinity;
  // A token that is born past its half-life must not be renewed without end.
  return Math.max(Math.min(needed, idleRenewalAt), failure?.until ?? token.quietUntil);
}

/** How long the background's timer sleeps until a renewal that is due then, in milliseconds. */
export function napUntil(due: number, now: number): number {
  return Math.min(longestNap, Math.max(shortestNap, due - now));
}

/** How long the provider is left alone, in milliseconds. */
interface Pauses {
  /** Infinity: until somebody has signed in. */
  readonly background: number;
  /** A login, behind which somebody waits, may ask sooner. */
  readonly logins: number;
}

/**
 * How long the provider is left alone after a failure; undefined where the failure is its caller's alone.
 * @param failures how many tries failed in a row, from 1
 * @param jitter from 0 to 1
 */
export function pausesAfter(error: OAuthError, failures: number, jitter: number): Pauses | undefined {
  switch (error.code) {
    case 'needs-sign-in':
      return { background: Infinity, logins: needsSignInPause };
    case 'refused':
      return { background: refusedBackgroundPause, logins: refusedPause };
    case 'unreachable': {
      const pause = backOff(failures, jitter, error.retryAfter);
      // what a provider asks for holds for everybody
      const asked = Math.min(pause, error.retryAfter ?? 0);
      return { background: pause, logins: Math.max(asked, Math.min(pause, longestLoginPause)) };
    }
    case 'wrong-password':
    case 'cancelled':
      return undefined;
    default:
      return error.code satisfies never;
  }
}

/**
 * From one second, doubling to five minutes, up to half of it taken off at random so that accounts do not return in
 * step; never less than the provider asked for.
 */
function backOff(failures: number, jitter: number, retryAfter: number | undefined): number {
  const ceiling = Math.min(longestPause, firstPause * 2 ** Math.min(30, failures - 1));
  return Math.max(ceiling * (1 - jitter / 2), Math.min(retryAfter ?? 0, longestRetryAfter));
}

function lifeOf(token: AccessToken): number {
  return Math.max(0, token.expiresAt - token.obtainedAt);
}
