import { createHash, createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { request as secureRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, decodeJwt, jwtVerify, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../support/sandbox/sandbox.ts';
import { exchangeScopes } from '../support/sandbox/sandbox-clients.ts';
import { oauthbearer, WireClient, xoauth2 } from '../support/sandbox/wire-client.ts';
import { listening } from '../support/listening.ts';

type Body = Record<string, unknown>;
interface Answer {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

const appScope = 'https://outlook.office365.com/.default';
const delegated = [...exchangeScopes, 'offline_access', 'openid', 'profile'].join(' ');
const opened: { close(): void }[] = [];
let sandbox: Sandbox;

async function restart(options: SandboxOptions): Promise<void> {
  await sandbox.stop();
  sandbox = await startSandbox(options);
}

beforeEach(async () => {
  sandbox = await startSandbox();
});

afterEach(async () => {
  for (const one of opened.splice(0)) one.close();
  await sandbox.stop();
});

function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function post(path: string, form: Record<string, string>): Promise<Answer> {
  const response = await fetch(`${sandbox.provider.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const body: unknown = await response.json();
  return { status: response.status, body: isBody(body) ? body : {}, headers: response.headers };
}

function token(form: Record<string, string>, tenant = 'example.org'): Promise<Answer> {
  return post(`/${tenant}/oauth2/v2.0/token`, form);
}

function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new Error(`${name} is not text: ${JSON.stringify(value)}`);
  return value;
}

async function appToken(): Promise<string> {
  const answer = await token({
    grant_type: 'client_credentials',
    client_id: sandbox.clients.appOnly.clientId,
    client_secret: 'app~demo~secret',
    scope: appScope,
  });
  expect(answer.status).toBe(200);
  return text(answer.body, 'access_token');
}

/** The whole sign-in of a person, by code and PKCE; gives the token response. */
async function personTokens(address = sandbox.users.anna.address, scope = delegated): Promise<Body> {
  const login = await signIn({ scope }, address);
  const answer = await redeem(login);
  expect(answer.status).toBe(200);
  return answer.body;
}

interface SignedIn {
  readonly redirectUri: string;
  readonly verifier: string;
  readonly parameters: URLSearchParams;
  readonly method: string;
}

/** A loopback receiver that holds what the browser brought. */
async function loopback(): Promise<{
  uri: string;
  brought: Promise<{ method: string; parameters: URLSearchParams }>;
  server: Server;
}> {
  const { promise: brought, resolve: bring } = Promise.withResolvers<{
    method: string;
    parameters: URLSearchParams;
  }>();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const query = new URL(incoming.url ?? '/', 'http://localhost').searchParams;
      const posted = new URLSearchParams(Buffer.concat(chunks).toString());
      bring({ method: incoming.method ?? '', parameters: incoming.method === 'POST' ? posted : query });
      response.end('received');
    });
  });
  const port = await listening(server);
  opened.push({
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  });
  return { uri: `http://127.0.0.1:${port}/`, brought, server };
}

function authorizeUrl(
  redirectUri: string,
  verifier: string,
  extra: Record<string, string> = {},
  path = '/example.org/oauth2/v2.0/authorize',
): string {
  const url = new URL(`${sandbox.provider.url}${path}`);
  const parameters = {
    client_id: sandbox.clients.desktop.clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: delegated,
    state: 'state & <more>"',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...extra,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== '') url.searchParams.set(name, value);
  return url.href;
}

async function signIn(
  extra: Record<string, string> = {},
  address = sandbox.users.anna.address,
  how: { action?: 'cancel'; path?: string } = {},
): Promise<SignedIn> {
  const receiver = await loopback();
  const verifier = randomBytes(32).toString('base64url');
  const url = authorizeUrl(receiver.uri, verifier, extra, how.path);
  const outcome = await sandbox.provider.approve(
    url,
    address,
    how.action === undefined ? {} : { action: how.action },
  );
  expect(outcome.html).toBe('received');
  return { redirectUri: receiver.uri, verifier, ...(await receiver.brought) };
}

function redeem(login: SignedIn, extra: Record<string, string> = {}): Promise<Answer> {
  return token({
    grant_type: 'authorization_code',
    client_id: sandbox.clients.desktop.clientId,
    code: login.parameters.get('code') ?? '',
    redirect_uri: login.redirectUri,
    code_verifier: login.verifier,
    scope: delegated,
    ...extra,
  });
}

function refresh(refreshToken: string, extra: Record<string, string> = {}): Promise<Answer> {
  return token({
    grant_type: 'refresh_token',
    client_id: sandbox.clients.desktop.clientId,
    refresh_token: refreshToken,
    ...extra,
  });
}

function expectAadsts(answer: Answer, error: string, code: number): void {
  expect(answer.body).toMatchObject({ error, error_codes: [code] });
  expect(text(answer.body, 'error_description')).toMatch(
    new RegExp(
      `^AADSTS${code}: .+ Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ$`,
    ),
  );
  expect(text(answer.body, 'trace_id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(text(answer.body, 'correlation_id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(text(answer.body, 'timestamp')).toMatch(/^\d{4}-/);
  expect(text(answer.body, 'error_uri')).toContain(`code=${code}`);
}

async function wire(port: number, secure = true): Promise<WireClient> {
  const client = await WireClient.connect(port, secure ? sandbox.ca : undefined);
  opened.push(client);
  return client;
}

function credentials(extra: Record<string, string> = {}, tenant?: string): Promise<Answer> {
  return token(
    {
      grant_type: 'client_credentials',
      client_id: sandbox.clients.appOnly.clientId,
      client_secret: 'app~demo~secret',
      scope: appScope,
      ...extra,
    },
    tenant,
  );
}

function presentAssertion(value: string): Promise<Answer> {
  return token({
    grant_type: 'client_credentials',
    client_id: sandbox.clients.certificate.clientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: value,
    scope: appScope,
  });
}

function passwordGrant(username: string, secret: string, tenant = 'organizations'): Promise<Answer> {
  return token(
    {
      grant_type: 'password',
      client_id: sandbox.clients.password.clientId,
      username,
      password: secret,
      scope: delegated,
    },
    tenant,
  );
}

function startDevice(): Promise<Answer> {
  return post('/example.org/oauth2/v2.0/devicecode', {
    client_id: sandbox.clients.desktop.clientId,
    scope: delegated,
  });
}

function poll(code: string): Promise<Answer> {
  return token({
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    client_id: sandbox.clients.desktop.clientId,
    device_code: code,
  });
}

async function popLogin(user = 'anna@example.org'): Promise<WireClient> {
  const client = await wire(sandbox.pop.port);
  await client.until(/^\+OK.*\r\n/);
  await client.ask('AUTH XOAUTH2', /^\+ \r\n/);
  await client.ask(xoauth2(user, await appToken()), /^\+OK User successfully authenticated\.\r\n/);
  return client;
}

async function smtpSecured(): Promise<WireClient> {
  const client = await wire(sandbox.smtp.port, false);
  await client.until(/^220 .*\r\n/);
  expect(await client.ask('EHLO me', /\r\n250 .*\r\n/)).not.toContain('AUTH');
  await client.ask('STARTTLS', /220 .*\r\n/);
  await client.secure(sandbox.ca);
  expect(await client.ask('EHLO me', /\r\n250 .*\r\n/)).toMatch(/AUTH XOAUTH2\r\n/);
  return client;
}

async function smtpLogin(user = 'anna@example.org'): Promise<WireClient> {
  const client = await smtpSecured();
  await client.ask('AUTH XOAUTH2', /334 \r\n/);
  await client.ask(xoauth2(user, await appToken()), /235 .*\r\n/);
  return client;
}

function handles(): number {
  return process
    .getActiveResourcesInfo()
    .filter((kind) => kind === 'TCPServerWrap' || kind === 'TCPSocketWrap').length;
}

/** A closed handle leaves the list in a later turn of the event loop. */
async function noHandles(): Promise<void> {
  while (handles() > 0) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}

describe('signing in with an authorization code', () => {
  it('the tokens verify with the published keys', async () => {
    const body = await personTokens();
    const configuration: unknown = await (
      await fetch(`${sandbox.provider.url}/example.org/v2.0/.well-known/openid-configuration`)
    ).json();
    if (!isBody(configuration)) throw new Error('no configuration');
    const keys = createRemoteJWKSet(new URL(text(configuration, 'jwks_uri')));
    const { payload } = await jwtVerify(text(body, 'id_token'), keys, {
      issuer: text(configuration, 'issuer'),
      audience: sandbox.clients.desktop.clientId,
    });
    expect(payload['oid']).toBe(decodeJwt(text(body, 'access_token'))['oid']);
  });

  it('the page is a plain form, with the address hint filled in and nothing of the caller unescaped', async () => {
    const url = authorizeUrl('http://localhost', 'v', { login_hint: 'anna@example.org"><script>' });
    const page = await (await fetch(url)).text();
    expect(page).toContain('name="address" type="email" value="anna@example.org&quot;&gt;&lt;script&gt;"');
    expect(page).toContain('Read and write your mail over IMAP');
    expect(page).not.toContain('"><script>');
  });

  it('a wrong password is asked for again and brings nothing to the client', async () => {
    const url = authorizeUrl('http://localhost:1/', 'v');
    const outcome = await sandbox.provider.approve(url, 'anna@example.org', { password: 'wrong' });
    expect(outcome.html).toContain('Your account or password is incorrect.');
    expect(sandbox.provider.tokens.codes.size).toBe(0);
  });

  it('a second factor is asked for and opens the way', async () => {
    const login = await signIn({}, sandbox.users.mia.address);
    expect(decodeJwt(text((await redeem(login)).body, 'access_token'))['upn']).toBe('mia@example.org');
  });

  it('Cancel comes back as access_denied with AADSTS65004', async () => {
    const login = await signIn({}, 'anna@example.org', { action: 'cancel' });
    expect(login.parameters.get('error')).toBe('access_denied');
    expect(login.parameters.get('error_description')).toMatch(/^AADSTS65004: /);
    expect(login.parameters.get('state')).toBe('state & <more>"');
  });

  it('consent that only an administrator can give comes back as consent_required', async () => {
    sandbox.clients.desktop.userConsent = 'admin-only';
    const response = await fetch(authorizeUrl('http://localhost/', 'v'), { redirect: 'manual' });
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toBe(
      'consent_required',
    );
  });

  it.each([
    ['prompt=none without a session', { prompt: 'none' }, 'login_required'],
    ['a public client without PKCE', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
    ['a plain code challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no scope', { scope: '' }, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
  ])('%s is refused at the redirect', async (_name, extra, error) => {
    const response = await fetch(authorizeUrl('http://localhost/', 'v', extra), { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(new URL(response.headers.get('location') ?? '').searchParams.get('error')).toBe(error);
  });

  it.each([
    ['the port does not count on this machine', 'http://localhost:54321/', 302],
    ['a path that is not registered does', 'http://localhost:54321/elsewhere', 400],
    ['another host does', 'http://evil.example/', 400],
    ['user information does', 'http://a:b@localhost/', 400],
  ])('redirect URIs: %s', async (_name, redirectUri, status) => {
    const response = await fetch(authorizeUrl(redirectUri, 'v'), {
      redirect: 'manual',
      headers: { 'x-sandbox-approve': 'anna@example.org' },
    });
    expect(response.status).toBe(status);
    expect(response.headers.has('location')).toBe(status === 302);
  });

  it('a code serves once', async () => {
    const login = await signIn();
    expect((await redeem(login)).status).toBe(200);
    expectAadsts(await redeem(login), 'invalid_grant', 54005);
  });

  it('a code is worth nothing after its time', async () => {
    const login = await signIn();
    sandbox.provider.advance(600_001);
    expectAadsts(await redeem(login), 'invalid_grant', 70008);
  });

  it('a code is worth nothing with another verifier, without one, or at another redirect URI', async () => {
    const login = await signIn();
    expectAadsts(await redeem(login, { code_verifier: 'another' }), 'invalid_grant', 501481);
    expectAadsts(await redeem(login, { redirect_uri: 'http://localhost/' }), 'invalid_grant', 500112);
    expectAadsts(await redeem({ ...login, verifier: '' }), 'invalid_grant', 501481);
    expect((await redeem(login)).status).toBe(200);
  });

  it('a single-tenant client is refused at common', async () => {
    const answer = await token(
      {
        grant_type: 'refresh_token',
        client_id: sandbox.clients.web.clientId,
        client_secret: 'web~demo~secret',
        refresh_token: 'x',
      },
      'common',
    );
    expectAadsts(answer, 'invalid_request', 50194);
  });
});

describe('refreshing', () => {
  it('a provider that does not rotate returns none', async () => {
    sandbox.provider.settings.rotateRefreshTokens = false;
    const first = text(await personTokens(), 'refresh_token');
    expect((await refresh(first)).body).not.toHaveProperty('refresh_token');
    expect((await refresh(first)).status).toBe(200);
  });

  it('a revoked or disabled person is told to sign in again; an expired token too', async () => {
    const one = text(await personTokens('bo@example.org'), 'refresh_token');
    const other = text(await personTokens(), 'refresh_token');
    sandbox.provider.revokeUser('Bo@Example.org');
    expectAadsts(await refresh(one), 'invalid_grant', 50173);
    expect((await refresh(other)).status).toBe(200);
    sandbox.users.anna.disabled = true;
    expectAadsts(await refresh(other), 'invalid_grant', 50057);
    sandbox.users.anna.disabled = false;
    sandbox.provider.advance(91 * 24 * 3_600_000);
    expectAadsts(await refresh(other), 'invalid_grant', 700082);
  });

  it('one token is of one resource, and only of what was consented to', async () => {
    const first = text(await personTokens(), 'refresh_token');
    const narrow = await refresh(first, { scope: exchangeScopes[0] });
    expect(decodeJwt(text(narrow.body, 'access_token'))['scp']).toBe('IMAP.AccessAsUser.All');
    expectAadsts(
      await refresh(first, { scope: 'https://graph.microsoft.com/Mail.Read' }),
      'invalid_grant',
      65001,
    );
    const two = await signIn({ scope: `${exchangeScopes[0]} https://graph.microsoft.com/Mail.Read` });
    const mixed = `${exchangeScopes[0]} https://graph.microsoft.com/Mail.Read`;
    expectAadsts(await redeem(two, { scope: mixed }), 'invalid_request', 28000);
  });

  it.each([
    ['a number', 'number', 3900],
    ['text', 'string', '3900'],
    ['nothing', 'missing', undefined],
  ] as const)('expires_in as %s', async (_name, setting, value) => {
    sandbox.provider.settings.expiresIn = setting;
    expect((await personTokens())['expires_in']).toBe(value);
  });

  it('opaque and long access tokens open the mailbox just the same', async () => {
    sandbox.provider.settings.accessTokenFormat = 'opaque';
    sandbox.provider.settings.tokenPadding = 5000;
    const value = text(await personTokens(), 'access_token');
    expect(value.split('.')).toHaveLength(1);
    expect(value.length).toBeGreaterThan(5000);
    expect(sandbox.provider.tokenAllows(value, 'anna@example.org', 'imap')).toBe('yes');
  });
});

describe('a program without a person', () => {
  it('a secret buys a token with the consented roles, and no refresh token', async () => {
    const { body, status } = await credentials();
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refresh_token');
    expect(decodeJwt(text(body, 'access_token'))).toMatchObject({
      aud: 'https://outlook.office365.com',
      idtyp: 'app',
      appidacr: '1',
      roles: ['IMAP.AccessAsApp', 'POP.AccessAsApp', 'SMTP.SendAsApp'],
    });
  });

  it.each([
    ['a wrong secret', { client_secret: 'app-secret-id' }, 'invalid_client', 7000215, 401],
    ['an expired secret', { client_secret: 'app~old~secret' }, 'invalid_client', 7000222, 401],
    ['no secret', { client_secret: '' }, 'invalid_client', 7000218, 401],
    ['an unknown client', { client_id: 'nobody' }, 'unauthorized_client', 700016, 400],
    ['a delegated scope', { scope: exchangeScopes[0] }, 'invalid_scope', 1002012, 400],
    ['no scope', { scope: '' }, 'invalid_request', 900144, 400],
    ['an unknown grant', { grant_type: 'magic' }, 'unsupported_grant_type', 70003, 400],
    ['a grant that the client has not', { grant_type: 'password' }, 'unauthorized_client', 7000014, 400],
  ])('%s is refused', async (_name, extra, error, code, status) => {
    const answer = await credentials(extra);
    expectAadsts(answer, error, code);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).not.toContain('app~');
  });

  it('an unknown tenant is AADSTS90002', async () => {
    expectAadsts(await credentials({}, 'nowhere.example'), 'invalid_request', 90002);
  });

  it('a public client that sends a secret is AADSTS700025', async () => {
    const answer = await token({
      grant_type: 'refresh_token',
      client_id: sandbox.clients.desktop.clientId,
      client_secret: 'x',
      refresh_token: 'x',
    });
    expectAadsts(answer, 'invalid_client', 700025);
  });

  it('without admin consent the token has no roles and opens nothing, until consent is given', async () => {
    const form = {
      grant_type: 'client_credentials',
      client_id: sandbox.clients.unconsented.clientId,
      client_secret: 'unconsented~demo~secret',
      scope: appScope,
    };
    const before = text((await token(form)).body, 'access_token');
    expect(decodeJwt(before)).not.toHaveProperty('roles');
    expect(sandbox.provider.tokenAllows(before, 'anna@example.org', 'imap')).toBe('no');
    const receiver = await loopback();
    const query = new URLSearchParams({
      client_id: sandbox.clients.unconsented.clientId,
      redirect_uri: receiver.uri,
      scope: appScope,
      state: 's',
    });
    await sandbox.provider.approve(
      `${sandbox.provider.url}/organizations/v2.0/adminconsent?${query.toString()}`,
      'bo@example.org',
    );
    const refused = await receiver.brought;
    expect(refused.parameters.get('error')).toBe('invalid_request');
    const second = await loopback();
    query.set('redirect_uri', second.uri);
    await sandbox.provider.approve(
      `${sandbox.provider.url}/example.org/v2.0/adminconsent?${query.toString()}`,
      'bo@example.org',
    );
    const { parameters } = await second.brought;
    expect(Object.fromEntries(parameters)).toEqual({
      admin_consent: 'True',
      tenant: sandbox.provider.directory.tenantId,
      scope: appScope,
      state: 's',
    });
    const after = text((await token(form)).body, 'access_token');
    expect(sandbox.provider.tokenAllows(after, 'anna@example.org', 'imap')).toBe('yes');
  });

  it('an administrator who declines is told in error beside admin_consent', async () => {
    const receiver = await loopback();
    const query = new URLSearchParams({
      client_id: sandbox.clients.unconsented.clientId,
      redirect_uri: receiver.uri,
      scope: appScope,
    });
    const url = `${sandbox.provider.url}/example.org/v2.0/adminconsent?${query.toString()}`;
    await sandbox.provider.approve(url, 'bo@example.org', { action: 'cancel' });
    const { parameters } = await receiver.brought;
    expect(parameters.get('admin_consent')).toBe('True');
    expect(parameters.get('error')).toBe('consent_required');
    expect(parameters.get('error_description')).toMatch(/^AADSTS65004: /);
    expect(sandbox.clients.unconsented.adminConsented).toBe(false);
  });

  describe('with a certificate', () => {
    interface AssertionChange {
      readonly alg?: string;
      readonly thumbprint?: 'x5t' | 'x5t#S256' | 'none';
      readonly claims?: Record<string, unknown>;
      readonly key?: string;
    }

    async function assertion(change: AssertionChange = {}): Promise<string> {
      const certificate = new X509Certificate(sandbox.clientCertificate.cert);
      const thumbprint = change.thumbprint ?? 'x5t#S256';
      const hash = createHash(thumbprint === 'x5t' ? 'sha1' : 'sha256')
        .update(certificate.raw)
        .digest('base64url');
      const now = Math.floor(sandbox.provider.now() / 1000);
      const { clientId } = sandbox.clients.certificate;
      return new SignJWT({
        iss: clientId,
        sub: clientId,
        aud: `${sandbox.provider.url}/example.org/oauth2/v2.0/token`,
        jti: randomBytes(16).toString('hex'),
        nbf: now,
        iat: now,
        exp: now + 600,
        ...change.claims,
      })
        .setProtectedHeader({
          alg: change.alg ?? 'PS256',
          typ: 'JWT',
          ...(thumbprint === 'none' ? {} : { [thumbprint]: hash }),
        })
        .sign(createPrivateKey(change.key ?? sandbox.clientCertificate.key));
    }

    it('an assertion serves once', async () => {
      const value = await assertion();
      expect((await presentAssertion(value)).status).toBe(200);
      expectAadsts(await presentAssertion(value), 'invalid_client', 700027);
    });

    it('what is wrong with an assertion is refused', async () => {
      const now = Math.floor(sandbox.provider.now() / 1000);
      const wrong: AssertionChange[] = [
        { key: sandbox.serviceAccountKey },
        { thumbprint: 'none' },
        { alg: 'PS512' },
        { claims: { aud: 'https://elsewhere.example/token' } },
        { claims: { iss: 'someone else' } },
        { claims: { sub: 'someone else' } },
        { claims: { jti: undefined } },
        { claims: { exp: now + 3600 } },
        { claims: { nbf: now - 3600, iat: now - 3600, exp: now - 3000 } },
      ];
      for (const change of wrong)
        expectAadsts(await presentAssertion(await assertion(change)), 'invalid_client', 700027);
      expectAadsts(await presentAssertion('not.a.jwt'), 'invalid_client', 700027);
    });
  });
});

describe('the password grant', () => {
  it.each([
    ['a wrong password', 'anna', 'wrong', 'organizations', 50126],
    ['a federated account', 'fred', 'fred-demo-password', 'organizations', 50126],
    ['an account with a second factor', 'mia', 'mia-demo-password', 'organizations', 50076],
    ['a disabled account', 'dora', 'dora-demo-password', 'organizations', 50057],
    ['a personal account', 'pia', 'pia-demo-password', 'organizations', 50020],
  ] as const)('%s is refused', async (_name, who, secret, tenant, code) => {
    const answer = await passwordGrant(sandbox.users[who].address, secret, tenant);
    expectAadsts(answer, 'invalid_grant', code);
    expect(JSON.stringify(answer.body)).not.toContain(secret);
  });

  it('an unknown address is AADSTS50034, and common is no place for passwords', async () => {
    expectAadsts(await passwordGrant('nobody@example.org', 'x'), 'invalid_grant', 50034);
    expectAadsts(await passwordGrant('anna@example.org', 'x', 'common'), 'invalid_request', 9001023);
  });
});

describe('the device code', () => {
  it('pending, then approved on the page, then tokens, once', async () => {
    const { body } = await startDevice();
    expect(body).toMatchObject({
      expires_in: 900,
      interval: 5,
    });
    expect(text(body, 'message')).toContain(text(body, 'user_code'));
    const code = text(body, 'device_code');
    expectAadsts(await poll(code), 'authorization_pending', 70016);
    const page = await fetch(text(body, 'verification_uri'), {
      method: 'POST',
      body: new URLSearchParams({
        user_code: text(body, 'user_code').toLowerCase(),
        address: 'anna@example.org',
        password: 'anna-demo-password',
        action: 'approve',
      }),
    });
    expect(await page.text()).toContain('You are signed in on your other device.');
    sandbox.provider.advance(5000);
    expect(decodeJwt(text((await poll(code)).body, 'access_token'))['upn']).toBe('anna@example.org');
    expectAadsts(await poll(code), 'bad_verification_code', 70018);
  });

  it('polling too quickly is told to slow down, by five seconds', async () => {
    const code = text((await startDevice()).body, 'device_code');
    expectAadsts(await poll(code), 'authorization_pending', 70016);
    sandbox.provider.advance(4900);
    expectAadsts(await poll(code), 'slow_down', 70016);
    sandbox.provider.advance(9900);
    expectAadsts(await poll(code), 'slow_down', 70016);
    sandbox.provider.advance(15_100);
    expectAadsts(await poll(code), 'authorization_pending', 70016);
  });

  it('declined, and expired', async () => {
    const declined = (await startDevice()).body;
    expect(sandbox.provider.declineDevice(text(declined, 'user_code'))).toBe(true);
    expectAadsts(await poll(text(declined, 'device_code')), 'authorization_declined', 70017);
    const late = (await startDevice()).body;
    sandbox.provider.advance(900_001);
    expect(sandbox.provider.approveDevice(text(late, 'user_code'), 'anna@example.org')).toBe(false);
    expectAadsts(await poll(text(late, 'device_code')), 'expired_token', 70020);
  });
});

describe('Google and plain OAuth', () => {
  it('a refresh token comes with the first consent only, or with prompt=consent', async () => {
    const login = async (extra: Record<string, string>): Promise<Body> => {
      const signedIn = await signIn(
        {
          client_id: sandbox.clients.google.clientId,
          scope: 'https://mail.google.com/',
          access_type: 'offline',
          ...extra,
        },
        'anna@example.org',
        { path: '/o/oauth2/v2/auth' },
      );
      return (
        await post('/token', {
          grant_type: 'authorization_code',
          client_id: sandbox.clients.google.clientId,
          client_secret: 'google-demo-secret',
          code: signedIn.parameters.get('code') ?? '',
          redirect_uri: signedIn.redirectUri,
          code_verifier: signedIn.verifier,
        })
      ).body;
    };
    expect(await login({})).toHaveProperty('refresh_token');
    expect(await login({})).not.toHaveProperty('refresh_token');
    const again = await login({ prompt: 'consent' });
    expect(again).toHaveProperty('refresh_token');
    expect(sandbox.provider.tokenAllows(text(again, 'access_token'), 'anna@example.org', 'smtp')).toBe('yes');
  });

  it('errors have two members, as at Google', async () => {
    const answer = await post('/token', {
      grant_type: 'refresh_token',
      client_id: sandbox.clients.google.clientId,
      client_secret: 'wrong',
      refresh_token: 'x',
    });
    expect(answer).toMatchObject({
      status: 401,
      body: { error: 'invalid_client', error_description: 'Unauthorized' },
    });
    expect(Object.keys(answer.body)).toHaveLength(2);
  });

  it('a service account speaks for those delegated to it, and for no one else', async () => {
    const present = async (
      claims: Record<string, unknown>,
      key = sandbox.serviceAccountKey,
    ): Promise<Answer> => {
      const now = Math.floor(Date.now() / 1000);
      const assertion = await new SignJWT({
        iss: 'mail@sandbox.iam.example.org',
        sub: 'anna@example.org',
        scope: 'https://mail.google.com/',
        aud: `${sandbox.provider.url}/token`,
        iat: now,
        exp: now + 3600,
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
        .sign(createPrivateKey(key));
      return post('/token', { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
    };
    const good = await present({});
    expect(sandbox.provider.tokenAllows(text(good.body, 'access_token'), 'anna@example.org', 'imap')).toBe(
      'yes',
    );
    expect(sandbox.provider.tokenAllows(text(good.body, 'access_token'), 'bo@example.org', 'imap')).toBe(
      'no',
    );
    expect(await present({ sub: 'mia@example.org' })).toMatchObject({
      status: 401,
      body: { error: 'unauthorized_client' },
    });
    expect(await present({}, sandbox.clientCertificate.key)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
    });
    expect((await present({ aud: 'https://elsewhere.example/' })).body['error']).toBe('invalid_grant');
    expect((await present({ exp: Math.floor(Date.now() / 1000) + 7200 })).body['error']).toBe(
      'invalid_grant',
    );
    expect((await present({ iss: 'other@example.org' })).body['error']).toBe('invalid_grant');
  });
});

describe('faults and records of the provider', () => {
  it('a cut connection, and an answer held until told', async () => {
    sandbox.provider.faults.next('token', { kind: 'reset' });
    await expect(token({ grant_type: 'x' })).rejects.toThrow('fetch failed');
    const { promise: until, resolve: release } = Promise.withResolvers<void>();
    sandbox.provider.faults.next('token', { kind: 'hold', until });
    const pending = token({ grant_type: 'held', client_id: 'c' });
    const seen = await sandbox.provider.waitForRequest((request) => request.grantType === 'held');
    expect(seen).toEqual({
      method: 'POST',
      path: '/example.org/oauth2/v2.0/token',
      grantType: 'held',
      clientId: 'c',
    });
    expect(await Promise.race([pending, Promise.resolve('still waiting')])).toBe('still waiting');
    release();
    expect((await pending).body['error']).toBe('unsupported_grant_type');
  });

  it('a request that never gets an answer ends with the sandbox', async () => {
    sandbox.provider.faults.next('token', { kind: 'hang' });
    const pending = token({ grant_type: 'hangs' });
    const failed = expect(pending).rejects.toThrow('fetch failed');
    await sandbox.provider.waitForRequest((request) => request.grantType === 'hangs');
    await sandbox.stop();
    await failed;
  });

  it('no secret is recorded', async () => {
    await appToken();
    await personTokens();
    expect(JSON.stringify(sandbox.provider.requests.entries)).not.toMatch(
      /secret|demo-password|code_verifier/,
    );
  });

  it('a body over 64 KiB is refused', async () => {
    expect((await token({ grant_type: 'x'.repeat(70_000) })).status).toBe(413);
  });

  it('https stands beside http, with a certificate of the throw-away authority', async () => {
    const url = new URL(
      `${sandbox.provider.secureUrl ?? ''}/example.org/v2.0/.well-known/openid-configuration`,
    );
    const get = (ca: string | undefined): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const request = secureRequest(url, { agent: false, ca }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        request.once('error', reject);
        request.end();
      });
    expect(await get(sandbox.ca)).toBe(200);
    await expect(get(undefined)).rejects.toThrow(/certificate/);
  });
});

describe('who may open which mailbox', () => {
  it('a person: the own mailbox, and shared ones but not over SMTP', async () => {
    const anna = text(await personTokens(), 'access_token');
    const bo = text(await personTokens('bo@example.org'), 'access_token');
    const { provider, sharedMailbox } = sandbox;
    expect(provider.tokenAllows(anna, 'anna@example.org', 'imap')).toBe('yes');
    expect(provider.tokenAllows(anna, sharedMailbox, 'imap')).toBe('yes');
    expect(provider.tokenAllows(anna, sharedMailbox, 'smtp')).toBe('no');
    expect(provider.tokenAllows(anna, 'anna.example@example.org', 'imap')).toBe('no');
    expect(provider.tokenAllows(bo, sharedMailbox, 'imap')).toBe('no');
    expect(provider.tokenAllows(bo, 'anna@example.org', 'imap')).toBe('no');
  });

  it('only over the protocols of its scopes', async () => {
    const body = await refresh(text(await personTokens(), 'refresh_token'), { scope: exchangeScopes[1] });
    const value = text(body.body, 'access_token');
    expect(sandbox.provider.tokenAllows(value, 'anna@example.org', 'pop')).toBe('yes');
    expect(sandbox.provider.decide(value, 'anna@example.org', 'imap')).toBe('permission');
  });

  it('a program: the mailboxes given to it', async () => {
    const value = await appToken();
    expect(sandbox.provider.tokenAllows(value, 'bo@example.org', 'smtp')).toBe('yes');
    expect(sandbox.provider.decide(value, 'mia@example.org', 'imap')).toBe('mailbox');
    expect(sandbox.provider.decide(value, 'nobody@example.org', 'imap')).toBe('mailbox');
  });

  it('expired, revoked or made up opens nothing; a provider in trouble says temporary', async () => {
    const one = await appToken();
    const other = await appToken();
    const { provider } = sandbox;
    provider.revokeToken(one);
    expect(provider.decide(one, 'bo@example.org', 'imap')).toBe('token');
    expect(provider.tokenAllows(other, 'bo@example.org', 'imap')).toBe('yes');
    provider.faults.next('introspection', { kind: 'respond', status: 503 });
    expect(provider.tokenAllows(other, 'bo@example.org', 'imap')).toBe('temporary');
    provider.expireTokensNow();
    expect(provider.tokenAllows(other, 'bo@example.org', 'imap')).toBe('no');
    const third = await appToken();
    provider.advance(3_901_000);
    expect(provider.tokenAllows(third, 'bo@example.org', 'imap')).toBe('no');
    expect(provider.tokenAllows('made up', 'bo@example.org', 'imap')).toBe('no');
  });

  it('introspection names the mailbox that is meant', async () => {
    const anna = text(await personTokens(), 'access_token');
    const app = await appToken();
    expect((await post('/introspect', { token: anna })).body).toMatchObject({
      active: true,
      username: 'anna@example.org',
    });
    expect((await post('/introspect', { token: app })).body).toMatchObject({
      active: true,
      username: 'anna@example.org',
    });
    sandbox.provider.introspectAs = () => 'bo@example.org';
    expect((await post('/introspect', { token: app })).body).toMatchObject({
      active: true,
      username: 'bo@example.org',
    });
    expect((await post('/introspect', { token: anna })).body).toEqual({ active: false });
    sandbox.provider.introspectAs = undefined;
    expect((await post(`/introspect/${sandbox.sharedMailbox}`, { token: anna })).body).toMatchObject({
      username: 'office@example.org',
    });
    expect((await post('/introspect/mia@example.org', { token: app })).body).toEqual({ active: false });
    expect((await post('/introspect', { token: 'made up' })).body).toEqual({ active: false });
    const bearer = await fetch(`${sandbox.provider.url}/introspect`, {
      headers: { authorization: `Bearer ${anna}` },
    });
    expect(await bearer.json()).toMatchObject({ active: true });
  });
});

describe('IMAP', () => {
  it('a token logs in with an initial response, and the mailbox is there', async () => {
    const client = await wire(sandbox.imap.port);
    expect(await client.until(/\r\n/)).toMatch(/^\* OK /);
    const before = await client.ask('a CAPABILITY', /a OK.*\r\n/);
    expect(before).toMatch(/AUTH=XOAUTH2 AUTH=OAUTHBEARER LOGINDISABLED SASL-IR/);
    await client.ask(
      `b AUTHENTICATE XOAUTH2 ${xoauth2('anna@example.org', await appToken())}`,
      /b OK .*\r\n/,
    );
    expect(await client.ask('c CAPABILITY', /c OK.*\r\n/)).not.toMatch(/AUTH=|LOGINDISABLED/);
    expect(await client.ask('d SELECT INBOX', /d OK.*\r\n/)).toContain('* 3 EXISTS');
    expect(await client.ask('e UID FETCH 2 BODY.PEEK[]', /e OK.*\r\n/)).toContain(
      '\r\n..two dots\r\n.hidden\r\n',
    );
    await client.ask('f LOGOUT', /f OK/);
    await client.ended();
    expect(sandbox.imap.logins.entries).toEqual([
      { protocol: 'imap', username: 'anna@example.org', mechanism: 'XOAUTH2', outcome: 'accepted' },
    ]);
  });

  it('a token logs in in two steps, by OAUTHBEARER too, and commands sent behind it are served', async () => {
    const value = await appToken();
    for (const [mechanism, response] of [
      ['XOAUTH2', xoauth2('anna@example.org', value)],
      ['oauthbearer', oauthbearer('anna@example.org', value)],
    ] as const) {
      const client = await wire(sandbox.imap.port);
      await client.ask(`a AUTHENTICATE ${mechanism}`, /\r\n\+ \r\n/);
      client.send(`${response}\r\nb STATUS INBOX (MESSAGES)\r\n`);
      expect(await client.until(/b OK.*\r\n/)).toMatch(/^a OK .*\r\n\* STATUS INBOX \(MESSAGES 3\)\r\n/);
    }
  });

  it('a refused token is told by an error challenge and NO, and the connection lives', async () => {
    const client = await wire(sandbox.imap.port);
    const challenge = await client.ask(
      `a AUTHENTICATE XOAUTH2 ${xoauth2('anna@example.org', 'bad')}`,
      /\n\+ .+\r\n/,
    );
    const encoded = /\n\+ (.+)\r\n/.exec(challenge)?.[1] ?? '';
    expect(JSON.parse(Buffer.from(encoded, 'base64').toString())).toMatchObject({
      status: '400',
      schemes: 'Bearer',
    });
    expect(await client.ask('', /a NO .*\r\n/)).toContain('[AUTHENTICATIONFAILED]');
    expect(
      await client.ask(`b AUTHENTICATE XOAUTH2 ${xoauth2('anna@example.org', await appToken())}`, /\r\n/),
    ).toMatch(/^b OK/);
  });

  it('a password is refused, and so are malformed and cancelled exchanges', async () => {
    const client = await wire(sandbox.imap.port);
    expect(await client.ask('a AUTHENTICATE XOAUTH2 dXNlcj0=', /a BAD.*\r\n/)).toContain(
      'Invalid SASL argument',
    );
    await client.ask('b AUTHENTICATE XOAUTH2', /\+ \r\n/);
    expect(await client.ask('*', /b BAD.*\r\n/)).toContain('aborted');
    await client.ask('c SELECT INBOX', /c (BAD|NO)/);
    client.send('d LOGIN anna@example.org anna-demo-password\r\n');
    expect(await client.ended()).toMatch(/d NO Basic authentication is disabled\.\r\n\* BYE /);
  });

  it('as Exchange: no challenge, and a mailbox that is not open is only told after OK', async () => {
    await restart({ refusals: 'exchange' });
    const client = await wire(sandbox.imap.port);
    await client.ask(
      `a AUTHENTICATE XOAUTH2 ${xoauth2('anna@example.org', 'bad')}`,
      /a NO AUTHENTICATE failed\.\r\n/,
    );
    await client.ask(`b AUTHENTICATE XOAUTH2 ${xoauth2('mia@example.org', await appToken())}`, /b OK .*\r\n/);
    client.send('c SELECT INBOX\r\n');
    expect(await client.ended()).toBe(
      'c BAD User is authenticated but not connected.\r\n* BYE Connection closed. 14\r\n',
    );
  });

  it('IDLE tells of new mail, and DONE ends it', async () => {
    const client = await wire(sandbox.imap.port);
    await client.ask(`a AUTHENTICATE XOAUTH2 ${xoauth2('anna@example.org', await appToken())}`, /a OK.*\r\n/);
    await client.ask('b SELECT INBOX', /b OK.*\r\n/);
    await client.ask('c IDLE', /\+ .*\r\n/);
    sandbox.store.mailbox('anna@example.org').append('Subject: new\n\nnew\n');
    await client.until(/\* 4 EXISTS\r\n/);
    await client.ask('DONE', /c OK.*\r\n/);
    expect(await client.ask('d FETCH 4 BODY.PEEK[]', /d OK.*\r\n/)).toContain('Subject: new\r\n\r\nnew\r\n');
  });

  it('mailboxes are apart from one another', async () => {
    const value = await appToken();
    sandbox.store.mailbox('bo@example.org').append('Subject: for bo\r\n\r\n');
    for (const [user, count] of [
      ['anna@example.org', 3],
      ['BO@example.org', 4],
    ] as const) {
      const client = await wire(sandbox.imap.port);
      await client.ask(`a AUTHENTICATE XOAUTH2 ${xoauth2(user, value)}`, /a OK.*\r\n/);
      expect(await client.ask('b EXAMINE INBOX', /b OK.*\r\n/)).toContain(`* ${count} EXISTS`);
    }
  });
});

describe('POP', () => {
  it('a token logs in in two steps, and the messages are there, dots doubled', async () => {
    const client = await popLogin();
    const messages = sandbox.store.mailbox('anna@example.org').inbox.messages;
    const octets = messages.reduce((sum, message) => sum + message.raw.length, 0);
    expect(await client.ask('STAT', /\r\n/)).toBe(`+OK 3 ${octets}\r\n`);
    expect(await client.ask('LIST 2', /\r\n/)).toBe(`+OK 2 ${messages[1]?.raw.length}\r\n`);
    expect(await client.ask('UIDL', /\r\n\.\r\n/)).toBe('+OK\r\n1 1-1\r\n2 1-2\r\n3 1-3\r\n.\r\n');
    const whole = await client.ask('RETR 2', /\r\n\.\r\n/);
    expect(whole).toContain('\r\n..\r\n...two dots\r\n..hidden\r\n');
    expect(whole.slice('+OK\r\n'.length, -'.\r\n'.length).replaceAll(/^\.\./gm, '.')).toBe(messages[1]?.raw);
    const top = await client.ask('TOP 2 1', /\r\n\.\r\n/);
    expect(top).toContain('Subject: ');
    expect(top).not.toContain('hidden');
    expect(await client.ask('TOP 1 0', /\r\n\.\r\n/)).toMatch(/\r\n\r\n\.\r\n$/);
    expect(await client.ask('RETR 9', /\r\n/)).toMatch(/^-ERR/);
  });

  it('DELE counts at QUIT, and not after RSET', async () => {
    const first = await popLogin();
    await first.ask('DELE 1', /\+OK\r\n/);
    expect(await first.ask('LIST', /\r\n\.\r\n/)).not.toMatch(/\r\n1 /);
    await first.ask('RSET', /\+OK\r\n/);
    await first.ask('DELE 2', /\+OK\r\n/);
    expect(await first.ask('RETR 2', /\r\n/)).toMatch(/^-ERR/);
    await first.ask('QUIT', /\+OK.*\r\n/);
    await first.ended();
    const second = await popLogin();
    expect(await second.ask('UIDL', /\r\n\.\r\n/)).toBe('+OK\r\n1 1-1\r\n2 1-3\r\n.\r\n');
    await second.ask('DELE 1', /\+OK\r\n/);
    second.close();
    expect(await (await popLogin()).ask('UIDL', /\r\n\.\r\n/)).toBe('+OK\r\n1 1-1\r\n2 1-3\r\n.\r\n');
  });

  it('a token in the AUTH line ends the connection, as at Exchange', async () => {
    const client = await wire(sandbox.pop.port);
    await client.until(/\r\n/);
    client.send(`AUTH XOAUTH2 ${xoauth2('anna@example.org', await appToken())}\r\n`);
    expect(await client.ended()).toBe('-ERR Protocol error. Connection is closed. 10\r\n');
  });

  it('passwords are refused, capabilities told, and a bad token challenged', async () => {
    const client = await wire(sandbox.pop.port);
    await client.until(/\r\n/);
    expect(await client.ask('CAPA', /\r\n\.\r\n/)).toContain('\r\nSASL XOAUTH2 OAUTHBEARER\r\n');
    expect(await client.ask('USER anna@example.org', /\r\n/)).toMatch(/^-ERR \[AUTH\]/);
    expect(await client.ask('PASS anna-demo-password', /\r\n/)).toMatch(/^-ERR \[AUTH\]/);
    expect(await client.ask('STAT', /\r\n/)).toMatch(/^-ERR/);
    await client.ask('AUTH XOAUTH2', /\+ \r\n/);
    await client.ask(xoauth2('anna@example.org', 'bad'), /\+ \S+\r\n/);
    expect(await client.ask('', /\r\n/)).toMatch(/^-ERR \[AUTH\]/);
    await client.ask('AUTH XOAUTH2', /\+ \r\n/);
    expect(await client.ask('*', /\r\n/)).toMatch(/^-ERR/);
    await client.ask('AUTH OAUTHBEARER', /\+ \r\n/);
    await client.ask(oauthbearer('anna@example.org', await appToken()), /\+OK .*\r\n/);
  });

  it('as Exchange: a token over 4,096 characters ends the connection, a shorter bad one is refused', async () => {
    await restart({ refusals: 'exchange', settings: { tokenPadding: 4000 } });
    const client = await wire(sandbox.pop.port);
    await client.ask('AUTH XOAUTH2', /\+ \r\n/);
    await client.ask(
      xoauth2('anna@example.org', 'bad'),
      /-ERR Authentication failure: unknown user name or bad password\.\r\n/,
    );
    await client.ask('AUTH XOAUTH2', /\+ \r\n/);
    client.send(`${xoauth2('anna@example.org', await appToken())}\r\n`);
    expect(await client.ended()).toContain('-ERR Protocol error. Connection is closed. 10');
  });

  it('a line without end is not held for ever', async () => {
    const client = await wire(sandbox.pop.port);
    client.send('x'.repeat(70_000));
    expect(await client.ended()).toContain('-ERR Protocol error');
  });
});

describe('SMTP', () => {
  it('a message sent can be read over IMAP and POP, and is kept in Sent', async () => {
    const client = await smtpLogin();
    await client.ask('MAIL FROM:<anna@example.org>', /250 .*\r\n/);
    await client.ask('RCPT TO:<anna.example@example.org>', /250 .*\r\n/);
    await client.ask('RCPT TO:<someone@elsewhere.example>', /250 .*\r\n/);
    await client.ask('DATA', /354 .*\r\n/);
    await client.ask('Subject: sent\r\n\r\n..dot\r\nGr\xc3\xbc\xc3\x9fe\r\n.', /250 .*\r\n/);
    const value = await appToken();
    const imap = await wire(sandbox.imap.port);
    await imap.ask(`a AUTHENTICATE XOAUTH2 ${xoauth2('anna@example.org', value)}`, /a OK.*\r\n/);
    expect(await imap.ask('b SELECT INBOX', /b OK.*\r\n/)).toContain('* 4 EXISTS');
    expect(await imap.ask('c FETCH 4 BODY.PEEK[]', /c OK.*\r\n/)).toContain(
      'Subject: sent\r\n\r\n.dot\r\nGr\xc3\xbc\xc3\x9fe\r\n',
    );
    expect(await imap.ask('d SELECT Sent', /d OK.*\r\n/)).toContain('* 1 EXISTS');
    const pop = await wire(sandbox.pop.port);
    await pop.ask('AUTH XOAUTH2', /\+ \r\n/);
    await pop.ask(xoauth2('anna@example.org', value), /\+OK .*\r\n/);
    expect(await pop.ask('RETR 4', /\r\n\.\r\n/)).toContain('\r\n\r\n..dot\r\n');
    expect(sandbox.smtp.submitted.entries).toMatchObject([
      {
        username: 'anna@example.org',
        from: 'anna@example.org',
        to: ['anna.example@example.org', 'someone@elsewhere.example'],
      },
    ]);
  });

  it('nobody sends as someone else, unless allowed to', async () => {
    const client = await smtpLogin();
    await client.ask('MAIL FROM:<bo@example.org>', /550 5\.7\.60 .*\r\n/);
    await client.ask(`MAIL FROM:<${sandbox.sharedMailbox}>`, /250 .*\r\n/);
  });

  it('a refused token is challenged and then refused; a password is not taken', async () => {
    const client = await smtpSecured();
    await client.ask('AUTH PLAIN AGFubmEAcA==', /504 .*\r\n/);
    await client.ask('AUTH XOAUTH2', /334 \r\n/);
    await client.ask(xoauth2('anna@example.org', 'bad'), /334 \S+\r\n/);
    await client.ask('', /535 .*\r\n/);
    await client.ask('MAIL FROM:<anna@example.org>', /530 5\.7\.57 .*\r\n/);
  });

  it('as Exchange: 535 5.7.3 at once', async () => {
    await restart({ refusals: 'exchange' });
    const client = await smtpSecured();
    await client.ask('AUTH XOAUTH2', /334 \r\n/);
    await client.ask(xoauth2('anna@example.org', 'bad'), /^535 5\.7\.3 Authentication unsuccessful .*\r\n/);
  });

  it('implicit TLS, and none', async () => {
    await restart({ smtpTls: 'implicit' });
    const secure = await wire(sandbox.smtp.port);
    await secure.until(/^220 .*\r\n/);
    expect(await secure.ask('EHLO me', /\r\n250 .*\r\n/)).not.toContain('STARTTLS');
    await secure.ask(`AUTH XOAUTH2 ${xoauth2('anna@example.org', await appToken())}`, /235 .*\r\n/);
    await restart({ smtpTls: 'none' });
    const plain = await wire(sandbox.smtp.port, false);
    await plain.until(/^220 .*\r\n/);
    expect(await plain.ask('EHLO me', /\r\n250 .*\r\n/)).not.toContain('STARTTLS');
    await plain.ask(`AUTH XOAUTH2 ${xoauth2('anna@example.org', await appToken())}`, /235 .*\r\n/);
  });
});

describe('faults of the mail servers', () => {
  it.each(['imap', 'pop', 'smtp'] as const)(
    '%s: silence, a cut, and a greeting that is all',
    async (name) => {
      await restart({ smtpTls: 'implicit' });
      const server = sandbox[name];
      server.faults.nextConnection({ kind: 'silent' });
      server.faults.nextConnection({ kind: 'close-after-greeting' });
      server.faults.nextConnection({ kind: 'greet', line: '* BYE busy' });
      server.faults.nextConnection({ kind: 'reset' });
      const silent = await wire(server.port);
      expect(await (await wire(server.port)).ended()).toMatch(/^(\* OK|\+OK|220) .*\r\n$/);
      expect(await (await wire(server.port)).ended()).toBe('* BYE busy\r\n');
      await expect(wire(server.port)).rejects.toThrow();
      expect(silent.received).toBe('');
      expect(await (await wire(server.port)).until(/\r\n/)).toMatch(/^(\* OK|\+OK|220) /);
      expect(server.acceptedConnections).toBe(5);
    },
  );

  it('IMAP logins: refused in given words, temporary, not connected, cut', async () => {
    const { faults, port } = sandbox.imap;
    const login = `a AUTHENTICATE XOAUTH2 ${xoauth2('anna@example.org', await appToken())}`;
    faults.nextLogin({ kind: 'reply', line: 'NO [ALERT] Go away' });
    faults.nextLogin({ kind: 'temporary' });
    faults.nextLogin({ kind: 'not-connected' });
    faults.nextLogin({ kind: 'close' });
    const client = await wire(port);
    await client.ask(login, /a NO \[ALERT\] Go away\r\n/);
    await client.ask(login, /a NO \[UNAVAILABLE\] .*\r\n/);
    await client.ask(login, /a OK .*\r\n/);
    client.send('b NOOP\r\n');
    expect(await client.ended()).toContain('b BAD User is authenticated but not connected.\r\n* BYE');
    const second = await wire(port);
    await second.until(/\r\n/);
    second.send(`${login}\r\n`);
    expect(await second.ended()).toBe('');
    await (await wire(port)).ask(login, /a OK .*\r\n/);
  });

  it('POP and SMTP logins: temporary, and refused in given words', async () => {
    await restart({ smtpTls: 'implicit' });
    const response = xoauth2('anna@example.org', await appToken());
    for (const server of [sandbox.pop, sandbox.smtp]) {
      server.faults.nextLogin({ kind: 'temporary' });
      server.faults.nextLogin({
        kind: 'reply',
        line: '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
      });
      server.faults.nextLogin({ kind: 'close' });
    }
    const pop = await wire(sandbox.pop.port);
    await pop.ask('AUTH XOAUTH2', /\+ \r\n/);
    await pop.ask(response, /-ERR \[SYS\/TEMP\] .*\r\n/);
    await pop.ask('AUTH XOAUTH2', /\+ \r\n/);
    await pop.ask(response, /5\.7\.139 .*\r\n/);
    await pop.ask('AUTH XOAUTH2', /\+ \r\n/);
    pop.send(`${response}\r\n`);
    await pop.ended();
    const smtp = await wire(sandbox.smtp.port);
    await smtp.until(/^220 .*\r\n/);
    await smtp.ask('EHLO me', /\r\n250 .*\r\n/);
    await smtp.ask(`AUTH XOAUTH2 ${response}`, /454 4\.7\.0 .*\r\n/);
    await smtp.ask(`AUTH XOAUTH2 ${response}`, /535 5\.7\.139 .*\r\n/);
    smtp.send(`AUTH XOAUTH2 ${response}\r\n`);
    await smtp.ended();
  });

  it('a login that is never answered is recorded, and a session can be ended with a last word', async () => {
    sandbox.imap.faults.nextLogin({ kind: 'silent' });
    const client = await wire(sandbox.imap.port);
    await client.until(/\r\n/);
    client.send(`a AUTHENTICATE XOAUTH2 ${xoauth2('anna@example.org', 'x')}\r\n`);
    await sandbox.imap.logins.waitFor((login) => login.outcome === 'fault');
    expect(client.received).toBe('');
    sandbox.imap.closeConnections('* BYE Session invalidated - AccessTokenExpired');
    expect(await client.ended()).toBe('* BYE Session invalidated - AccessTokenExpired\r\n');
  });

  it('a handshake that never comes does not keep a server from stopping', async () => {
    const stuck = await Promise.all([sandbox.imap, sandbox.pop].map((server) => wire(server.port, false)));
    const smtp = await wire(sandbox.smtp.port, false);
    await smtp.until(/^220 .*\r\n/);
    await smtp.ask('EHLO me', /\r\n250 .*\r\n/);
    await smtp.ask('STARTTLS', /220 .*\r\n/);
    await sandbox.stop();
    await Promise.all([...stuck, smtp].map((client) => client.ended()));
  });
});

describe('the sandbox', () => {
  it('writes the authority into the folder given', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    try {
      await restart({ caFolder: folder });
      expect(await readFile(sandbox.caFile ?? '', 'utf8')).toBe(sandbox.ca);
      const certificate = new X509Certificate(sandbox.ca);
      expect(certificate.ca).toBe(true);
      expect(certificate.verify(certificate.publicKey)).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('stops with every connection closed and no handle left', async () => {
    await sandbox.stop();
    // What fetch keeps open in its pool ends with the servers at the other end.
    await noHandles();
    sandbox = await startSandbox();
    expect(handles()).toBeGreaterThanOrEqual(5);
    const clients = [
      await wire(sandbox.imap.port),
      await wire(sandbox.pop.port),
      await wire(sandbox.smtp.port, false),
    ];
    await clients[0]?.ask(
      `a AUTHENTICATE XOAUTH2 ${xoauth2('anna@example.org', await appToken())}`,
      /a OK.*\r\n/,
    );
    await clients[0]?.ask('b IDLE', /\+ .*\r\n/);
    await sandbox.stop();
    await Promise.all(clients.map((client) => client.ended()));
    await noHandles();
    expect([sandbox.imap.openConnections, sandbox.pop.openConnections, sandbox.smtp.openConnections]).toEqual(
      [0, 0, 0],
    );
    await expect(WireClient.connect(sandbox.imap.port)).rejects.toThrow();
  });
});
