import { randomUUID } from 'node:crypto';
import { Client, type ClientConfig, DatabaseError, Pool, type PoolClient, type QueryResultRow } from 'pg';
import { z } from 'zod';
import { Emitter } from '#contract/emitter.ts';
import { type Message, msg, verbatim } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import { plainText } from '#messages/plain-text.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { type Clock, pause, within } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import { jsonOf } from '../json.ts';
import { KeyedMutex } from '../locks.ts';
import { wrongPasswordSchema } from '../shared-limits.ts';
import { systemErrorText } from '../system-error.ts';
import { migrate } from './migrations.ts';
import { refusePooler } from './pooler.ts';
import type { StoreAddress } from './store-address.ts';

/** The database does not do now what was asked of it. */
class StoreUnavailableError extends CodedError<'store-unavailable'> {
  constructor(store: string, error: unknown) {
    super(
      'store-unavailable',
      msg('storage.storeUnavailable', { store, why: reasonOf(error) }),
      msg('storage.storeUnavailableFix'),
      { cause: error, who: 'administrator' },
    );
  }
}

/** A restart of the server takes about this long: who asks meanwhile waits. Milliseconds. */
const restart = 5_000;
/** A server that says nothing for so long is gone; a connection too. */
const silence = 10_000;
/** Between two signs of life; what ends with a node is free after a few of them. */
const beat = 2_000;
const retryPause = 100;
const longestRetryPause = 500;
/** Whoever asks waits for a few tries to connect, however long the database has been away: it may be back. Milliseconds. */
const fewTries = 2_000;
/** For each node. A login needs none; a renewal has one for some milliseconds at a time. */
const mostConnections = 8;
/** More of them, for writers that hold a lease. */
const mostUrgent = 4;
/** The server sees within seconds that this node's machine has gone (PostgreSQL 15, section 20.3.2). */
const keepalives =
  'set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3';

const channel = 'mailwicket';
const noticeSchema = z.object({
  /** Who says it: none hears its own. */
  by: z.string(),
  settings: z.literal(true).optional(),
  /** An entry of the vault, and its new version; null: it is there no more. */
  entry: z.string().optional(),
  version: z.string().nullish(),
  /** A lease is free; '' for any. */
  lease: z.string().optional(),
  /** A session's slot is free; '' for any. */
  slot: z.string().optional(),
  /** Somebody's wrong password, as digests. */
  wrong: wrongPasswordSchema.optional(),
});
/** What one node tells the others. */
export type Notice = z.infer<typeof noticeSchema>;

/** SQL with values for its $1, $2, …; done twice it does what it does once. */
interface Statement {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** It goes before the others. */
  readonly isUrgent?: boolean;
}

/** How a database is reached now. */
export interface DatabaseState {
  readonly isThere: boolean;
  /** Of the pools: all, those that are idle, and statements that wait for one. */
  readonly connections: { readonly total: number; readonly idle: number; readonly waiting: number };
}

/** Asks on the connection that gives the signs of life: no crowd is before it there. */
export type AskAtOnce = <Row extends QueryResultRow>(
  text: string,
  values: readonly unknown[],
) => Promise<Row[]>;

/**
 * The connections to one database: some for statements, and one that hears what the other nodes tell (LISTEN), gives
 * this node's signs of life, and by that knows whether the database is there.
 */
export class Database {
  /** Names this node to the others. */
  readonly origin = randomUUID();
  readonly shown: string;
  readonly #config: ClientConfig;
  readonly #pool: Pool;
  readonly #urgent: Pool;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #notices = new Emitter<[notice: Notice]>();
  readonly #states = new Emitter<[isThere: boolean]>();
  readonly #onConnect: ((ask: AskAtOnce) => Promise<void>)[] = [];
  readonly #onBeat: ((ask: AskAtOnce) => Promise<void>)[] = [];
  #listenClient: Client | undefined;
  #ask: AskAtOnce | undefined;
  #awaySince: number | undefined;
  #cancelBeat: (() => void) | undefined;
  #closed = false;

