import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import { credentialsFor } from '#contract/providers/presets.ts';
import type { CommandInput, CommandOutput } from '#contract/commands.ts';
import { serverAddressSchema, type Protocol, type ServerAddress } from '#contract/endpoints.ts';
import { cloudSchema, grantTypeSchema } from '#contract/grants.ts';
import { providerIdSchema } from '#contract/oauth-client.ts';
import {
  addCertificateOptions,
  addClientCertificateCommand,
  certificateCredential,
  certificateOptionsSchema,
} from './client-certificate-command.ts';
import { carryOut, withGateway, type CommandHost } from './command-host.ts';
import { quoted, tell, UsageError } from './terminal.ts';
import { readable } from './snapshot-now.ts';
import { readSecret, readTextFile } from './secret-input.ts';

const addSchema = z.object({
  name: z.string(),
  provider: providerIdSchema,
  grant: grantTypeSchema,
  cloud: cloudSchema.optional(),
  tenant: z.string().optional(),
  clientId: z.string(),
  clientSecretStdin: z.boolean().optional(),
  clientSecretFile: z.string().optional(),
  secretExpires: z.string().optional(),
  certificate: z.string().optional(),
  key: z.string().optional(),
  serviceAccountKey: z.string().optional(),
  ...certificateOptionsSchema.shape,
  issuer: z.string().optional(),
  authorizationUrl: z.string().optional(),
  tokenUrl: z.string().optional(),
  deviceUrl: z.string().optional(),
  scope: z.string().optional(),
  redirectUri: z.string().optional(),
  imap: z.string().optional(),
  pop: z.string().optional(),
  smtp: z.string().optional(),
});
type AddOptions = z.infer<typeof addSchema>;

const examples = `
What is left out of URLs, scopes and servers comes from the provider's preset; custom has none.
Secrets come from standard input or a file, never as an argument, as others can read those.

Examples:
  Microsoft 365, somebody signs in:
    mailwicket client add --name Work --provider microsoft365 --grant authorization-code --client-id ID
  Microsoft 365, nobody present, for many mailboxes (the secret is typed, or piped in):
    mailwicket client add --name Service --provider microsoft365 --grant client-credentials \\
      --tenant contoso.com --client-id ID --client-secret-stdin --secret-expires 2027-06-30
  The same with a certificate:
    mailwicket client add --name Service --provider microsoft365 --grant client-credentials \\
      --tenant contoso.com --client-id ID --certificate client.pem --key client.key
  Google, with a desktop client's secret in a file:
    mailwicket client add --name Google --provider google --grant authorization-code \\
      --client-id ID --client-secret-file secret.txt
  Google Workspace, a service account:
    mailwicket client add --name Workspace --provider google --grant service-account \\
      --client-id ID --service-account-key key.json
  Another provider:
    mailwicket client add --name Other --provider custom --grant authorization-code --client-id ID \\
      --authorization-url https://id.example.org/authorize --token-url https://id.example.org/token \\
      --scope "mail offline_access" --imap imap.example.org:993 --smtp smtp.example.org:587`;

