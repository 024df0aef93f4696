import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { verbatim } from '#messages/message.ts';
import { deriveWithScrypt, type DeriveKey } from '#core/accounts/local-password.ts';
import { LocalPasswords } from '#core/accounts/local-passwords.ts';
import { SetUpPasswords } from '#core/accounts/stored-passwords.ts';
import { VaultError } from '#core/storage/vault.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { MemoryDisk, MemoryVault } from '../../support/memory-vault.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const anna = randomUUID();
const berta = randomUUID();
const key = randomBytes(32);
const start = Date.UTC(2026, 0, 1);

/** The real derivation, at a cost that tests can pay, counted. */
class CountedDerivation {
  count = 0;
  running = 0;
  mostRunning = 0;

  readonly derive: DeriveKey = async (password, salt, parameters, length) => {
    this.count += 1;
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    const cheap = { ...parameters, costExponent: 4, parallelization: 1 };
    const derived = await deriveWithScrypt(password, salt, cheap, length);
    this.running -= 1;
    return derived;
  };
}

async function makePasswords(folder?: string) {
  const vaultFolder = folder ?? join(await scratchFolder(), 'vault');
  const vault = new VaultFiles({ folder: vaultFolder, key });
  const scrypt = new CountedDerivation();
  const clock = new FakeClock(start);
  const passwords = new LocalPasswords({ vault, clock, derive: scrypt.derive });
  onTestFinished(() => passwords.close());
  return { folder: vaultFolder, vault, scrypt, passwords, clock };
}

/** Over a vault in memory, which tells others of a change at once. */
function rememberedPasswords(disk = new MemoryDisk()) {
  const vault = new MemoryVault(disk);
  const clock = new FakeClock(start);
  const passwords = new LocalPasswords({ vault, clock, derive: new CountedDerivation().derive });
  onTestFinished(() => passwords.close());
  return { disk, vault, clock, passwords };
}

describe('named passwords', () => {
  test('a generated one is shown once, logs in, and is listed by its name only', async () => {
    const { passwords, vault } = await makePasswords();
    expect(await passwords.has(anna)).toBe(false);
    const { password = '', ...shown } = await passwords.add(anna, { name: ' Thunderbird ' });
    expect(shown).toEqual({
      id: shown.id,
      name: 'Thunderbird',
      createdAt: '2026-01-01T00:00:00.000Z',
    });
    expect(await passwords.verify(anna, password)).toBe(true);
    expect(await passwords.verify(anna, `${password}x`)).toBe(false);
    expect(await passwords.verify(berta, password)).toBe(false);
    expect(await passwords.list(anna)).toEqual([{ ...shown, lastUsedAt: '2026-01-01T00:00:00.000Z' }]);
    expect(await passwords.has(anna)).toBe(true);
    expect(await vault.get(`account/${anna}/passwords`)).not.toContain(password);
  });

  test('one that the user chose is not returned', async () => {
    const { passwords } = await makePasswords();
    const added = await passwords.add(anna, { name: 'phone', password: 'caf\u00E9' });
    expect(added).not.toHaveProperty('password');
    expect(await passwords.verify(anna, 'cafe\u0301')).toBe(true);
  });

  test('a name can be given once, in any spelling; after its revocation again', async () => {
    const { passwords } = await makePasswords();
    await passwords.add(anna, { name: 'Phone' });
    await expect(passwords.add(anna, { name: 'phone ' })).rejects.toMatchObject({
      code: 'password-name-taken',
    });
    await passwords.add(berta, { name: 'Phone' });
    await passwords.revoke(anna, 'PHONE');
    await passwords.add(anna, { name: 'phone' });
    expect(await passwords.list(anna)).toHaveLength(1);
  });

  test('one that another process has revoked is not accepted once it is not listed any more', async () => {
    // over one disk, and nobody tells the first one of the change
    const disk = new MemoryDisk();
    const [here, there] = [new MemoryVault(disk), new MemoryVault(disk)].map(
      (vault) =>
        new LocalPasswords({
          vault: Object.assign(vault, { watch: () => () => {} }),
          clock: new FakeClock(start),
          derive: new CountedDerivation().derive,
        }),
    );
    await here?.add(anna, { name: 'phone', password: 'one' });
    await here?.add(anna, { name: 'laptop', password: 'two' });
    await there?.revoke(anna, 'phone');
    expect(await here?.list(anna)).toHaveLength(1);
    expect(await here?.verify(anna, 'one')).toBe(false);
    expect(await here?.verify(anna, 'two')).toBe(true);
  });

  test('two programs that add at once both keep theirs', async () => {
    const { folder, passwords } = await makePasswords();
    const { passwords: elsewhere } = await makePasswords(folder);
    await Promise.all([passwords.add(anna, { name: 'one' }), elsewhere.add(anna, { name: 'two' })]);
    expect((await passwords.list(anna)).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['one', 'two']),
    );
  });

  test('no name, no password, an endless one, and the twenty-first are refused', async () => {
    const { passwords } = await makePasswords();
    const unusable = { code: 'password-unusable' };
    for (const name of [' ', 'x'.repeat(101), 'a\u0007'])
      await expect(passwords.add(anna, { name }), name).rejects.toMatchObject(unusable);
    await passwords.add(berta, { name: 'x'.repeat(100) });
    await expect(passwords.add(anna, { name: 'a', password: '' })).rejects.toMatchObject(unusable);
    await expect(passwords.add(anna, { name: 'a', password: 'x'.repeat(2000) })).rejects.toMatchObject(
      unusable,
    );
    for (let index = 0; index < 20; index += 1) await passwords.add(anna, { name: `number ${index}` });
    await expect(passwords.add(anna, { name: 'one more' })).rejects.toMatchObject({
      code: 'passwords-too-many',
    });
  });
});

