import { msg } from '#messages/message.ts';
import { z } from 'zod';
import { VaultError, type Vault } from '#core/storage/vault.ts';
import { parseNetworkProxy, proxyAddress, type NetworkProxy } from './network-proxy.ts';

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
