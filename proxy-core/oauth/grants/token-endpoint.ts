import { msg } from '#messages/message.ts';
import * as oauth from 'oauth4webapi';
import { loginHosts } from '#contract/providers/microsoft.ts';
import type { OAuthError } from '#core/errors/oauth-error.ts';
import { providerFailure } from '../token-errors.ts';
import type { AccessToken } from '../grant.ts';
import { isLoopbackHttp, type Fetch } from '../http.ts';
import {
  decodedClaims,
  jsonResponse,
  type LenientBody,
  ProviderExchange,
  withoutSecrets,
} from '../provider-exchange.ts';
import { clientAuthentication, mayTakeHeader } from './client-authentication.ts';

export interface TokenGrant {
  readonly token: AccessToken;
  readonly refreshToken: string | undefined;
  readonly identity: string | undefined;
  readonly scope: string | undefined;
}

/** What oauth4webapi needs for one request; a grant passes it on unread. */
interface Exchange {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
  readonly options: Pick<oauth.TokenEndpointRequestOptions, 'signal' | typeof oauth.allowInsecureRequests> & {
    [oauth.customFetch]: Fetch;
  };
}

/** What a request carries, and how long its answer is waited for. */
export interface Sending {
  /** What no error may repeat (the code, the refresh token). */
  readonly secrets?: readonly string[];
  /** A refresh token or a code is good once only: its answer is waited for long. */
  readonly uses?: 'what-it-sends';
  /** Called with the new refresh token of an answer that is of no use otherwise: the old one is used up. */
  readonly saveRefreshToken?: (refreshToken: string) => Promise<void>;
}

/** One provider's endpoints for one request: sends, reads leniently, and turns every failure into an OAuthError. */
export class TokenEndpoint extends ProviderExchange {
  /** One request for a token. @throws OAuthError */
  async grant(send: (exchange: Exchange) => Promise<Response>, sending: Sending = {}): Promise<TokenGrant> {
    const { clock, logger } = this.deps;
    const { secrets = [], saveRefreshToken } = sending;
    const sentAt = clock.now();
    const response = await this.send(this.request.client.tokenUrl, send, sending);
    const { token, refreshToken, scope, lenient } = await this.tokenAnswer(response, {
      sentAt,
      secrets,
      saveRefreshToken,
      unusable: (error) => {
        logger.warn('The token endpoint gave an answer that cannot be used.', {
          account: this.request.account.address,
          problem: error instanceof Error ? error.message : 'unknown',
        });
        return this.#unusable(error);
      },
    });
    const identity = await identityOf(this.server, this.client, lenient, clock.now());
    return { token, refreshToken, identity, scope };
  }

  /** One request to an endpoint of the provider; its 2xx answer. @throws OAuthError */
  async send(
    url: string,
    send: (exchange: Exchange) => Promise<Response>,
    { secrets = [], uses }: Sending = {},
  ): Promise<Response> {
    const { credential, signal } = this.request;
    const exchange = {
      server: this.server,
      client: this.client,
      options: {
        [oauth.customFetch]: this.fetch(uses),
        [oauth.allowInsecureRequests]: isLoopbackHttp(url),
        signal,
      },
    };
    let response: Response;
    try {
      const authentication = await clientAuthentication(this.request, this.deps.clock, 'body');
      response = await send({ ...exchange, authentication });
      if (credential.kind === 'secret' && (await mayTakeHeader(response, this.request))) {
        const inHeader = await clientAuthentication(this.request, this.deps.clock, 'header');
        response = await send({ ...exchange, authentication: inHeader });
      }
    } catch (error) {
      throw this.failure(error) ?? this.#unusable(error);
    }
    if (!response.ok) throw this.refusal(response, await response.text(), secrets);
    return response;
  }

  #unusable(error: unknown): OAuthError {
    const { account, client } = this.request;
    const words =
      error instanceof Error ? withoutSecrets(error.message, this.secrets).slice(0, 200) : undefined;
    // no cause: the library's errors hold the whole answer, tokens and all
    return providerFailure('tokens.providerGaveNoUsableToken', {
      account: account.address,
      why: words ?? msg('signIn.cannotRead'),
      client: client.name,
    });
  }
}

/**
 * The parameters that say what the token is for: `scope`; or, at Microsoft's version 1 token endpoint (21Vianet's
 * password grant), `resource`: the address before the permission's name.
 */
export function scopeParameters(tokenUrl: string, scope: string): Record<string, string> {
  if (scope === '') return {};
  if (!isVersion1(tokenUrl)) return { scope };
  const resource = scope.split(/\s+/).find((name) => name.startsWith('https://'));
  return resource === undefined ? {} : { resource: new URL(resource).origin };
}

function isVersion1(tokenUrl: string): boolean {
  const url = new URL(tokenUrl);
  return loginHosts.has(url.hostname) && /\/oauth2\/token\/?$/.test(url.pathname);
}

/** What names a person, the best first. */
const IDENTITY_CLAIMS = ['email', 'preferred_username', 'upn', 'unique_name'];
/** An ID token names who signed in a moment ago; a clock that is wrong by hours must not hide that. */
const CLOCK_TOLERANCE_SECONDS = 24 * 3600;

/**
 * Who a token is for, as the provider tells it: from the ID token once it has passed the library's checks (audience,
 * issue and expiry; it came straight from the token endpoint, OpenID Connect Core 3.1.3.7 item 6), else from an access
 * token that can be read. Undefined if neither tells. For display and comparison, never for a decision on access.
 */
export async function identityOf(
  server: oauth.AuthorizationServer,
  client: oauth.Client,
  body: LenientBody,
  now: number,
): Promise<string | undefined> {
  const idToken = body.id_token;
  if (idToken !== undefined) {
    const claims = await checkedClaims(server, client, body, idToken, now);
    const identity = claims === undefined ? undefined : identityIn(claims);
    if (identity !== undefined) return identity;
  }
  const claims = decodedClaims(body.access_token);
  return claims === undefined ? undefined : identityIn(claims);
}

async function checkedClaims(
  server: oauth.AuthorizationServer,
  client: oauth.Client,
  body: LenientBody,
  idToken: string,
  now: number,
): Promise<Record<string, unknown> | undefined> {
  const issuer = decodedClaims(idToken)?.iss;
  if (typeof issuer !== 'string') return undefined;
  try {
    const answer = await oauth.processGenericTokenEndpointResponse(
      // the endpoint is all that is known of a custom server: its issuer's name is its own word
      { ...server, issuer },
      {
        ...client,
        [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS,
        [oauth.clockSkew]: Math.round((now - Date.now()) / 1000),
      },
      jsonResponse({ access_token: body.access_token, token_type: 'bearer', id_token: idToken }),
    );
    return oauth.getValidatedIdTokenClaims(answer);
  } catch {
    return undefined;
  }
}

function identityIn(claims: Record<string, unknown>): string | undefined {
  for (const name of IDENTITY_CLAIMS) {
    const value = claims[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, 320);
  }
  return undefined;
}
