import { textOf } from '../support/english.ts';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { protocols } from '#contract/endpoints.ts';
import { SettingsFile } from '#core/storage/settings-file.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import { playBrowser } from '../support/gateway-in-sandbox.ts';
import { matching } from '../support/matchers.ts';
import { accepted, localPassword, logIn, refusals, SystemBench } from '../support/system-bench.ts';

const anna = 'anna@example.org';
const bo = 'bo@example.org';
const office = 'office@example.org';
let bench: SystemBench;
let clock: ForwardClock;

beforeEach(async () => {
  clock = new ForwardClock();
  bench = await SystemBench.start({
    clock,
    // whoever signs in for the shared mailbox is anna
    openPage: async ({ sandbox }, url) => {
      const hinted = new URL(url).searchParams.get('login_hint');
      if (hinted === office) await sandbox.provider.approve(url, anna);
      else await playBrowser(sandbox, url);
    },
  });
  await bench.running.addDesktopClient();
});
afterEach(() => bench.stop());

/** The app-only client, at the organization's own endpoint. */
async function addAppOnlyClient(secret?: string): Promise<void> {
  await bench.running.addAppOnlyClient('App only', secret);
  const tokenUrl = bench.running.endpoints().tokenUrl?.replace('/organizations/', '/example.org/');
  await bench.running.run('client-update', { client: 'App only', change: { tokenUrl } });
}

async function addAppOnlyAccount(secret?: string): Promise<void> {
  await addAppOnlyClient(secret);
  await bench.running.run('account-add', { address: anna, client: 'App only', password: localPassword });
}

async function twoSessions(): Promise<Awaited<ReturnType<SystemBench['greeted']>>[]> {
  await bench.running.addSignedInAccount(anna, localPassword);
  await bench.running.addSignedInAccount(bo, localPassword);
  const sessions = await Promise.all([bench.greeted('imap'), bench.greeted('imap')]);
  for (const [index, session] of sessions.entries()) {
    expect(await logIn(session, 'imap', index === 0 ? anna : bo)).toMatch(accepted.imap);
  }
  return sessions;
}

