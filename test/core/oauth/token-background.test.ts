import { describe, expect, test, vi } from 'vitest';
import { verbatim } from '#messages/message.ts';
import { mailboxEntryName } from '#core/oauth/token-store.ts';
import { VaultError } from '#core/storage/vault.ts';
import { settle } from '../../support/fake-clock.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { accountId, hour, minute, TokenBench } from './token-bench.ts';

const day = 24 * hour;

async function running(options: ConstructorParameters<typeof TokenBench>[0] = {}): Promise<TokenBench> {
  const bench = new TokenBench(options).answering();
  await bench.ask();
  bench.manager.start();
  await settle();
  return bench;
}

describe('renewal in the background', () => {
  test('comes at half-life, so that logins never wait', async () => {
    const bench = await running();
    await bench.clock.advance(29 * minute);
    expect(bench.asked).toBe(1);
    await bench.clock.advance(2 * minute);
    expect(bench.asked).toBe(2);
    bench.grant.respond = undefined;
    expect((await bench.ask()).value).toBe('token-2');
    expect(bench.manager.status(accountId).token?.renewsAt).toBeGreaterThan(bench.clock.now());
    bench.manager.stop();
  });

  test('leaves a paused account alone, and ends when it is stopped', async () => {
    const paused = await running({ account: { paused: true } });
    await paused.clock.advance(2 * hour);
    expect(paused.asked).toBe(1);
    paused.manager.stop();
    const stopped = await running();
    stopped.manager.stop();
    await stopped.clock.advance(2 * hour);
    expect(stopped.asked).toBe(1);
    expect(stopped.clock.timers).toBe(0);
  });

  test('an account that nobody uses is renewed once a week, not each half hour', async () => {
    const bench = await running();
    await bench.clock.advance(2 * day);
    const inUse = bench.asked;
    expect(inUse).toBeGreaterThan(40);
    await bench.clock.advance(5 * day);
    expect(bench.asked).toBe(inUse);
    await bench.clock.advance(2 * day);
    expect(bench.asked).toBe(inUse + 1);
    bench.manager.stop();
  });

  test('the same of several processes, each of which sees what the others renew', async () => {
    const vault = new MemoryVault();
    const one = new TokenBench({ vault }).answering();
    const other = new TokenBench({ vault: new MemoryVault(vault.disk), clock: one.clock }).answering();
    for (const { vault: own, manager } of [one, other]) {
      own.watch((name) => manager.forget(manager.changedElsewhere(name) ?? ''));
      manager.start();
    }
    await one.ask();
    await one.clock.advance(3 * day);
    const inUse = one.asked + other.asked;
    expect(inUse).toBeGreaterThan(40);
    await one.clock.advance(3 * day);
    expect(one.asked + other.asked).toBe(inUse);
    one.manager.stop();
    other.manager.stop();
  });

  test('one whose logins come to another process is renewed for them', async () => {
    const vault = new MemoryVault();
    const one = new TokenBench({ vault }).answering();
    const other = new TokenBench({ vault: new MemoryVault(vault.disk), clock: one.clock }).answering();
    for (const { vault: own, manager } of [one, other])
      own.watch((name) => manager.forget(manager.changedElsewhere(name) ?? ''));
    await one.ask();
    one.manager.start();
    other.manager.start();
    await one.clock.advance(20 * hour);
    await other.ask();
    await one.clock.advance(20 * hour);
    const asked = one.asked + other.asked;
    await one.clock.advance(2 * hour);
    expect(one.asked + other.asked).toBeGreaterThan(asked + 2);
    one.manager.stop();
    other.manager.stop();
  });

  test('of an account that was forgotten, as after a change of its settings, goes on with nobody asking', async () => {
    const bench = await running();
    bench.manager.forget(accountId);
    await bench.clock.advance(31 * minute);
    expect(bench.asked).toBe(2);
    bench.manager.stop();
  });

  test('after a restart, an account of the vault that was not used for weeks is renewed at once', async () => {
    const before = new TokenBench().answering();
    await before.ask();
    before.clock.jump(30 * day);
    const after = new TokenBench({ vault: before.vault, clock: before.clock }).answering();
    after.manager.start();
    await after.clock.advance(2 * minute);
    expect(after.asked).toBe(1);
    after.manager.stop();
  });

  test('the same where the ended token of a mailbox cannot be deleted', async () => {
    const before = new TokenBench().answering();
    await before.ask();
    const domain = new TokenBench({
      client: { grant: 'service-account' },
      account: { address: '*@example.org' },
    }).answering();
    await domain.ask({ subject: 'ann@example.org' });
    const [ofMailbox = ''] = domain.vault.disk.entries.values();
    before.vault.disk.entries.set(mailboxEntryName('domain', 'ann@example.org'), ofMailbox);
    before.clock.jump(30 * day);
    const after = new TokenBench({ vault: before.vault, clock: before.clock }).answering();
    const deleted = vi
      .spyOn(after.vault, 'delete')
      .mockRejectedValue(
        new VaultError('vault-unavailable', verbatim('The vault: the entry cannot be deleted.')),
      );
    after.manager.start();
    await after.clock.advance(2 * minute);
    expect(deleted).toHaveBeenCalled();
    expect(after.asked).toBe(1);
    after.manager.stop();
  });

  test('follows the back-off while the provider is away, and recovers by itself', async () => {
    const bench = await running();
    bench.failing('unreachable');
    await bench.clock.advance(40 * minute);
    const tries = bench.asked;
    expect(tries).toBeGreaterThan(5);
    expect(tries).toBeLessThan(20);
    bench.answering();
    await bench.clock.advance(6 * minute);
    expect(bench.manager.status(accountId)).toMatchObject({ state: 'ready' });
    expect(bench.manager.status(accountId).problem).toBeUndefined();
    bench.manager.stop();
  });

  test('does not go on once a person must sign in, not after a sleep either', async () => {
    const bench = await running();
    bench.failing('needs-sign-in');
    await bench.clock.advance(5 * hour);
    bench.manager.resumed();
    await bench.clock.advance(5 * hour);
    expect(bench.asked).toBe(2);
    expect(bench.state).toBe('needs-sign-in');
    bench.manager.stop();
  });

  test('asks once an hour whether what was refused is put right at the provider', async () => {
    const bench = await running();
    bench.failing('refused');
    await bench.clock.advance(10 * hour);
    expect(bench.asked).toBeGreaterThanOrEqual(10);
    expect(bench.asked).toBeLessThanOrEqual(12);
    expect(bench.state).toBe('refused');
    bench.answering();
    await bench.clock.advance(hour);
    expect(bench.state).toBe('ready');
    bench.manager.stop();
  });

  test('a token that hardly lives is not renewed without end', async () => {
    const bench = new TokenBench().answering(1000);
    await bench.ask();
    bench.manager.start();
    await bench.clock.advance(10 * minute);
    expect(bench.asked).toBeLessThanOrEqual(11);
    bench.manager.stop();
  });
});

