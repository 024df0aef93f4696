import { describe, expect, test } from 'vitest';
import { grantTypeSchema } from '#contract/grants.ts';
import { oauthClientSchema, type OAuthClient } from '#contract/oauth-client.ts';
import { validateClient } from '#core/accounts/client-form.ts';
import { defaultsFor } from '#contract/client-defaults.ts';
import { ClientIncompleteError, resolveClient } from '#core/accounts/resolve-client.ts';
import { allPresets, credentialsOfGrant } from '#contract/providers/presets.ts';
import { textOf } from '../../support/english.ts';

const tenant = '11111111-2222-4333-8444-555555555555';

function client(fields: Partial<OAuthClient> = {}): OAuthClient {
  return oauthClientSchema.parse({
    id: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
    name: 'Contoso mail',
    provider: 'microsoft365',
    grant: 'authorization-code',
    clientId: 'app',
    credential: 'none',
    ...fields,
  });
}

function refusal(fields: Partial<OAuthClient>): ClientIncompleteError {
  try {
    resolveClient(client(fields));
  } catch (error) {
    if (error instanceof ClientIncompleteError) return error;
    throw error;
  }
  throw new Error('it was resolved');
}

describe('what the user leaves out comes from the preset', () => {
  test('a Microsoft desktop client: endpoints, scopes, servers and redirect', () => {
    const resolved = resolveClient(client());
    expect(resolved.authorizationUrl).toBe(
      'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize',
    );
    expect(resolved.tokenUrl).toBe('https://login.microsoftonline.com/organizations/oauth2/v2.0/token');
    expect(resolved.redirectUri).toBe('http://localhost');
    expect(resolved.servers.smtp).toEqual({ host: 'smtp.office365.com', port: 587, tls: 'starttls' });
    expect(resolved.ownScopes).toEqual({
      graph: 'https://graph.microsoft.com/Mail.Send offline_access',
      imap: 'https://outlook.office.com/IMAP.AccessAsUser.All offline_access',
      pop: 'https://outlook.office.com/POP.AccessAsUser.All offline_access',
      smtp: 'https://outlook.office.com/SMTP.Send offline_access',
    });
  });

  test('an app-only client: the tenant’s endpoint and .default, not narrowed per protocol', () => {
    const resolved = resolveClient(client({ grant: 'client-credentials', credential: 'secret', tenant }));
    expect(resolved.tokenUrl).toBe(`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`);
    expect(resolved.scope).toBe('https://outlook.office365.com/.default');
    expect(resolved.ownScopes).toEqual({ graph: 'https://graph.microsoft.com/.default' });
  });

  test('Google: loopback address, refresh-token parameters, no narrow scopes', () => {
    const resolved = resolveClient(client({ provider: 'google', credential: 'secret' }));
    expect(resolved.redirectUri).toBe('http://127.0.0.1');
    expect(resolved.authorizationParameters).toEqual({ access_type: 'offline', prompt: 'consent' });
    expect(resolved.scope).toBe('https://mail.google.com/');
    expect(resolved.ownScopes).toEqual({});
    expect(resolved.deviceUrl).toBeUndefined();
  });

  test('what the user entered goes first, each protocol’s server for itself', () => {
    const imap = { host: 'mail.example.org', port: 993, tls: 'implicit' } as const;
    const resolved = resolveClient(
      client({
        redirectUri: 'http://localhost:7777/x',
        tokenUrl: 'http://127.0.0.1:9/token',
        servers: { imap },
      }),
    );
    expect(resolved.redirectUri).toBe('http://localhost:7777/x');
    expect(resolved.tokenUrl).toBe('http://127.0.0.1:9/token');
    expect(resolved.servers.imap).toEqual(imap);
    expect(resolved.servers.pop?.host).toBe('outlook.office365.com');
  });

  test('a URL saved with {tenant} in it is filled in', () => {
    const tokenUrl = defaultsFor({ provider: 'microsoft365', grant: 'client-credentials' }).tokenUrl;
    expect(tokenUrl).toContain('{tenant}');
    const resolved = resolveClient(
      client({ grant: 'client-credentials', credential: 'certificate', tenant: 'contoso.com', tokenUrl }),
    );
    expect(resolved.tokenUrl).toBe('https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token');
  });

  test('a scope without SMTP is never widened to it', () => {
    const scope = 'https://outlook.office365.com/IMAP.AccessAsUser.All offline_access openid';
    expect(resolveClient(client({ scope })).ownScopes.smtp).toBeUndefined();
  });

  test('every grant of every provider resolves once its tenant and credential are there', () => {
    for (const preset of allPresets.filter((each) => each.provider !== 'custom')) {
      for (const grant of preset.grants) {
        const resolved = resolveClient(
          client({
            provider: preset.provider,
            cloud: preset.cloud,
            grant,
            credential: credentialsOfGrant[grant][0] ?? 'none',
            tenant: grant === 'client-credentials' ? tenant : undefined,
          }),
        );
        const urls = [resolved.tokenUrl, resolved.authorizationUrl, resolved.deviceUrl].filter(
          (url) => url !== undefined,
        );
        for (const url of urls) expect(url).not.toMatch(/[{}]|%7B/);
        expect(resolved.scope).not.toBe('');
      }
    }
  });

  test('21Vianet’s password grant goes to the older endpoint; its other grants, and the global cloud, do not', () => {
    const older = `https://login.partner.microsoftonline.cn/${tenant}/oauth2/token`;
    const newer = `https://login.partner.microsoftonline.cn/${tenant}/oauth2/v2.0/token`;
    expect(resolveClient(client({ grant: 'password', cloud: 'china', tenant })).tokenUrl).toBe(older);
    expect(
      defaultsFor({ provider: 'microsoft365', cloud: 'china', grant: 'password', tenant }).tokenUrl,
    ).toBe(older);
    expect(resolveClient(client({ cloud: 'china', tenant })).tokenUrl).toBe(newer);
    expect(
      resolveClient(client({ grant: 'password', cloud: 'china', tenant, tokenUrl: newer })).tokenUrl,
    ).toBe(newer);
    expect(resolveClient(client({ grant: 'password', tenant })).tokenUrl).toMatch(/\/oauth2\/v2\.0\/token$/);
  });
});

