import { expect, test } from 'vitest';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { mailboxEntryName, TokenStore, type TokenEntry } from '#core/oauth/token-store.ts';
import { VaultError } from '#core/storage/vault.ts';
import { verbatim } from '#messages/message.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryDisk, MemoryVault } from '../../support/memory-vault.ts';
import { accountId, anna, entryName } from './token-bench.ts';

const full = new VaultError('vault-unavailable', verbatim('the disk is full'));
const owner = { id: accountId, address: anna };
const bert = { id: 'bert', address: 'bert@example.org' };

function entryOf(state: string): TokenEntry {
  return { version: 1, clientId: 'client', state, tokens: {} };
}

class Bench {
  readonly disk = new MemoryDisk();
  readonly vault = new MemoryVault(this.disk);
  readonly clock = new FakeClock();
  readonly changed: string[] = [];
  readonly store = new TokenStore({
    vault: this.vault,
    clock: this.clock,
    changed: (id) => this.changed.push(id),
  });

  /** Whose renewed sign-in the disk does not take: at first it held 'old'. */
  async renewedOnFullDisk(whose = owner): Promise<void> {
    await this.store.write(whose, entryOf('old'));
    this.vault.failing.set = full;
    await this.store.keep(whose, () => entryOf('renewed'));
  }

  onDisk(whose = owner): string | undefined {
    return this.disk.entries.get(`account/${whose.id}/tokens`);
  }
}

test('a renewed sign-in that the disk did not take is read as if it were there, and written when the disk takes it', async () => {
  const bench = new Bench();
  await bench.renewedOnFullDisk();
  expect(await bench.store.read(owner)).toEqual(entryOf('renewed'));
  expect(bench.store.unwritten(accountId)).toMatchObject({ code: 'unreachable' });
  expect(bench.changed).toEqual([accountId]);
  // it is tried every five seconds, one timer at a time
  await bench.clock.advance(12_000);
  expect(bench.onDisk()).toContain('old');
  expect(bench.clock.timers).toBe(1);
  delete bench.vault.failing.set;
  await bench.clock.advance(2_999);
  expect(bench.onDisk()).toContain('old');
  await bench.clock.advance(1);
  expect(bench.onDisk()).toContain('renewed');
  expect(bench.store.unwritten(accountId)).toBeUndefined();
  expect(bench.changed).toEqual([accountId, accountId]);
  expect(bench.clock.timers).toBe(0);
});

test('of several sign-ins each is written as soon as it can be: one that cannot does not hold up the others', async () => {
  const bench = new Bench();
  await bench.renewedOnFullDisk();
  delete bench.vault.failing.set;
  await bench.renewedOnFullDisk(bert);
  const set = bench.vault.set.bind(bench.vault);
  delete bench.vault.failing.set;
  bench.vault.set = (name, text) => (name === entryName ? Promise.reject(full) : set(name, text));
  await bench.clock.advance(5_000);
  expect([bench.onDisk(), bench.onDisk(bert)]).toEqual([
    expect.stringContaining('old'),
    expect.stringContaining('renewed'),
  ]);
  expect(bench.store.unwritten(accountId)).toBeDefined();
  expect(bench.clock.timers).toBe(1);
  bench.vault.set = set;
  await bench.clock.advance(5_000);
  expect(bench.onDisk()).toContain('renewed');
  expect(bench.clock.timers).toBe(0);
});

test('a second renewal on a full disk goes on from the first, also where the disk cannot be read any more', async () => {
  const bench = new Bench();
  await bench.renewedOnFullDisk();
  const seen: (string | undefined)[] = [];
  const again = (entry: TokenEntry | undefined): TokenEntry => {
    seen.push(entry?.state);
    return entryOf(`after ${String(entry?.state)}`);
  };
  await bench.store.keep(owner, again);
  bench.vault.failing.get = full;
  await bench.store.keep(owner, again);
  expect(seen).toEqual(['renewed', 'after renewed']);
  delete bench.vault.failing.get;
  delete bench.vault.failing.set;
  await bench.clock.advance(5_000);
  expect(bench.onDisk()).toContain('after after renewed');
});

test('a disk that can be neither read nor written is taken to hold what it held at the last look', async () => {
  const bench = new Bench();
  await bench.store.write(owner, entryOf('old'));
  bench.vault.failing.get = bench.vault.failing.set = full;
  let before: TokenEntry | undefined;
  await bench.store.keep(owner, (entry) => {
    before = entry;
    return entryOf('renewed');
  });
  expect(before).toEqual(entryOf('old'));
  delete bench.vault.failing.get;
  expect(await bench.store.read(owner)).toEqual(entryOf('renewed'));
});

test('what another process has written meanwhile counts, and nothing is tried any more', async () => {
  const bench = new Bench();
  await bench.renewedOnFullDisk();
  await new MemoryVault(bench.disk).set(entryName, JSON.stringify(entryOf('signed in anew')));
  expect(await bench.store.read(owner)).toEqual(entryOf('signed in anew'));
  expect(bench.store.unwritten(accountId)).toBeUndefined();
  expect(bench.changed).toEqual([accountId, accountId]);
  expect(bench.clock.timers).toBe(0);
});

