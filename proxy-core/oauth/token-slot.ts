import type { Protocol } from '../accounts/protocol.ts';
import { backOff } from './back-off.ts';
import type { AccessToken } from './grant.ts';
import type { OAuthError } from './oauth-error.ts';
import { isEnough, renewalTime } from './renewal-schedule.ts';

/** No token could be had, and until when nobody asks again. Times are milliseconds since 1970. */
export interface SlotProblem {
  readonly error: OAuthError;
  /** The background waits until then. */
  readonly until: number;
  /** A login, behind which somebody waits, may try again from then on. */
  readonly loginsFrom: number;
  /** How many tries failed in a row. */
  readonly failures: number;
  /** It was found out with a password that a client told. */
  readonly withPassword: boolean;
}

/** A token request under way, shared by all who wait for it. */
export interface Flight {
  readonly promise: Promise<AccessToken>;
  readonly controller: AbortController;
}

const needsSignInPause = 60 * 60_000;
const refusedPause = 30_000;
/** After an outage of hours too, the first login that asks brings an account back within seconds. */
const longestLoginPause = 5_000;

/** The place of one access token: an account's, or one protocol's or one mailbox's of it. */
export class TokenSlot {
  readonly key: string;
  /** The mailbox, where each has tokens of its own. */
  readonly subject: string | undefined;
  /** The protocol, where each has tokens of its own. */
  readonly protocol: Protocol | undefined;
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
  problem: SlotProblem | undefined;
  /** What is under way: '' without a password, else by the password's digest. */
  readonly flights = new Map<string, Flight>();

  constructor(subject: string | undefined, protocol: Protocol | undefined) {
    this.key = slotKey(subject, protocol);
    this.subject = subject;
    this.protocol = protocol;
  }

  /** Whether a token that was found in the vault is better than what is here. */
  prefers(found: AccessToken, now: number): boolean {
    if (found.value === this.refusedValue || !isEnough(found, now)) return false;
    return this.token === undefined || found.expiresAt > this.token.expiresAt;
  }

  adopt(token: AccessToken, jitter: number): void {
    this.token = { value: token.value, obtainedAt: token.obtainedAt, expiresAt: token.expiresAt };
    this.renewsAt = renewalTime(token, jitter);
    this.problem = undefined;
  }

  /** The mail server refused the token: it is not handed out again. */
  drop(): void {
    this.refusedValue = this.token?.value;
    this.token = undefined;
    this.renewsAt = Infinity;
  }

  /** Remembers a failure; a wrong password is its caller's alone. */
  fail(error: OAuthError, when: { now: number; jitter: number; withPassword: boolean }): void {
    const failures = (this.problem?.error.code === error.code ? this.problem.failures : 0) + 1;
    const keep = (pause: number, loginPause = pause): void => {
      this.problem = {
        error,
        until: when.now + pause,
        loginsFrom: when.now + loginPause,
        failures,
        withPassword: when.withPassword,
      };
    };
    switch (error.code) {
      case 'needs-sign-in':
        return keep(needsSignInPause);
      case 'refused':
        return keep(refusedPause);
      case 'unreachable': {
        const pause = backOff(failures, when.jitter, error.retryAfter);
        // what a provider asks for holds for everybody
        const asked = Math.min(pause, error.retryAfter ?? 0);
        return keep(pause, Math.max(asked, Math.min(pause, longestLoginPause)));
      }
      case 'wrong-password':
        if (!when.withPassword) this.quietUntil = when.now + needsSignInPause;
        return undefined;
      case 'cancelled':
        return undefined;
    }
  }

  /** A request takes longer than a login can wait: shown until it has ended, and no reason not to join it. */
  isSlow(error: OAuthError, now: number): void {
    this.problem ??= { error, until: now, loginsFrom: now, failures: 0, withPassword: false };
  }

  /** The error that callers get without asking the provider again, or undefined. */
  blockedBy(now: number, withPassword: boolean): OAuthError | undefined {
    const { problem } = this;
    if (problem === undefined || now >= problem.loginsFrom) return undefined;
    // A password is a new chance, where what failed was going without one.
    if (withPassword && !problem.withPassword && problem.error.code === 'needs-sign-in') return undefined;
    return problem.error;
  }

  /** The network or the computer is back: whoever asks next asks the provider. */
  resume(now: number): void {
    const { problem } = this;
    this.quietUntil = -Infinity;
    if (problem === undefined || problem.error.code === 'refused') return;
    const soon = { until: Math.min(problem.until, now), loginsFrom: Math.min(problem.loginsFrom, now) };
    this.problem = { ...problem, ...soon, failures: 0 };
  }
}

/** The name of a slot in the vault's entry; `slotOf` is its inverse. */
export function slotKey(subject: string | undefined, protocol: Protocol | undefined): string {
  return `${protocol ?? ''}${subject === undefined ? '' : ` ${subject}`}`;
}

/** The slot that a key in the vault's entry names, or undefined. */
export function slotOf(key: string): TokenSlot | undefined {
  const match = /^(imap|pop|smtp)?(?: (\S+))?$/u.exec(key);
  if (match === null) return undefined;
  const [, protocol, subject] = match;
  return new TokenSlot(
    subject,
    protocol === 'imap' || protocol === 'pop' || protocol === 'smtp' ? protocol : undefined,
  );
}
