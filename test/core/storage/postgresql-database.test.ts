import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { LogDetails, Logger } from '#core/logging/logger.ts';
import { Database, type Notice } from '#core/storage/postgresql/database.ts';
import { parseStoreAddress } from '#core/storage/postgresql/store-address.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { containing } from '../../support/matchers.ts';
import { postgresqlStandIn, type StandInReply } from '../../support/postgresql-stand-in.ts';

const shuttingDown = { state: '57P01', message: 'terminating connection due to administrator command' };

/** A database that does what the test says, and a node's connections to it. */
async function bench(reply: StandInReply = () => []) {
  const server = await postgresqlStandIn();
  server.reply = reply;
  const clock = new FakeClock();
  const logged: string[] = [];
  const log = (text: string, details?: LogDetails): void =>
    void logged.push(`${text} ${JSON.stringify(details)}`);
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const database = new Database({ address: parseStoreAddress(server.address), clock, logger });
  const states: boolean[] = [];
  database.onState((isThere) => states.push(isThere));
  onTestFinished(async () => {
    await server.close();
    const closed = database.close();
    await clock.advance(10_000);
    await closed;
  });
  /** Lets time pass in steps until it is so. */
  const passUntil = async (isSo: () => boolean, step = 100): Promise<void> => {
    for (let steps = 0; !isSo(); steps += 1) {
      if (steps > 3_000) throw new Error('it never was so');
      await clock.advance(step);
      await nextTurn();
    }
  };
  const asked = (text: string): number => server.asked.filter((one) => one.includes(text)).length;
  return { server, clock, logged, database, states, passUntil, asked };
}

async function opened(reply?: StandInReply) {
  const made = await bench(reply);
  await made.database.open(0);
  return made;
}

describe('a database that is opened', () => {
  test('is there, listens to the other nodes, and answers what it is asked', async () => {
    const { server, database, states, asked } = await opened((text, values) =>
      text === 'select $1' ? [{ told: values[0] }] : [],
    );
    expect([database.isThere, states]).toEqual([true, [true]]);
    expect(asked('listen mailwicket')).toBe(1);
    expect(await database.query({ text: 'select $1', values: ['a word'] })).toEqual([{ told: 'a word' }]);
    expect(await database.query({ text: 'select $1', values: ['urgent'], isUrgent: true })).toEqual([
      { told: 'urgent' },
    ]);
    expect(database.state).toEqual({ isThere: true, connections: { total: 2, idle: 2, waiting: 0 } });
    expect(server.connections).toBe(3);
  });

  test('of an older form has its tables made in one transaction, behind a lock', async () => {
    const made: number[] = [];
    const { server } = await opened((text, values) => {
      if (text.includes('from pg_tables')) return [{ there: made.length > 0 }];
      if (text.startsWith('insert into mailwicket.migration')) made.push(Number(values[0]));
      return [];
    });
    const steps = server.asked.map((text) => text.split(' ', 2).join(' '));
    expect(steps.filter((step) => !/^select (?:exists|pg_backend_pid)/.test(step))).toEqual([
      'begin',
      'select pg_advisory_xact_lock($1)',
      'create schema',
      'create table',
      'insert into',
      'commit',
      'set tcp_keepalives_idle',
    ]);
    expect(made).toEqual([1]);
  });

  test('that another node has just brought to its form is left as it is', async () => {
    let isLocked = false;
    const { server } = await opened((text) => {
      if (text.includes('pg_advisory_xact_lock')) isLocked = true;
      return text.includes('from pg_tables') ? [{ there: isLocked }] : [];
    });
    expect(server.asked.join()).not.toContain('create');
  });

  test('that takes no tables is told, and what was begun is taken back', async () => {
    const { database, asked } = await bench((text) => {
      if (text.includes('from pg_tables')) return [{ there: false }];
      return text.startsWith('create') ? { state: '42501', message: 'permission denied' } : [];
    });
    await expect(database.open(60_000)).rejects.toMatchObject({
      code: 'store-unavailable',
      message: containing('permission denied'),
    });
    expect([asked('rollback'), asked('commit')]).toEqual([1, 0]);
  });

  test('of a newer form is refused', async () => {
    const { database } = await bench((text) => (text.includes('max(number)') ? [{ number: 2 }] : []));
    await expect(database.open(60_000)).rejects.toMatchObject({ code: 'store-newer' });
    expect(database.isThere).toBe(false);
  });

  test('behind a pooler that takes sessions apart is refused: nothing would be heard of the other nodes', async () => {
    const { database } = await bench((text) => (text.includes('pg_backend_pid') ? [{ pid: 7 }] : []));
    await expect(database.open(60_000)).rejects.toMatchObject({ code: 'store-pooler' });
    expect(database.isThere).toBe(false);
  });

  test('that is not there yet is waited for, with one line in the log', async () => {
    const { server, database, logged, passUntil, states } = await bench();
    server.away();
    const opening = database.open(60_000);
    await passUntil(() => logged.length > 0);
    await passUntil(() => server.asked.length === 0 && logged.length === 1);
    server.back();
    await passUntil(() => database.isThere);
    await opening;
    expect(logged).toEqual([expect.stringContaining('waits for the database')]);
    expect(states).toEqual([true]);
  });

  test('that does not come in time is told', async () => {
    const { server, clock, database, passUntil } = await bench();
    server.away();
    const began = clock.now();
    let isOver = false;
    const opening = database.open(3_000).finally(() => (isOver = true));
    const told = expect(opening).rejects.toMatchObject({ code: 'store-unavailable' });
    await passUntil(() => isOver);
    await told;
    expect(clock.now() - began).toBeGreaterThanOrEqual(3_000);
    expect(clock.now() - began).toBeLessThan(4_000);
  });
});

