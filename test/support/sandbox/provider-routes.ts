import type { ProviderEndpoint } from './fault-plan.ts';
import type { ProviderStyle } from './provider-error.ts';
import { unreachable } from './unreachable.ts';
import type { ProviderContext } from './provider-context.ts';
import { issuerOf } from './token-issue.ts';

/** What a path means. `tenant` is the segment of an Entra path. */
export interface Route {
  readonly kind:
    | 'authorize'
    | 'token'
    | 'device'
    | 'device-page'
    | 'admin-consent'
    | 'configuration'
    | 'keys'
    | 'introspection';
  readonly style: ProviderStyle;
  readonly tenant: string;
}

const entraKinds: Readonly<Record<string, Route['kind']>> = {
  'oauth2/v2.0/authorize': 'authorize',
  'oauth2/v2.0/token': 'token',
  'oauth2/v2.0/devicecode': 'device',
  'v2.0/adminconsent': 'admin-consent',
  adminconsent: 'admin-consent',
  'v2.0/.well-known/openid-configuration': 'configuration',
  'discovery/v2.0/keys': 'keys',
};

const plainRoutes: Readonly<Record<string, Omit<Route, 'tenant'>>> = {
  '/o/oauth2/v2/auth': { kind: 'authorize', style: 'google' },
  '/token': { kind: 'token', style: 'google' },
  '/device/code': { kind: 'device', style: 'google' },
  '/oauth2/authorize': { kind: 'authorize', style: 'generic' },
  '/oauth2/token': { kind: 'token', style: 'generic' },
  '/oauth2/device': { kind: 'device', style: 'generic' },
  '/.well-known/openid-configuration': { kind: 'configuration', style: 'generic' },
  '/.well-known/oauth-authorization-server': { kind: 'configuration', style: 'generic' },
  '/oauth2/keys': { kind: 'keys', style: 'generic' },
  '/devicelogin': { kind: 'device-page', style: 'entra' },
};

/** Finds what a path means, or nothing. */
export function routeOf(path: string): Route | undefined {
  const plain = plainRoutes[path];
  if (plain !== undefined) return { ...plain, tenant: '' };
  if (path === '/introspect' || path.startsWith('/introspect/')) {
    return { kind: 'introspection', style: 'generic', tenant: '' };
  }
  const entra = /^\/([^/]+)\/(.+)$/.exec(path);
  const kind = entraKinds[entra?.[2] ?? ''];
  return kind === undefined ? undefined : { kind, style: 'entra', tenant: entra?.[1] ?? '' };
}

/** Which faults a route meets. */
export function faultEndpoint(kind: Route['kind']): ProviderEndpoint {
  switch (kind) {
    case 'authorize':
    case 'device-page':
    case 'admin-consent':
      return 'authorize';
    case 'token':
    case 'device':
    case 'introspection':
      return kind;
    case 'configuration':
    case 'keys':
      return 'metadata';
    default:
      return unreachable(kind);
  }
}

/** The discovery document (OpenID Connect Discovery, RFC 8414). `tenant` is the segment asked for. */
export function providerMetadata(
  style: ProviderStyle,
  tenant: string,
  origin: string,
  context: ProviderContext,
): Record<string, unknown> {
  const base = style === 'entra' ? `${origin}/${tenant}/oauth2/v2.0` : `${origin}/oauth2`;
  return {
    issuer: issuerOf(style, origin, context),
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    device_authorization_endpoint: style === 'entra' ? `${base}/devicecode` : `${base}/device`,
    jwks_uri: style === 'entra' ? `${origin}/${tenant}/discovery/v2.0/keys` : `${origin}/oauth2/keys`,
    introspection_endpoint: `${origin}/introspect`,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'email',
    ],
  };
}
