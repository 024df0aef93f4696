import { textOf } from '../support/english.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '#core/relay/limits.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import type { GatewayInSandbox } from '../support/gateway-in-sandbox.ts';
import type { Sandbox } from '../support/sandbox/sandbox.ts';
import { SystemBench } from '../support/system-bench.ts';

let bench: SystemBench;
let sandbox: Sandbox;
let running: GatewayInSandbox;
let clock: ForwardClock;

beforeEach(async () => {
  clock = new ForwardClock();
  bench = await SystemBench.start({
    clock,
    resolveMx: (domain) =>
      Promise.resolve(
        domain === 'contoso.example'
          ? [{ exchange: 'contoso-example.mail.protection.outlook.com', priority: 0 }]
          : [],
      ),
  });
  ({ running, sandbox } = bench);
});
afterEach(() => bench.stop());

function account() {
  const [only] = running.gateway.snapshot.accounts;
  if (only === undefined) throw new Error('there is no account');
  return only;
}

describe('whose mail an address is', () => {
  test('is told by the mail exchangers, and the client of that provider comes first', async () => {
    await running.addDesktopClient('Custom');
    const own = await running.run('client-add', {
      name: 'Microsoft',
      provider: 'microsoft365',
      grant: 'authorization-code',
      clientId: 'id',
      credential: { kind: 'none' },
    });
    const google = await running.run('client-add', {
      name: 'Google',
      provider: 'google',
      grant: 'authorization-code',
      clientId: 'id',
      credential: { kind: 'secret', secret: 'not-so-secret' },
    });
    // no client is to be had at Yahoo: what to do instead is told
    const yahoo = await running.run('address-lookup', { address: 'eva@yahoo.com' });
    expect(yahoo.guess).toMatchObject({
      kind: 'provider',
      provider: 'yahoo',
      audience: 'personal',
      appPassword: { url: 'https://login.yahoo.com/account/security' },
      servers: { imap: { host: 'imap.mail.yahoo.com' } },
    });
    const icloud = await running.run('address-lookup', { address: 'eva@icloud.com' });
    expect(icloud.guess).toMatchObject({
      kind: 'without-oauth',
      appPassword: { url: 'https://account.apple.com/account/manage' },
      servers: { smtp: { host: 'smtp.mail.me.com', port: 587 } },
    });
    expect(textOf(yahoo.guess.explanation)).toMatch(/app password.*you don’t need Mailwicket for that\.$/);
    const found = await running.run('address-lookup', { address: 'eva@contoso.example' });
    expect(found.guess.explanation).toBeUndefined();
    expect(found.guess.appPassword).toBeUndefined();
    expect(found.guess).toMatchObject({
      kind: 'provider',
      provider: 'microsoft365',
      domain: 'contoso.example',
    });
    expect(found.clients[0]).toBe(own.id);
    expect(found.clients).toHaveLength(2);
    expect(found.clients).not.toContain(google.id);
  });

  test('is unknown where nobody can tell, and an address that is there already is named', async () => {
    await running.addDesktopClient('Custom');
    const { id } = await running.run('account-add', { address: 'eva@nowhere.example', client: 'Custom' });
    const found = await running.run('address-lookup', { address: 'EVA@nowhere.example' });
    expect(found).toMatchObject({ guess: { kind: 'unknown' }, existing: id });
    const other = await running.run('address-lookup', { address: 'adam@nowhere.example' });
    expect(other.existing).toBeUndefined();
  });

  test('a whole domain is offered every client but one that sends a mailbox’s own password', async () => {
    await running.addDesktopClient('Somebody');
    await running.addPasswordClient('Itself');
    await running.addAppOnlyClient('Nobody');
    const { clients } = await running.run('address-lookup', { address: '*@nowhere.example' });
    const named = running.gateway.snapshot.clients.filter(({ id }) => clients.includes(id));
    expect(named.map(({ name }) => name)).toEqual(['Somebody', 'Nobody']);
  });
});

test('the mailbox and the sender of an account are changed, left alone, and taken away', async () => {
  await running.addDesktopClient();
  await running.run('account-add', { address: sandbox.users.anna.address, client: 'Sandbox' });
  const { id } = account();
  await running.run('account-update', { account: id, mailbox: sandbox.sharedMailbox });
  await running.run('account-update', { account: id, smtpUser: sandbox.users.bo.address });
  expect(account()).toMatchObject({ mailbox: sandbox.sharedMailbox, smtpUser: sandbox.users.bo.address });
  await running.run('account-update', { account: id, mailbox: '' });
  expect(account().mailbox).toBeUndefined();
  expect(account().smtpUser).toBe(sandbox.users.bo.address);
  const wrong = await running.gateway.run('account-update', { account: id, mailbox: 'no address' });
  expect(wrong).toMatchObject({ ok: false, code: 'bad-input' });
});