describe('the cost of a login', () => {
  test('once verified, a password costs neither a derivation nor a look into the vault', async () => {
    const { folder, passwords } = await makePasswords();
    await passwords.add(anna, { name: 'phone', password: 'right' });
    const next = await makePasswords(folder);
    expect(await next.passwords.verify(anna, 'right')).toBe(true);
    expect(next.scrypt.count).toBe(1);
    let reads = 0;
    const { vault } = next;
    const get = vault.get.bind(vault);
    vault.get = (name) => {
      if (name.endsWith('/passwords')) reads += 1;
      return get(name);
    };
    for (let login = 0; login < 50; login += 1) expect(await next.passwords.verify(anna, 'right')).toBe(true);
    expect([next.scrypt.count, reads]).toEqual([1, 0]);
    expect(await next.passwords.verify(anna, 'wrong')).toBe(false);
    expect([next.scrypt.count, reads]).toEqual([2, 1]);
  });

  test('a generated password costs no derivation, now and after a restart, and nor does a wrong one beside it', async () => {
    const { folder, scrypt, passwords } = await makePasswords();
    const { password = '' } = await passwords.add(anna, { name: 'phone' });
    await passwords.add(anna, { name: 'tablet' });
    const next = await makePasswords(folder);
    for (const { verify } of [passwords, next.passwords].map((all) => ({
      verify: (text: string) => all.verify(anna, text),
    }))) {
      expect(await verify(password)).toBe(true);
      expect(await verify('wrong')).toBe(false);
    }
    expect([scrypt.count, next.scrypt.count]).toEqual([0, 0]);
  });

  test('a wrong password costs one derivation for all chosen ones, and an impossible one none', async () => {
    const { scrypt, passwords } = await makePasswords();
    for (const name of ['a', 'b', 'c']) await passwords.add(anna, { name, password: `chosen ${name}` });
    scrypt.count = 0;
    expect(await passwords.verify(anna, 'wrong')).toBe(false);
    expect(scrypt.count).toBe(1);
    expect(await passwords.verify(anna, '')).toBe(false);
    expect(await passwords.verify(anna, 'x'.repeat(5000))).toBe(false);
    expect(scrypt.count).toBe(1);
    for (const name of ['a', 'b', 'c']) expect(await passwords.verify(anna, `chosen ${name}`)).toBe(true);
  });

  test('a password that is added or revoked costs the others no derivation', async () => {
    const { scrypt, passwords } = await makePasswords();
    await passwords.add(anna, { name: 'phone', password: 'right' });
    await passwords.add(anna, { name: 'tablet', password: 'other' });
    await passwords.revoke(anna, 'tablet');
    scrypt.count = 0;
    expect(await passwords.verify(anna, 'right')).toBe(true);
    expect(scrypt.count).toBe(0);
  });

  test('no more than two derivations run at once, whoever asks', async () => {
    const { scrypt, passwords } = await makePasswords();
    await passwords.add(anna, { name: 'a', password: 'right' });
    const guesses = Array.from({ length: 20 }, (_, guess) => passwords.verify(anna, `guess ${guess}`));
    expect(new Set(await Promise.all(guesses))).toEqual(new Set([false]));
    expect(scrypt.count).toBe(21);
    expect(scrypt.mostRunning).toBe(2);
  });
});

