import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { listenersSchema } from '../accounts/settings.ts';
import { SettingsChangeError } from '../accounts/settings-changes.ts';
import { parseNetworkProxy, proxyAddress } from '../network/network-proxy.ts';
import { passwordInText, userOf, type KeptPassword } from '../network/proxy-password.ts';
import { SetupError } from '../setup/setup-error.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** The commands about the settings themselves. */
export function settingsHandlers(room: CommandRoom): Handlers<'settings-set' | 'local-authority'> {
  return {
    async 'settings-set'({ listeners, extraCertificateAuthorities, networkProxy, networkProxyPassword }) {
      await room.ready();
      const proxy =
        networkProxy === undefined && networkProxyPassword === undefined
          ? undefined
          : await proxyChange(room, networkProxy, networkProxyPassword);
      const known = room.settings().extraCertificateAuthorities;
      for (const file of extraCertificateAuthorities ?? []) {
        if (!known.includes(file)) await refuseUnlessCertificates(file);
      }
      if (proxy !== undefined && proxy.before !== proxy.after) await room.proxyPassword.keep(proxy.after);
      try {
        await room.update((settings) => ({
          ...settings,
          ...(extraCertificateAuthorities === undefined ? {} : { extraCertificateAuthorities }),
          ...(proxy === undefined ? {} : { networkProxy: proxy.text }),
          listeners: listenersSchema.parse({ ...settings.listeners, ...listeners }),
        }));
      } catch (error) {
        if (proxy !== undefined && proxy.before !== proxy.after) await room.proxyPassword.keep(proxy.before);
        throw error;
      }
      return {};
    },
    async 'local-authority'() {
      const pem = await room.localTls.authority();
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
  room: CommandRoom,
  address: string | undefined,
  password: string | undefined,
): Promise<ProxyChange> {
  const present = room.settings().networkProxy;
  const text = address ?? present ?? '';
  if (text === '' && address === undefined) {
    throw new SettingsChangeError(
      'not-found',
      'No network proxy is set.',
      'Give its address with the password.',
    );
  }
  const proxy = text === '' ? undefined : parseNetworkProxy(text, 'the settings');
  const before = await room.proxyPassword.read();
  if (proxy === undefined) return { text: undefined, before, after: undefined };
  const user = userOf(proxy);
  const given = password ?? passwordInText(text)?.kept.password;
  // one that could not be moved to the vault yet stands in the settings
  const kept = passwordInText(present)?.kept ?? before;
  const after =
    given === undefined
      ? kept?.user === user
        ? kept
        : undefined
      : given === ''
        ? undefined
        : { user, password: given };
  return { text: proxyAddress(proxy), before, after };
}

/** Before anything is kept: with a file that cannot be read no provider could be reached. */
async function refuseUnlessCertificates(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    throw new SetupError(
      'unreadable',
      `The file ${file} cannot be read.`,
      'Name a PEM file by its whole path.',
    );
  }
  const first = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text)?.[0];
  if (first === undefined || !isCertificate(first)) {
    throw new SetupError(
      'unreadable',
      `There is no certificate in ${file}.`,
      'Name a PEM file: it begins with “-----BEGIN CERTIFICATE-----”.',
    );
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