describe('commands while sessions are open', () => {
  it.each([
    ['account-pause', refusals.temporary],
    ['account-remove', refusals.wrongPassword],
    ['account-sign-out', refusals.temporary],
  ] as const)('%s ends the sessions of this account, and of no other', async (command, refusal) => {
    const [annas, bos] = await twoSessions();
    await bench.running.run(command, { account: anna });
    await annas?.ended();
    expect(await bos?.ask('a2 NOOP', /^a2 .*\r\n/m)).toMatch(/a2 OK/);
    for (const protocol of protocols) {
      expect(await bench.answer(protocol, anna)).toMatch(refusal[protocol]);
    }
    expect(await bench.answer('imap', bo)).toMatch(accepted.imap);
  });

  it('an account that is paused in the middle of a login does not get in', async () => {
    await bench.running.addSignedInAccount(anna, localPassword);
    const upstream = await bench.scripted('imap');
    const address = bench.scriptedAddress;
    const client = await bench.greeted('imap');
    const answer = logIn(client, 'imap', address).catch(() => 'hung up');
    const server = await upstream.next();
    await bench.running.run('account-pause', { account: address });
    server.send('* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\r\n');
    const ended = server.ended();
    const tag = (await Promise.race([server.until(/AUTHENTICATE .*\r\n/), ended])).split(' ')[0] ?? '';
    server.send(`${tag} OK [CAPABILITY IMAP4rev1] in\r\n`);
    expect(await answer).not.toMatch(accepted.imap);
    await ended;
    await bench.running.run('account-resume', { account: address });
  });

  it('account-resume opens the account again without a sign-in', async () => {
    await twoSessions();
    const requests = bench.sandbox.provider.requests.count();
    await bench.running.run('account-pause', { account: anna });
    expect((await bench.account(anna)).state).toBe('paused');
    expect(await bench.answer('imap', anna)).toMatch(refusals.temporary.imap);
    await bench.running.run('account-resume', { account: anna });
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    expect(bench.sandbox.provider.requests.count()).toBe(requests);
  });

  it('account-sign-out forgets the tokens and keeps the local password', async () => {
    await twoSessions();
    await bench.running.run('account-sign-out', { account: anna });
    expect(await bench.account(anna)).toMatchObject({
      state: 'needs-sign-in',
      passwords: [{ name: 'first' }],
    });
    await bench.running.run('account-authorize', { account: anna });
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });

  it('account-remove leaves nothing: an account of the same address begins anew', async () => {
    await twoSessions();
    await bench.running.run('account-remove', { account: anna });
    await bench.running.run('account-add', { address: anna, client: 'Sandbox' });
    expect(await bench.account(anna)).toMatchObject({ state: 'needs-sign-in', passwords: [] });
    expect(await bench.answer('imap', anna)).toMatch(refusals.wrongPassword.imap);
  });

  it('account-switch-client resets the authorization, and what the new client gets is used from then on', async () => {
    const [annas] = await twoSessions();
    await addAppOnlyClient();
    await bench.running.run('account-switch-client', { account: anna, client: 'App only' });
    await annas?.ended();
    expect(await bench.account(anna)).toMatchObject({
      clientName: 'App only',
      passwords: [{ name: 'first' }],
    });
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    expect(bench.sandbox.provider.tokenRequestCount('client_credentials')).toBe(1);
    await bench.running.run('account-switch-client', { account: anna, client: 'Sandbox' });
    expect(await bench.answer('imap', anna)).toMatch(refusals.temporary.imap);
    expect((await bench.account(anna)).state).toBe('needs-sign-in');
  });

  it('account-switch-client leaves the account signed in where the settings cannot be written', async () => {
    const { gateway } = bench.running;
    await bench.running.addSignedInAccount(anna, localPassword);
    await addAppOnlyClient();
    // not by a folder in the file's place: for the moment without a file there would be no accounts
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const write = vi.spyOn(SettingsFile.prototype, 'update').mockRejectedValueOnce(full);
    onTestFinished(() => write.mockRestore());
    const switched = await gateway.run('account-switch-client', { account: anna, client: 'App only' });
    expect(switched.ok).toBe(false);
    expect(await bench.account(anna)).toMatchObject({ clientName: 'Sandbox', state: 'ready' });
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });

  it('account-add serves the new account at once, while others are connected', async () => {
    const [annas] = await twoSessions();
    await addAppOnlyClient();
    await bench.running.run('account-add', { address: office, client: 'App only', password: localPassword });
    for (const protocol of protocols)
      expect(await bench.answer(protocol, office)).toMatch(accepted[protocol]);
    expect(await annas?.ask('a2 NOOP', /^a2 .*\r\n/m)).toMatch(/a2 OK/);
  });
});

describe('the first password that a client sends is adopted', () => {
  beforeEach(async () => {
    await bench.running.run('account-add', { address: anna, client: 'Sandbox', passwordMode: 'adopt-first' });
    await bench.running.run('account-authorize', { account: anna });
  });

  it('of two clients with different first passwords at once exactly one wins', async () => {
    const [one, two] = await Promise.all([
      bench.answer('imap', anna, 'first of one'),
      bench.answer('imap', anna, 'first of two'),
    ]);
    const winners = [one, two].filter((answer) => accepted.imap.test(answer));
    expect(winners).toHaveLength(1);
    const [right, wrong] =
      winners[0] === one ? ['first of one', 'first of two'] : ['first of two', 'first of one'];
    for (const protocol of protocols) {
      expect(await bench.answer(protocol, anna, right)).toMatch(accepted[protocol]);
    }
    expect(await bench.answer('pop', anna, wrong)).toMatch(refusals.wrongPassword.pop);
    expect((await bench.account(anna)).passwords).toHaveLength(1);
  });

  it('an empty password is not adopted', async () => {
    expect(await bench.answer('imap', anna, '')).toMatch(refusals.wrongPassword.imap);
    expect((await bench.account(anna)).passwords).toEqual([]);
    expect(await bench.answer('imap', anna, 'the real one')).toMatch(accepted.imap);
  });
});

