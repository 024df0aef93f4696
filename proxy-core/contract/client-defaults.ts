import type { Cloud, GrantType } from './grants.ts';
import { credentialsFor, presetFor, type ProviderId } from './providers/presets.ts';

/** Puts a tenant in the place that a URL keeps for it; leaves the place where there is no tenant. */
export function withTenant(url: string, tenant: string | undefined): string {
  return tenant === undefined
    ? url
    : url
        .replaceAll('{tenant}', encodeURIComponent(tenant))
        .replaceAll('%7Btenant%7D', encodeURIComponent(tenant));
}

export type ClientDefaults = ReturnType<typeof defaultsFor>;

/**
 * The fields of a new client as they stand before anything is typed. Where a tenant is needed and not there yet,
 * the URLs show `{tenant}` in its place; they may be saved so: it is filled in when the client is used.
 */
export function defaultsFor(which: {
  readonly provider: ProviderId;
  readonly cloud?: Cloud | undefined;
  readonly tenant?: string | undefined;
  readonly grant: GrantType;
}) {
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
    /** The first is the usual one, as the first of the credentials. */
    grants: preset.grants,
    credentials: credentialsFor(which),
    authorizationUrl: interactive ? fill(preset.endpoints.authorizationUrl) : undefined,
    tokenUrl: fill(passwordUrl ?? preset.endpoints.tokenUrl),
    deviceUrl: grant === 'device-code' ? fill(preset.endpoints.deviceUrl) : undefined,
    scope: preset.scopes[grant] ?? '',
    redirectUri: interactive ? preset.redirectUri : undefined,
    /** What is used if it is left empty; undefined where there are no tenants, or one must be entered. */
    tenant: defaultTenant,
    tenantNeeded: preset.tenants !== undefined && defaultTenant === undefined,
    servers: preset.servers,
    notes: preset.notes,
  };
}
