import { describe, expect, it } from 'vitest';
import { redactDetails, redactText } from '#core/logging/redaction.ts';

const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJl-_x';
const long = 'Ab1-_'.repeat(20);

/** Each: what it is, the text around it with `%` in its place, and the secret. */
const secrets: [string, string, string][] = [
  ['a JSON web token', 'got % back', jwt],
  ['half a JSON web token', 'cut: %', jwt.slice(0, 30)],
  ['a bearer token in a header', 'Authorization: Bearer %', 'opaque-token-123'],
  ['a basic credential in a header', 'authorization: Basic %', 'YW5uYTpnZWhlaW0='],
  ['the bearer of XOAUTH2', 'user=anna\u0001auth=Bearer %\u0001\u0001', 'opaque-token-123'],
  [
    'XOAUTH2 in base64',
    'sent %',
    Buffer.from('user=anna@example.org\u0001auth=Bearer opaque\u0001\u0001').toString('base64'),
  ],
  [
    'OAUTHBEARER in base64',
    'sent %',
    Buffer.from('n,a=anna@example.org,\u0001host=h\u0001auth=Bearer opaque\u0001').toString('base64'),
  ],
  ['a refresh token in a form', 'grant_type=refresh_token&refresh_token=%&x=1', 'opaque.1'],
  ['an access token in a form', 'access_token=%', 'opaque.1'],
  ['an ID token in a form', 'id_token=%&state=1', 'opaque.1'],
  ['a client secret in a form', 'client_id=app&client_secret=%', 's~e.c-r_e+t'],
  ['a client assertion', 'client_assertion=%', 'x.y.z'],
  ['an assertion', 'assertion=%&grant_type=jwt', 'x.y.z'],
  ['a password in a form', 'username=anna&password=%', 'geheim'],
  ['an authorization code in a URL', 'GET /callback?code=%&state=1', '0.AXoA-code'],
  ['a PKCE verifier', 'code_verifier=%', 'v'.repeat(43)],
  ['a device code', 'device_code=%', 'GMMhmHCXhWEzkobqIHGG_EnNYYsAkukHspeYUk9E8'],
  ['an access token in JSON', '{"access_token":"%","expires_in":3600}', 'opaque.1'],
  ['a refresh token in JSON with spaces', '{ "refresh_token" : "%" }', 'opaque.1'],
  ['a password in JSON, with a quote in it', '{"password":"%","a":1}', 'ge\\"heim'],
  ['a client secret in JSON that is cut', '{"client_secret":"%', 'geheim'],
  ['a password in an IMAP login', 'a1 LOGIN anna %', 'geheim'],
  ['a quoted password in an IMAP login', 'a1 LOGIN "anna" %', '"ge heim"'],
  ['a password in a POP login', 'PASS %', 'ge heim'],
  ['an initial response of PLAIN', 'AUTH PLAIN %', 'AGFubmEAZ2VoZWlt'],
  ['an initial response in IMAP', 'a AUTHENTICATE plain %', 'AGFubmEAZ2VoZWlt'],
  ['an initial response of XOAUTH2', 'AUTH XOAUTH2 %', 'dXNlcj1hbm5h'],
  ["a network proxy's password", 'through http://anna:%@proxy.example.org:3128', 'ge%20heim'],
  ["a SOCKS proxy's password without a user", 'socks5://:%@10.0.0.1:1080', 'geheim'],
  ['a private key', 'key: %', `-----BEGIN PRIVATE KEY-----\n${long}\n-----END PRIVATE KEY-----`],
  [
    'a private key on one line',
    '"%"',
    `-----BEGIN RSA PRIVATE KEY-----\\n${long}\\n-----END RSA PRIVATE KEY-----`,
  ],
  ['a private key that is cut', 'key: %', `-----BEGIN EC PRIVATE KEY-----\n${long}`],
  ['a token of Outlook.com', 'token %', `EwB${'A1b2/'.repeat(20)}==`],
  ['a refresh token of Entra', 'token %', `0.A${'b-C_.'.repeat(20)}`],
  ['a newer refresh token of Entra', 'token %', `1.A${'b-C_.'.repeat(20)}`],
  ['a refresh token of Outlook.com', 'token %', `M.C523_BAY.0.U.-${'Cq!a*'.repeat(20)}`],
  ['a client secret of Entra', 'secret %', `abc8Q~${'x.Y_z-'.repeat(5)}abcd`],
  ['an access token of Google', 'token %', 'ya29.a0AfH6SMBx-y_z12345'],
  ['a refresh token of Google', 'token %', `1//0${'gAb_c'.repeat(10)}`],
  ['an authorization code of Google', 'got %', `4/0A${'bC_d-'.repeat(12)}`],
  ['a client secret of Google', 'secret %', 'GOCSPX-abcDEF_123-xyz789'],
];

describe.each(secrets)('%s', (_, around, secret) => {
  const text = around.replace('%', () => secret);

  it('is blotted out of a text', () => {
    const clean = redactText(text);
    expect(clean).not.toContain(secret);
    expect(clean).toContain('[redacted]');
  });

  it('is blotted out wherever it stands: among other lines, in details, in an error', () => {
    const error = new Error(`first line\n${text}\nlast line`);
    const clean = JSON.stringify(redactDetails({ deep: [{ er: { note: `first\n${text}` } }], error }));
    expect(clean).not.toContain(JSON.stringify(secret).slice(1, -1));
    expect(clean).toContain('first');
  });
});

