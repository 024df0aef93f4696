import type { AccessToken } from './grant.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** What is enough for a login: the session that it opens ends with its token. */
export const enoughLeft = 10 * minute;
/** An old token with this much left is better than none while the provider cannot be reached. */
export const lastResortLeft = minute;
/** Between two renewals in the background of one token. */
export const backgroundPause = minute;
/** A token that was not used for so long is not renewed at half-life any more. */
export const idleAfter = day;
/** Providers drop refresh tokens that nobody uses (Microsoft after 90 days, Google after six months). */
export const idleRenewal = 7 * day;

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

/** When half of its life is over, in milliseconds since 1970. */
export function halfLife(token: AccessToken): number {
  return token.obtainedAt + lifeOf(token) / 2;
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

function lifeOf(token: AccessToken): number {
  return Math.max(0, token.expiresAt - token.obtainedAt);
}
