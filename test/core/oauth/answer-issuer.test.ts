import { describe, expect, it } from 'vitest';
import { oauthClientSchema } from '#contract/oauth-client.ts';
import { resolveClient, type ResolvedClient } from '#core/accounts/resolve-client.ts';
import { checkIssuer } from '#core/oauth/browser-answer.ts';
import { CapturingLogger, makeClient, makeRequest } from './generic-support.ts';

const tenant = '72f988bf-86f1-41af-91ab-2d7cd011db47';

function presetClient(provider: 'google' | 'microsoft365' | 'outlook'): ResolvedClient {
  return resolveClient(
    oauthClientSchema.parse({
      id: '6f0c6b6e-6b3b-4a53-9a33-0f8b5a0d6d01',
      name: 'Office',
      provider,
      grant: 'authorization-code',
      clientId: 'client-1',
      credential: 'none',
    }),
  );
}

/** A custom provider whose metadata were looked up. */
function customClient(inAnswers: boolean): ResolvedClient {
  const authorizationUrl = 'https://id.example.org/authorize';
  return resolveClient(
    oauthClientSchema.parse({
      id: '6f0c6b6e-6b3b-4a53-9a33-0f8b5a0d6d01',
      name: 'Office',
      provider: 'custom',
      grant: 'authorization-code',
      clientId: 'client-1',
      credential: 'none',
      authorizationUrl,
      tokenUrl: 'https://id.example.org/token',
      issuer: { name: 'https://id.example.org', authorizationUrl, inAnswers },
    }),
  );
}

/** What is said of an answer with these names; undefined: it is taken. */
function verdict(client: ResolvedClient, names: readonly string[], logger = new CapturingLogger()): unknown {
  const answer = new URLSearchParams({ code: 'c' });
  for (const name of names) answer.append('iss', name);
  try {
    checkIssuer(answer, makeRequest(client), logger);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('who answers a sign-in', () => {
  it.each([
    ['Google, which names itself undeclared', presetClient('google'), ['https://accounts.google.com']],
    ['Google, without a name', presetClient('google'), []],
    ['Microsoft, without a name', presetClient('microsoft365'), []],
    [
      'Microsoft, by any tenant',
      presetClient('microsoft365'),
      [`https://login.microsoftonline.com/${tenant}/v2.0`],
    ],
    [
      'Microsoft, for personal accounts',
      presetClient('outlook'),
      [`https://login.microsoftonline.com/${tenant}/v2.0`],
    ],
    ['a provider that declares it, by its name', customClient(true), ['https://id.example.org']],
    ['a provider that declares nothing, without a name', customClient(false), []],
    [
      'a provider of which nothing was looked up',
      makeClient('https://id.example.org'),
      ['https://id.example.org'],
    ],
  ])('is believed: %s', (_who, client, names) => {
    expect(verdict(client, names)).toBeUndefined();
  });

  it.each([
    ['another name in place of Google’s', presetClient('google'), ['https://accounts.google.com.example']],
    ['Google’s name with a slash more', presetClient('google'), ['https://accounts.google.com/']],
    ['two names', presetClient('google'), ['https://accounts.google.com', 'https://accounts.google.com']],
    ['an empty name', presetClient('google'), ['']],
    ['a tenant that is none', presetClient('microsoft365'), ['https://login.microsoftonline.com/x/v2.0']],
    ['another host', presetClient('microsoft365'), [`https://login.example.org/${tenant}/v2.0`]],
    ['no name where one was declared', customClient(true), []],
    ['another name, undeclared', customClient(false), ['https://other.example.org']],
  ])('is refused, and who it was for is named: %s', (_who, client, names) => {
    expect(verdict(client, names)).toMatchObject({
      code: 'refused',
      message: 'The answer to the sign-in of anna@example.org is not from the provider that was asked.',
    });
  });

  it('is only noted where the name cannot be known and is of another host', () => {
    const logger = new CapturingLogger();
    expect(verdict(makeClient('https://id.example.org'), ['https://other.example'], logger)).toBeUndefined();
    expect(logger.text).toContain('another host');
  });

  it('is not judged by metadata of a sign-in page that was replaced since', () => {
    const client = resolveClient({
      ...customClient(true),
      authorizationUrl: 'https://new.example.org/authorize',
    });
    expect(verdict(client, ['https://new.example.org'])).toBeUndefined();
  });
});
