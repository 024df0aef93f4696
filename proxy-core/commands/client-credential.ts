import type { ParsedInputs } from '#contract/commands.ts';
import type { OAuthClient } from '#contract/oauth-client.ts';
import { type Clock, withDeadline } from '#core/logging/clock.ts';
import type * as Certificates from '#core/oauth/certificate.ts';
import { readServiceAccountKey } from '#core/oauth/grants/service-account.ts';
import type { CredentialStore } from '#core/oauth/credential-store.ts';
import type { ClientCredential, AccessToken } from '#core/oauth/grant.ts';
import { toBeginAgain } from '#core/oauth/token-errors.ts';
import { msg } from '#messages/message.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import type { CommandDeps } from './deps.ts';

export type CredentialInput = ParsedInputs['client-add']['credential'];

/** How long a certificate made here is good, where nobody says: two years, as the portals suggest. */
const usualDays = 730;

/** Loaded when it is first needed: its libraries are large, and few commands touch a certificate. */
export function certificates(): Promise<typeof Certificates> {
  return import('#core/oauth/certificate.ts');
}

/** A credential for the vault, and the fields that describe it in the settings. */
export interface SettledCredential {
  readonly credential: ClientCredential;
  readonly credentialFields: Pick<OAuthClient, 'credential' | 'credentialExpires' | 'certificateThumbprint'>;
}

/**
 * Reads what a client is to prove itself with. A certificate's end and thumbprint are its own; a secret's end is what
 * the user says.
 * @throws CertificateError; OAuthError - the key file of a service account cannot be used
 */
export async function settleCredential(
  input: CredentialInput,
  client: Pick<OAuthClient, 'name' | 'provider' | 'credentialExpires'>,
  clock: Clock,
): Promise<SettledCredential> {
  switch (input.kind) {
    case 'service-account-key':
      readServiceAccountKey(input.json, client.name);
      return { credential: input, credentialFields: { credential: input.kind } };
    case 'none':
      return { credential: input, credentialFields: { credential: input.kind } };
    case 'secret':
      return {
        credential: input,
        credentialFields: {
          credential: 'secret',
          credentialExpires: client.credentialExpires,
        },
      };
    case 'certificate':
    case 'pfx': {
      const given =
        input.kind === 'pfx'
          ? { pfx: Buffer.from(input.pfx, 'base64'), passphrase: input.passphrase }
          : {
              certificatePem: input.certificate,
              keyPem: input.privateKey,
              passphrase: input.passphrase,
            };
      const { importCertificate } = await certificates();
      return ofCertificate(
        await importCertificate(given, clock, { otherKeys: client.provider === 'custom' }),
      );
    }
    case 'new-certificate':
      return ofCertificate(await newCertificate(input, client, clock));
    default:
      return input satisfies never;
  }
}

/** @throws CertificateError */
export async function newCertificate(
  { commonName, days = usualDays }: Pick<ParsedInputs['client-make-certificate'], 'commonName' | 'days'>,
  { name }: Pick<OAuthClient, 'name'>,
  clock: Clock,
): Promise<Certificates.ClientCertificate> {
  const { makeCertificate } = await certificates();
  return makeCertificate({ commonName: commonName ?? name.slice(0, 64), days, clock });
}

/** A made or imported certificate: what the vault keeps, and what the settings hold. */
export function ofCertificate(made: Certificates.ClientCertificate): SettledCredential {
  return {
    credential: { kind: 'certificate', certificate: made.certificate, privateKey: made.privateKey },
    credentialFields: certificateFields(made),
  };
}

/** The fields of the settings for a certificate. The thumbprint is that of Microsoft's portal: SHA-1. */
export function certificateFields({
  expires,
  thumbprints,
}: Pick<Certificates.ClientCertificate, 'expires' | 'thumbprints'>): SettledCredential['credentialFields'] {
  return {
    credential: 'certificate',
    credentialExpires: expires,
    certificateThumbprint: thumbprints.sha1.toUpperCase(),
  };
}

/** The fields of the settings for a certificate that is not in use yet. */
export function waiting({
  credentialFields,
}: SettledCredential): NonNullable<OAuthClient['nextCertificate']> {
  return {
    expires: credentialFields.credentialExpires ?? '',
    thumbprint: credentialFields.certificateThumbprint ?? '',
  };
}

/** A client's settings without the fields about its credential, and of the one that waits beside it. */
export function withoutCredential(
  client: OAuthClient,
): Omit<OAuthClient, 'credential' | 'credentialExpires' | 'certificateThumbprint' | 'nextCertificate'> {
  const {
    credential: _credential,
    credentialExpires: _expires,
    certificateThumbprint: _print,
    nextCertificate: _next,
    ...rest
  } = client;
  return rest;
}

/**
 * Keeps a client's credential, and the one of before again where the settings cannot be changed with it.
 * @param credential - undefined takes away what was kept
 * @throws what keeping it or `update` throws
 */
export async function keepWith(
  credentials: CredentialStore,
  clientId: string,
  credential: ClientCredential | undefined,
  update: () => Promise<unknown>,
  place?: 'next-credential',
): Promise<void> {
  const before = await credentials.read(clientId, place);
  await orKeepAgain(credential, before, (kept) => credentials.keep(clientId, kept, place), update);
}

/** Keeps something, and what was there before again where the update fails. @throws what either throws */
export async function orKeepAgain<Kept>(
  credential: Kept,
  before: Kept,
  keep: (credential: Kept) => Promise<void>,
  update: () => Promise<unknown>,
): Promise<void> {
  await keep(credential);
  try {
    await update();
  } catch (error) {
    await keep(before);
    throw error;
  }
}

/** What a client's accounts were refused for holds no more: whoever asks next asks the provider. */
export function forgetTokensOf(deps: CommandDeps, clientId: string): void {
  for (const account of deps.settings().accounts)
    if (account.clientId === clientId) deps.tokens.forget(account.id);
}

/** Somebody waits at the screen. Milliseconds. */
const patience = 60_000;

/**
 * Asks the provider for a token with an app-only client, without an account. Nothing of it is kept.
 * @param milliseconds - how long the provider has to answer
 * @throws OAuthError - the provider's refusal, with its cause and fix
 */
export async function tokenOnTrial(
  deps: Pick<CommandDeps, 'clock' | 'grantFor'>,
  { id, name }: Pick<OAuthClient, 'id' | 'name'>,
  proof: { readonly client: ResolvedClient; readonly credential: ClientCredential },
  milliseconds = patience,
): Promise<AccessToken> {
  const { client, credential } = proof;
  const { token } = await withDeadline(
    (signal) =>
      deps.grantFor(client).renew({
        // no account is concerned: a failure names the client instead
        account: { id, address: name, clientId: id, passwordMode: 'own', paused: false },
        subject: 'the test',
        client,
        credential,
        scope: client.scope,
        state: undefined,
        // the token is looked at and forgotten, so nothing is kept of how it came either
        save: () => Promise.resolve(),
        fresh: true,
        signal,
      }),
    {
      clock: deps.clock,
      milliseconds,
      controller: new AbortController(),
      late: () =>
        new OAuthError('unreachable', msg('signIn.providerDidNotAnswerTime', { client: name }), {
          fix: msg('settings.tryAgainLater'),
        }),
    },
  ).catch((error: unknown) => {
    throw toBeginAgain(error);
  });
  return token;
}
