import { assert as assertProperty, integer, json, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aadsts } from '#core/errors/provider/aadsts.ts';
import { parseTokenErrorBody, redactDescription, retryAfterOf } from '#core/errors/provider/answer.ts';
import type { CatalogueEntry } from '#core/errors/provider/entries.ts';
import { googleErrors, standardErrors, suberrors, yahooErrors } from '#core/errors/provider/error-names.ts';
import { type ExplainContext, explainProviderAnswer, statusEntry } from '#core/errors/provider/explain.ts';
import type { OAuthErrorCode, ProviderAnswer } from '#core/errors/oauth-error.ts';
import { textOf } from '../../support/english.ts';

const signIn: ExplainContext = {
  account: 'anna@contoso.com',
  clientName: 'Contoso mail',
  grant: 'authorization-code',
  provider: 'microsoft365',
};
const withPassword: ExplainContext = { ...signIn, grant: 'password' };
const appOnly: ExplainContext = { ...signIn, grant: 'client-credentials' };

function microsoft(error: string, ...codes: readonly number[]): ProviderAnswer {
  return { httpStatus: 400, error, codes };
}

const states: readonly (readonly [OAuthErrorCode, readonly number[]])[] = [
  [
    'needs-sign-in',
    [
      50076, 50074, 50079, 50072, 50078, 500121, 50158, 70043, 70044, 16000, 50055, 50144, 50058, 50089,
      160021, 50173, 50132, 50133, 70000, 70008, 700082, 700084, 54005, 501481, 65001,
    ],
  ],
  [
    'refused',
    [
      50034, 51004, 50020, 90072, 50053, 50057, 500571, 53000, 53001, 53002, 53011, 50097, 50129, 53003,
      530031, 530032, 530034, 530035, 9002326, 9002327, 50105, 90094, 90095, 90099, 1003031, 501051, 500014,
      650052, 500011, 650056, 650057, 50011, 50194, 50059, 50128, 90002, 90038, 900382, 700016, 700011,
      7000229, 7000112, 70001, 7000215, 70002, 7000222, 7000218, 700025, 700027, 700024, 700005, 70011, 28002,
      700022, 901002, 9002331, 9002332, 9001023, 900144, 90014, 9002313, 90023,
    ],
  ],
  ['cancelled', [65004, 70016, 70018, 70019]],
  ['unreachable', [50196, 90024, 90033]],
];

