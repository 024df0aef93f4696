import type { GatewayInSandbox } from './gateway-in-sandbox.ts';
import { RawClient } from './raw-client.ts';

/** Mailboxes of the sandbox, beside those of its own people. */
export const sampleUsers = [
  { address: 'office.reception.third.floor@subsidiary-with-a-long-name.example.org', password: 'demo' },
  { address: 'karl@example.org', password: 'demo' },
  { address: 'lena@example.org', password: 'demo' },
] as const;

/** Accounts in every state, made through the gateway's own commands. */
export async function addSampleAccounts(running: GatewayInSandbox): Promise<void> {
  const { sandbox } = running;
  const { anna, bo, mia } = sandbox.users;
  await running.addDesktopClient('Sandbox');
  await running.addAppOnlyClient('Scanner service');
  await running.addPasswordClient('Office password');
  await running.addAppOnlyClient('Old service', 'app~old~secret');
  // ready, with a program connected
  await running.addSignedInAccount(anna.address, 'plain-password');
  const client = await RawClient.connect(running.port('imap'));
  await client.until(/\r\n/);
  await client.ask(`a login ${anna.address} plain-password`, /a OK/);
  // ready, no password yet
  await running.run('account-add', { address: bo.address, client: 'Sandbox' });
  await running.run('account-authorize', { account: bo.address });
  // never signed in
  await running.run('account-add', { address: mia.address, client: 'Sandbox', password: 'plain-password' });
  // refused: the client's secret has ended
  await running.run('account-add', {
    address: sampleUsers[0].address,
    client: 'Old service',
    password: 'plain-password',
  });
  await running.gateway.run('account-authorize', { account: sampleUsers[0].address });
  // its own password is wanted
  await running.run('account-add', { address: 'karl@example.org', client: 'Office password' });
  // paused
  await running.addSignedInAccount('lena@example.org', 'plain-password');
  await running.run('account-pause', { account: 'lena@example.org' });
  // the provider's host does not answer
  await running.run('client-add', {
    name: 'Far away',
    provider: 'custom',
    grant: 'client-credentials',
    clientId: 'far',
    credential: { kind: 'secret', secret: 'far' },
    scope: 'mail',
    tokenUrl: 'http://127.0.0.1:9/token',
    servers: running.endpoints().servers,
  });
  await running.run('account-add', {
    address: 'far@example.net',
    client: 'Far away',
    password: 'plain-password',
  });
  await running.gateway.run('account-authorize', { account: 'far@example.net' });
}
