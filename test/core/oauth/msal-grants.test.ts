import { createHash, X509Certificate } from 'node:crypto';
import { importX509, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verbatim } from '#messages/message.ts';
import { makeCertificate } from '#core/oauth/certificate.ts';
import { LoopbackPorts } from '#core/oauth/loopback-receiver.ts';
import type { EngineDeps } from '#core/oauth/provider-exchange.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import type { GrantRequest, Interaction, Issued } from '#core/oauth/grant.ts';
import { microsoftGrantChooser } from '#core/oauth/grant-chooser.ts';
import { makeMicrosoftGrants } from '#core/oauth/msal/msal-grants.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { textOf } from '../../support/english.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import {
  agreeing,
  browser,
  CapturingLogger,
  jwt,
  makeClient,
  makeRequest,
  opensslCertificate,
  sharedAttempt,
  START,
  TokenServer,
  failure,
  withOpenssl,
} from './generic-support.ts';

const TENANT = '9188040d-6c67-4c5b-b112-36a304b66dad';
const SCOPE = 'https://outlook.office.com/IMAP.AccessAsUser.All';
const SECRET = 'msal~client~secret';
let server: TokenServer;
let clock: FakeClock;
let logger: CapturingLogger;
/** Every URL that left this machine but for the stand-in. */
let elsewhere: string[];

beforeEach(async () => {
  server = await TokenServer.start();
  clock = new FakeClock(START);
  logger = new CapturingLogger();
  elsewhere = [];
});
afterEach(() => server.stop());

function engine(changes: Partial<EngineDeps> = {}): ReturnType<typeof makeMicrosoftGrants> {
  return makeMicrosoftGrants({
    fetch: (url, init) => {
      if (!url.startsWith(server.url)) elsewhere.push(url);
      return fetch(url, init);
    },
    clock,
    logger,
    ports: new LoopbackPorts(),
    ...changes,
  });
}

function client(changes: Partial<ResolvedClient> = {}): ResolvedClient {
  const base = `${server.url}/${TENANT}/oauth2/v2.0`;
  return makeClient(server.url, {
    provider: 'microsoft365',
    tenant: TENANT,
    authorizationUrl: `${base}/authorize`,
    tokenUrl: `${base}/token`,
    deviceUrl: `${base}/devicecode`,
    scope: SCOPE,
    ...changes,
  });
}

function answer(changes: Record<string, unknown> = {}): { body: Record<string, unknown> } {
  return {
    body: {
      token_type: 'Bearer',
      scope: `${SCOPE} openid profile offline_access`,
      expires_in: 3600,
      ext_expires_in: 3600,
      access_token: 'access-1',
      refresh_token: 'refresh-1',
      id_token: jwt({
        ver: '2.0',
        iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
        aud: 'client-1',
        sub: 'subject',
        oid: '00000000-0000-0000-0000-000000000001',
        tid: TENANT,
        preferred_username: 'anna@example.org',
        exp: Math.floor(Date.now() / 1000) + 3600,
        iat: Math.floor(Date.now() / 1000),
      }),
      client_info: Buffer.from(JSON.stringify({ uid: 'u1', utid: TENANT })).toString('base64url'),
      ...changes,
    },
  };
}

const signIn = (person: Interaction, request: GrantRequest = makeRequest(client())): Promise<Issued> =>
  engine()['authorization-code'].signIn(request, person);
const renew = (request: GrantRequest): Promise<Issued> => engine()['authorization-code'].renew(request);

async function signedIn(changes: Partial<GrantRequest> = {}): Promise<string> {
  server.reply(answer());
  const request = makeRequest(client(), changes);
  await signIn(browser(agreeing), request);
  const state = request.saved.at(-1);
  if (state === undefined) throw new Error('nothing was kept');
  return state;
}