it.each([
  '',
  'A mail program at 127.0.0.1 signed in to anna.long-name+tag@mail.example.org over IMAP.',
  '535 5.7.3 Authentication unsuccessful [AM0PR04CA0001.eurprd04.prod.outlook.com 2026-01-05T09:00:00.000Z 08DD]',
  '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.',
  'Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled',
  'AADSTS700016: Application with identifier 11111111-1111-4111-8111-111111111111 was not found. Trace ID: 22222222-2222-4222-8222-222222222222',
  'invalid_grant', // as many words of RFC 6749 as may be
  'The token endpoint answered invalid_client: the client secret has expired.',
  'unsupported_grant_type: refresh_token',
  'connect ECONNREFUSED 127.0.0.1:993',
  'a1 NO [AUTHENTICATIONFAILED] AUTHENTICATE failed.',
  'LOGIN failed for anna@example.org',
  'Password for anna@example.org is not the one set in Mailwicket. Make a new local password.',
  '-ERR [AUTH] PASS',
  'https://login.example.org/authorize?client_id=app&state=xyz&redirect_uri=http%3A%2F%2F127.0.0.1&scope=mail',
  'http://localhost:8080/?login_hint=anna@example.org',
  'socks5://anna@proxy.example.org:1080',
  '{"error":"invalid_grant","error_codes":[70008],"correlation_id":"22222222-2222-4222-8222-222222222222"}',
  'error_description=the+code+has+been+used',
  'SHA-256 thumbprint 3f0c9a5f2b7e4c1d8a6b3e9f7c5d1a2b4e6f8091a2b3c4d5e6f708192a3b4c5d',
  '* OK [CAPABILITY IMAP4rev1 ID IDLE LITERAL- SASL-IR AUTH=PLAIN AUTH=LOGIN] Mailwicket ready',
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
])('an ordinary text stays as it is: %j', (text) => {
  expect(redactText(text)).toBe(text);
});

describe('details', () => {
  it.each([
    'password',
    'oldPassword',
    'passphrase',
    'client_secret',
    'clientSecret',
    'secret',
    'privateKey',
    'private_key',
    'assertion',
    'code_verifier',
    'cookie',
    'authorization',
    'Authorization',
    'token',
    'tokens',
    'accessToken',
    'access_token',
    'refresh_token',
    'idToken',
    'tokenValue',
    'code',
    'device_code',
    'authorizationCode',
    'credential',
    'credentials',
  ])('lose what a member named %s says, at any depth', (name) => {
    const clean = redactDetails({ a: { [name]: 'x1y2z3' }, b: [{ [name]: ['x1y2z3'] }] });
    expect(clean).toEqual({ a: { [name]: '[redacted]' }, b: [{ [name]: '[redacted]' }] });
  });

  it('keep what is not secret', () => {
    const details = {
      kind: 'login-refused',
      accountId: '11111111-1111-4111-8111-111111111111',
      protocol: 'imap',
      peer: '::1',
      address: 'anna@example.org',
      port: 993,
      level: 'warning',
      nothing: undefined,
      none: null,
      tokenUrl: 'https://login.example.org/token',
      form: 'AUTHENTICATE PLAIN',
      hasPassword: true,
      list: ['a', 'b'],
    };
    expect(redactDetails(details)).toEqual(details);
  });

  it.each(['ECONNREFUSED', 'port-in-use', 'invalid_grant'])('keep an error’s code %s', (code) => {
    expect(redactDetails({ code })).toEqual({ code });
    expect(redactDetails(Object.assign(new Error('x'), { code }))).toMatchObject({ code });
  });

  it('of an error are its name, message and code: not its stack, not what hangs on it', () => {
    const error = Object.assign(new Error('password=geheim'), {
      code: 'invalid_grant',
      request: { body: 'password=geheim' },
      cause: new Error('geheim'),
    });
    expect(redactDetails({ error })).toEqual({
      error: { name: 'Error', message: 'password=[redacted]', code: 'invalid_grant' },
    });
  });

  it('show octets only by their number', () => {
    expect(redactDetails({ bytes: Buffer.from('geheim'), more: new Uint8Array(3) })).toEqual({
      bytes: '[6 octets]',
      more: '[3 octets]',
    });
  });

  it('that go round in circles end', () => {
    interface Ring {
      next?: Ring;
    }
    const ring: Ring = {};
    ring.next = ring;
    expect(JSON.stringify(redactDetails(ring))).toContain('[deep]');
  });
});

it('a long text of a hostile peer is looked through in no time', () => {
  const started = performance.now();
  for (const piece of [
    'a ',
    '"password":"',
    'x LOGIN "',
    'Bearer ',
    '-----BEGIN A PRIVATE KEY-----',
    'M.C1_',
    'eyJ',
  ]) {
    redactText(piece.repeat(20_000));
    redactText(`${piece}${'\\'.repeat(100_000)}`);
    redactText(`${piece}${'a'.repeat(100_000)}`);
  }
  expect(performance.now() - started).toBeLessThan(5_000);
});
