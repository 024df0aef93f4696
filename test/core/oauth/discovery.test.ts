import { describe, expect, it } from 'vitest';
import { systemClock } from '#core/logging/clock.ts';
import { discoverProvider } from '#core/oauth/discovery.ts';
import type { Fetch } from '#core/oauth/http.ts';

const issuer = 'https://id.example';
const metadata = {
  issuer,
  authorization_endpoint: 'https://id.example/authorize',
  token_endpoint: 'https://id.example/token',
  device_authorization_endpoint: 'http://id.example/device',
  scopes_supported: ['openid', 'mail'],
};

function answering(answers: Readonly<Record<string, unknown>>): { fetch: Fetch; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    fetch: (url) => {
      const { pathname } = new URL(url);
      asked.push(pathname);
      const answer = answers[pathname];
      if (answer === undefined) return Promise.resolve(new Response('', { status: 404 }));
      return Promise.resolve(Response.json(answer));
    },
  };
}

const deadNetwork: Fetch = () => Promise.reject(new TypeError('fetch failed'));

describe('a provider’s endpoints, from its issuer', () => {
  it('are read from OpenID Connect’s document; an endpoint without https is left out', async () => {
    const { fetch } = answering({ '/.well-known/openid-configuration': metadata });
    expect(await discoverProvider(issuer, { fetch, clock: systemClock })).toEqual({
      issuer,
      issuerInAnswers: false,
      authorizationUrl: 'https://id.example/authorize',
      tokenUrl: 'https://id.example/token',
      scopes: ['openid', 'mail'],
    });
  });

  it.each([
    ['https://id.example/mail', 'https://id.example/mail/'],
    ['https://id.example/mail/', 'https://id.example/mail'],
    ['https://id.example/mail', 'https://id.example/mail/.well-known/openid-configuration'],
    ['https://id.example/mail/', 'https://id.example/mail/.well-known/openid-configuration'],
  ])('are found for %s where people enter %s', async (named, entered) => {
    const { fetch, asked } = answering({
      '/mail/.well-known/openid-configuration': { ...metadata, issuer: named },
    });
    expect(await discoverProvider(entered, { fetch, clock: systemClock })).toMatchObject({ issuer: named });
    expect(asked).toHaveLength(1);
  });

  it('come with the word that each answer of its sign-in page names it', async () => {
    const declaring = { ...metadata, authorization_response_iss_parameter_supported: true };
    const { fetch } = answering({ '/.well-known/openid-configuration': declaring });
    expect(await discoverProvider(issuer, { fetch, clock: systemClock })).toMatchObject({
      issuerInAnswers: true,
    });
  });

  it('are read from OAuth’s own document, where there is no other', async () => {
    const { fetch, asked } = answering({ '/.well-known/oauth-authorization-server': metadata });
    const found = await discoverProvider(issuer, { fetch, clock: systemClock });
    expect(found.tokenUrl).toBe('https://id.example/token');
    expect(asked).toEqual(['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']);
  });

  it('are not believed of another issuer', async () => {
    const { fetch } = answering({
      '/.well-known/openid-configuration': { ...metadata, issuer: 'https://other.example' },
    });
    const asked = discoverProvider(issuer, { fetch, clock: systemClock });
    await expect(asked).rejects.toMatchObject({ code: 'refused' });
    await expect(asked).rejects.toHaveProperty('cause.message');
  });

  it('are not to be had from one that does not answer', async () => {
    const asked = discoverProvider(issuer, { fetch: deadNetwork, clock: systemClock });
    // the reason as a text of its own: no English within German
    const text = { params: { why: { code: 'tokens.connectionFailed' } } };
    await expect(asked).rejects.toMatchObject({ code: 'unreachable', text });
  });
});
