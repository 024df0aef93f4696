import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Language } from '#messages/languages.ts';
import { msg } from '#messages/message.ts';
import { protocols } from '#contract/endpoints.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { presetFor } from '#contract/providers/presets.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import {
  AdminConsentError,
  adminConsentUrl,
  readAdminConsentAnswer,
  type AdminConsentRequest,
} from './admin-consent-url.ts';
import { browserAnswer } from './browser-answer.ts';
import type { LoopbackPorts } from './loopback-receiver.ts';
import type { OpenPage } from './sign-in.ts';
import { type Attempt, RunningAttempts, type SharedAttempt, type SharedAttempts } from './shared-attempts.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';

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
  readonly followed?: SharedAttempt;
}

interface AdminConsentsDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ports: LoopbackPorts;
  /** Where other nodes go on with them. */
  readonly attempts: SharedAttempts | undefined;
  readonly open: OpenPage;
  /** There is a page to show, or no more. */
  changed(): void;
}

/** The consents of administrators that are being waited for, at most one for a client. */
export class AdminConsents {
  readonly #deps: AdminConsentsDeps;
  /** Those under way, by client. */
  readonly attempts: RunningAttempts;
  readonly #urls = new Map<string, string>();

  constructor(deps: AdminConsentsDeps) {
    this.#deps = deps;
    this.attempts = new RunningAttempts(deps.attempts);
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
        busy: msg('signIn.adminConsentBeingWaitedAlready', { client: client.name }),
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
      notOpened: (cause) =>
        new OAuthError('cancelled', msg('signIn.pageAdminConsentCouldNot', { client: client.name }), {
          fix: msg('signIn.setDefaultBrowserPagesAddress'),
          cause,
        }),
      take: async (parameters) => {
        const answer = readAdminConsentAnswer(parameters, {
          clientName: client.name,
          grant: client.grant,
        });
        if (!answer.granted) throw answer.error;
        return { tenant: answer.tenant, scope: answer.scope };
      },
      told: (consent) => consent,
      failed: msg('signIn.didNotWork'),
    });
  }
}

/**
 * The page on which an administrator, here or elsewhere, consents to a client. Sent elsewhere, its answer ends on a
 * page that cannot be shown there: the consent stands all the same.
 * @param how.delegated - the scope to consent to, where it is not the client's for mail: permissions of one resource only
 * @throws AdminConsentError - the client is not one that an administrator consents to
 */
export function consentUrl(
  client: OAuthClient,
  how: { readonly redirectUri?: string; readonly state?: string; readonly delegated?: string } = {},
): AdminConsentRequest {
  const page = consentPage(client);
  return adminConsentUrl({
    cloud: client.cloud,
    tenant: client.tenant ?? page.tenant,
    clientId: client.clientId,
    redirectUri: how.redirectUri ?? redirectOf(client),
    state: how.state ?? randomBytes(32).toString('base64url'),
    endpoint: page.endpoint,
    delegated:
      client.grant === 'client-credentials'
        ? undefined
        : (how.delegated ?? client.scope ?? presetFor(client).scopes[client.grant]),
    protocols: protocols.filter((protocol) => usesProtocol(client, protocol)),
  });
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

function redirectOf(client: OAuthClient): string {
  return client.redirectUri ?? presetFor(client).redirectUri;
}

function usesProtocol(client: OAuthClient, protocol: (typeof protocols)[number]): boolean {
  return (client.servers[protocol] ?? presetFor(client).servers[protocol]) !== undefined;
}

/** Microsoft's own page, or the one beside a token URL of Microsoft's form that the user entered. */
function consentPage(client: OAuthClient): { endpoint: string | undefined; tenant: string | undefined } {
  if (client.provider === 'outlook') {
    throw new AdminConsentError(
      'personal-tenant',
      msg('signIn.personalAccountsNoAdministratorWho'),
      msg('signIn.nothingDoneWhoeverSignsConsents'),
    );
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
  if (client.provider === 'microsoft365') return { endpoint: undefined, tenant: undefined };
  throw new AdminConsentError(
    'no-consent-page',
    msg('signIn.notClientMicrosoft365Where', { client: client.name }),
    msg('signIn.askProvidersAdministratorHowApplications'),
  );
}
