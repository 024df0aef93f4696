import { InvalidArgumentError, Option, type Command } from 'commander';
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
import { cloudSchema, type GrantType } from '#contract/grants.ts';
import { systemErrorText } from '#core/storage/system-error.ts';
import type { CommandHost } from './command-host.ts';
import { FileUnreadableError, readSecret, readTextFile } from './secret-input.ts';
import { UsageError } from './terminal.ts';

const text = z.string().optional();

/** The options of an OAuth client that `client add` and `client edit` share. */
export const clientOptionsSchema = z.object({
  cloud: cloudSchema.optional(),
  tenant: text,
  clientSecretStdin: z.boolean().optional(),
  clientSecretFile: text,
  secretExpires: text,
  certificate: text,
  key: text,
  pfx: text,
  pfxPassphraseStdin: z.boolean().optional(),
  pfxPassphraseFile: text,
  makeCertificate: z.boolean().optional(),
  serviceAccountKey: text,
  authorizationUrl: text,
  tokenUrl: text,
  deviceUrl: text,
  scope: text,
  redirectUri: text,
  submission: submissionSchema.optional(),
  submissionUrl: text,
  imap: text,
  pop: text,
  smtp: text,
});
export type ClientOptions = z.infer<typeof clientOptionsSchema>;

export function addClientOptions(command: Command): Command {
  return command
    .addOption(choice('--cloud <cloud>', 'Microsoft: which cloud', cloudSchema.options))
    .option('--tenant <tenant>', 'Microsoft: the tenant’s id or domain, or common, organizations, consumers')
    .option('--client-secret-stdin', 'read the client secret from standard input')
    .option('--client-secret-file <file>', 'read the client secret from a file')
    .option('--secret-expires <date>', 'the day on which it or the certificate ends: 2027-06-30', dayOf)
    .option('--certificate <file>', 'the client’s certificate (PEM)')
    .option('--key <file>', 'the certificate’s private key (PEM)')
    .option('--pfx <file>', 'the client’s certificate with its private key (PFX, PKCS #12)')
    .option('--pfx-passphrase-stdin', 'read the passphrase of the PFX file from standard input')
    .option('--pfx-passphrase-file <file>', 'read the passphrase of the PFX file from a file')
    .option('--make-certificate', 'make a key and a certificate (see: client certificate NAME --export)')
    .option('--service-account-key <file>', 'Google: the service account’s key file (JSON)')
    .option('--authorization-url <url>', 'the authorization endpoint (Permission URL)')
    .option('--token-url <url>', 'the token endpoint')
    .option('--device-url <url>', 'the device authorization endpoint')
    .option('--scope <scopes>', 'the scopes, separated by spaces')
    .option('--redirect-uri <uri>', 'the redirect URI, as it is registered')
    .addOption(
      choice('--submission <way>', 'how its accounts send: SMTP, or an API', submissionSchema.options),
    )
    .option('--submission-url <url>', 'where the API begins, such as https://graph.microsoft.com/v1.0')
    .option('--imap <host:port>', 'the IMAP server; host:port:starttls for STARTTLS')
    .option('--pop <host:port>', 'the POP server')
    .option('--smtp <host:port>', 'the SMTP server');
}

/** An option that takes one of several words. */
export function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices);
}

/** For commander. @throws InvalidArgumentError */
export function dayOf(given: string): string {
  if (!/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/.test(given) || Number.isNaN(Date.parse(given)))
    throw new InvalidArgumentError('It is a day, such as 2027-06-30.');
  return given;
}

type Credential = CommandInput<'client-add'>['credential'];

/** The credential that the options name, read from where it is; undefined for none. @throws UsageError, FileUnreadableError */
export async function credentialOf(
  options: ClientOptions,
  host: CommandHost,
): Promise<Credential | undefined> {
  const { certificate, key, pfx, makeCertificate, serviceAccountKey } = options;
  const secret = await readSecret(
    { stdin: options.clientSecretStdin, file: options.clientSecretFile },
    host.terminal,
    'client secret',
  );
  if (pfx === undefined && (options.pfxPassphraseStdin === true || options.pfxPassphraseFile !== undefined))
    throw new UsageError('A passphrase goes with its PFX file: --pfx FILE.');
  if (pfx !== undefined && makeCertificate === true)
    throw new UsageError('Give one of --pfx and --make-certificate.');
  const other = pfx ?? makeCertificate;
  if ([secret, certificate, serviceAccountKey, other].filter((one) => one !== undefined).length > 1)
    throw new UsageError('Give one of a client secret, a certificate and a service account key.');
  if (secret !== undefined) return { kind: 'secret', secret };
  if (pfx !== undefined) return await pfxCredential(pfx, options, host);
  if (makeCertificate === true) return { kind: 'new-certificate' };
  if (serviceAccountKey !== undefined)
    return { kind: 'service-account-key', json: await readTextFile(serviceAccountKey) };
  if (certificate === undefined && key === undefined) return undefined;
  if (certificate === undefined || key === undefined)
    throw new UsageError('A certificate goes with its private key: --certificate FILE --key FILE.');
  return {
    kind: 'certificate',
    certificate: await readTextFile(certificate),
    privateKey: await readTextFile(key),
  };
}

async function pfxCredential(file: string, options: ClientOptions, host: CommandHost): Promise<Credential> {
  const passphrase = await readSecret(
    { stdin: options.pfxPassphraseStdin, file: options.pfxPassphraseFile },
    host.terminal,
    'passphrase',
  );
  const content = await readFile(file).catch((error: unknown) => {
    throw new FileUnreadableError(file, systemErrorText(error));
  });
  return { kind: 'pfx', pfx: content.toString('base64'), passphrase };
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

const usualImplicitPorts: Record<Protocol, readonly number[]> = { imap: [993], pop: [995], smtp: [465] };
const usualStarttlsPorts: Record<Protocol, readonly number[]> = {
  imap: [143],
  pop: [110],
  smtp: [25, 587, 2525],
};

/** `host:port`, `host:port:starttls` or `host:port:tls`; without a word the port tells. */
function serverOf(protocol: Protocol, given: string): ServerAddress {
  const match = /^(?<host>\[[^\]]+\]|[^:]+):(?<port>\d{1,5})(?::(?<tls>starttls|tls|implicit))?$/i.exec(
    given,
  );
  const { host = '', port = '', tls } = match?.groups ?? {};
  const number = Number(port);
  const word = tls?.toLowerCase();
  const starttls =
    word === undefined
      ? usualStarttlsPorts[protocol].includes(number) && !usualImplicitPorts[protocol].includes(number)
      : word === 'starttls';
  const server = serverAddressSchema.safeParse({
    host: host.replace(/^\[|\]$/g, ''),
    port: number,
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
