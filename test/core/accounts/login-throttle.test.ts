import { expect, test } from 'vitest';
import { LoginThrottle } from '../../../proxy-core/accounts/login-throttle.ts';
import { TurnedClock } from './turned-clock.ts';

const name = 'anna@example.org';
const peer = '127.0.0.1';

function makeThrottle() {
  const clock = new TurnedClock();
  const throttle = new LoginThrottle({ clock });
  const fail = (times: number, who = name, from = peer): number[] =>
    Array.from({ length: times }, () => {
      throttle.failed(who, from);
      return throttle.delayFor(who, from);
    });
  return { clock, throttle, fail };
}

test('three failures are answered at once, then each waits longer, up to eight seconds', () => {
  const { throttle, fail } = makeThrottle();
  expect(throttle.delayFor(name, peer)).toBe(0);
  expect(fail(10)).toEqual([0, 0, 0, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
});

test('a success forgets the failures, of this name and peer only', () => {
  const { throttle, fail } = makeThrottle();
  fail(5);
  fail(5, name, '192.0.2.1');
  throttle.succeeded(name, peer);
  expect(throttle.delayFor(name, peer)).toBe(0);
  expect(throttle.delayFor(name, '192.0.2.1')).toBe(1000);
  expect(fail(1)).toEqual([0]);
});

test('other names and other peers do not wait for these failures; another spelling of the name does', () => {
  const { throttle, fail } = makeThrottle();
  fail(6);
  expect(throttle.delayFor('berta@example.org', peer)).toBe(0);
  expect(throttle.delayFor(name, '::1')).toBe(0);
  expect(throttle.delayFor('ANNA@Example.org ', peer)).toBe(2000);
});

test('after a quarter of an hour the failures are forgotten', () => {
  const { clock, throttle, fail } = makeThrottle();
  fail(6);
  clock.turn(15 * 60_000);
  expect(throttle.delayFor(name, peer)).toBe(2000);
  clock.turn(1);
  expect(throttle.delayFor(name, peer)).toBe(0);
  expect(fail(1)).toEqual([0]);
});

test('too many answers held back at once are told, until they are due', () => {
  const { clock, throttle, fail } = makeThrottle();
  fail(11);
  expect(throttle.tooMany(name, peer)).toBe(false);
  fail(1);
  expect(throttle.tooMany(name, peer)).toBe(true);
  expect(throttle.tooMany(name, '::1')).toBe(false);
  clock.turn(8_000);
  expect(throttle.tooMany(name, peer)).toBe(false);
});

test('a flood of invented names neither grows the table nor pushes out the record of a guesser', () => {
  const { throttle, fail } = makeThrottle();
  fail(6);
  for (let index = 0; index < 30_000; index += 1) throttle.failed(`${index}@example.org`, peer);
  expect(throttle.size).toBeLessThanOrEqual(10_000);
  expect(throttle.delayFor(name, peer)).toBe(2000);
  expect(throttle.delayFor('29999@example.org', peer)).toBe(0);
});
