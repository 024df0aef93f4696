import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { msg } from '#messages/message.ts';
import type { Clock } from '#core/logging/clock.ts';
import { VaultError } from '../vault.ts';
import { type AskAtOnce, type Database, sqlState } from './database.ts';

/**
 * A node that gave no sign of life for so long, by the clock of the database, is dead if its connection has gone too:
 * what it held is free. That is judged only by a node that has itself been connected for as long, as after a restart of
 * the database everybody has this time to come back. It is six signs of life, see database.ts.
 */
const dead = '12 seconds';
/** With its connection still there it is only slow, up to this. */
const slow = '60 seconds';
/** Whoever begins something gives a sign of life first, where the last was so long ago: this process was held up. Milliseconds. */
const heldUp = 4_000;
/** Nobody should hold a lease for longer than a token request with its retries takes. Milliseconds. */
const giveUpAfter = 120_000;
/** Whoever waits hears when it is free; this is for a notice that was lost. */
const lookAgain = 1_000;
/** While the database is there, who has something in memory only has so long to write it. Milliseconds. */
const writeWithin = 30_000;

/** What this node holds under a name. */
export interface Lease {
  readonly name: string;
  readonly node: string;
  /** Higher for each holder: what a former one writes is not taken. */
  readonly fence: string;
  /** What was read or written under it: as long as it is held, nobody else changes that. */
  readonly seen: Set<string>;
  /** What was to be written under it is in memory only: nobody else may begin with what is in the database. */
  unwritten: boolean;
  /** The work is done: what it has begun beside goes on without the lease. */
  ended: boolean;
}

/**
 * This process among the nodes of a database: its signs of life, and the leases that end with them. It is a node from
 * its first lease on: a command that only reads never is one.
 *
 * A lease is a row, not a lock of a session: a restart of the database frees no row, so nobody renews with a refresh token that
 * another node has just had replaced and could not write yet.
 */
