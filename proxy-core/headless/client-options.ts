import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { CommandInput, CommandOutput } from '#contract/commands.ts';
import {
  protocols,
  serverAddressSchema,
  type Protocol,
  type ServerAddress,
  type Servers,
} from '#contract/endpoints.ts';
import { submissionSchema } from '#contract/submission.ts';
import { certificateText } from '#contract/certificate-text.ts';
import { cloudSchema, type GrantType } from '#contract/grants.ts';
import type { CommandHost } from './command-host.ts';
import { dayOf, flag, option, takes } from './command-options.ts';
import { FileUnreadableError, readSecret, readTextFile } from './secret-input.ts';
import { UsageError } from './terminal.ts';

/** Those that the contract calls so too. */
const fields = z.object({
  cloud: option('<cloud>', 'Microsoft: which cloud', cloudSchema.optional()),
  tenant: takes('<tenant>', 'Microsoft: the tenant’s id or domain, or common, organizations, consumers'),
  authorizationUrl: takes('<url>', 'the authorization endpoint (Permission URL)'),
  tokenUrl: takes('<url>', 'the token endpoint'),
  deviceUrl: takes('<url>', 'the device authorization endpoint'),
  scope: takes('<scopes>', 'the scopes, separated by spaces'),
  redirectUri: takes('<uri>', 'the redirect URI, as it is registered'),
  submission: option('<way>', 'how its accounts send: SMTP, or an API', submissionSchema.optional()),
  submissionUrl: takes('<url>', 'where the API begins, such as https://graph.microsoft.com/v1.0'),
});

/** The options of an OAuth client that `client add` and `client edit` share. */
export const clientOptions = {
  ...fields.shape,
  clientSecretStdin: flag('read the client secret from standard input'),
  clientSecretFile: takes('<file>', 'read the client secret from a file'),
  secretExpires: takes('<date>', 'the day on which it or the certificate ends: 2027-06-30', dayOf),
  certificate: takes('<file>', 'the client’s certificate (PEM or DER)'),
  key: takes('<file>', 'the certificate’s private key (PEM)'),
  pfx: takes('<file>', 'the client’s certificate with its private key (PFX, PKCS #12)'),
  passphraseStdin: flag('read the passphrase of the PFX file or of the key from standard input'),
  passphraseFile: takes('<file>', 'read the passphrase of the PFX file or of the key from a file'),
  makeCertificate: flag('make a key and a certificate (see: client certificate NAME --export)'),
  serviceAccountKey: takes('<file>', 'Google: the service account’s key file (JSON)'),
  imap: takes('<host:port>', 'the IMAP server; host:port:starttls for STARTTLS'),
  pop: takes('<host:port>', 'the POP server'),
  smtp: takes('<host:port>', 'the SMTP server'),
};
type ClientOptions = z.infer<z.ZodObject<typeof clientOptions>>;

/** What the options say of a client, but its credential and its servers, as the contract calls it. */
export function fieldsOf(options: ClientOptions): Omit<CommandInput<'client-update'>['change'], 'name'> {
  return { ...fields.parse(options), credentialExpires: options.secretExpires };
}

type Credential = CommandInput<'client-add'>['credential'];

/** The credential that the options name, read from where it is; undefined for none. @throws UsageError, FileUnreadableError */
export async function credentialOf(
  options: ClientOptions,
  host: CommandHost,
): Promise<Credential | undefined> {
  const { certificate, key, pfx, makeCertificate, serviceAccountKey } = options;
  const { clientSecretStdin: stdin, clientSecretFile: file } = options;
  const secret = await readSecret({ stdin, file }, host.terminal, 'client secret');
  const from = { stdin: options.passphraseStdin, file: options.passphraseFile };
  if (pfx === undefined && key === undefined && (from.stdin || from.file !== undefined))
    throw new UsageError(
      'A passphrase goes with what it opens: --pfx FILE, or --certificate FILE --key FILE.',
    );
  if (pfx !== undefined && makeCertificate) throw new UsageError('Give one of --pfx and --make-certificate.');
  const given = [secret, certificate, serviceAccountKey, pfx].filter((one) => one !== undefined).length;
  if (given + Number(makeCertificate) > 1)
    throw new UsageError('Give one of a client secret, a certificate and a service account key.');
  if (secret !== undefined) return { kind: 'secret', secret };
  const passphrase = await readSecret(from, host.terminal, 'passphrase');
  if (pfx !== undefined) return { kind: 'pfx', pfx: (await contentOf(pfx)).toString('base64'), passphrase };
  if (makeCertificate) return { kind: 'new-certificate' };
  if (serviceAccountKey !== undefined)
    return { kind: 'service-account-key', json: await readTextFile(serviceAccountKey) };
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined)
    throw new UsageError('A certificate goes with its private key: --certificate FILE --key FILE.');
  return {
    kind: 'certificate',
    certificate: certificateText(await contentOf(certificate)),
    privateKey: await readTextFile(key),
    passphrase,
  };
}

async function contentOf(file: string): Promise<Buffer> {
  return await readFile(file).catch((error: unknown) => {
    throw new FileUnreadableError(file, error);
  });
}

/** The mail servers that the options name. @throws UsageError */
export function serversOf(options: ClientOptions): Servers {
  return Object.fromEntries(
    protocols.flatMap((protocol) => {
      const given = options[protocol];
      return given === undefined ? [] : [[protocol, serverOf(protocol, given)]];
    }),
  );
}

const starttlsPorts: Record<Protocol, readonly number[]> = { imap: [143], pop: [110], smtp: [25, 587, 2525] };

/** `host:port`, `host:port:starttls` or `host:port:tls`; without a word the port tells. */
function serverOf(protocol: Protocol, given: string): ServerAddress {
  const match = /^(?<host>\[[^\]]+\]|[^:]+):(?<port>\d{1,5})(?::(?<tls>starttls|tls|implicit))?$/i.exec(
    given,
  );
  const { host = '', port = '', tls } = match?.groups ?? {};
  const starttls =
    tls === undefined ? starttlsPorts[protocol].includes(Number(port)) : tls.toLowerCase() === 'starttls';
  const server = serverAddressSchema.safeParse({
    host: host.replace(/^\[|\]$/g, ''),
    port: Number(port),
    tls: starttls ? 'starttls' : 'implicit',
  });
  if (match === null || !server.success) {
    throw new UsageError(`--${protocol} takes host:port or host:port:starttls, not ${given}.`);
  }
  return server.data;
}

/** The URLs that a grant has a use for, of those that a provider names. */
export function discoveredUrls(
  found: Partial<CommandOutput<'provider-discover'>>,
  grant: GrantType,
): Partial<Pick<CommandInput<'client-add'>, 'authorizationUrl' | 'tokenUrl' | 'deviceUrl' | 'issuer'>> {
  const { issuer: name, issuerInAnswers: inAnswers = false, authorizationUrl, tokenUrl, deviceUrl } = found;
  return {
    issuer:
      name === undefined || authorizationUrl === undefined
        ? undefined
        : { name, authorizationUrl, inAnswers },
    authorizationUrl: grant === 'authorization-code' ? authorizationUrl : undefined,
    tokenUrl,
    deviceUrl: grant === 'device-code' ? deviceUrl : undefined,
  };
}
