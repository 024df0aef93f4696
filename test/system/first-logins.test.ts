import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { protocols } from '#contract/endpoints.ts';
import { textOf } from '../support/english.ts';
import { accepted, localPassword, logIn, refusals, SystemBench } from '../support/system-bench.ts';

const domain = '*@example.org';
const anna = 'anna@example.org';
const bo = 'bo@example.org';
let bench: SystemBench;

beforeEach(async () => {
  bench = await SystemBench.start();
  await bench.running.addDesktopClient();
  await bench.running.run('account-add', { address: domain, client: 'Sandbox', password: localPassword });
});
afterEach(() => bench.stop());

async function addresses(): Promise<string[]> {
  await bench.running.gateway.reload();
  return bench.running.gateway.snapshot.accounts.map(({ address }) => address);
}

describe('a domain whose people sign in themselves', () => {
  it.each(protocols)(
    'a new address that logs in over %s is asked to sign in, and then has its mail',
    async (protocol) => {
      for (let times = 0; times < 2; times += 1) {
        const said = await bench.answer(protocol, bo);
        expect(said).toMatch(refusals.temporary[protocol]);
        expect(said).toContain('bo@example.org is not signed in yet');
      }
      // its domain has nothing to sign in to
      expect((await bench.account(domain)).state).toBe('ready');
      const account = await bench.account(bo);
      expect(account).toMatchObject({
        state: 'needs-sign-in',
        passwordMode: 'own',
        firstLogin: { peer: '127.0.0.1' },
      });
      await bench.running.run('account-authorize', { account: bo });
      expect(await bench.account(bo)).toMatchObject({ state: 'ready', identity: bo });
      for (const one of protocols) {
        expect(await bench.answer(one, bo)).toMatch(accepted[one]);
        expect(bench.sandbox[one].logins.entries.at(-1)?.username).toBe(bo);
      }
      expect((await bench.account(bo)).firstLogin).toBeUndefined();
    },
  );

  it('the password with which one address came in opens no other mailbox', async () => {
    await bench.answer('imap', bo);
    await bench.running.run('account-authorize', { account: bo });
    for (const protocol of protocols) {
      expect(await bench.answer(protocol, anna)).toMatch(refusals.wrongPassword[protocol]);
    }
    const { password = '' } = await bench.running.run('password-new', { account: domain, name: 'Anna' });
    expect(await bench.answer('imap', bo, password)).toMatch(refusals.wrongPassword.imap);
    expect(await bench.answer('imap', anna, password)).toMatch(refusals.temporary.imap);
    expect(await bench.answer('imap', bo)).toMatch(accepted.imap);
    expect(await addresses()).toEqual([domain, bo, anna]);
  });

  it('a wrong password makes no account, and tells the operator alone why', async () => {
    for (const protocol of protocols) {
      expect(await bench.answer(protocol, bo, 'wrong')).toMatch(refusals.wrongPassword[protocol]);
    }
    expect(await addresses()).toEqual([domain]);
    const entry = await bench.activity(({ kind }) => kind === 'login-refused');
    expect(textOf(entry.text)).toContain(
      'No free password of *@example.org fits the login of bo@example.org',
    );
  });

  it('both connections of a mail program that comes for the first time are let wait, and one account is made', async () => {
    const clients = await Promise.all([bench.greeted('imap'), bench.greeted('imap'), bench.greeted('imap')]);
    const answers = await Promise.all(clients.map((client) => logIn(client, 'imap', bo, localPassword)));
    for (const answer of answers) expect(answer).not.toMatch(refusals.wrongPassword.imap);
    expect(await addresses()).toEqual([domain, bo]);
  });

  it('has no sign-in of its own, and needs nobody', async () => {
    expect(await bench.account(domain)).toMatchObject({ state: 'ready', forPeople: true });
    expect((await bench.account(domain)).problem).toBeUndefined();
    const { gateway } = bench.running;
    expect(await gateway.run('account-authorize', { account: domain })).toMatchObject({
      ok: false,
      code: 'invalid',
    });
    const adopting = { address: '*@example.net', client: 'Sandbox', passwordMode: 'adopt-first' } as const;
    expect(await gateway.run('account-add', adopting)).toMatchObject({ ok: false, code: 'invalid' });
    const { steps } = await bench.running.run('check', { account: domain, mailbox: bo });
    expect(steps).toMatchObject([{ ok: false, code: 'whole-domain' }]);
    expect(await gateway.programToken({ address: bo, protocol: 'imap' })).toMatchObject({
      ok: false,
      code: 'invalid',
    });
  });

  it('lets nobody in while it is paused', async () => {
    await bench.running.run('account-pause', { account: domain });
    expect(await bench.answer('imap', bo)).toMatch(refusals.temporary.imap);
    expect(await addresses()).toEqual([domain]);
  });
});