export class Leases {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #held = new AsyncLocalStorage<Lease>();
  readonly #waiting = new Map<string, Set<() => void>>();
  /** What could not be given back while the database was away. */
  readonly #leftOver = new Set<Lease>();
  readonly #releasing = new Set<Promise<void>>();
  readonly #onJoin: ((node: string) => Promise<void>)[] = [];
  #node: string | undefined;
  #isToJoin = false;
  #livedAt = 0;
  #joining: Promise<string> | undefined;
  /** The sign of life of a process that was held up: one, for all who have begun something meanwhile. */
  #livingOn: Promise<void> | undefined;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    database.onNotice(({ lease }) => {
      if (lease !== undefined) this.#wake(lease);
    });
    database.beforeUse((ask) => this.#rejoin(ask));
    database.onState((isThere) => {
      if (!isThere) return;
      this.#joinAgain();
      this.#giveBackLeftOvers();
    });
    database.atBeat(async (ask) => {
      await this.#beat(ask);
      this.#joinAgain();
    });
  }

  /** The lease under which the work that asks runs, if it runs under one. */
  get current(): Lease | undefined {
    const lease = this.#held.getStore();
    return lease?.ended === false ? lease : undefined;
  }

  /** Work to do whenever this process becomes a node: what it said of itself before is gone. */
  onJoin(work: (node: string) => Promise<void>): void {
    this.#onJoin.push(work);
  }

  /** The name of this process among the nodes. @throws StoreUnavailableError */
  async node(): Promise<string> {
    return this.#node ?? (this.#joining ??= this.#join().finally(() => (this.#joining = undefined)));
  }

  /**
   * Runs the work while no other node holds the name. In this process it is the caller who keeps turns.
   * @throws VaultError - vault-unavailable: a living node has held it for two minutes
   * @throws StoreUnavailableError
   */
  async hold<T>(name: string, work: () => Promise<T>): Promise<T> {
    const lease = await this.#take(name);
    try {
      return await this.#held.run(lease, work);
    } finally {
      lease.ended = true;
      this.#giveBack(lease);
    }
  }

  /** Whether other nodes live. @throws StoreUnavailableError */
  async haveOthers(): Promise<boolean> {
    const rows = await this.#database.query({
      text: `select from mailwicket.node where beat_at > now() - interval '${dead}' and id is distinct from $1 limit 1`,
      values: [this.#node ?? null],
    });
    return rows.length > 0;
  }

  /** Gives back all that this node holds. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#releasing);
    if (this.#node === undefined) return;
    const values = [this.#node, this.#database.notice({ lease: '', slot: '' })];
    const text = `with gone as (delete from mailwicket.node where id = $1)
      select pg_notify('mailwicket', $2)`;
    // else it is dead before long
    await this.#database.query({ text, values }).catch(() => undefined);
  }

  async #take(name: string): Promise<Lease> {
    const until = this.#clock.now() + giveUpAfter;
    for (;;) {
      const freed = this.#freed(name);
      try {
        const lease = await this.#ask(name);
        if (lease !== undefined) return lease;
        if (this.#clock.now() > until)
          throw new VaultError('vault-unavailable', msg('storage.entryNotLocked', { name }));
        await freed.promise;
      } finally {
        freed.cancel();
      }
    }
  }

  /** @returns undefined - another node has it, and will tell when it gives it back */
  async #ask(name: string): Promise<Lease | undefined> {
    if (this.#node !== undefined && this.#clock.now() - this.#livedAt > heldUp)
      await (this.#livingOn ??= this.#database
        .atOnce((ask) => this.#liveOn(ask))
        .finally(() => (this.#livingOn = undefined)));
    const node = await this.node();
    try {
      // one that this node has left over is taken up again, under a new fence
      const [row] = await this.#database.query<{ node: string; fence: string }>({
        // who looks again writes nothing: the holder knows already that it is awaited
        text: `insert into mailwicket.lease as held (name, node)
          select $1::text, $2::uuid where not exists (
            select from mailwicket.lease where name = $1 and node <> $2 and awaited
          ) on conflict (name) do update set
            fence = case held.node when $2 then excluded.fence else held.fence end,
            awaited = held.awaited or held.node <> $2
          returning node, fence`,
        values: [name, node],
      });
      if (row?.node !== node) return undefined;
      const left = [...this.#leftOver].find((lease) => lease.name === name && lease.unwritten);
      if (left !== undefined) this.#leftOver.delete(left);
      return { name, node, fence: row.fence, seen: new Set(), unwritten: left !== undefined, ended: false };
    } catch (error) {
      // a foreign key: this node was taken for dead
      if (sqlState(error) !== '23503') throw error;
      this.#forgetNode(node);
      return this.#ask(name);
    }
  }

  /** Resolves when a name may be free. */
  #freed(name: string): { readonly promise: Promise<void>; cancel(): void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = this.#waiting.get(name) ?? new Set();
    this.#waiting.set(name, waiting.add(resolve));
    const cancelTimer = this.#clock.after(lookAgain, resolve);
    const cancel = (): void => {
      cancelTimer();
      waiting.delete(resolve);
      if (waiting.size === 0 && this.#waiting.get(name) === waiting) this.#waiting.delete(name);
    };
    return { promise, cancel };
  }

  #wake(name: string): void {
    const woken = name === '' ? [...this.#waiting.values()] : [this.#waiting.get(name) ?? new Set()];
    for (const waiting of woken) for (const resolve of waiting) resolve();
  }

  /** Nobody waits for it: the next holder here takes it up under a new fence, so that a late return changes nothing. */
  #giveBack(lease: Lease): void {
    if (lease.unwritten) {
      this.#leftOver.add(lease);
      this.#giveUpLater(lease);
      return;
    }
    const { name, node, fence } = lease;
    const releasing = this.#database
      .query({
        text: `with gone as (
            delete from mailwicket.lease where name = $1 and node = $2 and fence = $3 returning awaited
          ) select pg_notify('mailwicket', $4) from gone where awaited`,
        values: [name, node, fence, this.#database.notice({ lease: name })],
      })
      .then(
        () => undefined,
        () => void this.#leftOver.add(lease),
      )
      .finally(() => this.#releasing.delete(releasing));
    this.#releasing.add(releasing);
  }

  #giveBackLeftOvers(): void {
    for (const lease of this.#leftOver) {
      if (lease.unwritten) {
        this.#giveUpLater(lease);
        continue;
      }
      this.#leftOver.delete(lease);
      this.#giveBack(lease);
    }
  }

  /** Its writer has taken it up again by then, under a new fence, unless there is nothing to write any more. */
  #giveUpLater(lease: Lease): void {
    this.#clock.after(writeWithin, () => {
      if (!this.#database.isThere || !this.#leftOver.delete(lease)) return;
      lease.unwritten = false;
      this.#giveBack(lease);
    });
  }

  async #join(): Promise<string> {
    const node = randomUUID();
    await this.#database.atOnce((ask) =>
      ask(
        `insert into mailwicket.node (id, session, session_start)
         select $1, pid, backend_start from pg_stat_activity where pid = pg_backend_pid()
         on conflict do nothing`,
        [node],
      ),
    );
    this.#node = node;
    this.#livedAt = this.#clock.now();
    this.#isToJoin = false;
    for (const work of this.#onJoin) await work(node);
    return node;
  }

  #forgetNode(node: string): void {
    if (this.#node === node) this.#node = undefined;
  }

  #joinAgain(): void {
    if (!this.#isToJoin) return;
    // where that fails, the next who wants to hold something tries again
    this.node().catch(() => undefined);
  }

  async #rejoin(ask: AskAtOnce): Promise<void> {
    if (this.#node === undefined) return;
    await this.#live(
      ask,
      `update mailwicket.node
       set connected_at = now(), beat_at = now(), session = pid, session_start = backend_start
       from pg_stat_activity where id = $1 and pid = pg_backend_pid() returning id`,
    );
  }

  async #beat(ask: AskAtOnce): Promise<void> {
    if (this.#node === undefined) return;
    await this.#liveOn(ask);
    const gone = await ask(
      `delete from mailwicket.node as other
       where exists (select from mailwicket.node where id = $1 and connected_at < now() - interval '${dead}')
         and (beat_at < now() - interval '${slow}' or beat_at < now() - interval '${dead}' and not exists (
           select from pg_stat_activity where pid = other.session and backend_start = other.session_start
         ))
       returning id`,
      [this.#node],
    );
    if (gone.length === 0) return;
    this.#wake('');
    this.#database.tell({ lease: '', slot: '' });
  }

  async #liveOn(ask: AskAtOnce): Promise<void> {
    await this.#live(ask, 'update mailwicket.node set beat_at = now() where id = $1 returning id');
  }

  async #live(ask: AskAtOnce, update: string): Promise<void> {
    const node = this.#node;
    const now = this.#clock.now();
    if (node === undefined) return;
    if ((await ask(update, [node])).length > 0) {
      this.#livedAt = now;
      return;
    }
    // taken for dead: under that name it holds nothing any more, and is another node from now on
    this.#forgetNode(node);
    this.#isToJoin = true;
  }
}
