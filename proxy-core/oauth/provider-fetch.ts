import tls from 'node:tls';
import type * as undici from 'undici';
import type { Socket } from 'node:net';
import { type ChooseRoutes, alongRoutes } from '#core/network/route-chooser.ts';
import { openTunnel } from '#core/network/proxy-tunnel.ts';
import { trustedAuthorities } from '#core/network/trusted-authorities.ts';
import type { Fetch } from './http.ts';

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
