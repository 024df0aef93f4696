import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CommandInput } from '#contract/commands.ts';
import { protocols } from '#contract/endpoints.ts';
import { refreshTimeout } from '#core/oauth/token-policy.ts';
import { playBrowser } from '../support/gateway-in-sandbox.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import { accepted, localPassword, refusals, SystemBench } from '../support/system-bench.ts';

type ClientInput = CommandInput<'client-add'>;

const clock = new ForwardClock();
const hour = 3_600_000;
const anna = 'anna@example.org';
const delegated =
  'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/POP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access';
let bench: SystemBench;
let shown: string[] = [];

beforeAll(async () => {
  bench = await SystemBench.start({
    clock,
    sandbox: { settings: { deviceInterval: 1 } },
    openPage: async ({ sandbox }, url) => {
      shown.push(url);
      if (!url.includes('/devicelogin')) await playBrowser(sandbox, url);
    },
  });
});
beforeEach(() => {
  shown = [];
});
afterEach(async () => {
  await bench.tidy();
  Object.assign(bench.sandbox.provider.settings, {
    expiresIn: 'number',
    rotateRefreshTokens: true,
    strictRefreshTokens: false,
    accessTokenFormat: 'jwt',
  });
  const { accounts, clients } = bench.running.gateway.snapshot;
  for (const { id } of accounts) await bench.running.run('account-remove', { account: id });
  for (const { id } of clients) await bench.running.run('client-remove', { client: id });
});
afterAll(() => bench.stop());

const tenant = (url: string | undefined): string => (url ?? '').replace('/organizations/', '/example.org/');

/** A client of Microsoft's (so MSAL's) or another provider's, at the sandbox. */
async function addClient(
  fields: Partial<ClientInput> & Pick<ClientInput, 'grant' | 'provider'>,
): Promise<void> {
  const { servers, ...urls } = bench.running.endpoints();
  await bench.running.run('client-add', {
    name: 'Client',
    clientId: bench.sandbox.clients.desktop.clientId,
    credential: { kind: 'none' },
    authorizationUrl: tenant(urls.authorizationUrl),
    tokenUrl: tenant(urls.tokenUrl),
    deviceUrl: tenant(urls.deviceUrl),
    ...(fields.provider === 'custom' ? { scope: delegated } : {}),
    servers,
    ...fields,
  });
}

/** The account is served over every protocol, and again after its token has ended, from the kept sign-in. */
async function servesAndRenews(renewedBy: string, password = localPassword): Promise<void> {
  const { provider } = bench.sandbox;
  const serves = async (): Promise<void> => {
    for (const protocol of protocols) {
      expect(await bench.answer(protocol, anna, password), protocol).toMatch(accepted[protocol]);
    }
  };
  await serves();
  for (let round = 0; round < 2; round += 1) {
    const before = provider.tokenRequestCount(renewedBy);
    provider.expireTokensNow();
    // a renewal that no login waits for may still be under way: when the clock goes on its time is up, and the refresh
    // token that it has used is lost
    await clock.noTimer(refreshTimeout);
    clock.forward(3 * hour);
    await serves();
    expect(provider.tokenRequestCount(renewedBy)).toBeGreaterThan(before);
  }
}

const appOnly = 'https://outlook.office365.com/.default';
const engines = [
  ['Microsoft’s library', 'microsoft365'],
  ['the generic engine', 'custom'],
] as const;

