import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { jsonOf } from '#core/storage/json.ts';
import { VaultError, type Vault } from '#core/storage/vault.ts';
import { type Message, msg, verbatim } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';

/** A proxy through which connections leave this network. */
export interface NetworkProxy {
  readonly kind: 'http' | 'https' | 'socks5';
  readonly host: string;
  readonly port: number;
  /** Secret: never in an error or a log. */
  readonly login?: { readonly user: string; readonly password: string };
  /** Where it was set, for people: 'the settings', or an environment variable. */
  readonly from: Message;
}

/** A proxy's address that is not understood. Holds nothing of it: there may be a password in it. */
export class NetworkProxyError extends CodedError<'malformed-proxy'> {
  constructor(from: Message) {
    super(
      'malformed-proxy',
      msg('settings.networkProxyNotUnderstood', { place: from }),
      msg('settings.writeHttpHostPortSocks5'),
    );
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
export function parseNetworkProxy(text: string, from: Message): NetworkProxy {
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
    login,
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

function loginOf(url: URL, from: Message): NetworkProxy['login'] {
  if (url.username === '' && url.password === '') return undefined;
  try {
    return { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch {
    throw new NetworkProxyError(from);
  }
}

const entryName = 'network-proxy';

const keptSchema = z.object({ version: z.literal(1), user: z.string(), password: z.string() });

/** A password, and whose it is: another user's is never sent. */
export type KeptPassword = Readonly<Omit<z.infer<typeof keptSchema>, 'version'>>;

/** The password of the network proxy, in the vault. */
export class ProxyPassword {
  readonly #vault: Vault;

  constructor(options: { readonly vault: Vault }) {
    this.#vault = options.vault;
  }

  /** What is kept, or undefined. @throws VaultError */
  async read(): Promise<KeptPassword | undefined> {
    const text = await this.#vault.get(entryName);
    if (text === undefined) return undefined;
    const kept = keptSchema.safeParse(jsonOf(text)).data;
    // the cause is left out: it may quote what was read
    if (kept === undefined)
      throw new VaultError('vault-damaged', msg('settings.passwordNetworkProxyCannotRead'));
    return { user: kept.user, password: kept.password };
  }

  /** Keeps this one; undefined forgets what was kept. @throws VaultError */
  async keep(kept: KeptPassword | undefined): Promise<void> {
    if (kept === undefined) await this.#vault.delete(entryName);
    else await this.#vault.set(entryName, JSON.stringify({ version: 1, ...kept }));
  }

  /** Whether a changed entry of the vault is this one. */
  static isEntry(name: string): boolean {
    return name === entryName;
  }
}

/** The user of a proxy; an empty text where it has none. */
export function userOf(proxy: NetworkProxy): string {
  return proxy.login?.user ?? '';
}

/** A proxy with the password that is kept for its user, if there is one; one of its own goes before it. */
export function withKeptPassword(proxy: NetworkProxy, kept: KeptPassword | undefined): NetworkProxy {
  const own = proxy.login?.password ?? '';
  if (own !== '' || kept === undefined || kept.user !== userOf(proxy)) return proxy;
  return { ...proxy, login: kept };
}

/**
 * A proxy's text without the password that stands in it, and that password; undefined where none does, or where the
 * text is not understood.
 */
export function passwordInText(
  text: string | undefined,
): { readonly text: string; readonly kept: KeptPassword } | undefined {
  if (text === undefined) return undefined;
  let proxy: NetworkProxy;
  try {
    proxy = parseNetworkProxy(text, msg('settings.settings'));
  } catch {
    return undefined;
  }
  const { login } = proxy;
  return login === undefined || login.password === ''
    ? undefined
    : { text: proxyAddress(proxy), kept: login };
}

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
