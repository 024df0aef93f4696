import { createHash, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { createServer } from 'node:net';
import { importX509, jwtVerify } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Message, verbatim } from '#messages/message.ts';
import { grantChooser, type TokenRequested } from '#core/oauth/grant-chooser.ts';
import { makeGenericGrants } from '#core/oauth/grants/generic-grants.ts';
import type { EngineDeps } from '#core/oauth/provider-exchange.ts';
import type { GrantRequest, Interaction, Issued } from '#core/oauth/grant.ts';
import { LoopbackPorts } from '#core/oauth/loopback-receiver.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import { makeCertificate } from '#core/oauth/certificate.ts';
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
  refreshTokenIn,
  sharedAttempt,
  START,
  TokenServer,
  failure,
  withOpenssl,
} from './generic-support.ts';

const SECRET = 'the-client-secret';
let server: TokenServer;
let clock: FakeClock;
let logger: CapturingLogger;

beforeEach(async () => {
  server = await TokenServer.start();
  clock = new FakeClock(START);
  logger = new CapturingLogger();
});
afterEach(() => server.stop());

function engine(changes: Partial<EngineDeps> = {}): ReturnType<typeof makeGenericGrants> {
  return makeGenericGrants({ fetch, clock, logger, ports: new LoopbackPorts(), ...changes });
}

/** A Google service account's key file and the public half of its key. */
function makeServiceAccountKey(): { json: string; publicKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const json = JSON.stringify({
    type: 'service_account',
    project_id: 'p',
    private_key_id: 'key-7',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: 'robot@p.iam.gserviceaccount.com',
    token_uri: 'https://oauth2.googleapis.com/token',
  });
  return { json, publicKey };
}

function kept(refreshToken: string, scope = 'mail offline_access'): string {
  return JSON.stringify({ version: 1, refreshToken, scope });
}

/** A request of an account that has signed in. */
const renewable = (changes: Partial<GrantRequest> = {}): ReturnType<typeof makeRequest> =>
  makeRequest(makeClient(server.url), { state: kept('refresh-1'), ...changes });
const renew = (request: GrantRequest = renewable()): Promise<Issued> =>
  engine()['authorization-code'].renew(request);
const renewalFails = (request?: GrantRequest): Promise<OAuthError> => failure(renew(request));
const signIn = (
  person: Interaction,
  request: GrantRequest = makeRequest(makeClient(server.url)),
): Promise<Issued> => engine()['authorization-code'].signIn(request, person);
const signInOnDevice = (
  person: Interaction = browser(agreeing),
  request: GrantRequest = makeRequest(makeClient(server.url)),
): Promise<Issued> => engine()['device-code'].signIn(request, person);
const withSecret = (): ReturnType<typeof makeRequest> =>
  makeRequest(makeClient(server.url), { credential: { kind: 'secret', secret: SECRET } });

const refuseEve = (): Promise<never> =>
  Promise.reject(
    new OAuthError('refused', verbatim('eve@example.org signed in.'), {
      fix: verbatim('Sign in as anna@example.org.'),
    }),
  );
const doubtAnna = (): Promise<Message> =>
  Promise.resolve(verbatim('anna.k@corp.example signed in for anna@example.org.'));

const TOKEN = { access_token: 'access-1', token_type: 'Bearer', expires_in: 3600 };

