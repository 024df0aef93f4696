import { z } from 'zod';
import { VaultError, type Vault } from '#core/storage/vault.ts';
import { type Message, msg } from '#messages/message.ts';
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
export interface KeptPassword {
  readonly user: string;
  readonly password: string;
}

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
    try {
      const { user, password } = keptSchema.parse(JSON.parse(text));
      return { user, password };
    } catch {
      // the cause is left out: it may quote what was read
      throw new VaultError('vault-damaged', msg('settings.passwordNetworkProxyCannotRead'));
    }
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
