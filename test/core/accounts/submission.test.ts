import { describe, expect, test } from 'vitest';
import {
  sendsBy,
  submissionApi,
  submissionLimits,
  submissionScope,
  submissionsOf,
  submissionUrl,
  tokenUse,
} from '#core/accounts/submission.ts';

const microsoft = { provider: 'microsoft365' } as const;
const google = { provider: 'google' } as const;
const yahoo = { provider: 'yahoo' } as const;

describe('how an account sends', () => {
  test('is SMTP unless its client, or the account itself, says an API that its provider has', () => {
    expect(sendsBy({}, microsoft)).toBe('smtp');
    expect(sendsBy({}, { ...microsoft, submission: 'graph' })).toBe('graph');
    expect(sendsBy({ submission: 'smtp' }, { ...microsoft, submission: 'graph' })).toBe('smtp');
    expect(sendsBy({ submission: 'gmail' }, google)).toBe('gmail');
    expect(sendsBy({ submission: 'gmail' }, microsoft)).toBe('smtp');
    expect(sendsBy({ submission: 'graph' }, yahoo)).toBe('smtp');
    expect([submissionsOf(microsoft), submissionsOf(google), submissionsOf(yahoo)]).toEqual([
      ['smtp', 'graph'],
      ['smtp', 'gmail'],
      ['smtp'],
    ]);
  });

  test('is about SMTP sessions: those of IMAP and POP have tokens of their own', () => {
    const found = { account: {}, client: { ...microsoft, submission: 'graph' } } as const;
    expect(submissionApi(found, 'smtp')).toBe('graph');
    expect(submissionApi(found, 'imap')).toBeUndefined();
    expect((['smtp', 'imap', 'pop'] as const).map((protocol) => tokenUse(found, protocol))).toEqual([
      'graph',
      'imap',
      'pop',
    ]);
    expect(tokenUse({ account: {}, client: microsoft }, 'smtp')).toBe('smtp');
  });

  test('goes to the address that the client has entered, where the provider has that API or is one of one’s own', () => {
    const submissionAddress = 'https://graph.example.org/v1.0';
    expect(submissionUrl(microsoft, 'graph')).toMatch(/^https:\/\/graph\.microsoft\.com\//);
    expect(submissionUrl({ ...microsoft, submissionUrl: submissionAddress }, 'graph')).toBe(
      submissionAddress,
    );
    expect(submissionUrl({ ...microsoft, submissionUrl: submissionAddress }, 'gmail')).toBeUndefined();
    expect(submissionUrl({ provider: 'custom', submissionUrl: submissionAddress }, 'gmail')).toBe(
      submissionAddress,
    );
    expect(submissionUrl({ ...yahoo, submissionUrl: submissionAddress }, 'graph')).toBeUndefined();
  });

  test('is limited by what the client says, and else by what is usual', () => {
    expect(submissionLimits({}, 'graph')).toEqual({ size: 3_000_000, perMailbox: 4, perClient: 4 });
    expect(submissionLimits({ submissionLimits: { perMailbox: 1 } }, 'gmail')).toEqual({
      size: 36_700_160,
      perMailbox: 1,
      perClient: 20,
    });
  });
});

describe('the scope of a token for an API', () => {
  const graph = { url: 'https://graph.microsoft.us/v1.0/me', scope: 'IMAP.AccessAsUser.All  offline_access' };

  test('is Graph’s own permission to send, with the leave to renew it where the client has that', () => {
    expect(submissionScope('graph', { ...graph, grant: 'authorization-code' })).toBe(
      'https://graph.microsoft.us/Mail.Send offline_access',
    );
    expect(submissionScope('graph', { ...graph, grant: 'device-code', scope: 'IMAP.AccessAsUser.All' })).toBe(
      'https://graph.microsoft.us/Mail.Send',
    );
    expect(submissionScope('graph', { ...graph, grant: 'client-credentials' })).toBe(
      'https://graph.microsoft.us/.default',
    );
  });

  test('is Google’s scope of sending alone, where the client has none with which mail can be sent', () => {
    const gmail = { url: 'https://gmail.googleapis.com', grant: 'service-account' } as const;
    expect(submissionScope('gmail', { ...gmail, scope: 'openid email' })).toBe(
      'https://www.googleapis.com/auth/gmail.send',
    );
    for (const scope of [
      'openid https://mail.google.com/',
      'https://www.googleapis.com/auth/gmail.send',
      'https://www.googleapis.com/auth/gmail.compose email',
      'https://www.googleapis.com/auth/gmail.modify',
    ])
      expect(submissionScope('gmail', { ...gmail, scope })).toBeUndefined();
  });
});
