import type { ClientBase } from 'pg';
import { Emitter } from '#contract/emitter.ts';
import { type Message, msg } from '#messages/message.ts';
import { SealedVault } from '../sealed-vault.ts';
import type { KeyCheckPlace } from '../vault-entry.ts';
import type { Entry } from '../store-copy.ts';
import { VaultError } from '../vault.ts';
import type { Database } from './database.ts';
import type { Leases } from './leases.ts';

/** What a node keeps at hand of the vault, sealed as it is: a few tens of thousands of entries. Octets. */
const MOST_AT_HAND = 64 * 1024 * 1024;

/** An entry as it is in the database; without octets where it is not there, or not at hand any more. */
interface AtHand {
  /** Its version; undefined: it is not there. */
  readonly version: string | undefined;
  readonly sealed: Uint8Array | undefined;
}

/**
 * The vault as rows of a database, sealed before they leave the process. What was read is kept at hand, sealed, until
 * another node tells that it has changed: so logins ask the database nothing, and go on while it is away.
 * Whoever holds an entry's lease reads what is in the database, once; what it writes is refused where another node
 * holds the lease by then. A damaged entry that is replaced is kept in `mailwicket.vault_damaged`.
 */
export class VaultTable extends SealedVault {
  readonly #database: Database;
  readonly #leases: Leases;
  readonly #changes = new Emitter<[name: string]>();
  readonly #atHand = new Map<string, AtHand>();
  /** Who reads or writes an entry now: its answer is old once the entry is changed by another node. */
  readonly #asking = new Map<string, symbol>();
  readonly #mostAtHand: number;
  #octets = 0;