describe('a statement', () => {
  test('that a restart of the server cuts off is asked again', async () => {
    let tries = 0;
    const { database, clock } = await opened((text) => {
      if (text !== 'select one') return [];
      tries += 1;
      return tries < 3 ? shuttingDown : [{ one: 1 }];
    });
    const asked = database.query({ text: 'select one' });
    for (let pause = 0; pause < 2; pause += 1) {
      await clock.timer(100);
      await clock.advance(100);
    }
    expect(await asked).toEqual([{ one: 1 }]);
    expect(tries).toBe(3);
  });

  test('that is wrong is asked once', async () => {
    const { database, asked } = await opened((text) =>
      text === 'select wrong' ? { state: '42703', message: 'no such\u0007column' } : [],
    );
    await expect(database.query({ text: 'select wrong' })).rejects.toMatchObject({
      code: 'store-unavailable',
      who: 'administrator',
      message: containing('no such column'),
    });
    expect(asked('select wrong')).toBe(1);
  });

  test('is given up after five seconds, and where the database has long been away, after two', async () => {
    const { clock, database, passUntil, server, states } = await opened((text) =>
      text === 'select one' ? shuttingDown : [],
    );
    const timed = async (): Promise<number> => {
      const began = clock.now();
      let isOver = false;
      const given = database.query({ text: 'select one' }).catch(() => (isOver = true));
      await passUntil(() => isOver);
      await given;
      return clock.now() - began;
    };
    // the clock goes on while the stand-in answers
    const first = await timed();
    expect(first).toBeGreaterThanOrEqual(5_000);
    expect(first).toBeLessThan(7_000);
    server.away();
    await passUntil(() => states.length === 2);
    await passUntil(() => clock.now() % 60_000 === 0);
    const second = await timed();
    expect(second).toBeGreaterThanOrEqual(2_000);
    expect(second).toBeLessThan(4_000);
  });

  test('beside the crowd goes over the connection that gives the signs of life, one after the other', async () => {
    const answers: PromiseWithResolvers<void>[] = [];
    const { database, asked } = await opened(async (text, [number]) => {
      if (text !== 'select slowly $1') return [];
      const answer = Promise.withResolvers<void>();
      answers.push(answer);
      await answer.promise;
      return [{ number }];
    });
    const both = Promise.all(
      ['1', '2'].map((number) => database.atOnce((ask) => ask('select slowly $1', [number]))),
    );
    await vi.waitFor(() => expect(answers).toHaveLength(1));
    expect(database.state.connections).toMatchObject({ total: 1, idle: 1 });
    answers[0]?.resolve();
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]?.resolve();
    expect(await both).toEqual([[{ number: '1' }], [{ number: '2' }]]);
    expect(asked('select slowly')).toBe(2);
  });
});

describe('several statements together', () => {
  test('are all done', async () => {
    const { server, database } = await opened();
    const done = await database.transaction(async (client) => {
      await client.query('select first');
      return 'done';
    });
    expect(done).toBe('done');
    expect(server.asked.slice(-3)).toEqual(['begin', 'select first', 'commit']);
    expect(database.state.connections).toMatchObject({ total: 1, idle: 1 });
  });

  test('are none where one is refused; the connection is used again', async () => {
    const { server, database } = await opened((text) =>
      text === 'select wrong' ? { state: '42703', message: 'no such column' } : [],
    );
    await expect(database.transaction(async (client) => client.query('select wrong'))).rejects.toMatchObject({
      code: 'store-unavailable',
      message: containing('no such column'),
    });
    expect(server.asked.slice(-3)).toEqual(['begin', 'select wrong', 'rollback']);
    expect(database.state.connections).toMatchObject({ total: 1, idle: 1 });
  });

  test('are none where the connection ends or the rollback fails, and it is not used again', async () => {
    const { database } = await opened((text) => {
      if (text === 'select gone') return 'gone';
      if (text === 'select wrong') return { state: '42703', message: 'no such column' };
      return text === 'rollback' ? { state: '42703', message: 'no rollback' } : [];
    });
    for (const text of ['select gone', 'select wrong']) {
      await expect(database.transaction(async (client) => client.query(text))).rejects.toMatchObject({
        code: 'store-unavailable',
      });
      expect(database.state.connections.total).toBe(0);
    }
  });

  test('are told where there is no connection to be had', async () => {
    const { server, database, passUntil, states } = await opened();
    server.away();
    await passUntil(() => states.length === 2);
    await expect(database.transaction(async () => 'done')).rejects.toMatchObject({
      code: 'store-unavailable',
    });
  });
});