describe('authorization code by MSAL', () => {
  it("a public client signs in with PKCE, at the client's own endpoints, and nothing else is asked", async () => {
    server.reply(answer());
    const request = makeRequest(client({ authorizationParameters: { prompt: 'select_account' } }));
    const person = browser(agreeing);
    const issued = await signIn(person, request);
    expect(issued).toEqual({
      token: { value: 'access-1', obtainedAt: START, expiresAt: START + 3600_000 },
      identity: 'anna@example.org',
      scope: `${SCOPE} openid profile offline_access`,
    });
    const asked = person.opened[0];
    expect(`${asked?.origin}${asked?.pathname}`).toBe(`${server.url}/${TENANT}/oauth2/v2.0/authorize`);
    expect(asked?.searchParams.get('login_hint')).toBe('anna@example.org');
    expect(asked?.searchParams.get('prompt')).toBe('select_account');
    expect(asked?.searchParams.get('code_challenge_method')).toBe('S256');
    expect(asked?.searchParams.get('scope')?.split(' ')).toEqual([
      SCOPE,
      'openid',
      'profile',
      'offline_access',
    ]);
    const { form } = server.last;
    expect(
      createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url'),
    ).toBe(asked?.searchParams.get('code_challenge'));
    expect(form.get('redirect_uri')).toBe(asked?.searchParams.get('redirect_uri'));
    expect(form.has('client_secret')).toBe(false);
    expect(server.heard).toHaveLength(1);
    expect(elsewhere).toEqual([]);
    expect(await person.page).toContain('works now');
    expect(request.saved.at(-1)).toContain('refresh-1');
    expect(request.saved.at(-1)).not.toContain('access-1');
    expect(logger.text).not.toMatch(/access-1|refresh-1|the-code-1/);
  });

  it('a confidential client proves itself by its secret', async () => {
    await signedIn({ credential: { kind: 'secret', secret: SECRET } });
    expect(server.last.form.get('client_secret')).toBe(SECRET);
  });

  it('a refusal on the page, and one of the token endpoint, are told in the browser and explained', async () => {
    const declining = browser((url) => ({
      error: 'access_denied',
      error_description: 'AADSTS65004: User declined to consent to access the app.',
      state: url.searchParams.get('state') ?? '',
    }));
    const declined = await failure(signIn(declining));
    expect(declined).toMatchObject({ code: 'cancelled', answer: { codes: [65004] } });
    expect(await declining.page).toContain('isn’t signed in');
    server.reply({
      status: 401,
      body: {
        error: 'invalid_client',
        error_codes: [7000215],
        error_description: `AADSTS7000215: Invalid secret ${SECRET}`,
      },
    });
    const person = browser(agreeing);
    const request = makeRequest(client(), { credential: { kind: 'secret', secret: SECRET } });
    const refused = await failure(signIn(person, request));
    expect(refused).toMatchObject({ code: 'refused', answer: { httpStatus: 401, codes: [7000215] } });
    expect(JSON.stringify([refused.message, refused.answer, logger.lines])).not.toMatch(
      /msal~client~secret|the-code-1/,
    );
    expect(await person.page).toContain('isn’t signed in');
  });

  it.each<Record<string, string>>([{}, { error: 'access_denied', code: 'the-code-1' }])(
    'an answer that is no code alone is not redeemed: %j',
    async (said) => {
      const person = browser((url) => ({ state: url.searchParams.get('state') ?? '', ...said }));
      await failure(signIn(person));
      expect(server.heard).toEqual([]);
    },
  );

  it('a cancel ends it', async () => {
    const cancel = new AbortController();
    const request = makeRequest(client(), { signal: cancel.signal });
    const person = { ...browser(agreeing), open: () => Promise.resolve(cancel.abort()) };
    expect(await failure(signIn(person, request))).toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('silent renewal by MSAL', () => {
  it('uses the refresh token that was kept, and saves the new one before the token is handed out', async () => {
    const state = await signedIn();
    server.reply(answer({ access_token: 'access-2', refresh_token: 'refresh-2' }));
    const order: string[] = [];
    const request: GrantRequest = {
      ...makeRequest(client(), { state }),
      save: (next) => {
        order.push(next.includes('refresh-2') ? 'saved refresh-2' : 'saved something else');
        return Promise.resolve();
      },
    };
    const { token } = await renew(request);
    order.push(`issued ${token.value}`);
    expect(order).toEqual(['saved refresh-2', 'issued access-2']);
    expect(server.last.form.get('grant_type')).toBe('refresh_token');
    expect(server.last.form.get('refresh_token')).toBe('refresh-1');
  });

  it('works again and again from its own state, fresh or not, and without a new refresh token', async () => {
    let state = await signedIn();
    for (const fresh of [true, false, true]) {
      server.reply(answer({ access_token: `access-${fresh}`, refresh_token: undefined, expires_in: '1800' }));
      const request = makeRequest(client(), { state, fresh });
      const issued = await renew(request);
      expect(issued.token).toEqual({
        value: `access-${fresh}`,
        obtainedAt: START,
        expiresAt: START + 1_800_000,
      });
      expect(server.last.form.get('refresh_token')).toBe('refresh-1');
      state = request.saved.at(-1) ?? state;
    }
    expect(elsewhere).toEqual([]);
  });

  it('a state that could not be saved is no token', async () => {
    const state = await signedIn();
    server.reply(answer({ refresh_token: 'refresh-2' }));
    const request: GrantRequest = {
      ...makeRequest(client(), { state }),
      save: () =>
        Promise.reject(
          new OAuthError('refused', verbatim('the disk is full'), { fix: verbatim('make room') }),
        ),
    };
    expect(await failure(renew(request))).toMatchObject({
      message: 'the disk is full',
    });
  });

  it.each([
    undefined,
    'nonsense',
    '{"version":1,"refreshToken":"x","scope":""}',
    '{"version":1,"engine":"msal","cache":{"RefreshToken":{}}}',
  ])('without an account to renew somebody must sign in: %s', async (state) => {
    expect(await failure(renew(makeRequest(client(), { state })))).toMatchObject({
      code: 'needs-sign-in',
    });
    expect(server.heard).toHaveLength(0);
  });

  it.each([
    [400, { error: 'invalid_grant', error_codes: [700082], suberror: 'bad_token' }, 'needs-sign-in'],
    [400, { error: 'interaction_required', error_codes: [50076] }, 'needs-sign-in'],
    [401, { error: 'invalid_client', error_codes: [7000222] }, 'refused'],
    [503, { error: 'temporarily_unavailable' }, 'unreachable'],
    [500, 'oops', 'unreachable'],
    [429, { error: 'slow_down' }, 'unreachable'],
  ])('%i %o is told apart', async (status, body, code) => {
    const state = await signedIn();
    server.reply({ status, headers: { 'retry-after': '60' }, body });
    const request = makeRequest(client(), { state, fresh: true });
    const error = await failure(renew(request));
    expect(error).toMatchObject({ code, retryAfter: 60_000, answer: { httpStatus: status } });
    expect(request.saved).toEqual([]);
  });

  it('a dead network and a silent server are unreachable', async () => {
    const state = await signedIn();
    const dead = engine({ fetch: () => Promise.reject(new TypeError('fetch failed')) });
    expect(await failure(dead['authorization-code'].renew(makeRequest(client(), { state })))).toMatchObject({
      code: 'unreachable',
    });
    server.reply('silence');
    const waiting = failure(renew(makeRequest(client(), { state })));
    await server.hears(2);
    await clock.advance(4 * 60_000);
    expect(await waiting).toMatchObject({ code: 'unreachable' });
  });

  it('a provider that rotates only after a minute is waited for, and its new refresh token is kept', async () => {
    const state = await signedIn();
    const slow = Promise.withResolvers<void>();
    const request = makeRequest(client(), { state, fresh: true });
    const renewing = engine({
      fetch: async (url, init) => {
        await slow.promise;
        return fetch(url, init);
      },
    })['authorization-code'].renew(request);
    renewing.catch(() => undefined);
    await clock.timer(4 * 60_000);
    await clock.advance(180_000);
    server.reply(answer({ refresh_token: 'refresh-2' }));
    slow.resolve();
    await renewing;
    expect(request.saved.at(-1)).toContain('refresh-2');
  });

  it('an answer with a token of no use still keeps its new refresh token, as the old one is used up', async () => {
    const state = await signedIn();
    const request = makeRequest(client(), { state, fresh: true });
    server.reply(answer({ token_type: 'mac', refresh_token: 'refresh-2' }));
    expect(await failure(renew(request))).toMatchObject({ code: 'refused' });
    server.reply(answer({ access_token: 'access-3' }));
    const again = makeRequest(client(), { state: request.saved.at(-1), fresh: true });
    const { token } = await renew(again);
    expect(server.last.form.get('refresh_token')).toBe('refresh-2');
    expect(token.value).toBe('access-3');
  });
});

describe('client credentials by MSAL', () => {
  it('with a secret: asks each time, and keeps nothing', async () => {
    for (const value of ['app-1', 'app-2']) {
      server.reply({ body: { token_type: 'Bearer', expires_in: 3599, access_token: value } });
      const request = makeRequest(client({ scope: 'https://outlook.office365.com/.default' }), {
        credential: { kind: 'secret', secret: SECRET },
      });
      expect((await engine()['client-credentials'].renew(request)).token.value).toBe(value);
      expect(request.saved).toEqual([]);
    }
    expect(server.last.form.get('scope')).toBe('https://outlook.office365.com/.default');
    expect(server.last.form.get('client_secret')).toBe(SECRET);
    expect(elsewhere).toEqual([]);
  });

  it('with a certificate: a PS256 assertion for the token URL, named by x5t#S256', async () => {
    const pair = await makeCertificate({ commonName: 'Mailwicket test', days: 30, clock });
    server.reply({ body: { token_type: 'Bearer', expires_in: 3599, access_token: 'app-1' } });
    const request = makeRequest(client({ scope: 'https://outlook.office365.com/.default' }), {
      credential: { kind: 'certificate', certificate: pair.certificate, privateKey: pair.privateKey },
    });
    await engine()['client-credentials'].renew(request);
    const { protectedHeader } = await jwtVerify(
      server.last.form.get('client_assertion') ?? '',
      await importX509(pair.certificate, 'PS256'),
      // MSAL rounds its `nbf` up by half a second
      { audience: client().tokenUrl, issuer: 'client-1', subject: 'client-1', clockTolerance: 1 },
    );
    const thumbprint = createHash('sha256')
      .update(new X509Certificate(pair.certificate).raw)
      .digest('base64url');
    expect(protectedHeader).toMatchObject({ alg: 'PS256', 'x5t#S256': thumbprint });
  });

  it('an empty secret is told before anything is sent', async () => {
    const request = makeRequest(client(), { credential: { kind: 'secret', secret: '' } });
    expect(await failure(engine()['client-credentials'].renew(request))).toMatchObject({ code: 'refused' });
    expect(server.heard).toEqual([]);
  });

  it.runIf(withOpenssl)('a certificate whose key is not RSA is told before anything is sent', async () => {
    const credential = await opensslCertificate('ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1');
    const error = await failure(engine()['client-credentials'].renew(makeRequest(client(), { credential })));
    expect(error).toMatchObject({ code: 'refused', who: 'administrator' });
    expect(error.message).toContain('RSA');
    expect(server.heard).toEqual([]);
  });

  it('without a tenant, or without a credential, it says which is missing', async () => {
    const tokenUrl = `${server.url}/common/oauth2/v2.0/token`;
    const credential = { kind: 'secret', secret: SECRET } as const;
    const anyTenant = makeRequest(
      client({ tokenUrl, tenant: 'common', scope: 'https://outlook.office365.com/.default' }),
      { credential },
    );
    const error = await failure(engine()['client-credentials'].renew(anyTenant));
    expect(error).toMatchObject({ code: 'refused', who: 'administrator' });
    expect(textOf(error.fix)).toMatch(/tenant/);
    expect(await failure(engine()['client-credentials'].renew(makeRequest(client())))).toMatchObject({
      code: 'refused',
    });
    expect(server.heard).toHaveLength(0);
  });
});

describe('device code by MSAL', () => {
  const DEVICE = {
    device_code: 'device-code-1',
    user_code: 'ABCD',
    verification_uri: 'https://microsoft.com/devicelogin',
    expires_in: 900,
    interval: 0.01,
    message: 'To sign in …',
  };

  it('shows the code, outlives slow_down and a hiccup, and can be renewed', async () => {
    server.reply(
      { body: DEVICE },
      { status: 400, body: { error: 'authorization_pending' } },
      { status: 400, body: { error: 'slow_down' } },
      { status: 503, body: 'down' },
      answer(),
    );
    const request = makeRequest(client());
    const person = browser(agreeing);
    const signingIn = engine()['device-code'].signIn(request, person);
    // 5 s for slow_down; then 5 s more for the hiccup
    await clock.timer(5000);
    await clock.advance(5000);
    await clock.timer(10_000);
    await clock.advance(10_000);
    expect(await signingIn).toMatchObject({ token: { value: 'access-1' }, identity: 'anna@example.org' });
    expect(person.codes).toMatchObject([
      { userCode: 'ABCD', verificationUri: 'https://microsoft.com/devicelogin', expiresAt: START + 900_000 },
    ]);
    expect(server.heard[0]?.url).toBe(`/${TENANT}/oauth2/v2.0/devicecode`);
    server.reply(answer({ access_token: 'access-2' }));
    const renewed = await engine()['device-code'].renew(
      makeRequest(client(), { state: request.saved.at(-1) }),
    );
    expect(renewed.token.value).toBe('access-2');
    expect(logger.text).not.toContain('device-code-1');
  });

  it.each([
    ['expired_token', 'cancelled'],
    ['authorization_declined', 'cancelled'],
    ['invalid_client', 'refused'],
  ])('%s ends it as %s', async (error, code) => {
    server.reply({ body: DEVICE }, { status: 400, body: { error } });
    expect(
      await failure(engine()['device-code'].signIn(makeRequest(client()), browser(agreeing))),
    ).toMatchObject({ code });
  });

  it('that another node has asked for is redeemed here, and not asked for again', async () => {
    server.reply(answer());
    const { attempt, kept, told } = sharedAttempt({
      deviceCode: 'device-code-1',
      userCode: 'ABCD',
      verificationUri: 'https://microsoft.com/devicelogin',
      interval: 0.01,
      expiresAt: START + 900_000,
    });
    const person = browser(agreeing);
    const issued = await engine()['device-code'].signIn(makeRequest(client()), { ...person, attempt });
    expect(issued.token.value).toBe('access-1');
    expect(person.codes).toMatchObject([{ userCode: 'ABCD', expiresAt: START + 900_000 }]);
    expect(server.heard.map(({ url }) => url.split('?')[0])).toEqual([`/${TENANT}/oauth2/v2.0/token`]);
    expect(server.last.form.get('device_code')).toBe('device-code-1');
    expect([kept, told]).toEqual([[], [{ doubt: undefined }]]);
  });

  it('a client without its URL, and an answer without a code, are told', async () => {
    const none = makeRequest(client({ deviceUrl: undefined }));
    const asked = engine()['device-code'].signIn(none, browser(agreeing));
    expect(await failure(asked)).toMatchObject({ code: 'refused' });
    expect(server.heard).toEqual([]);
    for (const body of [{}, 'a page', '[]', 'null']) {
      server.reply({ body });
      const again = engine()['device-code'].signIn(makeRequest(client()), browser(agreeing));
      expect(await failure(again)).toMatchObject({ code: 'refused' });
    }
  });

  it('is renewed without the client’s secret, as nobody proves a client by code', async () => {
    const state = await signedIn();
    server.reply(answer({ access_token: 'access-2' }));
    const credential = { kind: 'secret', secret: SECRET } as const;
    await engine()['device-code'].renew(makeRequest(client(), { state, credential }));
    expect(server.last.form.has('client_secret')).toBe(false);
    server.reply(answer({ access_token: 'access-3' }));
    await renew(makeRequest(client(), { state, credential }));
    expect(server.last.form.get('client_secret')).toBe(SECRET);
  });

  it('a cancel ends the wait at once', async () => {
    server.reply(
      { body: { ...DEVICE, interval: 3600 } },
      { status: 400, body: { error: 'authorization_pending' } },
    );
    const cancel = new AbortController();
    const failed = failure(
      engine()['device-code'].signIn(makeRequest(client(), { signal: cancel.signal }), browser(agreeing)),
    );
    await server.hears(2);
    cancel.abort();
    expect(await failed).toMatchObject({ code: 'cancelled' });
  });
});

it.each([
  ['global', 'login.microsoftonline.com'],
  ['gcc-high', 'login.microsoftonline.us'],
  ['dod', 'login.microsoftonline.us'],
  ['china', 'login.partner.microsoftonline.cn'],
] as const)('the cloud %s asks at %s, and looks nothing up', async (cloud, host) => {
  const base = `https://${host}/contoso.example/oauth2/v2.0`;
  const asked: string[] = [];
  const grants = engine({
    fetch: (url, init) => {
      asked.push(url);
      return fetch(url.replace(`https://${host}`, server.url), init);
    },
  });
  server.reply({ body: { token_type: 'Bearer', expires_in: '3599', access_token: 'app-1' } });
  const request = makeRequest(
    client({
      cloud,
      tenant: 'contoso.example',
      authorizationUrl: `${base}/authorize`,
      tokenUrl: `${base}/token`,
      scope: 'x/.default',
    }),
    {
      credential: { kind: 'secret', secret: SECRET },
    },
  );
  await grants['client-credentials'].renew(request);
  expect(asked.map((url) => url.split('?')[0])).toEqual([`${base}/token`]);
});

it('is loaded when it is first used, to sign in and to renew', async () => {
  const choose = microsoftGrantChooser({ fetch, clock, logger, ports: new LoopbackPorts() });
  const grant = choose(client());
  server.reply(answer(), answer({ access_token: 'access-2' }));
  const request = makeRequest(client());
  expect((await grant?.signIn?.(request, browser(agreeing)))?.token.value).toBe('access-1');
  const renewed = await grant?.renew(makeRequest(client(), { state: request.saved.at(-1) }));
  expect(renewed?.token.value).toBe('access-2');
  const own = choose(client({ grant: 'client-credentials' }));
  expect(own).not.toHaveProperty('signIn');
  server.reply(answer({ access_token: 'access-3' }));
  const credential = { kind: 'secret', secret: SECRET } as const;
  expect((await own?.renew(makeRequest(client(), { credential })))?.token.value).toBe('access-3');
});

it('serves Microsoft’s version 2 endpoints; the password grant, version 1 and other providers are for the other engine', () => {
  const choose = microsoftGrantChooser({ fetch, clock, logger, ports: new LoopbackPorts() });
  expect(choose(client())).toHaveProperty('signIn');
  const appOnly = choose(client({ grant: 'client-credentials' }));
  expect(appOnly).toHaveProperty('renew');
  expect(appOnly).not.toHaveProperty('signIn');
  expect(choose(client({ provider: 'outlook', grant: 'device-code' }))).toHaveProperty('signIn');
  expect(choose(client({ grant: 'password' }))).toBeUndefined();
  expect(choose(client({ provider: 'custom' }))).toBeUndefined();
  expect(choose(client({ tokenUrl: `${server.url}/common/oauth2/token` }))).toBeUndefined();
});
