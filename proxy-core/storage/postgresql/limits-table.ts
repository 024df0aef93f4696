import { createHmac, randomUUID } from 'node:crypto';
import type { Logger } from '#core/logging/logger.ts';
import type { SharedLimits, WrongPassword } from '../shared-limits.ts';
import { type Database, sqlState } from './database.ts';
import type { Leases } from './leases.ts';

/** A session's slot: one of the numbers of its key. */
interface Slot {
  readonly key: string;
  readonly number: number;
  readonly session: string;
}

/** Two that take the same number at once: one of them takes another. */
const mostRaces = 10;

/**
 * The limits of all nodes of a database. A slot is a row that goes with its node; wrong passwords are told, and kept by
 * each node in its memory: neither costs a right login anything, unless its provider limits its sessions.
 */
export class LimitsTable implements SharedLimits {
  readonly digestKey: Uint8Array;
  readonly #database: Database;
  readonly #leases: Leases;
  readonly #logger: Logger;
  readonly #slots = new Map<string, Slot>();

  constructor(database: Database, leases: Leases, key: Uint8Array, logger: Logger) {
    this.#logger = logger;
    this.#database = database;
    this.#leases = leases;
    this.digestKey = createHmac('sha256', key).update('wrong-passwords').digest();
    leases.onJoin(async (node) => {
      for (const slot of this.#slots.values()) await this.#takeUp(slot, node);
    });
  }

  async takeSlot(key: string, most: number): Promise<(() => void) | undefined> {
    // chosen here, so that the slot can be released even if the reply is lost
    const session = randomUUID();
    // its own limits are all that a node has while the database is away
    if (!this.#database.isThere) return () => {};
    try {
      for (let races = 0; races < mostRaces; races += 1) {
        const found = await this.#tryToTake(key, most, session);
        if (found === 'none') return undefined;
        if (found === 'taken-by-another') continue;
        this.#slots.set(session, { key, number: found, session });
        return () => this.#giveBack(key, session);
      }
      return undefined;
    } catch (error) {
      this.#logger.warn('the sessions at the other nodes are not counted now', {
        reason: error instanceof Error ? error.message : '',
      });
      this.#giveBack(key, session);
      return () => {};
    }
  }

  onFreeSlot(key: string, freed: () => void): () => void {
    return this.#database.onNotice(({ slot }) => {
      if (slot === key || slot === '') freed();
    });
  }

  tellWrongPassword(wrong: WrongPassword): void {
    this.#database.tell({ wrong });
  }

  onWrongPassword(told: (wrong: WrongPassword) => void): () => void {
    return this.#database.onNotice(({ wrong }) => {
      if (wrong !== undefined) told(wrong);
    });
  }

  async #tryToTake(
    key: string,
    most: number,
    session: string,
  ): Promise<number | 'none' | 'taken-by-another'> {
    const node = await this.#leases.node();
    const [row] = await this.#database.query<{ free: boolean; number: number | null }>({
      text: `with free as (
          select place from generate_series(1, $2::integer) as places (place)
          where not exists (select from mailwicket.slot where key = $1 and number = place)
          order by random() limit 1
        ), taken as (
          insert into mailwicket.slot (key, number, node, session) select $1::text, place, $3::uuid, $4::uuid from free
          on conflict do nothing returning number
        ) select exists (select from free) as free, (select number from taken) as number`,
      values: [key, most, node, session],
    });
    if (row?.free !== true) return 'none';
    return row.number ?? 'taken-by-another';
  }

  #giveBack(key: string, session: string): void {
    this.#slots.delete(session);
    const values = [session, this.#database.notice({ slot: key })];
    this.#database
      .query({
        text: `with gone as (delete from mailwicket.slot where session = $1 returning session)
          select pg_notify('mailwicket', $2) from gone`,
        values,
      })
      // with its node at the latest
      .catch(() => undefined);
  }

  /** This process was taken for dead: where nobody has the slot by now, it has it again. */
  async #takeUp({ key, number, session }: Slot, node: string): Promise<void> {
    try {
      await this.#database.query({
        text: `insert into mailwicket.slot (key, number, node, session) values ($1, $2, $3, $4)
          on conflict do nothing`,
        values: [key, number, node, session],
      });
    } catch (error) {
      if (sqlState(error) !== '23503') throw error;
    }
  }
}
