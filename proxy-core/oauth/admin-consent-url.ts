import { type Message, msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import type { Protocol } from '#contract/endpoints.ts';
import type { Cloud, GrantType } from '#contract/grants.ts';
import { presetFor } from '#contract/providers/presets.ts';
import { withTenant } from '#core/accounts/form-defaults.ts';
import { parseTokenErrorBody } from '#core/errors/provider/answer.ts';
import { explainProviderAnswer } from '#core/errors/provider/explain.ts';
import type { OAuthError, ProviderAnswer } from '#core/errors/oauth-error.ts';

/** Where an administrator consents, and why with this scope. */
export interface AdminConsentRequest {
  readonly url: string;
  readonly scope: string;
  readonly reason: Message;
}

/** The consent cannot be asked for with what was entered. */
export class AdminConsentError extends CodedError<
  'redirect-not-usable' | 'tenant-malformed' | 'personal-tenant' | 'no-consent-page'
> {}

/** What came back at the redirect. */
export type AdminConsentAnswer =
  | { readonly granted: true; readonly tenant: string | undefined; readonly scope: string | undefined }
  | {
      readonly granted: false;
      readonly tenant: string | undefined;
      /** The cause, its fix and who can do it. */
      readonly error: OAuthError;
    };

/**
 * The page on which an administrator consents to a Microsoft app for the whole organization
 * (`/{tenant}/v2.0/adminconsent`).
 * @param request.tenant - the organization's id or domain; where left out, or 'common', 'organizations' is asked:
 *   the page then takes the organization of whoever signs in
 * @param request.state - random; the answer must carry it
 * @param request.endpoint - the page, with `{tenant}` in it, where it is not the cloud's own
 * @param request.delegated - the scope of a client with which people sign in: the page then asks for these very
 *   permissions of the resource that tokens are asked for (Microsoft's Graph has permissions of the same names, which
 *   are another resource's). Left out: the application's own permissions are asked for
 * @param request.protocols - the protocols to be used; all where left out
 * @throws AdminConsentError
 */
export function adminConsentUrl(request: {
  readonly cloud?: Cloud | undefined;
  readonly tenant?: string | undefined;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly endpoint?: string | undefined;
  readonly delegated?: string | undefined;
  readonly protocols?: readonly Protocol[] | undefined;
}): AdminConsentRequest {
  const cloud = request.cloud ?? 'global';
  const preset = presetFor({ provider: 'microsoft365', cloud });
  const tenant = consentTenant(request.tenant);
  if (!URL.canParse(request.redirectUri)) {
    throw new AdminConsentError(
      'redirect-not-usable',
      msg('signIn.redirectUriNotUrl'),
      msg('signIn.enterRegisteredAppExampleHttp'),
    );
  }
  const { scope, reason } =
    request.delegated === undefined
      ? consentScope(cloud, preset.scopes['client-credentials'] ?? '', request.protocols)
      : delegatedConsent(request.delegated);
  const url = new URL(withTenant(request.endpoint ?? preset.endpoints.adminConsentUrl ?? '', tenant));
  url.searchParams.set('client_id', request.clientId);
  url.searchParams.set('scope', scope);
  // as it was entered: parsing would add a slash, and Microsoft compares paths exactly
  url.searchParams.set('redirect_uri', request.redirectUri);
  url.searchParams.set('state', request.state);
  return { url: url.href, scope, reason };
}

/**
 * Reads the query with which Microsoft comes back. An `error` is looked for first, as a refusal carries
 * `admin_consent=True` too. The state is the caller's to compare, before this.
 * @param context.clientName - the client's name, for the message
 * @param context.grant - the client's grant; 'client-credentials' where left out
 */
export function readAdminConsentAnswer(
  params: URLSearchParams | Readonly<Record<string, string>>,
  context: { readonly clientName?: string | undefined; readonly grant?: GrantType | undefined } = {},
): AdminConsentAnswer {
  const query = params instanceof URLSearchParams ? params : new URLSearchParams({ ...params });
  const tenant = tenantOf(query.get('tenant'));
  const failed = query.get('error');
  if (failed === null && query.get('admin_consent')?.toLowerCase() === 'true') {
    return { granted: true, tenant, scope: query.get('scope')?.slice(0, 4000) };
  }
  const answer: ProviderAnswer =
    failed === null
      ? { error: undefined, httpStatus: 400 }
      : {
          ...parseTokenErrorBody(
            400,
            JSON.stringify({
              error: failed,
              error_description: query.get('error_description') ?? '',
              suberror: query.get('error_subcode') ?? undefined,
            }),
          ),
          // there is no status: the answer came with a redirect
          httpStatus: undefined,
        };
  const error = explainProviderAnswer(answer, {
    account:
      tenant === undefined ? msg('signIn.adminConsent') : msg('signIn.adminConsentOrganization', { tenant }),
    clientName: context.clientName,
    grant: context.grant ?? 'client-credentials',
    provider: 'microsoft365',
  });
  return { granted: false, tenant, error };
}

function consentTenant(entered: string | undefined): string {
  const tenant = entered?.trim() ?? '';
  const lower = tenant.toLowerCase();
  if (lower === 'consumers') {
    throw new AdminConsentError(
      'personal-tenant',
      msg('signIn.personalAccountsNoAdministratorWho'),
      msg('signIn.enterDirectoryTenantIdOrganization'),
    );
  }
  if (tenant === '' || lower === 'common' || lower === 'organizations') return 'organizations';
  if (!/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(tenant)) {
    throw new AdminConsentError(
      'tenant-malformed',
      msg('signIn.tenantNeitherIdNorDomain'),
      msg('signIn.copyDirectoryTenantIdFrom'),
    );
  }
  return tenant;
}

function consentScope(
  cloud: Cloud,
  appScope: string,
  protocols: readonly Protocol[] | undefined,
): { scope: string; reason: Message } {
  if (cloud !== 'global') {
    return {
      scope: appScope,
      reason: msg('signIn.cloudPermissionsMailBelongOwn'),
    };
  }
  const smtpOnly =
    protocols !== undefined && protocols.length > 0 && protocols.every((name) => name === 'smtp');
  return smtpOnly
    ? {
        scope: appScope,
        reason: msg('signIn.smtpMicrosoftsDocumentationNamesExchange'),
      }
    : {
        scope: 'https://ps.outlook.com/.default',
        reason: msg('signIn.imapPopMicrosoftsDocumentationNames'),
      };
}

/** Scopes that are no permission of a resource: each consent covers them (OpenID Connect Core section 3.1.2.1). */
const withoutResource = new Set(['offline_access', 'openid', 'profile', 'email']);

function delegatedConsent(scope: string): { scope: string; reason: Message } {
  return {
    scope: scope
      .split(/\s+/)
      .filter((one) => one !== '' && !withoutResource.has(one))
      .join(' '),
    reason: msg('signIn.peopleSignClientWhereOrganization'),
  };
}

/** An id or a domain; anything else that a query brings is not shown. */
function tenantOf(value: string | null): string | undefined {
  return value !== null && /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i.test(value) ? value : undefined;
}
