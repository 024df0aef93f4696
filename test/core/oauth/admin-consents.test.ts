import { describe, expect, test } from 'vitest';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import {
  AdminConsentError,
  consentUrl,
  readAdminConsentAnswer,
  sendingConsentUrl,
} from '#core/oauth/admin-consents.ts';
import { textOf } from '../../support/english.ts';

const tenant = '11111111-2222-4333-8444-555555555555';
const client: OAuthClient = {
  id: 'desk',
  name: 'Contoso mail',
  provider: 'microsoft365',
  grant: 'client-credentials',
  credential: 'secret',
  tenant,
  clientId: 'app-1',
  servers: {},
};

/** Why an answer is no consent. */
function refusal(query: Record<string, string>): OAuthError {
  try {
    readAdminConsentAnswer(new URLSearchParams(query), client);
  } catch (error) {
    if (error instanceof OAuthError) return error;
  }
  throw new Error('it was taken for a consent');
}

describe('the admin consent page', () => {
  test('is the tenant’s, with the client, the redirect as registered, and the state', () => {
    const page = consentUrl(client, { redirectUri: 'http://localhost:7777', state: 's t&te' });
    const url = new URL(page.url);
    expect(url.origin + url.pathname).toBe(`https://login.microsoftonline.com/${tenant}/v2.0/adminconsent`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'app-1',
      scope: 'https://ps.outlook.com/.default',
      redirect_uri: 'http://localhost:7777',
      state: 's t&te',
    });
    expect(textOf(page.reason)).toMatch(/^[A-Z].*\.$/);
  });

  test.each([undefined, '', 'common', 'Organizations'])(
    'the tenant %s asks organizations, never common',
    (shared) => {
      expect(consentUrl({ ...client, tenant: shared }).url).toContain('/organizations/v2.0/adminconsent?');
    },
  );

  test.each([
    [['imap', 'pop', 'smtp'], 'https://ps.outlook.com/.default'],
    [['imap'], 'https://ps.outlook.com/.default'],
    [['pop', 'smtp'], 'https://ps.outlook.com/.default'],
    [['smtp'], 'https://outlook.office365.com/.default'],
  ] as const)(
    'of a client of one’s own with servers for %j the scope is %s, with its reason',
    (used, scope) => {
      const server = { host: 'mail.contoso.com', port: 993, security: 'tls' } as const;
      const made = consentUrl({
        ...client,
        provider: 'custom',
        tokenUrl: `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
        servers: Object.fromEntries(used.map((protocol) => [protocol, server])),
      });
      expect(made.scope).toBe(scope);
      expect(textOf(made.reason)).toMatch(/^[A-Z].*\.$/);
    },
  );

  test.each([
    ['gcc-high', 'login.microsoftonline.us', 'https://outlook.office365.us/.default'],
    ['dod', 'login.microsoftonline.us', 'https://outlook.office365.us/.default'],
    ['china', 'login.partner.microsoftonline.cn', 'https://partner.outlook.cn/.default'],
  ] as const)('%s: the cloud’s own page and service', (cloud, host, scope) => {
    const made = consentUrl({ ...client, cloud });
    expect(new URL(made.url).hostname).toBe(host);
    expect(made.scope).toBe(scope);
  });

  test.each([
    ['authorization-code', 'global', 'https://outlook.office.com'],
    ['device-code', 'gcc-high', 'https://outlook.office365.us'],
    ['password', 'china', 'https://partner.outlook.cn'],
  ] as const)(
    'of a client with which people sign in (%s, %s) it asks for the permissions that they are asked for',
    (grant, cloud, base) => {
      const { url, reason } = consentUrl({ ...client, grant, cloud });
      expect(new URL(url).searchParams.get('scope')).toBe(
        `${base}/IMAP.AccessAsUser.All ${base}/POP.AccessAsUser.All ${base}/SMTP.Send`,
      );
      expect(textOf(reason)).toContain('cannot agree to IMAP and POP by themselves');
      // a scope of the client's own is what its tokens are asked for with
      const scope = `openid ${base}/SMTP.Send offline_access`;
      expect(consentUrl({ ...client, grant, cloud, scope }).scope).toBe(`${base}/SMTP.Send`);
    },
  );

  test('sending through Graph has a page of its own, for whoever signs in', () => {
    const people = { ...client, grant: 'device-code', credential: 'none' } as const;
    const page = sendingConsentUrl({ ...people, submission: 'graph' });
    expect(new URL(page ?? '').searchParams.get('scope')).toBe('https://graph.microsoft.com/Mail.Send');
    expect(sendingConsentUrl(people)).toBeUndefined();
    expect(sendingConsentUrl({ ...client, submission: 'graph' })).toBeUndefined();
  });

  test.each([
    [{ tenant: 'consumers' }, 'personal-tenant'],
    [{ tenant: '../x' }, 'tenant-malformed'],
    [{ redirectUri: 'localhost' }, 'redirect-not-usable'],
    [{ provider: 'outlook' }, 'personal-tenant'],
    [{ provider: 'google' }, 'no-consent-page'],
  ] as const)('%j is told', (fields, code) => {
    expect(() => consentUrl({ ...client, ...fields })).toThrow(AdminConsentError);
    expect(() => consentUrl({ ...client, ...fields })).toThrow(expect.objectContaining({ code }));
  });
});

describe('the answer', () => {
  test('a consent names the tenant and the scope', () => {
    const query = new URLSearchParams(
      `admin_consent=True&tenant=${tenant}&scope=https%3A%2F%2Fx%2F.default&state=s`,
    );
    expect(readAdminConsentAnswer(query, client)).toEqual({ tenant, scope: 'https://x/.default' });
  });

  test('admin_consent=True beside an error is a refusal', () => {
    const error = refusal({
      admin_consent: 'True',
      tenant,
      error: 'consent_required',
      error_description: 'AADSTS65004: The resource owner or authorization server denied the request.',
    });
    expect(error).toMatchObject({ code: 'refused', who: 'administrator' });
    expect(error.message).toMatch(/Contoso mail.*declined.*\(AADSTS65004\)$/);
    expect(error.message).toContain(tenant);
  });

  test('a registration without permissions is told as such', () => {
    const error = refusal({
      error: 'invalid_client',
      error_description: 'AADSTS1003031: Misconfigured.',
    });
    expect(textOf(error.fix)).toContain('API permissions');
  });

  test.each<Record<string, string>>([
    {},
    { admin_consent: 'False' },
    { admin_consent: '', tenant: '<script>' },
  ])('%j is no consent, and shows nothing foreign', (query) => {
    expect(refusal(query).message).not.toContain('script');
  });
});