  constructor(options: { readonly address: StoreAddress; readonly clock: Clock; readonly logger: Logger }) {
    const { address, clock, logger } = options;
    this.shown = address.shown;
    this.#clock = clock;
    this.#logger = logger;
    this.#config = {
      ...address.connection,
      application_name: 'mailwicket',
      keepAlive: true,
      connectionTimeoutMillis: silence,
      query_timeout: 2 * silence,
    };
    const pool = { ...this.#config, allowExitOnIdle: true };
    this.#pool = new Pool({ ...pool, max: mostConnections });
    this.#urgent = new Pool({ ...pool, max: mostUrgent });
    // a connection has ended: whoever uses it is told by its statement, and whoever asks next makes another
    for (const one of [this.#pool, this.#urgent])
      one.on('error', () => {}).on('connect', (client) => client.on('error', () => {}));
  }

  /** Calls back with what another node tells; ends with the returned function. */
  readonly onNotice = this.#notices.on;
  /** Calls back when the database has gone, and when it is there again; ends with the returned function. */
  readonly onState = this.#states.on;

  get isThere(): boolean {
    return this.#listenClient !== undefined;
  }

  get state(): DatabaseState {
    const pools = [this.#pool, this.#urgent];
    const sum = (count: 'totalCount' | 'idleCount' | 'waitingCount'): number =>
      pools.reduce((before, pool) => before + pool[count], 0);
    return {
      isThere: this.isThere,
      connections: { total: sum('totalCount'), idle: sum('idleCount'), waiting: sum('waitingCount') },
    };
  }

  /** Work to do on each connect, before anybody is told of it: what was missed meanwhile. */
  beforeUse(work: (ask: AskAtOnce) => Promise<void>): void {
    this.#onConnect.push(work);
  }

  /** Work to do with each sign of life. */
  atBeat(work: (ask: AskAtOnce) => Promise<void>): void {
    this.#onBeat.push(work);
  }

  /**
   * Connects, and brings the tables to their newest form.
   * @param patience - milliseconds to wait for a database that is not there yet
   * @throws StoreUnavailableError; CodedError - store-newer, store-pooler
   */
  async open(patience: number): Promise<void> {
    const until = this.#clock.now() + patience;
    // the pauses alone keep no process alive
    const busy = setInterval(() => {}, patience);
    try {
      for (let tries = 0; ; tries += 1) {
        try {
          await this.#connect();
          return;
        } catch (error) {
          if (!isAway(error) || this.#clock.now() >= until) throw this.#told(error);
          if (tries === 0) this.#logger.warn('waits for the database', this.#about(error));
          await this.#pauseAfter(tries);
        }
      }
    } finally {
      clearInterval(busy);
    }
  }

  /** @throws StoreUnavailableError - where it stays away for longer than a restart takes */
  async query<Row extends QueryResultRow>({ text, values = [], isUrgent }: Statement): Promise<Row[]> {
    const pool = isUrgent === true ? this.#urgent : this.#pool;
    return this.#patiently(async () => (await pool.query<Row>(text, [...values])).rows);
  }

  /** Asks beside the crowd; the work may be done twice. @throws StoreUnavailableError - as for `query` */
  async atOnce<T>(work: (ask: AskAtOnce) => Promise<T>): Promise<T> {
    return this.#patiently(() => {
      if (this.#ask === undefined) throw new Error('not connected');
      return work(this.#ask);
    });
  }

  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    let until: number | undefined;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const now = this.#clock.now();
        until ??= Math.max((this.#awaySince ?? now) + restart, now + fewTries);
        if (this.#closed || !isAway(error) || now >= until) throw this.#told(error);
        await pause(this.#clock, retryPause);
      }
    }
  }

  /** Several statements, all of them or none; not tried again. @throws StoreUnavailableError; what the work throws */
  async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw this.#told(error);
    });
    let broken = true;
    try {
      await client.query('begin');
      const value = await work(client);
      await client.query('commit');
      broken = false;
      return value;
    } catch (error) {
      if (!isAway(error))
        broken = await client.query('rollback').then(
          () => false,
          () => true,
        );
      throw error instanceof CodedError ? error : this.#told(error);
    } finally {
      client.release(broken);
    }
  }

  /** Tells the other nodes; where that cannot be done now, they are not told. */
  tell(notice: Omit<Notice, 'by'>): void {
    const values = [channel, this.notice(notice)];
    this.#pool.query('select pg_notify($1, $2)', values).catch(() => undefined);
  }

  /** A notice as it is sent, for statements that send it with what it is about (`pg_notify`). */
  notice(notice: Omit<Notice, 'by'>): string {
    return JSON.stringify({ by: this.origin, ...notice });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelBeat?.();
    const listenClient = this.#listenClient;
    this.#listenClient = undefined;
    // a server that is gone says no goodbye
    await within(
      this.#clock,
      silence,
      Promise.allSettled([listenClient?.end(), this.#pool.end(), this.#urgent.end()]),
    );
  }

  async #connect(): Promise<void> {
    const listenClient = new Client(this.#config);
    const ask = askOn(listenClient);
    listenClient.on('error', () => this.#lost(listenClient));
    listenClient.on('end', () => this.#lost(listenClient));
    listenClient.on('notification', ({ payload }) => this.#received(payload));
    try {
      await listenClient.connect();
      await migrate(listenClient, this.shown);
      await listenClient.query(`${keepalives}; listen ${channel}`);
      await refusePooler(listenClient, this.#pool, this.shown);
      for (const work of this.#onConnect) await work(ask);
      if (this.#closed) throw new Error('closed');
    } catch (error) {
      listenClient.end().catch(() => undefined);
      throw error;
    }
    this.#listenClient = listenClient;
    this.#ask = ask;
    this.#awaySince = undefined;
    this.#beatLater(listenClient, ask);
    this.#states.emit(true);
  }

  /** The connection has gone, or gives no sign of life. */
  #lost(listenClient: Client): void {
    if (listenClient !== this.#listenClient) return;
    this.#listenClient = undefined;
    this.#ask = undefined;
    this.#cancelBeat?.();
    this.#awaySince = this.#clock.now();
    this.#logger.warn('the database is away', { store: this.shown });
    this.#states.emit(false);
    // the old one ends last: where it was only slow, the others see that this node lives
    void this.#reconnect().finally(() => {
      listenClient.end().catch(() => undefined);
    });
  }

  async #reconnect(): Promise<void> {
    for (let tries = 0; !this.#closed; tries += 1) {
      try {
        await this.#connect();
        this.#logger.info('the database is back', { store: this.shown });
        return;
      } catch (error) {
        // a few seconds after it went, then about once a minute
        if (tries % 150 === 9) this.#logger.warn('the database is still away', this.#about(error));
        await this.#pauseAfter(tries);
      }
    }
  }

  #beatLater(listenClient: Client, ask: AskAtOnce): void {
    this.#cancelBeat = this.#clock.after(beat, () => void this.#beat(listenClient, ask));
  }

  async #beat(listenClient: Client, ask: AskAtOnce): Promise<void> {
    const late = this.#clock.after(silence, () => this.#lost(listenClient));
    try {
      await ask('select 1', []);
      late();
      // one that is there and takes nothing, such as a standby or one whose disk is full, is away for all that matters
      for (const work of this.#onBeat) await work(ask);
    } catch {
      this.#lost(listenClient);
    } finally {
      late();
    }
    if (listenClient === this.#listenClient) this.#beatLater(listenClient, ask);
  }

  #received(payload: string | undefined): void {
    const notice = noticeSchema.safeParse(jsonOf(payload ?? ''));
    if (notice.success && notice.data.by !== this.origin) this.#notices.emit(notice.data);
  }

  async #pauseAfter(tries: number): Promise<void> {
    const longest = Math.min(longestRetryPause, retryPause * 2 ** Math.min(tries, 10));
    // not all nodes at once
    await pause(this.#clock, longest * (0.5 + Math.random() / 2));
  }

  #told(error: unknown): Error {
    return error instanceof CodedError ? error : new StoreUnavailableError(this.shown, error);
  }

  #about(error: unknown): { readonly store: string; readonly reason: string } {
    return { store: this.shown, reason: inEnglish(reasonOf(error)) };
  }
}

/** One statement after the other. */
function askOn(listenClient: Client): AskAtOnce {
  const mutex = new KeyedMutex();
  return <Row extends QueryResultRow>(text: string, values: readonly unknown[]) =>
    mutex.run('', async () => (await listenClient.query<Row>(text, [...values])).rows);
}

/** The classes and codes of PostgreSQL 15, appendix A, with which it says that it will be there again. */
const away = /^(?:08...|57P0[123]|53300|25006)$/u;

/** Whether the database could not be asked, as against that it has said no. */
function isAway(error: unknown): boolean {
  if (error instanceof CodedError) return error instanceof StoreUnavailableError && isAway(error.cause);
  return !(error instanceof DatabaseError) || away.test(error.code ?? '');
}

/** SQLSTATE of a statement that the database has refused. */
export function sqlState(error: unknown): string | undefined {
  if (error instanceof StoreUnavailableError) return sqlState(error.cause);
  return error instanceof DatabaseError ? error.code : undefined;
}

function reasonOf(error: unknown): Message {
  if (error instanceof DatabaseError) return verbatim(plainText(error.message));
  // as node-postgres says it
  if (error instanceof Error && /client password must be/.test(error.message))
    return msg('storage.storeWantsPassword');
  return systemErrorText(error);
}