describe('the password grant passes the account’s own password on', () => {
  beforeEach(async () => {
    await bench.running.addPasswordClient();
    await bench.running.run('account-add', { address: bo, client: 'Password grant' });
  });

  it('the right one logs in over all protocols with one token request, a wrong one never', async () => {
    const own = bench.sandbox.users.bo.password;
    expect(await bench.answer('imap', bo, 'wrong')).toMatch(refusals.wrongPassword.imap);
    const before = bench.sandbox.provider.tokenRequestCount();
    for (const protocol of protocols)
      expect(await bench.answer(protocol, bo, own)).toMatch(accepted[protocol]);
    expect(bench.sandbox.provider.tokenRequestCount() - before).toBe(1);
    expect(await bench.answer('smtp', bo, 'wrong')).toMatch(refusals.wrongPassword.smtp);
    expect(await bench.answer('pop', bo, '')).toMatch(refusals.wrongPassword.pop);
    expect(await bench.answer('imap', bo, own)).toMatch(accepted.imap);
  });

  it('a token is not shared between passwords', async () => {
    const own = bench.sandbox.users.bo.password;
    expect(await bench.answer('imap', bo, own)).toMatch(accepted.imap);
    const logins = bench.sandbox.imap.logins.count();
    const answers = await Promise.all([bench.answer('imap', bo, 'guess'), bench.answer('imap', bo, own)]);
    expect(answers[0]).toMatch(refusals.wrongPassword.imap);
    expect(answers[1]).toMatch(accepted.imap);
    expect(bench.sandbox.imap.logins.count() - logins).toBe(1);
  });

  it('a password that was changed at the provider: the new one gets in, the old one no longer does', async () => {
    const { users, provider } = bench.sandbox;
    const old = users.bo.password;
    expect(await bench.answer('imap', bo, old)).toMatch(accepted.imap);
    users.bo.password = 'bo-has-a-new-one';
    provider.revokeUser(bo);
    expect(await bench.answer('imap', bo, 'bo-has-a-new-one')).toMatch(accepted.imap);
    expect(await bench.answer('imap', bo, old)).toMatch(refusals.wrongPassword.imap);
    expect(await bench.answer('imap', bo, 'bo-has-a-new-one')).toMatch(accepted.imap);
  });

  it('the old password is refused once the provider no longer takes it, and is never the end of the account', async () => {
    const { users, provider } = bench.sandbox;
    const old = users.bo.password;
    expect(await bench.answer('imap', bo, old)).toMatch(accepted.imap);
    users.bo.password = 'bo-has-a-new-one';
    provider.revokeUser(bo);
    expect(await bench.answer('imap', bo, old)).toMatch(refusals.wrongPassword.imap);
    expect(await bench.answer('pop', bo, 'bo-has-a-new-one')).toMatch(accepted.pop);
    expect((await bench.account(bo)).state).toBe('ready');
  });

  it('an account that needs a second factor is told to sign in once with a person', async () => {
    const { mia } = bench.sandbox.users;
    await bench.running.run('account-add', { address: mia.address, client: 'Password grant' });
    const answer = await bench.answer('imap', mia.address, mia.password);
    expect(answer).toMatch(refusals.refused.imap);
    expect(answer).toMatch(/Sign in once/);
    // the page, the log, the check and the command tell the same, each thing once
    const { problem } = await bench.account(mia.address);
    expect(problem).toMatchObject({
      remedy: 'switch-client',
      answer: { httpStatus: 400, error: 'invalid_grant' },
    });
    const fix = problem?.fix;
    const { text, details } = await bench.activity(({ kind }) => kind === 'login-refused');
    expect(textOf(text).split(textOf(fix))).toHaveLength(2);
    expect(textOf(text)).toContain(textOf(problem?.message));
    expect(details?.['answer']).toMatch(/^HTTP 400 · invalid_grant · AADSTS50076/);
    const authorized = await bench.running.gateway.run('account-authorize', {
      account: mia.address,
      password: mia.password,
    });
    expect(authorized).toMatchObject({ ok: false, ...problem });
  });

  it('a check shows the status and the words of the provider beside the cause', async () => {
    await bench.running.addAppOnlyClient('Expired', 'app~wrong~secret');
    await bench.running.run('account-add', {
      address: 'anna@example.org',
      client: 'Expired',
      password: localPassword,
    });
    const { steps } = await bench.running.run('check', { account: 'anna@example.org' });
    const failed = steps.find(({ ok }) => !ok);
    expect(failed).toMatchObject({
      name: 'token',
      answer: { httpStatus: 401, error: 'invalid_client', description: matching(/^AADSTS7000215/) },
    });
    const { problem } = await bench.account('anna@example.org');
    expect(failed).toMatchObject({ message: problem?.message, fix: problem?.fix, answer: problem?.answer });
  });
});