describe('a database that goes', () => {
  test('is away until it is there again, and both are told and logged', async () => {
    const { server, database, states, logged, passUntil } = await opened();
    const missed: string[] = [];
    database.beforeUse(async (ask) => {
      missed.push(...(await ask<{ told: string }>('select $1', ['missed'])).map(({ told }) => told));
    });
    server.reply = (text, values) => (text === 'select $1' ? [{ told: values[0] }] : []);
    server.away();
    await passUntil(() => states.length === 2);
    expect([database.isThere, states.at(-1)]).toEqual([false, false]);
    server.back();
    await passUntil(() => database.isThere);
    expect(states).toEqual([true, false, true]);
    expect(missed).toEqual(['missed']);
    expect(logged.map((line) => line.split(' {')[0])).toEqual([
      'the database is away',
      'the database is back',
    ]);
    expect(logged.join()).not.toContain('secret');
  });

  test('for longer is logged after some seconds, and then about once a minute', async () => {
    const { server, clock, logged, passUntil, states } = await opened();
    server.away();
    await passUntil(() => states.length === 2);
    const gone = clock.now();
    await passUntil(() => logged.length === 2);
    expect(logged[1]).toContain('still away');
    expect(clock.now() - gone).toBeGreaterThan(1_000);
    expect(clock.now() - gone).toBeLessThan(10_000);
    await passUntil(() => logged.length === 3);
    expect(clock.now() - gone).toBeGreaterThan(40_000);
    expect(clock.now() - gone).toBeLessThan(90_000);
  });

  test('says so by its silence: no sign of life for ten seconds', async () => {
    let isSilent = false;
    const { clock, database, states, asked, passUntil } = await opened(async (text) => {
      if (text === 'select 1' && isSilent) await new Promise(() => {});
      return [];
    });
    await clock.advance(2_000);
    await vi.waitFor(() => expect(asked('select 1')).toBe(1));
    await clock.timer(2_000);
    isSilent = true;
    await clock.advance(2_000);
    await vi.waitFor(() => expect(asked('select 1')).toBe(2));
    await clock.advance(9_999);
    expect(states).toEqual([true]);
    await clock.advance(1);
    expect(states.slice(0, 2)).toEqual([true, false]);
    isSilent = false;
    await passUntil(() => database.isThere);
  });

  test('or that takes nothing any more, such as a standby: with its next sign of life', async () => {
    const { clock, database, states } = await opened();
    let isStandby = false;
    let beats = 0;
    database.atBeat(async () => {
      beats += 1;
      if (isStandby) throw new Error('read-only transaction');
    });
    await clock.advance(2_000);
    await vi.waitFor(() => expect(beats).toBe(1));
    await clock.timer(2_000);
    isStandby = true;
    await clock.advance(2_000);
    await vi.waitFor(() => expect(states).toContain(false));
  });
});

test('the other nodes are heard, not one’s own words nor what is no notice', async () => {
  const { server, database } = await opened();
  const heard: Notice[] = [];
  const end = database.onNotice((notice) => heard.push(notice));
  server.notify(database.notice({ settings: true }));
  server.notify('no JSON');
  server.notify('{"by":"another","settings":1}');
  server.notify('{"by":"another","entry":"a","version":null}');
  await vi.waitFor(() => expect(heard).toEqual([{ by: 'another', entry: 'a', version: null }]));
  end();
  const told = Promise.withResolvers<readonly unknown[]>();
  server.reply = (text, values) => {
    if (text.includes('pg_notify')) told.resolve(values);
    return [];
  };
  database.tell({ lease: 'a name' });
  expect(await told.promise).toEqual([
    'mailwicket',
    JSON.stringify({ by: database.origin, lease: 'a name' }),
  ]);
});

test('a closed one ends its connections, and connects no more', async () => {
  const { server, clock, database, states } = await opened();
  await database.query({ text: 'select one' });
  await database.close();
  await vi.waitFor(() => expect(server.connections).toBe(0));
  await clock.advance(60_000);
  expect([server.connections, database.isThere, states]).toEqual([0, false, [true]]);
  expect(clock.timers).toBe(0);
  await expect(database.query({ text: 'select one' })).rejects.toMatchObject({ code: 'store-unavailable' });
});
