import type { ClientBase } from 'pg';
import type { z } from 'zod';
import { describeIssues } from '#core/errors/schema-issues.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { msg } from '#messages/message.ts';
import { KeyedMutex } from '../locks.ts';
import {
  refuseNewer,
  settingsToKeep,
  type SettingsStore,
  SettingsUnreadableError,
} from '../settings-file.ts';
import type { Database } from './database.ts';

/** So many others have changed the settings in the middle of our change: that is no coincidence any more. */
const mostConflicts = 50;

/** The settings as they were read, and the number of their last change: '0' before the first. */
interface Read<T> {
  readonly settings: T;
  readonly change: string;
}

/**
 * Settings in one row of a database. A change is made on what was read, and only kept where nobody has changed them
 * since; else it is made again on what they are then.
 */
export class SettingsTable<T> implements SettingsStore<T> {
  readonly #database: Database;
  readonly #schema: z.ZodType<T>;
  readonly #empty: T;
  readonly #mutex = new KeyedMutex();

  /** @param empty - what holds where none were kept yet; its `version`, if it has one, is the newest that we understand */
  constructor(database: Database, schema: z.ZodType<T>, empty: T) {
    this.#database = database;
    this.#schema = schema;
    this.#empty = empty;
  }

  async read(): Promise<T> {
    return (await this.#read()).settings;
  }

  /**
   * @returns the settings as they are now kept
   * @throws SettingsUnreadableError, SettingsInvalidError, StoreUnavailableError - nothing was written
   * @throws CodedError - settings-conflict: others change them all the time
   */
  update(change: (current: T) => T): Promise<T> {
    return this.#mutex.run('', async () => {
      for (let conflicts = 0; conflicts < mostConflicts; conflicts += 1) {
        const before = await this.#read();
        const next = settingsToKeep(this.#schema, change(before.settings));
        if (await this.#replace(before.change, next)) return next;
      }
      throw new CodedError('settings-conflict', msg('storage.settingsConflict'));
    });
  }

  /** Whether there are any. @throws StoreUnavailableError */
  async isKept(): Promise<boolean> {
    return (await this.#database.query({ text: 'select from mailwicket.settings' })).length > 0;
  }

  /** Puts others in their place, whatever they are. @throws the driver's errors */
  async replaceIn(client: ClientBase, next: T): Promise<void> {
    await client.query(
      `insert into mailwicket.settings as now (version, content) values (1, $1::jsonb)
       on conflict (single) do update set version = now.version + 1, content = excluded.content`,
      [JSON.stringify(settingsToKeep(this.#schema, next))],
    );
    await client.query(`select pg_notify('mailwicket', $1)`, [this.#database.notice({ settings: true })]);
  }

  /** Calls back too when the database has gone and when it is there again: reading then tells. */
  watch(changed: () => void): () => void {
    const ends = [
      this.#database.onNotice(({ settings }) => {
        if (settings === true) changed();
      }),
      this.#database.onState(changed),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  async #read(): Promise<Read<T>> {
    const [row] = await this.#database.query<{ version: string; content: unknown }>({
      text: 'select version, content from mailwicket.settings',
    });
    if (row === undefined) return { settings: structuredClone(this.#empty), change: '0' };
    const path = this.#database.shown;
    refuseNewer(path, row.content, this.#empty);
    const parsed = this.#schema.safeParse(row.content);
    if (parsed.success) return { settings: parsed.data, change: row.version };
    const why = describeIssues(parsed.error);
    throw new SettingsUnreadableError(
      'settings-unreadable',
      msg('storage.settingsCannotBeUsed', { path, why }),
    );
  }

  /** @returns false - somebody else has changed them meanwhile */
  async #replace(before: string, next: T): Promise<boolean> {
    // twice the same statement is one change: the second finds the number gone, and is made again on top of the first
    const rows = await this.#database.query({
      text: `with kept as (
          insert into mailwicket.settings as now (version, content) select $1::bigint + 1, $2::jsonb
            where $1::bigint = 0 or exists (select from mailwicket.settings)
          on conflict (single) do update set version = excluded.version, content = excluded.content
            where now.version = $1::bigint
          returning version
        ) select version, pg_notify('mailwicket', $3) from kept`,
      values: [before, JSON.stringify(next), this.#database.notice({ settings: true })],
    });
    return rows.length > 0;
  }
}
