import { emptySettings, settingsSchema, type Settings } from '#contract/settings.ts';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger } from '#core/logging/logger.ts';
import type { CommandResult } from '#contract/problem.ts';
import { Gateway } from '#core/gateway.ts';
import { dataPaths } from '#core/storage/data-folder.ts';
import { SettingsFile, type SettingsStore } from '#core/storage/settings-file.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';
import { loadVaultKey } from '#core/storage/vault-key.ts';
import { MemoryVault } from '../support/memory-vault.ts';
import { password, tellParent, token, user } from './child.ts';

/* What gateway-process.ts runs once Node is prepared. */

const [port = '', caFile = '', folder] = process.argv.slice(2);

class MemorySettings implements SettingsStore<Settings> {
  #settings: Settings = emptySettings;

  read(): Promise<Settings> {
    return Promise.resolve(this.#settings);
  }

  update(change: (current: Settings) => Settings): Promise<Settings> {
    this.#settings = change(this.#settings);
    return this.read();
  }

  watch(): () => void {
    return () => {};
  }
}

const settings: SettingsStore<Settings> =
  folder === undefined
    ? new MemorySettings()
    : new SettingsFile({ path: dataPaths(folder).settings, schema: settingsSchema, empty: emptySettings });
const vault =
  folder === undefined
    ? new MemoryVault()
    : new VaultFiles({
        folder: dataPaths(folder).vault,
        key: await loadVaultKey({ dataFolder: folder, environment: {} }),
      });
await settings.update((current) => ({ ...current, extraCertificateAuthorities: [caFile] }));
const gateway = new Gateway({
  settings,
  vault,
  clock: systemClock,
  logger: silentLogger,
  openPage: () => Promise.reject(new Error('nobody signs in')),
  fetch: () =>
    Promise.resolve(Response.json({ access_token: token, token_type: 'Bearer', expires_in: 86_400 })),
  listeners: { imap: 0, pop: 'off', smtp: 'off', addresses: ['127.0.0.1'] },
});

async function must<T>(done: Promise<CommandResult<T>>): Promise<T> {
  const result = await done;
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

await gateway.start();
await must(
  gateway.run('client-add', {
    name: 'bench',
    provider: 'custom',
    grant: 'client-credentials',
    clientId: 'bench',
    credential: { kind: 'secret', secret: 'bench' },
    tokenUrl: 'https://provider.invalid/token',
    scope: 'mail',
    servers: { imap: { host: '127.0.0.1', port: Number(port), tls: 'implicit' } },
  }),
);
const chosen = folder === undefined ? password : undefined;
await must(gateway.run('account-add', { address: user, client: 'bench', password: chosen }));
const made =
  chosen === undefined
    ? await must(gateway.run('password-new', { account: user, name: 'bench' }))
    : undefined;
tellParent({ port: gateway.snapshot.listeners[0]?.port ?? 0, password: made?.password });
