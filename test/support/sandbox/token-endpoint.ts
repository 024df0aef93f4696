import { createHash } from 'node:crypto';
import { type AuthenticatedClient, authenticateClient, sameText } from './client-authentication.ts';
import type { SandboxGrant } from './directory.ts';
import { redeemDeviceCode } from './device-endpoint.ts';
import { type HttpReply, json } from './http-exchange.ts';
import type { ProviderContext } from './provider-context.ts';
import { ProviderError } from './provider-error.ts';
import {
  audienceOf,
  expandDefault,
  isExchange,
  isIdentityScope,
  ofFirstResource,
  parseScopes,
} from './scopes.ts';
import { serviceAccountGrant } from './service-account-grant.ts';
import { issueTokens } from './token-issue.ts';
import { required, type TokenRequest, requireTenancy } from './token-request.ts';
import { unreachable } from './unreachable.ts';
import { opaque } from './token-store.ts';

const grantNames: Readonly<Record<string, SandboxGrant>> = {
  authorization_code: 'authorization_code',
  refresh_token: 'refresh_token',
  client_credentials: 'client_credentials',
  password: 'password',
  'urn:ietf:params:oauth:grant-type:device_code': 'device_code',
  device_code: 'device_code',
  'urn:ietf:params:oauth:grant-type:jwt-bearer': 'jwt_bearer',
};

/** Answers a token request (RFC 6749 section 3.2). Throws ProviderError for every refusal. */
export async function answerTokenRequest(
  request: TokenRequest,
  context: ProviderContext,
): Promise<HttpReply> {
  if (request.http.method !== 'POST') throw new ProviderError('invalid_request', 900561);
  const grant = grantNames[required(request.http, 'grant_type')];
  if (grant === undefined) throw new ProviderError('unsupported_grant_type', 70003);
  if (grant === 'jwt_bearer') return json(200, await serviceAccountGrant(request, context));
  const authenticated = await authenticateClient(request.http, request.style, context);
  if (request.style === 'entra') requireTenancy(authenticated.client, request.tenant);
  if (!authenticated.client.grants.includes(grant)) throw new ProviderError('unauthorized_client', 7000014);
  return json(200, await byGrant(grant, request, authenticated, context));
}

function byGrant(
  grant: Exclude<SandboxGrant, 'jwt_bearer'>,
  request: TokenRequest,
  authenticated: AuthenticatedClient,
  context: ProviderContext,
): Promise<Record<string, unknown>> {
  switch (grant) {
    case 'authorization_code':
      return redeemCode(request, authenticated, context);
    case 'refresh_token':
      return refresh(request, authenticated, context);
    case 'client_credentials':
      return clientCredentials(request, authenticated, context);
    case 'password':
      return passwordGrant(request, authenticated, context);
    case 'device_code':
      return redeemDeviceCode(request, authenticated, context);
    default:
      return unreachable(grant);
  }
}

async function redeemCode(
  request: TokenRequest,
  { client, strength }: AuthenticatedClient,
  context: ProviderContext,
): Promise<Record<string, unknown>> {
  const code = context.tokens.codes.get(required(request.http, 'code'));
  if (code === undefined || code.clientId !== client.clientId) {
    throw new ProviderError('invalid_grant', 9002313);
  }
  if (code.redeemed) {
    if (context.settings.strictRefreshTokens) context.tokens.revokeFamily(code.family);
    throw new ProviderError('invalid_grant', 54005);
  }
  if (code.expiresAt <= context.now()) throw new ProviderError('invalid_grant', 70008);
  const redirectUri = request.http.form.get('redirect_uri') ?? '';
  if (redirectUri !== code.redirectUri) throw new ProviderError('invalid_grant', 500112);
  verifyChallenge(code.challenge, request.http.form.get('code_verifier') ?? undefined);
  code.redeemed = true;
  const user = context.directory.user(code.address);
  if (user === undefined || user.disabled === true) throw accountDisabled();
  const asked = expandDefault(parseScopes(request.http.form.get('scope') ?? ''), client);
  return issueTokens(
    {
      request,
      client,
      strength,
      user,
      scopes: withinGranted(asked, code.scopes),
      grantedScopes: code.scopes,
      nonce: code.nonce,
      ...(code.offline ? { family: code.family } : {}),
    },
    context,
  );
}

