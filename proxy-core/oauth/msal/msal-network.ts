import { jsonOf } from '#core/storage/json.ts';
import type { ICachePlugin, INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { z } from 'zod';
import type { GrantType } from '#contract/grants.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { ExplainContext } from '#core/errors/provider/explain.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import type { AccessToken, GrantRequest } from '../grant.ts';
import { DEFAULT_EXPIRY_SECONDS, DEFAULT_INTERVAL_SECONDS, DevicePolling } from '../grants/device-code.ts';
import type { Fetch } from '../http.ts';
import { providerFailure } from '../token-errors.ts';
import { ProviderExchange, type EngineDeps } from '../provider-exchange.ts';

/** Parameters of a request that no error may repeat. */
const SECRET_PARAMETERS = [
  'client_secret',
  'client_assertion',
  'code',
  'code_verifier',
  'refresh_token',
  'device_code',
];
/** MSAL's own wait cannot be ended: after a cancel it lasts as long. */
const MAX_DEVICE_INTERVAL_SECONDS = 60;
/** MSAL takes both numbers as they are, and would poll without a pause. */
const deviceSchema = z.looseObject({
  device_code: z.string(),
  interval: z.coerce
    .number()
    .positive()
    .catch(DEFAULT_INTERVAL_SECONDS)
    .transform((seconds) => Math.min(seconds, MAX_DEVICE_INTERVAL_SECONDS)),
  expires_in: z.coerce.number().positive().catch(DEFAULT_EXPIRY_SECONDS),
});

/** A token answer, by our own clock. */
interface OfferedToken {
  readonly token: AccessToken;
  readonly scope: string | undefined;
}

/**
 * MSAL's network, for one request: the injected fetch, bounded; refusals are explained as those of the other engine
 * are, and kept, as MSAL replaces what its network throws.
 */
export class MsalNetwork implements INetworkModule {
  /** For whom and for what is asked. */
  readonly context: ExplainContext;
  readonly #clock: Clock;
  readonly #request: GrantRequest;
  readonly #exchange: ProviderExchange;
  readonly #fetch: Fetch;
  /** For what uses up a refresh token or a code. */
  readonly #patientFetch: Fetch;
  readonly #polling: DevicePolling;
  /** The device code that another node was given, as MSAL takes it: none is asked for. */
  givenDevice: Readonly<Record<string, unknown>> | undefined;
  /** Why the last request failed. */
  failure: OAuthError | undefined;
  /** The last token that came. */
  heard: OfferedToken | undefined;

  constructor(deps: EngineDeps, request: GrantRequest, grant: GrantType) {
    this.#clock = deps.clock;
    this.#request = request;
    this.#exchange = new ProviderExchange(deps, request, grant);
    this.context = this.#exchange.context;
    this.#fetch = this.#exchange.fetch();
    this.#patientFetch = this.#exchange.fetch('what-it-sends');
    // MSAL waits the interval by itself; it would end at slow_down and at the first trouble of the network
    this.#polling = new DevicePolling(deps.clock, request, 0);
  }

  async sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    const init = { method: 'GET', headers: options?.headers ?? {} };
    const response = await this.#noted(() => this.#send(url, init, []));
    return typed<T>({
      status: response.status,
      headers: headersOf(response),
      body: jsonOf(await response.text()),
    });
  }

  async sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    const form = new URLSearchParams(options?.body ?? '');
    const init = { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' };
    const secrets = SECRET_PARAMETERS.flatMap((name) => form.getAll(name));
    // MSAL builds the device code URL from the token URL; everything else goes where it says
    if (!form.has('grant_type')) return typed<T>(await this.#noted(() => this.#device(init, secrets)));
    const token = (): Promise<NetworkResponse<unknown>> =>
      this.#noted(() => this.#token(url, init, form, secrets));
    if (!form.has('device_code')) return typed<T>(await token());
    await this.#polling.pause();
    return typed<T>((await this.#polling.ask(token)) ?? pending);
  }

  async #token(
    url: string,
    init: RequestInit,
    form: URLSearchParams,
    secrets: readonly string[],
  ): Promise<NetworkResponse<unknown>> {
    const sentAt = this.#clock.now();
    const old = form.get('refresh_token');
    const fetch = old !== null || form.has('code') ? this.#patientFetch : this.#fetch;
    const response = await this.#send(url, init, secrets, fetch);
    const { token, scope, lifetime, lenient } = await this.#exchange.tokenAnswer(response, {
      sentAt,
      secrets,
      saveRefreshToken: async (next) => {
        const { state } = this.#request;
        if (old === null || state === undefined) return;
        await this.#request.save(withRefreshToken(state, { old, next }));
      },
      unusable: () => this.#unusable(),
    });
    this.heard = { token, scope };
    const regular = { ...lenient, token_type: 'Bearer', expires_in: Math.ceil(lifetime / 1000) };
    return { status: response.status, headers: headersOf(response), body: regular };
  }

  async #device(init: RequestInit, secrets: readonly string[]): Promise<NetworkResponse<unknown>> {
    const { deviceUrl } = this.#request.client;
    if (this.givenDevice !== undefined) return { status: 200, headers: {}, body: this.givenDevice };
    if (deviceUrl === undefined) throw this.#unusable();
    const response = await this.#send(deviceUrl, init, secrets);
    const { data: body } = deviceSchema.safeParse(jsonOf(await response.text()));
    if (body === undefined) throw this.#unusable();
    return { status: response.status, headers: headersOf(response), body };
  }

  async #send(
    url: string,
    init: RequestInit,
    secrets: readonly string[],
    fetch: Fetch = this.#fetch,
  ): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(url, { ...init, signal: this.#request.signal });
    } catch (error) {
      throw this.#exchange.failure(error) ?? error;
    }
    if (response.ok) return response;
    throw this.#exchange.refusal(response, await response.text(), secrets);
  }

  /** Keeps why it failed: MSAL replaces what its network throws. */
  async #noted<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof OAuthError) this.failure = error;
      throw error;
    }
  }

  #unusable(): OAuthError {
    const { account, client } = this.#request;
    return providerFailure('tokens.microsoftsAnswerCannotUsed', {
      account: account.address,
      client: client.name,
    });
  }
}

