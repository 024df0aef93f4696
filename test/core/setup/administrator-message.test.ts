import { describe, expect, test } from 'vitest';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { administratorMessage } from '#core/setup/administrator-message.ts';
import { textOf } from '../../support/english.ts';
import { refusalOf } from './refusal.ts';

const guid = '11111111-2222-3333-4444-555555555555';
const address = 'eva@contoso.com';
const microsoft = { provider: 'microsoft365', cloud: undefined, audience: 'organization' } as const;

function client(change: Partial<OAuthClient> = {}): OAuthClient {
  return {
    id: 'c0000000-0000-4000-8000-000000000001',
    name: 'Mailwicket (Microsoft 365)',
    provider: 'microsoft365',
    grant: 'authorization-code',
    clientId: guid,
    credential: 'none',
    servers: {},
    ...change,
  };
}

describe('the message to an administrator', () => {
  test('has the consent page of the client, and says what it allows and what not', () => {
    const { url, subject, body } = administratorMessage({ address, client: client(), guess: microsoft });
    expect(new URL(url).pathname).toBe('/organizations/v2.0/adminconsent');
    expect(textOf(subject)).toBe('Please allow Mailwicket for Microsoft 365');
    const text = textOf(body);
    expect(text.split('\n')).toContain(url);
    expect(text).toContain(address);
    expect(text).toContain('– IMAP.AccessAsUser.All: read and change the mail of whoever signs in');
    expect(text).toContain('can’t open a mailbox whose owner hasn’t signed in');
    expect(text).toContain(guid);
  });

  test('of an app-only client names the application’s own permissions, and the grant in Exchange', () => {
    const { body } = administratorMessage({
      address: undefined,
      client: client({ grant: 'client-credentials', tenant: 'contoso.com', credential: 'secret' }),
      guess: undefined,
    });
    expect(textOf(body)).toMatch(/IMAP\.AccessAsApp.*until you grant it in Exchange/s);
    expect(textOf(body)).not.toContain('AsUser');
  });

  test('names Mail.Send where mail goes through Microsoft Graph, with its own page where people sign in', () => {
    const delegated = textOf(
      administratorMessage({ address, client: client({ submission: 'graph' }), guess: microsoft }).body,
    );
    expect(delegated).toContain('– Mail.Send: send mail through Microsoft Graph as whoever signs in');
    const pages = delegated.split('\n').filter((line) => line.startsWith('https://'));
    expect(pages.map((page) => new URL(page).searchParams.get('scope'))).toEqual([
      expect.stringContaining('https://outlook.office.com/IMAP.AccessAsUser.All'),
      'https://graph.microsoft.com/Mail.Send',
    ]);
    const appOnly = textOf(
      administratorMessage({
        address,
        client: client({
          submission: 'graph',
          grant: 'client-credentials',
          tenant: 'contoso.com',
          credential: 'secret',
        }),
        guess: undefined,
      }).body,
    );
    expect(appOnly).toContain('– Mail.Send: send mail through Microsoft Graph as any mailbox');
    expect(appOnly).not.toContain('SMTP.SendAsApp');
  });

  test('asks for a registration where there is none, with the portal and all that is to be sent back', () => {
    const { url, body } = administratorMessage({ address, client: undefined, guess: microsoft });
    expect(url).toBe('https://entra.microsoft.com/');
    expect(textOf(body)).toMatch(/1\. Open Entra ID.*http:\/\/localhost.*4\. Send me the Application/s);
    const google = administratorMessage({
      address,
      client: undefined,
      guess: { provider: 'google', cloud: undefined, audience: 'organization' },
    });
    expect(textOf(google.body)).toMatch(/Internal.*https:\/\/mail\.google\.com\/.*Desktop app/s);
  });

  test('has Google’s administrators trust the client', () => {
    const { url, body } = administratorMessage({
      address,
      client: client({ provider: 'google', clientId: 'x.apps.googleusercontent.com', credential: 'secret' }),
      guess: undefined,
    });
    expect(url).toBe('https://admin.google.com/');
    expect(textOf(body)).toMatch(/App access control.*x\.apps\.googleusercontent\.com/s);
  });

  test('is not written where there is nobody to ask', () => {
    for (const provider of ['outlook', 'yahoo', 'google'] as const) {
      expect(
        refusalOf(() =>
          administratorMessage({
            address,
            client: undefined,
            guess: { provider, cloud: undefined, audience: 'personal' },
          }),
        ),
      ).toMatchObject({ code: 'no-administrator' });
    }
    expect(
      refusalOf(() => administratorMessage({ address, client: undefined, guess: undefined })),
    ).toMatchObject({
      code: 'no-administrator',
    });
  });
});