describe('a shared mailbox', () => {
  it('mailbox and smtpUser: IMAP and POP open the shared one, SMTP logs in as the delegate', async () => {
    await bench.running.run('account-add', {
      address: office,
      client: 'Sandbox',
      password: localPassword,
      mailbox: office,
      smtpUser: anna,
    });
    await bench.running.run('account-authorize', { account: office });
    for (const protocol of protocols)
      expect(await bench.answer(protocol, office)).toMatch(accepted[protocol]);
    const { imap, pop, smtp } = bench.sandbox;
    expect(imap.logins.entries.at(-1)?.username).toBe(office);
    expect(pop.logins.entries.at(-1)?.username).toBe(office);
    expect(smtp.logins.entries.at(-1)?.username).toBe(anna);
    const client = await bench.greeted('smtp');
    await logIn(client, 'smtp', office);
    expect(await client.ask(`MAIL FROM:<${office}>`, /\r\n/)).toMatch(/^250 /);
  });

  it.each([`${anna}\\${office}`, `${anna}\\office`])(
    'the login name %s opens the shared mailbox with anna’s token',
    async (name) => {
      await bench.running.addSignedInAccount(anna, localPassword);
      for (const protocol of protocols)
        expect(await bench.answer(protocol, name)).toMatch(accepted[protocol]);
      expect(bench.sandbox.imap.logins.entries.at(-1)?.username).toBe(office);
      expect(bench.sandbox.smtp.logins.entries.at(-1)?.username).toBe(anna);
    },
  );

  it('a mailbox that is not open to the delegate is refused by the provider, in words', async () => {
    await bench.running.addSignedInAccount(bo, localPassword);
    const answer = await bench.answer('imap', `${bo}\\${office}`);
    expect(answer).toMatch(refusals.refused.imap);
    expect(answer).toMatch(/mailbox of office@example\.org/);
  });

  it('an app-only account’s password opens no mailbox of another account by a backslash', async () => {
    await addAppOnlyClient();
    await bench.running.run('account-add', { address: anna, client: 'App only', password: localPassword });
    expect(await bench.answer('imap', `${anna}\\${bo}`)).toMatch(refusals.wrongPassword.imap);
    expect(bench.sandbox.imap.logins.count()).toBe(0);
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });
});

describe('a whole domain', () => {
  beforeEach(async () => {
    await addAppOnlyClient();
    await bench.running.run('account-add', {
      address: '*@example.org',
      client: 'App only',
      password: localPassword,
    });
  });

  it('every mailbox of it logs in with the one local password and one token', async () => {
    for (const protocol of protocols) {
      for (const name of [anna, bo, 'OFFICE@example.org']) {
        expect(await bench.answer(protocol, name)).toMatch(accepted[protocol]);
        expect(bench.sandbox[protocol].logins.entries.at(-1)?.username.toLowerCase()).toBe(
          name.toLowerCase(),
        );
      }
    }
    expect(bench.sandbox.provider.tokenRequestCount('client_credentials')).toBe(1);
    expect(await bench.answer('imap', anna, 'wrong')).toMatch(refusals.wrongPassword.imap);
  });

  it('no mailbox of another domain, and none that the client may not open', async () => {
    expect(await bench.answer('imap', 'pia@outlook.example')).toMatch(refusals.wrongPassword.imap);
    expect(await bench.answer('imap', '*@example.org')).toMatch(refusals.wrongPassword.imap);
    expect(await bench.answer('imap', 'mia@example.org')).toMatch(refusals.refused.imap);
  });

  it('an account of its own goes before the domain', async () => {
    await bench.running.run('account-add', { address: bo, client: 'Sandbox', password: 'bos-own' });
    await bench.running.run('account-authorize', { account: bo });
    expect(await bench.answer('imap', bo)).toMatch(refusals.wrongPassword.imap);
    expect(await bench.answer('imap', bo, 'bos-own')).toMatch(accepted.imap);
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });
});

