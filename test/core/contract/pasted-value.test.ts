import { describe, expect, test } from 'vitest';
import { pastedValueProblem } from '#contract/oauth-client.ts';
import { guidePage } from '#contract/providers/preset.ts';
import { allPresets, presetFor } from '#contract/providers/presets.ts';
import { textOf } from '../../support/english.ts';

const guid = '11111111-2222-3333-4444-555555555555';
const microsoft = { provider: 'microsoft365', grant: 'client-credentials', clientId: guid } as const;
const google = { provider: 'google', grant: 'authorization-code', clientId: '' } as const;
const googleId = '123456789-abc123.apps.googleusercontent.com';

describe('a value that was copied from the wrong place of a portal is told', () => {
  test.each([
    ['clientId', 'Mailwicket for Contoso', microsoft, /Application \(client\) ID/],
    ['secret', guid, microsoft, /secret’s ID\. Copy the “Value”/],
    ['secret', 'abC******************', microsoft, /only the beginning/],
    ['tenant', guid.toUpperCase(), microsoft, /client ID once more/],
    ['tenant', 'Contoso Ltd', microsoft, /no tenant/],
    ['clientId', 'GOCSPX-abc', google, /client secret/],
    ['clientId', guid, google, /apps\.googleusercontent\.com/],
    ['secret', googleId, google, /This is the client ID/],
    [
      'clientId',
      'mail@project.iam.gserviceaccount.com',
      { ...google, grant: 'service-account' },
      /Unique ID/,
    ],
  ] as const)('%s: %s', (field, value, client, words) => {
    expect(textOf(pastedValueProblem(field, value, client))).toMatch(words);
  });

  test.each([
    ['clientId', ` ${guid}\n`, microsoft],
    ['secret', 'Abc8Q~value.of-the_secret', microsoft],
    ['tenant', 'contoso.com', microsoft],
    ['tenant', 'Organizations', microsoft],
    ['tenant', '99999999-2222-3333-4444-555555555555', microsoft],
    ['clientId', googleId, google],
    ['secret', 'GOCSPX-abc', google],
    ['clientId', '100000000000000000001', { ...google, grant: 'service-account' }],
    ['clientId', 'anything', { ...google, provider: 'fastmail' }],
    ['clientId', '  ', microsoft],
  ] as const)('and a right one is not: %s %s', (field, value, client) => {
    expect(pastedValueProblem(field, value, client)).toBeUndefined();
  });
});

const stepsOf = (provider: 'google' | 'microsoft365', grant: 'authorization-code' | 'client-credentials') =>
  presetFor({ provider })
    .guide(grant)
    .flatMap(({ steps }) => steps);
const words = (audience?: 'personal' | 'organization'): string =>
  JSON.stringify(presetFor({ provider: 'google' }).guide('authorization-code', audience));

describe('a step of a guide', () => {
  test('opens the very page of the portal, once the client’s id is known where the page needs it', () => {
    const preset = presetFor({ provider: 'microsoft365' });
    const pages = (clientId: string): (string | undefined)[] =>
      stepsOf('microsoft365', 'client-credentials').map((step) => guidePage(preset, step, clientId));
    expect(pages('').filter((page) => page !== undefined)).toEqual([
      expect.stringMatching(/^https:\/\/entra\.microsoft\.com\/#view\/.*\/CreateApplicationBlade/),
    ]);
    expect(pages(guid)).toContainEqual(
      `https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Credentials/appId/${guid}/isMSAApp~/false`,
    );
  });

  test('opens nothing but pages that a screen may open', () => {
    for (const preset of allPresets) {
      for (const grant of preset.grants) {
        for (const step of preset.guide(grant).flatMap(({ steps }) => steps)) {
          const page = guidePage(preset, step, guid);
          if (page !== undefined) expect(preset.pageHosts).toContain(new URL(page).hostname);
        }
      }
    }
  });

  test('is for the kind of account, where that is known', () => {
    expect(words('personal')).not.toContain('audienceInternal');
    expect(words('organization')).not.toContain('audienceExternal');
    expect(words()).toMatch(/audienceInternal.*audienceExternal/);
  });
});
