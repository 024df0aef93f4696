import { expect, test } from 'vitest';
import { effectiveTenant } from '#core/accounts/client-form.ts';

const microsoft = { provider: 'microsoft365', grant: 'authorization-code' } as const;
const login = 'https://login.microsoftonline.com';

test.each([
  [
    'the one in Microsoft’s token URL',
    `${login}/contoso.com/oauth2/v2.0/token`,
    'other.example',
    'contoso.com',
  ],
  [
    'the one entered, where the URL has a place for it',
    `${login}/{tenant}/token`,
    'other.example',
    'other.example',
  ],
  ['the one entered, where the URL has none', `${login}/`, 'other.example', 'other.example'],
  ['the one entered, where the URL is not Microsoft’s', 'https://id.example.org/x/token', 'Mine', 'Mine'],
  ['the one entered, where the URL is none', 'no URL', 'Mine', 'Mine'],
  ['the one entered, a shared one in lower case', undefined, 'Organizations', 'organizations'],
  ['the preset’s', undefined, undefined, 'organizations'],
] as const)('the tenant that a client asks is %s', (_, tokenUrl, tenant, asked) => {
  expect(effectiveTenant({ ...microsoft, tokenUrl, tenant })).toBe(asked);
});

test('a provider without tenants has none', () => {
  expect(effectiveTenant({ provider: 'google', grant: 'authorization-code' })).toBeUndefined();
});
