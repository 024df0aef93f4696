import type { Socket } from 'node:net';
import tls from 'node:tls';
import type * as undici from 'undici';
import { isLoopbackHost } from '#contract/endpoints.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { explainProviderSocket, socketSystemCode } from '#core/errors/socket.ts';
import { type Clock, untilAborted } from '#core/logging/clock.ts';
import { openTunnel, ProxyTunnelError } from '#core/network/proxy-tunnel.ts';
import { alongRoutes, type ChooseRoutes } from '#core/network/network-proxy.ts';
import { trustedAuthorities } from '#core/network/trusted-authorities.ts';
import { type Message, msg } from '#messages/message.ts';

/** The one call that leaves this machine for OAuth; injected, so that the system's HTTP proxy and tests can take part. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A token answer has a few kilobytes; a page that somebody put in its place must not fill the memory. */
const MAX_ANSWER_BYTES = 1024 * 1024;
/** From the first byte sent to the last one received. */
export const ANSWER_TIMEOUT_MS = 30_000;
/**
 * The same where the request uses up what it carries: a refresh token that the provider replaces, a code. What takes its
 * place is in the answer only, so that a slow provider is waited for, long after the mail program has been told to come
 * back later.
 */
export const ROTATION_TIMEOUT_MS = 4 * 60_000;

/**
 * - forbidden: plain http to another machine, or no URL at all
 * - timeout: no whole answer in time
 * - too-large: more than MAX_ANSWER_BYTES
 * - network: no connection, or it broke
 */
export type HttpErrorCode = 'forbidden' | 'timeout' | 'too-large' | 'network';

/** An HTTP exchange had no answer. Its message is for people; it names the host, never the body or the query. */
export class HttpError extends CodedError<HttpErrorCode> {
  /** The system's own code, such as ECONNREFUSED or SELF_SIGNED_CERT_IN_CHAIN. */
  readonly systemCode: string | undefined;

  constructor(code: HttpErrorCode, text: Message, systemCode?: string, cause?: unknown) {
    super(code, text, undefined, { cause });
    this.systemCode = systemCode;
  }
}

/**
 * A fetch that ends: bounded in time and bytes, https only (plain http to this machine), redirects not followed.
 * The whole body has been read when it resolves.
 * @param limits.timeout - milliseconds
 * @throws HttpError; the signal's reason if the signal aborts
 */
export function boundedFetch(
  deps: { readonly fetch: Fetch; readonly clock: Clock },
  { timeout = ANSWER_TIMEOUT_MS } = {},
): Fetch {
  return async (url, init) => {
    const host = checkedHost(url);
    const callerSignal = init.signal ?? undefined;
    callerSignal?.throwIfAborted();
    const abort = new AbortController();
    const seconds = Math.round(timeout / 1000);
    const late = new HttpError('timeout', msg('tokens.didNotAnswerWithinSeconds', { host, seconds }));
    const cancelTimer = deps.clock.after(timeout, () => abort.abort(late));
    const onAbort = (): void => abort.abort(callerSignal?.reason);
    callerSignal?.addEventListener('abort', onAbort, { once: true });
    const { signal } = abort;
    try {
      return await untilAborted(
        wholeAnswer(deps.fetch(url, { ...init, redirect: 'manual', signal }), host),
        signal,
      );
    } catch (error) {
      if (callerSignal?.aborted) throw callerSignal.reason;
      if (signal.aborted) throw late;
      if (error instanceof HttpError) throw error;
      const tunnel = causeOf(error, ProxyTunnelError);
      if (tunnel !== undefined) throw new HttpError('network', tunnel.text, tunnel.code, tunnel);
      const systemCode = socketSystemCode(error);
      throw new HttpError('network', explainProviderSocket(systemCode, host), systemCode, error);
    } finally {
      cancelTimer();
      callerSignal?.removeEventListener('abort', onAbort);
      abort.abort();
    }
  };
}

/** Whether plain http is meant and allowed for this URL: to this machine only. */
export function isLoopbackHttp(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  return parsed.protocol === 'http:' && isLoopbackHost(parsed.hostname);
}

function checkedHost(url: string): string {
  if (!URL.canParse(url)) throw new HttpError('forbidden', msg('tokens.endpointNotUrl'));
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && !isLoopbackHttp(url)) {
    throw new HttpError('forbidden', msg('tokens.endpointNotHttps', { host: parsed.host }));
  }
  return parsed.host;
}

