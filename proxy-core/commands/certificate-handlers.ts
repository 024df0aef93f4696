import { resolveClient } from '../accounts/resolve-client.ts';
import { oauthClientSchema, type OAuthClient } from '../accounts/oauth-client.ts';
import { findClient, replaceClient } from '../accounts/settings-changes.ts';
import { CertificateError } from '../oauth/certificate-error.ts';
import type { CommandOutputs } from '../contract.ts';
import { certificates, ofCertificate, usualDays, withoutCredential } from './client-credential.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

/** The commands about an OAuth client's certificate. */
export function certificateHandlers(
  room: CommandRoom,
): Handlers<'client-make-certificate' | 'client-export-certificate'> {
  return {
    async 'client-make-certificate'({ client: reference, commonName, days }) {
      await room.ready();
      const client = findClient(room.settings(), reference);
      const { makeCertificate } = await certificates();
      const made = await makeCertificate({
        commonName: commonName ?? client.name.slice(0, 64),
        days: days ?? usualDays,
        clock: room.clock,
      });
      const { credential, told } = ofCertificate(made);
      const changed = oauthClientSchema.parse({ ...withoutCredential(client), ...told });
      // a grant that takes no certificate is told before anything is changed
      resolveClient(changed);
      const before = await room.credentials.read(client.id);
      await room.credentials.keep(client.id, credential);
      try {
        await room.update((settings) =>
          replaceClient(settings, { ...withoutCredential(findClient(settings, client.id)), ...told }),
        );
      } catch (error) {
        await room.credentials.keep(client.id, before ?? { kind: 'none' });
        throw error;
      }
      room.activity.note({
        kind: 'settings',
        trouble: false,
        text: `A certificate was made for the OAuth client ${client.name}, good until ${made.expires.slice(0, 10)}.`,
      });
      return publicHalf(client, made.certificate);
    },
    async 'client-export-certificate'({ client: reference }) {
      await room.ready();
      const client = findClient(room.settings(), reference);
      const credential = await room.credentials.read(client.id);
      if (credential?.kind !== 'certificate') {
        throw new CertificateError(
          'no-certificate',
          `The OAuth client ${client.name} has no certificate.`,
          'Let Mailwicket make one, or import one.',
        );
      }
      return publicHalf(client, credential.certificate);
    },
  };
}

async function publicHalf(
  client: OAuthClient,
  pem: string,
): Promise<CommandOutputs['client-export-certificate']> {
  const { describeCertificate, exportCer } = await certificates();
  const { thumbprints, expires, subject } = describeCertificate(pem);
  return {
    cer: exportCer(pem).toString('base64'),
    pem,
    fileName: `${client.name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|[-.]+$/g, '') || 'client'}.cer`,
    thumbprint: thumbprints.sha1.toUpperCase(),
    thumbprintSha256: thumbprints.sha256.toUpperCase(),
    expires,
    subject,
  };
}
