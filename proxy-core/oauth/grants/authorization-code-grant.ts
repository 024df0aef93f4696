import { msg } from '#messages/message.ts';
import * as oauth from 'oauth4webapi';
import type { GrantRequest, Interaction, Issued } from '../grant.ts';
import { explainProviderAnswer } from '#core/errors/provider/explain.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { keep, renewKept } from './refresh-token.ts';
import { readRedirectAnswer } from './token-answer.ts';
import { type PageValues, signInByBrowser } from '../browser-answer.ts';
import { EngineGrant } from '../provider-exchange.ts';
import { scopeParameters, TokenEndpoint } from './token-endpoint.ts';

/** The authorization code grant (RFC 6749 section 4.1) with PKCE S256 (RFC 7636), by a loopback redirect (RFC 8252). */
export class AuthorizationCodeGrant extends EngineGrant {
  override readonly interactive = true;

  renew(request: GrantRequest): Promise<Issued> {
    return renewKept(this.deps, request, 'authorization-code');
  }

  override async signIn(request: GrantRequest, interaction: Interaction): Promise<Issued> {
    const { authorizationUrl } = request.client;
    if (authorizationUrl === undefined) {
      throw new OAuthError(
        'refused',
        msg('signIn.clientNoAuthorizationUrl', { client: request.client.name }),
        {
          fix: msg('signIn.fillAuthorizationUrlClient'),
          who: 'administrator',
        },
      );
    }
    const endpoint = new TokenEndpoint(this.deps, request, 'authorization-code', 'what-it-sends');
    return signInByBrowser(this.deps, request, interaction, {
      page: (values) => pageUrl(authorizationUrl, request, values),
      redeem: async (answer, { redirectUri, state, verifier }) => {
        const code = this.#checked(endpoint, answer, state);
        const granted = await endpoint.grant(
          ({ server, client, authentication, options }) =>
            oauth.authorizationCodeGrantRequest(server, client, authentication, code, redirectUri, verifier, {
              ...options,
              // the token is for one of two audiences
              additionalParameters:
                request.alsoConsent === undefined
                  ? {}
                  : scopeParameters(request.client.tokenUrl, request.scope),
            }),
          [verifier, code.get('code') ?? ''],
        );
        // what was kept before belongs to an earlier sign-in, perhaps somebody else's
        return keep(request, granted, undefined);
      },
    });
  }

  #checked(endpoint: TokenEndpoint, answer: URLSearchParams, state: string): URLSearchParams {
    const parameters = new URLSearchParams(answer);
    // looked at before; the library would compare it with the token URL
    parameters.delete('iss');
    if (parameters.has('error')) {
      const secrets = [state, ...parameters.getAll('code')];
      throw explainProviderAnswer(readRedirectAnswer(parameters, secrets), endpoint.context);
    }
    try {
      const checked = oauth.validateAuthResponse(endpoint.server, endpoint.client, parameters, state);
      if (checked.has('code')) return checked;
    } catch {
      // said below: the library's error holds the parameters, code and all
    }
    throw new OAuthError(
      'refused',
      msg('tokens.providerSentNoUsableAnswer', { account: endpoint.context.account }),
      {
        fix: msg('providers.startSignAgainIfStays'),
        who: 'administrator',
      },
    );
  }
}

function pageUrl(authorizationUrl: string, request: GrantRequest, values: PageValues): string {
  const url = new URL(authorizationUrl);
  const { client, account, alsoConsent } = request;
  const scope = [request.scope, alsoConsent ?? ''].filter((one) => one !== '').join(' ');
  if (scope !== '') url.searchParams.set('scope', scope);
  url.searchParams.set('login_hint', account.address);
  // the preset's and the user's own parameters may replace what is above, never what guards the sign-in
  for (const [name, value] of Object.entries(client.authorizationParameters))
    url.searchParams.set(name, value);
  url.searchParams.set('response_type', 'code');
  url.searchParams.set('client_id', client.clientId);
  url.searchParams.set('redirect_uri', values.redirectUri);
  url.searchParams.set('state', values.state);
  url.searchParams.set('code_challenge', values.challenge);
  url.searchParams.set('code_challenge_method', 'S256');
  return url.href;
}