describe('the authorization code grant', () => {
  it('signs in with PKCE and state, keeps the refresh token and tells who signed in', async () => {
    const idToken = jwt({
      iss: 'https://id.example',
      sub: '1',
      aud: 'client-1',
      iat: START / 1000,
      exp: START / 1000 + 3600,
      email: 'anna@example.org',
    });
    server.reply({ body: { ...TOKEN, refresh_token: 'refresh-1', scope: 'mail', id_token: idToken } });
    const client = makeClient(server.url, {
      authorizationParameters: { prompt: 'consent', state: 'fixed', login_hint: 'other@example.org' },
    });
    const request = makeRequest(client);
    const person = browser(agreeing);
    const issued = await signIn(person, request);

    expect(issued).toEqual({
      token: { value: 'access-1', obtainedAt: START, expiresAt: START + 3600_000 },
      identity: 'anna@example.org',
      scope: 'mail',
    });
    const asked = person.opened[0]?.searchParams;
    expect(asked?.get('response_type')).toBe('code');
    expect(asked?.get('code_challenge_method')).toBe('S256');
    expect(asked?.get('scope')).toBe('mail offline_access');
    expect(asked?.get('prompt')).toBe('consent');
    expect(asked?.get('login_hint')).toBe('other@example.org');
    expect(asked?.getAll('state')).toHaveLength(1);
    expect(asked?.get('state')).not.toBe('fixed');
    const { form } = server.last;
    expect(
      createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url'),
    ).toBe(asked?.get('code_challenge'));
    expect(form.get('redirect_uri')).toBe(asked?.get('redirect_uri'));
    expect(form.get('client_id')).toBe('client-1');
    expect(form.has('client_secret')).toBe(false);
    expect(request.saved.map(refreshTokenIn)).toEqual(['refresh-1']);
    expect(await person.page).toContain('works now');
  });

  it('offline access is asked for with the question for consent, without which a server passes over it', async () => {
    server.reply(...Array.from({ length: 4 }, () => ({ body: TOKEN })));
    const promptOf = async (
      change: Partial<ResolvedClient>,
      scope = 'mail offline_access',
    ): Promise<unknown> => {
      const person = browser(agreeing);
      await signIn(person, makeRequest(makeClient(server.url, change), { scope }));
      return person.opened[0]?.searchParams.getAll('prompt');
    };
    expect(await promptOf({})).toEqual(['consent']);
    expect(await promptOf({}, 'mail')).toEqual([]);
    // what somebody has written into the URL stands
    expect(await promptOf({ authorizationUrl: `${server.url}/authorize?prompt=login` })).toEqual(['login']);
    // Entra gives it without the question, which only an administrator can answer where people may not consent
    const authorizationUrl = 'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize';
    expect(await promptOf({ authorizationUrl })).toEqual([]);
  });

  it('a confidential client sends its secret in the body', async () => {
    server.reply({ body: TOKEN });
    const request = withSecret();
    await signIn(browser(agreeing), request);
    expect(server.last.form.get('client_secret')).toBe(SECRET);
    expect(server.last.headers.authorization).toBeUndefined();
  });

  it('a server that asks for the secret in the header gets it there; one that is known is not asked twice', async () => {
    const asks = {
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="x"' },
      body: { error: 'invalid_client' },
    };
    server.reply(asks, { body: TOKEN });
    const request = withSecret();
    await signIn(browser(agreeing), request);
    expect(server.last.headers.authorization).toMatch(/^Basic /);
    expect(server.last.form.has('client_secret')).toBe(false);
    server.reply({ status: 401, body: { error: 'invalid_client' } });
    const known = { ...request, client: makeClient(server.url, { provider: 'fastmail' }) };
    const error = await failure(signIn(browser(agreeing), known));
    expect(error).toMatchObject({
      code: 'refused',
      who: 'administrator',
      answer: { httpStatus: 401, error: 'invalid_client' },
    });
    expect(server.heard).toHaveLength(3);
  });

  it('a server of one’s own that takes the header only is tried so; a wrong password is not tried twice', async () => {
    const request = withSecret();
    // Spring's says no more
    server.reply({ status: 401, body: { error: 'invalid_client' } }, { body: TOKEN });
    await signIn(browser(agreeing), request);
    expect(server.last.headers.authorization).toMatch(/^Basic /);
    server.reply({ status: 401, body: { error: 'invalid_grant' } });
    const wrong = await failure(engine().password.renew({ ...request, password: 'hunter2' }));
    expect(wrong.code).toBe('wrong-password');
    expect(server.heard).toHaveLength(3);
  });

  it('a person who declines is told so in the browser and here', async () => {
    const person = browser((url) => ({
      error: 'access_denied',
      error_description: 'AADSTS65004: User declined to consent.',
      state: url.searchParams.get('state') ?? '',
    }));
    const error = await failure(signIn(person));
    expect(error).toMatchObject({
      code: 'cancelled',
      who: 'user',
      answer: { error: 'access_denied', codes: [65004] },
    });
    expect(await person.page).toContain('isn’t signed in');
    expect(server.heard).toHaveLength(0);
  });

  it('an answer of another provider is refused before its code is redeemed, in the browser too', async () => {
    const knownIssuer = { name: 'https://id.example', inAnswers: false };
    const person = browser((url) => ({ ...agreeing(url), iss: 'https://evil.example' }));
    const request = makeRequest(makeClient(server.url, { knownIssuer }));
    expect(await failure(signIn(person, request))).toMatchObject({
      code: 'refused',
    });
    expect(await person.page).toContain('not from the provider that was asked');
    expect(server.heard).toHaveLength(0);
  });

  it('another person than the account’s is refused in the browser, which says why', async () => {
    server.reply({ body: TOKEN });
    const person = browser(agreeing);
    const request = makeRequest(makeClient(server.url));
    await failure(signIn({ ...person, settle: refuseEve }, request));
    const page = (await person.page).replaceAll(/<\/?b>/g, '');
    expect(page).toContain('isn’t signed in');
    expect(page).toContain('eve@example.org signed in. Sign in as anna@example.org.');
    expect(page).not.toContain('works now');
  });

  it('a person who cannot be compared is shown on the page', async () => {
    server.reply({ body: TOKEN });
    const person = browser(agreeing);
    await signIn({
      ...person,
      settle: doubtAnna,
    });
    const page = (await person.page).replaceAll(/<\/?b>/g, '');
    expect(page).toContain('anna.k@corp.example signed in for anna@example.org.');
  });

  it('a failed exchange is told in the browser, and no code is in the error or the log', async () => {
    server.reply({
      status: 400,
      body: { error: 'invalid_request', error_description: 'Bad code the-code-1, sorry' },
    });
    const person = browser(agreeing);
    const error = await failure(signIn(person));
    expect(await person.page).toContain('isn’t signed in');
    expect(`${error.message} ${JSON.stringify(error)} ${String(error.cause)} ${logger.text}`).not.toContain(
      'the-code-1',
    );
    expect(error.answer?.description).toContain('[…]');
  });

  it('what the other nodes are told of it is the doubt, and nothing secret', async () => {
    server.reply({ body: { ...TOKEN, refresh_token: 'refresh-1' } });
    const { attempt, kept: begun, told } = sharedAttempt();
    const doubt = await doubtAnna();
    await signIn({ ...browser(agreeing), attempt, settle: doubtAnna });
    expect(told).toEqual([{ doubt }]);
    expect(begun).toHaveLength(1);
    expect(begun).toMatchObject([{ expiresAt: START + 900_000 }]);
  });

  it('an answer without a code, and a client without a page, are told', async () => {
    const error = await failure(signIn(browser((url) => ({ state: url.searchParams.get('state') ?? '' }))));
    expect(error).toMatchObject({ code: 'refused' });
    expect(server.heard).toEqual([]);
    const none = makeRequest(makeClient(server.url, { authorizationUrl: undefined }));
    expect(await failure(signIn(browser(agreeing), none))).toMatchObject({
      code: 'refused',
      who: 'administrator',
    });
  });

  it('a page that cannot be opened ends the sign-in', async () => {
    const interaction: Interaction = {
      open: () => Promise.reject(new Error('no browser')),
      showCode: () => Promise.resolve(),
    };
    const error = await failure(signIn(interaction));
    expect(error.code).toBe('cancelled');
  });

  it('a cancel frees the port', async () => {
    const cancel = new AbortController();
    let redirect = '';
    const interaction: Interaction = {
      open: (url) => {
        redirect = new URL(url).searchParams.get('redirect_uri') ?? '';
        cancel.abort();
        return Promise.resolve();
      },
      showCode: () => Promise.resolve(),
    };
    const request = makeRequest(makeClient(server.url), { signal: cancel.signal });
    expect(await failure(signIn(interaction, request))).toMatchObject({
      code: 'cancelled',
    });
    const again = createServer();
    await new Promise<void>((resolve, reject) => {
      again.once('error', reject);
      again.listen(Number(new URL(redirect).port), '127.0.0.1', resolve);
    });
    await new Promise((resolve) => again.close(resolve));
  });

  it('nobody at the browser: it ends at the time-out', async () => {
    const interaction: Interaction = { open: () => Promise.resolve(), showCode: () => Promise.resolve() };
    const signingIn = signIn(interaction);
    const failed = failure(signingIn);
    await clock.timer(15 * 60_000);
    await clock.advance(15 * 60_000);
    expect(await failed).toMatchObject({ code: 'cancelled' });
  });
});

