import { describe, expect, test } from 'vitest';
import {
  backgroundRenewalTime,
  idleRenewalTime,
  isEnough,
  isLastResort,
  isPastHalfLife,
  napUntil,
  pausesAfter,
  renewalTime,
  timeLeft,
} from '#core/oauth/token-policy.ts';
import { hour, minute, trouble } from './token-bench.ts';

const day = 24 * hour;
const now = Date.UTC(2026, 0, 5, 9);

/** A token by when it was made and how long it lives. */
function token(age: number, life: number) {
  return { value: 'a token', obtainedAt: now - age, expiresAt: now - age + life };
}

describe('a token of an hour', () => {
  test.each([
    [50 * minute, true, true],
    [50 * minute + 1, false, true],
    [59 * minute - 1, false, true],
    [59 * minute, false, false],
    [2 * hour, false, false],
  ])('of age %i: is it enough for a login, and is it a last resort', (age, enough, lastResort) => {
    expect(isEnough(token(age, hour), now)).toBe(enough);
    expect(isLastResort(token(age, hour), now)).toBe(lastResort);
  });

  test('is renewed before half of its life is over, by what the jitter says', () => {
    expect(renewalTime(token(0, hour), 0)).toBe(now + 30 * minute);
    expect(renewalTime(token(0, hour), 1)).toBe(now + 27 * minute);
    expect(isPastHalfLife(token(30 * minute - 1, hour), now)).toBe(false);
    expect(isPastHalfLife(token(30 * minute, hour), now)).toBe(true);
  });

  test('that is from the future is worth nothing: somebody has set the clock back', () => {
    expect(timeLeft(token(-minute, hour), now)).toBe(61 * minute);
    expect(timeLeft(token(-minute - 1, hour), now)).toBe(0);
  });
});

test('a token of less than twenty minutes is enough for half of its life, and none at its end', () => {
  expect(isEnough(token(2 * minute, 4 * minute), now)).toBe(true);
  expect(isEnough(token(2 * minute + 1, 4 * minute), now)).toBe(false);
  expect(isEnough(token(0, 0), now)).toBe(false);
  expect(isEnough(token(0, 1), now)).toBe(true);
});

describe('the next renewal in the background', () => {
  const cached = { renewsAt: now + minute, usedAt: now, quietUntil: -Infinity, failure: undefined };
  const idleAt = now + 7 * day;

  test('is the token’s while it is used, and that of the sign-in once it was not for a day', () => {
    expect(backgroundRenewalTime(cached, idleAt, now)).toBe(now + minute);
    expect(backgroundRenewalTime({ ...cached, usedAt: now - day + 1 }, idleAt, now)).toBe(now + minute);
    expect(backgroundRenewalTime({ ...cached, usedAt: now - day }, idleAt, now)).toBe(idleAt);
    expect(backgroundRenewalTime({ ...cached, usedAt: now - day }, Infinity, now)).toBe(Infinity);
  });

  test('waits for the pause after a failure, and then comes at once; and for the one after a renewal', () => {
    const failure = { until: now + 5 * minute };
    expect(backgroundRenewalTime({ ...cached, renewsAt: now + hour, failure }, idleAt, now)).toBe(
      failure.until,
    );
    expect(backgroundRenewalTime({ ...cached, failure }, idleAt, now)).toBe(failure.until);
    expect(backgroundRenewalTime({ ...cached, quietUntil: now + hour }, idleAt, now)).toBe(now + hour);
  });

  test('of a sign-in that nobody uses is within a week, half a day spread', () => {
    expect(idleRenewalTime(now, 0)).toBe(now + 7 * day);
    expect(idleRenewalTime(now, 1)).toBe(now + 6.5 * day);
  });

  test('is slept for, but no less than a second and no more than a minute at a time', () => {
    expect([now - hour, now + 30_000, now + hour].map((due) => napUntil(due, now))).toEqual([
      1_000, 30_000, 60_000,
    ]);
  });
});

describe('a provider that failed is left alone', () => {
  test('for twice as long each time where it cannot be reached, up to five minutes; logins ask after five seconds', () => {
    const pauses = [1, 2, 3, 4, 9, 10, 5_000].map((failures) =>
      pausesAfter(trouble('unreachable'), failures, 0),
    );
    expect(pauses).toEqual([
      { background: 1_000, logins: 1_000 },
      { background: 2_000, logins: 2_000 },
      { background: 4_000, logins: 4_000 },
      { background: 8_000, logins: 5_000 },
      { background: 256_000, logins: 5_000 },
      { background: 300_000, logins: 5_000 },
      { background: 300_000, logins: 5_000 },
    ]);
    expect(pausesAfter(trouble('unreachable'), 4, 1)).toEqual({ background: 4_000, logins: 4_000 });
  });

  test('for as long as it asks for, by everybody, but for no longer than an hour', () => {
    const pauses = [500, 20_000, day].map((asked) => pausesAfter(trouble('unreachable', asked), 1, 0));
    expect(pauses).toEqual([
      { background: 1_000, logins: 1_000 },
      { background: 20_000, logins: 20_000 },
      { background: hour, logins: hour },
    ]);
  });

  test('until somebody signs in, for an hour where it refused, and not at all for what is one caller’s affair', () => {
    expect(pausesAfter(trouble('needs-sign-in'), 1, 0)).toEqual({ background: Infinity, logins: hour });
    expect(pausesAfter(trouble('refused'), 1, 0)).toEqual({ background: hour, logins: 30_000 });
    expect(pausesAfter(trouble('wrong-password'), 1, 0)).toBeUndefined();
    expect(pausesAfter(trouble('cancelled'), 1, 0)).toBeUndefined();
  });
});
