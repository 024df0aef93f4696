import { beforeEach, describe, expect, test } from 'vitest';
import { SetUpPasswords } from '#core/accounts/stored-passwords.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const anna = 'anna';
const made = { id: '1', name: 'Mail program', password: 'kelp-orbit-tunic' };
const next = { id: '2', name: 'Mail program 2', password: 'moss-ember-cabin' };

let clock: FakeClock;
let setUps: SetUpPasswords;
beforeEach(() => {
  clock = new FakeClock();
  setUps = new SetUpPasswords({ clock });
});

describe('the password of a set-up', () => {
  test('is told again until the set-up ends, and not after it', async () => {
    expect(await setUps.of(anna)).toBeUndefined();
    expect(await setUps.begin(anna, async () => made)).toEqual(made);
    expect(await setUps.begin(anna, async () => next)).toEqual(made);
    expect(await setUps.of(anna)).toEqual(made);
    expect(await setUps.of('bo')).toBeUndefined();
    setUps.end(anna);
    expect(await setUps.of(anna)).toBeUndefined();
    expect(await setUps.begin(anna, async () => next)).toEqual(next);
  });

  test('is forgotten after half an hour, and when the program stops', async () => {
    await setUps.begin(anna, async () => made);
    await clock.advance(29 * 60_000);
    expect(await setUps.of(anna)).toEqual(made);
    await clock.advance(60_000);
    expect(await setUps.of(anna)).toBeUndefined();
    await setUps.begin(anna, async () => next);
    setUps.endAll();
    expect(await setUps.of(anna)).toBeUndefined();
    expect(clock.timers).toBe(0);
  });

  test('is made once where two screens begin at the same time', async () => {
    let count = 0;
    const make = async (): Promise<typeof made> => {
      count += 1;
      return made;
    };
    expect(await Promise.all([setUps.begin(anna, make), setUps.begin(anna, make)])).toEqual([made, made]);
    expect(count).toBe(1);
  });

  test('that could not be made is tried anew', async () => {
    const failure = new Error('the disk is full');
    await expect(setUps.begin(anna, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await setUps.of(anna)).toBeUndefined();
    expect(clock.timers).toBe(0);
    expect(await setUps.begin(anna, async () => made)).toEqual(made);
  });
});
