import type { ProviderContext } from './provider-context.ts';
import type { ProviderStyle } from './provider-error.ts';
import { issuerOf } from './token-issue.ts';

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
