import type { Message } from '#messages/message.ts';
import type { Servers } from '#contract/endpoints.ts';
import type { Cloud, GrantType } from '#contract/grants.ts';
import type { ProviderId } from '#contract/providers/presets.ts';
import type { CredentialKind } from '#contract/grants.ts';
import { credentialsFor, presetFor } from '#contract/providers/presets.ts';

/** What the form of an OAuth client is filled in with. A field that the grant has no use for is undefined. */
export interface FormDefaults {
  /** The grants to choose from; the first is the usual one. */
  readonly grants: readonly GrantType[];
  /** The credentials to choose from; the first is the usual one. */
  readonly credentials: readonly CredentialKind[];
  readonly authorizationUrl: string | undefined;
  readonly tokenUrl: string | undefined;
  readonly deviceUrl: string | undefined;
  readonly scope: string;
  readonly redirectUri: string | undefined;
  /** What is used if the tenant is left empty; undefined where there are no tenants, or one must be entered. */
  readonly tenant: string | undefined;
  readonly tenantNeeded: boolean;
  readonly servers: Servers;
  /** What to know beforehand, in sentences. */
  readonly notes: readonly Message[];
}

/** Puts a tenant in the place that a URL keeps for it; leaves the place where there is no tenant. */
export function withTenant(url: string, tenant: string | undefined): string {
  return tenant === undefined
    ? url
    : url
        .replaceAll('{tenant}', encodeURIComponent(tenant))
        .replaceAll('%7Btenant%7D', encodeURIComponent(tenant));
}

/**
 * The fields of a new client as they stand before anything is typed. Where a tenant is needed and not there yet,
 * the URLs show `{tenant}` in its place; they may be saved so: it is filled in when the client is used.
 */
export function defaultsFor(which: {
  readonly provider: ProviderId;
  readonly cloud?: Cloud | undefined;
  readonly tenant?: string | undefined;
  readonly grant: GrantType;
}): FormDefaults {
  const preset = presetFor(which);
  const { grant } = which;
  const entered = which.tenant?.trim();
  const defaultTenant = preset.tenants?.[grant];
  const tenant = entered === undefined || entered === '' ? defaultTenant : entered;
  const fill = (url: string | undefined): string | undefined =>
    url === undefined ? undefined : withTenant(url, tenant);
  const interactive = grant === 'authorization-code';
  const passwordUrl = grant === 'password' ? preset.quirks.passwordTokenUrl : undefined;
  return {
    grants: preset.grants,
    credentials: credentialsFor(which),
    authorizationUrl: interactive ? fill(preset.endpoints.authorizationUrl) : undefined,
    tokenUrl: fill(passwordUrl ?? preset.endpoints.tokenUrl),
    deviceUrl: grant === 'device-code' ? fill(preset.endpoints.deviceUrl) : undefined,
    scope: preset.scopes[grant] ?? '',
    redirectUri: interactive ? preset.redirectUri : undefined,
    tenant: defaultTenant,
    tenantNeeded: preset.tenants !== undefined && defaultTenant === undefined,
    servers: preset.servers,
    notes: preset.notes,
  };
}
