import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CheckStep } from '../../../proxy-core/contract.ts';
import { containing, notContaining } from '../../support/matchers.ts';
import { localPassword, SystemBench } from '../../support/system-bench.ts';

const anna = 'anna@example.org';
let bench: SystemBench;

beforeEach(async () => {
  bench = await SystemBench.start();
  await bench.running.addDesktopClient();
  await bench.running.addSignedInAccount(anna, localPassword);
});

afterEach(async () => {
  await bench.stop();
});

async function stepsOf(account: string): Promise<readonly CheckStep[]> {
  return (await bench.running.run('check', { account })).steps;
}

function named(steps: readonly CheckStep[], name: string, protocol: string): CheckStep | undefined {
  return steps.find((step) => step.name === name && step.protocol === protocol);
}

describe('the check of an account', () => {
  test('where all is well: whose token it is, at which server, with which permissions', async () => {
    const steps = await stepsOf(anna);
    expect(steps.every(({ ok }) => ok)).toBe(true);
    expect(steps.map(({ name, protocol }) => `${name} ${protocol ?? ''}`)).toEqual(
      ['imap', 'pop', 'smtp'].flatMap((protocol) => [
        `token ${protocol}`,
        `permissions ${protocol}`,
        `login ${protocol}`,
      ]),
    );
    expect(named(steps, 'permissions', 'imap')).toMatchObject({
      message: containing(`The token is for ${anna} at https://outlook.office`),
    });
    expect(named(steps, 'permissions', 'imap')?.message).toContain('IMAP.AccessAsUser.All');
  });

  test('another’s mailbox: there is a token, and the mailbox is refused; who needs which permission', async () => {
    await bench.running.run('account-remove', { account: anna });
    await bench.running.run('account-add', { address: anna, client: 'Sandbox', mailbox: 'bo@example.org' });
    await bench.running.run('account-authorize', { account: anna });
    const steps = await stepsOf(anna);
    expect(named(steps, 'token', 'imap')?.ok).toBe(true);
    expect(named(steps, 'login', 'imap')).toMatchObject({
      ok: false,
      message: containing('The server said: '),
      fix: containing(`${anna} needs Full Access`),
    });
    // SMTP is asked for as oneself
    expect(named(steps, 'login', 'smtp')?.ok).toBe(true);
    expect(JSON.stringify(steps)).not.toMatch(/eyJ|EwB/);
  });

  test('a token for Microsoft Graph: the scope is what is wrong', async () => {
    await bench.running.run('client-update', {
      client: 'Sandbox',
      change: { scope: 'https://graph.microsoft.com/IMAP.AccessAsUser.All offline_access' },
    });
    const authorized = await bench.running.gateway.run('account-authorize', { account: anna });
    const steps = authorized.ok ? await stepsOf(anna) : [];
    const step = named(steps, 'permissions', 'imap');
    expect(step).toMatchObject({
      ok: false,
      message: containing('Microsoft Graph'),
      fix: containing('outlook.office.com'),
    });
  });
});

describe('a mail program whose mailbox is refused', () => {
  test('hears the server’s words, and the activity tells what to do', async () => {
    const said =
      '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled';
    bench.sandbox.smtp.faults.nextLogin({ kind: 'refuse', text: said }, Infinity);
    const client = await bench.greeted('smtp');
    client.send(`AUTH PLAIN ${Buffer.from(`\0${anna}\0${localPassword}`).toString('base64')}\r\n`);
    const answer = await client.until(/^535[^\n]*\n/m);
    expect(answer).toContain('SMTP sign-in is switched off');
    const { accounts } = await bench.snapshot(({ accounts: [first] }) => first?.state === 'refused');
    expect(accounts[0]?.problem).toMatchObject({
      fix: containing(`Set-CASMailbox -Identity '${anna}'`),
      message: notContaining('Bearer'),
    });
  });

  test('where the mailbox does not open behind the login, what may be missing is told', async () => {
    bench.sandbox.imap.faults.nextLogin({ kind: 'not-connected' }, Infinity);
    const client = await bench.greeted('imap');
    client.send(`a LOGIN ${anna} ${localPassword}\r\n`);
    expect(await client.until(/^a [^\n]*\n/m)).toContain('did not open the mailbox');
    const entry = await bench.activity(({ kind }) => kind === 'login-refused');
    expect(entry.details?.['fix']).toContain('licence');
  });

  test('a sender that the server does not allow, in the session already: who has to grant what', async () => {
    const client = await bench.greeted('smtp');
    client.send(`AUTH PLAIN ${Buffer.from(`\0${anna}\0${localPassword}`).toString('base64')}\r\n`);
    await client.until(/^235[^\n]*\n/m);
    client.send('MAIL FROM:<bo@example.org>\r\n');
    const seen = await client.until(/^550[^\n]*\n/m);
    // the client hears the server itself, unchanged
    expect(seen).toMatch(/550 5\.7\.60 SMTP; Client does not have permissions to send as this sender/);
    const entry = await bench.activity(({ details }) => details?.['late'] === true);
    expect(entry.text).toContain(`does not let ${anna} send`);
    expect(entry.details?.['fix']).toContain('Send As');
  });
});
