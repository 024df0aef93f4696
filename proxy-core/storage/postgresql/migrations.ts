import type { ClientBase } from 'pg';
import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';

/** Each once, in this order; one that was released is never changed. */
const migrations: readonly string[] = [
  `create table mailwicket.settings (
     single boolean primary key default true check (single),
     version bigint not null,
     content jsonb not null
   );
   create sequence mailwicket.vault_version;
   create table mailwicket.vault_key (
     single boolean primary key default true check (single),
     sealed bytea not null
   );
   create table mailwicket.vault_entry (
     name text primary key,
     version bigint not null,
     sealed bytea not null
   );
   create table mailwicket.vault_damaged (
     name text not null,
     kept_at timestamptz not null default now(),
     sealed bytea not null
   );
   create table mailwicket.node (
     id uuid primary key,
     connected_at timestamptz not null default now(),
     beat_at timestamptz not null default now(),
     session integer not null,
     session_start timestamptz not null
   );
   create sequence mailwicket.fence;
   create table mailwicket.lease (
     name text primary key,
     node uuid not null references mailwicket.node on delete cascade,
     fence bigint not null default nextval('mailwicket.fence'),
     awaited boolean not null default false
   );
   create index lease_node on mailwicket.lease (node);
   create table mailwicket.slot (
     key text not null,
     number integer not null,
     node uuid not null references mailwicket.node on delete cascade,
     session uuid not null unique,
     primary key (key, number)
   );
   create index slot_node on mailwicket.slot (node);`,
];

/** Keeps nodes that start at once from each other: any number that nobody else has. */
const lock = 0x6d77_6b74;

/**
 * Brings the tables to the form that this version knows, in one transaction.
 * @throws CodedError - store-newer: a newer version has been here
 * @throws the driver's errors
 */
export async function migrate(client: ClientBase, store: string): Promise<void> {
  if ((await reached(client, store)) === migrations.length) return;
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [lock]);
    // only now: another node may have been first, and whoever has a schema need not be allowed to make one
    if (!(await isThere(client))) {
      await client.query(
        `create schema if not exists mailwicket;
         create table mailwicket.migration (number integer primary key, applied_at timestamptz not null default now())`,
      );
    }
    for (let number = await reached(client, store); number < migrations.length; number += 1) {
      await client.query(migrations[number] ?? '');
      await client.query('insert into mailwicket.migration (number) values ($1)', [number + 1]);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

async function isThere(client: ClientBase): Promise<boolean> {
  // not by to_regclass, which remembers from before the wait for the lock that there was none
  const { rows } = await client.query<{ there: boolean }>(
    `select exists (
       select from pg_tables where schemaname = 'mailwicket' and tablename = 'migration'
     ) as there`,
  );
  return rows[0]?.there === true;
}

async function reached(client: ClientBase, store: string): Promise<number> {
  if (!(await isThere(client))) return 0;
  const { rows } = await client.query<{ number: number | null }>(
    'select max(number) as number from mailwicket.migration',
  );
  const number = rows[0]?.number ?? 0;
  if (number <= migrations.length) return number;
  throw new CodedError('store-newer', msg('storage.storeNewer', { store }), msg('storage.storeNewerFix'));
}
