import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Language } from '#messages/languages.ts';
import { type Message, msg } from '#messages/message.ts';
import { protocols } from '#contract/endpoints.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { presetFor } from '#contract/providers/presets.ts';
import { withTenant } from '#contract/client-defaults.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import { browserAnswer } from './browser-answer.ts';
import type { LoopbackPorts } from './loopback-receiver.ts';
import type { OpenPage } from './sign-in.ts';
import type { Attempt, Attempts, RunningAttempt } from './shared-attempts.ts';
import { readRedirectAnswer } from './provider-exchange.ts';
import { CodedError, errorTable } from '#core/errors/coded-error.ts';
import { failure } from './token-errors.ts';
import { explainProviderAnswer } from '#core/errors/provider/explain.ts';

/** For an administrator to be found and to sign in. Milliseconds. */
const longest = 15 * 60_000;

const consentSchema = z.object({
  /** The organization's id, as Microsoft tells it. */
  tenant: z.string().optional(),
  scope: z.string().optional(),
});
export type AdminConsent = z.infer<typeof consentSchema>;

interface Asking {
  readonly open: boolean;
  readonly language?: Language | undefined;
  readonly followed?: RunningAttempt;
}

interface AdminConsentsDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ports: LoopbackPorts;
  /** Those under way, by client. */
  readonly attempts: Attempts;
  readonly open: OpenPage;
  /** There is a page to show, or no more. */
  changed(): void;
}

/** The consents of administrators that are being waited for, at most one for a client. */
export class AdminConsents {
  readonly #deps: AdminConsentsDeps;
  readonly attempts: Attempts;
  readonly #urls = new Map<string, string>();

  constructor(deps: AdminConsentsDeps) {
    this.#deps = deps;
    this.attempts = deps.attempts;
  }

  /** The page that waits for an administrator, where one is waited for. */
  of(clientId: string): string | undefined {
    return this.attempts.isRunning(clientId) ? this.#urls.get(clientId) : undefined;
  }

  /**
   * Waits for an administrator's answer on the client's loopback redirect.
   * @param how.open - opens the page; else somebody opens what {@link of} tells, on this machine
   * @param how.followed - where another node has begun it
   * @param how.language - of the page at the end; the browser's where left out
   * @throws OAuthError - the refusal with its cause and fix, or 'cancelled'; AdminConsentError
   */
  async ask(client: OAuthClient, how: Asking): Promise<AdminConsent> {
    try {
      return await this.attempts.run(client.id, {
        followed: how.followed,
        busy: () => failure('signIn.adminConsentBeingWaitedAlready', { client: client.name }),
        work: (attempt, { signal }) => {
          this.#urls.delete(client.id);
          return this.#ask(client, attempt, signal, how);
        },
        elsewhere: (told) => consentSchema.parse(told),
      });
    } finally {
      this.#deps.changed();
    }
  }

  async #ask(
    client: OAuthClient,
    attempt: Attempt,
    signal: AbortSignal,
    { open, language }: Asking,
  ): Promise<AdminConsent> {
    const redirectUri = redirectOf(client);
    // what was entered is judged before a port is opened
    consentUrl(client, { redirectUri });
    return browserAnswer<AdminConsent>(this.#deps, {
      redirectUri,
      address: client.name,
      purpose: 'admin-consent',
      language,
      timeout: longest,
      signal,
      attempt,
      page: (values) => consentUrl(client, values).url,
      open: async (url) => {
        this.#urls.set(client.id, url);
        this.#deps.changed();
        if (open) await this.#deps.open(url, { accountId: client.id, purpose: 'admin-consent' });
      },
      notOpened: (cause) => failure('signIn.pageAdminConsentCouldNot', { client: client.name }, { cause }),
      take: async (answer) => readAdminConsentAnswer(answer, client),
      told: (consent) => consent,
      failed: msg('signIn.didNotWork'),
    });
  }
}

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

const consentError = errorTable(
  (code: AdminConsentError['code'], text, fix) => new AdminConsentError(code, text, fix),
  {
    'signIn.notClientMicrosoft365Where': [
      'no-consent-page',
      'signIn.askProvidersAdministratorHowApplications',
    ],
    'signIn.personalAccountsNoAdministratorWho': [
      'personal-tenant',
      'signIn.enterDirectoryTenantIdOrganization',
    ],
    'signIn.redirectUriNotUrl': ['redirect-not-usable', 'signIn.enterRegisteredAppExampleHttp'],
    'signIn.tenantNeitherIdNorDomain': ['tenant-malformed', 'signIn.copyDirectoryTenantIdFrom'],
  },
);

/**
 * The page on which an administrator, here or elsewhere, consents to a Microsoft app for the whole organization
 * (`/{tenant}/v2.0/adminconsent`). Sent elsewhere, its answer ends on a page that cannot be shown there: the consent
 * stands all the same. Without a tenant the page takes the organization of whoever signs in.
 * @param how.state - random; the answer must carry it
 * @param how.delegated - the scope to consent to, where it is not the client's for mail: permissions of one resource only
 * @throws AdminConsentError - the client is not one that an administrator consents to
 */
