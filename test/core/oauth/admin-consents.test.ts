import { describe, expect, test } from 'vitest';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { silentLogger } from '#core/logging/logger.ts';
import {
  AdminConsentError,
  AdminConsents,
  consentUrl,
  readAdminConsentAnswer,
  sendingConsentUrl,
} from '#core/oauth/admin-consents.ts';
import { LoopbackPorts } from '#core/oauth/loopback-receiver.ts';
import { Attempts } from '#core/oauth/shared-attempts.ts';
import { textOf } from '../../support/english.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { MemoryVault } from '../../support/memory-vault.ts';

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

/** An organization's consent that is waited for; the test is the administrator. */
function waitsFor(open: (url: string) => Promise<void> = async () => undefined, vault?: MemoryVault) {
  const clock = new FakeClock();
  const [pages, opened] = [Promise.withResolvers<URL>(), new Array<unknown>()];
  let changes = 0;
  const consents: AdminConsents = new AdminConsents({
    clock,
    logger: silentLogger,
    ports: new LoopbackPorts(),
    attempts: new Attempts({ clock, vault, kind: 'admin-consent' }),
    open: async (url, about) => {
      opened.push(about);
      await open(url);
    },
    changed: () => {
      changes += 1;
      const url = consents.of('desk');
      if (url !== undefined) pages.resolve(new URL(url));
    },
  });
  /** Comes back from the page with this. */
  const comeBack = async (answer: Record<string, string>): Promise<Response> => {
    const { searchParams } = await pages.promise;
    const back = new URL(searchParams.get('redirect_uri') ?? '');
    for (const [name, value] of Object.entries({ state: searchParams.get('state') ?? '', ...answer }))
      back.searchParams.set(name, value);
    // by its number: a machine may know no localhost
    back.hostname = '127.0.0.1';
    return fetch(back, { headers: { 'accept-language': 'de' } });
  };
  return { clock, consents, opened, comeBack, page: pages.promise, changes: () => changes };
}

describe('the wait for an administrator', () => {
  const agreed = { admin_consent: 'True', tenant, scope: 'https://x/.default' };

  test('has the page opened and shown, takes the consent, and says so in the browser', async () => {
    const { consents, opened, comeBack, page, changes } = waitsFor();
    expect(consents.of('desk')).toBeUndefined();
    const asked = consents.ask(client, { open: true, language: 'en' });
    const url = await page;
    expect(consents.of('desk')).toBe(url.href);
    expect(url.searchParams.get('redirect_uri')).toMatch(/^http:\/\/localhost:\d+$/);
    const response = await comeBack(agreed);
    expect(await asked).toEqual({ tenant, scope: 'https://x/.default' });
    expect(await response.text()).toContain('<html lang="en">');
    expect(opened).toEqual([{ accountId: 'desk', purpose: 'admin-consent' }]);
    expect(consents.of('desk')).toBeUndefined();
    expect(changes()).toBe(2);
  });

  test('opens no page where somebody else opens it, and takes its answer all the same', async () => {
    const { consents, opened, comeBack } = waitsFor();
    const asked = consents.ask(client, { open: false });
    const response = await comeBack(agreed);
    expect(await asked).toMatchObject({ tenant });
    expect(await response.text()).toContain('<html lang="de">');
    expect(opened).toEqual([]);
  });

  test('is told a refusal, which the browser shows as well', async () => {
    const { consents, comeBack } = waitsFor();
    const asked = consents.ask(client, { open: true, language: 'en' });
    const refused = expect(asked).rejects.toMatchObject({ code: 'refused', who: 'administrator' });
    const description = 'AADSTS65004: The resource owner or authorization server denied the request.';
    const response = await comeBack({ error: 'consent_required', error_description: description });
    await refused;
    expect(await response.text()).toContain('AADSTS65004');
  });

  test('is one at a time for a client, ends when it is cancelled, and then after a quarter of an hour', async () => {
    const { clock, consents, page } = waitsFor();
    const first = expect(consents.ask(client, { open: true })).rejects.toMatchObject({ code: 'cancelled' });
    const url = await page;
    await expect(consents.ask(client, { open: true })).rejects.toThrow('Contoso mail');
    expect(consents.of('desk')).toBe(url.href);
    consents.attempts.cancel('desk');
    await first;
    const second = consents.ask(client, { open: true });
    const late = expect(second).rejects.toMatchObject({ code: 'cancelled' });
    expect(consents.of('desk')).toBeUndefined();
    await clock.timer(900_000);
    await clock.advance(900_000);
    await late;
  });

  test('ends where the page cannot be opened, with the client in words', async () => {
    const { consents } = waitsFor(() => Promise.reject(new Error('no browser')));
    await expect(consents.ask(client, { open: true })).rejects.toThrow(/Contoso mail/u);
  });

  test('opens no port for a client that no administrator consents to', async () => {
    const { consents, opened } = waitsFor();
    const asked = consents.ask({ ...client, provider: 'google' }, { open: true });
    await expect(asked).rejects.toMatchObject({ code: 'no-consent-page' });
    expect(opened).toEqual([]);
  });

  test('ends here with what another node was answered', async () => {
    const vault = new MemoryVault();
    const here = waitsFor(undefined, vault);
    const there = waitsFor(undefined, new MemoryVault(vault.disk));
    const told: unknown[] = [];
    there.consents.attempts.follow((_whose, followed) => {
      void there.consents.ask(client, { open: false, followed }).then((consent) => told.push(consent));
    });
    const asked = here.consents.ask(client, { open: false });
    await here.page;
    await there.page;
    expect(there.consents.of('desk')).toBe(here.consents.of('desk'));
    await here.comeBack(agreed).then((response) => response.text());
    await asked;
    await settle();
    expect(told).toEqual([{ tenant, scope: 'https://x/.default' }]);
  });
});
