import * as oauth from 'oauth4webapi';
import type { GrantType } from '#contract/grants.ts';
import type { GrantRequest, Issued } from '../grant.ts';
import { keep, nothingKept, readKeptState, type KeptState } from './kept-state.ts';
import { scopeParameters } from './scope-parameters.ts';
import { TokenEndpoint, type GenericGrantDeps } from './token-endpoint.ts';

/**
 * The refresh token grant (RFC 6749 section 6).
 * @throws OAuthError
 */
export async function renewByRefreshToken(
  deps: GenericGrantDeps,
  request: GrantRequest,
  grant: GrantType,
  kept: KeptState,
): Promise<Issued> {
  const endpoint = new TokenEndpoint(deps, request, grant, 'what-it-sends');
  // named only where it is narrower than what was asked: people may have granted less, and asking for all of it again
  // would then be refused; left out, it means what was granted
  const additionalParameters =
    request.scope === kept.scope ? {} : scopeParameters(request.client.tokenUrl, request.scope);
  const granted = await endpoint.grant(
    ({ server, client, authentication, options }) =>
      oauth.refreshTokenGrantRequest(server, client, authentication, kept.refreshToken, {
        ...options,
        additionalParameters,
      }),
    [kept.refreshToken],
    (refreshToken) => request.save(JSON.stringify({ ...kept, refreshToken } satisfies KeptState)),
  );
  return keep(request, granted, kept);
}

/**
 * Renews by the refresh token that an earlier sign-in left.
 * @throws OAuthError - `needs-sign-in` where there is none
 */
export async function renewKept(
  deps: GenericGrantDeps,
  request: GrantRequest,
  grant: GrantType,
): Promise<Issued> {
  const kept = readKeptState(request.state);
  if (kept === undefined) throw nothingKept(request);
  return renewByRefreshToken(deps, request, grant, kept);
}