describe('the list of an account’s passwords', () => {
  test('costs a look into the vault once, as each snapshot has the lists of thousands of accounts', async () => {
    const { passwords, disk } = rememberedPasswords();
    await passwords.add(anna, { name: 'Phone', password: 'one' });
    const expected = await passwords.list(anna);
    expect(expected).toMatchObject([{ name: 'Phone' }]);
    expect([await passwords.list(berta), await passwords.isUnset(berta)]).toEqual([[], true]);
    disk.entries.clear();
    expect(await passwords.list(anna)).toEqual(expected);
    expect([await passwords.list(berta), await passwords.isUnset(berta)]).toEqual([[], true]);
  });

  test('shows what another process has made, used and revoked', async () => {
    const { passwords, disk } = rememberedPasswords();
    const { passwords: elsewhere, clock } = rememberedPasswords(disk);
    expect([await passwords.list(anna), await passwords.isUnset(anna)]).toEqual([[], true]);
    await elsewhere.add(anna, { name: 'Phone', password: 'one' });
    expect(await passwords.list(anna)).toMatchObject([{ name: 'Phone' }]);
    expect(await passwords.isUnset(anna)).toBe(false);
    clock.jump(7_200_000);
    await elsewhere.verify(anna, 'one');
    await elsewhere.close();
    expect(await passwords.list(anna)).toMatchObject([{ lastUsedAt: '2026-01-01T02:00:00.000Z' }]);
    await elsewhere.revoke(anna, 'Phone');
    expect(await passwords.list(anna)).toEqual([]);
  });

  test('is read again after a vault that could not be read', async () => {
    const { passwords, vault } = rememberedPasswords();
    await passwords.add(anna, { name: 'Phone', password: 'one' });
    vault.failing.get = new VaultError('vault-unavailable', verbatim('The disk is away.'));
    await expect(passwords.list(anna)).rejects.toMatchObject({ code: 'vault-unavailable' });
    delete vault.failing.get;
    expect(await passwords.list(anna)).toMatchObject([{ name: 'Phone' }]);
  });
});

describe('revoking', () => {
  test('takes effect at once on the named password, and not on the others', async () => {
    const { passwords } = await makePasswords();
    await passwords.add(anna, { name: 'phone', password: 'lost' });
    const { id } = await passwords.add(anna, { name: 'tablet', password: 'sold' });
    await passwords.add(anna, { name: 'desk', password: 'kept' });
    expect(await passwords.verify(anna, 'lost')).toBe(true);
    await passwords.revoke(anna, 'phone');
    await passwords.revoke(anna, id);
    expect(await passwords.verify(anna, 'lost')).toBe(false);
    expect(await passwords.verify(anna, 'sold')).toBe(false);
    expect(await passwords.verify(anna, 'kept')).toBe(true);
    await expect(passwords.revoke(anna, 'phone')).rejects.toMatchObject({ code: 'password-unknown' });
  });

  test('takes effect on a login that is being verified', async () => {
    const { folder, passwords } = await makePasswords();
    await passwords.add(anna, { name: 'phone', password: 'lost' });
    const vault = new VaultFiles({ folder, key });
    const began = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const slow = new LocalPasswords({
      vault,
      clock: new FakeClock(start),
      derive: async (...input) => {
        began.resolve();
        await gate.promise;
        return new CountedDerivation().derive(...input);
      },
    });
    onTestFinished(() => slow.close());
    const login = slow.verify(anna, 'lost');
    await began.promise;
    await slow.revoke(anna, 'phone');
    gate.resolve();
    expect(await login).toBe(false);
    expect(await slow.verify(anna, 'lost')).toBe(false);
  });

  test('is asked about again where passwords change during the check, though not for ever', async () => {
    const disk = new MemoryDisk();
    const elsewhere = new MemoryVault(disk);
    const scrypt = new CountedDerivation();
    const entry = `account/${anna}/passwords`;
    let changes = 0;
    const passwords = new LocalPasswords({
      vault: new MemoryVault(disk),
      clock: new FakeClock(start),
      derive: async (...input) => {
        const derived = await scrypt.derive(...input);
        if (changes > 0) await elsewhere.set(entry, (await elsewhere.get(entry)) ?? '');
        changes -= 1;
        return derived;
      },
    });
    await passwords.add(anna, { name: 'phone', password: 'right' });
    await elsewhere.set(entry, (await elsewhere.get(entry)) ?? '');
    scrypt.count = 0;
    changes = 3;
    expect(await passwords.verify(anna, 'right')).toBe(false);
    expect(scrypt.count).toBe(3);
    changes = 2;
    expect(await passwords.verify(anna, 'right')).toBe(true);
  });

  test('by another process takes effect here', { timeout: 20_000 }, async () => {
    const { folder, vault, passwords } = await makePasswords();
    await passwords.add(anna, { name: 'phone', password: 'lost' });
    expect(await passwords.verify(anna, 'lost')).toBe(true);
    const told = Promise.withResolvers<void>();
    onTestFinished(vault.watch(() => told.resolve()));
    const { passwords: elsewhere } = await makePasswords(folder);
    await elsewhere.revoke(anna, 'phone');
    await told.promise;
    await expect.poll(() => passwords.verify(anna, 'lost'), { timeout: 10_000 }).toBe(false);
  });
});

