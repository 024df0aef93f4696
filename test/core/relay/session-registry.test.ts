import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import v8 from 'node:v8';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { limits } from '#core/relay/limits.ts';
import { connectionLimits, SessionRegistry, type JoinedSession } from '#core/relay/session-registry.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

const collection = z.object({ detail: z.object({ kind: z.number(), flags: z.number() }) });

interface Told {
  readonly session: JoinedSession;
  readonly calls: string[];
}

function session(about: Partial<JoinedSession> = {}): Told {
  const calls: string[] = [];
  return {
    calls,
    session: {
      accountId: 'anna',
      protocol: 'imap',
      end: () => calls.push('end'),
      cut: () => calls.push('cut'),
      ...about,
    },
  };
}

function enter(registry: SessionRegistry, close: () => void = () => {}): () => void {
  const { connection } = registry.enter('127.0.0.1', close);
  if (connection === undefined) throw new Error('there was no room');
  return () => registry.leave(connection);
}

it('counts connections before and after their login', () => {
  const registry = new SessionRegistry();
  const leave = enter(registry);
  const end = registry.join(session().session);
  expect([registry.beforeLogin, registry.size]).toEqual([1, 2]);
  leave();
  leave();
  expect([registry.beforeLogin, registry.size]).toEqual([0, 1]);
  end();
  end();
  expect([registry.beforeLogin, registry.size]).toEqual([0, 0]);
});

it('counts an account’s sessions by protocol, and nobody else’s', () => {
  const registry = new SessionRegistry();
  registry.join(session().session);
  const end = registry.join(session().session);
  registry.join(session({ protocol: 'smtp' }).session);
  registry.join(session({ accountId: 'berta' }).session);
  expect(registry.of('anna')).toEqual({ imap: 2, pop: 0, smtp: 1 });
  expect(registry.byAccount).toEqual({
    anna: { imap: 2, pop: 0, smtp: 1 },
    berta: { imap: 1, pop: 0, smtp: 0 },
  });
  end();
  expect(registry.of('anna')).toEqual({ imap: 1, pop: 0, smtp: 1 });
  expect(registry.of('nobody')).toEqual({ imap: 0, pop: 0, smtp: 0 });
});

it('ends the sessions of one account, and leaves the others alone', () => {
  const registry = new SessionRegistry();
  const [one, two, other] = [session(), session({ protocol: 'pop' }), session({ accountId: 'berta' })];
  for (const told of [one, two, other]) registry.join(told.session);
  registry.endOf('anna');
  expect([one.calls, two.calls, other.calls]).toEqual([['end'], ['end'], []]);
});

it('knows whose sessions were ended since a login began', () => {
  const registry = new SessionRegistry();
  expect(registry.wasEnded('anna', registry.endings)).toBe(false);
  registry.endOf('berta');
  const since = registry.endings;
  registry.endOf('anna');
  expect(['anna', 'berta', 'cy'].filter((account) => registry.wasEnded(account, since))).toEqual(['anna']);
  expect(registry.wasEnded('anna', registry.endings)).toBe(false);
});

it('cuts every connection to a provider when the network has changed, and none that has ended', () => {
  const registry = new SessionRegistry();
  const [one, other, gone] = [session(), session({ accountId: 'berta' }), session()];
  registry.join(one.session);
  registry.join(other.session);
  registry.join(gone.session)();
  registry.cutAll();
  expect([one.calls, other.calls, gone.calls]).toEqual([['cut'], ['cut'], []]);
});

it('tells changes of who is logged in, until it is asked no more', () => {
  const registry = new SessionRegistry();
  let changes = 0;
  const stop = registry.onChange(() => {
    changes += 1;
  });
  const leave = enter(registry);
  leave();
  expect(changes).toBe(0);
  const end = registry.join(session().session);
  end();
  expect(changes).toBe(2);
  stop();
  registry.join(session().session);
  expect(changes).toBe(2);
});

it('lets V8’s space for young objects grow while a crowd logs in, and not for a few', () => {
  const set = vi.spyOn(v8, 'setFlagsFromString').mockImplementation(() => {});
  onTestFinished(() => set.mockRestore());
  const registry = new SessionRegistry();
  const few = Array.from({ length: 49 }, () => enter(registry));
  expect(set).not.toHaveBeenCalled();
  const crowd = [...few, enter(registry), enter(registry)];
  expect(set.mock.calls).toEqual([['--semi-space-growth-factor=2']]);
  for (const leave of crowd.splice(10)) leave();
  expect(set.mock.calls).toEqual([['--semi-space-growth-factor=2'], ['--semi-space-growth-factor=1']]);
  for (const leave of crowd) leave();
  expect(set).toHaveBeenCalledTimes(2);
});

