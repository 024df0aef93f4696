import { describe, expect, test } from 'vitest';
import { LoginFailures, LoginThrottle, type Suspicion } from '#core/accounts/login-throttle.ts';
import type { SharedLimits, WrongPassword } from '#core/storage/shared-limits.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

const anna = 'account of anna';
const peer = '127.0.0.1';

/** So many names of nobody are tried. */
function flood(failures: LoginFailures, names: number): void {
  for (let index = 0; index < names; index += 1) failures.failed(`${String(index)}@example.org`, peer, 'x');
}

function makeFailures() {
  const clock = new FakeClock();
  const failures = new LoginFailures({ clock });
  let guess = 0;
  const fail = (times: number, from = peer): number[] =>
    Array.from({ length: times }, () => {
      const wait = failures.waitOf(anna, from);
      failures.failed(anna, from, `guess ${(guess += 1)}`);
      return wait;
    });
  return { clock, failures, fail };
}

/** A throttle whose checks end by hand. */
function makeThrottle() {
  const clock = new FakeClock();
  const throttle = new LoginThrottle<string>({ clock });
  const checks: { readonly password: string; readonly known: Suspicion; end(wrong?: string): void }[] = [];
  const attempt = (
    password: string,
    { account = anna, from = peer, signal = new AbortController().signal } = {},
  ): Promise<string> =>
    throttle
      .attempt({ account, peer: from, password, signal }, (known) => {
        const { promise, resolve } = Promise.withResolvers<string | undefined>();
        checks.push({ password, known, end: resolve });
        return promise;
      })
      .then(
        (wrong) => wrong ?? 'right',
        (error: Error) => error.message,
      );
  const endAll = async (wrong?: string): Promise<void> => {
    for (const check of checks) check.end(wrong);
    await settle();
  };
  return { clock, throttle, checks, attempt, endAll };
}

describe('what is known of wrong passwords', () => {
  test('three are checked at once, then each waits longer, up to eight seconds', () => {
    expect(makeFailures().fail(9)).toEqual([0, 0, 0, 500, 1000, 2000, 4000, 8000, 8000]);
  });

  test('who comes later does not wait; a success forgets the failures of this peer only', async () => {
    const { clock, failures, fail } = makeFailures();
    fail(5);
    fail(5, '192.0.2.1');
    expect(failures.waitOf(anna, peer)).toBe(2000);
    failures.succeeded(anna, peer);
    expect(failures.waitOf(anna, peer)).toBe(0);
    expect(failures.waitOf(anna, '192.0.2.1')).toBe(2000);
    expect(failures.waitOf('another', '192.0.2.1')).toBe(0);
    await clock.advance(2000);
    expect(failures.waitOf(anna, '192.0.2.1')).toBe(0);
  });

  test('after five different ones in a quarter of an hour, from wherever, a sixth is a guess', async () => {
    const { clock, failures, fail } = makeFailures();
    fail(3);
    fail(2, '192.0.2.1');
    expect(failures.isSpent(anna, 'new')).toBe(true);
    expect(failures.isSpent(anna, 'guess 1')).toBe(false);
    // guesses do not prolong it
    await clock.advance(10 * 60_000);
    fail(3);
    await clock.advance(5 * 60_000 + 1);
    expect(failures.isSpent(anna, 'new')).toBe(false);
  });

  test('a program that repeats one wrong password is no guesser, and is told so for five minutes from the check', async () => {
    const { clock, failures } = makeFailures();
    failures.failed(anna, peer, 'old');
    await clock.advance(4 * 60_000);
    for (let time = 0; time < 20; time += 1) failures.failed(anna, peer, 'old');
    expect(failures.isWrong(anna, 'old')).toBe(true);
    expect(failures.isSpent(anna, 'new')).toBe(false);
    await clock.advance(60_000);
    expect(failures.isWrong(anna, 'old')).toBe(false);
  });

  test('a flood of invented names neither grows the table nor pushes out the record of a guesser', () => {
    const { failures, fail } = makeFailures();
    fail(6);
    expect(failures.size).toBe(1);
    flood(failures, 30_000);
    expect(failures.size).toBe(5_001);
    expect(failures.waitOf(anna, peer)).toBe(4000);
  });

  test('nor that of one who guesses from many addresses', () => {
    const { failures, fail } = makeFailures();
    for (let host = 1; host <= 5; host += 1) fail(1, `192.0.2.${String(host)}`);
    flood(failures, 6_000);
    expect(failures.isSpent(anna, 'new')).toBe(true);
  });

  test.each([[[peer, peer, peer]], [['192.0.2.1', '192.0.2.2', '192.0.2.3']]])(
    'but three typing errors are no record of a guesser (from %j)',
    (peers) => {
      const { failures, fail } = makeFailures();
      for (const from of peers) fail(1, from);
      flood(failures, 5_000);
      expect(failures.size).toBe(5_000);
    },
  );

  test('who fails again counts on for a quarter of an hour from the last time, and begins anew after it', async () => {
    const { clock, failures, fail } = makeFailures();
    fail(1);
    await clock.advance(10 * 60_000);
    fail(3);
    await clock.advance(15 * 60_000);
    fail(1);
    expect(failures.waitOf(anna, peer)).toBe(2000);
    await clock.advance(15 * 60_000 + 1);
    fail(3);
    expect(failures.waitOf(anna, peer)).toBe(500);
    expect(failures.size).toBe(1);
  });

  test('begins anew so, too, while others fail at the same account', async () => {
    const { clock, failures, fail } = makeFailures();
    fail(5);
    await clock.advance(10 * 60_000);
    fail(1, '192.0.2.1');
    await clock.advance(5 * 60_000 + 1);
    fail(2);
    expect(failures.waitOf(anna, peer)).toBe(0);
  });

  test('what was noted by a clock that has been set back since is forgotten', () => {
    const { clock, failures, fail } = makeFailures();
    fail(7);
    clock.jump(-3 * 60 * 60_000);
    expect(failures.waitOf(anna, peer)).toBe(0);
    expect(failures.isSpent(anna, 'another')).toBe(false);
  });

  test('of those who fail at an account the last fifty are remembered', () => {
    const { failures, fail } = makeFailures();
    fail(4);
    for (let host = 1; host <= 49; host += 1) fail(1, `192.0.2.${String(host)}`);
    expect(failures.waitOf(anna, peer)).toBe(1000);
    fail(1);
    for (let host = 50; host <= 98; host += 1) fail(1, `192.0.2.${String(host)}`);
    expect(failures.waitOf(anna, peer)).toBe(2000);
    fail(1, '192.0.2.99');
    expect(failures.waitOf(anna, peer)).toBe(0);
  });
});

