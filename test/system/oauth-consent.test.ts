import { textOf } from '../support/english.ts';
import { X509Certificate } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CommandInput } from '#contract/commands.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import { accepted, localPassword, logIn, refusals, SystemBench } from '../support/system-bench.ts';

const clock = new ForwardClock();
const day = 86_400_000;
const anna = 'anna@example.org';
const appOnly = 'https://outlook.office365.com/.default';
let bench: SystemBench;
/** What the person at the browser does with a page. */
let atBrowser: (url: string) => Promise<unknown>;

beforeAll(async () => {
  bench = await SystemBench.start({ clock, openPage: async (_bench, url) => void (await atBrowser(url)) });
});
afterEach(async () => {
  await bench.tidy();
  const { accounts, clients } = bench.running.gateway.snapshot;
  for (const { id } of accounts) await bench.running.run('account-remove', { account: id });
  for (const { id } of clients) await bench.running.run('client-remove', { client: id });
});
afterAll(() => bench.stop());

async function addClient(fields: Partial<CommandInput<'client-add'>> = {}): Promise<void> {
  const { servers, tokenUrl } = bench.running.endpoints();
  await bench.running.run('client-add', {
    name: 'Service',
    provider: 'microsoft365',
    grant: 'client-credentials',
    tenant: 'example.org',
    clientId: bench.sandbox.clients.unconsented.clientId,
    credential: { kind: 'secret', secret: 'unconsented~demo~secret' },
    scope: appOnly,
    tokenUrl: (tokenUrl ?? '').replace('/organizations/', '/example.org/'),
    servers,
    ...fields,
  });
}

const agree = (url: string): Promise<unknown> => bench.sandbox.provider.approve(url, anna);

describe('an administrator’s consent', () => {
  it('is asked for on the right page and caught; what was refused for want of it goes then', async () => {
    await addClient();
    await bench.running.addSignedInAccount(anna, localPassword, 'Service');
    expect(await bench.answer('imap', anna)).toMatch(refusals.refused.imap);
    const pages: string[] = [];
    const answer = Promise.withResolvers<string>();
    atBrowser = async (url) => {
      pages.push(url);
      // before the administrator agrees, somebody else tries to answer
      const redirect = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
      for (const query of [
        'admin_consent=True&state=forged',
        'admin_consent=True',
        'error=access_denied&state=',
      ]) {
        const stray = await fetch(`${redirect.href}?${query}`);
        expect(stray.status).toBe(400);
        await stray.body?.cancel();
      }
      const outcome = await bench.sandbox.provider.approve(url, anna);
      answer.resolve(outcome.html);
    };
    const consent = await bench.running.run('admin-consent', { client: 'Service' });
    expect(consent).toMatchObject({ granted: true, tenant: bench.sandbox.provider.directory.tenantId });
    const asked = new URL(pages[0] ?? '');
    expect(asked.pathname).toBe('/example.org/v2.0/adminconsent');
    expect(asked.searchParams.get('client_id')).toBe(bench.sandbox.clients.unconsented.clientId);
    expect(asked.searchParams.get('scope')).toMatch(/\/\.default$/);
    expect(await answer.promise).toContain('may now be used in your organization');
    clock.forward(2 * 3_600_000);
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    bench.sandbox.clients.unconsented.adminConsented = false;
  });

  it('that is declined is told with its cause, its fix and the provider’s own words', async () => {
    await addClient();
    const page = Promise.withResolvers<string>();
    atBrowser = async (url) => {
      const outcome = await bench.sandbox.provider.approve(url, anna, { action: 'cancel' });
      page.resolve(outcome.html);
    };
    const result = await bench.running.gateway.run('admin-consent', { client: 'Service' });
    expect(result).toMatchObject({ ok: false, answer: { error: 'consent_required', codes: [65004] } });
    expect(textOf(result.ok ? '' : result.fix)).not.toBe('');
    expect(await page.promise).toContain('There is no consent');
    expect(bench.running.gateway.snapshot.clients[0]?.consentUrl).toBeUndefined();
  });

  it('with nobody’s browser opened, the page is shown while it is waited for; a cancel ends it and frees the port', async () => {
    await addClient();
    atBrowser = () => Promise.reject(new Error('nobody asked for that'));
    const waiting = bench.running.gateway.run('admin-consent', { client: 'Service', open: false });
    const shown = await bench.snapshot(({ clients }) => clients[0]?.consentUrl !== undefined);
    const url = new URL(shown.clients[0]?.consentUrl ?? '');
    expect(await bench.running.gateway.run('admin-consent', { client: 'Service' })).toMatchObject({
      ok: false,
      code: 'cancelled',
    });
    await bench.running.run('admin-consent-cancel', { client: 'Service' });
    expect(await waiting).toMatchObject({ ok: false, code: 'cancelled' });
    await expect(fetch(url.searchParams.get('redirect_uri') ?? '')).rejects.toThrow();
    await bench.snapshot(({ clients }) => clients[0]?.consentUrl === undefined);
  });

  it('the page for an administrator elsewhere names the registered redirect; other clients have none', async () => {
    await addClient({ tenant: 'contoso.example', tokenUrl: undefined });
    const { url } = await bench.running.run('admin-consent-url', { client: 'Service' });
    expect(url).toMatch(/^https:\/\/login\.microsoftonline\.com\/contoso\.example\/v2\.0\/adminconsent\?/);
    expect(new URL(url).searchParams.get('redirect_uri')).toBe('http://localhost');
    await addClient({
      name: 'Other',
      provider: 'google',
      grant: 'authorization-code',
      tenant: undefined,
      credential: { kind: 'none' },
      tokenUrl: undefined,
    });
    await addClient({
      name: 'Personal',
      provider: 'outlook',
      grant: 'authorization-code',
      tenant: undefined,
      credential: { kind: 'none' },
      tokenUrl: undefined,
    });
    const run = bench.running.gateway.run.bind(bench.running.gateway);
    expect(await run('admin-consent-url', { client: 'Other' })).toMatchObject({ code: 'no-consent-page' });
    expect(await run('admin-consent', { client: 'Personal' })).toMatchObject({ code: 'personal-tenant' });
  });
});