/** What MSAL takes for: ask again after the interval. */
const pending: NetworkResponse<unknown> = {
  status: 400,
  headers: {},
  body: { error: 'authorization_pending' },
};

function headersOf(response: Response): Record<string, string> {
  return Object.fromEntries(response.headers.entries());
}

/** The type that MSAL asks its network for is a promise about the server; MSAL itself looks at what came. */
function typed<T>(answer: NetworkResponse<unknown>): NetworkResponse<T> {
  return { ...answer, body: z.custom<T>().parse(answer.body) };
}

const stateSchema = z.object({
  /** The form of this record. */
  version: z.literal(1),
  engine: z.literal('msal'),
  /** MSAL's serialized cache: the account, its refresh token and its ID token. */
  cache: z.looseObject({ RefreshToken: z.record(z.string(), z.unknown()) }),
});

/** MSAL's cache in what the grant kept, as MSAL reads it; undefined if there is none, or none that can be read. */
export function readCache(state: string | undefined): string | undefined {
  const kept = stateSchema.safeParse(jsonOf(state ?? '')).data;
  return kept === undefined ? undefined : JSON.stringify(kept.cache);
}

/** The same state with a new refresh token in the old one's place; MSAL's cache names it by the account. */
function withRefreshToken(state: string, token: { readonly old: string; readonly next: string }): string {
  const parsed = stateSchema.parse(JSON.parse(state));
  const tokens: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(parsed.cache.RefreshToken)) {
    const known = z.looseObject({ secret: z.literal(token.old) }).safeParse(entry);
    tokens[key] = known.success ? { ...known.data, secret: token.next } : entry;
  }
  return JSON.stringify({ ...parsed, cache: { ...parsed.cache, RefreshToken: tokens } });
}

/**
 * One cache for one request: read from what the grant kept, and saved before MSAL hands the token out.
 * @param initial - the cache to begin with; undefined for a sign-in, which begins with nobody
 */
export function cachePlugin(request: GrantRequest, initial: string | undefined): ICachePlugin {
  let current = initial;
  return {
    beforeCacheAccess(context) {
      if (current !== undefined) context.tokenCache.deserialize(current);
      return Promise.resolve();
    },
    async afterCacheAccess(context) {
      if (!context.cacheHasChanged) return;
      const serialized = context.tokenCache.serialize();
      const cache = z.looseObject({ AccessToken: z.unknown() }).parse(JSON.parse(serialized));
      // whoever asked keeps the access token; a second copy on disk would only be one more to guard
      const kept = { ...cache, AccessToken: {} };
      current = JSON.stringify(kept);
      await request.save(JSON.stringify({ version: 1, engine: 'msal', cache: kept }));
    },
  };
}