describe('the check of a password', () => {
  test('is no more made for one that was right before and is wrong now, until it is right again', async () => {
    const { clock, throttle, checks, attempt, endAll } = makeThrottle();
    const wrong = { account: anna, peer, password: 'changed' };
    expect(throttle.isWrong(wrong)).toBe(false);
    for (let time = 0; time < 3; time += 1) throttle.failed(wrong);
    expect(throttle.isWrong(wrong)).toBe(true);
    expect(throttle.isWrong({ ...wrong, password: 'another' })).toBe(false);
    // it counts as any other: the next password of this peer waits
    const next = attempt('next');
    await settle();
    expect(checks).toHaveLength(0);
    await clock.advance(500);
    await endAll();
    expect(await next).toBe('right');
    for (let time = 0; time < 3; time += 1) throttle.failed(wrong);
    throttle.succeeded({ account: anna, peer });
    void attempt('at once');
    await settle();
    expect(checks.map(({ password }) => password)).toEqual(['next', 'at once']);
  });

  test('is one at a time for each account, and other accounts do not wait', async () => {
    const { checks, attempt, endAll } = makeThrottle();
    const answers = [attempt('one'), attempt('two'), attempt('three', { from: '192.0.2.1' })];
    const other = attempt('other', { account: 'account of bo' });
    await settle();
    expect(checks.map(({ password }) => password)).toEqual(['one', 'other']);
    await endAll();
    expect(await other).toBe('right');
    await endAll();
    await endAll();
    expect(await Promise.all(answers)).toEqual(['right', 'right', 'right']);
  });

  test('is one for equal passwords at the same time', async () => {
    const { checks, attempt, endAll } = makeThrottle();
    const answers = Array.from({ length: 30 }, () => attempt('same'));
    await settle();
    expect(checks).toHaveLength(1);
    await endAll('wrong');
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['wrong']));
    void attempt('same');
    await settle();
    expect(checks).toHaveLength(2);
  });

  test('is not made for who has left, and those behind do not wait for it', async () => {
    const { checks, attempt, endAll } = makeThrottle();
    void attempt('first');
    const clients = Array.from({ length: 20 }, () => new AbortController());
    const left = clients.map(({ signal }, index) => attempt(`guess ${index}`, { signal }));
    await settle();
    for (const client of clients) client.abort(new Error('gone'));
    expect(new Set(await Promise.all(left))).toEqual(new Set(['gone']));
    const right = attempt('right');
    await endAll();
    await endAll();
    expect(await right).toBe('right');
    expect(checks.map(({ password }) => password)).toEqual(['first', 'right']);
  });

  test('counts though its client has left, and goes on for another who sent the same', async () => {
    const { clock, checks, attempt, endAll } = makeThrottle();
    for (let guess = 0; guess < 3; guess += 1) {
      const client = new AbortController();
      void attempt(`guess ${guess}`, { signal: client.signal });
      await settle();
      client.abort(new Error('gone'));
      await endAll('wrong');
    }
    const leaves = new AbortController();
    void attempt('fourth', { signal: leaves.signal });
    const stays = attempt('fourth');
    await settle();
    expect(checks).toHaveLength(3);
    leaves.abort();
    await clock.advance(500);
    expect(checks).toHaveLength(4);
    await endAll('wrong');
    expect(await stays).toBe('wrong');
  });

  test('is not made for who had left before', async () => {
    const { checks, attempt } = makeThrottle();
    expect(await attempt('late', { signal: AbortSignal.abort(new Error('gone')) })).toBe('gone');
    await settle();
    expect(checks).toHaveLength(0);
  });

  test('is refused for now where twenty wait already, and each that is decided makes room for one', async () => {
    const { checks, attempt, endAll } = makeThrottle();
    const answers: Promise<string>[] = [];
    const fill = async (room: number): Promise<void> => {
      for (let at = 0; at < room; at += 1) answers.push(attempt(`password ${String(answers.length)}`));
      expect(await attempt('one too many')).toBe('Too many logins are waiting. Try again in a moment.');
    };
    await fill(21);
    expect(checks).toHaveLength(1);
    for (const decided of [1, 20, 21]) {
      for (let turn = 0; turn < decided; turn += 1) await endAll();
      await fill(decided);
    }
    for (let turn = 0; turn < 21; turn += 1) await endAll();
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['right']));
  });

  test('does not wait for what was wrong before a right one', async () => {
    const { clock, throttle, checks, attempt, endAll } = makeThrottle();
    for (const password of ['a', 'b', 'c']) throttle.failed({ account: anna, peer, password });
    const right = attempt('right');
    await clock.advance(500);
    await endAll();
    expect(await right).toBe('right');
    throttle.failed({ account: anna, peer, password: 'd' });
    void attempt('next');
    await settle();
    expect(checks.map(({ password }) => password)).toEqual(['right', 'next']);
  });

  test('takes names for one that differ only behind 400 characters: whoever tries them is slowed down', async () => {
    const { throttle, checks, attempt } = makeThrottle();
    const long = 'x'.repeat(399);
    for (let guess = 0; guess < 3; guess += 1)
      throttle.failed({ account: `1${long}${String(guess)}`, peer, password: 'same' });
    for (const account of [`1${long}3`, `2${long}`, long]) void attempt(account, { account });
    await settle();
    expect(checks.map(({ password }) => password)).toEqual([`2${long}`, long]);
  });

  test('knows that it is a guess, after five wrong ones of several peers, and each guess is one too many', async () => {
    const { checks, attempt, endAll } = makeThrottle();
    for (let guess = 0; guess < 5; guess += 1) {
      const answer = attempt(`guess ${guess}`, { from: `192.0.2.${guess}` });
      await settle();
      await endAll('wrong');
      expect(await answer).toBe('wrong');
    }
    const sixth = attempt('guess 5');
    await settle();
    expect(checks.at(-1)?.known).toMatchObject({ isGuess: true, isWrong: false });
    await endAll('wrong');
    expect(await sixth).toBe('Too many wrong passwords: wait some minutes.');
    const repeated = attempt('guess 1');
    await settle();
    expect(checks.at(-1)?.known).toMatchObject({ isGuess: false, isWrong: true });
    await endAll('wrong');
    expect(await repeated).toBe('wrong');
    const right = attempt('right');
    await settle();
    await endAll();
    expect(await right).toBe('right');
  });
});

test('what is wrong at one gateway is known at all of them, and told once', async () => {
  const told: WrongPassword[] = [];
  const hears = new Set<(wrong: WrongPassword) => void>();
  const shared: SharedLimits = {
    digestKey: Buffer.alloc(32, 1),
    tellWrongPassword: (wrong) => {
      told.push(wrong);
      for (const hear of hears) hear(wrong);
    },
    onWrongPassword: (hear) => {
      hears.add(hear);
      return () => hears.delete(hear);
    },
    takeSlot: () => Promise.resolve(() => {}),
    onFreeSlot: () => () => {},
  };
  const clock = new FakeClock();
  const elsewhere = new LoginThrottle<string>({ clock, shared });
  const here = new LoginThrottle<string>({ clock, shared });
  const signal = new AbortController().signal;
  const wrong = { account: anna, peer, password: 'wrong', signal };
  expect(await here.attempt(wrong, async () => 'wrong')).toBe('wrong');
  expect(elsewhere.isWrong(wrong)).toBe(true);
  expect(told).toHaveLength(1);
  expect(JSON.stringify(told)).not.toContain('wrong');
});
