import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CheckStep } from '#contract/views.ts';
import { containing, notContaining } from '../../support/matchers.ts';
import { upToVerdict } from '../../support/scripted-login.ts';
import { localPassword, logIn, SystemBench } from '../../support/system-bench.ts';
import { english, textOf } from '../../support/english.ts';

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
    const permissions = steps.filter(({ name }) => name === 'permissions');
    expect(permissions).toHaveLength(1);
    expect(textOf(permissions[0]?.message)).toContain(`The token is for ${anna} at https://outlook.office`);
    expect(textOf(permissions[0]?.message)).toContain('IMAP.AccessAsUser.All');
  });

  test('another’s mailbox: there is a token, and the mailbox is refused; who needs which permission', async () => {
    await bench.running.run('account-remove', { account: anna });
    await bench.running.run('account-add', { address: anna, client: 'Sandbox', mailbox: 'bo@example.org' });
    await bench.running.run('account-authorize', { account: anna });
    const steps = await stepsOf(anna);
    expect(steps.find(({ name }) => name === 'token')?.ok).toBe(true);
    expect(named(steps, 'tls', 'imap')?.ok).toBe(true);
    expect(english(named(steps, 'login', 'imap'))).toMatchObject({
      ok: false,
      who: 'user',
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
    expect(english(step)).toMatchObject({
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
    expect(english(accounts[0]?.problem)).toMatchObject({
      fix: containing(`Set-CASMailbox -Identity '${anna}'`),
      message: notContaining('Bearer'),
    });
  });

  test('hears them at every try, also where the newest token was refused a moment ago', async () => {
    const said = '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.';
    bench.sandbox.smtp.faults.nextLogin({ kind: 'refuse', text: said }, Infinity);
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await bench.answer('smtp', anna)).toContain('SMTP sign-in is switched off');
    }
    // and its token is not replaced each time
    expect(bench.sandbox.provider.tokenRequestCount('refresh_token')).toBeLessThanOrEqual(1);
  });

  test('where the mailbox does not open behind the login, what may be missing is told', async () => {
    bench.sandbox.imap.faults.nextLogin({ kind: 'not-connected' }, Infinity);
    const client = await bench.greeted('imap');
    client.send(`a LOGIN ${anna} ${localPassword}\r\n`);
    expect(await client.until(/^a [^\n]*\n/m)).toContain('did not open the mailbox');
    const entry = await bench.activity(({ kind }) => kind === 'login-refused');
    expect(english(entry.details?.['fix'])).toContain('licence');
  });

  test('where POP’s mailbox does not open behind the login, the account says so; the client hears the server itself', async () => {
    const upstream = await bench.scripted('pop');
    const client = await bench.greeted('pop');
    const answer = logIn(client, 'pop', bench.scriptedAddress);
    const server = await upstream.next();
    await upToVerdict(server, 'pop');
    server.send('+OK in\r\n');
    expect(await answer).toMatch(/^\+OK/);
    client.send('STAT\r\n');
    await server.until(/STAT\r\n/);
    const words = '-ERR [SYS/PERM] The mailbox cannot be opened\r\n';
    server.send(words);
    expect(await client.until(/-ERR[^\n]*\n/)).toContain(words);
    const { accounts } = await bench.snapshot((now) => now.accounts.some(({ state }) => state === 'refused'));
    expect(english(accounts.find(({ state }) => state === 'refused'))).toMatchObject({
      address: bench.scriptedAddress,
      problem: { message: containing('The mailbox cannot be opened') },
    });
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
    expect(textOf(entry.text)).toContain(`does not let ${anna} send`);
    expect(english(entry.details?.['fix'])).toContain('Send As');
  });
});