describe('adopting the first password', () => {
  test('the first one that a client sends is the account’s, any later one is not', async () => {
    const { passwords, scrypt } = await makePasswords();
    expect(await passwords.adopt(anna, 'first')).toBe(true);
    expect(await passwords.verify(anna, 'first')).toBe(true);
    expect(scrypt.count).toBe(1);
    expect(await passwords.adopt(anna, 'second')).toBe(false);
    expect(await passwords.adopt(anna, 'first')).toBe(true);
    expect(await passwords.verify(anna, 'first')).toBe(true);
    expect(await passwords.verify(anna, 'second')).toBe(false);
    for (const unusable of ['', 'a\r\nb', 'x'.repeat(2000)]) {
      expect(await passwords.adopt(berta, unusable)).toBe(false);
    }
    expect(await passwords.adopt(berta, 'usable')).toBe(true);
  });

  test('of different first passwords at once, here and in another process, exactly one wins', async () => {
    const { folder, passwords } = await makePasswords();
    const { passwords: elsewhere } = await makePasswords(folder);
    const adopted = await Promise.all([
      passwords.adopt(anna, 'a'),
      elsewhere.adopt(anna, 'b'),
      passwords.adopt(anna, 'c'),
      elsewhere.adopt(anna, 'd'),
    ]);
    expect(adopted.filter(Boolean)).toHaveLength(1);
    const right = ['a', 'b', 'c', 'd'].filter((_, index) => adopted[index]);
    for (const password of ['a', 'b', 'c', 'd']) {
      expect(await passwords.verify(anna, password)).toBe(right.includes(password));
    }
    expect(await passwords.list(anna)).toHaveLength(1);
  });

  test('a program that opens several connections with it at once gets in on each', async () => {
    const { passwords } = await makePasswords();
    const adopted = await Promise.all(['same', 'same', 'same'].map((one) => passwords.adopt(anna, one)));
    expect(adopted).toEqual([true, true, true]);
    expect(await passwords.list(anna)).toHaveLength(1);
  });

  test('a revoked client is not adopted again, until the account is cleared', async () => {
    const { passwords } = await makePasswords();
    expect(await passwords.isUnset(anna)).toBe(true);
    await passwords.adopt(anna, 'lost');
    await passwords.revoke(anna, 'adopted');
    expect(await passwords.has(anna)).toBe(false);
    expect(await passwords.isUnset(anna)).toBe(false);
    expect(await passwords.adopt(anna, 'lost')).toBe(false);
    await passwords.clear(anna);
    expect(await passwords.isUnset(anna)).toBe(true);
    expect(await passwords.adopt(anna, 'new')).toBe(true);
  });

  test('an account with a password of its own adopts none', async () => {
    const { passwords } = await makePasswords();
    await passwords.add(anna, { name: 'phone', password: 'own' });
    expect(await passwords.adopt(anna, 'other')).toBe(false);
    expect(await passwords.adopt(anna, 'own')).toBe(true);
  });
});

test('a password that the provider accepted replaces all former ones', async () => {
  const { passwords } = await makePasswords();
  await passwords.replaceAll(anna, { name: 'account password', password: 'old' });
  expect(await passwords.verify(anna, 'old')).toBe(true);
  await passwords.replaceAll(anna, { name: 'account password', password: 'new' });
  expect(await passwords.verify(anna, 'old')).toBe(false);
  expect(await passwords.verify(anna, 'new')).toBe(true);
  expect(await passwords.list(anna)).toHaveLength(1);
});

