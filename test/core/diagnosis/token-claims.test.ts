import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeToken, readTokenClaims } from '#core/diagnosis/token-claims.ts';
import { tokenFindings, type TokenContext } from '#core/diagnosis/token-findings.ts';
import type { Finding } from '#core/errors/mail-refusal.ts';
import { textOf } from '../../support/english.ts';

const now = Date.UTC(2026, 5, 1);
const seconds = now / 1000;
const tenant = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';

const delegated = {
  aud: 'https://outlook.office.com',
  iss: `https://sts.windows.net/${tenant}/`,
  appid: 'app-id',
  scp: 'IMAP.AccessAsUser.All POP.AccessAsUser.All SMTP.Send',
  upn: 'anna@example.org',
  tid: tenant,
  iat: seconds - 60,
  exp: seconds + 3_600,
};
const appOnly = {
  aud: 'https://outlook.office365.com',
  appid: 'app-id',
  idtyp: 'app',
  oid: 'service-principal-object-id',
  roles: ['IMAP.AccessAsApp', 'POP.AccessAsApp', 'SMTP.SendAsApp'],
  tid: tenant,
  iat: seconds - 60,
  exp: seconds + 3_600,
};

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function jwt(claims: object, signature = 'c2ln'): string {
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${signature}`;
}

function findingsFor(claims: object, change: Partial<TokenContext> = {}, signature?: string): Finding[] {
  return tokenFindings(readTokenClaims(jwt(claims, signature)), {
    protocol: 'imap',
    identity: 'anna@example.org',
    provider: 'microsoft365',
    grant: 'authorization-code',
    tenant,
    now,
    ...change,
  });
}

function codes(findings: readonly Finding[]): string[] {
  return findings.map(({ code }) => code);
}

describe('what a token says of itself', () => {
  test('a person’s: audience, permissions, tenant, application, user, times', () => {
    expect(readTokenClaims(jwt(delegated))).toEqual({
      kind: 'jwt',
      length: jwt(delegated).length,
      audience: 'https://outlook.office.com',
      permissions: ['IMAP.AccessAsUser.All', 'POP.AccessAsUser.All', 'SMTP.Send'],
      tenant,
      appId: 'app-id',
      actsAs: 'person',
      user: 'anna@example.org',
      issuedAt: now - 60_000,
      expiresAt: now + 3_600_000,
    });
  });

  test('an application’s', () => {
    expect(readTokenClaims(jwt(appOnly))).toMatchObject({
      actsAs: 'application',
      permissions: appOnly.roles,
      objectId: 'service-principal-object-id',
    });
  });

  test('an opaque one says nothing, and is no error', () => {
    for (const token of ['EwBIA8l6BAAU', '', 'a.b.c', 'a.b.c.d.e', '...', `x.${'A'.repeat(200_000)}.y`]) {
      expect(readTokenClaims(token)).toEqual({
        kind: 'opaque',
        length: token.length,
        permissions: [],
        actsAs: 'unknown',
      });
    }
  });

  test('claims of the wrong kind are passed over, and the others read', () => {
    const odd = {
      ...delegated,
      aud: 5,
      exp: 'soon',
      roles: 'x',
      upn: { a: 1 },
      unique_name: 'anna@example.org',
    };
    expect(readTokenClaims(jwt(odd))).toMatchObject({ kind: 'jwt', user: 'anna@example.org', tenant });
    expect(readTokenClaims(jwt(odd)).audience).toBeUndefined();
    expect(readTokenClaims(jwt({ aud: ['https://outlook.office.com', 'x'] })).audience).toBe(
      'https://outlook.office.com',
    );
  });

  test('nothing that is read holds the token', () => {
    const token = jwt(delegated, 'SIGNATURE-OF-THE-TOKEN');
    const told = JSON.stringify([
      readTokenClaims(token),
      describeToken(readTokenClaims(token)),
      findingsFor({ ...delegated, aud: 'x' }),
    ]);
    for (const piece of token.split('.')) expect(told).not.toContain(piece);
  });

  test('whatever comes as a token never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((text) => `x.${Buffer.from(text).toString('base64url')}.y`),
        ),
        (token) => {
          const claims = readTokenClaims(token);
          expect(textOf(describeToken(claims))).toMatch(/^The token \S/);
          expect(
            Array.isArray(
              tokenFindings(claims, {
                protocol: 'imap',
                identity: 'a@b',
                provider: 'microsoft365',
                grant: 'password',
                now,
              }),
            ),
          ).toBe(true);
        },
      ),
    );
  });
});

describe('what speaks against a token', () => {
  test('nothing, where all is as it should be', () => {
    for (const protocol of ['imap', 'pop', 'smtp'] as const) {
      expect(findingsFor(delegated, { protocol })).toEqual([]);
      expect(
        findingsFor(appOnly, { protocol, grant: 'client-credentials', identity: 'office@example.org' }),
      ).toEqual([]);
    }
  });

  test.each([
    'https://outlook.office365.com/',
    '00000002-0000-0ff1-ce00-000000000000',
    'https://partner.outlook.cn',
  ])('the audience %s is the mail server', (aud) => {
    expect(findingsFor({ ...delegated, aud })).toEqual([]);
  });

  test.each([
    ['00000003-0000-0000-c000-000000000000', 'wrong-audience', 'error'],
    ['https://graph.microsoft.com', 'wrong-audience', 'error'],
    ['https://ps.outlook.com', 'consent-audience', 'error'],
    ['https://elsewhere.example', 'unknown-audience', 'warning'],
  ])('the audience %s is not: %s', (aud, code, severity) => {
    expect(findingsFor({ ...delegated, aud })).toMatchObject([{ code, severity }]);
  });

  test('a missing permission is missed by the protocol that needs it only', () => {
    const narrow = { ...delegated, scp: 'IMAP.AccessAsUser.All' };
    expect(findingsFor(narrow)).toEqual([]);
    expect(findingsFor(narrow, { protocol: 'smtp' })).toMatchObject([
      { code: 'missing-permission', severity: 'error' },
    ]);
    expect(textOf(findingsFor(narrow, { protocol: 'smtp' })[0]?.message)).toContain('SMTP.Send');
    // a delegated permission is not an application's
    expect(codes(findingsFor({ ...appOnly, roles: ['IMAP.AccessAsUser.All'] }))).toEqual([
      'missing-permission',
    ]);
  });

  test('an application without roles: a token is issued, and is good for nothing', () => {
    const { roles: _, ...without } = appOnly;
    expect(findingsFor(without, { grant: 'client-credentials' })).toMatchObject([
      { code: 'no-roles', severity: 'error' },
    ]);
    expect(textOf(findingsFor(without)[0]?.fix)).toContain('admin consent');
  });

  test('an application whose sending a role of Exchange grants has no roles in its token: none is insisted on', () => {
    const { roles: _, ...without } = appOnly;
    for (const claims of [without, { ...appOnly, roles: ['IMAP.AccessAsApp'] }]) {
      const [finding, ...others] = findingsFor(claims, { protocol: 'smtp', grant: 'client-credentials' });
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ severity: 'warning' });
      expect(textOf(finding?.message)).toContain('role of Exchange (Application SMTP.SendAsApp)');
      // to add the permission would open every mailbox to an application that is to have some
      expect(textOf(finding?.fix)).not.toMatch(/Add SMTP\.SendAsApp|grant admin consent/i);
      expect(textOf(finding?.fix)).toContain('Test-ServicePrincipalAuthorization');
    }
  });

  test('SMTP by a role of Exchange is not in the token: a warning only', () => {
    const reading = { ...appOnly, roles: ['IMAP.AccessAsApp'] };
    expect(findingsFor(reading, { protocol: 'smtp' })).toMatchObject([
      { code: 'missing-permission', severity: 'warning' },
    ]);
    expect(findingsFor(reading, { protocol: 'pop' })).toMatchObject([{ severity: 'error' }]);
  });

  test('the server of High Volume Email needs its own permission, which no role of Exchange stands for', () => {
    const atHve = { protocol: 'smtp', grant: 'client-credentials', host: 'smtp-hve.office365.com' } as const;
    const missing = findingsFor({ ...appOnly, roles: ['SMTP.SendAsApp'] }, atHve);
    expect(missing).toMatchObject([{ code: 'missing-permission', severity: 'error' }]);
    expect(textOf(missing[0]?.message)).toContain('Mail.Send');
    expect(findingsFor({ ...appOnly, roles: ['Mail.Send'] }, atHve)).toEqual([]);
  });

  test('somebody else than the mailbox’s owner has signed in: told for reading and for sending', () => {
    const [reading] = findingsFor(delegated, { identity: 'office@example.org' });
    expect(reading).toMatchObject({ code: 'other-user', severity: 'warning' });
    expect(textOf(reading?.fix)).toContain('anna@example.org needs Full Access');
    const [sending] = findingsFor(delegated, { identity: 'office@example.org', protocol: 'smtp' });
    expect(textOf(sending?.fix)).toContain('“Log in for sending as” to anna@example.org');
    expect(findingsFor(delegated, { identity: 'ANNA@Example.org' })).toEqual([]);
  });

  test('another organization’s token is told where the tenant is named by its id', () => {
    const foreign = { ...delegated, tid: '99999999-bbbb-cccc-dddd-eeeeeeeeeeee' };
    expect(codes(findingsFor(foreign))).toEqual(['foreign-tenant']);
    expect(findingsFor(foreign, { tenant: 'example.org' })).toEqual([]);
    expect(findingsFor(foreign, { tenant: undefined })).toEqual([]);
  });

  test('a clock that is behind or ahead is told; a few minutes are not', () => {
    expect(codes(findingsFor({ ...delegated, iat: seconds + 3_600, exp: seconds + 7_200 }))).toEqual([
      'clock-behind',
    ]);
    expect(codes(findingsFor({ ...delegated, iat: seconds - 7_200, exp: seconds - 3_600 }))).toEqual([
      'token-expired',
    ]);
    expect(findingsFor({ ...delegated, iat: seconds + 120 })).toEqual([]);
  });

  test('more than 4,096 characters are too many for POP, and for POP only', () => {
    const signature = 's'.repeat(4_096);
    expect(codes(findingsFor(delegated, { protocol: 'pop' }, signature))).toEqual(['token-too-long']);
    expect(findingsFor(delegated, { protocol: 'imap' }, signature)).toEqual([]);
  });

  test('another provider’s token is not judged by Microsoft’s measure', () => {
    expect(
      findingsFor({ aud: 'x', scope: 'https://mail.google.com/', sub: '1' }, { provider: 'google' }),
    ).toEqual([]);
  });
});

test('a token in a sentence', () => {
  expect(describeToken(readTokenClaims(jwt(delegated)))).toEqual(
    'The token is for anna@example.org at https://outlook.office.com, with IMAP.AccessAsUser.All, POP.AccessAsUser.All, SMTP.Send.',
  );
  expect(textOf(describeToken(readTokenClaims(jwt({ ...appOnly, roles: [] }))))).toContain(
    'the application itself',
  );
  expect(textOf(describeToken(readTokenClaims('opaque')))).toContain('cannot be read');
});
