import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { inEnglish } from '#messages/format.ts';
import { type GatewayInSandbox, sandboxRegistration } from '../support/gateway-in-sandbox.ts';
import { textOf } from '../support/english.ts';
import { accepted, localPassword, SystemBench } from '../support/system-bench.ts';

let bench: SystemBench;
afterEach(() => bench.stop());

const anna = 'anna@example.org';
const google = {
  provider: 'google',
  audience: 'both',
  clientId: 'made-up.apps.example.org',
  secret: 'demo-desktop-secret',
};

async function begin(registrations: boolean | readonly unknown[] | string): Promise<GatewayInSandbox> {
  bench = await SystemBench.start({
    builtIn: typeof registrations === 'object' ? JSON.stringify(registrations) : registrations,
  });
  return bench.running;
}

const clientsOf = ({ gateway }: GatewayInSandbox) => gateway.snapshot.clients;

describe('a registration that comes with the build', () => {
  it('signs in whoever types an address that it fits, with nothing to enter', async () => {
    const running = await begin(true);
    const found = await running.run('address-lookup', { address: anna });
    expect(found.guess).toMatchObject({ provider: 'microsoft365', audience: 'organization' });
    const [client = ''] = found.clients;
    expect(clientsOf(running).find(({ id }) => id === client)).toMatchObject({
      builtIn: true,
      name: 'Mailwicket (Microsoft 365)',
      audience: 'organization',
      withdrawn: false,
    });

    await running.run('account-add', { address: anna, client, password: localPassword });
    await running.run('account-authorize', { account: anna });
    for (const protocol of ['imap', 'pop', 'smtp'] as const) {
      expect(await bench.answer(protocol, anna)).toMatch(accepted[protocol]);
    }
    expect(await running.run('check', { account: anna })).toMatchObject({ ok: true });
  });

  it('is proposed for the kind of account that it is for, before all clients that were added', async () => {
    const running = await begin([
      { provider: 'microsoft365', audience: 'both', clientId: 'both' },
      { ...google, audience: 'personal' },
    ]);
    await running.run('client-add', {
      name: 'My own',
      provider: 'outlook',
      grant: 'authorization-code',
      clientId: 'own',
      credential: { kind: 'none' },
    });
    const proposed = async (address: string): Promise<string[]> => {
      const { clients } = await running.run('address-lookup', { address });
      return clients.map((id) => clientsOf(running).find((one) => one.id === id)?.name ?? '');
    };
    expect(await proposed('pia@outlook.com')).toEqual(['Mailwicket (Outlook.com)', 'My own']);
    expect(await proposed(anna)).toEqual(['Mailwicket (Microsoft 365)', 'My own']);
    expect(await proposed('carl@gmail.com')).toEqual(['Mailwicket (Google)']);
    expect(await proposed('someone@yahoo.com')).toEqual([]);
  });

  it('is neither kept in the settings nor changed by anybody', async () => {
    const running = await begin([google]);
    const [client] = clientsOf(running);
    const reference = client?.id ?? '';
    const refused = { ok: false, code: 'built-in' };
    const attempts = [
      ['client-update', { client: reference, change: { name: 'Mine' } }],
      ['client-remove', { client: reference }],
      ['client-make-certificate', { client: reference }],
      ['client-discard-certificate', { client: reference }],
    ] as const;
    for (const [name, input] of attempts)
      expect(await running.gateway.runUntrusted(name, input)).toMatchObject(refused);

    await running.run('account-add', { address: 'carl@gmail.com', client: reference });
    const kept = await readFile(join(running.folder, 'settings.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ clients: [], accounts: [{ clientId: reference }] });
    expect(kept + JSON.stringify(running.gateway.snapshot)).not.toContain(google.secret);
    expect(clientsOf(running)).toHaveLength(1);
  });

  it('has the same id after an update, so that accounts go on', async () => {
    const running = await begin(true);
    const client = clientsOf(running)[0]?.id ?? '';
    await running.run('account-add', { address: anna, client, password: localPassword });
    await running.run('account-authorize', { account: anna });
    await running.stop();
    const next = await bench.open({ builtIn: true });
    expect(await bench.answer('imap', anna, localPassword, next)).toMatch(accepted.imap);
  });

  it('refuses its accounts where a later build comes without it, and loses none of them', async () => {
    const running = await begin(true);
    const client = clientsOf(running)[0]?.id ?? '';
    await running.run('account-add', { address: anna, client, password: localPassword });
    await running.run('account-authorize', { account: anna });

    await writeFile(join(running.folder, 'registrations.json'), '[]');
    await running.gateway.reload();
    expect(await bench.answer('imap', anna)).toMatch(/^a1 NO/);
    const [account] = (await running.gateway.look()).accounts;
    expect(account).toMatchObject({ state: 'refused', clientName: 'Mailwicket (Microsoft 365)' });
    expect(account?.problem).toMatchObject({ code: 'refused', remedy: 'switch-client' });
    expect(textOf(account?.problem?.message)).toContain('Microsoft 365');
    expect(clientsOf(running)).toMatchObject([{ id: client, builtIn: true, withdrawn: true, usedBy: 1 }]);
    expect(await running.run('address-lookup', { address: 'bo@example.org' })).toMatchObject({ clients: [] });

    await writeFile(
      join(running.folder, 'registrations.json'),
      JSON.stringify([sandboxRegistration(bench.sandbox)]),
    );
    await running.gateway.reload();
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });
});

describe('a file of registrations that cannot be used', () => {
  it.each([
    ['is not JSON', '[{]', /line 1, column 3/],
    [
      'names what nobody knows',
      '[{"provider":"google","audience":"both","clientId":"a","secrets":"b"}]',
      /secrets/,
    ],
    [
      'lacks the secret that Google wants',
      '[{"provider":"google","audience":"both","clientId":"a"}]',
      /secret/,
    ],
    [
      'has one for persons in a cloud of organizations',
      '[{"provider":"outlook","cloud":"dod","audience":"personal","clientId":"a"}]',
      /cloud/,
    ],
    ['has one twice', JSON.stringify([google, google]), /Mailwicket \(Google\) stands there twice/],
  ])('as it %s is told, and everything else goes on', async (_why, file, words) => {
    const running = await begin(file);
    const { registrationsProblem: problem } = running.gateway.snapshot;
    expect(problem).toMatchObject({ code: 'registrations-unusable' });
    expect(textOf(problem?.message)).toMatch(words);
    expect(
      running.gateway.activity
        .entries()
        .map(({ text }) => inEnglish(text))
        .join(),
    ).toMatch(words);
    await running.addDesktopClient();
    expect(clientsOf(running)).toMatchObject([{ name: 'Sandbox', builtIn: false }]);
    expect(running.port('imap')).toBeGreaterThan(0);
  });
});
