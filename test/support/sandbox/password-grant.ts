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
    throw new ProviderError(
      'invalid_request',
      9001023,
      'The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.',
    );
  }
  const address = required(request.http, 'username');
  const password = required(request.http, 'password');
  const user = context.directory.user(address);
  if (user === undefined) {
    throw new ProviderError(
      'invalid_grant',
      50034,
      `The user account ${address} does not exist in the ${context.directory.tenantDomain} directory. To sign into this application, the account must be added to the directory.`,
    );
  }
  if (user.personal === true) {
    throw new ProviderError(
      'invalid_grant',
      50020,
      `User account '${address}' from identity provider 'live.com' does not exist in tenant '${context.directory.tenantDomain}' and cannot access the application '${client.clientId}' in that tenant.`,
    );
  }
  if (user.federated === true || !sameText(password, user.password)) {
    throw new ProviderError(
      'invalid_grant',
      50126,
      'Error validating credentials due to invalid username or password.',
    );
  }
  if (user.disabled === true) {
    throw new ProviderError('invalid_grant', 50057, 'The user account is disabled.');
  }
  if (user.mfa === true) {
    throw new ProviderError(
      'invalid_grant',
      50076,
      'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
      400,
      'basic_action',
    );
  }
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