describe('several local passwords', () => {
  it('each logs in under its name, and a revoked one no longer does from the next login on', async () => {
    await bench.running.addSignedInAccount(anna, localPassword);
    const phone = await bench.running.run('password-new', { account: anna, name: 'phone' });
    const generated = phone.password ?? '';
    expect(generated.length).toBeGreaterThanOrEqual(16);
    const open = await bench.greeted('imap');
    expect(await logIn(open, 'imap', anna, generated)).toMatch(accepted.imap);
    expect(await bench.answer('pop', anna)).toMatch(accepted.pop);
    await bench.running.run('password-revoke', { account: anna, password: 'phone' });
    for (const protocol of protocols) {
      expect(await bench.answer(protocol, anna, generated)).toMatch(refusals.wrongPassword[protocol]);
    }
    expect(await bench.answer('smtp', anna)).toMatch(accepted.smtp);
    expect((await bench.account(anna)).passwords.map((password) => password.name)).toEqual(['first']);
  });

  it('revoking the last one does not open the account', async () => {
    await bench.running.addSignedInAccount(anna, localPassword);
    await bench.running.run('password-revoke', { account: anna, password: 'first' });
    expect(await bench.answer('imap', anna)).toMatch(/^a1 NO/);
    expect(await bench.answer('imap', anna, '')).toMatch(/^a1 NO/);
  });
});

describe('a client’s secret', () => {
  const secret = { kind: 'secret', secret: 'app~demo~secret' } as const;

  it('that was wrong and is corrected here is used at once', async () => {
    await addAppOnlyAccount('not~the~secret');
    expect(await bench.answer('imap', anna)).toMatch(refusals.refused.imap);
    await bench.running.run('client-update', { client: 'App only', change: {}, credential: secret });
    await bench.snapshot((snapshot) => snapshot.accounts[0]?.state !== 'refused');
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });

  it('stays as it was where the change that it comes with is refused', async () => {
    await addAppOnlyAccount();
    const refused = await bench.running.gateway.run('client-update', {
      client: 'App only',
      change: { name: 'Sandbox' },
      credential: { kind: 'secret', secret: 'another' },
    });
    expect(refused).toMatchObject({ ok: false, code: 'exists' });
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });

  it('that is damaged in the vault is told as such, and can be entered again', async () => {
    await addAppOnlyAccount();
    const folder = join(bench.folder, 'data', 'vault');
    const entry = (await readdir(folder)).find((name) => name.endsWith('+credential'));
    await writeFile(join(folder, entry ?? ''), 'damaged');
    // the mail program is to keep its password
    expect(await bench.answer('imap', anna)).toMatch(refusals.temporary.imap);
    const { problem } = await bench.account(anna);
    expect(textOf(problem?.message)).toContain('The credential of the OAuth client “App only”');
    expect(textOf(problem?.fix)).toContain('Set the credential');
    await bench.running.run('client-update', { client: 'App only', change: {}, credential: secret });
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });
});

