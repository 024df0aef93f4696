import { emptySettings, type Settings } from '#contract/settings.ts';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { Gateway } from '#core/gateway.ts';
import type { SettingsStore } from '#core/storage/settings-file.ts';
import { MemoryVault } from '../support/memory-vault.ts';
import { password, tellParent, token, user } from './child.ts';

/*
 * A process of its own: Mailwicket as it is, with one account whose provider answers at once, and the mail
 * stand-in as its IMAP server. Arguments: the stand-in's port, the file with its authority.
 */

const [port = '', caFile = ''] = process.argv.slice(2);

class MemorySettings implements SettingsStore<Settings> {
  #settings: Settings = { ...emptySettings, extraCertificateAuthorities: [caFile] };

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

const gateway = new Gateway({
  settings: new MemorySettings(),
  vault: new MemoryVault(),
  clock: systemClock,
  logger: silentLogger,
  openPage: () => Promise.reject(new Error('nobody signs in')),
  fetch: () =>
    Promise.resolve(Response.json({ access_token: token, token_type: 'Bearer', expires_in: 86_400 })),
  listeners: { imap: 0, pop: 'off', smtp: 'off', addresses: ['127.0.0.1'] },
});

async function must(done: Promise<{ readonly ok: boolean }>): Promise<void> {
  const result = await done;
  if (!result.ok) throw new Error(JSON.stringify(result));
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
await must(gateway.run('account-add', { address: user, client: 'bench', password }));
tellParent({ port: gateway.snapshot.listeners[0]?.port ?? 0 });
