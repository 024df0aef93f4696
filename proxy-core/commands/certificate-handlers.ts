import { msg } from '#messages/message.ts';
import { resolveClient } from '#core/accounts/resolve-client.ts';
import type { CommandName, CommandOutputs } from '#contract/commands.ts';
import { oauthClientSchema, type OAuthClient } from '#contract/oauth-client.ts';
import { changeChecklist, findClient, replaceClient } from '#core/accounts/settings-changes.ts';
import { CertificateError } from '#core/oauth/certificate-error.ts';
import {
  certificates,
  ofCertificate,
  certificateFields,
  keepWith,
  newCertificate,
  waiting,
  withoutCredential,
  type SettledCredential,
  tokenOnTrial,
} from './client-credential.ts';
import { clientOf, noteChange, ownClientOf, type CommandDeps, type Handlers } from './deps.ts';

/** The commands about an OAuth client's certificate. */
export function certificateHandlers(
  deps: CommandDeps,
): Handlers<Extract<CommandName, `client-${string}-certificate`>> {
  return {
    async 'client-make-certificate'({ client: reference, ...wanted }) {
      const client = await ownClientOf(deps, reference);
      const made = await newCertificate(wanted, client, deps.clock);
      const settled = ofCertificate(made);
      // a grant that takes no certificate is refused before anything is changed
      resolveClient(oauthClientSchema.parse({ ...withoutCredential(client), ...settled.credentialFields }));
      const present = await deps.credentials.read(client.id);
      const inUse = present === undefined;
      if (inUse) await putInPlace(deps, client, settled);
      else await putBeside(deps, client, settled);
      const about = { name: client.name, date: made.expires.slice(0, 10) };
      noteChange(deps, msg(inUse ? 'activity.certificateMade' : 'activity.newCertificateMade', about));
      return { ...(await publicHalf(client, made.certificate)), inUse };
    },
    async 'client-export-certificate'({ client: reference, next }) {
      const client = await clientOf(deps, reference);
      const credential = await deps.credentials.read(client.id, next ? 'next-credential' : 'credential');
      if (credential?.kind !== 'certificate') throw next ? noneWaits(client) : noCertificate(client);
      return publicHalf(client, credential.certificate);
    },
    async 'client-use-certificate'({ client: reference, untried }) {
      const client = await ownClientOf(deps, reference);
      const credential = await deps.credentials.read(client.id, 'next-credential');
      if (credential?.kind !== 'certificate') throw noneWaits(client);
      const { describeCertificate } = await certificates();
      const described = describeCertificate(credential.certificate);
      const credentialFields = certificateFields(described);
      // with the other grants somebody has to sign in for a token
      const tried = !untried && client.grant === 'client-credentials';
      if (tried) {
        const resolved = resolveClient(
          oauthClientSchema.parse({ ...withoutCredential(client), ...credentialFields }),
        );
        await tokenOnTrial(deps, client, { client: resolved, credential });
      }
      const acceptedAt = tried ? new Date(deps.clock.now()).toISOString() : undefined;
      await putInPlace(deps, client, { credential, credentialFields }, acceptedAt);
      await deps.credentials.keep(client.id, undefined, 'next-credential');
      const about = { name: client.name, date: described.expires.slice(0, 10) };
      noteChange(deps, msg('activity.oauthClientUsesNewCertificate', about));
      return { tried };
    },
    async 'client-discard-certificate'({ client: reference }) {
      const client = await ownClientOf(deps, reference);
      if (client.nextCertificate === undefined) throw noneWaits(client);
      await deps.update((settings) =>
        replaceClient(settings, { ...findClient(settings, client.id), nextCertificate: undefined }),
      );
      await deps.credentials.keep(client.id, undefined, 'next-credential');
      noteChange(deps, msg('activity.newCertificateOauthClientDiscarded', { name: client.name }));
    },
  };
}

/** The credential of a client from now on, whatever it had before. */
async function putInPlace(
  deps: CommandDeps,
  { id }: OAuthClient,
  { credential, credentialFields }: SettledCredential,
  acceptedAt?: string,
): Promise<void> {
  await keepWith(deps.credentials, id, credential, () =>
    deps.update((settings) => {
      const client = { ...withoutCredential(findClient(settings, id)), ...credentialFields };
      return changeChecklist(replaceClient(settings, client), id, { credentialAcceptedAt: acceptedAt });
    }),
  );
}

/** The credential that the client has stays in use. */
async function putBeside(deps: CommandDeps, { id }: OAuthClient, settled: SettledCredential): Promise<void> {
  const update = (): Promise<unknown> =>
    deps.update((settings) =>
      replaceClient(settings, { ...findClient(settings, id), nextCertificate: waiting(settled) }),
    );
  await keepWith(deps.credentials, id, settled.credential, update, 'next-credential');
}

function noCertificate({ name }: OAuthClient): CertificateError {
  const text = msg('signIn.oauthClientNoCertificate', { name });
  return new CertificateError('no-certificate', text, msg('signIn.letMailwicketMakeOneImport'));
}

function noneWaits({ name }: OAuthClient): CertificateError {
  const text = msg('signIn.noNewCertificateOauthClient', { name });
  return new CertificateError('no-certificate', text, msg('signIn.makeOneFirst'));
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