describe('an incomplete client is told what it lacks, and where that is found', () => {
  test.each<[string, Partial<OAuthClient>, string]>([
    ['custom without a token URL', { provider: 'custom', grant: 'password' }, 'missing-token-url'],
    [
      'custom without an authorization URL',
      { provider: 'custom', tokenUrl: 'https://id.example.org/token' },
      'missing-authorization-url',
    ],
    [
      'custom without a device URL',
      { provider: 'custom', grant: 'device-code', tokenUrl: 'https://id.example.org/token' },
      'missing-device-url',
    ],
    [
      'client credentials without a tenant',
      { grant: 'client-credentials', credential: 'secret' },
      'missing-tenant',
    ],
    ...(['common', 'organizations', 'Common'] as const).map(
      (shared): [string, Partial<OAuthClient>, string] => [
        `client credentials with ${shared}`,
        { grant: 'client-credentials', credential: 'secret', tenant: shared },
        'tenant-not-specific',
      ],
    ),
    [
      'client credentials with consumers',
      { grant: 'client-credentials', credential: 'secret', tenant: 'consumers' },
      'personal-account',
    ],
    ['a tenant that is a path', { tenant: '../evil' }, 'malformed-tenant'],
    [
      'client credentials without a credential',
      { grant: 'client-credentials', tenant },
      'credential-mismatch',
    ],
    [
      'a service account with a secret',
      { provider: 'google', grant: 'service-account', credential: 'secret' },
      'credential-mismatch',
    ],
    [
      'a sign-in with a service account’s key',
      { provider: 'google', credential: 'service-account-key' },
      'credential-mismatch',
    ],
    ['Yahoo with the password grant', { provider: 'yahoo', grant: 'password' }, 'grant-not-offered'],
  ])('%s', (_title, fields, code) => {
    const error = refusal(fields);
    expect(error).toMatchObject({ code });
    expect(error.message).toContain('Contoso mail');
    expect(textOf(error.fix)).toMatch(/^[A-Z].*\.$/);
  });

  test.each([
    'login.microsoftonline.com',
    'login.microsoftonline.us',
    'login.partner.microsoftonline.cn',
    'login.chinacloudapi.cn',
    'login.windows.net',
  ])('the tenant in a token URL of the user’s own counts: %s', (host) => {
    const fields = { grant: 'client-credentials', credential: 'secret' } as const;
    const own = `https://${host}/${tenant}/oauth2/v2.0/token`;
    expect(resolveClient(client({ ...fields, tokenUrl: own })).tokenUrl).toBe(own);
    const shared = refusal({ ...fields, tenant, tokenUrl: own.replace(tenant, 'common') });
    expect(shared.code).toBe('tenant-not-specific');
  });

  test('a custom provider’s own tenant called common is nobody’s business', () => {
    const resolved = resolveClient(
      client({
        provider: 'custom',
        grant: 'client-credentials',
        credential: 'secret',
        tenant: 'common',
        tokenUrl: 'https://id.example.org/{tenant}/token',
      }),
    );
    expect(resolved.tokenUrl).toBe('https://id.example.org/common/token');
  });
});

