import { type AuthenticatedClient, sameText } from './client-authentication.ts';
import type { ProviderContext } from './provider-context.ts';
import { ProviderError } from './provider-error.ts';
import { expandDefault, parseScopes } from './scopes.ts';
import { issueTokens } from './token-issue.ts';
import { required, type TokenRequest } from './token-request.ts';
import { opaque } from './token-store.ts';

/**
 * The resource owner password grant (RFC 6749 section 4.3), with Entra ID's limits:
 * no shared endpoint but organizations, no personal or federated account, no second factor.
 */
export async function passwordGrant(
  request: TokenRequest,
  { client, strength }: AuthenticatedClient,
  context: ProviderContext,
): Promise<Record<string, unknown>> {
  if (request.style === 'entra' && (request.tenant === 'common' || request.tenant === 'consumers')) {
    throw new ProviderError('invalid_request', 9001023);
  }
  const address = required(request.http, 'username');
  const password = required(request.http, 'password');
  const user = context.directory.user(address);
  if (user === undefined) throw new ProviderError('invalid_grant', 50034);
  if (user.personal === true) throw new ProviderError('invalid_grant', 50020);
  if (user.federated === true || !sameText(password, user.password)) {
    throw new ProviderError('invalid_grant', 50126);
  }
  if (user.disabled === true) throw new ProviderError('invalid_grant', 50057);
  if (user.mfa === true) throw new ProviderError('invalid_grant', 50076);
  const scopes = expandDefault(parseScopes(request.http.form.get('scope') ?? ''), client);
  const offline = request.style === 'entra' ? scopes.includes('offline_access') : true;
  return issueTokens(
    {
      style: request.style,
      origin: request.http.origin,
      client,
      strength,
      user,
      scopes,
      ...(offline ? { family: opaque(9) } : {}),
    },
    context,
  );
}
