import { msg } from '#messages/message.ts';
import { parseNetworkProxy, type NetworkProxy } from './network-proxy.ts';

/** A way out of this network: straight, or through a proxy. */
type Route = NetworkProxy | 'direct';
/** In the order in which they are to be tried. */
export type Routes = readonly [Route, ...Route[]];

/**
 * Asks the operating system how a URL is reached: what is set there, a PAC file's word, or what the network announces.
 * @returns as a PAC file's function returns it: 'PROXY proxy.example.org:3128; DIRECT'
 */
export type SystemProxy = (url: string) => Promise<string>;

/** Where a proxy is set that the operating system names, for people. */
export const fromSystem = msg('settings.systemsSettings');

const schemes: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks5',
  SOCKS5: 'socks5',
};

/** Reads what a PAC file's function returns; what is not understood is left out, and with nothing left it is straight. */
export function parseRoutes(text: string): Routes {
  const [first = 'direct', ...others] = text.split(';').flatMap((part): Route[] => {
    const [kind = '', address = ''] = part.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return ['direct'];
    const scheme = schemes[kind.toUpperCase()];
    if (scheme === undefined || address === '') return [];
    try {
      return [parseNetworkProxy(`${scheme}://${address}`, fromSystem)];
    } catch {
      return [];
    }
  });
  return [first, ...others];
}

/**
 * Connects by the first route that leads there.
 * @param open - connects through a proxy, or straight
 * @throws what the first one failed with: it is the one that is meant to serve
 */
export async function alongRoutes<Connection>(
  routes: Routes,
  signal: AbortSignal,
  open: (proxy: NetworkProxy | undefined) => Promise<Connection>,
): Promise<Connection> {
  const failures: unknown[] = [];
  for (const route of routes) {
    try {
      return await open(route === 'direct' ? undefined : route);
    } catch (error) {
      if (signal.aborted) throw error;
      failures.push(error);
    }
  }
  throw failures[0];
}