it('has V8 collect young objects after each 16 MB that are uploaded', async () => {
  const { NODE_PERFORMANCE_GC_FLAGS_FORCED: forced, NODE_PERFORMANCE_GC_MINOR: minor } = constants;
  let collections = 0;
  const { promise: collected, resolve } = Promise.withResolvers<undefined>();
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { kind, flags } = collection.parse(entry).detail;
      if (kind === minor && flags === forced) collections += 1;
    }
    if (collections >= 2) resolve(undefined);
  });
  observer.observe({ entryTypes: ['gc'] });
  onTestFinished(() => observer.disconnect());
  const { youngSpace } = new SessionRegistry();
  for (let megabytes = 0; megabytes < 47; megabytes += 1) youngSpace.uploaded(1_000_000);
  await collected;
  await nextTurn();
  expect(collections).toBe(2);
});

describe('stopping', () => {
  it('is over at once when nobody is there', async () => {
    await new SessionRegistry().stop(new FakeClock(), limits.drain);
  });

  it('says goodbye to those who say nothing, after a moment in which they might log in, and waits for the last of all', async () => {
    const registry = new SessionRegistry();
    const closed: string[] = [];
    const leave = enter(registry, () => closed.push('first'));
    const joined = session();
    const end = registry.join(joined.session);
    let over = false;
    const clock = new FakeClock();
    const draining = registry.stop(clock, limits.drain).finally(() => {
      over = true;
    });
    expect(closed).toEqual([]);
    await clock.advance(limits.lastLogins);
    expect(closed).toEqual(['first']);
    leave();
    await settle();
    expect(over).toBe(false);
    expect(joined.calls).toEqual([]);
    end();
    await draining;
    expect(over).toBe(true);
  });

  it('is over when those who are said goodbye to leave at once', async () => {
    const registry = new SessionRegistry();
    const leaves: (() => void)[] = [];
    for (let at = 0; at < 3; at += 1) leaves.push(enter(registry, () => leaves[at]?.()));
    const clock = new FakeClock();
    const stopped = registry.stop(clock, limits.drain);
    await clock.advance(limits.lastLogins);
    await stopped;
    expect(registry.size).toBe(0);
    expect(clock.timers).toBe(0);
  });

  it('in the end ends whoever is left: who never logs in, and sessions on both sides', async () => {
    const registry = new SessionRegistry();
    const closed: string[] = [];
    const { connection } = registry.enter('127.0.0.1', (text) => closed.push(text));
    if (connection !== undefined) connection.busy = true;
    const told = session();
    registry.join(told.session);
    const clock = new FakeClock();
    const stopped = registry.stop(clock, limits.drain);
    await clock.advance(limits.drain - 1);
    expect([closed, told.calls]).toEqual([[], []]);
    await clock.advance(1);
    await stopped;
    expect([closed, told.calls]).toEqual([['Mailwicket is stopping'], ['end', 'cut']]);
    expect(clock.timers).toBe(0);
  });
});

it('sessions in other processes are counted, ended and waited for as those here', async () => {
  const calls: string[] = [];
  const gone = Promise.withResolvers<void>();
  const told: (() => void)[] = [];
  const registry = new SessionRegistry(() => connectionLimits(undefined), {
    take: () => {},
    of: (account) => (account === 'anna' ? { imap: 4, pop: 2, smtp: 1 } : { imap: 0, pop: 0, smtp: 0 }),
    endOf: (account) => calls.push(account),
    onChange: (changed) => {
      told.push(changed);
      return () => {};
    },
    stop: () => gone.promise,
  });
  registry.join(session({ protocol: 'pop' }).session)();
  registry.join(session({ protocol: 'smtp' }).session);
  expect(registry.of('anna')).toEqual({ imap: 4, pop: 2, smtp: 2 });
  let changes = 0;
  onTestFinished(registry.onChange(() => (changes += 1)));
  for (const tell of told) tell();
  expect(changes).toBe(1);
  registry.endOf('anna');
  expect(calls).toEqual(['anna']);
  const clock = new FakeClock();
  let over = false;
  const stopped = registry.stop(clock, limits.drain).finally(() => (over = true));
  await clock.advance(limits.drain);
  expect(over).toBe(false);
  gone.resolve();
  await stopped;
});