const register = (...pems: string[]): void => {
  const client = bench.sandbox.clients.certificate;
  bench.sandbox.provider.directory.addClient({ ...client, certificates: pems });
};
const base = (): Partial<CommandInput<'client-add'>> => ({
  clientId: bench.sandbox.clients.certificate.clientId,
});

describe('a client’s certificate', () => {
  it('is made in one step, exported, registered, and signs in', async () => {
    await addClient({ ...base(), credential: { kind: 'new-certificate', days: 90 } });
    const [view] = bench.running.gateway.snapshot.clients;
    expect(view).toMatchObject({ credential: 'certificate', credentialExpiresInDays: 90 });
    const exported = await bench.running.run('client-export-certificate', { client: 'Service' });
    const certificate = new X509Certificate(Buffer.from(exported.cer, 'base64'));
    expect(certificate.fingerprint.replaceAll(':', '')).toBe(view?.certificateThumbprint);
    expect(JSON.stringify(exported)).not.toContain('PRIVATE');
    expect(exported).toMatchObject({ fileName: 'Service.cer', expires: view?.credentialExpires });
    await bench.running.run('account-add', { address: anna, client: 'Service', password: localPassword });
    expect(await bench.running.gateway.run('account-authorize', { account: anna })).toMatchObject({
      ok: false,
      answer: { codes: [700027] },
    });
    register(exported.pem);
    const running = await bench.open();
    expect(await bench.answer('imap', anna, localPassword, running)).toMatch(accepted.imap);
    await running.stop();
  });

  it('made anew waits beside the present one until the provider takes it: sign-ins go on all the while', async () => {
    await addClient({ ...base(), credential: { kind: 'new-certificate', days: 90 } });
    const client = 'Service';
    const first = await bench.running.run('client-export-certificate', { client });
    register(first.pem);
    await bench.running.addSignedInAccount(anna, localPassword, client);
    const view = (): unknown => bench.running.gateway.snapshot.clients[0];
    const made = await bench.running.run('client-make-certificate', { client, commonName: 'next', days: 30 });
    expect(made).toMatchObject({ inUse: false, subject: 'CN=next' });
    expect(view()).toMatchObject({
      certificateThumbprint: first.thumbprint,
      credentialExpires: first.expires,
      nextCertificate: { thumbprint: made.thumbprint, expires: made.expires },
    });
    const exported = await bench.running.run('client-export-certificate', { client, next: true });
    expect(exported.pem).toBe(made.pem);
    // not uploaded yet: the provider refuses it, and nothing changes
    const refused = await bench.running.gateway.run('client-use-certificate', { client });
    expect(refused).toMatchObject({ ok: false, code: 'refused', answer: { codes: [700027] } });
    expect(view()).toMatchObject({
      certificateThumbprint: first.thumbprint,
      nextCertificate: { thumbprint: made.thumbprint },
    });
    const before = await bench.open();
    expect(await bench.answer('imap', anna, localPassword, before)).toMatch(accepted.imap);
    await before.stop();
    register(first.pem, made.pem);
    expect(await bench.running.run('client-use-certificate', { client })).toEqual({ tried: true });
    expect(view()).toMatchObject({
      certificateThumbprint: made.thumbprint,
      credentialExpires: made.expires,
      credentialExpiresInDays: 30,
    });
    expect(bench.running.gateway.snapshot.clients[0]?.nextCertificate).toBeUndefined();
    // the former one may go now
    register(made.pem);
    expect(await bench.running.run('client-test', { client })).toMatchObject({
      permissions: ['IMAP.AccessAsApp', 'POP.AccessAsApp', 'SMTP.SendAsApp'],
    });
    const again = await bench.running.gateway.run('client-use-certificate', { client });
    expect(again).toMatchObject({ ok: false, code: 'no-certificate' });
  });

  it('that waits is discarded, or used without asking; another new one takes its place', async () => {
    await addClient({ credentialExpires: '2030-01-01' });
    const client = 'Service';
    const run = bench.running.gateway.run.bind(bench.running.gateway);
    const view = (): unknown => bench.running.gateway.snapshot.clients[0];
    await bench.running.run('client-make-certificate', { client });
    expect(view()).toMatchObject({ credential: 'secret', credentialExpires: '2030-01-01' });
    await bench.running.run('client-discard-certificate', { client });
    expect(bench.running.gateway.snapshot.clients[0]?.nextCertificate).toBeUndefined();
    expect(await run('client-discard-certificate', { client })).toMatchObject({ code: 'no-certificate' });
    expect(await run('client-export-certificate', { client, next: true })).toMatchObject({
      code: 'no-certificate',
    });
    const first = await bench.running.run('client-make-certificate', { client });
    const second = await bench.running.run('client-make-certificate', { client, days: 30 });
    expect(second.thumbprint).not.toBe(first.thumbprint);
    expect(await bench.running.run('client-use-certificate', { client, untried: true })).toEqual({
      tried: false,
    });
    expect(view()).toMatchObject({
      credential: 'certificate',
      certificateThumbprint: second.thumbprint,
      credentialExpiresInDays: 30,
    });
    // made by a change of the client it waits as well; another credential ends the waiting
    await bench.running.run('client-update', { client, change: {}, credential: { kind: 'new-certificate' } });
    expect(view()).toMatchObject({ certificateThumbprint: second.thumbprint });
    expect(bench.running.gateway.snapshot.clients[0]?.nextCertificate?.thumbprint).toMatch(/^[0-9A-F]{40}$/);
    await bench.running.run('client-update', {
      client,
      change: {},
      credential: { kind: 'secret', secret: 'another' },
    });
    const [changed] = bench.running.gateway.snapshot.clients;
    expect(changed?.certificateThumbprint).toBeUndefined();
    expect(changed?.credentialExpires).toBeUndefined();
    expect(changed?.nextCertificate).toBeUndefined();
    expect(await run('client-use-certificate', { client })).toMatchObject({ code: 'no-certificate' });
    expect(await run('client-export-certificate', { client })).toMatchObject({ code: 'no-certificate' });
    expect(await run('client-make-certificate', { client, days: 9999 })).toMatchObject({
      code: 'malformed-days',
    });
  });

  it('and what waits beside it leave the vault with the client', async () => {
    await addClient({ ...base(), credential: { kind: 'new-certificate' } });
    await bench.running.run('client-make-certificate', { client: 'Service' });
    const entries = async (): Promise<string[]> =>
      (await readdir(join(bench.folder, 'data', 'vault'))).filter((name) => name.startsWith('entry+client+'));
    expect(await entries()).toHaveLength(2);
    await bench.running.run('client-remove', { client: 'Service' });
    expect(await entries()).toEqual([]);
  });

  it.runIf(spawnSync('openssl', ['version']).status === 0)(
    'is imported from a PFX file with its passphrase; a wrong one changes nothing',
    async () => {
      const { cert, key } = bench.sandbox.clientCertificate;
      const [pem, keyFile, pfx] = ['c.pem', 'k.pem', 'c.pfx'].map((name) => join(bench.folder, name));
      await writeFile(pem ?? '', cert);
      await writeFile(keyFile ?? '', key);
      const files = ['-in', pem ?? '', '-inkey', keyFile ?? '', '-out', pfx ?? ''];
      execFileSync('openssl', ['pkcs12', '-export', ...files, '-passout', 'pass:sesame']);
      register(cert);
      const content = (await readFile(pfx ?? '')).toString('base64');
      await addClient({ ...base(), credential: { kind: 'new-certificate' } });
      const update = (passphrase: string): ReturnType<typeof bench.running.gateway.run> =>
        bench.running.gateway.run('client-update', {
          client: 'Service',
          change: {},
          credential: { kind: 'pfx', pfx: content, passphrase },
        });
      const before = bench.running.gateway.snapshot.clients[0]?.certificateThumbprint;
      const wrong = await update('wrong');
      expect(wrong).toMatchObject({ ok: false, code: 'passphrase-wrong' });
      expect(bench.running.gateway.snapshot.clients[0]?.certificateThumbprint).toBe(before);
      expect(await update('sesame')).toMatchObject({ ok: true });
      expect(bench.running.gateway.snapshot.clients[0]?.certificateThumbprint).toBe(
        new X509Certificate(cert).fingerprint.replaceAll(':', ''),
      );
      const running = await bench.open();
      await running.addSignedInAccount(anna, localPassword, 'Service');
      expect(await bench.answer('imap', anna, localPassword, running)).toMatch(accepted.imap);
      await running.stop();
    },
  );

  it('that ends soon is told in the activity', async () => {
    const after = bench.activityNow;
    const ends = new Date(clock.now() + 20 * day).toISOString();
    await addClient({ credentialExpires: ends });
    const entry = await bench.activity(({ text }) => textOf(text).includes('in 20 days'), { after });
    expect(entry).toMatchObject({ kind: 'sign-in', level: 'warning' });
    expect(textOf(entry.text)).toContain('The client secret of the OAuth client Service expires on');
    clock.forward(19 * day);
    await bench.activity(({ text }) => textOf(text).includes('within a day'), { after });
  });
});

