import { type Message, msg } from '#messages/message.ts';
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { listenersSchema } from '#contract/settings.ts';
import { SettingsChangeError } from '#core/accounts/settings-changes.ts';
import {
  parseNetworkProxy,
  proxyAddress,
  passwordInText,
  userOf,
  type KeptPassword,
} from '#core/network/network-proxy.ts';
import { readOwnCertificate } from '#core/relay/own-certificate.ts';
import { SetupError } from '#core/setup/setup-error.ts';
import type { CommandDeps, Handlers } from './deps.ts';

export function settingsHandlers(deps: CommandDeps): Handlers<'settings-set' | 'local-authority'> {
  return {
    async 'settings-set'({ listeners, networkProxy, networkProxyPassword, ...files }) {
      const { certificateFiles, extraCertificateAuthorities } = files;
      await deps.known();
      const proxy =
        networkProxy === undefined && networkProxyPassword === undefined
          ? undefined
          : await proxyChange(deps, networkProxy, networkProxyPassword);
      if (certificateFiles !== undefined && certificateFiles.length > 0)
        await readOwnCertificate(certificateFiles);
      const known = deps.settings().extraCertificateAuthorities;
      for (const file of extraCertificateAuthorities ?? []) {
        if (!known.includes(file)) await refuseUnlessCertificates(file);
      }
      if (proxy !== undefined && proxy.before !== proxy.after) await deps.proxyPassword.keep(proxy.after);
      try {
        await deps.update((settings) => ({
          ...settings,
          ...(certificateFiles === undefined ? {} : { certificateFiles }),
          ...(extraCertificateAuthorities === undefined ? {} : { extraCertificateAuthorities }),
          ...(proxy === undefined ? {} : { networkProxy: proxy.text }),
          listeners: listenersSchema.parse({ ...settings.listeners, ...listeners }),
        }));
      } catch (error) {
        if (proxy !== undefined && proxy.before !== proxy.after) await deps.proxyPassword.keep(proxy.before);
        throw error;
      }
    },
    async 'local-authority'() {
      const pem = await deps.localTls.authority();
      const { subject, fingerprint256, validToDate } = new X509Certificate(pem);
      return {
        pem,
        fileName: 'mailwicket-authority.crt',
        subject,
        fingerprint: fingerprint256,
        expires: validToDate.toISOString(),
      };
    },
  };
}

interface ProxyChange {
  /** For the settings: without a password. */
  readonly text: string | undefined;
  /** What the vault holds, and what it is to hold: the same where nothing changes. */
  readonly before: KeptPassword | undefined;
  readonly after: KeptPassword | undefined;
}

/**
 * What becomes of the network proxy. A password that is not given stays, as long as its user does.
 * @param address - an empty text takes the proxy away; where left out, the present one stays
 * @param password - an empty text takes it away; it goes before one in the address
 * @throws NetworkProxyError, SettingsChangeError, VaultError
 */
async function proxyChange(
  deps: CommandDeps,
  address: string | undefined,
  password: string | undefined,
): Promise<ProxyChange> {
  const present = deps.settings().networkProxy;
  const text = address ?? present ?? '';
  if (text === '' && address === undefined)
    throw new SettingsChangeError(
      'not-found',
      msg('settings.noNetworkProxySet'),
      msg('settings.giveAddressPassword'),
    );
  const proxy = text === '' ? undefined : parseNetworkProxy(text, msg('settings.settings'));
  const before = await deps.proxyPassword.read();
  if (proxy === undefined) return { text: undefined, before, after: undefined };
  const user = userOf(proxy);
  const given = password ?? passwordInText(text)?.kept.password;
  // one that could not be moved to the vault yet stands in the settings
  const kept = passwordInText(present)?.kept ?? before;
  const stays = kept?.user === user ? kept : undefined;
  const after = given === undefined ? stays : given === '' ? undefined : { user, password: given };
  return { text: proxyAddress(proxy), before, after };
}

/** Before anything is kept: with a file that cannot be read no provider could be reached. */
async function refuseUnlessCertificates(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined)
    throw unreadable(msg('settings.fileCannotRead', { file }), msg('settings.namePemFileWholePath'));
  const first = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text)?.[0];
  if (first === undefined || !isCertificate(first))
    throw unreadable(msg('settings.noCertificate', { file }), msg('settings.namePemFileBeginsBegin'));
}

function unreadable(message: Message, fix: Message): SetupError {
  return new SetupError('unreadable', message, fix);
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
