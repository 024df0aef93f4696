import { msg } from '#messages/message.ts';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { z } from 'zod';
import type { GrantType } from '#contract/grants.ts';
import { readProviderAnswer } from '../generic/provider-answer.ts';
import { lenientBody, readTokenAnswer, refreshTokenIn } from '../generic/token-answer.ts';
import type { GenericGrantDeps } from '../generic/token-endpoint.ts';
import type { AccessToken, GrantRequest } from '../grant.ts';
import { boundedFetch, HttpError, type Fetch } from '../http.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { retryAfterOf } from '../provider-error.ts';
import { cancelled, explainNoAnswer } from '../token-endpoint-error.ts';
import { DevicePolling } from './device-polling.ts';
import { withRefreshToken } from './token-cache.ts';

/** Parameters of a request that no error may repeat. */
const SECRET_PARAMETERS = [
  'client_secret',
  'client_assertion',
  'code',
  'code_verifier',
  'refresh_token',
  'device_code',
];
const DEFAULT_DEVICE_INTERVAL_SECONDS = 5;
/** MSAL's own wait cannot be ended: after a cancel it lasts as long. */
const MAX_DEVICE_INTERVAL_SECONDS = 60;
const DEFAULT_DEVICE_EXPIRY_SECONDS = 900;

/** A token answer, by our own clock. */
export interface OfferedToken {
  readonly token: AccessToken;
  readonly scope: string | undefined;
}

/**
 * MSAL's network, for one request: the injected fetch, bounded; refusals are explained as those of the other engine
 * are, and kept, as MSAL replaces what its network throws.
 */
export class MsalNetwork implements INetworkModule {
  readonly #deps: GenericGrantDeps;
  readonly #request: GrantRequest;
  readonly #grant: GrantType;
  readonly #fetch: Fetch;
  /** For what uses up a refresh token or a code. */
  readonly #patientFetch: Fetch;
  readonly #polling: DevicePolling;
  #failure: OAuthError | undefined;
  #heard: OfferedToken | undefined;

  constructor(deps: GenericGrantDeps, request: GrantRequest, grant: GrantType) {
    this.#deps = deps;
    this.#request = request;
    this.#grant = grant;
    this.#fetch = boundedFetch(deps, { timeout: deps.exchangeTimeout });
    this.#patientFetch = boundedFetch(deps, { timeout: deps.rotationTimeout });
    this.#polling = new DevicePolling(deps.clock, request);
  }

  /** Why the last request failed. */
  get failure(): OAuthError | undefined {
    return this.#failure;
  }

  /** The last token that came. */
  get heard(): OfferedToken | undefined {
    return this.#heard;
  }

