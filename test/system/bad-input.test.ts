import { english, textOf } from '../support/english.ts';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ActivityEntry } from '#contract/views.ts';
import { protocols, type Protocol } from '#contract/endpoints.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import { matching } from '../support/matchers.ts';
import { accepted, localPassword, logIn, refusals, SystemBench } from '../support/system-bench.ts';
import { listening } from '../support/listening.ts';

const anna = 'anna@example.org';
const bo = 'bo@example.org';

describe('each mistake has an error of its own, for the client and for the operator', () => {
  let bench: SystemBench;
  let clock: ForwardClock;

  beforeAll(async () => {
    clock = new ForwardClock();
    bench = await SystemBench.start({ clock });
    await bench.running.addDesktopClient();
    await bench.running.addSignedInAccount(anna, localPassword);
  });
  afterEach(() => bench.tidy());
  afterAll(() => bench.stop());

  /** The answer to a login, and the activity entry about it. */
  async function refused(
    protocol: Protocol,
    user: string,
    password = localPassword,
  ): Promise<{ answer: string; entry: ActivityEntry }> {
    const after = bench.activityNow;
    const answer = await bench.answer(protocol, user, password);
    const entry = await bench.activity((one) => one.kind === 'login-refused', { after });
    expect(entry).toMatchObject({ level: 'warning', protocol });
    return { answer, entry };
  }

  it.each(protocols)('%s: a wrong password', async (protocol) => {
    const { answer, entry } = await refused(protocol, anna, 'wrong');
    expect(answer).toMatch(refusals.wrongPassword[protocol]);
    expect(textOf(entry.text)).toMatch(
      /Wrong local password for anna@example\.org\. Create a new local password/,
    );
    expect(entry.accountId).toBe((await bench.account(anna)).id);
  });

  it.each(protocols)('%s: an unknown account', async (protocol) => {
    const { answer, entry } = await refused(protocol, 'nobody@example.org');
    expect(answer).toMatch(refusals.wrongPassword[protocol]);
    expect(textOf(entry.text)).toMatch(/no account nobody@example\.org.* Add the account/);
    expect(entry.accountId).toBeUndefined();
  });

  it.each(protocols)('%s: an unreachable server', async (protocol) => {
    const upstream = await bench.scripted(protocol);
    await upstream.stop();
    const { answer, entry } = await refused(protocol, bench.scriptedAddress);
    expect(answer).toMatch(refusals.temporary[protocol]);
    expect(textOf(entry.text)).toMatch(/cannot be reached \(ECONNREFUSED\).* Check the internet connection/);
    const check = await bench.running.run('check', { account: bench.scriptedAddress });
    expect(check.ok).toBe(false);
    const step = check.steps.find(
      (one) => one.protocol === protocol && !one.ok && textOf(one.message).includes('cannot be reached'),
    );
    expect(textOf(step?.fix)).toMatch(/Check/);
  });

  it('imap: ‘authenticated but not connected’ is told in words, and a second token is tried', async () => {
    bench.sandbox.imap.faults.nextLogin({ kind: 'not-connected' });
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    clock.forward(60_000);
    bench.sandbox.imap.faults.nextLogin({ kind: 'not-connected' }, 2);
    const { answer, entry } = await refused('imap', anna);
    expect(answer).toMatch(refusals.refused.imap);
    expect(textOf(entry.text)).toMatch(/authenticated but not connected/);
    expect((await bench.account(anna)).state).toBe('refused');
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    expect((await bench.account(anna)).state).toBe('ready');
  });

  it('smtp: a sender that is not one’s own is told late, and noted', async () => {
    const after = bench.activityNow;
    const client = await bench.greeted('smtp');
    expect(await logIn(client, 'smtp', anna)).toMatch(accepted.smtp);
    expect(await client.ask('MAIL FROM:<bo@example.org>', /\r\n/)).toMatch(/^550 5\.7\.60/);
    const entry = await bench.activity((one) => one.kind === 'login-refused', { after });
    expect(textOf(entry.text)).toMatch(/5\.7\.60/);
  });

  describe('a provider that says no', () => {
    /** Error, AADSTS code, and what becomes of the account: one of a state; the others are at test/core/errors. */
    const refusalsOfProvider = [
      ['invalid_grant', 50173, 'needs-sign-in'],
      ['invalid_client', 7000215, 'refused'],
      ['temporarily_unavailable', 90033, 'unreachable'],
    ] as const;

    it.each(refusalsOfProvider)('%s, AADSTS%i: %s', async (error, code, state) => {
      bench.sandbox.provider.expireTokensNow();
      bench.sandbox.provider.faults.next(
        'token',
        {
          kind: 'respond',
          status: error === 'invalid_client' ? 401 : 400,
          body: {
            error,
            error_description: `AADSTS${String(code)}: In the words of the provider.`,
            error_codes: [code],
            trace_id: '11111111-2222-4333-8444-555555555555',
          },
        },
        Infinity,
      );
      const kind = state === 'refused' ? refusals.refused : refusals.temporary;
      for (const protocol of protocols) {
        const { answer, entry } = await refused(protocol, anna);
        expect(answer).toMatch(kind[protocol]);
        expect(answer).toContain(`AADSTS${String(code)}`);
        expect(textOf(entry.text)).toContain(`AADSTS${String(code)}`);
        expect(JSON.stringify(english(entry.details?.['fix']))).toMatch(/\w{3}/);
      }
      const account = await bench.account(anna);
      expect(account.state).toBe(state);
      expect(textOf(account.problem?.fix)).toMatch(/\w{3}/);
      expect(account.problem?.answer).toMatchObject({ error, codes: [code] });
      const check = await bench.running.run('check', { account: anna });
      expect(check.ok).toBe(false);
      expect(
        check.steps.some((step) => !step.ok && textOf(step.message).includes(`AADSTS${String(code)}`)),
      ).toBe(true);
      // and signing in mends all of them
      bench.sandbox.provider.faults.clear();
      await bench.running.run('account-authorize', { account: anna });
      expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    });

    it('an app-only client with a wrong secret, and what the command says', async () => {
      await bench.running.addAppOnlyClient('Wrong secret', 'not~the~secret');
      const tokenUrl = bench.running.endpoints().tokenUrl?.replace('/organizations/', '/example.org/');
      await bench.running.run('client-update', { client: 'Wrong secret', change: { tokenUrl } });
      await bench.running.run('account-add', {
        address: bo,
        client: 'Wrong secret',
        password: localPassword,
      });
      const result = await bench.running.gateway.run('account-authorize', { account: bo });
      expect(result).toMatchObject({
        ok: false,
        code: 'refused',
        answer: { error: 'invalid_client', httpStatus: 401 },
      });
      expect(result).toMatchObject({
        message: matching(/AADSTS7000215/),
        fix: matching(/\w/),
      });
      const { answer } = await refused('smtp', bo);
      expect(answer).toMatch(refusals.refused.smtp);
      await bench.running.run('account-remove', { account: bo });
    });

    it('a person who presses Cancel', async () => {
      await bench.running.run('account-add', { address: bo, client: 'Sandbox', password: localPassword });
      bench.sandbox.provider.faults.next('authorize', { kind: 'respond', status: 503, body: 'no' }, Infinity);
      const authorizing = bench.running.gateway.run('account-authorize', { account: bo });
      await bench.snapshot((snapshot) =>
        snapshot.accounts.some((account) => account.signIn?.url !== undefined),
      );
      expect(await bench.answer('imap', bo)).toMatch(refusals.temporary.imap);
      await bench.running.run('account-cancel-sign-in', { account: bo });
      expect(await authorizing).toMatchObject({ ok: false, code: 'cancelled' });
      expect((await bench.account(bo)).state).toBe('needs-sign-in');
      await bench.running.run('account-remove', { account: bo });
    });
  });

  it.each([
    ['account-add', { address: 'not an address', client: 'Sandbox' }, 'bad-input'],
    ['account-add', { address: bo, client: 'No such client' }, 'not-found'],
    ['account-add', { address: anna.toUpperCase(), client: 'Sandbox' }, 'exists'],
    ['account-add', { address: '*@example.org', client: 'Sandbox', passwordMode: 'adopt-first' }, 'invalid'],
    ['account-pause', { account: 'nobody@example.org' }, 'not-found'],
    ['client-remove', { client: 'Sandbox' }, 'in-use'],
    ['password-revoke', { account: anna, password: 'no such name' }, 'password-unknown'],
    ['password-new', { account: anna, name: 'long', password: 'é'.repeat(600) }, 'password-unusable'],
  ] as const)('the command %s with %j says what is wrong and changes nothing', async (name, input, code) => {
    const before = await readFile(join(bench.folder, 'data', 'settings.json'), 'utf8');
    const result = await bench.running.gateway.run(name, input);
    expect(result).toMatchObject({ ok: false, code, message: matching(/\w/) });
    expect(await readFile(join(bench.folder, 'data', 'settings.json'), 'utf8')).toBe(before);
  });

  it('a port in use that is set while running: told there, and the old listeners of others stay', async () => {
    const taken = createServer();
    const port = await listening(taken);
    const pop = bench.running.port('pop');
    await bench.running.run('settings-set', { listeners: { imaps: port, addresses: ['127.0.0.1'] } });
    const listener = bench.running.gateway.snapshot.listeners.find((one) => one.implicitTls);
    expect(listener?.problem).toMatchObject({ code: 'port-in-use' });
    await new Promise((resolve) => taken.close(resolve));
    // the port is free now: the next reading of the settings takes it
    await bench.running.gateway.reload();
    expect(bench.running.gateway.snapshot.listeners.find((one) => one.implicitTls)?.problem).toBeUndefined();
    await bench.running.run('settings-set', { listeners: { imaps: 'off' } });
    expect(bench.running.gateway.snapshot.listeners).toHaveLength(3);
    expect(
      bench.running.gateway.snapshot.listeners.every((one) => one.addresses.join() === '127.0.0.1'),
    ).toBe(true);
    expect(pop).toBeGreaterThan(0);
    expect(await bench.answer('pop', anna)).toMatch(accepted.pop);
  });
});