describe('renewal by refresh token', () => {
  it('that is refused is told apart from a code that is', async () => {
    const refusal = { status: 400, body: { error: 'invalid_grant' } };
    server.reply(refusal, refusal);
    expect((await failure(signIn(browser(agreeing)))).message).toContain('answer of its sign-in page');
    expect((await renewalFails()).message).toContain('stored sign-in');
  });

  it('a rotated refresh token is saved before the access token is handed out', async () => {
    server.reply({ body: { ...TOKEN, refresh_token: 'refresh-2' } });
    const order: string[] = [];
    const { promise: written, resolve: write } = Promise.withResolvers<void>();
    const request: GrantRequest = {
      ...renewable(),
      save: async (state) => {
        order.push(`saving ${String(refreshTokenIn(state))}`);
        await written;
        order.push('saved');
      },
    };
    const renewing = renew(request);
    await server.hears(1);
    write();
    order.push(`issued ${(await renewing).token.value}`);
    expect(order).toEqual(['saving refresh-2', 'saved', 'issued access-1']);
    expect(server.last.form.get('refresh_token')).toBe('refresh-1');
    // what was granted, however little of what was asked: so no scope
    expect(server.last.form.has('scope')).toBe(false);
  });

  it('is timed and counted by how it ended, without what it takes to write a new refresh token down', async () => {
    const told: TokenRequested[] = [];
    const grant = grantChooser({ fetch, clock, logger, ports: new LoopbackPorts() }, (requested) =>
      told.push(requested),
    )(makeClient(server.url));
    const request = makeRequest(makeClient(server.url), {
      state: kept('refresh-1'),
      save: async () => clock.jump(9_000),
    });
    server.reply(
      () => {
        clock.jump(400);
        return { body: { ...TOKEN, refresh_token: 'refresh-2' } };
      },
      { status: 400, body: { error: 'invalid_grant' } },
      { status: 503 },
    );
    await grant.renew(request);
    for (const code of ['needs-sign-in', 'unreachable'])
      expect(await failure(grant.renew(request))).toMatchObject({ code });
    expect(told).toEqual([
      { provider: 'custom', outcome: 'issued', milliseconds: 400 },
      { provider: 'custom', outcome: 'needs-sign-in', milliseconds: 0 },
      { provider: 'custom', outcome: 'unreachable', milliseconds: 0 },
    ]);
  });

  it('an answer without a refresh token leaves the old one, and nothing is written', async () => {
    server.reply({ body: TOKEN });
    const request = renewable();
    await renew(request);
    expect(request.saved).toEqual([]);
  });

  it('narrower scopes than those of the sign-in are asked for by name', async () => {
    server.reply({ body: TOKEN });
    const request = makeRequest(makeClient(server.url), { state: kept('refresh-1'), scope: 'pop' });
    await renew(request);
    expect(server.last.form.get('scope')).toBe('pop');
  });

  it.each([undefined, 'not JSON', '{"version":2,"refreshToken":"x"}'])(
    'without a state that can be read somebody must sign in: %s',
    async (state) => {
      const request = makeRequest(makeClient(server.url), { state });
      expect(await renewalFails(request)).toMatchObject({
        code: 'needs-sign-in',
        who: 'user',
      });
      expect(server.heard).toHaveLength(0);
    },
  );

  it.each([
    ['invalid_grant', 400, 'needs-sign-in'],
    ['interaction_required', 400, 'needs-sign-in'],
    ['consent_required', 400, 'needs-sign-in'],
    ['login_required', 400, 'needs-sign-in'],
    ['invalid_client', 401, 'refused'],
    ['unauthorized_client', 400, 'refused'],
    ['invalid_scope', 400, 'refused'],
    ['something_new', 400, 'refused'],
    ['temporarily_unavailable', 400, 'unreachable'],
    ['server_error', 500, 'unreachable'],
    ['invalid_grant', 503, 'unreachable'],
  ])('%s with %i is %s', async (error, status, code) => {
    server.reply({ status, body: { error } });
    expect(await renewalFails()).toMatchObject({
      code,
      answer: { httpStatus: status, error },
    });
  });

  it('what the provider said is kept for display: codes, trace and correlation', async () => {
    server.reply({
      status: 400,
      body: {
        error: 'invalid_grant',
        suberror: 'bad_token',
        error_description:
          'AADSTS700082: The refresh token has expired due to inactivity. Token was refresh-1.',
        error_codes: [700082],
        trace_id: '2a1b6f2e-0000-4000-8000-00000000ab01',
        correlation_id: '2a1b6f2e-0000-4000-8000-00000000ab02',
      },
    });
    const error = await renewalFails();
    expect(error.answer).toEqual({
      httpStatus: 400,
      error: 'invalid_grant',
      suberror: 'bad_token',
      description: 'AADSTS700082: The refresh token has expired due to inactivity. Token was […].',
      codes: [700082],
      traceId: '2a1b6f2e-0000-4000-8000-00000000ab01',
      correlationId: '2a1b6f2e-0000-4000-8000-00000000ab02',
    });
    expect(error.message).toContain('anna@example.org');
  });

  it('429 and 503 tell when to come back, in seconds or as a date', async () => {
    server.reply({ status: 429, headers: { 'retry-after': '120' }, body: 'slow' });
    expect(await renewalFails()).toMatchObject({
      code: 'unreachable',
      retryAfter: 120_000,
    });
    server.reply({
      status: 503,
      headers: { 'retry-after': new Date(START + 30_000).toUTCString() },
      body: 'slow',
    });
    expect(await renewalFails()).toMatchObject({
      code: 'unreachable',
      retryAfter: 30_000,
    });
    server.reply({ status: 503, headers: { 'retry-after': 'soon' }, body: 'slow' });
    expect(await renewalFails()).toMatchObject({
      retryAfter: undefined,
    });
  });

  it.each([400, 401, 403, 404])(
    'the web page of a filter or a captive portal is no refusal: it is named, with its status %i, and passes',
    async (status) => {
      const page = `<html><head><title>Blocked</title></head><h1>No</h1>${'very long '.repeat(1000)}</html>`;
      server.reply({ status, body: page }, { status, headers: { 'content-type': 'text/html' }, body: 'No' });
      const error = await renewalFails();
      expect(error).toMatchObject({
        code: 'unreachable',
        answer: { httpStatus: status, description: 'Blocked' },
      });
      expect(error.message).toContain('A web page came in place of the provider’s answer.');
      expect(error.message).toContain('anna@example.org');
      expect(`${error.message}${error.answer?.description ?? ''}`.length).toBeLessThan(2000);
      expect(await renewalFails()).toMatchObject({
        code: 'unreachable',
      });
    },
  );

  it('a text of the provider instead of JSON is a refusal with its status', async () => {
    server.reply({ status: 400, headers: { 'content-type': 'text/plain' }, body: 'No such service' });
    const short = await renewalFails();
    expect(short).toMatchObject({
      code: 'refused',
      answer: { httpStatus: 400, description: 'No such service' },
    });
  });

  it('JSON that is no answer is not repeated', async () => {
    server.reply({ status: 200, body: { refresh_token: 'leak-1', note: 'leak-2' } });
    const request = renewable();
    const error = await renewalFails(request);
    expect(error.answer?.httpStatus).toBe(200);
    expect(JSON.stringify([error.message, error.answer])).not.toContain('leak');
    expect(refreshTokenIn(request.saved.at(-1))).toBe('leak-1');
  });

  it('an answer with a token of no use still keeps its new refresh token, as the old one is used up', async () => {
    server.reply({ body: { ...TOKEN, token_type: 'mac', refresh_token: 'refresh-2' } });
    const request = renewable();
    const error = await renewalFails(request);
    expect(error.code).toBe('refused');
    expect(error.message).not.toContain('refresh-2');
    expect(refreshTokenIn(request.saved.at(-1))).toBe('refresh-2');
    server.reply({ body: TOKEN });
    await renew({ ...request, state: request.saved.at(-1) });
    expect(server.last.form.get('refresh_token')).toBe('refresh-2');
  });

  it('a provider that rotates only after a minute is waited for, and its new refresh token is kept', async () => {
    const slow = Promise.withResolvers<void>();
    const request = renewable();
    const renewing = engine({
      fetch: async (url, init) => {
        await slow.promise;
        return fetch(url, init);
      },
    })['authorization-code'].renew(request);
    renewing.catch(() => undefined);
    await clock.timer(4 * 60_000);
    await clock.advance(180_000);
    server.reply({ body: { ...TOKEN, refresh_token: 'refresh-2' } });
    slow.resolve();
    expect((await renewing).token.value).toBe('access-1');
    expect(refreshTokenIn(request.saved.at(-1))).toBe('refresh-2');
  });

  it("the library's complaint does not carry the token along", async () => {
    server.reply({ body: { ...TOKEN, token_type: 'mac' } });
    const error = await renewalFails();
    expect(error.code).toBe('refused');
    expect(error.cause).toBeUndefined();
    expect(logger.text).not.toContain('access-1');
  });

  it('redirects are not followed: the refresh token goes nowhere else', async () => {
    server.reply({ status: 307, headers: { location: `${server.url}/elsewhere` } });
    expect(await renewalFails()).toMatchObject({
      code: 'unreachable',
      answer: { httpStatus: 307 },
    });
    expect(server.heard.map(({ url }) => url)).toEqual(['/token']);
  });

  it('plain http is for this machine only', async () => {
    const tokenUrl = 'http://login.example/token';
    const request = makeRequest(makeClient(server.url, { tokenUrl }), { state: kept('refresh-1') });
    expect(await renewalFails(request)).toMatchObject({ code: 'refused' });
  });

  it('a server that is not there is unreachable', async () => {
    const gone = await TokenServer.start();
    await gone.stop();
    const request = makeRequest(makeClient(gone.url), { state: kept('refresh-1') });
    const error = await renewalFails(request);
    expect(error.code).toBe('unreachable');
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('a server that is silent is unreachable after the time-out, and a cancel is a cancel', async () => {
    server.reply('silence', 'silence');
    const request = renewable();
    const failed = renewalFails(request);
    await server.hears(1);
    await clock.advance(4 * 60_000);
    expect(await failed).toMatchObject({ code: 'unreachable' });
    const cancel = new AbortController();
    const ended = renewalFails({ ...request, signal: cancel.signal });
    await server.hears(2);
    cancel.abort();
    expect(await ended).toMatchObject({ code: 'cancelled' });
    expect(clock.timers).toBe(0);
  });

  it('an answer of megabytes is cut off, named, and no refusal', async () => {
    server.reply({ body: 'x'.repeat(2 * 1024 * 1024) });
    const error = await renewalFails();
    expect(error.code).toBe('unreachable');
    expect(error.message).toContain('answered with more than 1048576 bytes');
    expect(error.message).toContain('anna@example.org');
  });
});

describe('leniency', () => {
  it.each([
    ['a string', { expires_in: '599' }, 599_000],
    ['missing', { expires_in: undefined }, 3600_000],
    ['null', { expires_in: null }, 3600_000],
    ['nonsense', { expires_in: 'soon' }, 3600_000],
    [
      'missing, but in the token',
      { expires_in: undefined, access_token: jwt({ iat: 1000, exp: 4000 }) },
      3_000_000,
    ],
    ['with a token type of no type', { token_type: undefined }, 3600_000],
    ['with a token type in capitals', { token_type: 'BEARER' }, 3600_000],
    [
      'with an empty refresh token and more',
      { refresh_token: '', ext_expires_in: 7, foo: { bar: [] } },
      3600_000,
    ],
    ['with an ID token that is broken', { id_token: 'not.a.jwt' }, 3600_000],
  ])('expires_in %s', async (_name, changes, lifetime) => {
    server.reply({ body: { ...TOKEN, ...changes } });
    const { token } = await renew();
    expect(token.expiresAt - START).toBe(lifetime);
  });

  it("the lifetime counts from our own clock when we asked, whatever the provider's says", async () => {
    server.reply(() => {
      clock.jump(4000);
      return { headers: { date: 'Thu, 01 Jan 1970 00:00:00 GMT' }, body: { ...TOKEN, expires_on: '5' } };
    });
    const { token } = await renew();
    expect(token).toMatchObject({ obtainedAt: START, expiresAt: START + 3600_000 });
  });

  it("an ID token for somebody else's client names nobody; then the access token is read", async () => {
    const stranger = jwt({
      iss: 'https://id.example',
      sub: '1',
      aud: 'client-2',
      iat: START / 1000,
      exp: START / 1000 + 60,
      email: 'eve@example.org',
    });
    server.reply(
      { body: { ...TOKEN, access_token: jwt({ upn: 'anna@corp.example' }), id_token: stranger } },
      { body: { ...TOKEN, id_token: stranger } },
    );
    expect((await renew()).identity).toBe('anna@corp.example');
    expect((await renew()).identity).toBeUndefined();
  });
});

describe('client credentials', () => {
  let pair: Awaited<ReturnType<typeof makeCertificate>>;
  beforeAll(async () => {
    pair = await makeCertificate({ commonName: 'Mailwicket test', days: 30, clock: new FakeClock(START) });
  });

  it('with a secret: a form POST, and nothing is kept', async () => {
    server.reply({ body: { ...TOKEN, refresh_token: 'unneeded' } });
    const request = makeRequest(makeClient(server.url, { scope: 'https://outlook.office365.com/.default' }), {
      credential: { kind: 'secret', secret: SECRET },
    });
    const { token } = await engine()['client-credentials'].renew(request);
    expect(token.value).toBe('access-1');
    expect(Object.fromEntries(server.last.form)).toEqual({
      grant_type: 'client_credentials',
      scope: 'https://outlook.office365.com/.default',
      client_id: 'client-1',
      client_secret: SECRET,
    });
    expect(request.saved).toEqual([]);
  });

  it('with a certificate: a PS256 assertion that its public key verifies, named by x5t#S256', async () => {
    server.reply({ body: TOKEN });
    const request = makeRequest(makeClient(server.url), {
      credential: { kind: 'certificate', certificate: pair.certificate, privateKey: pair.privateKey },
    });
    await engine()['client-credentials'].renew(request);
    const { form } = server.last;
    expect(form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    expect(form.has('client_secret')).toBe(false);
    const { payload, protectedHeader } = await jwtVerify(
      form.get('client_assertion') ?? '',
      await importX509(pair.certificate, 'PS256'),
      {
        audience: `${server.url}/token`,
        issuer: 'client-1',
        subject: 'client-1',
        currentDate: new Date(START),
      },
    );
    const thumbprint = createHash('sha256')
      .update(new X509Certificate(pair.certificate).raw)
      .digest('base64url');
    expect(protectedHeader).toMatchObject({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint });
    expect(payload.jti).toBeTruthy();
    expect((payload.exp ?? 0) - (payload.nbf ?? 0)).toBeLessThanOrEqual(600);
  });

  it.runIf(withOpenssl).each([
    ['prime256v1', 'ES256'],
    ['secp384r1', 'ES384'],
    ['secp521r1', 'ES512'],
  ])('with a certificate of the curve %s: an %s assertion', async (curve, algorithm) => {
    server.reply({ body: TOKEN });
    const credential = await opensslCertificate('ec', '-pkeyopt', `ec_paramgen_curve:${curve}`);
    await engine()['client-credentials'].renew(makeRequest(makeClient(server.url), { credential }));
    const { protectedHeader } = await jwtVerify(
      server.last.form.get('client_assertion') ?? '',
      await importX509(credential.certificate, algorithm),
      { audience: `${server.url}/token`, currentDate: new Date(START) },
    );
    expect(protectedHeader.alg).toBe(algorithm);
  });

  it.runIf(withOpenssl).each([['ed25519'], ['ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1']])(
    'a certificate whose key signs nothing that a server takes is told before anything is sent: %s',
    async (...kind) => {
      const credential = await opensslCertificate(...kind);
      const request = makeRequest(makeClient(server.url), { credential });
      const error = await failure(engine()['client-credentials'].renew(request));
      expect(error).toMatchObject({ code: 'refused', who: 'administrator' });
      expect(error.message).toContain('RSA');
      expect(server.heard).toEqual([]);
    },
  );

  it('an empty secret is told before anything is sent; without a scope none is named', async () => {
    const empty = makeRequest(makeClient(server.url), { credential: { kind: 'secret', secret: '' } });
    const error = await failure(engine()['client-credentials'].renew(empty));
    expect(error).toMatchObject({ code: 'refused', who: 'administrator' });
    expect(server.heard).toEqual([]);
    server.reply({ body: TOKEN });
    const credential = { kind: 'secret', secret: SECRET } as const;
    await engine()['client-credentials'].renew(
      makeRequest(makeClient(server.url, { scope: '' }), { credential }),
    );
    expect(server.last.form.has('scope')).toBe(false);
  });

  it("a key that is not the certificate's, or no PEM, is told before anything is sent", async () => {
    const other = await makeCertificate({
      commonName: 'Mailwicket test',
      days: 30,
      clock: new FakeClock(START),
    });
    for (const credential of [
      { kind: 'certificate', certificate: pair.certificate, privateKey: other.privateKey } as const,
      { kind: 'certificate', certificate: 'nothing', privateKey: pair.privateKey } as const,
      { kind: 'certificate', certificate: pair.certificate, privateKey: 'nothing' } as const,
      { kind: 'none' } as const,
    ]) {
      const request = makeRequest(makeClient(server.url), { credential });
      expect(await failure(engine()['client-credentials'].renew(request))).toMatchObject({
        code: 'refused',
        who: 'administrator',
      });
    }
    expect(server.heard).toHaveLength(0);
  });

  it('a wrong secret is refused, is not a matter of signing in, and is not repeated in the error', async () => {
    const wrong = {
      status: 401,
      body: { error: 'invalid_client', error_description: `AADSTS7000215: Invalid secret ${SECRET}.` },
    };
    // in the body, and in the header
    server.reply(wrong, wrong);
    const request = withSecret();
    const error = await failure(engine()['client-credentials'].renew(request));
    expect(error).toMatchObject({ code: 'refused', answer: { codes: [7000215] } });
    expect(JSON.stringify([error.message, error.fix, error.answer])).not.toContain(SECRET);
    server.reply({ status: 400, body: { error: 'invalid_grant' } });
    expect(await failure(engine()['client-credentials'].renew(request))).toMatchObject({ code: 'refused' });
  });
});

describe('the password grant', () => {
  it('sends the password, and keeps a refresh token for when there is none', async () => {
    server.reply(
      { body: { ...TOKEN, refresh_token: 'refresh-1' } },
      { body: { ...TOKEN, access_token: 'access-2' } },
    );
    const request = makeRequest(makeClient(server.url), { password: 'p ä ss&word=1' });
    await engine().password.renew(request);
    expect(Object.fromEntries(server.last.form)).toEqual({
      grant_type: 'password',
      username: 'anna@example.org',
      password: 'p ä ss&word=1',
      scope: 'mail offline_access',
      client_id: 'client-1',
    });
    const later = makeRequest(makeClient(server.url), { state: request.saved[0] });
    expect((await engine().password.renew(later)).token.value).toBe('access-2');
    expect(server.last.form.get('grant_type')).toBe('refresh_token');
  });

  it('a wrong password is a wrong password; a second factor is not; neither repeats the password', async () => {
    const request = makeRequest(makeClient(server.url), { password: 'hunter2' });
    server.reply({
      status: 400,
      body: {
        error: 'invalid_grant',
        error_description: 'AADSTS50126: Invalid username or password hunter2',
      },
    });
    const wrong = await failure(engine().password.renew(request));
    expect(wrong.code).toBe('wrong-password');
    expect(JSON.stringify([wrong.message, wrong.answer])).not.toContain('hunter2');
    server.reply({ status: 400, body: { error: 'invalid_grant' } });
    expect(await failure(engine().password.renew(request))).toMatchObject({ code: 'wrong-password' });
    server.reply({ status: 400, body: { error: 'invalid_grant', error_codes: [50076] } });
    const factor = await failure(engine().password.renew(request));
    expect(factor.code).toBe('refused');
    expect(textOf(factor.fix)).toMatch(/Sign in once/);
    server.reply({ status: 400, body: { error: 'invalid_grant', error_codes: [50053] } });
    expect((await failure(engine().password.renew(request))).code).not.toBe('wrong-password');
    expect(request.saved).toEqual([]);
  });

  it('with neither a password nor a refresh token, or one that has ended, the next login is the way', async () => {
    const error = await failure(engine().password.renew(makeRequest(makeClient(server.url))));
    expect(error.code).toBe('needs-sign-in');
    expect(textOf(error.fix)).toMatch(/mail program/);
    server.reply({ status: 400, body: { error: 'invalid_grant', error_codes: [700082] } });
    const ended = await failure(engine().password.renew(renewable()));
    expect(ended).toMatchObject({ code: 'needs-sign-in', answer: { codes: [700082] } });
    expect(textOf(ended.fix)).toMatch(/mail program/);
  });

  it("21Vianet's version 1 endpoint is sent a resource instead of a scope; version 2 a scope", async () => {
    const scope = 'offline_access https://partner.outlook.cn/IMAP.AccessAsUser.All';
    const grants = engine({
      fetch: (url, init) => fetch(url.replace('https://login.partner.microsoftonline.cn', server.url), init),
    });
    for (const path of ['/common/oauth2/token', '/common/oauth2/v2.0/token']) {
      server.reply({ body: { ...TOKEN, expires_in: '3599' } });
      const client = makeClient(server.url, {
        tokenUrl: `https://login.partner.microsoftonline.cn${path}`,
        scope,
      });
      await grants.password.renew(makeRequest(client, { password: 'hunter2' }));
    }
    expect(server.heard.map(({ form }) => [form.get('resource'), form.get('scope')])).toEqual([
      ['https://partner.outlook.cn', null],
      [null, scope],
    ]);
  });
});

describe('the device code grant', () => {
  const DEVICE = {
    device_code: 'device-code-1',
    user_code: 'ABCD-EFGH',
    verification_uri: 'https://id.example/device',
    expires_in: 900,
    interval: 7,
  };

  it('shows the code, polls at its interval, slows down by 5 s when told, and keeps the refresh token', async () => {
    server.reply(
      { body: { ...DEVICE, verification_uri_complete: 'https://id.example/device?c=ABCD' } },
      { status: 400, body: { error: 'authorization_pending' } },
      { status: 400, body: { error: 'slow_down' } },
      { body: { ...TOKEN, refresh_token: 'refresh-1' } },
    );
    const request = makeRequest(makeClient(server.url));
    const person = browser(agreeing);
    const signedIn = signInOnDevice(person, request);
    for (const [polls, wait] of [
      [2, 7000],
      [3, 7000],
      [4, 12_000],
    ] as const) {
      await clock.timer(wait);
      await clock.advance(wait);
      await server.hears(polls);
    }
    expect((await signedIn).token.value).toBe('access-1');
    expect(person.codes).toEqual([
      {
        userCode: 'ABCD-EFGH',
        verificationUri: 'https://id.example/device',
        verificationUriComplete: 'https://id.example/device?c=ABCD',
        expiresAt: START + 900_000,
        message:
          'Open https://id.example/device on any device and type the code ABCD-EFGH to sign anna@example.org in.',
      },
    ]);
    expect(Object.fromEntries(server.heard[0]?.form ?? [])).toEqual({
      client_id: 'client-1',
      scope: 'mail offline_access',
    });
    expect(server.last.form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:device_code');
    expect(request.saved.map(refreshTokenIn)).toEqual(['refresh-1']);
    expect(logger.text).not.toContain('device-code-1');
  });

  it("Google's spelling and a missing interval are understood", async () => {
    const { verification_uri: verificationUrl, interval: _interval, ...rest } = DEVICE;
    server.reply(
      { body: { ...rest, verification_url: verificationUrl, expires_in: '1800' } },
      { body: TOKEN },
    );
    const person = browser(agreeing);
    const signedIn = signInOnDevice(person);
    await clock.timer(5000);
    await clock.advance(5000);
    await signedIn;
    expect(person.codes).toMatchObject([
      { verificationUri: 'https://id.example/device', expiresAt: START + 1_800_000 },
    ]);
  });

  it.each([
    ['soon', 900_000],
    [86_400, 3_600_000],
  ])('that lives for %s is waited for no longer than %i milliseconds', async (expires, life) => {
    server.reply({ body: { ...DEVICE, expires_in: expires, interval: 300 } });
    const { attempt, kept: begun } = sharedAttempt();
    const cancel = new AbortController();
    const request = makeRequest(makeClient(server.url), { signal: cancel.signal });
    const ended = failure(signInOnDevice({ ...browser(agreeing), attempt }, request));
    await clock.timer(300_000);
    expect(begun).toMatchObject([{ expiresAt: START + life }]);
    cancel.abort();
    expect(await ended).toMatchObject({ code: 'cancelled' });
  });

  it('that another node has asked for is shown and redeemed here, and not asked for again', async () => {
    server.reply({ body: { ...TOKEN, refresh_token: 'refresh-1' } });
    const given = {
      deviceCode: 'device-code-1',
      userCode: 'ABCD-EFGH',
      verificationUri: 'https://id.example/device',
      interval: 7,
      expiresAt: START + 900_000,
    };
    const { attempt, kept: begun, told } = sharedAttempt(given);
    const person = browser(agreeing);
    const doubt = await doubtAnna();
    const signedIn = signInOnDevice({ ...person, attempt, settle: doubtAnna });
    await clock.timer(7000);
    expect(person.codes).toMatchObject([{ userCode: 'ABCD-EFGH', expiresAt: START + 900_000 }]);
    await clock.advance(7000);
    expect(await signedIn).toMatchObject({ token: { value: 'access-1' }, doubt });
    expect(server.heard.map(({ url }) => url)).toEqual(['/token']);
    expect(server.last.form.get('device_code')).toBe('device-code-1');
    expect([begun, told]).toEqual([[], [{ doubt }]]);
  });

  it('is kept for the other nodes before it is shown', async () => {
    server.reply({ body: DEVICE }, { body: TOKEN });
    const { attempt, kept: begun } = sharedAttempt();
    const person = browser(agreeing);
    const shown = (code: unknown): Promise<void> => {
      expect(begun).toMatchObject([{ what: { deviceCode: 'device-code-1' }, expiresAt: START + 900_000 }]);
      person.codes.push(code);
      return Promise.resolve();
    };
    const signedIn = signInOnDevice({ ...person, attempt, showCode: shown });
    await clock.timer(7000);
    await clock.advance(7000);
    await signedIn;
    expect(person.codes).toHaveLength(1);
  });

  it('is renewed by its refresh token; a client without its URL, and a scope of nothing, are none', async () => {
    server.reply({ body: TOKEN });
    await engine()['device-code'].renew(renewable());
    expect(server.last.form.get('refresh_token')).toBe('refresh-1');
    const none = makeRequest(makeClient(server.url, { deviceUrl: undefined }));
    expect(await failure(signInOnDevice(browser(agreeing), none))).toMatchObject({ code: 'refused' });
    server.reply({ body: DEVICE }, { body: TOKEN });
    const signedIn = signInOnDevice(browser(agreeing), makeRequest(makeClient(server.url, { scope: '' })));
    await clock.timer(7000);
    expect(server.last.form.has('scope')).toBe(false);
    await clock.advance(7000);
    await signedIn;
  });

  it('a provider that is down for a moment is asked again, later', async () => {
    server.reply({ body: DEVICE }, { status: 503, body: 'down' }, { body: TOKEN });
    const signedIn = signInOnDevice();
    await clock.timer(7000);
    await clock.advance(7000);
    await clock.timer(14_000);
    await clock.advance(14_000);
    expect((await signedIn).token.value).toBe('access-1');
  });

  it('stops when the code has run out', async () => {
    server.reply({ body: { ...DEVICE, expires_in: 5 } });
    const failed = failure(signInOnDevice());
    await clock.timer(7000);
    await clock.advance(7000);
    expect(await failed).toMatchObject({ code: 'cancelled' });
    expect(server.heard).toHaveLength(1);
  });

  it.each([
    ['expired_token', 'cancelled'],
    ['access_denied', 'cancelled'],
    ['authorization_declined', 'cancelled'],
  ])('%s ends it as %s', async (error, code) => {
    server.reply({ body: DEVICE }, { status: 400, body: { error } });
    const failed = failure(signInOnDevice());
    await clock.timer(7000);
    await clock.advance(7000);
    expect(await failed).toMatchObject({ code });
  });

  it('a cancel ends the wait', async () => {
    server.reply({ body: DEVICE });
    const cancel = new AbortController();
    const request = makeRequest(makeClient(server.url), { signal: cancel.signal });
    const failed = failure(signInOnDevice(browser(agreeing), request));
    await clock.timer(7000);
    cancel.abort();
    expect(await failed).toMatchObject({ code: 'cancelled' });
    expect(clock.timers).toBe(0);
  });

  it('an answer without a code, or with a page that is none, is refused', async () => {
    for (const body of [
      { ...DEVICE, user_code: undefined },
      { ...DEVICE, verification_uri: 'calc:1' },
      'a page',
    ]) {
      server.reply({ body });
      expect(await failure(signInOnDevice())).toMatchObject({ code: 'refused' });
    }
  });
});

describe('a Google service account', () => {
  const { json, publicKey } = makeServiceAccountKey();

  it('signs a JWT for the mailbox, and keeps nothing', async () => {
    server.reply({ body: TOKEN });
    const client = makeClient(server.url, { scope: 'https://mail.google.com/' });
    const request = makeRequest(client, {
      subject: 'bert@example.org',
      credential: { kind: 'service-account-key', json },
    });
    await engine()['service-account'].renew(request);
    const { form } = server.last;
    expect([...form.keys()].toSorted()).toEqual(['assertion', 'grant_type']);
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const { payload, protectedHeader } = await jwtVerify(form.get('assertion') ?? '', publicKey, {
      algorithms: ['RS256'],
      currentDate: new Date(START),
      audience: `${server.url}/token`,
    });
    expect(protectedHeader.kid).toBe('key-7');
    expect(payload).toMatchObject({
      iss: 'robot@p.iam.gserviceaccount.com',
      sub: 'bert@example.org',
      scope: 'https://mail.google.com/',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
    // a clock that is a little fast puts it in nobody's future
    expect(payload.iat).toBe(START / 1000 - 60);
    expect(request.saved).toEqual([]);
  });

  it('without its key file, or with a key that is not RSA, it is told before anything is sent', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ofCurve = JSON.stringify({
      type: 'service_account',
      client_email: 'robot@p.iam.gserviceaccount.com',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    });
    for (const [credential, why] of [
      [{ kind: 'none' }, 'Office'],
      [{ kind: 'service-account-key', json: ofCurve }, 'RSA'],
    ] as const) {
      const request = makeRequest(makeClient(server.url), { credential });
      const error = await failure(engine()['service-account'].renew(request));
      expect(error).toMatchObject({ code: 'refused' });
      expect(error.message).toContain(why);
    }
    expect(server.heard).toEqual([]);
  });

  it('missing delegation is a refusal for the administrator', async () => {
    server.reply({
      status: 401,
      body: {
        error: 'unauthorized_client',
        error_description: 'Client is unauthorized to retrieve access tokens using this method',
      },
    });
    const request = makeRequest(makeClient(server.url), {
      credential: { kind: 'service-account-key', json },
    });
    expect(await failure(engine()['service-account'].renew(request))).toMatchObject({
      code: 'refused',
      who: 'administrator',
    });
  });

  it.each([
    ['not JSON', 'not JSON'],
    ['{"type":"authorized_user"}', 'key file of another kind'],
    ['[]', 'not a key file'],
    ['{"type":"service_account","private_key":"x"}', 'client_email'],
    ['{"type":"service_account","client_email":"a@b.example"}', 'private_key'],
    ['{"type":"service_account","client_email":"a@b.example","private_key":"private-stuff"}', 'PEM'],
  ])('a key file that cannot be used is told why: %s', async (text, why) => {
    const request = makeRequest(makeClient(server.url), {
      credential: { kind: 'service-account-key', json: text },
    });
    const error = await failure(engine()['service-account'].renew(request));
    expect(error.code).toBe('refused');
    expect(error.message).toContain(why);
    expect(error.message).not.toContain('private-stuff');
    expect(server.heard).toHaveLength(0);
  });
});
