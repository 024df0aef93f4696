import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { silentLogger, type LogDetails, type Logger } from '#core/logging/logger.ts';
import type { Vault } from '#core/storage/vault.ts';
import { openPostgresqlStore, type PostgresqlStore } from '#core/storage/postgresql/postgresql-store.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { containing } from '../../support/matchers.ts';
import {
  postgresqlStandIn,
  type PostgresqlStandIn,
  type StandInAnswer,
  type StandInReply,
} from '../../support/postgresql-stand-in.ts';

const schema = z.object({ version: z.literal(1), names: z.array(z.string()) });
const empty: z.infer<typeof schema> = { version: 1, names: [] };
const key = randomBytes(32);
const entry = 'account/6f1c/tokens';

/** What the tables hold, for statements that are known by what they begin with. */
class Tables {
  settings: { version: number; content: unknown } | undefined;
  check: Uint8Array | undefined;
  readonly entries = new Map<string, { version: string; sealed: Uint8Array }>();
  readonly damaged: string[] = [];
  readonly nodes = new Set<string>();
  readonly leases = new Map<string, { node: string; fence: string; awaited: boolean }>();
  readonly slots = new Map<string, { key: string; number: number }>();
  /** The nodes that a sign of life finds dead. */
  dead: string[] = [];
  /** Answers before all else. */
  first: StandInReply = () => [];
  #count = 0;

