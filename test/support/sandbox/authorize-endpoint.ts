import { consentPage, mfaPage, signInPage, wrongRequestPage } from './authorize-page.ts';
import { sameText } from './client-authentication.ts';
import { type SandboxClient, type SandboxUser, isRegisteredRedirect } from './directory.ts';
import { html, type HttpReply, type HttpRequest, redirect } from './http-exchange.ts';
import { selfPostingPage } from './page.ts';
import type { ProviderContext } from './provider-context.ts';
import { errorParameters, ProviderError, type ProviderStyle } from './provider-error.ts';
import { expandDefault, isIdentityScope, parseScopes } from './scopes.ts';
import { requireTenancy, type Tenant } from './token-request.ts';
import { opaque } from './token-store.ts';
import { unreachable } from './unreachable.ts';

/** The second factor that the sandbox's page takes. */
export const secondFactor = '246810';

/** A sign-in that is under way, as its parameters describe it. */
interface Authorization {
  readonly client: SandboxClient;
  readonly redirectUri: string;
  readonly parameters: URLSearchParams;
  readonly scopes: readonly string[];
  readonly style: ProviderStyle;
}

/**
 * Answers the authorization endpoint (RFC 6749 section 3.1): a page for a person to sign in on,
 * or, for the header `x-sandbox-approve: ADDRESS` and the setting autoApprove, the result at once.
 * A request with a wrong client or redirect URI gets a page and is never redirected.
 */
export class AuthorizeEndpoint {
  readonly #context: ProviderContext;
  /** Sign-ins whose password was right and that wait for the second factor. */
  readonly #waiting = new Map<string, string>();
  /** Google gives a refresh token at the first consent only, unless asked with prompt=consent. */
  readonly #consented = new Set<string>();

  constructor(context: ProviderContext) {
    this.#context = context;
  }

  answer(request: HttpRequest, style: ProviderStyle, tenant: Tenant): HttpReply {
    const parameters = request.method === 'POST' ? request.form : request.query;
    let authorization: Authorization;
    try {
      authorization = this.#check(parameters, style, tenant);
    } catch (error) {
      if (error instanceof ProviderError) {
        return html(400, wrongRequestPage(`AADSTS${error.aadsts}: ${error.message}`));
      }
      throw error;
    }
    try {
      this.#checkRequest(authorization);
      return this.#signIn(request, authorization);
    } catch (error) {
      if (error instanceof ProviderError) return this.#refuse(authorization, error);
      throw error;
    }
  }