describe.each(engines)('through %s, against a provider that behaves like Entra', (_engine, provider) => {
  it.each([
    ['as it is usual', {}],
    ['expires_in as a text', { expiresIn: 'string' }],
    ['no expires_in', { expiresIn: 'missing' }],
    ['a refresh token that works once only', { strictRefreshTokens: true }],
    ['a refresh token that stays', { rotateRefreshTokens: false }],
    ['tokens that cannot be read', { accessTokenFormat: 'opaque' }],
  ] as const)('authorization code of a public client, %s', async (_title, settings) => {
    Object.assign(bench.sandbox.provider.settings, settings);
    await addClient({ provider, grant: 'authorization-code' });
    await bench.running.addSignedInAccount(anna, localPassword, 'Client');
    // who signed in is in the tokens, for whoever can read them
    const readable =
      provider === 'microsoft365' || bench.sandbox.provider.settings.accessTokenFormat === 'jwt';
    expect(await bench.account(anna)).toMatchObject({
      state: 'ready',
      ...(readable ? { identity: anna } : {}),
    });
    await servesAndRenews('refresh_token');
  });

  it('authorization code of a web client, with its secret', async () => {
    await addClient({
      provider,
      grant: 'authorization-code',
      clientId: bench.sandbox.clients.web.clientId,
      credential: { kind: 'secret', secret: 'web~demo~secret' },
    });
    await bench.running.addSignedInAccount(anna, localPassword, 'Client');
    await servesAndRenews('refresh_token');
  });

  it('the answer may come by form_post', async () => {
    await addClient({ provider, grant: 'authorization-code' });
    await bench.running.run('account-add', { address: anna, client: 'Client', password: localPassword });
    await signInByForm(anna);
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });

  it('device code, with somebody who takes a while', async () => {
    await addClient({ provider, grant: 'device-code' });
    await bench.running.run('account-add', { address: anna, client: 'Client', password: localPassword });
    const signingIn = bench.running.gateway.run('account-authorize', { account: anna });
    const { accounts } = await bench.snapshot(
      (snapshot) => snapshot.accounts[0]?.signIn?.userCode !== undefined,
    );
    const before = bench.sandbox.provider.tokenRequestCount();
    await bench.sandbox.provider.requests.waitFor(
      (request) =>
        request.grantType?.includes('device_code') === true &&
        bench.sandbox.provider.tokenRequestCount() > before,
    );
    expect(bench.sandbox.provider.approveDevice(accounts[0]?.signIn?.userCode ?? '', anna)).toBe(true);
    expect(await signingIn).toMatchObject({ ok: true });
    await servesAndRenews('refresh_token');
  });

  it('client credentials with a secret', async () => {
    const { clientId } = bench.sandbox.clients.appOnly;
    const credential = { kind: 'secret', secret: 'app~demo~secret' } as const;
    await addClient({
      provider,
      grant: 'client-credentials',
      clientId,
      credential,
      tenant: 'example.org',
      scope: appOnly,
    });
    await bench.running.addSignedInAccount(anna, localPassword, 'Client');
    await servesAndRenews('client_credentials');
  });

  it('client credentials with a certificate: each assertion is signed anew, and verified by the provider', async () => {
    const { clientId } = bench.sandbox.clients.certificate;
    const { cert, key } = bench.sandbox.clientCertificate;
    const credential = { kind: 'certificate', certificate: cert, privateKey: key } as const;
    await addClient({
      provider,
      grant: 'client-credentials',
      clientId,
      credential,
      tenant: 'example.org',
      scope: appOnly,
    });
    // by the real time: the provider and Microsoft's library know no other
    const running = await bench.open();
    await running.addSignedInAccount(anna, localPassword, 'Client');
    // the provider takes each jti once, so that a second one that works is a new one; and only this client's
    // certificate, by its thumbprint, for its own token URL, and for ten minutes at most
    const { provider: identity } = bench.sandbox;
    for (let round = 0; round < 3; round += 1) {
      const before = identity.tokenRequestCount('client_credentials');
      await running.run('account-sign-out', { account: anna });
      expect(await bench.answer('imap', anna, localPassword, running)).toMatch(accepted.imap);
      expect(identity.tokenRequestCount('client_credentials')).toBe(before + 1);
    }
    identity.directory.addClient({ ...bench.sandbox.clients.certificate, certificates: [] });
    await running.run('account-sign-out', { account: anna });
    expect(await bench.answer('imap', anna, localPassword, running)).toMatch(refusals.refused.imap);
    expect((await bench.account(anna, running)).problem?.answer?.codes).toEqual([700027]);
    identity.directory.addClient(bench.sandbox.clients.certificate);
    await running.stop();
  });

  it('the password grant', async () => {
    const { clientId } = bench.sandbox.clients.password;
    const { password } = bench.sandbox.users.anna;
    await addClient({ provider, grant: 'password', clientId });
    await bench.running.run('account-add', { address: anna, client: 'Client' });
    expect(await bench.answer('imap', anna, 'wrong')).toMatch(refusals.wrongPassword.imap);
    await servesAndRenews('refresh_token', password);
  });

  it('busy with Retry-After, down, or cut off: the client is told to come back, and the sign-in stays', async () => {
    await addClient({ provider, grant: 'authorization-code' });
    await bench.running.addSignedInAccount(anna, localPassword, 'Client');
    const { faults } = bench.sandbox.provider;
    const troubles = [
      { kind: 'respond', status: 429, headers: { 'retry-after': '30' }, body: { error: 'throttled' } },
      { kind: 'respond', status: 503, body: '<h1>Service Unavailable</h1>' },
      { kind: 'reset' },
    ] as const;
    for (const fault of troubles) {
      // a token for each protocol, and each asks
      faults.next('token', fault, Infinity);
      clock.forward(3 * hour);
      expect(await bench.answer('imap', anna)).toMatch(refusals.temporary.imap);
      const asked = bench.sandbox.provider.tokenRequestCount();
      // left alone for a while
      expect(await bench.answer('imap', anna)).toMatch(refusals.temporary.imap);
      expect(bench.sandbox.provider.tokenRequestCount()).toBe(asked);
      expect((await bench.account(anna)).state).toBe('unreachable');
      faults.clear('token');
      clock.forward(60_000);
      expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    }
  });

  it('an error of the provider is kept for display: status, error, description, codes, trace', async () => {
    await addClient({
      provider,
      grant: 'client-credentials',
      clientId: bench.sandbox.clients.appOnly.clientId,
      credential: { kind: 'secret', secret: 'app~old~secret' },
      tenant: 'example.org',
      scope: appOnly,
    });
    await bench.running.run('account-add', { address: anna, client: 'Client', password: localPassword });
    const result = await bench.running.gateway.run('account-authorize', { account: anna });
    expect(result).toMatchObject({
      ok: false,
      code: 'refused',
      who: 'administrator',
      answer: { httpStatus: 401, error: 'invalid_client', codes: [7000222] },
    });
    expect(JSON.stringify(result)).not.toContain('app~old~secret');
  });
});

