import { describe, expect, test, vi } from 'vitest';
import { builtInIdPrefix, organizationIdPrefix } from '#contract/oauth-client.ts';
import { type Settings, settingsSchema } from '#contract/settings.ts';
import { msg } from '#messages/message.ts';
import { AccountDirectory } from '#core/accounts/account-directory.ts';
import { CredentialStore } from '#core/oauth/credential-store.ts';
import type { ClientCredential } from '#core/oauth/grant.ts';
import { VaultError } from '#core/storage/vault.ts';
import { containing } from '../../support/matchers.ts';
import { MemoryVault } from '../../support/memory-vault.ts';

const clientId = '22222222-2222-4222-8222-222222222222';
const accountId = '11111111-1111-4111-8111-111111111111';
const secret: ClientCredential = { kind: 'secret', secret: 'of the app' };
const next: ClientCredential = { kind: 'certificate', certificate: 'public', privateKey: 'private' };

/** A store over a vault in memory. */
function opened({
  builtIn,
  refused = false,
}: { readonly builtIn?: ClientCredential; readonly refused?: boolean } = {}) {
  const vault = new MemoryVault();
  const store = new CredentialStore({
    vault,
    builtIn: () => builtIn,
    policy: { refusalOf: () => (refused ? msg('policy.askAdministrator') : undefined) },
  });
  return { vault, store };
}

function settings(client: Record<string, unknown> = {}): Settings {
  const id = typeof client['id'] === 'string' ? client['id'] : clientId;
  return settingsSchema.parse({
    version: 1,
    clients: [
      {
        id,
        name: 'Office',
        provider: 'microsoft365',
        grant: 'authorization-code',
        clientId: 'app',
        credential: 'secret',
        ...client,
      },
    ],
    accounts: [{ id: accountId, address: 'anna@example.org', clientId: id, passwordMode: 'own' }],
  });
}

describe('what an OAuth client proves itself with', () => {
  test('is read once for all who ask in one turn of the loop, and anew in the next', async () => {
    const { vault, store } = opened();
    await store.keep(clientId, secret);
    await store.keep(clientId, next, 'next-credential');
    const reads = vi.spyOn(vault, 'get');
    const directory = new AccountDirectory(settings());
    const asked = await Promise.all([
      store.context(directory, accountId),
      store.context(directory, accountId),
      store.read(clientId),
      store.read(clientId, 'next-credential'),
    ]);
    expect(asked).toMatchObject([{ credential: secret }, { credential: secret }, secret, next]);
    expect(reads).toHaveBeenCalledTimes(2);
    await store.keep(clientId, next);
    expect(await store.read(clientId)).toEqual(next);
  });

  test('is kept until it is forgotten, and what waits beside it too', async () => {
    const { vault, store } = opened();
    await store.keep(clientId, secret);
    await store.keep(clientId, next, 'next-credential');
    expect(await store.read(clientId)).toEqual(secret);
    expect(await store.read(clientId, 'next-credential')).toEqual(next);
    await store.keep(clientId, undefined, 'next-credential');
    expect(await store.read(clientId, 'next-credential')).toBeUndefined();
    await store.keep(clientId, next, 'next-credential');
    await store.forget(clientId);
    expect([...vault.disk.entries]).toEqual([]);
    await store.keep(clientId, secret);
    await store.keep(clientId, { kind: 'none' });
    expect([...vault.disk.entries]).toEqual([]);
  });

  test('can be entered again where it is damaged, and not where the vault is locked', async () => {
    const { vault, store } = opened();
    vault.failing.get = new VaultError('vault-damaged', msg('storage.storeAddress'));
    expect(await store.read(clientId)).toBeUndefined();
    vault.failing.get = new VaultError('vault-locked', msg('storage.storeAddress'));
    await expect(store.read(clientId)).rejects.toBe(vault.failing.get);
  });
});

describe('what an account signs in with', () => {
  test('is its client’s', async () => {
    const { store } = opened();
    await store.keep(clientId, secret);
    const context = await store.context(new AccountDirectory(settings()), accountId);
    expect(context).toMatchObject({
      account: { id: accountId },
      client: { id: clientId },
      credential: secret,
    });
    expect(await store.context(new AccountDirectory(settings()), clientId)).toBeUndefined();
  });

  test('is nothing for a client that needs nothing, and missed where it needs something', async () => {
    const { store } = opened();
    const none = await store.context(new AccountDirectory(settings({ credential: 'none' })), accountId);
    expect(none?.credential).toEqual({ kind: 'none' });
    await expect(store.context(new AccountDirectory(settings()), accountId)).rejects.toMatchObject({
      name: 'OAuthError',
      message: containing('Office'),
    });
  });

  test('comes with the build, or the organization, as long as the client does', async () => {
    for (const prefix of [builtInIdPrefix, organizationIdPrefix]) {
      const of = settings({ id: `${prefix}0123456789ab` });
      const present = await opened({ builtIn: secret }).store.context(new AccountDirectory(of), accountId);
      expect(present?.credential).toEqual(secret);
      await expect(opened().store.context(new AccountDirectory(of), accountId)).rejects.toMatchObject({
        remedy: 'switch-client',
      });
    }
  });

  test('is not looked at where the organization does not let the account sign in', async () => {
    const { vault, store } = opened({ refused: true });
    vault.failing.get = new VaultError('vault-locked', msg('storage.storeAddress'));
    await expect(store.context(new AccountDirectory(settings()), accountId)).rejects.toMatchObject({
      code: 'refused',
      who: 'administrator',
    });
  });

  test('that cannot be read now is told with the account’s name', async () => {
    const { vault, store } = opened();
    vault.failing.get = new VaultError('vault-locked', msg('storage.storeAddress'));
    await expect(store.context(new AccountDirectory(settings()), accountId)).rejects.toMatchObject({
      name: 'OAuthError',
      message: containing('anna@example.org'),
    });
  });
});
