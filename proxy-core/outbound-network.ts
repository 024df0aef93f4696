import { msg, sentences } from '#messages/message.ts';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { SecureContext } from 'node:tls';
import { certificateText } from '#contract/certificate-text.ts';
import { authorityTrouble } from '#contract/status.ts';
import { isLoopbackHost } from '#contract/endpoints.ts';
import type { Settings } from '#contract/settings.ts';
import type { Snapshot } from '#contract/views.ts';
import type { Activity } from '#core/logging/activity.ts';
import {
  parseNetworkProxy,
  proxyName,
  type NetworkProxy,
  passwordInText,
  ProxyPassword,
  userOf,
  withKeptPassword,
  routeChooser,
  type ChooseRoutes,
  type SystemProxy,
} from '#core/network/network-proxy.ts';
import { type Fetch, providerFetch } from '#core/oauth/http.ts';
import { upstreamSecureContext } from '#core/relay/dial.ts';
import type { SettingsStore } from '#core/storage/settings-file.ts';
import { VaultError, type Vault } from '#core/storage/vault.ts';

type Wished = Pick<Settings, 'extraCertificateAuthorities' | 'networkProxy'>;

interface OutboundNetworkOptions {
  /** Where HTTPS_PROXY and its kin are looked for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the operating system says; not asked where left out. */
  readonly systemProxy?: SystemProxy | undefined;
  /** Hosts that are never reached through a proxy; the loopback ones where left out. */
  readonly isOwnMachine?: ((host: string) => boolean) | undefined;
  readonly vault: Vault;
  /** Where it is told that the proxy's password, or an authority, cannot be read. */
  readonly activity: Activity;
  /** What is shown of it has changed, though the settings have not. */
  readonly changed?: () => void;
}

/** How providers and mail servers are reached: through which proxy, and which certificates are trusted. */
export class OutboundNetwork {
  readonly #options: OutboundNetworkOptions;
  /** Where the network proxy's password is kept. */
  readonly password: ProxyPassword;
  #taken: Wished | undefined;
  /** What the files of the authorities hold, and those that could not be read. */
  #authorities: readonly string[] = [];
  #missing: ReadonlySet<string> = new Set();
  #proxy: NetworkProxy | undefined;
  /** The vault did not say the proxy's password. */
  #unread = false;
  #reading = false;
  #secureContext: SecureContext | undefined;
  #choose: ChooseRoutes = async () => ['direct'];
  #fetch: Fetch = providerFetch([], (destination) => this.chooseRoutes(destination));

  constructor(options: OutboundNetworkOptions) {
    this.#options = options;
    this.password = new ProxyPassword(options);
  }

  /**
   * The settings as they are kept. A proxy's password that stands in them is moved to the vault; where that cannot be,
   * they stay as they are, and it counts.
   * @throws SettingsUnreadableError
   */
  async read(store: SettingsStore<Settings>): Promise<Settings> {
    const settings = await store.read();
    const found = passwordInText(settings.networkProxy);
    if (found === undefined) return settings;
    try {
      await this.password.keep(found.kept);
      // only what was moved: somebody else may have written another one meanwhile
      return await store.update((current) =>
        current.networkProxy === settings.networkProxy ? { ...current, networkProxy: found.text } : current,
      );
    } catch {
      return settings;
    }
  }

