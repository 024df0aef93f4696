import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { emptySettings, settingsSchema, type Settings } from '#contract/settings.ts';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { openPostgresqlStore, type PostgresqlStore } from '#core/storage/postgresql/postgresql-store.ts';
import { type PostgresqlServer, startPostgresql, withoutPostgresql } from '../../support/postgresql.ts';
import { settingsContract, tokens, vaultContract, vaultKey } from '../../support/storage-contract.ts';
import { containing } from '../../support/matchers.ts';

/** The store as a process of its own has it. */
async function open(address: string, key: Uint8Array = vaultKey): Promise<PostgresqlStore<Settings>> {
  const store = await openPostgresqlStore({
    address,
    schema: settingsSchema,
    empty: emptySettings,
    key: async () => key,
    clock: systemClock,
    logger: silentLogger,
    patience: 10_000,
  });
  onTestFinished(() => store.close());
  return store;
}

describe.skipIf(withoutPostgresql() !== undefined)('a store in PostgreSQL', () => {
  let server: PostgresqlServer;
  beforeAll(async () => {
    server = await startPostgresql();
  }, 60_000);
  afterAll(() => server.remove());

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
});
