import { BlockList, isIP } from 'node:net';

/** A proxy through which connections leave this network. */
export interface NetworkProxy {
  readonly kind: 'http' | 'https' | 'socks5';
  readonly host: string;
  readonly port: number;
  /** Secret: never in an error or a log. */
  readonly login?: { readonly user: string; readonly password: string };
  /** Where it was set, for people: 'the settings', or an environment variable. */
  readonly from: string;
}

/** A proxy's address that is not understood. Holds nothing of it: there may be a password in it. */
export class NetworkProxyError extends Error {
  readonly code = 'malformed-proxy';
  readonly fix =
    'Write it as http://host:port or socks5://host:port; a user name and a password go before an @.';

  constructor(from: string) {
    super(`The network proxy in ${from} is not understood.`);
    this.name = 'NetworkProxyError';
  }
}

const kinds: Readonly<Record<string, NetworkProxy['kind']>> = {
  'http:': 'http',
  'https:': 'https',
  'socks:': 'socks5',
  'socks5:': 'socks5',
  'socks5h:': 'socks5',
};
const usualPorts: Readonly<Record<NetworkProxy['kind'], number>> = { http: 80, https: 443, socks5: 1080 };

/**
 * Reads 'http://host:port', 'https://…' or 'socks5://…', with an optional 'user:password@'; without a scheme it is
 * an HTTP proxy, as curl has it.
 * @param from - where it was set
 * @throws NetworkProxyError
 */
export function parseNetworkProxy(text: string, from: string): NetworkProxy {
  const written = text.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `http://${written}`;
  // URL drops the usual port of http and knows none of socks5: what is written is what counts
  if (!URL.canParse(whole)) throw new NetworkProxyError(from);
  const url = new URL(whole);
  const kind = kinds[url.protocol];
  const pathless = url.pathname === '' || url.pathname === '/';
  if (kind === undefined || url.hostname === '' || !pathless || url.search !== '' || url.hash !== '') {
    throw new NetworkProxyError(from);
  }
  const login = loginOf(url, from);
  return {
    kind,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? usualPorts[kind] : Number(url.port),
    ...(login === undefined ? {} : { login }),
    from,
  };
}

/** For people and logs: without the user and the password. */
export function proxyName(proxy: NetworkProxy): string {
  const host = proxy.host.includes(':') ? `[${proxy.host}]` : proxy.host;
  return `${proxy.kind}://${host}:${String(proxy.port)}`;
}

/** As it is kept in the settings: with the user, never with the password. `parseNetworkProxy` reads it. */
export function proxyAddress(proxy: NetworkProxy): string {
  const user = proxy.login?.user ?? '';
  const name = proxyName(proxy);
  return user === '' ? name : name.replace('://', () => `://${encodeURIComponent(user)}@`);
}

/** Where a connection goes, and what for. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly purpose: 'provider' | 'mail';
}

/** The proxy for a connection, or undefined where it goes straight. */
export type ChooseProxy = (destination: Destination) => NetworkProxy | undefined;

/**
 * Which proxy a connection takes. The setting serves everything. Where there is none, providers take HTTPS_PROXY, else
 * ALL_PROXY; mail servers ALL_PROXY, else HTTPS_PROXY; and NO_PROXY names those that are reached straight.
 * @param how.isOwnMachine - such hosts are never reached through a proxy
 * @throws NetworkProxyError - of the environment
 */
export function proxyChooser(how: {
  readonly setting: NetworkProxy | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  isOwnMachine(host: string): boolean;
}): ChooseProxy {
  const proxy = how.setting;
  if (proxy !== undefined) {
    return ({ host }) => (how.isOwnMachine(host) ? undefined : proxy);
  }
  const https = fromEnvironment(how.environment, 'HTTPS_PROXY');
  const all = fromEnvironment(how.environment, 'ALL_PROXY');
  const exempt = exemptions(variable(how.environment, 'NO_PROXY') ?? '');
  return ({ host, port, purpose }) => {
    const chosen = purpose === 'provider' ? (https ?? all) : (all ?? https);
    return chosen === undefined || how.isOwnMachine(host) || exempt(host, port) ? undefined : chosen;
  };
}

function loginOf(url: URL, from: string): NetworkProxy['login'] {
  if (url.username === '' && url.password === '') return undefined;
  try {
    return { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch {
    throw new NetworkProxyError(from);
  }
}

function fromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
): NetworkProxy | undefined {
  const text = variable(environment, name);
  return text === undefined ? undefined : parseNetworkProxy(text, name);
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
