import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import { isLoopbackHost } from '#contract/endpoints.ts';
import { endpointUrlSchema } from '#contract/oauth-client.ts';
import type { Clock } from '#core/logging/clock.ts';
import { boundedFetch, HttpError, type Fetch } from './http.ts';
import { failure } from './token-errors.ts';

/** What a provider says of itself, as far as a client's form has fields for it. */
export interface Discovered {
  readonly issuer: string;
  /** RFC 9207 section 3: each answer of its sign-in page names the issuer. */
  readonly issuerInAnswers: boolean;
  readonly authorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly deviceUrl?: string;
  /** The scopes that it names; the ones for mail are often not among them. */
  readonly scopes: readonly string[];
}

const metadataSchema = z.object({
  issuer: z.string(),
  authorization_response_iss_parameter_supported: z.boolean().optional().catch(undefined),
  authorization_endpoint: endpointUrlSchema.optional().catch(undefined),
  token_endpoint: endpointUrlSchema.optional().catch(undefined),
  device_authorization_endpoint: endpointUrlSchema.optional().catch(undefined),
  scopes_supported: z.array(z.string().max(500)).max(500).optional().catch(undefined),
});

/**
 * Reads a provider's metadata from its issuer: OpenID Connect Discovery 1.0 section 4, else RFC 8414.
 * @param issuer - an https URL (plain http for this machine)
 * @throws OAuthError - unreachable, or refused where there is no metadata or it is another issuer's
 */
export async function discoverProvider(
  issuer: string,
  deps: { readonly fetch: Fetch; readonly clock: Clock },
): Promise<Discovered> {
  const url = new URL(issuer);
  const ask = boundedFetch(deps);
  const options = {
    // the library writes `body: undefined`, which a request has no place for
    [oauth.customFetch]: (
      where: string,
      { method, headers, redirect, signal }: oauth.CustomFetchOptions<'GET'>,
    ): Promise<Response> => ask(where, { method, headers, redirect, signal }),
    [oauth.allowInsecureRequests]: url.protocol === 'http:' && isLoopbackHost(url.hostname),
  };
  let lastFailure: unknown;
  for (const algorithm of ['oidc', 'oauth2'] as const) {
    try {
      const response = await oauth.discoveryRequest(url, { ...options, algorithm });
      const told = metadataSchema.parse(await oauth.processDiscoveryResponse(url, response));
      return {
        issuer: told.issuer,
        issuerInAnswers: told.authorization_response_iss_parameter_supported === true,
        authorizationUrl: told.authorization_endpoint,
        tokenUrl: told.token_endpoint,
        deviceUrl: told.device_authorization_endpoint,
        scopes: told.scopes_supported ?? [],
      };
    } catch (error) {
      if (error instanceof HttpError)
        throw failure('tokens.cannotAsked', { host: url.host, why: error.text }, { cause: error });
      lastFailure = error;
    }
  }
  throw failure('tokens.tellsNothingItselfUnderIssuer', { host: url.host }, { cause: lastFailure });
}