  async sendGetRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    const response = await this.#exchange(url, { method: 'GET', headers: options?.headers ?? {} }, []);
    return typed<T>({
      status: response.status,
      headers: headersOf(response),
      body: parsed(await response.text()),
    });
  }

  async sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    const form = new URLSearchParams(options?.body ?? '');
    const init = { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' };
    const secrets = SECRET_PARAMETERS.flatMap((name) => form.getAll(name));
    // MSAL builds the device code URL from the token URL; everything else goes where it says
    if (!form.has('grant_type')) return typed<T>(await this.#device(init, secrets));
    return typed<T>(
      form.has('device_code')
        ? await this.#polling.poll(() => this.#token(url, init, form, secrets))
        : await this.#token(url, init, form, secrets),
    );
  }

  async #token(
    url: string,
    init: RequestInit,
    form: URLSearchParams,
    secrets: readonly string[],
  ): Promise<NetworkResponse<unknown>> {
    const sentAt = this.#deps.clock.now();
    const old = form.get('refresh_token');
    const fetch = old !== null || form.has('code') ? this.#patientFetch : this.#fetch;
    const response = await this.#exchange(url, init, secrets, fetch);
    const body = await response.text();
    const lenient = lenientBody(body);
    const next = refreshTokenIn(body);
    const save = async (): Promise<void> => {
      const { state } = this.#request;
      if (old === null || next === undefined || state === undefined) return;
      await this.#request.save(withRefreshToken(state, { old, next }));
    };
    if (lenient === undefined) {
      await save();
      throw this.#fail(this.#explained(response, body, next === undefined ? secrets : [...secrets, next]));
    }
    const { clientId, tokenUrl } = this.#request.client;
    const answer = await readTokenAnswer({ issuer: tokenUrl }, { client_id: clientId }, lenient).catch(
      async () => {
        await save();
        throw this.#fail(this.#unusable());
      },
    );
    this.#heard = {
      token: { value: answer.accessToken, obtainedAt: sentAt, expiresAt: sentAt + answer.lifetime },
      scope: answer.scope,
    };
    const regular = { ...lenient, token_type: 'Bearer', expires_in: Math.ceil(answer.lifetime / 1000) };
    return { status: response.status, headers: headersOf(response), body: regular };
  }

  async #device(init: RequestInit, secrets: readonly string[]): Promise<NetworkResponse<unknown>> {
    const { deviceUrl } = this.#request.client;
    if (deviceUrl === undefined) throw this.#fail(this.#unusable());
    const response = await this.#exchange(deviceUrl, init, secrets);
    const body = parsed(await response.text());
    if (typeof body !== 'object' || body === null || !('device_code' in body))
      throw this.#fail(this.#unusable());
    // MSAL takes them as they are, and would poll without a pause
    const regular = {
      ...body,
      interval: Math.min(
        positive('interval' in body ? body.interval : undefined, DEFAULT_DEVICE_INTERVAL_SECONDS),
        MAX_DEVICE_INTERVAL_SECONDS,
      ),
      expires_in: positive('expires_in' in body ? body.expires_in : undefined, DEFAULT_DEVICE_EXPIRY_SECONDS),
    };
    return { status: response.status, headers: headersOf(response), body: regular };
  }

  async #exchange(
    url: string,
    init: RequestInit,
    secrets: readonly string[],
    fetch: Fetch = this.#fetch,
  ): Promise<Response> {
    const { signal, account } = this.#request;
    let response: Response;
    try {
      response = await fetch(url, { ...init, signal });
    } catch (error) {
      if (signal.aborted) throw this.#fail(cancelled(account.address));
      throw error instanceof HttpError ? this.#fail(explainNoAnswer(error, account.address)) : error;
    }
    if (response.ok) return response;
    throw this.#fail(this.#explained(response, await response.text(), secrets));
  }

  #explained(response: Response, body: string, secrets: readonly string[]): OAuthError {
    const { account, client, credential } = this.#request;
    const known = credential.kind === 'secret' ? [...secrets, credential.secret] : secrets;
    return this.#deps.explain(readProviderAnswer(response, body, known), {
      grant: this.#grant,
      provider: client.provider,
      account: account.address,
      clientName: client.name,
      retryAfter: retryAfterOf(response.headers, this.#deps.clock.now()),
    });
  }

  #unusable(): OAuthError {
    const { account, client } = this.#request;
    return new OAuthError('refused', msg('tokens.microsoftsAnswerCannotUsed', { account: account.address }), {
      fix: msg('tokens.checkEndpointsClient', { client: client.name }),
      who: 'administrator',
    });
  }

  #fail(error: OAuthError): OAuthError {
    this.#failure = error;
    return error;
  }
}

function headersOf(response: Response): Record<string, string> {
  return Object.fromEntries(response.headers.entries());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The type that MSAL asks its network for is a promise about the server; MSAL itself looks at what came. */
function typed<T>(answer: NetworkResponse<unknown>): NetworkResponse<T> {
  return { ...answer, body: z.custom<T>().parse(answer.body) };
}

function positive(value: unknown, otherwise: number): number {
  const number = Number(value);
  return Number.isFinite(number) && number > 0 ? number : otherwise;
}
