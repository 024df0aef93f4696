import { msg, sentences } from '#messages/message.ts';
import { randomBytes } from 'node:crypto';
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
import { LoopbackReceiver } from './loopback-receiver.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';

/** For an administrator to be found and to sign in. Milliseconds. */
const longest = 15 * 60_000;

/** What an administrator has consented to. */
export interface AdminConsent {
  /** The organization's id, as Microsoft tells it. */
  readonly tenant: string | undefined;
  readonly scope: string | undefined;
}

interface Running {
  readonly abort: AbortController;
  url?: string;
}

/** The consents of administrators that are being waited for, at most one for a client. */
export class AdminConsents {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #open: (url: string, clientId: string) => Promise<void>;
  readonly #changed: () => void;
  readonly #running = new Map<string, Running>();

  /** `changed`: called when there is a page to show, or no more. */
  constructor(options: {
    readonly clock: Clock;
    readonly logger: Logger;
    open(url: string, clientId: string): Promise<void>;
    changed(): void;
  }) {
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#open = (url, clientId) => options.open(url, clientId);
    this.#changed = () => options.changed();
  }

  /** The page that waits for an administrator, where one is waited for. */
  of(clientId: string): string | undefined {
    return this.#running.get(clientId)?.url;
  }

  /**
   * Waits for an administrator's answer on the client's loopback redirect.
   * @param how.open - opens the page; else somebody opens what {@link of} tells, on this machine
   * @throws OAuthError - the refusal with its cause and fix, or 'cancelled'; AdminConsentError
   */
  async ask(client: OAuthClient, how: { readonly open: boolean }): Promise<AdminConsent> {
    if (this.#running.has(client.id)) {
      throw new OAuthError(
        'cancelled',
        msg('signIn.adminConsentBeingWaitedAlready', { client: client.name }),
        {
          fix: msg('signIn.finishBrowserCancelFirst'),
        },
      );
    }
    const running: Running = { abort: new AbortController() };
    this.#running.set(client.id, running);
    try {
      return await this.#ask(client, running, how.open);
    } finally {
      this.#running.delete(client.id);
      this.#changed();
    }
  }

  /** Ends the wait; none under way is no error. */
  cancel(clientId: string): void {
    this.#running.get(clientId)?.abort.abort(new Error('cancelled'));
  }

  cancelAll(): void {
    for (const clientId of this.#running.keys()) this.cancel(clientId);
  }

  async #ask(client: OAuthClient, running: Running, open: boolean): Promise<AdminConsent> {
    const state = randomBytes(32).toString('base64url');
    const redirectUri = redirectOf(client);
    // what was entered is judged before a port is opened
    consentUrl(client, { redirectUri, state });
    const receiver = await LoopbackReceiver.open({
      redirectUri,
      state,
      address: client.name,
      purpose: 'admin-consent',
      timeout: longest,
      signal: running.abort.signal,
      clock: this.#clock,
      logger: this.#logger,
    });
    try {
      const { url } = consentUrl(client, { redirectUri: receiver.redirectUri, state });
      running.url = url;
      this.#changed();
      const answers = [receiver.answer];
      if (open) answers.push(failureOf(this.#open(url, client.id), client.name));
      const answer = readAdminConsentAnswer(await Promise.race(answers), {
        clientName: client.name,
        grant: client.grant,
      });
      if (!answer.granted) throw answer.error;
      await receiver.finish('success');
      return { tenant: answer.tenant, scope: answer.scope };
    } catch (error) {
      const problem =
        error instanceof OAuthError ? sentences(error.text, error.fix) : msg('signIn.didNotWork');
      await receiver.finish({ problem });
      throw error;
    } finally {
      await receiver.close();
    }
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

/** Never resolves: a page that is open is no answer yet. */
async function failureOf(opened: Promise<void>, name: string): Promise<never> {
  try {
    await opened;
  } catch (error) {
    throw new OAuthError('cancelled', msg('signIn.pageAdminConsentCouldNot', { client: name }), {
      fix: msg('signIn.setDefaultBrowserPagesAddress'),
      cause: error,
    });
  }
  return new Promise<never>(() => undefined);
}