const google = (): Pick<ClientInput, 'provider' | 'authorizationUrl' | 'tokenUrl' | 'deviceUrl'> => {
  const base = bench.sandbox.provider.secureUrl ?? '';
  return {
    provider: 'google',
    authorizationUrl: `${base}/o/oauth2/v2/auth`,
    tokenUrl: `${base}/token`,
    deviceUrl: `${base}/device/code`,
  };
};

describe('against a provider that behaves like Google', () => {
  it('authorization code with PKCE, the desktop client’s secret and offline access', async () => {
    await addClient({
      ...google(),
      grant: 'authorization-code',
      clientId: bench.sandbox.clients.google.clientId,
      credential: { kind: 'secret', secret: 'google-demo-secret' },
    });
    await bench.running.addSignedInAccount(anna, localPassword, 'Client');
    const asked = new URL(shown[0] ?? '').searchParams;
    expect(asked.get('access_type')).toBe('offline');
    expect(asked.get('code_challenge_method')).toBe('S256');
    await servesAndRenews('refresh_token');
  });

  it('a service account speaks for the mailbox it is asked for, and for no other', async () => {
    const { serviceAccount } = bench.sandbox.clients;
    const json = JSON.stringify({
      type: 'service_account',
      client_email: serviceAccount.serviceAccount?.email,
      client_id: serviceAccount.clientId,
      private_key: bench.sandbox.serviceAccountKey,
      private_key_id: 'key-1',
      token_uri: google().tokenUrl,
    });
    await addClient({
      ...google(),
      grant: 'service-account',
      clientId: serviceAccount.clientId,
      credential: { kind: 'service-account-key', json },
    });
    await bench.running.run('account-add', {
      address: '*@example.org',
      client: 'Client',
      password: localPassword,
    });
    await servesAndRenews('urn:ietf:params:oauth:grant-type:jwt-bearer');
    expect(await bench.answer('imap', 'bo@example.org')).toMatch(accepted.imap);
    // the delegation names anna and bo
    expect(await bench.answer('imap', 'mia@example.org')).toMatch(refusals.refused.imap);
  });
});

/** Signs in through a page that answers by a form. */
async function signInByForm(address: string): Promise<void> {
  const opened = Promise.withResolvers<string>();
  const running = await bench.open({
    clock,
    openPage: async (_bench, url) => opened.resolve(url),
  });
  const signingIn = running.gateway.run('account-authorize', { account: address });
  const url = new URL(await opened.promise);
  url.searchParams.set('response_mode', 'form_post');
  const outcome = await bench.sandbox.provider.approve(url.href, address);
  expect(outcome.html).toContain('works now');
  expect(await signingIn).toMatchObject({ ok: true });
  await running.stop();
}