/** `client add | list | remove`: the OAuth clients. */
export function addClientCommands(program: Command, host: CommandHost): void {
  const client = program.command('client').description('the OAuth clients (app registrations)');
  addClientCertificateCommand(client, host);
  addCertificateOptions(client.command('add'))
    .description('add an OAuth client')
    .addHelpText('after', examples)
    .requiredOption('--name <name>', 'what to call it')
    .addOption(choice('--provider <provider>', 'whose it is', providerIdSchema.options).makeOptionMandatory())
    .addOption(choice('--grant <grant>', 'how it gets tokens', grantTypeSchema.options).makeOptionMandatory())
    .requiredOption('--client-id <id>', 'the application (client) ID')
    .addOption(choice('--cloud <cloud>', 'Microsoft: which cloud', cloudSchema.options))
    .option('--tenant <tenant>', 'Microsoft: the tenant’s id or domain, or common, organizations, consumers')
    .option('--client-secret-stdin', 'read the client secret from standard input')
    .option('--client-secret-file <file>', 'read the client secret from a file')
    .option('--secret-expires <date>', 'the day on which it or the certificate ends: 2027-06-30', dayOf)
    .option('--certificate <file>', 'the client’s certificate (PEM)')
    .option('--key <file>', 'the certificate’s private key (PEM)')
    .option('--service-account-key <file>', 'Google: the service account’s key file (JSON)')
    .option('--issuer <url>', 'ask the provider under its issuer for the URLs that are not given')
    .option('--authorization-url <url>', 'the authorization endpoint (Permission URL)')
    .option('--token-url <url>', 'the token endpoint')
    .option('--device-url <url>', 'the device authorization endpoint')
    .option('--scope <scopes>', 'the scopes, separated by spaces')
    .option('--redirect-uri <uri>', 'the redirect URI, as it is registered')
    .option('--imap <host:port>', 'the IMAP server; host:port:starttls for STARTTLS')
    .option('--pop <host:port>', 'the POP server')
    .option('--smtp <host:port>', 'the SMTP server')
    .action(async (given: unknown) => {
      const options = addSchema.parse(given);
      const credential = await credentialOf(options, host);
      const { name, provider, grant, cloud, tenant, clientId } = options;
      if (
        grant === 'authorization-code' &&
        credential.kind === 'none' &&
        !credentialsFor({ provider, cloud, grant }).includes('none')
      ) {
        throw new UsageError(
          'This client has a client secret too, which the provider asks for: give it with --client-secret-stdin or --client-secret-file FILE.',
        );
      }
      const { issuer, authorizationUrl, tokenUrl, deviceUrl, scope, redirectUri } = options;
      await withGateway(host, async (gateway) => {
        const found =
          issuer === undefined ? {} : await carryOut(host, gateway, 'provider-discover', { issuer });
        if (found === undefined) return;
        const discovered = discoveredUrls(found, grant);
        const added = await carryOut(host, gateway, 'client-add', {
          name,
          provider,
          grant,
          clientId,
          credential,
          servers: {
            imap: serverOf('imap', options.imap),
            pop: serverOf('pop', options.pop),
            smtp: serverOf('smtp', options.smtp),
          },
          cloud,
          tenant,
          scope,
          redirectUri,
          issuer: discovered.issuer,
          authorizationUrl: authorizationUrl ?? discovered.authorizationUrl,
          tokenUrl: tokenUrl ?? discovered.tokenUrl,
          deviceUrl: deviceUrl ?? discovered.deviceUrl,
          credentialExpires: options.secretExpires,
        });
        if (added !== undefined) {
          tell(
            host.terminal,
            added,
            `The OAuth client ${name} was added.`,
            ...(provider === 'microsoft365' && grant !== 'client-credentials'
              ? [
                  'Where the organization lets Microsoft manage consent, an administrator has to agree to IMAP and POP first.',
                  `The page to send: mailwicket admin-consent ${quoted(name)} --print-url`,
                ]
              : []),
            `Next: mailwicket account add ADDRESS --client ${quoted(name)}`,
          );
        }
      });
    });
  client
    .command('list')
    .description('list the OAuth clients')
    .action(async () => {
      await withGateway(host, async (gateway) => {
        await gateway.reload();
        const { clients } = readable(gateway.snapshot);
        const lines = clients.map(
          ({ name, provider, grant, tenant, usedBy }) =>
            `${name}\t${provider}${tenant === undefined ? '' : ` (${tenant})`}\t${grant}\tused by ${String(usedBy)}`,
        );
        tell(host.terminal, { clients }, ...(lines.length === 0 ? ['There is no OAuth client yet.'] : lines));
      });
    });
  client
    .command('remove <name>')
    .description('remove an OAuth client that no account uses')
    .action(async (name: string) => {
      await withGateway(host, async (gateway) => {
        const done = await carryOut(host, gateway, 'client-remove', { client: name });
        if (done !== undefined) tell(host.terminal, { ok: true }, `The OAuth client ${name} was removed.`);
      });
    });
}

async function credentialOf(
  options: AddOptions,
  host: CommandHost,
): Promise<
  | { kind: 'none' }
  | { kind: 'secret'; secret: string }
  | { kind: 'certificate'; certificate: string; privateKey: string }
  | { kind: 'pfx'; pfx: string; passphrase?: string }
  | { kind: 'new-certificate' }
  | { kind: 'service-account-key'; json: string }
> {
  const secret = await readSecret(
    { stdin: options.clientSecretStdin, file: options.clientSecretFile },
    host.terminal,
    'client secret',
  );
  const other = await certificateCredential(options, host);
  const given = [secret, options.certificate, options.serviceAccountKey, other].filter(
    (one) => one !== undefined,
  );
  if (given.length > 1)
    throw new UsageError('Give one of a client secret, a certificate and a service account key.');
  if (secret !== undefined) return { kind: 'secret', secret };
  if (other !== undefined) return other;
  if (options.serviceAccountKey !== undefined) {
    return { kind: 'service-account-key', json: await readTextFile(options.serviceAccountKey) };
  }
  if (options.certificate === undefined && options.key === undefined) return { kind: 'none' };
  if (options.certificate === undefined || options.key === undefined) {
    throw new UsageError('A certificate goes with its private key: --certificate FILE --key FILE.');
  }
  return {
    kind: 'certificate',
    certificate: await readTextFile(options.certificate),
    privateKey: await readTextFile(options.key),
  };
}

function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices);
}

function dayOf(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2}))?$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('It is a day, such as 2027-06-30.');
  return text;
}

const usualImplicitPorts: Record<Protocol, readonly number[]> = { imap: [993], pop: [995], smtp: [465] };
const usualStarttlsPorts: Record<Protocol, readonly number[]> = {
  imap: [143],
  pop: [110],
  smtp: [25, 587, 2525],
};

/** `host:port`, `host:port:starttls` or `host:port:tls`; without a word the port tells. */
function serverOf(protocol: Protocol, text: string | undefined): ServerAddress | undefined {
  if (text === undefined) return undefined;
  const match = /^(?<host>\[[^\]]+\]|[^:]+):(?<port>\d{1,5})(?::(?<tls>starttls|tls|implicit))?$/i.exec(text);
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
    throw new UsageError(`--${protocol} takes host:port or host:port:starttls, not ${text}.`);
  }
  return server.data;
}

/** The URLs that a grant has a use for, of those that a provider names. */
function discoveredUrls(
  found: Partial<CommandOutput<'provider-discover'>>,
  grant: AddOptions['grant'],
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