  async answer(server: PostgresqlStandIn, text: string, values: Parameters<StandInReply>[1]) {
    const answer = await this.first(text, values);
    if (!Array.isArray(answer) || answer.length > 0) return answer;
    const [name = '', second = '', third = ''] = values.map(String);
    const next = (): string => String((this.#count += 1));
    const rows: readonly [string, () => StandInAnswer][] = [
      ['select version, content from mailwicket.settings', () => this.#settings()],
      ['select from mailwicket.settings', () => (this.settings === undefined ? [] : [{}])],
      ['with kept as', () => this.#replace(server, Number(name), second, third)],
      [
        'insert into mailwicket.settings',
        () => this.#replace(server, this.settings?.version ?? 0, name, '{}'),
      ],
      [
        'select sealed from mailwicket.vault_key',
        () => (this.check === undefined ? [] : [{ sealed: this.check }]),
      ],
      [
        'insert into mailwicket.vault_key (sealed) values ($1) on conflict do nothing',
        () => {
          if (this.check !== undefined) return [];
          if (values[0] instanceof Uint8Array) this.check = values[0];
          return [{ single: true }];
        },
      ],
      ['select exists (select from mailwicket.vault_key)', () => [{ used: this.check !== undefined }]],
      ['select version, sealed', () => [this.entries.get(name)].filter((row) => row !== undefined)],
      ['select name, version', () => [...this.entries].map(([of, { version }]) => ({ name: of, version }))],
      [
        'select name from mailwicket.vault_entry',
        () => [...this.entries.keys()].filter((of) => of.startsWith(name)).map((of) => ({ name: of })),
      ],
      ['with held as', () => this.#write(server, values, next)],
      ['insert into mailwicket.vault_damaged', () => this.#note(name)],
      [
        'delete from mailwicket.vault_entry',
        () => {
          this.entries.clear();
          return [];
        },
      ],
      [
        'insert into mailwicket.vault_entry',
        () => {
          if (values[1] instanceof Uint8Array) this.entries.set(name, { version: next(), sealed: values[1] });
          return [];
        },
      ],
      [
        'insert into mailwicket.node',
        () => {
          this.nodes.add(name);
          return [];
        },
      ],
      ['update mailwicket.node', () => (this.nodes.has(name) ? [{ id: name }] : [])],
      ['delete from mailwicket.node', () => this.dead.splice(0).map((id) => ({ id }))],
      ['select from mailwicket.node', () => [...this.nodes].filter((id) => id !== name).map(() => ({}))],
      ['with gone as (delete from mailwicket.node', () => this.#leave(server, name, second)],
      ['insert into mailwicket.lease', () => this.#lease(name, second, next)],
      [
        'with gone as ( delete from mailwicket.lease',
        () => this.#release(server, name, second, third, String(values[3])),
      ],
      ['with free as', () => this.#takeSlot(name, Number(second), String(values[3]))],
      [
        'insert into mailwicket.slot',
        () => {
          this.slots.set(String(values[3]), { key: name, number: Number(second) });
          return [];
        },
      ],
      [
        'with gone as (delete from mailwicket.slot',
        () => {
          if (this.slots.delete(name)) server.notify(second);
          return [];
        },
      ],
      [
        'select pg_notify',
        () => {
          server.notify(second);
          return [];
        },
      ],
    ];
    return rows.find(([begins]) => text.startsWith(begins))?.[1]() ?? [];
  }

  #settings(): StandInAnswer {
    return this.settings === undefined
      ? []
      : [{ version: String(this.settings.version), content: this.settings.content }];
  }

  #replace(server: PostgresqlStandIn, before: number, content: string, notice: string): StandInAnswer {
    if ((this.settings?.version ?? 0) !== before) return [];
    this.settings = { version: before + 1, content: JSON.parse(content) };
    server.notify(notice);
    return [{ version: String(before + 1) }];
  }

  #write(server: PostgresqlStandIn, values: Parameters<StandInReply>[1], next: () => string): StandInAnswer {
    const [name, lease, node, fence, by, sealed] = values;
    const held = typeof lease === 'string' ? this.leases.get(lease) : undefined;
    if (lease !== null && (held?.node !== node || held?.fence !== fence))
      return [{ fenced: false, version: null }];
    const version = sealed instanceof Uint8Array ? next() : null;
    if (version !== null && sealed instanceof Uint8Array) this.entries.set(String(name), { version, sealed });
    else if (!this.entries.delete(String(name))) return [{ fenced: true, version: null }];
    server.notify(JSON.stringify({ by, entry: name, version }));
    return [{ fenced: true, version }];
  }

  #note(name: string): StandInAnswer {
    this.damaged.push(name);
    return [];
  }

  #leave(server: PostgresqlStandIn, node: string, notice: string): StandInAnswer {
    this.nodes.delete(node);
    for (const [name, lease] of this.leases) if (lease.node === node) this.leases.delete(name);
    server.notify(notice);
    return [];
  }

  #lease(name: string, node: string, next: () => string): StandInAnswer {
    if (!this.nodes.has(node)) return { state: '23503', message: 'no such node' };
    const held = this.leases.get(name);
    if (held === undefined || held.node === node) {
      const lease = { node, fence: next(), awaited: held?.awaited ?? false };
      this.leases.set(name, lease);
      return [lease];
    }
    if (held.awaited) return [];
    held.awaited = true;
    return [held];
  }

  #release(
    server: PostgresqlStandIn,
    name: string,
    node: string,
    fence: string,
    notice: string,
  ): StandInAnswer {
    const held = this.leases.get(name);
    if (held?.node !== node || held.fence !== fence) return [];
    this.leases.delete(name);
    if (held.awaited) server.notify(notice);
    return [];
  }

  #takeSlot(of: string, most: number, session: string): StandInAnswer {
    const taken = [...this.slots.values()].filter((slot) => slot.key === of).map(({ number }) => number);
    const free = Array.from({ length: most }, (_, index) => index + 1).find((one) => !taken.includes(one));
    if (free === undefined) return [{ free: false, number: null }];
    this.slots.set(session, { key: of, number: free });
    return [{ free: true, number: free }];
  }
}

/** A database, and nodes that share it; the clock is everybody's. */
async function bench() {
  const server = await postgresqlStandIn();
  const [tables, clock, logged] = [new Tables(), new FakeClock(), new Array<string>()];
  server.reply = (text, values) => tables.answer(server, text, values);
  const log = (text: string, details?: LogDetails): void =>
    void logged.push(`${text} ${JSON.stringify(details)}`);
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const stores: PostgresqlStore<typeof empty>[] = [];
  onTestFinished(async () => {
    await server.close();
    const closed = Promise.all(stores.map((store) => store.close()));
    for (let steps = 0; steps < 30; steps += 1) await clock.advance(1_000);
    await closed;
  });
  const node = async (
    own = key,
    bounds: { readonly mostAtHand?: number } = {},
  ): Promise<PostgresqlStore<typeof empty>> => {
    const { address } = server;
    const options = { address, schema, empty, clock, logger, patience: 0, key: async () => own, ...bounds };
    const store = await openPostgresqlStore(options);
    stores.push(store);
    return store;
  };
  const asked = (text: string): number => server.asked.filter((one) => one.startsWith(text)).length;
  /** Lets time pass until it is so. */
  const passUntil = async (isSo: () => boolean): Promise<void> => {
    for (let steps = 0; !isSo(); steps += 1) {
      if (steps > 3_000) throw new Error('it never was so');
      await clock.advance(50);
      await nextTurn();
    }
  };
  return { server, tables, clock, logged, node, asked, passUntil };
}

describe('an entry of a vault that nodes share', () => {
  test('is read once, and again when another node has changed it', async () => {
    const { node, asked } = await bench();
    const [one, other] = [await node(), await node()];
    const told: string[] = [];
    one.vault.watch((name) => told.push(`one: ${name}`));
    other.vault.watch((name) => told.push(`other: ${name}`));
    await one.vault.set(entry, 'first');
    await vi.waitFor(() => expect(told).toEqual([`other: ${entry}`]));
    for (const _look of [1, 2]) expect(await other.vault.get(entry)).toBe('first');
    expect(await one.vault.get(entry)).toBe('first');
    // who writes it looks first whether it is damaged
    expect(asked('select version, sealed')).toBe(2);
    await one.vault.set(entry, 'second');
    await vi.waitFor(() => expect(told).toHaveLength(2));
    expect(await other.vault.get(entry)).toBe('second');
    await one.vault.delete(entry);
    await vi.waitFor(() => expect(told).toHaveLength(3));
    expect(asked('select version, sealed')).toBe(3);
    for (const _look of [1, 2]) expect(await other.vault.get(entry)).toBeUndefined();
    expect(asked('select version, sealed')).toBe(4);
    expect(await other.vault.names('account/')).toEqual([]);
    expect(told.filter((line) => line.startsWith('one'))).toEqual([]);
  });

  test('that is changed while it is read is read again', async () => {
    const { tables, node, asked } = await bench();
    const [one, other] = [await node(), await node()];
    await one.vault.set(entry, 'old');
    const answer = Promise.withResolvers<void>();
    tables.first = async (text) => {
      if (!text.startsWith('select version, sealed')) return [];
      const old = tables.entries.get(entry);
      await answer.promise;
      return old === undefined ? [] : [old];
    };
    const changed = Promise.withResolvers<void>();
    const reading = other.vault.get(entry);
    await vi.waitFor(() => expect(asked('select version, sealed')).toBe(2));
    other.vault.watch(() => changed.resolve());
    await one.vault.set(entry, 'new');
    await changed.promise;
    answer.resolve();
    expect(await reading).toBe('old');
    expect(await other.vault.get(entry)).toBe('new');
  });

  test('serves while the database is away; what others change meanwhile is told when it is back', async () => {
    const { server, tables, node, passUntil, asked } = await bench();
    const store = await node();
    for (const name of ['a', 'b', 'c']) await store.vault.set(name, `old ${name}`);
    expect(await store.vault.get('none')).toBeUndefined();
    const told: string[] = [];
    store.vault.watch((name) => told.push(name));
    server.away();
    await passUntil(() => !store.database().isThere);
    expect(await store.vault.get('a')).toBe('old a');
    expect(await store.vault.get('none')).toBeUndefined();
    const [a, b] = [tables.entries.get('a'), tables.entries.get('b')];
    if (a === undefined || b === undefined) throw new Error('they are kept');
    tables.entries.set('b', { ...b, version: '99' });
    tables.entries.set('none', { ...a, version: '98' });
    tables.entries.delete('c');
    server.back();
    await passUntil(() => store.database().isThere);
    expect(told.toSorted()).toEqual(['b', 'c', 'none']);
    const before = asked('select version, sealed');
    expect(await store.vault.get('a')).toBe('old a');
    expect(asked('select version, sealed')).toBe(before);
    expect(await store.vault.get('b')).toBe('old b');
    expect(await store.vault.get('c')).toBeUndefined();
    expect(asked('select version, sealed')).toBe(before + 2);
  });

  test('that is the only one at hand is looked at again, too, when the database is back', async () => {
    const { server, tables, node, passUntil } = await bench();
    const store = await node();
    await store.vault.set(entry, 'kept');
    server.away();
    await passUntil(() => !store.database().isThere);
    tables.entries.clear();
    server.back();
    await passUntil(() => store.database().isThere);
    expect(await store.vault.get(entry)).toBeUndefined();
  });

  test('is read again where more is at hand than there may be; the one read longest ago goes first', async () => {
    const { tables, node, asked } = await bench();
    const writer = await node();
    for (const name of ['a', 'b', 'c']) await writer.vault.set(name, name.repeat(1_000));
    const octets = tables.entries.get('a')?.sealed.byteLength ?? 0;
    const { vault } = await node(key, { mostAtHand: 2 * octets });
    const readAgain = async (...names: readonly string[]): Promise<string[]> => {
      const again: string[] = [];
      for (const name of names) {
        const before = asked('select version, sealed');
        expect(await vault.get(name)).toBe(name.repeat(1_000));
        if (asked('select version, sealed') > before) again.push(name);
      }
      return again;
    };
    expect(await readAgain('a', 'b', 'a', 'b')).toEqual(['a', 'b']);
    expect(await readAgain('c', 'b', 'c', 'a')).toEqual(['c', 'a']);
    expect(await readAgain('c', 'a', 'b')).toEqual(['b']);
    // what is written again, or is there no more, takes no room twice
    for (const _time of [1, 2, 3]) await vault.set('b', 'b'.repeat(1_000));
    await vault.delete('a');
    expect(await readAgain('c', 'b', 'c', 'b')).toEqual(['c']);
  });

  test('that is not at hand any more and was changed while the database was away is told all the same', async () => {
    const { server, tables, node, passUntil } = await bench();
    const store = await node(key, { mostAtHand: 1 });
    for (const name of ['a', 'b']) await store.vault.set(name, name);
    const told: string[] = [];
    store.vault.watch((name) => told.push(name));
    server.away();
    await passUntil(() => !store.database().isThere);
    expect(await store.vault.get('b')).toBe('b');
    const [a, b] = [tables.entries.get('a'), tables.entries.get('b')];
    if (a === undefined || b === undefined) throw new Error('they are kept');
    tables.entries.set('a', { ...a, version: '99' });
    server.back();
    await passUntil(() => store.database().isThere);
    expect(told).toEqual(['a']);
  });

  test('is kept beside where it is damaged and is replaced or deleted', async () => {
    const { tables, node } = await bench();
    const store = await node();
    await store.vault.set('other', 'opens');
    const changes = [(vault: Vault) => vault.set(entry, 'new'), (vault: Vault) => vault.delete(entry)];
    for (const [index, change] of changes.entries()) {
      tables.entries.set(entry, { version: '50', sealed: randomBytes(64) });
      const { vault } = await node();
      await expect(vault.get(entry)).rejects.toMatchObject({ code: 'vault-damaged' });
      expect(tables.damaged).toHaveLength(index);
      await change(vault);
    }
    expect(tables.damaged).toEqual([entry, entry]);
  });

  test('under its lease is read from the database, once', async () => {
    const { node, asked } = await bench();
    const store = await node();
    await store.vault.set(entry, 'kept');
    const before = asked('select version, sealed');
    await store.vault.exclusively(`${entry}-renewal`, async () => {
      for (const _look of [1, 2]) expect(await store.vault.get(entry)).toBe('kept');
      expect(asked('select version, sealed')).toBe(before + 1);
      await store.vault.set(entry, 'changed');
      expect(await store.vault.get(entry)).toBe('changed');
    });
    expect(asked('select version, sealed')).toBe(before + 1);
  });

  test('is not written by one whose lease another node has by now', async () => {
    const { tables, node } = await bench();
    const store = await node();
    await store.vault.set(entry, 'kept');
    const writing = store.vault.exclusively(`${entry}-renewal`, async () => {
      tables.leases.set(`${entry}-renewal`, { node: 'another', fence: '1000', awaited: false });
      await store.vault.set(entry, 'late');
    });
    await expect(writing).rejects.toMatchObject({ code: 'vault-unavailable' });
    expect(await (await node()).vault.get(entry)).toBe('kept');
  });

  test('is closed to another key, and says whether there is one', async () => {
    const { tables, server, node } = await bench();
    const store = await node();
    expect(await store.isEmpty()).toBe(true);
    await store.vault.set(entry, 'kept');
    expect(await store.isEmpty()).toBe(false);
    const other = await node(randomBytes(32));
    await expect(other.vault.get(entry)).rejects.toMatchObject({
      code: 'vault-locked',
      message: containing(store.shown),
    });
    const used: boolean[] = [];
    for (const check of [tables.check, undefined]) {
      tables.check = check;
      const opened = await openPostgresqlStore({
        address: server.address,
        schema,
        empty,
        clock: new FakeClock(),
        logger: silentLogger,
        patience: 0,
        key: async (vault) => {
          used.push(await vault.isInUse());
          return key;
        },
      });
      await opened.close();
    }
    expect(used).toEqual([true, false]);
  });
});

describe('a lease', () => {
  const name = `${entry}-renewal`;

  /** Holds it at a node until it is told. */
  async function held(store: PostgresqlStore<typeof empty>) {
    const [within, end] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const over = store.vault.exclusively(name, async () => {
      within.resolve();
      await end.promise;
    });
    await within.promise;
    return { over, end: end.resolve };
  }

  test('is one node’s, and the next has it as soon as it is free', async () => {
    const { node, asked } = await bench();
    const [one, other] = [await node(), await node()];
    const holder = await held(one);
    let isHeld = false;
    const next = other.vault.exclusively(name, async () => (isHeld = true));
    await vi.waitFor(() => expect(asked('insert into mailwicket.lease')).toBe(2));
    expect(await other.vault.exclusively('another', async () => 'free')).toBe('free');
    expect(isHeld).toBe(false);
    holder.end();
    await holder.over;
    expect(await next).toBe(true);
    expect(await one.isServed()).toBe(true);
  });

  test('of which a notice was lost is looked at again after a second', async () => {
    const { tables, clock, node, asked } = await bench();
    const [one, other] = [await node(), await node()];
    await held(one);
    const next = other.vault.exclusively(name, async () => 'had');
    await vi.waitFor(() => expect(asked('insert into mailwicket.lease')).toBe(2));
    tables.leases.delete(name);
    await clock.advance(999);
    expect(asked('insert into mailwicket.lease')).toBe(2);
    await clock.advance(1);
    expect(await next).toBe('had');
  });

  test('that a living node does not let go is given up after two minutes', async () => {
    const { node, clock, passUntil } = await bench();
    const [one, other] = [await node(), await node()];
    await held(one);
    const began = clock.now();
    let isOver = false;
    const waiting = other.vault.exclusively(name, async () => 'had').finally(() => (isOver = true));
    const given = expect(waiting).rejects.toMatchObject({ code: 'vault-unavailable' });
    await passUntil(() => isOver);
    await given;
    expect(clock.now() - began).toBeGreaterThan(120_000);
    expect(clock.now() - began).toBeLessThan(125_000);
  });

  test('of a node that was taken for dead is had by it under another name', async () => {
    const { tables, node } = await bench();
    const store = await node();
    await store.vault.exclusively(name, async () => undefined);
    const [before] = tables.nodes;
    tables.nodes.clear();
    expect(await store.vault.exclusively(name, async () => 'had')).toBe('had');
    expect(tables.nodes.size).toBe(1);
    expect(tables.nodes.has(before ?? '')).toBe(false);
  });

  test('is asked for after a sign of life, where this process did not run for a while', async () => {
    const { clock, node, asked } = await bench();
    const store = await node();
    await store.vault.exclusively(name, async () => undefined);
    clock.jump(4_000);
    await store.vault.exclusively(name, async () => undefined);
    expect(asked('update mailwicket.node')).toBe(0);
    clock.jump(1);
    await Promise.all(['a', 'b', 'c'].map((one) => store.vault.exclusively(one, async () => undefined)));
    expect(asked('update mailwicket.node')).toBe(1);
  });

  test('is given back when the database is there again', async () => {
    const { server, tables, clock, node, passUntil } = await bench();
    const store = await node();
    const holder = await held(store);
    server.away();
    await passUntil(() => !store.database().isThere);
    holder.end();
    await holder.over;
    const gone = clock.now();
    await passUntil(() => clock.now() > gone + 10_000);
    expect(tables.leases.size).toBe(1);
    server.back();
    await passUntil(() => tables.leases.size === 0);
  });

  test('under which something could not be written is kept for half a minute, for its writer alone', async () => {
    const { clock, tables, node, passUntil } = await bench();
    const store = await node();
    await store.vault.set(entry, 'kept');
    const isFull = { state: '53100', message: 'no space left on device' };
    tables.first = (text) => (text.startsWith('with held as') ? isFull : []);
    const failing = store.vault.exclusively(name, async () => store.vault.set(entry, 'new'));
    await expect(failing).rejects.toMatchObject({ code: 'vault-unavailable' });
    const fence = tables.leases.get(name)?.fence;
    await clock.advance(29_000);
    expect(tables.leases.size).toBe(1);
    tables.first = () => [];
    await store.vault.exclusively(name, async () => {
      expect(tables.leases.get(name)?.fence).not.toBe(fence);
      await store.vault.set(entry, 'new');
    });
    await vi.waitFor(() => expect(tables.leases.size).toBe(0));
    tables.first = (text) => (text.startsWith('with held as') ? isFull : []);
    await expect(
      store.vault.exclusively(name, async () => store.vault.set(entry, 'newer')),
    ).rejects.toMatchObject({ code: 'vault-unavailable' });
    const began = clock.now();
    await passUntil(() => tables.leases.size === 0);
    expect(clock.now() - began).toBeGreaterThanOrEqual(30_000);
    expect(clock.now() - began).toBeLessThan(32_000);
  });

  test('under which something could not be written while the database was away is kept when it is back', async () => {
    const { server, clock, tables, node, passUntil } = await bench();
    const store = await node();
    await store.vault.set(entry, 'kept');
    const writing = store.vault.exclusively(name, async () => {
      server.away();
      await passUntil(() => !store.database().isThere);
      await store.vault.set(entry, 'new');
    });
    const refused = expect(writing).rejects.toMatchObject({ code: 'vault-unavailable' });
    const gone = clock.now();
    await passUntil(() => clock.now() > gone + 40_000);
    await refused;
    server.back();
    await passUntil(() => store.database().isThere);
    const back = clock.now();
    await passUntil(() => clock.now() > back + 25_000);
    expect(tables.leases.size).toBe(1);
    await passUntil(() => tables.leases.size === 0);
    expect(clock.now() - back).toBeLessThan(35_000);
  });

  test('of a node that ends goes with it', async () => {
    const { tables, node } = await bench();
    const [store, other] = [await node(), await node()];
    const holder = await held(store);
    const next = other.vault.exclusively(name, async () => 'had');
    await vi.waitFor(() => expect(tables.leases.get(name)?.awaited).toBe(true));
    await store.close();
    expect(await next).toBe('had');
    expect(await other.isServed()).toBe(false);
    holder.end();
  });
});

describe('the signs of life of a node', () => {
  test('are one every two seconds; what a dead node held is free then', async () => {
    const { tables, clock, node, asked } = await bench();
    const [one, other] = [await node(), await node()];
    await one.vault.exclusively('mine', async () => undefined);
    tables.nodes.add('dead');
    tables.leases.set('a', { node: 'dead', fence: '1', awaited: false });
    const next = other.vault.exclusively('a', async () => 'had');
    await vi.waitFor(() => expect(tables.leases.get('a')?.awaited).toBe(true));
    tables.first = (text) => {
      if (text.startsWith('delete from mailwicket.node as other')) tables.leases.delete('a');
      return [];
    };
    tables.dead = ['dead'];
    const before = asked('update mailwicket.node set beat_at');
    await clock.advance(2_000);
    expect(await next).toBe('had');
    await vi.waitFor(() => expect(asked('update mailwicket.node set beat_at')).toBeGreaterThan(before));
  });

  test('which find it gone make it another node, with its sessions’ slots', async () => {
    const { tables, clock, node } = await bench();
    const store = await node();
    await store.limits.takeSlot('anna', 2);
    const [before = ''] = tables.nodes;
    tables.nodes.clear();
    tables.slots.clear();
    await clock.advance(2_000);
    await vi.waitFor(() => expect(tables.slots.size).toBe(1));
    expect(tables.nodes.size).toBe(1);
    expect(tables.nodes.has(before)).toBe(false);
  });

  test('begin anew with each connection', async () => {
    const { server, node, passUntil, asked } = await bench();
    const store = await node();
    await store.vault.exclusively('mine', async () => undefined);
    server.away();
    await passUntil(() => !store.database().isThere);
    server.back();
    await passUntil(() => store.database().isThere);
    expect(asked('update mailwicket.node set connected_at')).toBe(1);
  });
});

describe('the limits that nodes share', () => {
  test('a mailbox has its slots at all nodes together; the next hears of one that is free', async () => {
    const { node } = await bench();
    const [one, other] = [await node(), await node()];
    const freed: string[] = [];
    other.limits.onFreeSlot('anna', () => freed.push('anna'));
    other.limits.onFreeSlot('bert', () => freed.push('bert'));
    const give = await one.limits.takeSlot('anna', 2);
    expect(await other.limits.takeSlot('anna', 2)).toBeTypeOf('function');
    expect(await other.limits.takeSlot('anna', 2)).toBeUndefined();
    expect(await other.limits.takeSlot('bert', 2)).toBeTypeOf('function');
    give?.();
    await vi.waitFor(() => expect(freed).toEqual(['anna']));
    expect(await other.limits.takeSlot('anna', 2)).toBeTypeOf('function');
  });

  test('of two that take the same slot one takes another; nobody tries for ever', async () => {
    const { tables, node, asked } = await bench();
    const store = await node();
    let races = 3;
    tables.first = (text) => {
      if (!text.startsWith('with free as') || races === 0) return [];
      races -= 1;
      return [{ free: true, number: null }];
    };
    expect(await store.limits.takeSlot('anna', 2)).toBeTypeOf('function');
    expect(asked('with free as')).toBe(4);
    races = 100;
    expect(await store.limits.takeSlot('anna', 2)).toBeUndefined();
    expect(asked('with free as')).toBe(14);
  });

  test('are each node’s own while the database is away or refuses', async () => {
    const { server, tables, logged, node, asked, passUntil } = await bench();
    const store = await node();
    tables.first = (text) =>
      text.startsWith('with free as') ? { state: '53100', message: 'no space left on device' } : [];
    expect(await store.limits.takeSlot('anna', 0)).toBeTypeOf('function');
    expect(logged).toEqual([expect.stringMatching(/not counted.*no space left/u)]);
    await vi.waitFor(() => expect(asked('with gone as (delete from mailwicket.slot')).toBe(1));
    server.away();
    await passUntil(() => !store.database().isThere);
    const before = server.asked.length;
    (await store.limits.takeSlot('anna', 0))?.();
    expect(server.asked).toHaveLength(before);
  });

  test('a wrong password is told to the others, not to itself', async () => {
    const { node } = await bench();
    const [one, other] = [await node(), await node()];
    const told: unknown[] = [];
    one.limits.onWrongPassword(() => told.push('its own'));
    other.limits.onWrongPassword((wrong) => told.push(wrong));
    const wrong = { account: 'a', peer: 'p', digest: 'd' };
    one.limits.tellWrongPassword(wrong);
    await vi.waitFor(() => expect(told).toEqual([wrong]));
    expect(one.limits.digestKey).toEqual(other.limits.digestKey);
    expect(Buffer.from(one.limits.digestKey)).not.toEqual(key);
  });
});

const adding = (name: string) => (now: typeof empty) => ({ ...now, names: [...now.names, name] });

describe('the settings that nodes share', () => {
  test('are empty until they are changed; the other nodes are told', async () => {
    const { node } = await bench();
    const [one, other] = [await node(), await node()];
    const told: string[] = [];
    one.settings.watch(() => told.push('one'));
    const end = other.settings.watch(() => told.push('other'));
    expect(await one.settings.read()).toEqual(empty);
    expect(await one.settings.update(adding('anna'))).toEqual({ version: 1, names: ['anna'] });
    await vi.waitFor(() => expect(told).toEqual(['other']));
    expect(await other.settings.read()).toEqual({ version: 1, names: ['anna'] });
    expect(await one.isEmpty()).toBe(false);
    end();
    await one.settings.update(adding('bert'));
    expect((await other.settings.read()).names).toEqual(['anna', 'bert']);
    expect(told).toEqual(['other']);
  });

  test('keep what two change at once', async () => {
    const { node } = await bench();
    const nodes = [await node(), await node()];
    await Promise.all(
      nodes.flatMap(({ settings }, at) => [1, 2].map((n) => settings.update(adding(`${at} ${n}`)))),
    );
    const { names } = await (await node()).settings.read();
    expect(names.toSorted()).toEqual(['0 1', '0 2', '1 1', '1 2']);
  });

  test('that always change while they are changed are given up, and left as they are', async () => {
    const { tables, node, asked } = await bench();
    const store = await node();
    await store.settings.update(adding('anna'));
    tables.first = (text) => {
      if (text.startsWith('with kept as') && tables.settings !== undefined) tables.settings.version += 1;
      return [];
    };
    await expect(store.settings.update(adding('bert'))).rejects.toMatchObject({ code: 'settings-conflict' });
    expect(asked('with kept as')).toBe(51);
    expect((await store.settings.read()).names).toEqual(['anna']);
  });

  test('that a newer version wrote, or that are damaged, are told and not overwritten', async () => {
    const { tables, node } = await bench();
    const store = await node();
    for (const [content, words] of [
      [{ version: 2, names: [] }, 'newer version'],
      [{ version: 1, names: 'anna' }, 'names'],
    ] as const) {
      tables.settings = { version: 3, content };
      const refused = { code: 'settings-unreadable', message: containing(words) };
      await expect(store.settings.read()).rejects.toMatchObject(refused);
      await expect(store.settings.update(adding('bert'))).rejects.toMatchObject(refused);
      expect(tables.settings).toEqual({ version: 3, content });
    }
  });

  test('are looked at again when the database has gone, and when it is back', async () => {
    const { server, node, passUntil } = await bench();
    const store = await node();
    let told = 0;
    store.settings.watch(() => {
      told += 1;
    });
    server.away();
    await passUntil(() => !store.database().isThere);
    expect(told).toBe(1);
    server.back();
    await passUntil(() => store.database().isThere);
    expect(told).toBe(2);
  });

  test('and the vault are replaced together, or not at all', async () => {
    const { tables, node } = await bench();
    const store = await node();
    await store.vault.set('old', 'gone');
    const entries = async function* () {
      yield [entry, 'brought'] as const;
    };
    await store.replace({ settings: { version: 1, names: ['anna'] }, entries: entries() });
    expect([...tables.entries.keys()]).toEqual([entry]);
    expect(await (await node()).vault.get(entry)).toBe('brought');
    expect((await store.settings.read()).names).toEqual(['anna']);
  });
});