export function consentUrl(
  client: OAuthClient,
  how: { readonly redirectUri?: string; readonly state?: string; readonly delegated?: string } = {},
): AdminConsentRequest {
  const page = consentPage(client);
  const tenant = consentTenant(client.tenant ?? page.tenant);
  const redirectUri = how.redirectUri ?? redirectOf(client);
  if (!URL.canParse(redirectUri)) {
    throw consentError('signIn.redirectUriNotUrl');
  }
  const { scope, reason } = consentScope(client, how.delegated);
  const url = new URL(withTenant(page.endpoint, tenant));
  url.searchParams.set('client_id', client.clientId);
  url.searchParams.set('scope', scope);
  // as it was entered: parsing would add a slash, and Microsoft compares paths exactly
  url.searchParams.set('redirect_uri', redirectUri);
  url.searchParams.set('state', how.state ?? randomBytes(32).toString('base64url'));
  return { url: url.href, scope, reason };
}

/**
 * The page for sending through Microsoft Graph, of a client with which people sign in: its permission is another
 * resource's than mail's, and a page asks for one resource. Undefined where there is nothing to ask for.
 * @throws AdminConsentError
 */
export function sendingConsentUrl(client: OAuthClient): string | undefined {
  if (client.submission !== 'graph' || client.grant === 'client-credentials') return undefined;
  const delegated = resolveClient(client).ownScopes.graph;
  return delegated && consentUrl(client, { delegated }).url;
}

/**
 * Reads the query with which Microsoft comes back. An `error` is looked for first, as a refusal carries
 * `admin_consent=True` too. The state is the caller's to compare, before this.
 * @throws OAuthError - the refusal, with its cause, its fix and who can do it
 */
export function readAdminConsentAnswer(
  query: URLSearchParams,
  { name: clientName, grant }: Pick<OAuthClient, 'name' | 'grant'>,
): AdminConsent {
  const tenant = tenantOf(query.get('tenant'));
  const failed = query.has('error');
  if (!failed && query.get('admin_consent')?.toLowerCase() === 'true')
    return { tenant, scope: query.get('scope')?.slice(0, 4000) };
  const account =
    tenant === undefined ? msg('signIn.adminConsent') : msg('signIn.adminConsentOrganization', { tenant });
  throw explainProviderAnswer(failed ? readRedirectAnswer(query) : { httpStatus: 400 }, {
    account,
    clientName,
    grant,
    provider: 'microsoft365',
  });
}

function redirectOf(client: OAuthClient): string {
  return client.redirectUri ?? presetFor(client).redirectUri;
}

/** Microsoft's own page, or the one beside a token URL of Microsoft's form that the user entered. */
function consentPage(client: OAuthClient): { endpoint: string; tenant?: string | undefined } {
  if (client.provider === 'outlook') {
    const text = msg('signIn.personalAccountsNoAdministratorWho');
    throw new AdminConsentError('personal-tenant', text, msg('signIn.nothingDoneWhoeverSignsConsents'));
  }
  const url = client.tokenUrl?.replaceAll('{tenant}', 'tenant-goes-here');
  if (url !== undefined && URL.canParse(url)) {
    const { origin, pathname } = new URL(url);
    const tenant = /^\/([^/]+)\/oauth2\/(?:v2\.0\/)?token\/?$/.exec(pathname)?.[1];
    if (tenant !== undefined) {
      return {
        endpoint: `${origin}/{tenant}/v2.0/adminconsent`,
        tenant: tenant === 'tenant-goes-here' ? undefined : tenant,
      };
    }
  }
  if (client.provider === 'microsoft365')
    return { endpoint: presetFor(client).endpoints.adminConsentUrl ?? '' };
  throw consentError('signIn.notClientMicrosoft365Where', { client: client.name });
}

function consentTenant(entered: string | undefined): string {
  const tenant = entered?.trim() ?? '';
  const lower = tenant.toLowerCase();
  if (lower === 'consumers') {
    throw consentError('signIn.personalAccountsNoAdministratorWho');
  }
  if (tenant === '' || lower === 'common' || lower === 'organizations') return 'organizations';
  if (!/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(tenant)) {
    throw consentError('signIn.tenantNeitherIdNorDomain');
  }
  return tenant;
}

/** Scopes that are no permission of a resource: each consent covers them (OpenID Connect Core section 3.1.2.1). */
const withoutResource = new Set(['offline_access', 'openid', 'profile', 'email']);

/**
 * What is asked for. Of a client with which people sign in: these very permissions of the resource that tokens are
 * asked for (Microsoft's Graph has permissions of the same names, which are another resource's); else the
 * application's own permissions, whose resource Microsoft names by the protocol.
 */
function consentScope(client: OAuthClient, delegated?: string): { scope: string; reason: Message } {
  const { grant, cloud = 'global' } = client;
  const own = presetFor(client);
  const asked = grant === 'client-credentials' ? undefined : (delegated ?? client.scope ?? own.scopes[grant]);
  if (asked !== undefined) {
    const permissions = asked.split(/\s+/).filter((one) => one !== '' && !withoutResource.has(one));
    return { scope: permissions.join(' '), reason: msg('signIn.peopleSignClientWhereOrganization') };
  }
  const scope = presetFor({ provider: 'microsoft365', cloud }).scopes['client-credentials'] ?? '';
  if (cloud !== 'global') return { scope, reason: msg('signIn.cloudPermissionsMailBelongOwn') };
  const used = protocols.filter((protocol) => client.servers[protocol] ?? own.servers[protocol]);
  return used.join() === 'smtp'
    ? { scope, reason: msg('signIn.smtpMicrosoftsDocumentationNamesExchange') }
    : { scope: 'https://ps.outlook.com/.default', reason: msg('signIn.imapPopMicrosoftsDocumentationNames') };
}

/** An id or a domain; anything else that a query brings is not shown. */
function tenantOf(value: string | null): string | undefined {
  return value !== null && /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i.test(value) ? value : undefined;
}