describe('after ten hours of sleep', () => {
  test('the token is renewed as soon as the host tells, once', async () => {
    const bench = await running();
    bench.clock.jump(10 * hour);
    bench.manager.resumed();
    await settle();
    expect(bench.asked).toBe(2);
    expect((await bench.ask()).value).toBe('token-2');
    bench.manager.stop();
  });

  test('the manager notices by itself within a minute', async () => {
    const bench = await running();
    bench.clock.jump(10 * hour);
    await bench.clock.advance(minute);
    expect(bench.asked).toBe(2);
    bench.manager.stop();
  });

  test('what was renewed less than a minute before is renewed again, if it is due', async () => {
    const bench = new TokenBench().answering(minute);
    await bench.ask();
    await bench.clock.advance(minute / 2);
    await bench.ask();
    await settle();
    expect(bench.asked).toBe(1);
    bench.manager.resumed();
    await bench.ask();
    await settle();
    expect(bench.asked).toBe(2);
  });

  test('what was refused by a wrong clock is asked for again once the clock is set back', async () => {
    const bench = new TokenBench().failing('refused');
    bench.clock.jump(3 * hour);
    await expect(bench.ask()).rejects.toMatchObject({ code: 'refused' });
    bench.clock.jump(-3 * hour);
    bench.answering();
    // after a sleep or on another network it is refused still
    bench.manager.resumed();
    await expect(bench.ask()).rejects.toMatchObject({ code: 'refused' });
    bench.manager.clockChanged();
    await bench.ask();
    expect(bench.manager.status(accountId).problem).toBeUndefined();
  });

  test('a provider that was out of reach is tried at once', async () => {
    const bench = await running();
    bench.failing('unreachable', 50 * minute);
    await bench.clock.advance(31 * minute);
    expect(bench.asked).toBe(2);
    await bench.clock.advance(10 * minute);
    expect(bench.asked).toBe(2);
    bench.answering();
    bench.manager.resumed();
    await settle();
    expect(bench.asked).toBe(3);
    expect(bench.manager.status(accountId).problem).toBeUndefined();
    bench.manager.stop();
  });
});