test('what another process has removed meanwhile is not written again', async () => {
  const bench = new Bench();
  await bench.renewedOnFullDisk();
  await new MemoryVault(bench.disk).delete(entryName);
  delete bench.vault.failing.set;
  await bench.clock.advance(5_000);
  expect(bench.onDisk()).toBeUndefined();
  expect(bench.clock.timers).toBe(0);
});

test('the end tries four times a second for as long as it may, and tells whose sign-in is lost', async () => {
  const bench = new Bench();
  await bench.renewedOnFullDisk();
  const tried: number[] = [];
  const began = bench.clock.now();
  bench.vault.set = () => {
    tried.push(bench.clock.now() - began);
    return Promise.reject(full);
  };
  const ended = bench.store.end(600);
  await bench.clock.advance(1_000);
  const [lost, ...more] = await ended;
  expect(more).toEqual([]);
  expect(lost).toBeInstanceOf(OAuthError);
  expect(lost?.message).toContain(anna);
  expect(tried).toEqual([0, 250, 500, 750]);
  expect(bench.clock.timers).toBe(0);
});

test('the end tries once where it may not wait, and loses nothing that the disk takes then', async () => {
  const bench = new Bench();
  await bench.renewedOnFullDisk();
  delete bench.vault.failing.set;
  expect(await bench.store.end(0)).toEqual([]);
  expect(bench.onDisk()).toContain('renewed');
  expect(bench.clock.timers).toBe(0);
});

test('a sign-out removes the account’s tokens and those of its mailboxes, and nobody else’s', async () => {
  const bench = new Bench();
  await bench.store.write(bert, entryOf('bert'));
  await bench.renewedOnFullDisk();
  delete bench.vault.failing.set;
  await bench.store.writeMailbox(mailboxEntryName(accountId, 'shared@example.org'), entryOf('shared'));
  await bench.store.writeMailbox(mailboxEntryName(accountId, 'sales@example.org'), entryOf('sales'));
  await bench.store.delete(owner);
  expect([...bench.disk.entries.keys()]).toEqual(['account/bert/tokens']);
  expect(bench.store.unwritten(accountId)).toBeUndefined();
  expect(bench.clock.timers).toBe(0);
  expect(await bench.store.read(owner)).toBeUndefined();
});

test('the accounts that have tokens are listed once each, whether of their own or of mailboxes', async () => {
  const bench = new Bench();
  await bench.store.write(owner, entryOf('anna'));
  for (const mailbox of ['one@example.org', 'other@example.org']) {
    await bench.store.writeMailbox(mailboxEntryName(accountId, mailbox), entryOf(mailbox));
    await bench.store.writeMailbox(mailboxEntryName('bert', mailbox), entryOf(mailbox));
  }
  await bench.vault.set('account/carl/password', 'not a token');
  expect(await bench.store.accountIds()).toEqual([accountId, 'bert']);
});

test('a mailbox’s tokens that cannot be read are none; a defect is told', async () => {
  const bench = new Bench();
  const name = mailboxEntryName(accountId, 'shared@example.org');
  expect(name).toMatch(new RegExp(String.raw`^${entryName}/[0-9a-f]{32}$`));
  expect(await bench.store.readMailbox(name)).toBeUndefined();
  await bench.store.writeMailbox(name, entryOf('shared'));
  expect(await bench.store.readMailbox(name)).toEqual(entryOf('shared'));
  await bench.vault.set(name, '{"version":2}');
  expect(await bench.store.readMailbox(name)).toBeUndefined();
  bench.vault.failing.get = full;
  expect(await bench.store.readMailbox(name)).toBeUndefined();
  bench.vault.failing.get = new TypeError('a defect');
  await expect(bench.store.readMailbox(name)).rejects.toThrow('a defect');
});

test('a defect of the vault is no full disk: nothing is kept in memory for it', async () => {
  const bench = new Bench();
  await bench.store.write(owner, entryOf('old'));
  bench.vault.failing.set = new TypeError('a defect');
  await expect(bench.store.keep(owner, () => entryOf('renewed'))).rejects.toThrow('a defect');
  expect(await bench.store.read(owner)).toEqual(entryOf('old'));
  delete bench.vault.failing.set;
  bench.vault.failing.get = new TypeError('a defect');
  await expect(bench.store.keep(owner, () => entryOf('renewed'))).rejects.toThrow('a defect');
});

test('of mailboxes the entries are deleted whose tokens have all ended; all others stay', async () => {
  const { clock, disk, store } = new Bench();
  const token = (life: number) => ({
    value: 'a',
    obtainedAt: clock.now(),
    expiresAt: clock.now() + life,
    made: 'so',
  });
  const kept = {
    ended: { imap: token(-1), pop: token(0) },
    alive: { imap: token(1) },
    'alive-in-part': { imap: token(-1), pop: token(1) },
    empty: {},
  };
  for (const [name, tokens] of Object.entries(kept))
    await store.writeMailbox(mailboxEntryName('domain', name), { version: 1, clientId: 'client', tokens });
  await store.write(owner, { version: 1, clientId: 'client', tokens: { '': token(-1) } });
  const unreadable = mailboxEntryName('domain', 'unreadable');
  disk.entries.set(unreadable, 'no JSON');
  await store.deleteEnded();
  expect([...disk.entries.keys()]).toEqual([
    ...['alive', 'alive-in-part', 'empty'].map((name) => mailboxEntryName('domain', name)),
    entryName,
    unreadable,
  ]);
});
