import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import type { GrantType } from '#contract/grants.ts';
import type { GrantRequest, Issued } from '../grant.ts';
import { nothingKept } from '../grant-errors.ts';
import type { EngineDeps } from '../provider-exchange.ts';
import { scopeParameters, TokenEndpoint, type TokenGrant } from './token-endpoint.ts';

const keptStateSchema = z.object({
  /** The form of this record. */
  version: z.literal(1),
  refreshToken: z.string().min(1),
  /** All that was asked for when somebody signed in. */
  scope: z.string(),
  identity: z.string().optional(),
});
export type KeptState = z.infer<typeof keptStateSchema>;

/** What a grant kept, or undefined: nothing, or nothing that this version can read. */
export function readKeptState(state: string | undefined): KeptState | undefined {
  if (state === undefined) return undefined;
  try {
    const parsed = keptStateSchema.safeParse(JSON.parse(state));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps what a token answer brought, before anybody gets the token: a refresh token that was replaced is on disk before
 * its access token is used. An answer without one leaves the old one valid (RFC 6749 section 6).
 */
export async function keep(
  request: GrantRequest,
  granted: TokenGrant,
  old: KeptState | undefined,
): Promise<Issued> {
  const refreshToken = granted.refreshToken ?? old?.refreshToken;
  const identity = granted.identity ?? old?.identity;
  if (refreshToken !== undefined) {
    const next: KeptState = {
      version: 1,
      refreshToken,
      scope: old?.scope ?? [request.scope, request.alsoConsent ?? ''].join(' ').trim(),
      identity,
    };
    if (!sameState(next, old)) await request.save(JSON.stringify(next));
  }
  return { token: granted.token, identity, scope: granted.scope };
}

function sameState(a: KeptState, b: KeptState | undefined): boolean {
  return (
    b !== undefined && a.refreshToken === b.refreshToken && a.scope === b.scope && a.identity === b.identity
  );
}

/**
 * The refresh token grant (RFC 6749 section 6).
 * @throws OAuthError
 */
export async function renewByRefreshToken(
  deps: EngineDeps,
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
export async function renewKept(deps: EngineDeps, request: GrantRequest, grant: GrantType): Promise<Issued> {
  const kept = readKeptState(request.state);
  if (kept === undefined) throw nothingKept(request);
  return renewByRefreshToken(deps, request, grant, kept);
}
