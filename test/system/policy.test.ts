import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Policy } from '#core/policy/policy.ts';
import { policyOfHost } from '#core/policy/policy-sources.ts';
import { sandboxRegistration } from '../support/gateway-in-sandbox.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { textOf } from '../support/english.ts';
import { accepted, localPassword, refusals, SystemBench } from '../support/system-bench.ts';
import { CommandBench, complaintSchema } from '../support/command-bench.ts';

const anna = 'anna@example.org';

describe('an organization’s policy', () => {
  let bench: SystemBench;
  let content: Readonly<Record<string, unknown>> = {};
  /** As if an administrator had written it. */
  const policy = new Policy([{ name: 'the test', read: async () => content }]);
  beforeAll(async () => {
    content = {};
    bench = await SystemBench.start({ policy });
    const { servers, ...urls } = bench.running.endpoints();
    content = {
      allowedDomains: ['example.org'],
      clients: [
        {
          name: 'Example',
          provider: 'custom',
          grant: 'authorization-code',
          clientId: bench.sandbox.clients.desktop.clientId,
          scope: 'https://outlook.office.com/IMAP.AccessAsUser.All offline_access',
          ...urls,
          servers: { imap: servers?.imap },
        },
      ],
    };
    await bench.running.gateway.reload();
  });
  afterAll(() => bench.stop());

  it('brings an OAuth client with which people sign in, and which nobody changes', async () => {
    const { running } = bench;
    const { clients } = await running.run('address-lookup', { address: anna });
    const [client = ''] = clients;
    expect(running.gateway.snapshot.clients).toMatchObject([
      { id: client, name: 'Example', builtIn: true, byOrganization: true, withdrawn: false },
    ]);
    await running.run('account-add', { address: anna, client, password: localPassword });
    await running.run('account-authorize', { account: anna });
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);

    const changed = await running.gateway.run('client-update', { client, change: { name: 'Mine' } });
    expect(changed).toMatchObject({ ok: false, code: 'built-in' });
    expect(!changed.ok && textOf(changed.message)).toContain('comes from your organization');
    const kept = await readFile(join(running.folder, 'settings.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ clients: [], accounts: [{ clientId: client }] });
  });

  it('takes no account of another domain, from the first step on', async () => {
    const { gateway } = bench.running;
    const client = gateway.snapshot.clients[0]?.id ?? '';
    for (const result of [
      await gateway.run('address-lookup', { address: 'carl@elsewhere.example' }),
      await gateway.run('account-add', { address: 'carl@elsewhere.example', client }),
      await gateway.run('accounts-add', { addresses: ['carl@elsewhere.example'], client }),
    ]) {
      expect(result).toMatchObject({ ok: false, code: 'not-allowed', who: 'administrator' });
      expect(!result.ok && textOf(result.message)).toContain('elsewhere.example');
    }
  });

  it('refuses an account that it no longer allows, with its reason, and takes it back', async () => {
    const allowed = content;
    content = { ...allowed, allowedDomains: ['other.example'] };
    await bench.running.gateway.reload();
    expect(await bench.answer('imap', anna)).toMatch(refusals.refused.imap);
    const refused = await bench.account(anna);
    expect(refused.state).toBe('refused');
    expect(textOf(refused.problem?.message)).toBe(
      'Your organization doesn’t allow accounts of example.org here.',
    );

    content = allowed;
    await bench.running.gateway.reload();
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });

  it('refuses to give an account another client, and leaves it signed in', async () => {
    const { running } = bench;
    await running.addDesktopClient('Own');
    const allowed = content;
    content = { ...allowed, allowedDomains: ['other.example'] };
    await running.gateway.reload();
    const switched = await running.gateway.run('account-switch-client', { account: anna, client: 'Own' });
    expect(switched).toMatchObject({ ok: false, code: 'not-allowed' });
    content = allowed;
    await running.gateway.reload();
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    await running.run('client-remove', { client: 'Own' });
  });

  it('that withdraws its client says so on its accounts', async () => {
    const { clients: _, ...rest } = content;
    const before = content;
    content = rest;
    await bench.running.gateway.reload();
    expect(await bench.answer('imap', anna)).toMatch(refusals.refused.imap);
    expect(textOf((await bench.account(anna)).problem?.message)).toContain('has withdrawn the OAuth client');
    content = before;
    await bench.running.gateway.reload();
  });

  it('brings registrations in the place of those of the build', async () => {
    content = { ...content, registrations: [sandboxRegistration(bench.sandbox)] };
    await bench.running.gateway.reload();
    const names = bench.running.gateway.snapshot.clients.map(({ name }) => name);
    expect(names).toEqual(['Mailwicket (Microsoft 365)', 'Mailwicket (Outlook.com)', 'Example']);
  });

  it('that has a part which cannot be used is told where people and administrators look', async () => {
    content = { ...content, lanAccess: 'perhaps' };
    const after = bench.activityNow;
    await bench.running.gateway.reload();
    const noted = await bench.activity(({ kind }) => kind === 'settings', { after });
    expect(textOf(noted.text)).toMatch(/policy in the test can’t be used: lanAccess/);
    expect(bench.running.gateway.snapshot.policy).toMatchObject({
      from: ['the test'],
      locked: ['registrations', 'clients', 'allowedDomains', 'lanAccess'],
      problems: [{ code: 'policy-invalid' }],
    });
  });
});

async function policyFile(content: unknown): Promise<string> {
  const file = join(await scratchFolder(), 'policy.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('the command under a policy', () => {
  let bench: CommandBench;
  beforeAll(async () => {
    bench = await CommandBench.start();
  });
  afterAll(() => bench.stop());

  it('shows what is held, and refuses to change it in words', async () => {
    const folder = await bench.folder();
    const file = await policyFile({ imap: 2143, lanAccess: false });
    const shown = await folder.does(['settings', 'get', '--policy', file]);
    expect(shown).toMatch(/^imap\t2143\t\(set by your organization\)$/m);
    expect(shown).toMatch(/^addresses\t.*\(set by your organization\)$/m);
    expect(shown).toMatch(/^pop\t1110$/m);
    const json = await folder.tells(z.looseObject({ setByOrganization: z.array(z.string()) }), [
      'settings',
      'get',
      '--policy',
      file,
    ]);
    expect(json).toMatchObject({ imap: 2143, setByOrganization: ['imap', 'addresses'] });

    const refused = await folder.run(['settings', 'set', 'imap', '1143', '--policy', file, '--json']);
    expect(refused.status).toBe(1);
    expect(complaintSchema.parse(JSON.parse(refused.errors))).toMatchObject({
      code: 'set-by-organization',
      message: 'The port for IMAP: set by your organization.',
    });
    await folder.does(['settings', 'set', 'pop', '2110', '--policy', file]);
    expect(await folder.does(['settings', 'get'])).toMatch(/^imap\t1143$/m);
  });

  it('serves on the ports that are set, and is not started against them', async () => {
    const folder = await bench.folder();
    const file = await policyFile({ imap: 0, pop: 'off', panel: false });
    const serving = folder.start(['serve', '--smtp', '0', '--policy', file]);
    const [ready] = await serving.until(/^ready.*$/m);
    expect(ready).toMatch(/^ready imap=\d+ smtp=\d+$/);
    expect((await serving.stop()).status).toBe(0);

    const port = await folder.run(['serve', '--pop', '2110', '--policy', file]);
    expect(port).toMatchObject({ status: 1 });
    expect(port.errors).toContain('The port for POP: set by your organization.');
    const panel = await folder.run(['serve', '--smtp', '0', '--panel', '0', '--policy', file]);
    expect(panel).toMatchObject({ status: 1 });
    expect(panel.errors).toContain('The screens in a browser: set by your organization.');
  });

  it('tells what is set, from where, and what is wrong with it, without its secrets', async () => {
    const file = await policyFile({
      updates: false,
      imap: 'often',
      registrations: [{ provider: 'google', audience: 'both', clientId: 'a', secret: 'hush-hush' }],
    });
    const { status, output, errors } = await (await bench.folder()).run(['policy', '--policy', file]);
    expect(status).toBe(1);
    expect(errors).toBe('');
    expect(output).toContain(file);
    expect(output).toMatch(/^updates\tfalse$/m);
    expect(output).toMatch(/^imap\theld as it is$/m);
    expect(output).toMatch(/can’t be used: imap/);
    expect(output).not.toContain('hush-hush');
    const clients = [{ name: 'App', provider: 'microsoft365', grant: 'client-credentials', clientId: 'x' }];
    const useless = await bench.run(['policy', '--policy', await policyFile({ clients })]);
    expect(useless).toMatchObject({ status: 1, errors: '' });
    expect(useless.output).toMatch(/App: .*secret/);
    expect(await bench.run(['policy'])).toMatchObject({
      status: 0,
      output: 'No organization sets anything on this machine.\n',
    });
  });

  it('goes on with mail where the policy cannot be read, and changes nothing', async () => {
    const folder = await bench.folder();
    const file = await policyFile('{"imap": ');
    const ports = ['--imap', '0', '--pop', '0', '--smtp', '0'];
    const serving = folder.start(['serve', ...ports, '--panel', '0', '--policy', file]);
    await serving.until(/^ready/m);
    await serving.until(/can’t be read/, 'errors');
    const { status: ended, output } = await serving.stop();
    expect(ended).toBe(0);
    expect(output).not.toContain('panel');
    expect(await folder.run(['settings', 'set', 'imap', '2143', '--policy', file])).toMatchObject({
      status: 1,
    });
    const status = await folder.run(['status', '--policy', file]);
    expect(status.output).toMatch(/policy in .*policy\.json can’t be read: .*line 1/);
  });

  it('an authority that it names and that cannot be read is told by status', async () => {
    const folder = await bench.folder();
    const place = ['--policy', await policyFile('{"extraCertificateAuthorities": ["/nowhere/ca.pem"]}')];
    expect((await folder.run(['status', ...place])).output).toMatch(
      /\/nowhere\/ca\.pem as a certificate authority.* policy\.$/m,
    );
    expect(JSON.parse((await folder.run(['status', '--json', ...place])).output)).toMatchObject({
      missingAuthorities: ['/nowhere/ca.pem'],
    });
  });
});

describe('a policy that somebody names', () => {
  afterEach(() => {
    delete process.env['MAILWICKET_POLICY'];
  });

  it('has to be there, also where a variable names it', async () => {
    process.env['MAILWICKET_POLICY'] = '/nowhere/policy.json';
    const policy = policyOfHost();
    await policy.load();
    expect(policy.view?.problems).toMatchObject([{ code: 'policy-unreadable' }]);
  });
});
