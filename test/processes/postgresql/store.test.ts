import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { emptySettings, settingsSchema, type Settings } from '#contract/settings.ts';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { openPostgresqlStore, type PostgresqlStore } from '#core/storage/postgresql/postgresql-store.ts';
import { LoginThrottle } from '#core/accounts/login-throttle.ts';
import { ConnectionLimiter } from '#core/relay/connection-limiter.ts';
import { SettingsFile } from '#core/storage/settings-file.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';
import { CommandProcess } from '../../support/command-bench.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import {
  guarded,
  type PostgresqlServer,
  startPostgresql,
  withoutPostgresql,
} from '../../support/postgresql.ts';
import { settingsContract, tokens, vaultContract, vaultKey } from '../../support/storage-contract.ts';
import { containing } from '../../support/matchers.ts';

/** The store as a process of its own has it. */
async function open(
  address: string,
  key: Uint8Array = vaultKey,
  as: { readonly isNode?: boolean } = {},
): Promise<PostgresqlStore<Settings>> {
  const store = await openPostgresqlStore({
    address,
    schema: settingsSchema,
    empty: emptySettings,
    key: async () => key,
    clock: systemClock,
    logger: silentLogger,
    patience: 10_000,
    ...as,
  });
  onTestFinished(() => store.close());
  return store;
}

function limiterOf({ limits: sharedLimits }: PostgresqlStore<Settings>): ConnectionLimiter {
  return new ConnectionLimiter({ clock: systemClock, sharedLimits });
}

/** A data folder with an entry and a setting. */
async function someFolder(): Promise<string> {
  const folder = await scratchFolder();
  await new VaultFiles({ folder: join(folder, 'vault'), key: vaultKey }).set(tokens, 'refresh');
  const settings = { path: join(folder, 'settings.json'), schema: settingsSchema, empty: emptySettings };
  await new SettingsFile(settings).update((now) => ({ ...now, networkProxy: 'http://proxy:1' }));
  return folder;
}

/** A database with the same. */
async function somewhere(server: PostgresqlServer): Promise<string> {
  const address = server.newDatabase();
  const { settings, vault } = await open(address);
  await vault.set(tokens, 'refresh');
  await settings.update((now) => ({ ...now, networkProxy: 'http://proxy:1' }));
  return address;
}

