import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Account } from '#contract/account.ts';
import { emptySettings, type Settings } from '#contract/settings.ts';
import { AccountDirectory, type FoundAccount } from '#core/accounts/account-directory.ts';
import { FirstLogins } from '#core/accounts/first-logins.ts';
import { LocalPasswords } from '#core/accounts/local-passwords.ts';
import { addAccount, addClient, SettingsChangeError } from '#core/accounts/settings-changes.ts';
import { verbatim } from '#messages/message.ts';
import { Activity } from '#core/logging/activity.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { textOf } from '../../support/english.ts';

const domain: Account = {
  id: randomUUID(),
  address: '*@example.org',
  clientId: randomUUID(),
  passwordMode: 'own',
  paused: false,
};
const bo = 'bo@example.org';
const cy = 'cy@example.org';

function opened() {
  const clock = new FakeClock();
  const activity = new Activity({ clock, logger: silentLogger });
  const passwords = new LocalPasswords({ vault: new MemoryVault(), clock });
  onTestFinished(() => passwords.close());
  let settings: Settings = addAccount(
    addClient(emptySettings, {
      id: domain.clientId,
      name: 'People',
      provider: 'microsoft365',
      grant: 'device-code',
      clientId: randomUUID(),
      credential: 'none',
      servers: {},
    }),
    domain,
  );
  let failure: Error | undefined;
  const firstLogins = new FirstLogins(() => ({
    passwords,
    update: async (change) => {
      if (failure !== undefined) throw failure;
      settings = change(settings);
    },
    activity,
    clock,
  }));
  const found = (address: string): FoundAccount => {
    const one = new AccountDirectory(settings).find(address);
    if (one === undefined) throw new Error(`nobody is ${address}`);
    return one;
  };
  return {
    clock,
    activity,
    passwords,
    found,
    invite: async (name = 'Bo') => (await passwords.add(domain.id, { name })).password ?? '',
    admit: (address: string, password: string) =>
      firstLogins.admit(found(address), { password, peer: '192.0.2.7' }),
    failWith: (error: Error | undefined) => (failure = error),
  };
}

describe('a first login under a domain whose people sign in themselves', () => {
  test('becomes an account of its own, which keeps the password that it came with', async () => {
    const { invite, admit, found, passwords, activity } = opened();
    const password = await invite();
    expect(await admit(bo, password)).toBe('admitted');
    const { account } = found(bo);
    expect(account).toMatchObject({
      address: bo,
      clientId: domain.clientId,
      passwordMode: 'own',
      paused: false,
      firstLogin: { peer: '192.0.2.7' },
    });
    expect(await passwords.verify(account.id, password)).toBe(true);
    expect((await passwords.list(account.id)).map(({ name }) => name)).toEqual(['Bo']);
    expect(await passwords.list(domain.id)).toEqual([]);
    expect(activity.entries().map(({ text }) => textOf(text))).toEqual([
      'bo@example.org logged in for the first time, from 192.0.2.7 with the domain’s password “Bo”. Its person has to sign in now.',
    ]);
  });

  test('nobody opens a second address with the same password, also at the same moment', async () => {
    const { invite, admit, passwords, found } = opened();
    const password = await invite();
    const outcomes = await Promise.all([admit(bo, password), admit(cy, password)]);
    expect(outcomes.toSorted()).toEqual(['admitted', 'taken']);
    expect(await passwords.verify(domain.id, password)).toBe(false);
    const addresses = [bo, cy].map((address) => found(address).account.address);
    expect(addresses.filter((address) => address === domain.address)).toHaveLength(1);
  });

  test('two passwords for one address make one account, and the other password stays free', async () => {
    const { invite, admit, found, passwords } = opened();
    const [first, second] = [await invite('first'), await invite('second')];
    const outcomes = await Promise.all([admit(bo, first), admit(bo, second)]);
    expect(outcomes).toEqual(['admitted', 'taken']);
    expect(await passwords.list(found(bo).account.id)).toHaveLength(1);
    expect(await passwords.list(domain.id)).toHaveLength(1);
  });

  test('changes nothing where the account cannot be kept', async () => {
    const { invite, admit, found, passwords, failWith } = opened();
    const password = await invite();
    failWith(new Error('the disk is full'));
    await expect(admit(bo, password)).rejects.toThrow('the disk is full');
    const other = new SettingsChangeError('invalid', verbatim('The address cannot be one.'));
    failWith(other);
    await expect(admit(bo, password)).rejects.toBe(other);
    expect(found(bo).account.id).toBe(domain.id);
    expect(await passwords.verify(domain.id, password)).toBe(true);
    failWith(undefined);
    expect(await admit(bo, password)).toBe('admitted');
  });

  test('is one of twenty in an hour', async () => {
    const { invite, admit, found, clock } = opened();
    for (let number = 1; number <= 20; number += 1)
      expect(await admit(`p${String(number)}@example.org`, await invite())).toBe('admitted');
    const password = await invite();
    expect(await admit(bo, password)).toBe('too-many');
    expect(found(bo).account.id).toBe(domain.id);
    await clock.advance(3_600_000);
    expect(await admit(bo, password)).toBe('admitted');
  });
});
