import { type Message, msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { explainProviderSocket, socketSystemCode } from '#core/errors/socket.ts';
import { isLoopbackHost } from '#contract/endpoints.ts';
import type { Clock } from '#core/logging/clock.ts';
import { ProxyTunnelError } from '#core/network/proxy-tunnel.ts';

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
 * @throws HttpError; the signal's reason if the signal aborts
 */
export function boundedFetch(
  deps: { readonly fetch: Fetch; readonly clock: Clock },
  limits: { readonly timeout?: number; readonly maxBytes?: number } = {},
): Fetch {
  const timeout = limits.timeout ?? ANSWER_TIMEOUT_MS;
  const maxBytes = limits.maxBytes ?? MAX_ANSWER_BYTES;
  return async (url, init) => {
    const host = checkedHost(url);
    const callerSignal = init.signal ?? undefined;
    callerSignal?.throwIfAborted();
    const abort = new AbortController();
    const late = new HttpError(
      'timeout',
      msg('tokens.didNotAnswerWithinSeconds', { host, seconds: Math.round(timeout / 1000) }),
    );
    const cancelTimer = deps.clock.after(timeout, () => abort.abort(late));
    const onAbort = (): void => abort.abort(callerSignal?.reason);
    callerSignal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([
        wholeAnswer(deps.fetch, url, { ...init, redirect: 'manual', signal: abort.signal }, maxBytes, host),
        rejectedOnAbort(abort.signal),
      ]);
    } catch (error) {
      if (callerSignal?.aborted) throw callerSignal.reason;
      if (abort.signal.aborted) throw late;
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

async function wholeAnswer(
  fetch: Fetch,
  url: string,
  init: RequestInit,
  maxBytes: number,
  host: string,
): Promise<Response> {
  const response = await fetch(url, init);
  const body = await readBody(response, maxBytes, host);
  const { status, statusText, headers } = response;
  // these may have no body, and a Response with one cannot be made
  const bodiless = status === 204 || status === 205 || status === 304;
  return new Response(bodiless ? null : body, { status, statusText, headers });
}

async function readBody(
  response: Response,
  maxBytes: number,
  host: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (response.body) {
    const reader = response.body.getReader();
    for (;;) {
      const step: { readonly done: boolean; readonly value?: unknown } = await reader.read();
      if (step.done || !(step.value instanceof Uint8Array)) break;
      length += step.value.byteLength;
      if (length > maxBytes) {
        await reader.cancel().catch(() => undefined);
        throw new HttpError('too-large', msg('tokens.answeredMoreThanBytesNo', { host, most: maxBytes }));
      }
      chunks.push(step.value);
    }
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

function rejectedOnAbort(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  // the race may be over when this rejects
  promise.catch(() => undefined);
  return promise;
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
