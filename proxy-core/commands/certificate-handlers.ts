import { resolveClient } from '../accounts/resolve-client.ts';
import { oauthClientSchema, type OAuthClient } from '../accounts/oauth-client.ts';
import { findClient, replaceClient } from '../accounts/settings-changes.ts';
import { CertificateError } from '../oauth/certificate-error.ts';
import type { CommandOutputs } from '../contract.ts';
import {
  certificates,
  ofCertificate,
  toldOfCertificate,
  usualDays,
  waiting,
  withoutCredential,
  type SettledCredential,
} from './client-credential.ts';
import { tokenOnTrial } from './client-trial.ts';
import type { CommandRoom, Handlers } from './command-handlers.ts';

type Names =
  | 'client-make-certificate'
  | 'client-export-certificate'
  | 'client-use-certificate'
  | 'client-discard-certificate';

/** The commands about an OAuth client's certificate. */
export function certificateHandlers(room: CommandRoom): Handlers<Names> {
  const note = (text: string): void => room.activity.note({ kind: 'settings', trouble: false, text });
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
      const settled = ofCertificate(made);
      // a grant that takes no certificate is told before anything is changed
      resolveClient(oauthClientSchema.parse({ ...withoutCredential(client), ...settled.told }));
      const present = await room.credentials.read(client.id);
      const inUse = present === undefined;
      if (inUse) await putInPlace(room, client, settled);
      else await putBeside(room, client, settled);
      const until = `good until ${made.expires.slice(0, 10)}`;
      note(
        inUse
          ? `A certificate was made for the OAuth client ${client.name}, ${until}.`
          : `A new certificate was made for the OAuth client ${client.name}, ${until}. It waits until it is uploaded; the present one is used until then.`,
      );
      return { ...(await publicHalf(client, made.certificate)), inUse };
    },
    async 'client-export-certificate'({ client: reference, next }) {
      await room.ready();
      const client = findClient(room.settings(), reference);
      const credential = next
        ? await room.credentials.readNext(client.id)
        : await room.credentials.read(client.id);
      if (credential?.kind !== 'certificate') throw next ? noneWaits(client) : noCertificate(client);
      return publicHalf(client, credential.certificate);
    },
    async 'client-use-certificate'({ client: reference, untried }) {
      await room.ready();
      const client = findClient(room.settings(), reference);
      const credential = await room.credentials.readNext(client.id);
      if (credential?.kind !== 'certificate') throw noneWaits(client);
      const { describeCertificate } = await certificates();
      const described = describeCertificate(credential.certificate);
      const told = toldOfCertificate(described);
      // with the other grants somebody has to sign in for a token
      const tried = !untried && client.grant === 'client-credentials';
      if (tried) {
        const resolved = resolveClient(oauthClientSchema.parse({ ...withoutCredential(client), ...told }));
        await tokenOnTrial(room, client, { client: resolved, credential });
      }
      await putInPlace(room, client, { credential, told });
      await room.credentials.keepNext(client.id, undefined);
      note(
        `The OAuth client ${client.name} uses its new certificate, good until ${described.expires.slice(0, 10)}.`,
      );
      return { tried };
    },
    async 'client-discard-certificate'({ client: reference }) {
      await room.ready();
      const client = findClient(room.settings(), reference);
      if (client.nextCertificate === undefined) throw noneWaits(client);
      await room.update((settings) => {
        const { nextCertificate: _, ...rest } = findClient(settings, client.id);
        return replaceClient(settings, rest);
      });
      await room.credentials.keepNext(client.id, undefined);
      note(`The new certificate of the OAuth client ${client.name} was discarded before it was used.`);
      return {};
    },
  };
}

/** The credential of a client from now on, whatever it had before. */
async function putInPlace(
  room: CommandRoom,
  client: OAuthClient,
  { credential, told }: SettledCredential,
): Promise<void> {
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
}

/** The credential that the client has stays in use. */
async function putBeside(room: CommandRoom, client: OAuthClient, settled: SettledCredential): Promise<void> {
  const before = await room.credentials.readNext(client.id);
  await room.credentials.keepNext(client.id, settled.credential);
  try {
    await room.update((settings) =>
      replaceClient(settings, {
        ...findClient(settings, client.id),
        nextCertificate: waiting(settled),
      }),
    );
  } catch (error) {
    await room.credentials.keepNext(client.id, before);
    throw error;
  }
}

function noCertificate(client: OAuthClient): CertificateError {
  return new CertificateError(
    'no-certificate',
    `The OAuth client ${client.name} has no certificate.`,
    'Let Mailwicket make one, or import one.',
  );
}

function noneWaits(client: OAuthClient): CertificateError {
  return new CertificateError(
    'no-certificate',
    `No new certificate of the OAuth client ${client.name} waits to be used.`,
    'Make one first.',
  );
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