test('what a token says of itself is told, and nothing of the token', async () => {
  await running.addDesktopClient();
  const { address } = sandbox.users.anna;
  await running.addSignedInAccount(address, 'one');
  const details = await running.run('token-details', { account: address });
  // what was before this start is not known, and no quiet time
  expect(details.since).toBeLessThanOrEqual(details.history[0]?.at ?? 0);
  expect(details.history.map(({ kind }) => kind)).toContain('signed-in');
  expect(details.claims).toMatchObject({ kind: 'jwt', actsAs: 'person', user: address });
  expect(details.claims?.permissions).toContain('IMAP.AccessAsUser.All');
  const said = JSON.stringify([details, running.gateway.snapshot]);
  for (const token of sandbox.provider.tokens.access.keys()) expect(said).not.toContain(token);
  expect(sandbox.provider.tokens.access.size).toBeGreaterThan(0);
  await running.run('account-sign-out', { account: address });
  expect((await running.run('token-details', { account: address })).claims).toBeUndefined();
});

test('the steps of a check are in the snapshot while it goes on, and two who ask get one check', async () => {
  await running.addDesktopClient();
  const { address } = sandbox.users.anna;
  await running.addSignedInAccount(address, 'one');
  const seen = Promise.withResolvers<void>();
  const end = running.gateway.onSnapshot(({ accounts }) => {
    const check = accounts[0]?.check;
    if (check?.running === true && check.steps.length > 0) seen.resolve();
  });
  // it cannot end before it was seen
  sandbox.imap.faults.nextConnection({ kind: 'silent' });
  const checks = Promise.all([
    running.run('check', { account: address }),
    running.run('check', { account: address }),
  ]);
  await seen.promise;
  end();
  clock.forward(limits.upstreamLoginTimeout);
  const [first, second] = await checks;
  expect(second.steps).toEqual(first.steps);
  expect(account().check).toMatchObject({ running: false, steps: first.steps });
});

describe('many accounts at once', () => {
  test('are added for one client in one go: what is there is kept, what cannot be is told', async () => {
    await running.addAppOnlyClient('Devices');
    const { id } = await running.run('account-add', { address: 'bo@example.org', client: 'Devices' });
    const { results } = await running.run('accounts-add', {
      client: 'Devices',
      addresses: ['anna@example.org', 'BO@example.org', 'nobody', 'anna@example.org'],
    });
    expect(results).toMatchObject([
      { address: 'anna@example.org', outcome: 'added' },
      { address: 'bo@example.org', outcome: 'kept', id },
      { address: 'nobody', outcome: 'refused', problem: { code: 'bad-input' } },
      { address: 'anna@example.org', outcome: 'kept', id: results[0]?.id },
    ]);
    expect(running.gateway.snapshot.accounts).toHaveLength(2);
  });

  test('get a password each, in one table with what a mail program enters, and they work', async () => {
    await running.addAppOnlyClient('Devices');
    await running.run('accounts-add', {
      client: 'Devices',
      addresses: ['anna@example.org', 'bo@example.org'],
    });
    const made = await running.run('passwords-for-all', {
      accounts: ['anna@example.org', 'bo@example.org', 'gone@example.org'],
      name: 'Printer, ground floor',
    });
    expect(made).toMatchObject({
      count: 2,
      fileName: 'mailwicket-passwords.csv',
      skipped: [{ address: 'gone@example.org', problem: { code: 'not-found' } }],
    });
    const [heading = '', ...rows] = made.content.trimEnd().split('\r\n');
    expect(heading).toMatch(/^"address","password","imap_server","imap_port","imap_security"/);
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      const [address = '', password = '', server, port] = row.slice(1, -1).split('","');
      expect([server, port]).toEqual(['127.0.0.1', String(running.port('imap'))]);
      expect(await bench.answer('imap', address, password)).toMatch(/^a1 OK/);
    }
    const names = running.gateway.snapshot.accounts.map(({ passwords }) => passwords.map(({ name }) => name));
    expect(names).toEqual([['Printer, ground floor'], ['Printer, ground floor']]);
  });

  test('get a password each, however many a table has brought', async () => {
    const accounts = Array.from({ length: 10_000 }, (_, place) => `gone-${String(place)}@example.org`);
    const made = await running.run('passwords-for-all', { accounts, name: 'Printer' });
    expect(made).toMatchObject({ count: 0, skipped: { length: 10_000 } });
  });
});
