import { describe, expect, test } from 'vitest';
import { consentUrl, sendingConsentUrl } from '#core/oauth/admin-consents.ts';
import { AdminConsentError, adminConsentUrl, readAdminConsentAnswer } from '#core/oauth/admin-consent-url.ts';
import { textOf } from '../../support/english.ts';

const tenant = '11111111-2222-4333-8444-555555555555';
const request = { tenant, clientId: 'app-1', redirectUri: 'http://localhost:7777', state: 's t&te' };

describe('the admin consent page', () => {
  test('is the tenant’s, with the client, the redirect as registered, and the state', () => {
    const url = new URL(adminConsentUrl(request).url);
    expect(url.origin + url.pathname).toBe(`https://login.microsoftonline.com/${tenant}/v2.0/adminconsent`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'app-1',
      scope: 'https://ps.outlook.com/.default',
      redirect_uri: 'http://localhost:7777',
      state: 's t&te',
    });
  });

  test.each([undefined, '', 'common', 'Organizations'])(
    'the tenant %s asks organizations, never common',
    (shared) => {
      expect(adminConsentUrl({ ...request, tenant: shared }).url).toContain(
        '/organizations/v2.0/adminconsent?',
      );
    },
  );

  test.each([
    [undefined, 'https://ps.outlook.com/.default'],
    [['imap'], 'https://ps.outlook.com/.default'],
    [['pop', 'smtp'], 'https://ps.outlook.com/.default'],
    [['smtp'], 'https://outlook.office365.com/.default'],
  ] as const)('for the protocols %j the scope is %s, with its reason', (protocols, scope) => {
    const made = adminConsentUrl({ ...request, protocols });
    expect(made.scope).toBe(scope);
    expect(textOf(made.reason)).toMatch(/^[A-Z].*\.$/);
  });

  test.each([
    ['gcc-high', 'login.microsoftonline.us', 'https://outlook.office365.us/.default'],
    ['dod', 'login.microsoftonline.us', 'https://outlook.office365.us/.default'],
    ['china', 'login.partner.microsoftonline.cn', 'https://partner.outlook.cn/.default'],
  ] as const)('%s: the cloud’s own page and service', (cloud, host, scope) => {
    const made = adminConsentUrl({ ...request, cloud });
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
      const asked = {
        id: 'a',
        name: 'Desk',
        provider: 'microsoft365',
        grant,
        cloud,
        credential: 'none',
      } as const;
      const { url, reason } = consentUrl({ ...asked, tenant, clientId: 'app-1', servers: {} });
      expect(new URL(url).searchParams.get('scope')).toBe(
        `${base}/IMAP.AccessAsUser.All ${base}/POP.AccessAsUser.All ${base}/SMTP.Send`,
      );
      expect(textOf(reason)).toContain('cannot agree to IMAP and POP by themselves');
      // a scope of the client's own is what its tokens are asked for with
      const sending = consentUrl({
        ...asked,
        tenant,
        clientId: 'app-1',
        servers: {},
        scope: `openid ${base}/SMTP.Send offline_access`,
      });
      expect(sending.scope).toBe(`${base}/SMTP.Send`);
    },
  );

  test('sending through Graph has a page of its own, for whoever signs in', () => {
    const client = {
      id: 'desk',
      name: 'Desk',
      provider: 'microsoft365',
      grant: 'device-code',
      credential: 'none',
      clientId: 'app-1',
      servers: {},
    } as const;
    const page = sendingConsentUrl({ ...client, submission: 'graph' });
    expect(new URL(page ?? '').searchParams.get('scope')).toBe('https://graph.microsoft.com/Mail.Send');
    expect(sendingConsentUrl(client)).toBeUndefined();
    expect(
      sendingConsentUrl({ ...client, submission: 'graph', grant: 'client-credentials' }),
    ).toBeUndefined();
  });

  test.each([
    [{ tenant: 'consumers' }, 'personal-tenant'],
    [{ tenant: '../x' }, 'tenant-malformed'],
    [{ redirectUri: 'localhost' }, 'redirect-not-usable'],
  ] as const)('%j is told', (fields, code) => {
    expect(() => adminConsentUrl({ ...request, ...fields })).toThrow(AdminConsentError);
    expect(() => adminConsentUrl({ ...request, ...fields })).toThrow(expect.objectContaining({ code }));
  });
});

describe('the answer', () => {
  test('a consent names the tenant and the scope', () => {
    const query = new URLSearchParams(
      `admin_consent=True&tenant=${tenant}&scope=https%3A%2F%2Fx%2F.default&state=s`,
    );
    expect(readAdminConsentAnswer(query)).toEqual({ granted: true, tenant, scope: 'https://x/.default' });
  });

  test('admin_consent=True beside an error is a refusal', () => {
    const answer = readAdminConsentAnswer(
      {
        admin_consent: 'True',
        tenant,
        error: 'consent_required',
        error_description: 'AADSTS65004: The resource owner or authorization server denied the request.',
      },
      { clientName: 'Contoso mail' },
    );
    if (answer.granted) throw new Error('it was taken for a consent');
    expect(answer.tenant).toBe(tenant);
    expect(answer.error).toMatchObject({ code: 'refused', who: 'administrator' });
    expect(answer.error.message).toMatch(/Contoso mail.*declined.*\(AADSTS65004\)$/);
  });

  test('a registration without permissions is told as such', () => {
    const answer = readAdminConsentAnswer({
      error: 'invalid_client',
      error_description: 'AADSTS1003031: Misconfigured.',
    });
    if (answer.granted) throw new Error('it was taken for a consent');
    expect(textOf(answer.error.fix)).toContain('API permissions');
  });

  test.each<Record<string, string>>([
    {},
    { admin_consent: 'False' },
    { admin_consent: '', tenant: '<script>' },
  ])('%j is no consent, and shows nothing foreign', (params) => {
    const answer = readAdminConsentAnswer(params);
    expect(answer.granted).toBe(false);
    expect(answer.tenant).toBeUndefined();
  });
});