describe('a grant that cannot serve is refused with the reason', () => {
  test.each(['anna@outlook.com', 'anna@hotmail.com', 'anna@live.com', 'anna@MSN.com', 'anna@hotmail.co.uk'])(
    '%s with client credentials or the password grant',
    (address) => {
      for (const grant of ['client-credentials', 'password'] as const) {
        const reason = validateClient(client({ grant, tenant }), address);
        expect(reason?.code).toBe('personal-account');
        expect(textOf(reason?.message)).toContain(address);
        expect(textOf(reason?.fix)).toContain('Authorization code');
        expect(validateClient(client({ grant, tenant }), 'anna@contoso.com')).toBeUndefined();
      }
    },
  );

  test('the password grant with common or consumers, but not with organizations or a tenant', () => {
    expect(validateClient(client({ grant: 'password', tenant: 'common' }))?.code).toBe('tenant-not-specific');
    expect(validateClient(client({ grant: 'password', tenant: 'consumers' }))?.code).toBe('personal-account');
    expect(validateClient(client({ grant: 'password', tenant: 'organizations' }))).toBeUndefined();
    expect(validateClient(client({ grant: 'password', tenant }))).toBeUndefined();
  });

  test('a personal account signs in with common, and not with an organization’s tenant', () => {
    expect(validateClient(client({ tenant: 'common' }), 'anna@outlook.com')).toBeUndefined();
    expect(validateClient(client({ tenant }), 'anna@outlook.com')?.code).toBe('personal-account');
  });

  test('a service account is for Google and custom providers only', () => {
    expect(validateClient(client({ provider: 'google', grant: 'service-account' }))).toBeUndefined();
    expect(validateClient(client({ provider: 'custom', grant: 'service-account' }))).toBeUndefined();
    expect(validateClient(client({ grant: 'service-account' }))?.code).toBe('grant-not-offered');
  });

  test('Outlook.com in a national cloud', () => {
    expect(validateClient(client({ provider: 'outlook', cloud: 'dod' }))?.code).toBe('cloud-not-offered');
    expect(validateClient(client({ provider: 'outlook', cloud: 'global' }))).toBeUndefined();
  });
});

describe('the form is filled in for provider, cloud, tenant and grant', () => {
  test('a sign-in: Permission URL, Token URL, scope and redirect', () => {
    expect(defaultsFor({ provider: 'microsoft365', grant: 'authorization-code', tenant })).toMatchObject({
      authorizationUrl: `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/authorize`,
      tokenUrl: `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`,
      deviceUrl: undefined,
      redirectUri: 'http://localhost',
      tenantNeeded: false,
    });
  });

  test('client credentials: a tenant is asked for, no Permission URL, .default', () => {
    expect(
      defaultsFor({ provider: 'microsoft365', cloud: 'gcc-high', grant: 'client-credentials' }),
    ).toMatchObject({
      authorizationUrl: undefined,
      redirectUri: undefined,
      scope: 'https://outlook.office365.us/.default',
      tenantNeeded: true,
      credentials: ['secret', 'certificate'],
    });
  });

  test.each(grantTypeSchema.options)('a custom provider with %s has empty fields and no tenant', (grant) => {
    expect(defaultsFor({ provider: 'custom', grant })).toMatchObject({
      tokenUrl: undefined,
      scope: '',
      tenantNeeded: false,
    });
  });
});
