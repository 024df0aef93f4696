import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { listenersSchema } from '../accounts/settings.ts';
import { parseNetworkProxy } from '../network/network-proxy.ts';
import { SetupError } from '../setup/setup-error.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** The commands about the settings themselves. */
export function settingsHandlers(room: CommandRoom): Handlers<'settings-set' | 'local-authority'> {
  return {
    async 'settings-set'({ listeners, extraCertificateAuthorities, networkProxy }) {
      await room.ready();
      if (networkProxy !== undefined && networkProxy !== '') parseNetworkProxy(networkProxy, 'the settings');
      const known = room.settings().extraCertificateAuthorities;
      for (const file of extraCertificateAuthorities ?? []) {
        if (!known.includes(file)) await refuseUnlessCertificates(file);
      }
      await room.update((settings) => ({
        ...settings,
        ...(extraCertificateAuthorities === undefined ? {} : { extraCertificateAuthorities }),
        ...(networkProxy === undefined
          ? {}
          : { networkProxy: networkProxy === '' ? undefined : networkProxy }),
        listeners: listenersSchema.parse({ ...settings.listeners, ...listeners }),
      }));
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