  /** What has to be right before the browser may be sent anywhere (RFC 6749 section 4.1.2.1). */
  #check(parameters: URLSearchParams, style: ProviderStyle, tenant: Tenant): Authorization {
    const clientId = parameters.get('client_id') ?? '';
    const client = this.#context.directory.client(clientId);
    if (client === undefined) throw new ProviderError('unauthorized_client', 700016);
    if (style === 'entra') requireTenancy(client, tenant);
    const redirectUri = parameters.get('redirect_uri') ?? '';
    if (!isRegisteredRedirect(client, redirectUri)) throw new ProviderError('invalid_request', 50011);
    const scopes = expandDefault(parseScopes(parameters.get('scope') ?? ''), client);
    return { client, redirectUri, parameters, scopes, style };
  }

  #checkRequest({ client, parameters, scopes, style }: Authorization): void {
    if (parameters.get('response_type') !== 'code') {
      throw new ProviderError('unsupported_response_type', 700054);
    }
    if (!client.grants.includes('authorization_code')) {
      throw new ProviderError('unauthorized_client', 7000014);
    }
    const challenge = parameters.get('code_challenge');
    if (challenge !== null && parameters.get('code_challenge_method') !== 'S256') {
      throw new ProviderError('invalid_request', 501491);
    }
    if (challenge === null && client.public === true && this.#context.settings.requirePkce) {
      throw new ProviderError('invalid_request', 9002325);
    }
    if (scopes.length === 0) throw new ProviderError('invalid_request', 900144);
    // One authorization may ask consent for several resources; only a token is of one.
    const unknown = scopes.find(
      (scope) =>
        !isIdentityScope(scope) &&
        client.delegatedPermissions !== undefined &&
        !client.delegatedPermissions.includes(scope),
    );
    if (unknown !== undefined) throw new ProviderError('invalid_scope', 650053);
    if (parameters.get('prompt') === 'none') {
      throw new ProviderError(style === 'entra' ? 'login_required' : 'interaction_required', 50058);
    }
    if (client.userConsent === 'admin-only') throw new ProviderError('consent_required', 90094);
  }

  #signIn(request: HttpRequest, authorization: Authorization): HttpReply {
    const header = request.headers['x-sandbox-approve'];
    const automatic = typeof header === 'string' ? header : this.#context.settings.autoApprove;
    if (automatic !== undefined) return this.#approve(authorization, this.#knownUser(automatic));
    const { parameters } = authorization;
    const view = {
      application: authorization.client.name ?? authorization.client.clientId,
      scopes: authorization.scopes,
      parameters,
    };
    if (request.method !== 'POST') {
      return html(200, signInPage(view, parameters.get('login_hint') ?? '', ''));
    }
    switch (parameters.get('action')) {
      case 'cancel':
        throw new ProviderError('access_denied', 65004);
      case 'sign-in': {
        const address = parameters.get('address') ?? '';
        const user = this.#context.directory.user(address);
        if (user === undefined || !sameText(parameters.get('password') ?? '', user.password)) {
          return html(200, signInPage(view, address, 'Your account or password is incorrect.'));
        }
        if (user.mfa !== true) return this.#afterPassword(authorization, user);
        const ticket = this.#ticket(user);
        return html(200, mfaPage(view, ticket, ''));
      }
      case 'second-factor': {
        const user = this.#ticketUser(parameters);
        if (user === undefined) return html(200, signInPage(view, '', 'That took too long. Sign in again.'));
        if (parameters.get('otp') !== secondFactor) {
          return html(200, mfaPage(view, parameters.get('ticket') ?? '', 'That code is not right.'));
        }
        return this.#afterPassword(authorization, user);
      }
      case 'accept': {
        const user = this.#ticketUser(parameters);
        if (user === undefined) return html(200, signInPage(view, '', 'That took too long. Sign in again.'));
        this.#waiting.delete(parameters.get('ticket') ?? '');
        return this.#approve(authorization, user);
      }
      default:
        return html(200, signInPage(view, parameters.get('login_hint') ?? '', ''));
    }
  }

  /** prompt=consent asks on a page of its own; else the sign-in page's list was the question. */
  #afterPassword(authorization: Authorization, user: SandboxUser): HttpReply {
    const { client, parameters, scopes } = authorization;
    this.#waiting.delete(parameters.get('ticket') ?? '');
    if (parameters.get('prompt') !== 'consent') return this.#approve(authorization, user);
    const view = { application: client.name ?? client.clientId, scopes, parameters };
    return html(200, consentPage(view, this.#ticket(user), user.address));
  }

  #approve(authorization: Authorization, user: SandboxUser): HttpReply {
    const { client, parameters, scopes } = authorization;
    if (user.disabled === true) throw new ProviderError('access_denied', 50057);
    const consentKey = `${client.clientId} ${user.address.toLowerCase()}`;
    const first = !this.#consented.has(consentKey);
    this.#consented.add(consentKey);
    const challenge = parameters.get('code_challenge');
    const nonce = parameters.get('nonce');
    const code = this.#context.tokens.addCode({
      clientId: client.clientId,
      address: user.address,
      redirectUri: authorization.redirectUri,
      scopes,
      offline: isOffline(authorization, first),
      family: opaque(9),
      expiresAt: this.#context.now() + this.#context.settings.codeLife * 1000,
      ...(challenge === null ? {} : { challenge }),
      ...(nonce === null ? {} : { nonce }),
    });
    return sendBack(authorization, { code: code.value });
  }

  #refuse(authorization: Authorization, error: ProviderError): HttpReply {
    const now = new Date(this.#context.now());
    return sendBack(authorization, errorParameters(error, authorization.style, now));
  }

  #knownUser(address: string): SandboxUser {
    const user = this.#context.directory.user(address);
    if (user === undefined) throw new ProviderError('access_denied', 50034);
    return user;
  }

  #ticket(user: SandboxUser): string {
    const ticket = opaque(12);
    this.#waiting.set(ticket, user.address);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > 1000 && oldest !== undefined) this.#waiting.delete(oldest);
    return ticket;
  }

  #ticketUser(parameters: URLSearchParams): SandboxUser | undefined {
    return this.#context.directory.user(this.#waiting.get(parameters.get('ticket') ?? '') ?? '');
  }
}

function isOffline({ parameters, scopes, style }: Authorization, first: boolean): boolean {
  switch (style) {
    case 'entra':
      return scopes.includes('offline_access');
    case 'google':
      return parameters.get('access_type') === 'offline' && (first || parameters.get('prompt') === 'consent');
    case 'generic':
      return true;
    default:
      return unreachable(style);
  }
}

/** Sends the browser to the redirect URI with the result, by response_mode. */
function sendBack({ parameters, redirectUri }: Authorization, result: Record<string, string>): HttpReply {
  const state = parameters.get('state');
  const values = { ...result, ...(state === null ? {} : { state }) };
  if (parameters.get('response_mode') === 'form_post') {
    return html(200, selfPostingPage(redirectUri, Object.entries(values)));
  }
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries(values)) target.searchParams.set(name, value);
  return redirect(target.href);
}