async function wholeAnswer(asked: Promise<Response>, host: string): Promise<Response> {
  const response = await asked;
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    if (reader === undefined) break;
    const step: { readonly done: boolean; readonly value?: unknown } = await reader.read();
    if (step.done || !(step.value instanceof Uint8Array)) break;
    length += step.value.byteLength;
    if (length > MAX_ANSWER_BYTES) {
      await reader.cancel().catch(() => undefined);
      throw new HttpError(
        'too-large',
        msg('tokens.answeredMoreThanBytesNo', { host, most: MAX_ANSWER_BYTES }),
      );
    }
    chunks.push(step.value);
  }
  const { status, statusText, headers } = response;
  // these may have no body, and a Response with one cannot be made
  const bodiless = status === 204 || status === 205 || status === 304;
  return new Response(bodiless ? null : Buffer.concat(chunks), { status, statusText, headers });
}

function causeOf<Kind extends Error>(
  error: unknown,
  kind: abstract new (...args: never) => Kind,
): Kind | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof kind) return at;
  }
  return undefined;
}

/** For a proxy to connect to a provider. Milliseconds. */
const tunnelTimeout = 15_000;

/**
 * A fetch whose connections trust further certificate authorities (PEM texts) besides Node's and the system's.
 * TLS 1.2 or newer, certificates always verified. Bodies are texts or forms, as OAuth needs them, or octets.
 * @param chooseRoutes - through which proxies a provider is reached; straight where left out
 */
export function providerFetch(extraAuthorities: readonly string[], chooseRoutes?: ChooseRoutes): Fetch {
  // loaded when a provider is asked first: most commands ask none
  const load = async (): Promise<{
    readonly fetch: typeof undici.fetch;
    readonly dispatcher: undici.Agent;
  }> => {
    const { Agent, buildConnector, fetch } = await import('undici');
    const ca = trustedAuthorities(extraAuthorities);
    const direct = buildConnector({ ca, minVersion: 'TLSv1.2' });
    if (chooseRoutes === undefined) return { fetch, dispatcher: new Agent({ connect: direct }) };
    return { fetch, dispatcher: new Agent({ connect: connector(direct, chooseRoutes, ca) }) };
  };
  let loading: ReturnType<typeof load> | undefined;
  return async (url, { method = 'GET', headers, body, signal, redirect = 'follow' }) => {
    const form = body instanceof URLSearchParams ? body.toString() : body;
    if (form !== undefined && form !== null && typeof form !== 'string' && !(form instanceof Uint8Array)) {
      throw new TypeError('only texts, forms and octets are sent to providers');
    }
    const sent = new Headers(headers);
    if (body instanceof URLSearchParams && !sent.has('content-type')) {
      sent.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8');
    }
    const { fetch, dispatcher } = await (loading ??= load());
    return fetch(url, {
      dispatcher,
      method,
      redirect,
      headers: [...sent],
      signal: signal ?? null,
      ...(form === undefined || form === null ? {} : { body: form }),
    });
  };
}

/** Connects by the routes that are chosen, and leaves TLS with the provider to undici. */
function connector(
  direct: undici.buildConnector.connector,
  chooseRoutes: ChooseRoutes,
  ca: string[],
): undici.buildConnector.connector {
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    const secure = options.protocol === 'https:';
    const port = options.port === '' ? (secure ? 443 : 80) : Number(options.port);
    const connected = (httpSocket?: Socket): Promise<Socket> =>
      new Promise((resolve, reject) => {
        direct({ ...options, ...(httpSocket === undefined ? {} : { httpSocket }) }, (error, socket) => {
          if (error === null) resolve(socket);
          else reject(error);
        });
      });
    const { signal } = new AbortController();
    const open = async (): Promise<void> => {
      try {
        const routes = await chooseRoutes({ host, port, purpose: 'provider' });
        const socket = await alongRoutes(routes, signal, async (proxy) => {
          if (proxy === undefined) return connected();
          const tunnel = await openTunnel({
            proxy,
            host,
            port,
            signal,
            timeout: tunnelTimeout,
            tcp: { noDelay: true, autoSelectFamily: true },
            secureContext: () => tls.createSecureContext({ ca, minVersion: 'TLSv1.2' }),
          });
          return secure ? connected(tunnel) : tunnel;
        });
        callback(null, socket);
      } catch (error) {
        callback(error instanceof Error ? error : new Error('no connection'), null);
      }
    };
    void open();
  };
}
