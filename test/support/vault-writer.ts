/**
 * A process of its own that uses the storage, for tests of kill -9 and of two processes at once:
 * `node vault-writer.ts TASK FOLDER-OR-STORE KEY-IN-HEX [ARGUMENTS]`. It prints a line for each thing that it has done.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { emptySettings, settingsSchema } from '#contract/settings.ts';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { openPostgresqlStore } from '#core/storage/postgresql/postgresql-store.ts';
import { isStoreAddress } from '#core/storage/postgresql/store-address.ts';
import { SettingsFile } from '#core/storage/settings-file.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';
import { loadVaultKey } from '#core/storage/vault-key.ts';
import type { Vault } from '#core/storage/vault.ts';

const [task = '', folder = '', keyInHex = '', first = '', second = ''] = process.argv.slice(2);
/** Ends when the process does, as what a killed one held. */
const vault = async (): Promise<Vault> => {
  const key = Buffer.from(keyInHex, 'hex');
  if (!isStoreAddress(folder)) return new VaultFiles({ folder, key });
  const store = await openPostgresqlStore({
    address: folder,
    schema: settingsSchema,
    empty: emptySettings,
    key: async () => key,
    clock: systemClock,
    logger: silentLogger,
    patience: 0,
  });
  closing.push(store.close);
  return store.vault;
};
const closing: (() => Promise<void>)[] = [];
const say = (line: string | number): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
  });

switch (task) {
  case 'write-for-ever': {
    const entries = await vault();
    for (let value = 1; ; value += 1) {
      await entries.set('account/a/tokens', `${value} ${'x'.repeat(20_000)}`);
      await say(value);
    }
  }
  // falls out only by being killed
  case 'hold-for-ever':
    await (
      await vault()
    ).exclusively('account/a/tokens', async () => {
      await say('held');
      await new Promise((resolve) => {
        setTimeout(resolve, 600_000);
      });
    });
    break;
  case 'count-entry': {
    const entries = await vault();
    for (let round = 0; round < Number(first); round += 1) {
      await entries.exclusively('count', async () => {
        await entries.set('count', String(Number((await entries.get('count')) ?? '0') + 1));
      });
    }
    break;
  }
  case 'count-settings': {
    const schema = z.object({ version: z.literal(1), done: z.array(z.string()) });
    const settings = new SettingsFile({
      path: join(folder, 'settings.json'),
      schema,
      empty: { version: 1, done: [] },
    });
    for (let round = 0; round < Number(first); round += 1) {
      await settings.update((current) => ({ ...current, done: [...current.done, `${second}${round}`] }));
    }
    break;
  }
  case 'set': {
    await (await vault()).set(first, second);
    await say('set');
    break;
  }
  case 'watch-only':
    (await vault()).watch(() => {});
    new SettingsFile({ path: join(folder, 'settings.json'), schema: z.object({}), empty: {} }).watch(
      () => {},
    );
    await (await vault()).names('');
    break;
  case 'load-key':
    await say((await loadVaultKey({ dataFolder: folder, environment: {} })).toString('hex'));
    break;
  default:
    throw new Error(`unknown task ${task}`);
}
for (const close of closing) await close();