/** Passwords in memory, where what deletes from the vault and what derives wait for the test. */
function heldUp() {
  const [deleting, deriving] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const vault = new MemoryVault();
  const remove = vault.delete.bind(vault);
  vault.delete = async (name) => {
    await deleting.promise;
    return remove(name);
  };
  const scrypt = new CountedDerivation();
  const derive: DeriveKey = async (...input) => {
    await deriving.promise;
    return scrypt.derive(...input);
  };
  const passwords = new LocalPasswords({ vault, clock: new FakeClock(start), derive });
  return { passwords, deleting, deriving };
}

test('a password that a login does not wait for is kept before the end', async () => {
  const { passwords, deriving } = heldUp();
  passwords.replaceAllLater(anna, { name: 'account password', password: 'accepted' });
  const closed = passwords.close();
  deriving.resolve();
  await closed;
  expect(await passwords.verify(anna, 'accepted')).toBe(true);
});

test('and not any more once the account is cleared', async () => {
  const { passwords, deleting, deriving } = heldUp();
  passwords.replaceAllLater(anna, { name: 'account password', password: 'accepted' });
  const cleared = passwords.clear(anna);
  await settle();
  deriving.resolve();
  await settle();
  deleting.resolve();
  await cleared;
  await passwords.close();
  expect(await passwords.isUnset(anna)).toBe(true);
  expect(await passwords.verify(anna, 'accepted')).toBe(false);
});

test('a password that is right while its account is being cleared is wrong behind it', async () => {
  const { passwords, deleting, deriving } = heldUp();
  deriving.resolve();
  await passwords.add(anna, { name: 'phone', password: 'old' });
  const cleared = passwords.clear(anna);
  await settle();
  expect(await passwords.verify(anna, 'old')).toBe(true);
  deleting.resolve();
  await cleared;
  expect(await passwords.verify(anna, 'old')).toBe(false);
});

test('a password that is handed over is the other account’s, without another check; not where that cannot be made', async () => {
  const { passwords, scrypt, vault } = await makePasswords();
  await passwords.add(anna, { name: 'phone', password: 'given' });
  const failure = new Error('the disk is full');
  await expect(passwords.handOver(anna, 'given', berta, () => Promise.reject(failure))).rejects.toBe(failure);
  expect(await vault.get(`account/${berta}/passwords`)).toBeUndefined();
  expect(await passwords.handOver(anna, 'given', berta, async () => {})).toBe('phone');
  scrypt.count = 0;
  expect(await passwords.verify(berta, 'given')).toBe(true);
  expect(scrypt.count).toBe(0);
  expect(await passwords.verify(anna, 'given')).toBe(false);
  expect((await passwords.list(berta))[0]?.lastUsedAt).toBeDefined();
});

test('the end leaves no watch on the vault and no password of a set-up behind', async () => {
  const watching = new Set<unknown>();
  const clock = new FakeClock(start);
  const vault = Object.assign(new MemoryVault(), {
    watch: (changed: unknown) => {
      watching.add(changed);
      return () => void watching.delete(changed);
    },
  });
  const passwords = new LocalPasswords({ vault, clock });
  await passwords.setUps.begin(anna, async () => ({ id: '1', name: 'Phone', password: 'kelp-orbit-tunic' }));
  expect(watching.size).toBe(1);
  await passwords.close();
  expect([watching.size, clock.timers]).toEqual([0, 0]);
  expect(await passwords.setUps.of(anna)).toBeUndefined();
});

test('a cleared account has no password, though one was verified before', async () => {
  const { passwords } = await makePasswords();
  await passwords.add(anna, { name: 'phone', password: 'old' });
  expect(await passwords.verify(anna, 'old')).toBe(true);
  await passwords.clear(anna);
  expect(await passwords.verify(anna, 'old')).toBe(false);
  expect(await passwords.list(anna)).toEqual([]);
});

test('an entry that does not hold passwords is told as damaged, not taken for none', async () => {
  const { passwords, vault } = await makePasswords();
  await vault.set(`account/${anna}/passwords`, '{"version":1}');
  const refused = { code: 'vault-damaged' };
  await expect(passwords.verify(anna, 'x')).rejects.toMatchObject(refused);
  await expect(passwords.adopt(anna, 'x')).rejects.toMatchObject(refused);
  await expect(passwords.add(anna, { name: 'a' })).rejects.toMatchObject(refused);
  expect(await vault.get(`account/${anna}/passwords`)).toBe('{"version":1}');
});