  /**
   * @param key - 32 octets
   * @param mostAtHand - how many octets of entries to keep at hand
   */
  constructor(database: Database, leases: Leases, key: Uint8Array, mostAtHand = MOST_AT_HAND) {
    super(key, keyCheckIn(database));
    this.#mostAtHand = mostAtHand;
    this.#database = database;
    this.#leases = leases;
    database.onNotice(({ entry, version }) => {
      if (entry !== undefined) this.#changedElsewhere(entry, version ?? undefined);
    });
    database.beforeUse(() => this.#catchUp());
  }

  /** Puts these in the place of all entries. Whoever has read some reads them again. @throws the driver's errors */
  async replaceAllIn(client: ClientBase, entries: AsyncIterable<Entry>): Promise<void> {
    await client.query('delete from mailwicket.vault_entry');
    for await (const [name, text] of entries) {
      await client.query(
        `insert into mailwicket.vault_entry (name, version, sealed)
         values ($1, nextval('mailwicket.vault_version'), $2)`,
        [name, this.seal(name, text)],
      );
    }
  }

  watch(changed: (name: string) => void): () => void {
    return this.#changes.on(changed);
  }

  protected async read(name: string): Promise<Uint8Array | undefined> {
    const known = this.#atHand.get(name);
    const isUsable = known !== undefined && (known.version === undefined || known.sealed !== undefined);
    const lease = this.#leases.current;
    // a lease's name begins with that of its entry
    const isHeld = lease?.name.startsWith(name) === true;
    if (isUsable && (!isHeld || lease.seen.has(name))) return known.sealed;
    const found = await this.#asked(name, async () => {
      const [row] = await this.#database.query<{ version: string; sealed: Uint8Array }>({
        text: 'select version, sealed from mailwicket.vault_entry where name = $1',
        values: [name],
        isUrgent: lease !== undefined,
      });
      return row ?? { version: undefined, sealed: undefined };
    });
    return found.sealed;
  }

  protected async write(name: string, sealed: Uint8Array | undefined): Promise<void> {
    const change =
      sealed === undefined
        ? `delete from mailwicket.vault_entry using fenced where name = $1
             returning null::bigint as version`
        : `insert into mailwicket.vault_entry (name, version, sealed)
               select $1::text, nextval('mailwicket.vault_version'), $6::bytea from fenced
             on conflict (name) do update set version = excluded.version, sealed = excluded.sealed
             returning version`;
    if (sealed === undefined) await this.keepIfDamaged(name);
    await this.#asked(name, async () => {
      const lease = this.#leases.current;
      // told to the others with it; `fenced` has a row unless this node has lost the lease under which it writes
      const [row] = await this.#database.query<{ fenced: boolean; version: string | null }>({
        text: `with held as (
            select from mailwicket.lease where name = $2 and node = $3 and fence = $4 for key share
          ), fenced as (
            select where $2::text is null or exists (select from held)
          ), changed as (${change}), told as (
            select pg_notify('mailwicket', json_build_object('by', $5::text, 'entry', $1::text, 'version', version::text)::text)
              from changed
          ) select exists (select from fenced) as fenced, (select version from changed) as version,
              (select count(*) from told) as told`,
        values: [
          name,
          lease?.name ?? null,
          lease?.node ?? null,
          lease?.fence ?? null,
          this.#database.origin,
          ...(sealed === undefined ? [] : [sealed]),
        ],
        isUrgent: lease !== undefined,
      });
      if (row?.fenced !== true)
        throw new VaultError('vault-unavailable', msg('storage.entryNotLocked', { name }));
      return { version: row.version ?? undefined, sealed };
    });
  }

  protected override async change(what: Message, name: string, work: () => Promise<void>): Promise<void> {
    const lease = this.#leases.current;
    // until it is written: whoever comes next must not begin with what this was to replace
    if (lease !== undefined) lease.unwritten = true;
    await super.change(what, name, work);
    if (lease !== undefined) lease.unwritten = false;
  }

  protected async keepDamaged(name: string): Promise<void> {
    await this.#database.query({
      text: `insert into mailwicket.vault_damaged (name, sealed)
        select name, sealed from mailwicket.vault_entry where name = $1`,
      values: [name],
    });
  }

  protected async list(prefix: string): Promise<string[]> {
    const rows = await this.#database.query<{ name: string }>({
      text: 'select name from mailwicket.vault_entry where starts_with(name, $1) order by name',
      values: [prefix],
    });
    return rows.map(({ name }) => name);
  }

  protected hold(name: string, work: () => Promise<void>): Promise<void> {
    return this.#leases.hold(name, work);
  }

  /** Keeps at hand what the database answers, unless another node has changed it meanwhile. */
  async #asked(name: string, ask: () => Promise<AtHand>): Promise<AtHand> {
    const asking = Symbol(name);
    this.#asking.set(name, asking);
    try {
      const answer = await ask();
      this.#leases.current?.seen.add(name);
      if (this.#asking.get(name) === asking) this.#keep(name, answer);
      return answer;
    } finally {
      if (this.#asking.get(name) === asking) this.#asking.delete(name);
    }
  }

  #keep(name: string, entry: AtHand): void {
    this.#drop(name);
    this.#atHand.set(name, entry);
    this.#octets += entry.sealed?.byteLength ?? 0;
    for (const [other, old] of this.#atHand) {
      if (this.#octets <= this.#mostAtHand) return;
      if (old.sealed === undefined || other === name) continue;
      // the version stays: who reconnects finds out by it whether the entry has changed
      this.#octets -= old.sealed.byteLength;
      this.#atHand.delete(other);
      this.#atHand.set(other, { version: old.version, sealed: undefined });
    }
  }

  #drop(name: string): void {
    this.#octets -= this.#atHand.get(name)?.sealed?.byteLength ?? 0;
    this.#atHand.delete(name);
  }

  /** @param version - the new one; undefined: it is there no more */
  #changedElsewhere(name: string, version: string | undefined): void {
    this.#asking.delete(name);
    if (this.#atHand.get(name)?.version !== version) this.#drop(name);
    this.#changes.emit(name);
  }

  /** What other nodes have changed while nothing could be heard of them. */
  async #catchUp(): Promise<void> {
    if (this.#atHand.size === 0) return;
    const rows = await this.#database.query<{ name: string; version: string }>({
      text: 'select name, version from mailwicket.vault_entry',
    });
    const now = new Map(rows.map(({ name, version }) => [name, version]));
    for (const [name, { version }] of this.#atHand) {
      if (version !== now.get(name)) this.#changedElsewhere(name, now.get(name));
    }
  }
}

/** Whether a vault in a database has been used. @throws StoreUnavailableError */
export async function vaultTableIsInUse(database: Database): Promise<boolean> {
  const [row] = await database.query<{ used: boolean }>({
    text: `select exists (select from mailwicket.vault_key)
      or exists (select from mailwicket.vault_entry) as used`,
  });
  return row?.used === true;
}

function keyCheckIn(database: Database): KeyCheckPlace {
  return {
    shown: database.shown,
    async readCheck() {
      const [row] = await database.query<{ sealed: Uint8Array }>({
        text: 'select sealed from mailwicket.vault_key',
      });
      return row?.sealed;
    },
    async makeCheck(sealed) {
      const rows = await database.query({
        text: 'insert into mailwicket.vault_key (sealed) values ($1) on conflict do nothing returning single',
        values: [sealed],
      });
      return rows.length > 0;
    },
    async replaceCheck(sealed) {
      await database.query({
        text: `insert into mailwicket.vault_key (sealed) values ($1)
          on conflict (single) do update set sealed = excluded.sealed`,
        values: [sealed],
      });
    },
    async *entries() {
      let after = '';
      for (;;) {
        const rows = await database.query<{ name: string; sealed: Uint8Array }>({
          text: 'select name, sealed from mailwicket.vault_entry where name > $1 order by name limit 100',
          values: [after],
        });
        yield* rows;
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.name;
      }
    },
  };
}