describe('another process changes the folder', () => {
  it('an account, a password and a sign-in that it adds are served by the one that runs', async () => {
    const command = await bench.open({ openPage: ({ sandbox }, url) => playBrowser(sandbox, url) });
    await command.addSignedInAccount(anna, localPassword);
    await bench.snapshot((snapshot) => snapshot.accounts.some((account) => account.address === anna));
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    await command.run('password-new', { account: anna, name: 'phone', password: 'of-the-phone' });
    await bench.snapshot((snapshot) => snapshot.accounts[0]?.passwords.length === 2);
    expect(await bench.answer('pop', anna, 'of-the-phone')).toMatch(accepted.pop);
  });

  it('a password that it revokes, a pause, a sign-out and a removal take effect', async () => {
    await bench.running.addSignedInAccount(anna, localPassword);
    await bench.running.run('password-new', { account: anna, name: 'phone', password: 'of-the-phone' });
    expect(await bench.answer('imap', anna, 'of-the-phone')).toMatch(accepted.imap);
    const command = await bench.open();
    await command.run('password-revoke', { account: anna, password: 'phone' });
    await bench.snapshot((snapshot) => snapshot.accounts[0]?.passwords.length === 1);
    expect(await bench.answer('imap', anna, 'of-the-phone')).toMatch(refusals.wrongPassword.imap);
    const session = await bench.greeted('imap');
    expect(await logIn(session, 'imap', anna)).toMatch(accepted.imap);
    await command.run('account-pause', { account: anna });
    await session.ended();
    await bench.snapshot((snapshot) => snapshot.accounts[0]?.state === 'paused');
    await command.run('account-resume', { account: anna });
    await bench.snapshot((snapshot) => snapshot.accounts[0]?.state === 'ready');
    await command.run('account-sign-out', { account: anna });
    await bench.snapshot((snapshot) => snapshot.accounts[0]?.state === 'needs-sign-in');
    expect(await bench.answer('imap', anna)).toMatch(refusals.temporary.imap);
    await command.run('account-remove', { account: anna });
    await bench.snapshot((snapshot) => snapshot.accounts.length === 0);
    expect(await bench.answer('imap', anna)).toMatch(refusals.wrongPassword.imap);
  });

  it('a client’s secret that it replaces is used from the next token on', async () => {
    await addAppOnlyAccount('not~the~secret');
    expect(await bench.answer('imap', anna)).toMatch(refusals.refused.imap);
    await bench.snapshot((snapshot) => snapshot.accounts[0]?.state === 'refused');
    const command = await bench.open();
    await command.run('client-update', {
      client: 'App only',
      change: {},
      credential: { kind: 'secret', secret: 'app~demo~secret' },
    });
    await bench.snapshot((snapshot) => snapshot.accounts[0]?.state !== 'refused');
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });

  it('two processes near expiry of one account use a rotated refresh token once each in turn', async () => {
    bench.sandbox.provider.settings.strictRefreshTokens = true;
    await bench.running.addSignedInAccount(anna, localPassword);
    const other = await bench.open({ clock });
    for (let round = 0; round < 3; round += 1) {
      bench.sandbox.provider.advance(70 * 60_000);
      clock.forward(70 * 60_000);
      const answers = await Promise.all([
        bench.answer('imap', anna),
        bench.answer('imap', anna, localPassword, other),
      ]);
      for (const answer of answers) expect(answer).toMatch(accepted.imap);
    }
    expect(bench.sandbox.provider.tokenRequestCount('refresh_token')).toBeLessThanOrEqual(6);
  });
});

describe('a change of one thing', () => {
  it('a client’s new name leaves its servers, endpoints and scope as they are', async () => {
    const { gateway } = bench.running;
    const [before] = gateway.snapshot.clients;
    await bench.running.run('client-update', { client: 'Sandbox', change: { name: 'Renamed' } });
    expect(gateway.snapshot.clients).toEqual([{ ...before, name: 'Renamed' }]);
    expect(before?.servers.imap?.port).toBe(bench.sandbox.imap.port);
  });

  it('one listener’s port leaves the other listeners as they are', async () => {
    const settings = join(bench.folder, 'data', 'settings.json');
    await bench.running.run('settings-set', { listeners: { pop: 2110, addresses: ['127.0.0.1'] } });
    await bench.running.run('settings-set', { listeners: { smtp: 'off' } });
    expect(JSON.parse(await readFile(settings, 'utf8'))).toMatchObject({
      listeners: { imap: 1143, pop: 2110, smtp: 'off', addresses: ['127.0.0.1'] },
    });
  });
});