describe('the last use of a password', () => {
  test('is told by each password, after a restart too, and goes with it', async () => {
    const { folder, passwords, clock } = await makePasswords();
    const phone = await passwords.add(anna, { name: 'Phone' });
    const laptop = await passwords.add(anna, { name: 'Laptop' });
    expect((await passwords.list(anna)).map(({ lastUsedAt }) => lastUsedAt)).toEqual([undefined, undefined]);
    clock.jump(5_000);
    await passwords.verify(anna, laptop.password ?? '');
    await passwords.verify(anna, 'a wrong one');
    const used = [undefined, '2026-01-01T00:00:05.000Z'];
    expect((await passwords.list(anna)).map(({ lastUsedAt }) => lastUsedAt)).toEqual(used);
    await passwords.close();
    const { passwords: restarted, vault } = await makePasswords(folder);
    expect((await restarted.list(anna)).map(({ lastUsedAt }) => lastUsedAt)).toEqual(used);
    await restarted.revoke(anna, laptop.id);
    await restarted.close();
    expect(await vault.get(`password-uses/${anna}`)).not.toContain(laptop.id);
    await restarted.verify(anna, phone.password ?? '');
    await restarted.clear(anna);
    expect(await vault.get(`password-uses/${anna}`)).toBeUndefined();
  });

  test('is kept to the hour: a mail program that looks every second causes no write each time', async () => {
    const vault = new MemoryVault();
    const clock = new FakeClock(start);
    const passwords = new LocalPasswords({ vault, clock, derive: new CountedDerivation().derive });
    await passwords.add(anna, { name: 'Phone', password: 'one' });
    for (let second = 0; second < 3_600; second += 1) {
      await passwords.verify(anna, 'one');
      clock.jump(1_000);
    }
    await passwords.verify(anna, 'one');
    await passwords.close();
    expect(vault.written.filter(({ name }) => name.startsWith('password-uses/'))).toHaveLength(2);
    expect((await passwords.list(anna))[0]?.lastUsedAt).toBe('2026-01-01T01:00:00.000Z');
  });

  test('of a cleared account is not kept by a write that was still waiting', async () => {
    const vault = new MemoryVault();
    const written = Promise.withResolvers<void>();
    const set = vault.set.bind(vault);
    vault.set = async (name, text) => {
      if (name === `password-uses/${berta}`) await written.promise;
      return set(name, text);
    };
    const clock = new FakeClock(start);
    const passwords = new LocalPasswords({ vault, clock, derive: new CountedDerivation().derive });
    for (const account of [berta, anna]) {
      await passwords.add(account, { name: 'Phone', password: 'one' });
      await passwords.verify(account, 'one');
    }
    const cleared = passwords.clear(anna);
    await settle();
    written.resolve();
    await cleared;
    await passwords.close();
    expect([...vault.disk.entries.keys()]).not.toContain(`password-uses/${anna}`);
  });

  test('a vault that cannot be written stands in no login’s way', async () => {
    const vault = new MemoryVault();
    const passwords = new LocalPasswords({
      vault,
      clock: new FakeClock(start),
      derive: new CountedDerivation().derive,
    });
    await passwords.add(anna, { name: 'Phone', password: 'one' });
    vault.failing.set = new VaultError('vault-unavailable', verbatim('The disk is full.'));
    expect(await passwords.verify(anna, 'one')).toBe(true);
    await passwords.close();
    expect((await passwords.list(anna))[0]?.lastUsedAt).toBe('2026-01-01T00:00:00.000Z');
  });
});

describe('the password of a set-up', () => {
  const made = { id: '1', name: 'Mail program', password: 'kelp-orbit-tunic' };
  const next = { id: '2', name: 'Mail program 2', password: 'moss-ember-cabin' };
  let clock: FakeClock;
  let setUps: SetUpPasswords;
  beforeEach(() => {
    clock = new FakeClock(start);
    setUps = new SetUpPasswords({ clock });
  });

  test('is told again until the set-up ends, and not after it', async () => {
    expect(await setUps.of(anna)).toBeUndefined();
    expect(await setUps.begin(anna, async () => made)).toEqual(made);
    expect(await setUps.begin(anna, async () => next)).toEqual(made);
    expect(await setUps.of(anna)).toEqual(made);
    expect(await setUps.of(berta)).toBeUndefined();
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
