import { createPublicKey } from 'node:crypto';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { includesAddress } from './directory.ts';
import type { ProviderContext } from './provider-context.ts';
import { ProviderError } from './provider-error.ts';
import { parseScopes } from './scopes.ts';
import { issueTokens } from './token-issue.ts';
import { required, type TokenRequest } from './token-request.ts';

/** Seconds: the longest life of a service account's assertion. */
const maximumLife = 3600;

/** A service account speaks for a user (RFC 7523 section 2.1, as Google does it): RS256, `sub` the mailbox. */
export async function serviceAccountGrant(
  request: TokenRequest,
  context: ProviderContext,
): Promise<Record<string, unknown>> {
  const assertion = required(request.http, 'assertion');
  const claims = readClaims(assertion);
  const client = context.directory.serviceAccount(claims.iss ?? '');
  if (client?.serviceAccount === undefined || !client.grants.includes('jwt_bearer')) {
    throw new ProviderError('invalid_grant', 0, 'Invalid grant: account not found');
  }
  try {
    await jwtVerify(assertion, createPublicKey(client.serviceAccount.publicKey), {
      algorithms: ['RS256'],
      audience: `${request.http.origin}${request.http.path}`,
      currentDate: new Date(context.now()),
      clockTolerance: 60,
    });
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) {
      throw new ProviderError('invalid_grant', 0, 'Invalid JWT Signature.');
    }
    if (error instanceof errors.JOSEError) throw new ProviderError('invalid_grant', 0, 'Invalid JWT.');
    throw error;
  }
  if (claims.exp === undefined || claims.iat === undefined || claims.exp - claims.iat > maximumLife) {
    throw new ProviderError(
      'invalid_grant',
      0,
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    );
  }
  const scope = claims['scope'];
  if (typeof scope !== 'string' || scope === '') {
    throw new ProviderError('invalid_scope', 0, 'Empty or missing scope not allowed.');
  }
  const subject = claims.sub ?? '';
  const user = context.directory.user(subject);
  if (!includesAddress(client.serviceAccount.delegatedUsers, subject)) {
    throw new ProviderError(
      'unauthorized_client',
      0,
      'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
      401,
    );
  }
  if (user === undefined || user.disabled === true) {
    throw new ProviderError('invalid_grant', 0, 'Invalid email or User ID');
  }
  return issueTokens({ request, client, strength: '2', user, scopes: parseScopes(scope) }, context);
}

function readClaims(assertion: string): ReturnType<typeof decodeJwt> {
  try {
    return decodeJwt(assertion);
  } catch {
    throw new ProviderError('invalid_grant', 0, 'Invalid JWT.');
  }
}
