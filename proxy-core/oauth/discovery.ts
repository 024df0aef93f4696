import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import type { CommandOutput } from '#contract/commands.ts';
import { endpointUrlSchema } from '#contract/oauth-client.ts';
import type { Clock } from '#core/logging/clock.ts';
import { boundedFetch, HttpError, isLoopbackHttp, type Fetch } from './http.ts';
import { providerFailure } from './token-errors.ts';

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
 * @param issuer - an https URL (plain http for this machine), as people copy it: with the document's path behind it, and
 *   with or without the last slash that the provider writes
 * @throws OAuthError - unreachable, or refused where there is no metadata or it is another issuer's
 */
export async function discoverProvider(
  issuer: string,
  deps: { readonly fetch: Fetch; readonly clock: Clock },
): Promise<CommandOutput<'provider-discover'>> {
  const url = new URL(issuer.replace(documentPath, ''));
  const ask = boundedFetch(deps);
  const options = {
    // the library writes `body: undefined`, which a request has no place for
    [oauth.customFetch]: (
      where: string,
      { method, headers, redirect, signal }: oauth.CustomFetchOptions<'GET'>,
    ): Promise<Response> => ask(where, { method, headers, redirect, signal }),
    [oauth.allowInsecureRequests]: isLoopbackHttp(issuer),
  };
  let lastFailure: unknown;
  for (const algorithm of ['oidc', 'oauth2'] as const) {
    try {
      const response = await oauth.discoveryRequest(url, { ...options, algorithm });
      const told = metadataSchema.parse(await documentOf(url, response));
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
        throw providerFailure('tokens.cannotAsked', { host: url.host, why: error.text }, { cause: error });
      lastFailure = error;
    }
  }
  throw providerFailure('tokens.tellsNothingItselfUnderIssuer', { host: url.host }, { cause: lastFailure });
}

const documentPath = /\/\.well-known\/(?:openid-configuration|oauth-authorization-server)\/?$/;

/** The document, where it is this issuer's: to the letter, but for a slash at the end. */
async function documentOf(url: URL, response: Response): Promise<oauth.AuthorizationServer> {
  const again = response.clone();
  try {
    return await oauth.processDiscoveryResponse(url, response);
  } catch {
    const { href } = url;
    return oauth.processDiscoveryResponse(
      new URL(href.endsWith('/') ? href.slice(0, -1) : `${href}/`),
      again,
    );
  }
}
