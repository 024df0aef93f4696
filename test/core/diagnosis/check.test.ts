import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Protocol } from '#contract/endpoints.ts';
import type { CheckStep } from '#contract/views.ts';
import { GatewayInSandbox, type GatewayInSandboxOptions } from '../../support/gateway-in-sandbox.ts';
import { containing, matching } from '../../support/matchers.ts';
import { ProxyStandIn } from '../../support/network-proxies.ts';
import { makeCertificates } from '../../support/sandbox/certificates.ts';
import { startSandbox, type Sandbox } from '../../support/sandbox/sandbox.ts';
import { ScriptedUpstream } from '../../support/scripted-upstream.ts';
import { english, textOf } from '../../support/english.ts';

const anna = 'anna@example.org';
let folder: string;
let sandbox: Sandbox;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailwicket-check-'));
  sandbox = await startSandbox({ caFolder: folder });
});
afterEach(() => {
  sandbox.provider.faults.clear();
  for (const server of [sandbox.imap, sandbox.pop, sandbox.smtp]) server.faults.clear();
});
afterAll(async () => {
  await sandbox.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A gateway in which Anna has signed in. */
async function start(options: Partial<GatewayInSandboxOptions> = {}): Promise<GatewayInSandbox> {
  count += 1;
  const running = await GatewayInSandbox.start({ sandbox, folder: join(folder, String(count)), ...options });
  onTestFinished(() => running.stop());
  await running.addDesktopClient();
  await running.addSignedInAccount(anna, 'local');
  return running;
}

type Place = { host: string; port: number; tls: 'implicit' | 'starttls' };

/** Puts another server in the place of a protocol's. */
async function useServer(
  running: GatewayInSandbox,
  protocol: Protocol,
  place: Partial<Place>,
): Promise<Place> {
  const { servers } = running.endpoints();
  const moved = { host: '127.0.0.1', port: 1, tls: 'implicit', ...servers?.[protocol], ...place } as const;
  await running.run('client-update', {
    client: 'Sandbox',
    change: { servers: { ...servers, [protocol]: moved } },
  });
  return moved;
}

/** Knows one name. */
const names: LookupFunction = (name, options, answer) => {
  if (name !== 'mail.example.org') {
    answer(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), '', 4);
  } else if (options.all === true) answer(null, [{ address: '127.0.0.1', family: 4 }]);
  else answer(null, '127.0.0.1', 4);
};

function shape(steps: readonly CheckStep[]): string[] {
  return steps.map(({ name, protocol, ok }) => `${ok ? '' : 'failed '}${name} ${protocol ?? ''}`.trim());
}

const wayOf = (protocol: Protocol): string[] => [`reach ${protocol}`, `tls ${protocol}`, `login ${protocol}`];

describe('each step of the way', () => {
  test('is told in its order: token, server, TLS, permissions, login; what protocols share is told once', async () => {
    const running = await start();
    const { steps, ok } = await running.run('check', { account: anna });
    expect(ok).toBe(true);
    expect(shape(steps)).toEqual([
      'token',
      'reach imap',
      'tls imap',
      'permissions',
      'login imap',
      ...wayOf('pop'),
      ...wayOf('smtp'),
    ]);
    expect(steps[0]?.message).toEqual('A token for IMAP, POP, SMTP is at hand.');
    for (const protocol of ['imap', 'pop', 'smtp'] as const) {
      const { host, port } = sandbox[protocol];
      const [reach, tls] = steps.filter((step) => step.protocol === protocol);
      expect(textOf(reach?.message)).toMatch(
        new RegExp(`^${host}:${String(port)} was reached at the address (?:127\\.0\\.0\\.1|::1)\\.$`),
      );
      expect(textOf(tls?.message)).toMatch(
        /is encrypted with TLSv1\.3\. Its certificate was issued by Sandbox throw-away CA\. The certificate is good until 20\d\d-\d\d-\d\d\.$/,
      );
    }
    expect(steps.some(({ fix, who, code }) => (fix ?? who ?? code) !== undefined)).toBe(false);
  });

  test('is of one connection for each protocol: the one that logs in', async () => {
    const proxy = await ProxyStandIn.http();
    onTestFinished(() => proxy.stop());
    const running = await start({ isOwnMachine: () => false });
    await running.run('settings-set', { networkProxy: `http://127.0.0.1:${String(proxy.port)}` });
    const { ok } = await running.run('check', { account: anna });
    expect(ok).toBe(true);
    for (const { host, port } of [sandbox.imap, sandbox.pop, sandbox.smtp]) {
      // SMTP's was asked once before what it can do
      const most = port === sandbox.smtp.port ? 2 : 1;
      const asked = proxy.asked.filter((place) => place === `${host}:${String(port)}`).length;
      expect(asked).toBeGreaterThan(0);
      expect(asked).toBeLessThanOrEqual(most);
    }
  });

  test('has the token of SMTP where there is no SMTP server, as mail is sent through an API', async () => {
    const running = await start();
    const { servers } = running.endpoints();
    const submission = { submission: 'graph', submissionUrl: sandbox.api.graphUrl } as const;
    await running.addDesktopClient('Graph', { ...submission, servers: { imap: servers?.imap } });
    await running.addSignedInAccount('bo@example.org', 'local', 'Graph');
    const { steps, ok } = await running.run('check', { account: 'bo@example.org' });
    expect(ok).toBe(true);
    expect(steps.find(({ name, protocol }) => name === 'token' && protocol === 'smtp')?.message).toEqual(
      'A token for SMTP is at hand.',
    );
  });

  test('has a token of its own for each protocol where the provider’s tokens are narrow', async () => {
    const running = await start();
    await running.run('client-update', { client: 'Sandbox', change: { provider: 'microsoft365' } });
    await running.run('account-authorize', { account: anna });
    const { steps } = await running.run('check', { account: anna });
    expect(shape(steps)).toEqual(
      (['imap', 'pop', 'smtp'] as const).flatMap((protocol) => [
        `token ${protocol}`,
        `reach ${protocol}`,
        `tls ${protocol}`,
        `permissions ${protocol}`,
        `login ${protocol}`,
      ]),
    );
  });

  test('ends with the token where there is none: told once, not for each protocol', async () => {
    const running = await start();
    await running.run('account-sign-out', { account: anna });
    const { steps, ok } = await running.run('check', { account: anna });
    expect(ok).toBe(false);
    expect(shape(steps)).toEqual(['failed token']);
    expect(english(steps[0])).toMatchObject({
      code: 'needs-sign-in',
      who: 'user',
      fix: containing('Sign in'),
    });
  });
});

describe('a server that is not reached ends its protocol’s way, and the others are gone', () => {
  test('nothing listens there', async () => {
    const running = await start();
    const gone = await ScriptedUpstream.start({ tls: 'implicit' });
    await gone.stop();
    const { host, port } = await useServer(running, 'pop', gone.address);
    const { steps } = await running.run('check', { account: anna });
    expect(shape(steps).filter((step) => step.endsWith('pop'))).toEqual(['failed reach pop']);
    expect(english(steps.find(({ ok }) => !ok))).toMatchObject({
      code: 'unreachable',
      message: `The mail server ${host}:${String(port)} cannot be reached (ECONNREFUSED).`,
      who: 'user',
      fix: containing('Check'),
    });
    expect(shape(steps)).toContain('login imap');
    expect(shape(steps)).toContain('login smtp');
  });

  test('its name has no address', async () => {
    const running = await start({ lookup: names });
    await useServer(running, 'imap', { host: 'imap.example.invalid' });
    const { steps } = await running.run('check', { account: anna });
    expect(shape(steps).filter((step) => step.endsWith('imap'))).toEqual(['failed reach imap']);
    expect(english(steps.find(({ ok }) => !ok))).toMatchObject({
      code: 'name-not-found',
      message: containing('The name of the mail server imap.example.invalid:'),
      who: 'user',
    });
  });

  test('the network’s proxy does not let it through; one that does is named', async () => {
    const closed = await ProxyStandIn.http({ status: 403 });
    const open = await ProxyStandIn.http();
    onTestFinished(() => closed.stop());
    onTestFinished(() => open.stop());
    const running = await start({ isOwnMachine: (host) => host === new URL(sandbox.provider.url).hostname });
    const { host, port } = await useServer(running, 'imap', { host: 'localhost' });
    const through = async ({ port: proxyPort }: ProxyStandIn): Promise<CheckStep | undefined> => {
      await running.run('settings-set', { networkProxy: `http://127.0.0.1:${String(proxyPort)}` });
      const { steps } = await running.run('check', { account: anna });
      return steps.find((step) => step.name === 'reach' && step.protocol === 'imap');
    };
    expect(english(await through(open))).toMatchObject({
      ok: true,
      message: `${host}:${String(port)} was reached through the network proxy http://127.0.0.1:${String(open.port)}.`,
    });
    expect(english(await through(closed))).toMatchObject({
      ok: false,
      message: containing(`does not connect to ${host}:${String(port)} (HTTP 403)`),
      who: 'administrator',
      fix: matching(/allow this server/),
    });
  });

  test('it has a certificate for another name: it was reached, and TLS does not stand', async () => {
    const running = await start({ lookup: names });
    await useServer(running, 'imap', { host: 'mail.example.org' });
    const { steps } = await running.run('check', { account: anna });
    expect(shape(steps).filter((step) => step.endsWith('imap'))).toEqual(['reach imap', 'failed tls imap']);
    expect(english(steps.find(({ ok }) => !ok))).toMatchObject({
      code: 'bad-certificate',
      message: matching(/^The certificate of mail\.example\.org:\d+ is for another name/),
      who: 'user',
      fix: containing('spelling'),
    });
  });
});

describe('a server whose TLS is no good ends its protocol’s way', () => {
  test.each([
    [
      'its certificate is of nobody who is trusted',
      () => makeCertificates(),
      /cannot be trusted/,
      /certificate authority/,
      'user',
    ],
    [
      'its certificate has expired',
      () => makeCertificates(new Date(Date.now() - 60 * 24 * 60 * 60_000)),
      /has expired \(CERT_HAS_EXPIRED\)/,
      /date and the time/,
      'administrator',
    ],
  ] as const)('%s', async (title, making, message, fix, who) => {
    const running = await start();
    const certificates = await making();
    const server = await ScriptedUpstream.start({ tls: 'implicit', certificates });
    onTestFinished(() => server.stop());
    if (title.includes('expired')) await trust(running, certificates.ca);
    await useServer(running, 'imap', server.address);
    const { steps } = await running.run('check', { account: anna });
    expect(shape(steps).filter((step) => step.endsWith('imap'))).toEqual(['reach imap', 'failed tls imap']);
    expect(english(steps.find(({ ok }) => !ok))).toMatchObject({
      code: 'bad-certificate',
      message: matching(message),
      fix: matching(fix),
      who,
    });
    expect((await server.next()).received).toHaveLength(0);
  });

  test('it has no STARTTLS: nothing of the token goes there', async () => {
    const running = await start();
    const server = await ScriptedUpstream.start({ tls: 'starttls' });
    onTestFinished(() => server.stop());
    await useServer(running, 'pop', server.address);
    const checking = running.run('check', { account: anna });
    const connection = await server.next();
    connection.send('+OK ready\r\n');
    await connection.until(/STLS\r\n/);
    connection.send('-ERR no such command\r\n');
    const { steps } = await checking;
    expect(shape(steps).filter((step) => step.endsWith('pop'))).toEqual(['reach pop', 'failed tls pop']);
    expect(connection.received.toString()).not.toMatch(/AUTH/);
  });
});

describe('a token that the mail server refuses', () => {
  test('is replaced once, as for a session: the account heals, and the check says so', async () => {
    const running = await start();
    sandbox.provider.expireTokensNow();
    const { steps, ok } = await running.run('check', { account: anna });
    expect(ok).toBe(true);
    expect(shape(steps)).toEqual([
      'token',
      'reach imap',
      'tls imap',
      'token imap',
      'permissions',
      'login imap',
      ...wayOf('pop'),
      ...wayOf('smtp'),
    ]);
    expect(steps.find((step) => step.name === 'token' && step.protocol === 'imap')?.message).toEqual(
      'The IMAP server did not take the token; here is a new one.',
    );
  });

  test('and cannot be replaced: the account needs a sign-in, in the list too', async () => {
    const running = await start();
    sandbox.provider.revokeUser(anna);
    const { steps, ok } = await running.run('check', { account: anna });
    expect(ok).toBe(false);
    expect(shape(steps)).toEqual(['token', 'reach imap', 'tls imap', 'failed token imap']);
    expect(english(steps.at(-1))).toMatchObject({ code: 'needs-sign-in', who: 'user', fix: matching(/\w/) });
    await running.gateway.reload();
    expect(running.gateway.snapshot.accounts[0]).toMatchObject({ state: 'needs-sign-in' });
    // and signing in mends it
    await running.run('account-authorize', { account: anna });
    expect((await running.run('check', { account: anna })).ok).toBe(true);
  });

  test('for good: its cause is told at every check, the account is refused, and ready again after a good one', async () => {
    const running = await start();
    const said = '5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.';
    sandbox.smtp.faults.nextLogin({ kind: 'refuse', text: said }, Infinity);
    for (let turn = 0; turn < 2; turn += 1) {
      const { steps } = await running.run('check', { account: anna });
      expect(english(steps.find(({ ok }) => !ok))).toMatchObject({
        name: 'login',
        protocol: 'smtp',
        code: 'smtp-auth-disabled',
        who: 'administrator',
        message: containing('SMTP sign-in is switched off'),
        fix: containing('Set-CASMailbox'),
      });
    }
    await running.gateway.reload();
    expect(english(running.gateway.snapshot.accounts[0])).toMatchObject({
      state: 'refused',
      problem: { message: containing('SMTP sign-in is switched off'), fix: containing('Set-CASMailbox') },
    });
    sandbox.smtp.faults.clear();
    expect((await running.run('check', { account: anna })).ok).toBe(true);
    await running.gateway.reload();
    const [account] = running.gateway.snapshot.accounts;
    expect(account).toMatchObject({ state: 'ready' });
    // nobody’s mail program was here
    expect(account?.lastActivityAt).toBeUndefined();
  });
});

async function trust(running: GatewayInSandbox, ca: string): Promise<void> {
  count += 1;
  const file = join(folder, `authority-${String(count)}.pem`);
  await writeFile(file, ca);
  await running.run('settings-set', { extraCertificateAuthorities: [sandbox.caFile ?? '', file] });
}
