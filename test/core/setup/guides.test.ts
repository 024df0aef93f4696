import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { de } from '#messages/de.ts';
import { en } from '#messages/en.ts';
import { type GrantType, grantTypeSchema } from '#contract/grants.ts';
import { providerIdSchema } from '#contract/oauth-client.ts';
import { defaultsFor } from '#contract/client-defaults.ts';
import { type ProviderId, presetFor } from '#contract/providers/presets.ts';
import { textOf } from '../../support/english.ts';

/**
 * The pages and buttons of the portals, as their English version calls them in November 2026: the guides and
 * docs/admin.md are to say the same. Entra: Microsoft's quickstart "Register an application"; where the permissions are:
 * Microsoft's "Authenticate an IMAP, POP or SMTP connection using OAuth" and its issues. Google: the help pages of
 * Google Auth Platform (support.google.com/cloud, answers 15544987 and 15549945).
 */
const portalPages = {
  entra: {
    register: 'Entra ID › App registrations › New registration',
    delegated: 'API permissions › Add a permission › Microsoft Graph › Delegated permissions',
    application:
      'API permissions › Add a permission › APIs my organization uses › Office 365 Exchange Online › Application permissions',
    secret: 'Certificates & secrets › Client secrets › New client secret',
    certificate: 'Certificates & secrets › Certificates › Upload certificate',
    applications: 'Entra ID › Enterprise apps',
  },
  google: {
    branding: 'Google Auth Platform › Branding',
    audience: 'Google Auth Platform › Audience',
    dataAccess: 'Google Auth Platform › Data Access',
    clients: 'Google Auth Platform › Clients › Create client',
    serviceAccounts: 'IAM & Admin › Service Accounts',
    delegation: 'Security › API controls › Domain-wide delegation',
  },
} as const;

const english = { guide: en.screens.guide };
const german = { guide: de.screens.guide };

const docs = readFileSync(path.join(import.meta.dirname, '../../../docs/admin.md'), 'utf8').replaceAll(
  /\s+/g,
  ' ',
);

/** All texts below a branch of the guides. */
function texts(branch: unknown): string[] {
  if (typeof branch === 'string') return [branch];
  return typeof branch === 'object' && branch !== null ? Object.values(branch).flatMap(texts) : [];
}

/** The text behind the key of a step. */
function stepText(key: string): string {
  let branch: unknown = english;
  for (const part of key.split('.')) {
    branch =
      typeof branch === 'object' && branch !== null ? new Map(Object.entries(branch)).get(part) : undefined;
  }
  return typeof branch === 'string' ? branch : '';
}

function guideText(provider: ProviderId, grant: GrantType): string {
  return presetFor({ provider })
    .guide(grant)
    .flatMap(({ steps }) => steps)
    .map(({ text }) => stepText(text))
    .join('\n');
}

/** Whether the guide has a line about a field. */
function tellsOf(provider: ProviderId, grant: GrantType, field: string): boolean {
  return presetFor({ provider })
    .guide(grant)
    .some(({ steps }) => steps.some((step) => step.field === field));
}

describe('the guides and docs/admin.md', () => {
  test.each(Object.values(portalPages).flatMap((pages) => Object.values<string>(pages)))(
    'call a page of a portal the same: %s',
    (page) => {
      expect(docs).toContain(page);
    },
  );

  test('the guides name every page of the registrations, and none of the portals’ old ones is left', () => {
    const all = texts(english).join('\n');
    const { applications: _, ...entra } = portalPages.entra;
    for (const page of [...Object.values(entra), ...Object.values(portalPages.google)])
      expect(all).toContain(page);
    for (const text of [all, texts(german).join('\n'), docs]) {
      expect(text).not.toMatch(
        /OAuth consent screen|OAuth-Zustimmungsbildschirm|Identity › Applications|APIs & Services/,
      );
    }
  });

  test('delegated permissions are at Microsoft Graph, the application’s at Office 365 Exchange Online', () => {
    for (const { guide } of [english, german]) {
      for (const delegated of [guide.microsoft.delegated.permissions, guide.outlook.mail.permissions]) {
        expect(delegated).toContain('› Microsoft Graph ›');
        expect(delegated).not.toContain('Exchange Online');
      }
      expect(guide.microsoft.application.permissions).toContain('› Office 365 Exchange Online ›');
    }
  });

  test.each(['global', 'gcc-high', 'dod', 'china'] as const)(
    'the portal’s address is the cloud’s: %s',
    (cloud) => {
      expect(new URL(presetFor({ provider: 'microsoft365', cloud }).portal?.url ?? '').protocol).toBe(
        'https:',
      );
      if (cloud === 'global')
        expect(docs).toContain(
          new URL(presetFor({ provider: 'microsoft365', cloud }).portal?.url ?? '').origin,
        );
      expect(docs).toContain(presetFor({ provider: 'google', cloud }).portal?.url ?? 'none');
    },
  );
});

describe('what a person has to know before is said', () => {
  test('IMAP and POP need an administrator where Microsoft manages consent', () => {
    expect(guideText('microsoft365', 'authorization-code')).toMatch(
      /cannot agree to IMAP and POP by themselves/,
    );
    expect(presetFor({ provider: 'microsoft365' }).notes.map(textOf).join(' ')).toMatch(
      /cannot agree to IMAP and POP/,
    );
    expect(docs).toContain('do not let people agree to IMAP and POP by themselves');
    expect(docs).toContain('admin-consent work --print-url');
  });

  test('Google in Testing: a hundred test users, seven days; unverified: a hundred people', () => {
    for (const text of [guideText('google', 'authorization-code'), docs]) {
      expect(text).toMatch(/at most 100, and each sign-in ends after 7 days/);
      expect(text).toMatch(/100 people in its whole life/);
    }
  });

  test('the guide of Outlook.com is the personal one, not the organization’s', () => {
    for (const grant of ['authorization-code', 'device-code'] as const) {
      const personal = guideText('outlook', grant);
      expect(personal).toMatch(/since June 2024/);
      expect(personal).toContain('“Personal Microsoft accounts only”');
      expect(personal).not.toMatch(/organizational directory only|administrator \(|Directory \(tenant\) ID/);
    }
  });

  test.each(['yahoo', 'aol'] as const)(
    '%s gives out no clients: the app password comes first',
    (provider) => {
      expect(presetFor({ provider }).guide('authorization-code')[0]?.title).toBe('guide.closed.title');
      const [first] = presetFor({ provider }).notes;
      expect(textOf(first)).toMatch(
        /no new OAuth clients.*app password.*own mail servers: you don’t need Mailwicket for that\.$/,
      );
    },
  );
});

test('the guide tells of what the form cannot be saved without', () => {
  for (const provider of providerIdSchema.options) {
    for (const grant of grantTypeSchema.options.filter((one) =>
      presetFor({ provider }).grants.includes(one),
    )) {
      const { credentials, tenantNeeded } = defaultsFor({ provider, grant });
      const name = `${provider}, ${grant}`;
      expect(tellsOf(provider, grant, 'clientId'), name).toBe(true);
      if (tenantNeeded) expect(tellsOf(provider, grant, 'tenant'), name).toBe(true);
      if (credentials.includes('secret')) expect(tellsOf(provider, grant, 'secret'), name).toBe(true);
      if (grant === 'authorization-code') expect(tellsOf(provider, grant, 'redirectUri'), name).toBe(true);
    }
  }
});
