import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { answerAdminConsent } from './admin-consent.ts';
import { AuthorizeEndpoint } from './authorize-endpoint.ts';
import { type BrowserOutcome, type PersonAtBrowser, playBrowser } from './browser-player.ts';
import { answerDevicePage, decideDevice, startDevice } from './device-endpoint.ts';
import { Directory, type DirectoryContent } from './directory.ts';
import { FaultPlan, type ProviderFault } from './fault-plan.ts';
import {
  type HttpReply,
  type HttpRequest,
  json,
  readRequest,
  RequestTooLargeError,
  writeReply,
} from './http-exchange.ts';
import { Journal } from './journal.ts';
import {
  type AccessDecision,
  decideAccess,
  answerIntrospection,
  type IntrospectionUsername,
} from './mailbox-access.ts';
import { defaultProviderSettings, type ProviderContext, type ProviderSettings } from './provider-context.ts';
import { errorReply, ProviderError } from './provider-error.ts';
import { faultEndpoint, type Route, routeOf, providerMetadata } from './provider-routes.ts';
import type { MailProtocol } from './scopes.ts';
import { SigningKeys } from './signing-keys.ts';
import { parseTenant } from './token-request.ts';
import { answerTokenRequest } from './token-endpoint.ts';
import { TokenStore } from './token-store.ts';
import { unreachable } from './unreachable.ts';
import { listening } from '../listening.ts';

/** A request as it is recorded: nothing secret. */
export interface ProviderRequest {
  readonly method: string;
  readonly path: string;
  readonly grantType?: string;
  readonly clientId?: string;
}

export interface SandboxProviderOptions extends DirectoryContent {
  /** Certificate and key (PEM): the provider then listens on https too (MSAL takes nothing else). */
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly settings?: Partial<ProviderSettings>;
}

export type TokenVerdict = 'yes' | 'no' | 'temporary';

/**
 * An identity provider that behaves like Entra ID, like Google and like a plain OAuth 2.0 server,
 * each on its own paths, on 127.0.0.1. For a person in a browser and for tests alike.
 */
export class SandboxProvider {
  readonly directory: Directory;
  readonly settings: ProviderSettings;
  readonly faults = new FaultPlan();
  readonly requests = new Journal<ProviderRequest>();
  readonly tokens = new TokenStore();
  /** See IntrospectionUsername: which mailbox a token is introspected as. */
  introspectAs: IntrospectionUsername | undefined;
  readonly #tls: SandboxProviderOptions['tls'];
  readonly #stopping = new AbortController();
  #servers: Server[] = [];
  #context: ProviderContext | undefined;
  #authorize: AuthorizeEndpoint | undefined;
  #ahead = 0;
  #url = '';
  #secureUrl: string | undefined;

  constructor(options: SandboxProviderOptions) {
    this.directory = new Directory(options);
    this.settings = { ...defaultProviderSettings, ...options.settings };
    this.#tls = options.tls;
  }

  /** http://127.0.0.1:PORT */
  get url(): string {
    return this.#url;
  }

  /** https://localhost:PORT, when there is a certificate. */
  get secureUrl(): string | undefined {
    return this.#secureUrl;
  }

