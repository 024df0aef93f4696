import { objectId, type SandboxClient, type SandboxUser } from './directory.ts';
import type { ProviderContext } from './provider-context.ts';
import type { TokenRequest } from './token-request.ts';
import { audienceOf, isIdentityScope } from './scopes.ts';
import { opaque } from './token-store.ts';

export interface TokenIssue {
  readonly request: Pick<TokenRequest, 'http' | 'style'>;
  readonly client: SandboxClient;
  readonly strength: '0' | '1' | '2';
  /** Left out: the program speaks for itself. */
  readonly user?: SandboxUser;
  readonly scopes: readonly string[];
  /** What the refresh token keeps: more, perhaps, than this access token carries. */
  readonly grantedScopes?: readonly string[];
  readonly roles?: readonly string[];
  readonly nonce?: string;
  /** A refresh token is given, of this family. */
  readonly family?: string;
  /** The refresh token that stays in use, where the provider does not rotate. */
  readonly keepRefreshToken?: boolean;
}

/** Makes the tokens and the body of a successful token response (RFC 6749 section 5.1). */
export async function issueTokens(
  issue: TokenIssue,
  context: ProviderContext,
): Promise<Record<string, unknown>> {
  const { settings, tokens } = context;
  const now = context.now();
  const audience = audienceOf(issue.scopes, issue.request.style);
  const value = await accessTokenValue(issue, audience, context);
  const granted = issue.scopes.filter((scope) => scope !== 'offline_access');
  tokens.addAccess({
    value,
    clientId: issue.client.clientId,
    scopes: granted,
    roles: issue.roles ?? [],
    audience,
    expiresAt: now + settings.accessTokenLife * 1000,
    revoked: false,
    ...(issue.user === undefined ? {} : { address: issue.user.address }),
    ...(issue.family === undefined ? {} : { family: issue.family }),
  });
  const body: Record<string, unknown> = { token_type: 'Bearer', access_token: value };
  if (issue.user !== undefined) body['scope'] = granted.join(' ');
  if (settings.expiresIn !== 'missing') {
    const seconds = settings.accessTokenLife;
    body['expires_in'] = settings.expiresIn === 'string' ? String(seconds) : seconds;
    if (issue.request.style === 'entra') body['ext_expires_in'] = body['expires_in'];
  }
  if (issue.user !== undefined && issue.family !== undefined && issue.keepRefreshToken !== true) {
    body['refresh_token'] = tokens.addRefresh({
      family: issue.family,
      clientId: issue.client.clientId,
      address: issue.user.address,
      scopes: issue.grantedScopes ?? issue.scopes,
      expiresAt: now + settings.refreshTokenLife * 1000,
    }).value;
  }
  if (issue.user !== undefined && issue.scopes.includes('openid')) {
    body['id_token'] = await idToken(issue, issue.user, context);
  }
  if (issue.user !== undefined && issue.request.style === 'entra') {
    const ids = { uid: objectId(issue.user.address), utid: context.directory.tenantId };
    body['client_info'] = Buffer.from(JSON.stringify(ids)).toString('base64url');
  }
  return body;
}

async function accessTokenValue(
  issue: TokenIssue,
  audience: string,
  context: ProviderContext,
): Promise<string> {
  const padding = 'x'.repeat(context.settings.tokenPadding);
  if (context.settings.accessTokenFormat === 'opaque') return `EwB${opaque(96)}${padding}`;
  const { directory } = context;
  const issued = Math.floor(context.now() / 1000);
  const permissions = issue.scopes
    .filter((scope) => !isIdentityScope(scope))
    .map((scope) => (issue.request.style === 'entra' ? scope.slice(scope.lastIndexOf('/') + 1) : scope))
    .join(' ');
  const who =
    issue.user === undefined
      ? {
          idtyp: 'app',
          oid: objectId(`${issue.client.clientId} service principal`),
          ...(issue.roles === undefined || issue.roles.length === 0 ? {} : { roles: issue.roles }),
        }
      : {
          idtyp: 'user',
          oid: objectId(issue.user.address),
          upn: issue.user.address,
          unique_name: issue.user.address,
          scp: permissions,
        };
  return context.keys.sign({
    aud: audience,
    iss: `https://sts.windows.net/${directory.tenantId}/`,
    iat: issued,
    nbf: issued,
    exp: issued + context.settings.accessTokenLife,
    appid: issue.client.clientId,
    appidacr: issue.strength,
    tid: directory.tenantId,
    uti: opaque(12),
    ver: '1.0',
    ...who,
    ...(padding === '' ? {} : { xms_padding: padding }),
  });
}

function idToken(issue: TokenIssue, user: SandboxUser, context: ProviderContext): Promise<string> {
  const issued = Math.floor(context.now() / 1000);
  return context.keys.sign({
    aud: issue.client.clientId,
    iss: issuerOf(issue.request.style, issue.request.http.origin, context),
    iat: issued,
    nbf: issued,
    exp: issued + 3600,
    sub: objectId(`${issue.client.clientId} ${user.address}`),
    oid: objectId(user.address),
    tid: context.directory.tenantId,
    preferred_username: user.address,
    name: user.name ?? user.address,
    email: user.address,
    ver: '2.0',
    nonce: issue.nonce,
  });
}

/** The issuer that the metadata announces and the id tokens carry. */
export function issuerOf(style: TokenRequest['style'], origin: string, context: ProviderContext): string {
  return style === 'entra' ? `${origin}/${context.directory.tenantId}/v2.0` : origin;
}
