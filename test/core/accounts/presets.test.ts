import { describe, expect, test } from 'vitest';
import { protocols, serverAddressSchema } from '#contract/endpoints.ts';
import { cloudSchema, grantTypeSchema } from '#contract/grants.ts';
import { endpointUrlSchema, providerIdSchema } from '#contract/oauth-client.ts';
import { defaultsFor } from '#contract/client-defaults.ts';
import { allPresets, credentialsOfGrant, presetFor } from '#contract/providers/presets.ts';
import { withoutOAuth } from '#contract/providers/without-oauth.ts';
import { textOf } from '../../support/english.ts';

const named = allPresets.filter((preset) => preset.provider !== 'custom');

function filled(url: string | undefined): string {
  return (url ?? '').replaceAll('{tenant}', 'contoso.com');
}

describe('every provider is complete', () => {
  test('each provider, and each of Microsoft 365’s clouds, has its preset', () => {
    const ids = providerIdSchema.options.filter((id) => id !== 'microsoft365');
    expect(allPresets.map((preset) => preset.provider)).toEqual(expect.arrayContaining(ids));
    expect(
      allPresets.filter((preset) => preset.provider === 'microsoft365').map((preset) => preset.cloud),
    ).toEqual(cloudSchema.options);
    for (const { provider, cloud, ...known } of allPresets) {
      expect(presetFor({ provider, cloud })).toMatchObject(known);
    }
  });

  test.each(named.map((preset) => [preset.name, preset] as const))(
    '%s: every grant has its endpoints and its scope; every protocol its server over TLS',
    (_name, preset) => {
      expect(preset.grants.length).toBeGreaterThan(0);
      for (const grant of preset.grants) {
        expect(preset.scopes[grant], grant).toMatch(/\S/);
        expect(endpointUrlSchema.safeParse(filled(preset.endpoints.tokenUrl)).success).toBe(true);
        if (grant === 'authorization-code') {
          expect(endpointUrlSchema.safeParse(filled(preset.endpoints.authorizationUrl)).success).toBe(true);
        }
        if (grant === 'device-code') {
          expect(endpointUrlSchema.safeParse(filled(preset.endpoints.deviceUrl)).success).toBe(true);
        }
      }
      expect(Object.keys(preset.scopes).toSorted()).toEqual([...preset.grants].toSorted());
      for (const protocol of protocols) {
        expect(serverAddressSchema.safeParse(preset.servers[protocol]).success, protocol).toBe(true);
      }
      expect(URL.canParse(preset.redirectUri)).toBe(true);
      expect(preset.source.length).toBeGreaterThan(0);
      for (const { fact, from } of preset.source) expect(`${fact} ${from}`).toMatch(/\S+ \S+/);
      for (const note of preset.notes) expect(textOf(note)).toMatch(/^[A-Z].*\.$/);
    },
  );

  test.each(grantTypeSchema.options)('the grant %s knows what a client can prove itself with', (grant) => {
    expect(credentialsOfGrant[grant].length).toBeGreaterThan(0);
  });

  test('the form of Google’s desktop client asks for its secret, as Google refuses one without', () => {
    expect(defaultsFor({ provider: 'google', grant: 'authorization-code' }).credentials).toEqual(['secret']);
    expect(defaultsFor({ provider: 'google', grant: 'service-account' }).credentials).toEqual([
      'service-account-key',
    ]);
    expect(defaultsFor({ provider: 'microsoft365', grant: 'authorization-code' }).credentials[0]).toBe(
      'none',
    );
  });

  test('where a provider has app passwords, the page can be opened and says what has to be so before', () => {
    const having = [...named, ...Object.values(withoutOAuth)].filter(({ appPassword }) => appPassword);
    expect(having.map(({ name }) => name)).toEqual([
      'Google',
      'Yahoo',
      'AOL',
      'Fastmail',
      'Yandex',
      'Mail.ru',
      'iCloud Mail',
      'Zoho Mail',
    ]);
    for (const { appPassword, pageHosts, servers } of having) {
      expect(pageHosts).toContain(new URL(appPassword?.url ?? '').hostname);
      expect(textOf(appPassword?.note)).toMatch(/^[A-Z].*\.$/);
      expect(serverAddressSchema.safeParse(servers.imap).success).toBe(true);
      expect(serverAddressSchema.safeParse(servers.smtp).success).toBe(true);
    }
  });

  test('iCloud and Zoho are known as providers without OAuth, and told about an app password', () => {
    for (const service of Object.values(withoutOAuth)) {
      expect(textOf(service.explanation)).toContain(service.name);
      expect(textOf(service.explanation)).toMatch(/app-specific password/);
    }
  });
});

describe('Microsoft 365 in its clouds', () => {
  test.each([
    [
      'global',
      'login.microsoftonline.com',
      'https://outlook.office.com',
      'outlook.office365.com',
      'smtp.office365.com',
    ],
    [
      'gcc-high',
      'login.microsoftonline.us',
      'https://outlook.office365.us',
      'outlook.office365.us',
      'outlook.office365.us',
    ],
    [
      'dod',
      'login.microsoftonline.us',
      'https://outlook.office365.us',
      'outlook-dod.office365.us',
      'outlook-dod.office365.us',
    ],
    [
      'china',
      'login.partner.microsoftonline.cn',
      'https://partner.outlook.cn',
      'partner.outlook.cn',
      'partner.outlook.cn',
    ],
  ] as const)('%s: login host, scopes and servers are that cloud’s own', (cloud, login, base, mail, smtp) => {
    const preset = presetFor({ provider: 'microsoft365', cloud });
    expect(preset.endpoints.tokenUrl).toBe(`https://${login}/{tenant}/oauth2/v2.0/token`);
    expect(preset.endpoints.adminConsentUrl).toBe(`https://${login}/{tenant}/v2.0/adminconsent`);
    expect(preset.scopes['authorization-code']).toBe(
      `${base}/IMAP.AccessAsUser.All ${base}/POP.AccessAsUser.All ${base}/SMTP.Send offline_access`,
    );
    expect(preset.scopes['client-credentials']).toMatch(/^https:\/\/[a-z0-9.]+\/\.default$/);
    expect(preset.servers.imap).toEqual({ host: mail, port: 993, tls: 'implicit' });
    expect(preset.servers.pop).toEqual({ host: mail, port: 995, tls: 'implicit' });
    expect(preset.servers.smtp).toEqual({ host: smtp, port: 587, tls: 'starttls' });
    expect(preset.quirks.smtpConnections).toBe(3);
  });

  test('personal Outlook.com has an SMTP server of its own, and neither app-only nor password grant', () => {
    const preset = presetFor({ provider: 'outlook' });
    expect(preset.servers.smtp?.host).toBe('smtp-mail.outlook.com');
    expect(preset.grants).toEqual(['authorization-code', 'device-code']);
  });
});

test('Google asks for a refresh token each time, and for the system’s browser', () => {
  const preset = presetFor({ provider: 'google' });
  expect(preset.authorizationParameters).toEqual({ access_type: 'offline', prompt: 'consent' });
  expect(preset.quirks.embeddedBrowserRefused).toBe(true);
  expect(presetFor({ provider: 'fastmail' }).quirks.embeddedBrowserRefused).toBeUndefined();
});