describe('the catalogue', () => {
  test('knows every AADSTS number of the table', () => {
    const expected = [...states.flatMap(([, listed]) => listed), 50126, 50056];
    expect([...aadsts.keys()].toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
  });

  const everything: readonly (readonly [string, CatalogueEntry])[] = [
    ...[...aadsts].map(([code, entry]) => [`AADSTS${code}`, entry] as const),
    ...[standardErrors, suberrors, googleErrors, yahooErrors].flatMap((map) => [...map.entries()]),
    ...[undefined, 200, 302, 400, 401, 403, 404, 407, 408, 429, 500, 503].map(
      (status) => [`HTTP ${status}`, statusEntry(status)] as const,
    ),
  ];
  test.each(everything)('%s is told in sentences, without codes and without blame', (_code, entry) => {
    for (const said of [entry.cause, entry.fix, entry.appOnly?.cause, entry.appOnly?.fix]) {
      if (said === undefined) continue;
      const text = textOf(said);
      expect(text).toMatch(/^[A-Z].{8,}[.]$/);
      expect(text).not.toMatch(/AADSTS|error occurred|invalid_|\bSTS\b|\bROPC\b|\bMFA\b/);
      expect(text.split(' ').length).toBeGreaterThan(2);
    }
  });
});

describe('each AADSTS number puts the account in its state', () => {
  for (const [state, codes] of states) {
    test.each(codes)(`%i: ${state}`, (code) => {
      const error = explainProviderAnswer(microsoft('invalid_grant', code), signIn);
      expect(error.code).toBe(state);
      expect(error.message).toContain('anna@contoso.com');
      expect(error.message).toContain('Contoso mail');
      expect(error.message).toMatch(new RegExp(`\\(AADSTS${code}\\)$`));
      expect(textOf(error.fix)).not.toBe('');
    });
  }

  test('with nobody present no number ever asks for a sign-in', () => {
    for (const code of aadsts.keys()) {
      const error = explainProviderAnswer(microsoft('invalid_grant', code), appOnly);
      expect(['refused', 'unreachable']).toContain(error.code);
      expect(textOf(error.fix)).not.toMatch(/^Sign in/);
    }
  });
});

describe('a sign-in is asked for only where it mends', () => {
  test('an expired secret is refused, and an administrator can mend it', () => {
    for (const code of [7000215, 7000222]) {
      const error = explainProviderAnswer(microsoft('invalid_client', code), signIn);
      expect(error).toMatchObject({ code: 'refused', who: 'administrator' });
      expect(textOf(error.fix)).toContain('Certificates & secrets');
    }
  });

  test.each<[string, ProviderAnswer, ExplainContext, string | undefined]>([
    ['an expired secret', microsoft('invalid_client', 7000222), signIn, 'open-client'],
    ['a tenant that is none', microsoft('invalid_request', 90002), signIn, 'open-client'],
    ['a client that is unknown', { httpStatus: 401 }, signIn, 'open-client'],
    ['a grant that it may not use', { httpStatus: 400, error: 'unauthorized_client' }, signIn, 'open-client'],
    ['a consent that is missing', microsoft('invalid_grant', 65001), appOnly, 'open-client'],
    ['a policy', microsoft('access_denied', 53003), signIn, undefined],
    ['an account that is locked', microsoft('invalid_grant', 50053), signIn, undefined],
    ['a device that is asked for', microsoft('invalid_grant', 53000), appOnly, undefined],
  ])('what begins at the OAuth client says so: %s', (_what, answer, context, remedy) => {
    const error = explainProviderAnswer(answer, context);
    expect(error).toMatchObject({ code: 'refused', remedy });
    expect(error.origin).toBeUndefined();
  });

  test('a client that was tried without an account stands for itself, and in no account’s place', () => {
    const tried = { ...appOnly, account: 'Old service', clientName: 'Old service' };
    const error = explainProviderAnswer(microsoft('invalid_client', 7000222), tried);
    expect(textOf(error.text)).toMatch(/^Microsoft 365 refused the client “Old service”\. /);
  });

  test.each<[string, ProviderAnswer]>([
    ['a busy provider (503)', { httpStatus: 503, error: 'invalid_grant', codes: [50076] }],
    ['too many requests (429)', { httpStatus: 429, error: 'interaction_required' }],
    ['temporarily_unavailable', { httpStatus: 400, error: 'temporarily_unavailable' }],
    ['server_error', { httpStatus: 400, error: 'server_error' }],
    ['a client that loops (50196)', microsoft('invalid_grant', 50196)],
    ['no answer at all', {}],
    ['the page of a hotel’s network', { httpStatus: 302 }],
  ])('%s is unreachable, not signed out', (_title, answer) => {
    for (const context of [signIn, withPassword, appOnly]) {
      expect(explainProviderAnswer(answer, { ...context, retryAfter: 5000 })).toMatchObject({
        code: 'unreachable',
        retryAfter: 5000,
      });
    }
  });

  test.each<[string, ProviderAnswer, OAuthErrorCode]>([
    ['invalid_grant', { httpStatus: 400, error: 'invalid_grant' }, 'needs-sign-in'],
    ['interaction_required', { httpStatus: 400, error: 'interaction_required' }, 'needs-sign-in'],
    ['an unknown AADSTS number', microsoft('invalid_grant', 987654), 'needs-sign-in'],
    ['invalid_client', { httpStatus: 401, error: 'invalid_client' }, 'refused'],
    ['a 401 without words', { httpStatus: 401 }, 'refused'],
    ['a wrong token URL', { httpStatus: 404 }, 'refused'],
    ['a declined request', { error: 'access_denied' }, 'cancelled'],
    ['a policy with an unknown number', microsoft('access_denied', 987654), 'refused'],
    ['an expired device code', { httpStatus: 400, error: 'expired_token' }, 'cancelled'],
    [
      'a suberror that says a sign-in would not help',
      { ...microsoft('invalid_grant', 50076), suberror: 'message_only' },
      'refused',
    ],
    ['bad_token', { httpStatus: 400, error: 'invalid_grant', suberror: 'bad_token' }, 'needs-sign-in'],
  ])('%s', (_title, answer, code) => {
    expect(explainProviderAnswer(answer, signIn).code).toBe(code);
  });

  test('the telling number goes before the vague one', () => {
    const error = explainProviderAnswer(microsoft('invalid_grant', 70000, 50173), signIn);
    expect(error.message).toContain('password was changed');
    expect(error.message).toMatch(/\(AADSTS70000, AADSTS50173\)$/);
  });
});

test('a wrong secret is told as such also where the provider has another name for it (Keycloak)', () => {
  const keycloak: ExplainContext = { ...appOnly, provider: 'custom' };
  const wrong = explainProviderAnswer({ httpStatus: 401, error: 'unauthorized_client' }, keycloak);
  expect(wrong.message).toContain('its ID or its secret is wrong');
  const notAllowed = explainProviderAnswer({ httpStatus: 400, error: 'unauthorized_client' }, keycloak);
  expect(notAllowed.message).toContain('does not allow this client to use this grant');
});

test('an app that nobody has consented to in the organization is not told that its secret is wrong', () => {
  const error = explainProviderAnswer({ ...microsoft('invalid_client', 7000229), httpStatus: 401 }, appOnly);
  expect(error.message).toContain('No administrator of the organization has consented to this app.');
});

test.each([...googleErrors.keys(), 'rate_limit_exceeded', 'internal_failure'])(
  'a refusal of another provider is not called Google’s: %s',
  (error) => {
    const custom: ExplainContext = { ...signIn, provider: 'custom' };
    const { message, fix } = explainProviderAnswer({ httpStatus: 400, error }, custom);
    expect(`${message} ${textOf(fix)}`).not.toMatch(/Google|Workspace/);
  },
);

test.each([
  [{ error: 'invalid_grant' }, 'custom'],
  [{ error: 'invalid_grant', description: 'Bad Request' }, 'google'],
  [{ error: 'invalid_grant', codes: [70000] }, 'microsoft365'],
  [{ error: 'invalid_grant', codes: [70008] }, 'microsoft365'],
] as const)('a code that the provider does not take is no stored sign-in: %o, %s', (answer, provider) => {
  for (const grant of ['authorization-code', 'device-code'] as const) {
    const error = explainProviderAnswer(
      { httpStatus: 400, ...answer },
      { ...signIn, grant, provider, signsIn: true },
    );
    expect(error.code).toBe('needs-sign-in');
    expect(error.message).not.toContain('stored sign-in');
    expect(textOf(error.fix)).toContain('registration');
  }
  expect(explainProviderAnswer({ httpStatus: 400, ...answer }, { ...signIn, provider }).message).toContain(
    'stored sign-in',
  );
});

describe('the password grant', () => {
  test('a wrong password is told as such, whatever the provider', () => {
    expect(explainProviderAnswer(microsoft('invalid_grant', 50126), withPassword).code).toBe(
      'wrong-password',
    );
    // the directory has no password of this account
    expect(explainProviderAnswer(microsoft('invalid_grant', 50056), withPassword).code).toBe(
      'wrong-password',
    );
    expect(
      explainProviderAnswer(
        { httpStatus: 400, error: 'invalid_grant' },
        { ...withPassword, provider: 'custom' },
      ).code,
    ).toBe('wrong-password');
  });

  test.each([50076, 50079, 50072, 50074, 50078, 65001])(
    '%i: sign in once with an authorization-code client, reset, switch back',
    (code) => {
      const error = explainProviderAnswer(microsoft('invalid_grant', code), withPassword);
      expect(error.code).toBe('refused');
      expect(error.remedy).toBe('switch-client');
      expect(textOf(error.fix)).toMatch(/Authorization code.*sign in.*reset.*switch it back/);
      expect(textOf(explainProviderAnswer(microsoft('invalid_grant', code), signIn).fix)).not.toContain(
        'switch',
      );
    },
  );

  test('an unknown reason of Microsoft is not taken for a wrong password', () => {
    expect(explainProviderAnswer(microsoft('invalid_grant', 987654), withPassword).code).toBe('refused');
  });

  test('it never asks for a sign-in page that it does not have', () => {
    for (const code of aadsts.keys()) {
      const error = explainProviderAnswer(microsoft('invalid_grant', code), withPassword);
      expect(['refused', 'wrong-password', 'unreachable']).toContain(error.code);
    }
  });
});

describe('Google and Yahoo', () => {
  const google: ExplainContext = { ...signIn, provider: 'google' };

  test('an ended Google sign-in names the 7 days of Testing; another provider’s does not', () => {
    const answer = {
      httpStatus: 400,
      error: 'invalid_grant',
      description: 'Token has been expired or revoked.',
    };
    expect(explainProviderAnswer(answer, google)).toMatchObject({ code: 'needs-sign-in' });
    expect(textOf(explainProviderAnswer(answer, google).fix)).toContain('7 days');
    expect(textOf(explainProviderAnswer(answer, { ...signIn, provider: 'fastmail' }).fix)).not.toContain(
      '7 days',
    );
  });

  test('a service account without delegation is told what the administrator does', () => {
    const error = explainProviderAnswer(
      { httpStatus: 401, error: 'unauthorized_client' },
      { ...google, grant: 'service-account' },
    );
    expect(error).toMatchObject({ code: 'refused', who: 'administrator' });
    expect(textOf(error.fix)).toContain('Domain-wide delegation');
  });

  test('Yahoo’s capitals are understood', () => {
    const answer = parseTokenErrorBody(400, '{"error":{"errorId":"INVALID_REFRESH_TOKEN","message":"bad"}}');
    expect(explainProviderAnswer(answer, { ...signIn, provider: 'yahoo' }).code).toBe('needs-sign-in');
  });
});

describe('the body of a token error', () => {
  test('Microsoft’s JSON: error, suberror, numbers and the ids for support', () => {
    const body = JSON.stringify({
      error: 'invalid_grant',
      suberror: 'basic_action',
      error_description: 'AADSTS50076: Due to a configuration change. Trace ID: x',
      error_codes: [50076],
      trace_id: '0b0f5a1e-1111-2222-3333-444455556666',
      correlation_id: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    });
    expect(parseTokenErrorBody(400, body)).toMatchObject({
      httpStatus: 400,
      error: 'invalid_grant',
      suberror: 'basic_action',
      codes: [50076],
      traceId: '0b0f5a1e-1111-2222-3333-444455556666',
      correlationId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    });
  });

  test('numbers and ids are found in the description where the fields are missing', () => {
    const body = JSON.stringify({
      error: 'invalid_client',
      error_description:
        "AADSTS7000222: The keys for app '11111111-2222-3333-4444-555555555555' are expired. Trace ID: 0b0f5a1e-1111-2222-3333-444455556666 Correlation ID: aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
    });
    const answer = parseTokenErrorBody(401, body);
    expect(answer).toMatchObject({
      codes: [7000222],
      traceId: '0b0f5a1e-1111-2222-3333-444455556666',
      correlationId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
    });
    expect(answer.description).toContain('11111111-2222-3333-4444-555555555555');
  });

  test('Google’s two forms, a form-encoded one, and WWW-Authenticate', () => {
    expect(
      parseTokenErrorBody(400, '{"error":"invalid_grant","error_subtype":"invalid_rapt"}'),
    ).toMatchObject({ error: 'invalid_grant', suberror: 'invalid_rapt' });
    expect(
      parseTokenErrorBody(403, '{"error":{"code":403,"message":"no","status":"PERMISSION_DENIED"}}'),
    ).toMatchObject({ error: 'permission_denied', description: 'no' });
    expect(parseTokenErrorBody(400, 'error=invalid_scope&error_description=not+known')).toMatchObject({
      error: 'invalid_scope',
      description: 'not known',
    });
    expect(
      parseTokenErrorBody(401, '', new Headers({ 'WWW-Authenticate': 'Bearer error="invalid_client"' }))
        .error,
    ).toBe('invalid_client');
  });

  test('a web page gives its title, an empty or broken body nothing', () => {
    expect(
      parseTokenErrorBody(502, '<!doctype html><html><title>Bad\n Gateway</title><script>x</script>')
        .description,
    ).toBe('Bad Gateway');
    for (const body of ['', '   ', '{"error":', '[1]', '{"error":7}', 'null']) {
      expect(parseTokenErrorBody(500, body)).toMatchObject({ httpStatus: 500, error: undefined });
    }
  });

  test('it never throws and never grows, whatever comes', () => {
    assertProperty(
      property(
        oneof(string({ maxLength: 5000 }), json()),
        integer({ min: 100, max: 599 }),
        (body, status) => {
          const answer = parseTokenErrorBody(status, body);
          expect((answer.description ?? '').length).toBeLessThanOrEqual(1000);
          expect(explainProviderAnswer(answer, signIn).message.length).toBeLessThan(1000);
        },
      ),
    );
    const long = parseTokenErrorBody(400, JSON.stringify({ error_description: 'so it is '.repeat(100_000) }));
    expect((long.description ?? '').length).toBeLessThanOrEqual(1000);
    const redirected = parseTokenErrorBody(400, 'word '.repeat(20_000));
    expect(redirected.description).toHaveLength(1000);
  });

  test('Retry-After in seconds, as a date, and nonsense', () => {
    const now = Date.UTC(2026, 0, 1);
    expect(retryAfterOf(new Headers({ 'Retry-After': '30' }), now)).toBe(30_000);
    expect(retryAfterOf(new Headers({ 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' }), now)).toBe(60_000);
    expect(retryAfterOf(new Headers({ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }), now)).toBe(0);
    expect(retryAfterOf(new Headers({ 'retry-after': '99999999999' }), now)).toBe(86_400_000);
    expect(retryAfterOf(new Headers({ 'retry-after': 'soon' }), now)).toBeUndefined();
    expect(retryAfterOf(new Headers(), now)).toBeUndefined();
  });
});

describe('nothing secret is shown', () => {
  const secrets = [
    'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJl',
    'abC8Q~abcdefghijklmnopqrstuvwxyz0123456789',
    'ya29.a0AfH6SMBx1234567890',
    '1//0gabcDEF_123',
    '4/0AeaYSHBabc',
    'M.C5_BAY.2.U.abc-def',
    'GOCSPX-abcdef',
    'EwBYA8l6BAAUs5+HQn0N+h2FxWzLS3',
    '0123456789abcdef0123456789abcdef',
  ];
  test.each(secrets)('%s, wherever it stands', (secret) => {
    for (const text of [
      `the value ${secret} is bad`,
      `refresh_token=${secret}&x=1`,
      `{"client_secret":"${secret}"}`,
      `code: '${secret}'`,
      `see http://localhost/?code=${secret}`,
      `Bearer ${secret}`,
    ]) {
      expect(redactDescription(text)).not.toContain(secret);
      const answer = parseTokenErrorBody(400, JSON.stringify({ error: secret, error_description: text }));
      const error = explainProviderAnswer(answer, signIn);
      expect(JSON.stringify([error.message, error.text, error.fix, error.answer])).not.toContain(secret);
    }
  });

  test.each([
    'password=hunter2',
    "password 'hunter2'",
    '"password": "hunter2"',
    'client_secret: hunter2',
    'device_code=hunter2',
  ])('%s', (text) => {
    expect(redactDescription(`it was ${text} then`)).not.toContain('hunter2');
  });

  test.each(['password=hunter2', 'password=[…]', 'password=[…]hunter2', 'password=[hidden]hunter2'])(
    '%s is hidden once, however often it is looked at',
    (text) => {
      const answer = parseTokenErrorBody(400, JSON.stringify({ error_description: `it was ${text} then` }));
      expect(explainProviderAnswer(answer, signIn).answer?.description).toBe('it was password=[hidden] then');
    },
  );

  test('what helps stays: names, addresses, URLs, ids and numbers', () => {
    for (const text of [
      "AADSTS50011: The redirect URI 'http://localhost:1234/' specified in the request does not match.",
      "The user 'anna@contoso.com' has not consented to app '11111111-2222-3333-4444-555555555555'.",
      'Ensure the secret being sent in the request is the client secret value, not the client secret ID.',
      'The scope https://outlook.office.com/IMAP.AccessAsUser.All is not valid. Error code: 70011.',
      'Visit https://login.microsoftonline.com/common/oauth2/v2.0/token for more.',
    ]) {
      expect(redactDescription(text)).toBe(text);
    }
  });

  test('line breaks and control characters do not reach a log', () => {
    expect(redactDescription('one\r\ntwo\u0000\u001b[31mthree')).toBe('one two [31mthree');
  });
});
