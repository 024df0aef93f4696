import type { Cloud } from '#contract/grants.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';

/** Where each cloud signs people in. */
const LOGIN_HOSTS: Readonly<Record<Cloud, string>> = {
  global: 'login.microsoftonline.com',
  'gcc-high': 'login.microsoftonline.us',
  dod: 'login.microsoftonline.us',
  china: 'login.partner.microsoftonline.cn',
};

/** An authority, as MSAL takes it. */
export interface Authority {
  /** https://host/tenant */
  readonly authority: string;
  /** The OpenID configuration that MSAL would otherwise look up or have built in, as JSON. */
  readonly authorityMetadata: string;
}

/**
 * The authority of a client: its cloud's host and its tenant, with the endpoints of the client. Nothing is looked up
 * on the network, and an endpoint that the user changed (a stand-in on this machine, say) is the one that is used.
 */
export function authorityOf(client: ResolvedClient): Authority {
  const host = LOGIN_HOSTS[client.cloud ?? 'global'];
  const authority = `https://${host}/${tenantOf(client)}`;
  return {
    authority,
    authorityMetadata: JSON.stringify({
      authorization_endpoint: client.authorizationUrl ?? `${authority}/oauth2/v2.0/authorize`,
      token_endpoint: client.tokenUrl,
      end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
      issuer: `${authority}/v2.0`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
    }),
  };
}

/** The tenant in the token URL (what the preset filled in, or the user wrote), else the client's, else any. */
function tenantOf(client: ResolvedClient): string {
  const inUrl = /^\/([^/]+)\/oauth2\/v2\.0\/token\/?$/.exec(new URL(client.tokenUrl).pathname)?.[1];
  return inUrl ?? client.tenant ?? 'common';
}
