import * as oauth from 'oauth4webapi';
import { decodedClaims } from './jwt.ts';
import { jsonResponse, type LenientBody } from './token-answer.ts';

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