  /**
   * Puts the settings in force; where they cannot be, what was before stays. An authority that cannot be read is told
   * once and left out: what is signed by others goes on, and what is signed by it is refused as not trusted.
   * @throws NetworkProxyError
   */
  async take(settings: Wished): Promise<void> {
    const { extraCertificateAuthorities: files, networkProxy } = settings;
    const proxy = await this.#withPassword(networkProxy);
    const extra = await this.#readAuthorities(files);
    const isSame = isDeepStrictEqual([proxy, extra], [this.#proxy, this.#authorities]);
    if (this.#taken !== undefined && isSame) {
      this.#taken = settings;
      return;
    }
    const { environment, systemProxy: system, isOwnMachine = isLoopbackHost } = this.#options;
    const choose = routeChooser({ setting: proxy, environment, system, isOwnMachine });
    // what the system trusts takes a tenth of a second to read, and most commands connect to no mail server
    this.#secureContext = extra.length === 0 ? undefined : upstreamSecureContext(extra);
    this.#choose = choose;
    this.#proxy = proxy;
    // a new one for a new proxy too: connections that are kept open still go the old way
    this.#fetch = providerFetch(extra, (destination) => this.chooseRoutes(destination));
    this.#authorities = extra;
    this.#taken = settings;
  }

  async #readAuthorities(files: readonly string[]): Promise<string[]> {
    const missing = new Set<string>();
    const found: string[] = [];
    for (const file of files) {
      const text = await certificatesIn(file);
      if (text === undefined) missing.add(file);
      else found.push(text);
    }
    for (const file of missing)
      if (!this.#missing.has(file))
        this.#options.activity.note({ kind: 'settings', level: 'warning', text: authorityTrouble(file) });
    this.#missing = missing;
    return found;
  }

  /** The files of authorities in which no certificate can be read. */
  get missingAuthorities(): readonly string[] {
    return [...this.#missing];
  }

  /** The network proxy in force, without its password; undefined where none is set. */
  get shownProxy(): NonNullable<Snapshot['settings']>['networkProxy'] {
    const proxy = this.#proxy;
    if (proxy === undefined) return undefined;
    const user = userOf(proxy);
    const hasPassword = (proxy.login?.password ?? '') !== '';
    return { url: proxyName(proxy), ...(user === '' ? {} : { user }), hasPassword };
  }

  async #withPassword(text: string | undefined): Promise<NetworkProxy | undefined> {
    if (text === undefined || text.trim() === '') {
      this.#unread = false;
      return undefined;
    }
    const proxy = parseNetworkProxy(text, msg('settings.settings'));
    try {
      const complete = withKeptPassword(proxy, await this.password.read());
      this.#unread = false;
      return complete;
    } catch (error) {
      // one that stands in the settings still counts; without it, the proxy itself says what is missing
      if (passwordInText(text) !== undefined) return proxy;
      if (!this.#unread) {
        const why = error instanceof VaultError ? error.text : undefined;
        this.#options.activity.note({
          kind: 'settings',
          level: 'warning',
          text: sentences(msg('settings.proxyPasswordUnreadable', { proxy: proxyName(proxy) }), why),
        });
      }
      this.#unread = true;
      return proxy;
    }
  }

  /** A vault can be unlocked, and a file put back, meanwhile: who connects next finds them. */
  async #readAgain(): Promise<void> {
    const taken = this.#taken;
    if (this.#reading || taken === undefined) return;
    this.#reading = true;
    try {
      if (this.#unread) await this.password.read();
      // the others are not read anew with every connection until then
      else if (!(await isOneBack(this.#missing))) return;
      // else other settings came meanwhile, with a look of their own
      if (this.#taken === taken) await this.take(taken);
      this.#options.changed?.();
    } catch {
      // what was before stays in force
    } finally {
      this.#reading = false;
    }
  }

  readonly fetch: Fetch = (url, init) => this.#fetch(url, init);
  readonly chooseRoutes: ChooseRoutes = (destination) => {
    if (this.#unread || this.#missing.size > 0) void this.#readAgain();
    return this.#choose(destination);
  };

  secureContext(): SecureContext {
    return (this.#secureContext ??= upstreamSecureContext([]));
  }
}

/** A file of authorities; undefined where it cannot be read, or has none. */
async function certificatesIn(file: string): Promise<string | undefined> {
  const text = certificateText(await readFile(file).catch(() => Buffer.alloc(0)));
  return text.includes('-----BEGIN CERTIFICATE-----') ? text : undefined;
}

async function isOneBack(missing: Iterable<string>): Promise<boolean> {
  for (const file of missing) if ((await certificatesIn(file)) !== undefined) return true;
  return false;
}