describe('a broken settings file', () => {
  let bench: SystemBench;
  let path: string;
  let good: string;

  beforeEach(async () => {
    bench = await SystemBench.start();
    await bench.running.addDesktopClient();
    await bench.running.addSignedInAccount(anna, localPassword);
    path = join(bench.folder, 'data', 'settings.json');
    good = await readFile(path, 'utf8');
  });
  afterEach(() => bench.stop());

  async function vault(): Promise<string[]> {
    const folder = join(bench.folder, 'data', 'vault');
    // when a password was last used is kept with each login, and may be on its way to the disk
    const names = (await readdir(folder))
      .filter((name) => !/\+password-uses\+|\.mailwicket-tmp$/.test(name))
      .toSorted();
    return Promise.all(
      names.map(async (name) => `${name} ${(await readFile(join(folder, name))).toString('base64')}`),
    );
  }

  const broken = {
    'cut off in the middle': (text: string) => text.slice(0, text.length / 2),
    empty: () => '',
    'with a wrong port': (text: string) => text.replace('"imap": 1143', '"imap": 99999'),
    'with an account whose client is gone': (text: string) =>
      text.replace(/("accounts"[^]*"clientId": ")\w{8}/, '$100000000'),
  };

  it.each(Object.entries(broken))(
    '%s: a running gateway keeps serving with what it had read',
    async (_name, damage) => {
      const text = damage(good);
      expect(text).not.toBe(good);
      const before = await vault();
      const after = bench.activityNow;
      await writeFile(path, text);
      // noticed by itself
      const snapshot = await bench.snapshot((one) => one.problem !== undefined);
      expect(snapshot.problem).toMatchObject({
        message: matching(/cannot be used.*left as it is/),
      });
      const entry = await bench.activity((one) => one.kind === 'settings' && one.level === 'warning', {
        after,
      });
      expect(textOf(entry.text)).toMatch(/settings/);
      for (const protocol of protocols)
        expect(await bench.answer(protocol, anna)).toMatch(accepted[protocol]);
      // no command writes over it
      for (const run of [
        () => bench.running.gateway.run('account-pause', { account: anna }),
        () => bench.running.gateway.run('settings-set', { listeners: { pop: 'off' } }),
      ]) {
        expect(await run()).toMatchObject({ ok: false, message: matching(/cannot be used/) });
      }
      expect(await readFile(path, 'utf8')).toBe(text);
      expect(await vault()).toEqual(before);
      const copies = (await readdir(join(bench.folder, 'data'))).filter((name) =>
        name.includes('unreadable'),
      );
      expect(copies).toHaveLength(1);
      // repaired, and read again (SIGHUP)
      await writeFile(path, good);
      await bench.running.gateway.reload();
      expect(bench.running.gateway.snapshot.problem).toBeUndefined();
      await bench.running.run('account-pause', { account: anna });
      expect(await bench.answer('imap', anna)).toMatch(refusals.temporary.imap);
    },
  );

  it('a start with it: nothing is overwritten, the reason is told, and the repair is enough', async () => {
    const before = await vault();
    await bench.running.stop();
    await writeFile(path, '{ "version": 1, ');
    const gateway = await bench.startBare();
    expect(textOf(gateway.snapshot.problem?.message)).toMatch(/line 1, column/);
    expect(gateway.snapshot.accounts).toEqual([]);
    expect(await gateway.run('account-add', { address: bo, client: 'Sandbox' })).toMatchObject({ ok: false });
    expect(await readFile(path, 'utf8')).toBe('{ "version": 1, ');
    expect(await vault()).toEqual(before);
    await writeFile(path, good);
    await gateway.reload();
    expect(gateway.snapshot.problem).toBeUndefined();
    expect(gateway.snapshot.accounts).toHaveLength(1);
  });
});