describe.skipIf(withoutPostgresql() !== undefined)('a store in PostgreSQL', () => {
  let server: PostgresqlServer;
  beforeAll(async () => {
    server = await startPostgresql();
  }, 60_000);
  afterAll(() => server.remove(), 60_000);

  describe('its vault', () => {
    vaultContract(async () => {
      const place = server.newDatabase();
      return { place, open: async (key) => (await open(place, key)).vault };
    });
  });

  describe('its settings', () => {
    settingsContract(async () => {
      const address = server.newDatabase();
      return async () => (await open(address)).settings;
    });
  });

  test('its monitor says while the database is away that the node is not ready, and lives', async () => {
    const node = new CommandProcess(
      ['serve', ...'--imap 0 --pop off --smtp off --monitor 0'.split(' '), '--data', await scratchFolder()],
      { MAILWICKET_STORE: server.newDatabase(), MAILWICKET_VAULT_KEY: vaultKey.toString('base64') },
    );
    const [, address = ''] = await node.until(/^monitor (\S+)$/m);
    const ask = async (path: string): Promise<string> => {
      const response = await fetch(`${address}${path}`);
      return `${String(response.status)} ${await response.text()}`;
    };
    await node.port('imap');
    expect(await ask('/readyz')).toBe('200 {"ready":true}\n');
    expect(await ask('/metrics')).toMatch(/^mailwicket_store_connections\{state="total"\} [1-9]/m);
    await server.stop();
    await expect.poll(() => ask('/readyz')).toBe('503 {"ready":false,"reason":"store"}\n');
    // nor once the settings were to be read and could not be
    await node.until(/"kind":"settings".*The database/, 'errors');
    expect(await ask('/readyz')).toBe('503 {"ready":false,"reason":"store"}\n');
    expect(await ask('/readyz?exclude=store')).toBe('200 {"ready":true,"reason":"store"}\n');
    expect(await ask('/metrics')).toMatch(/^mailwicket_store_up 0$/m);
    await server.start();
    await expect.poll(() => ask('/readyz'), { timeout: 15_000 }).toBe('200 {"ready":true}\n');
    expect((await node.stop()).status).toBe(0);
  });

  test('one that can only be read for a while is away: it is told once, and again when it takes signs of life', async () => {
    const { database } = await open(server.newDatabase(), vaultKey, { isNode: true });
    const readOnly = (is: boolean): string => {
      const statements = [
        'set default_transaction_read_only = off',
        `alter system set default_transaction_read_only = ${is ? 'on' : 'off'}`,
        'select pg_reload_conf()',
      ];
      return server.run('psql', ['postgres', ...statements.flatMap((one) => ['--command', one])]);
    };
    expect(database().isThere).toBe(true);
    readOnly(true);
    onTestFinished(() => void readOnly(false));
    await expect.poll(() => database().isThere).toBe(false);
    readOnly(false);
    await expect.poll(() => database().isThere).toBe(true);
  });

  test('nodes that start at once on an empty database agree on its tables and its key', async () => {
    const address = server.newDatabase();
    const stores = await Promise.all(Array.from({ length: 5 }, () => open(address)));
    await Promise.all(stores.map(({ vault }, number) => vault.set(`account/${String(number)}/tokens`, 'x')));
    expect(await stores[0]?.vault.names('')).toHaveLength(5);
  });

  test('a restart of the database loses nothing, and what others changed meanwhile is told', async () => {
    const address = server.newDatabase();
    const [one, other] = [await open(address), await open(address)];
    await one.vault.set(tokens, 'first');
    expect(await other.vault.get(tokens)).toBe('first');
    await server.stop();
    // what was read is at hand
    expect(await other.vault.get(tokens)).toBe('first');
    const restarting = server.start();
    const told = Promise.withResolvers<string>();
    onTestFinished(other.vault.watch(told.resolve));
    await Promise.all([restarting, one.vault.set(tokens, 'second')]);
    expect(await told.promise).toBe(tokens);
    expect(await other.vault.get(tokens)).toBe('second');
  });

  test('while the database is away a change is refused in words, and its return is told', async () => {
    const { settings, vault } = await open(server.newDatabase());
    await settings.update((current) => ({ ...current, networkProxy: 'http://proxy:1' }));
    let told = Promise.withResolvers<void>();
    onTestFinished(settings.watch(() => told.resolve()));
    await server.stop('kill');
    await told.promise;
    const away = { code: 'store-unavailable', message: containing('database') };
    await expect(settings.update((current) => current)).rejects.toMatchObject(away);
    await expect(vault.set(tokens, 'x')).rejects.toMatchObject({ code: 'vault-unavailable' });
    told = Promise.withResolvers();
    await server.start();
    await told.promise;
    expect((await settings.read()).networkProxy).toBe('http://proxy:1');
  });

  describe('the limits of all nodes', () => {
    const mailbox = 'smtp smtp.example.org:587 anna@example.org';
    const { signal } = new AbortController();

    test('a mailbox has its three sessions, whichever nodes they are at; the fourth waits for one to end', async () => {
      const address = server.newDatabase();
      const [one, other] = [await open(address), await open(address)];
      const [here, there] = [limiterOf(one), limiterOf(other)];
      const held = [await here.take(mailbox, 3, signal), await there.take(mailbox, 3, signal)];
      held.push(await here.take(mailbox, 3, signal));
      expect(held.every((release) => release !== undefined)).toBe(true);
      let isIn = false;
      const fourth = there.take(mailbox, 3, signal).then((release) => {
        isIn = true;
        return release;
      });
      const elsewhere = await there.take('another mailbox', 3, signal);
      expect(elsewhere).toBeDefined();
      expect(isIn).toBe(false);
      held[0]?.();
      expect(await fourth).toBeDefined();
      // the sessions of a node that has ended count no more
      await one.close();
      expect(await there.take(mailbox, 3, signal)).toBeDefined();
    });

    test('while the database is away each node keeps its own', async () => {
      const store = await open(server.newDatabase());
      const limiter = limiterOf(store);
      const away = Promise.withResolvers<void>();
      onTestFinished(store.settings.watch(away.resolve));
      await server.stop('kill');
      await away.promise;
      onTestFinished(() => server.start());
      const first = await limiter.take(mailbox, 1, signal);
      expect(first).toBeDefined();
      const second = limiter.take(mailbox, 1, signal);
      first?.();
      expect(await second).toBeDefined();
    });

    test('passwords that were wrong at one node are guesses at the others', async () => {
      const address = server.newDatabase();
      const [one, other] = [await open(address), await open(address)];
      const here = new LoginThrottle<string>({ clock: systemClock, shared: one.limits });
      const there = new LoginThrottle<string>({ clock: systemClock, shared: other.limits });
      const attempt = { account: 'anna', peer: '192.0.2.1', password: 'guess 1' };
      here.failed(attempt);
      await expect.poll(() => there.isWrong(attempt)).toBe(true);
      expect(there.isWrong({ ...attempt, password: 'right' })).toBe(false);
    });
  });

  describe('its address', () => {
    const key = { MAILWICKET_VAULT_KEY: vaultKey.toString('base64') };
    /** The setting that is in the database, as a command with this address tells it. */
    async function told(store: string, environment: Readonly<Record<string, string>> = {}) {
      const args = ['settings', 'get', 'network-proxy', '--store', store, '--data', await scratchFolder()];
      return new CommandProcess(args, { ...key, ...environment }).ended();
    }
    const works = { status: 0, output: containing('http://proxy:1') };

    test('leads over TLS, to the one server that proves its name, with the password of PGPASSFILE', async () => {
      const name = nameIn(await somewhere(server));
      const folder = await scratchFolder();
      const [authority, passwords] = [join(folder, 'ca.pem'), join(folder, 'pgpass')];
      await writeFile(authority, server.certificateAuthority);
      const escaped = guarded.password.replaceAll(/[:\\]/g, (one) => `\\${one}`);
      await writeFile(passwords, `localhost:${server.port}:*:${guarded.user}:${escaped}\n*:*:*:*:wrong\n`, {
        mode: 0o600,
      });
      const at = (host: string, options: string): string =>
        `postgresql://${guarded.user}@${host}:${server.port}/${name}?${options}`;
      const proven = `sslmode=verify-full&sslrootcert=${authority}`;
      const environment = { PGPASSFILE: passwords };
      expect(await told(at('localhost', proven), environment)).toMatchObject(works);
      const [withoutTls, unknown, otherName, otherPassword] = await Promise.all([
        told(at('localhost', 'sslmode=disable'), environment),
        told(at('localhost', 'sslmode=verify-full'), environment),
        told(at('127.0.0.2', proven), { PGPASSWORD: guarded.password }),
        told(at('127.0.0.1', proven), environment),
      ]);
      expect(withoutTls).toMatchObject({ status: 1, errors: containing('no encryption') });
      expect(unknown).toMatchObject({ status: 1, errors: containing('is not trusted') });
      expect(otherName).toMatchObject({ status: 1, errors: containing('is for another name') });
      expect(otherPassword).toMatchObject({ status: 1, errors: containing('password') });
      const noPassword = await told(at('localhost', proven), { PGPASSFILE: join(folder, 'none') });
      expect(noPassword.errors).toContain('cannot be used now: it asks for a password, and there is none in');
      await chmod(passwords, 0o644);
      expect(await told(at('localhost', proven), environment)).toMatchObject({
        status: 1,
        errors: containing('chmod 600'),
      });
      for (const { errors } of [withoutTls, unknown, otherName, otherPassword])
        expect(errors).not.toContain(guarded.password);
      expect(
        await told(at('127.0.0.2', proven.replace('full', 'ca')), { PGPASSWORD: guarded.password }),
      ).toMatchObject(works);
    });

    test('leads to a socket of this machine', async () => {
      const name = nameIn(await somewhere(server));
      const place = `host=${server.socket}&port=${server.port}&user=mailwicket`;
      expect(await told(`postgresql:///${name}?${place}`)).toMatchObject(works);
    });
  });

  describe('store copy', () => {
    const key = { MAILWICKET_VAULT_KEY: vaultKey.toString('base64') };
    async function mailwicket(...args: readonly string[]) {
      const command = new CommandProcess(args, key);
      return command.ended();
    }

    test('brings a data folder into a database and back', async () => {
      const [from, address] = [await someFolder(), server.newDatabase()];
      const vault = new VaultFiles({ folder: join(from, 'vault'), key: vaultKey });
      // nobody waits at the other place
      await vault.set('waited-for/sign-in/1', 'of no use elsewhere');
      expect(await mailwicket('store', 'copy', '--from', from, '--to', address)).toMatchObject({
        status: 0,
        output: containing('(1) copied to'),
      });
      const back = join(await scratchFolder(), 'back');
      expect(await mailwicket('store', 'copy', '--from', address, '--to', back)).toMatchObject({ status: 0 });
      expect(await readdir(back)).toEqual(['settings.json', 'vault']);
      expect(await readFile(join(back, 'settings.json'), 'utf8')).toBe(
        await readFile(join(from, 'settings.json'), 'utf8'),
      );
      expect(await new VaultFiles({ folder: join(back, 'vault'), key: vaultKey }).get(tokens)).toBe(
        'refresh',
      );
    });

    test('brings a database into another', async () => {
      const [from, to] = [await somewhere(server), server.newDatabase()];
      expect(await mailwicket('store', 'copy', '--from', from, '--to', to)).toMatchObject({ status: 0 });
      const { settings, vault } = await open(to);
      expect((await settings.read()).networkProxy).toBe('http://proxy:1');
      expect(await vault.get(tokens)).toBe('refresh');
    });

    test('leaves a database alone that has something, and one that is served', async () => {
      const [from, address] = [await someFolder(), server.newDatabase()];
      const store = await open(address);
      await store.vault.set('client/1/secret', 'kept');
      expect(await mailwicket('store', 'copy', '--from', from, '--to', address)).toMatchObject({
        status: 1,
        errors: containing('already'),
      });
      const replace = ['store', 'copy', '--from', from, '--to', address, '--replace'];
      await store.vault.exclusively('a', async () => {
        // who has a lease is a node
        expect(await mailwicket(...replace)).toMatchObject({
          status: 1,
          errors: containing('A service is using'),
        });
      });
      expect(await store.vault.names('')).toEqual(['client/1/secret']);
      await store.close();
      expect(await mailwicket(...replace)).toMatchObject({ status: 0 });
      const after = await open(address);
      expect(await after.vault.names('')).toEqual([tokens]);
      expect((await after.settings.read()).networkProxy).toBe('http://proxy:1');
    });

    test('copies nothing where one entry cannot be read', async () => {
      const [from, address] = [await someFolder(), server.newDatabase()];
      await writeFile(join(from, 'vault', 'entry+zz'), 'damaged');
      const copied = await mailwicket('store', 'copy', '--from', from, '--to', address);
      expect(copied).toMatchObject({ status: 1, errors: containing('zz') });
      const { settings, vault } = await open(address);
      expect(await settings.read()).toEqual(emptySettings);
      expect(await vault.names('')).toEqual([]);
    });
  });

  test('what pg_dump has saved is the store again', async () => {
    const [address, restored] = [server.newDatabase(), server.newDatabase()];
    const { settings, vault } = await open(address);
    await vault.set(tokens, 'refresh');
    await settings.update((now) => ({ ...now, networkProxy: 'http://proxy:1' }));
    const dump = server.run('pg_dump', ['--schema=mailwicket', '--no-owner', nameIn(address)]);
    // nothing in it is readable without the key
    expect(dump).not.toContain('refresh');
    server.run('psql', ['--quiet', '--set=ON_ERROR_STOP=1', '--single-transaction', nameIn(restored)], dump);
    const again = await open(restored);
    expect(await again.vault.get(tokens)).toBe('refresh');
    expect((await again.settings.read()).networkProxy).toBe('http://proxy:1');
    await again.vault.set(tokens, 'renewed');
    expect(await again.vault.exclusively('a', async () => 'mine')).toBe('mine');
  });
});

function nameIn(address: string): string {
  return new URL(address).pathname.slice(1);
}
