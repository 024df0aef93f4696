import { verbatim, msg } from '#messages/message.ts';
import { BlockList, isIP } from 'node:net';
import { parseNetworkProxy, type NetworkProxy } from './network-proxy.ts';

/** Where a connection goes, and what for. */
interface Destination {
  readonly host: string;
  readonly port: number;
  readonly purpose: 'provider' | 'mail';
}

export type ChooseRoutes = (destination: Destination) => Promise<Routes>;

/**
 * Which routes a connection takes. The proxy of the settings serves everything. Where there is none, providers take
 * HTTPS_PROXY, else ALL_PROXY; mail servers ALL_PROXY, else HTTPS_PROXY; and NO_PROXY names those that are reached
 * straight. Where the environment names none either, the operating system is asked. Its proxies are meant for the web,
 * and many let no mail through: mail is tried straight after them.
 * @param how.system - left out where the operating system cannot be asked
 * @param how.isOwnMachine - such hosts are never reached through a proxy
 * @throws NetworkProxyError - of the environment
 */
export function routeChooser(how: {
  readonly setting: NetworkProxy | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly system?: SystemProxy | undefined;
  isOwnMachine(host: string): boolean;
}): ChooseRoutes {
  const { setting, system } = how;
  if (setting !== undefined) {
    return async ({ host }) => (how.isOwnMachine(host) ? ['direct'] : [setting]);
  }
  const https = fromEnvironment(how.environment, 'HTTPS_PROXY');
  const all = fromEnvironment(how.environment, 'ALL_PROXY');
  const exempt = exemptions(variable(how.environment, 'NO_PROXY') ?? '');
  return async ({ host, port, purpose }) => {
    if (how.isOwnMachine(host) || exempt(host, port)) return ['direct'];
    const chosen = purpose === 'provider' ? (https ?? all) : (all ?? https);
    if (chosen !== undefined) return [chosen];
    const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
    const routes = parseRoutes((await system?.(`https://${name}:${String(port)}/`)) ?? 'DIRECT');
    return purpose === 'provider' || routes.includes('direct') ? routes : [...routes, 'direct'];
  };
}

function fromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): NetworkProxy | undefined {
  const text = variable(environment, name);
  return text === undefined ? undefined : parseNetworkProxy(text, verbatim(name));
}

/** The small letters go first, as in curl; an empty one counts as none. */
function variable(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  const text = environment[name.toLowerCase()] ?? environment[name];
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** NO_PROXY: names (their subdomains too), addresses, networks as 10.0.0.0/8, each with an optional port; or *. */
function exemptions(text: string): (host: string, port: number) => boolean {
  const rules = text
    .split(/[\s,]+/)
    .filter((rule) => rule !== '')
    .map((rule) => exemption(rule.toLowerCase()));
  return (host, port) => {
    const name = host
      .toLowerCase()
      .replace(/^\[|\]$/g, '')
      .replace(/\.$/, '');
    return rules.some((rule) => rule(name, port));
  };
}

function exemption(rule: string): (host: string, port: number) => boolean {
  if (rule === '*') return () => true;
  const network = /^([0-9a-f.:]+)\/(\d{1,3})$/.exec(rule);
  if (network !== null) return inNetwork(network[1] ?? '', Number(network[2]));
  const ported = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(rule);
  const wantedPort = ported === null ? undefined : Number(ported[2]);
  const name = (ported?.[1] ?? rule).replace(/^\[|\]$/g, '').replace(/^\*?\./, '');
  return (host, port) =>
    (wantedPort === undefined || wantedPort === port) && (host === name || host.endsWith(`.${name}`));
}

function inNetwork(address: string, prefix: number): (host: string) => boolean {
  const family = isIP(address);
  if (family === 0 || prefix > (family === 4 ? 32 : 128)) return () => false;
  const list = new BlockList();
  list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
  return (host) => isIP(host) === family && list.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

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
function parseRoutes(text: string): Routes {
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
