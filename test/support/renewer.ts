import { accountSchema } from '#contract/account.ts';
import { oauthClientSchema } from '#contract/oauth-client.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { LoopbackPorts } from '#core/oauth/loopback-receiver.ts';
import { makeGenericGrants } from '#core/oauth/grants/generic-grants.ts';
import type { AccessToken, Interaction } from '#core/oauth/grant.ts';
import { TokenManager } from '#core/oauth/token-manager.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';

const accountId = '11111111-1111-4111-8111-111111111111';
const clientKey = '22222222-2222-4222-8222-222222222222';
const address = 'anna@example.org';

export interface Renewer {
  /** Signs the account in, as its owner would. */
  signIn(open: (url: string) => Promise<void>): Promise<void>;
  /** Has the provider give a new token, and with it a new refresh token. */
  renew(): Promise<AccessToken>;
}

/** The tokens of one account over a vault of files, with the provider's endpoints of plain OAuth 2.0. */
export function renewerOver(options: {
  readonly folder: string;
  readonly key: Buffer;
  readonly tokenUrl: string;
  readonly clientId: string;
}): Renewer {
  const client = oauthClientSchema.parse({
    id: clientKey,
    name: 'Client',
    provider: 'custom',
    grant: 'authorization-code',
    clientId: options.clientId,
    credential: 'none',
    tokenUrl: options.tokenUrl,
    authorizationUrl: options.tokenUrl.replace(/token$/, 'authorize'),
    scope: 'https://outlook.office.com/IMAP.AccessAsUser.All offline_access',
  });
  const account = accountSchema.parse({ id: accountId, address, clientId: clientKey, passwordMode: 'own' });
  const grants = makeGenericGrants({
    fetch: (url, init) => fetch(url, init),
    clock: systemClock,
    logger: silentLogger,
    ports: new LoopbackPorts(),
  });
  const manager = new TokenManager({
    vault: new VaultFiles({ folder: options.folder, key: options.key }),
    clock: systemClock,
    logger: silentLogger,
    random: () => 0,
    grantFor: ({ grant }) => grants[grant],
    accountFor: () => ({ account, client: resolveClient(client), credential: { kind: 'none' } }),
  });
  const request = { accountId, subject: address, use: 'imap' } as const;
  return {
    async signIn(open) {
      const interaction: Interaction = { open, showCode: () => Promise.resolve() };
      await manager.signIn(accountId, interaction);
    },
    async renew() {
      const before = await manager.accessToken(request);
      // it had worked, and is refused now: worth a renewal at once
      manager.worked(request, before);
      const after = await manager.accessToken({ ...request, refused: before });
      if (after.value === before.value) throw new Error('the token was not renewed');
      return after;
    },
  };
}
