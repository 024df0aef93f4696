import { readFile } from 'node:fs/promises';
import type { SecureContext } from 'node:tls';
import { isLoopbackHost } from './accounts/oauth-client.ts';
import type { Settings } from './accounts/settings.ts';
import { SettingsChangeError } from './accounts/settings-changes.ts';
import { proxyChooser, type ChooseProxy } from './network/network-proxy.ts';
import type { Fetch } from './oauth/http.ts';
import { providerFetch } from './oauth/provider-fetch.ts';
import { upstreamSecureContext } from './relay/upstream.ts';

type Wished = Pick<Settings, 'extraCertificateAuthorities' | 'networkProxy'>;

/** How providers and mail servers are reached: through which proxy, and which certificates are trusted. */
export class OutwardAccess {
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #isOwnMachine: (host: string) => boolean;
  #taken: Wished | undefined;
  #secureContext: SecureContext | undefined;
  #chooseProxy: ChooseProxy = () => undefined;
  #fetch: Fetch = providerFetch([], (destination) => this.#chooseProxy(destination));

  /**
   * @param options.environment - where HTTPS_PROXY and its kin are looked for
   * @param options.isOwnMachine - hosts that are never reached through a proxy; the loopback ones where left out
   */
  constructor(options: {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly isOwnMachine?: ((host: string) => boolean) | undefined;
  }) {
    this.#environment = options.environment;
    this.#isOwnMachine = options.isOwnMachine ?? isLoopbackHost;
  }

  /**
   * Puts the settings in force; where they cannot be, what was before stays.
   * @throws NetworkProxyError; SettingsChangeError where an authority's file cannot be read
   */
  async take(settings: Wished): Promise<void> {
    const { extraCertificateAuthorities: files, networkProxy } = settings;
    const before = this.#taken;
    if (
      before?.networkProxy === networkProxy &&
      before?.extraCertificateAuthorities.join('\0') === files.join('\0')
    ) {
      return;
    }
    const chooseProxy = proxyChooser({
      setting: networkProxy,
      environment: this.#environment,
      isOwnMachine: this.#isOwnMachine,
    });
    const extra: string[] = [];
    for (const file of files) extra.push(await readAuthority(file));
    this.#secureContext = upstreamSecureContext(extra);
    this.#chooseProxy = chooseProxy;
    // a new one for a new proxy too: connections that are kept open still go the old way
    this.#fetch = providerFetch(extra, (destination) => this.#chooseProxy(destination));
    this.#taken = { extraCertificateAuthorities: [...files], networkProxy };
  }

  readonly fetch: Fetch = (url, init) => this.#fetch(url, init);
  readonly chooseProxy: ChooseProxy = (destination) => this.#chooseProxy(destination);

  secureContext(): SecureContext {
    return (this.#secureContext ??= upstreamSecureContext([]));
  }
}

async function readAuthority(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new SettingsChangeError(
    'invalid',
    `The settings name ${file} as a certificate authority, and no certificate (PEM) can be read there.`,
    'Put the file back, or take it out of "extraCertificateAuthorities" in the settings.',
  );
}