  async start(): Promise<void> {
    this.#context = {
      directory: this.directory,
      tokens: this.tokens,
      keys: await SigningKeys.make(),
      settings: this.settings,
      now: () => this.now(),
    };
    this.#authorize = new AuthorizeEndpoint(this.#context);
    const port = await this.#listen(createServer(), false);
    this.#url = `http://127.0.0.1:${port}`;
    if (this.#tls !== undefined) {
      const securePort = await this.#listen(createSecureServer(this.#tls), true);
      this.#secureUrl = `https://localhost:${securePort}`;
    }
  }

  /** Ends every connection, those held by a fault too. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const servers = this.#servers;
    this.#servers = [];
    await Promise.all(
      servers.map(
        (server) =>
          new Promise<void>((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      ),
    );
  }

  /** The provider's clock: milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#ahead;
  }

  /** Puts the provider's clock forward. */
  advance(milliseconds: number): void {
    this.#ahead += milliseconds;
  }

  /**
   * Plays the browser of the person with this address through the sign-in at `url`, to the end:
   * into the loopback redirect, by GET or by form_post.
   */
  approve(
    url: string,
    address: string,
    how: Partial<Omit<PersonAtBrowser, 'address'>> = {},
  ): Promise<BrowserOutcome> {
    const target = new URL(url);
    // The same pages stand on http: no browser has to trust the throw-away authority.
    const start = `${this.#url}${target.pathname}${target.search}`;
    return playBrowser(start, {
      address,
      ...how,
      password: how.password ?? this.directory.user(address)?.password ?? '',
    });
  }

  /** A person enters the code on another device. False for a code that waits for nobody. */
  approveDevice(userCode: string, address: string): boolean {
    return decideDevice(userCode, { approvedBy: address }, this.#started());
  }

  declineDevice(userCode: string): boolean {
    return decideDevice(userCode, 'declined', this.#started());
  }

  /** Whether a token opens a mailbox, and why not. Takes no planned fault into account. */
  decide(token: string, mailbox: string, protocol: MailProtocol): AccessDecision {
    return decideAccess(token, mailbox, protocol, this.#started());
  }

  /** What the mail servers ask: 'temporary' while a fault is planned for introspection. */
  tokenAllows(token: string, mailbox: string, protocol: MailProtocol): TokenVerdict {
    if (this.faults.take('introspection') !== undefined) return 'temporary';
    return this.decide(token, mailbox, protocol) === 'yes' ? 'yes' : 'no';
  }

  /** As when a person's password is reset: access and refresh tokens are worth nothing. */
  revokeUser(address: string): void {
    this.tokens.revokeUser(address);
  }

  /** Ends one access token or refresh token. */
  revokeToken(value: string): void {
    const access = this.tokens.access.get(value);
    const refresh = this.tokens.refresh.get(value);
    if (access !== undefined) access.revoked = true;
    if (refresh !== undefined) refresh.revoked = true;
  }

  /** Every access token is expired from now on; refresh tokens live. */
  expireTokensNow(): void {
    for (const token of this.tokens.access.values()) token.expiresAt = 0;
  }

  /** How many requests came to a token endpoint, all or of one grant_type. */
  tokenRequestCount(grantType?: string): number {
    return this.requests.count(
      (request) =>
        routeOf(request.path)?.kind === 'token' &&
        (grantType === undefined || request.grantType === grantType),
    );
  }

  waitForRequest(
    predicate: (request: ProviderRequest) => boolean,
    milliseconds?: number,
  ): Promise<ProviderRequest> {
    return this.requests.waitFor(predicate, milliseconds);
  }

  #started(): ProviderContext {
    if (this.#context === undefined) throw new Error('the provider has not been started');
    return this.#context;
  }

  #listen(server: Server, secure: boolean): Promise<number> {
    this.#servers.push(server);
    server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
      this.#serve(incoming, response, secure).catch(() => incoming.socket.destroy());
    });
    return listening(server);
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse, secure: boolean): Promise<void> {
    let request: HttpRequest;
    try {
      request = await readRequest(incoming, secure);
    } catch (error) {
      if (!(error instanceof RequestTooLargeError)) throw error;
      writeReply(response, { ...json(413, { error: 'invalid_request' }), headers: { connection: 'close' } });
      return;
    }
    const route = routeOf(request.path);
    this.requests.add(recorded(request));
    const fault = route === undefined ? undefined : this.faults.take(faultEndpoint(route.kind));
    if (fault !== undefined && (await this.#suffer(fault, incoming, response))) return;
    writeReply(response, await this.#answer(route, request));
  }

  /** Acts a fault out; true when that was the whole answer. */
  async #suffer(fault: ProviderFault, incoming: IncomingMessage, response: ServerResponse): Promise<boolean> {
    switch (fault.kind) {
      case 'respond': {
        const body = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {});
        const type = typeof fault.body === 'string' ? 'text/html; charset=utf-8' : 'application/json';
        writeReply(response, {
          status: fault.status,
          headers: { 'content-type': type, ...fault.headers },
          body,
        });
        return true;
      }
      case 'reset':
        // a TLS socket cannot send a reset of its own: there the connection ends without a word
        if (incoming.socket instanceof TLSSocket) incoming.socket.destroy();
        else incoming.socket.resetAndDestroy();
        return true;
      case 'hang':
        return true;
      case 'hold': {
        const stopped = delay(2 ** 31 - 1, undefined, { signal: this.#stopping.signal, ref: false });
        await Promise.race([fault.until, stopped]);
        return false;
      }
      default:
        return unreachable(fault);
    }
  }

  async #answer(route: Route | undefined, request: HttpRequest): Promise<HttpReply> {
    const context = this.#started();
    if (route === undefined) return json(404, { error: 'not_found' });
    try {
      return await this.#handle(route, request, context);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      return errorReply(error, route.style, new Date(context.now()), request.origin);
    }
  }

  async #handle(route: Route, request: HttpRequest, context: ProviderContext): Promise<HttpReply> {
    const { style } = route;
    const tenant =
      style === 'entra' && route.tenant !== '' ? parseTenant(route.tenant, context.directory) : 'own';
    switch (route.kind) {
      case 'authorize':
        return this.#authorize?.answer(request, style, tenant) ?? json(503, {});
      case 'token':
        return answerTokenRequest({ http: request, style, tenant }, context);
      case 'device':
        return startDevice({ http: request, style, tenant }, context);
      case 'device-page':
        return answerDevicePage(request, context);
      case 'admin-consent':
        return answerAdminConsent(request, tenant, context);
      case 'configuration':
        return json(200, providerMetadata(style, route.tenant, request.origin, context));
      case 'keys':
        return json(200, context.keys.jwks());
      case 'introspection':
        return answerIntrospection(request, this.introspectAs, context);
      default:
        return unreachable(route.kind);
    }
  }
}

function recorded(request: HttpRequest): ProviderRequest {
  const grantType = request.form.get('grant_type');
  const clientId = request.form.get('client_id') ?? request.query.get('client_id');
  return {
    method: request.method,
    path: request.path,
    ...(grantType === null ? {} : { grantType }),
    ...(clientId === null ? {} : { clientId }),
  };
}