/** RFC 7636 section 4.6, S256 only. */
function verifyChallenge(challenge: string | undefined, verifier: string | undefined): void {
  if (challenge === undefined && verifier === undefined) return;
  const computed = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  if (challenge === undefined || verifier === undefined || computed !== challenge) {
    throw new ProviderError('invalid_grant', 501481);
  }
}

async function refresh(
  request: TokenRequest,
  { client, strength }: AuthenticatedClient,
  context: ProviderContext,
): Promise<Record<string, unknown>> {
  const { settings, tokens } = context;
  const token = tokens.refresh.get(required(request.http, 'refresh_token'));
  if (token === undefined || token.clientId !== client.clientId) {
    throw request.style === 'google'
      ? new ProviderError('invalid_grant', 0, 'Bad Request')
      : new ProviderError('invalid_grant', 9002313);
  }
  if (token.used && settings.strictRefreshTokens) tokens.revokeFamily(token.family);
  if (token.revoked) {
    throw request.style === 'google'
      ? new ProviderError('invalid_grant', 0, 'Token has been expired or revoked.')
      : new ProviderError('invalid_grant', 50173);
  }
  if (token.expiresAt <= context.now()) throw new ProviderError('invalid_grant', 700082);
  const user = context.directory.user(token.address);
  if (user === undefined || user.disabled === true) throw accountDisabled();
  const asked = expandDefault(parseScopes(request.http.form.get('scope') ?? ''), client);
  const scopes = withinGranted(asked, token.scopes);
  const body = await issueTokens(
    {
      request,
      client,
      strength,
      user,
      scopes,
      grantedScopes: token.scopes,
      family: token.family,
      keepRefreshToken: !settings.rotateRefreshTokens,
    },
    context,
  );
  if (settings.rotateRefreshTokens) token.used = true;
  return body;
}

async function clientCredentials(
  request: TokenRequest,
  { client, strength }: AuthenticatedClient,
  context: ProviderContext,
): Promise<Record<string, unknown>> {
  if (request.style === 'entra' && request.tenant !== 'own') {
    throw new ProviderError('invalid_request', 50059);
  }
  if (client.public === true) throw new ProviderError('invalid_client', 7000218);
  const scopes = parseScopes(required(request.http, 'scope'));
  const [scope] = scopes;
  if (scopes.length !== 1 || scope === undefined || !scope.endsWith('/.default')) {
    throw new ProviderError('invalid_scope', 1002012);
  }
  // each resource has roles of its own
  const registered = isExchange(audienceOf(scopes, request.style))
    ? client.applicationPermissions
    : client.graphPermissions;
  const roles = client.adminConsented === true ? (registered ?? []) : [];
  return issueTokens({ request, client, strength, scopes, roles }, context);
}

/** The scopes of this token: those asked for, all granted before; without any asked, all granted. */
function withinGranted(asked: readonly string[], granted: readonly string[]): readonly string[] {
  // a token is for one resource: the first that was consented to
  if (asked.every((scope) => isIdentityScope(scope))) return ofFirstResource(granted);
  const missing = asked.find((scope) => !isIdentityScope(scope) && !granted.includes(scope));
  if (missing !== undefined) throw new ProviderError('invalid_grant', 65001);
  return asked;
}

function accountDisabled(): ProviderError {
  return new ProviderError('invalid_grant', 50057);
}

/**
 * The resource owner password grant (RFC 6749 section 4.3), with Entra ID's limits:
 * no shared endpoint but organizations, no personal or federated account, no second factor.
 */
async function passwordGrant(
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
    { request, client, strength, user, scopes, ...(offline ? { family: opaque(9) } : {}) },
    context,
  );
}