describe('a mailbox whose provider takes three SMTP sessions at once', () => {
  it('the fourth waits its turn and comes through when one ends; one that waited too long is told to come back', async () => {
    const { servers, authorizationUrl, tokenUrl } = bench.running.endpoints();
    await bench.running.run('client-add', {
      name: 'Office',
      provider: 'microsoft365',
      grant: 'authorization-code',
      clientId: bench.sandbox.clients.desktop.clientId,
      credential: { kind: 'none' },
      authorizationUrl,
      tokenUrl,
      servers,
    });
    atBrowser = agree;
    await bench.running.addSignedInAccount(anna, localPassword, 'Office');
    const clients = [];
    for (let count = 0; count < 3; count += 1) {
      const client = await bench.greeted('smtp');
      expect(await logIn(client, 'smtp', anna)).toMatch(accepted.smtp);
      clients.push(client);
    }
    const fourth = await bench.greeted('smtp');
    const answered = logIn(fourth, 'smtp', anna);
    // IMAP is not capped, and shows that time has passed
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    const fifth = await bench.greeted('smtp');
    await clients[0]?.ask('QUIT', /^221 .*\r\n/m);
    expect(await answered).toMatch(accepted.smtp);
    const late = logIn(fifth, 'smtp', anna);
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    clock.forward(21_000);
    expect(await late).toMatch(refusals.busy.smtp);
  });
});
