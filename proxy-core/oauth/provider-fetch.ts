import tls from 'node:tls';
import type * as undici from 'undici';
import type { ChooseProxy } from '../network/network-proxy.ts';
import { openTunnel } from '../network/proxy-tunnel.ts';
import { trustedAuthorities } from '../network/trusted-authorities.ts';
import type { Fetch } from './http.ts';

/** For a proxy to connect to a provider. Milliseconds. */
const tunnelTimeout = 15_000;

/**
 * A fetch whose connections trust further certificate authorities (PEM texts) besides Node's and the system's.
 * TLS 1.2 or newer, certificates always verified. Bodies are texts or forms, as OAuth needs them.
 * @param chooseProxy - the network's proxy for a provider; none where left out
 */
export function providerFetch(extraAuthorities: readonly string[], chooseProxy?: ChooseProxy): Fetch {
  // loaded when a provider is asked first: most commands ask none
  const load = async (): Promise<{
    readonly fetch: typeof undici.fetch;
    readonly dispatcher: undici.Agent;
  }> => {
    const { Agent, buildConnector, fetch } = await import('undici');
    const ca = trustedAuthorities(extraAuthorities);
    const direct = buildConnector({ ca, minVersion: 'TLSv1.2' });
    if (chooseProxy === undefined) return { fetch, dispatcher: new Agent({ connect: direct }) };
    return { fetch, dispatcher: new Agent({ connect: connector(direct, chooseProxy, ca) }) };
  };
  let loading: ReturnType<typeof load> | undefined;
  return async (url, { method = 'GET', headers, body, signal, redirect = 'follow' }) => {
    const form = body instanceof URLSearchParams ? body.toString() : body;
    if (form !== undefined && form !== null && typeof form !== 'string') {
      throw new TypeError('only texts and forms are sent to providers');
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

/** Connects through the network's proxy where one is chosen, and leaves TLS with the provider to undici. */
function connector(
  direct: undici.buildConnector.connector,
  chooseProxy: ChooseProxy,
  ca: string[],
): undici.buildConnector.connector {
  return (options, callback) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    const secure = options.protocol === 'https:';
    const port = options.port === '' ? (secure ? 443 : 80) : Number(options.port);
    const proxy = chooseProxy({ host, port, purpose: 'provider' });
    if (proxy === undefined) {
      direct(options, callback);
      return;
    }
    const open = async (): Promise<void> => {
      try {
        const socket = await openTunnel({
          proxy,
          host,
          port,
          signal: new AbortController().signal,
          timeout: tunnelTimeout,
          tcp: { noDelay: true, autoSelectFamily: true },
          secureContext: () => tls.createSecureContext({ ca, minVersion: 'TLSv1.2' }),
        });
        if (secure) direct({ ...options, httpSocket: socket }, callback);
        else callback(null, socket);
      } catch (error) {
        callback(error instanceof Error ? error : new Error('no tunnel'), null);
      }
    };
    void open();
  };
}
