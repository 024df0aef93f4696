import type { Command } from 'commander';
import { z } from 'zod';
import { credentialsFor } from '#contract/providers/presets.ts';
import type { CommandOutput } from '#contract/commands.ts';
import { protocols } from '#contract/endpoints.ts';
import { grantTypeSchema } from '#contract/grants.ts';
import { submissionName } from '#contract/submission.ts';
import { providerIdSchema, type OAuthClient } from '#contract/oauth-client.ts';
import type { ClientView } from '#contract/views.ts';
import { findClient } from '#core/accounts/settings-changes.ts';
import { addClientCertificateCommand } from './client-certificate-command.ts';
import {
  addClientOptions,
  choice,
  clientOptionsSchema,
  credentialOf,
  dayOf,
  discoveredUrls,
  serversOf,
} from './client-options.ts';
import { carryOut, carryOutAndTell, withGateway, type CommandHost } from './command-host.ts';
import { readable } from './snapshot-now.ts';
import { readSecret } from './secret-input.ts';
import { quoted, tell, UsageError } from './terminal.ts';

const addSchema = clientOptionsSchema.extend({
  name: z.string(),
  provider: providerIdSchema,
  grant: grantTypeSchema,
  clientId: z.string(),
  issuer: z.string().optional(),
});
const editSchema = clientOptionsSchema.extend({
  name: z.string().optional(),
  clientId: z.string().optional(),
  clear: z.array(z.string()).optional(),
});
const secretSchema = clientOptionsSchema.pick({ clientSecretFile: true, secretExpires: true });

/** What `--clear` takes away, by the option that sets it: the provider's preset holds again, or nothing. */
const clearable = {
  cloud: 'cloud',
  tenant: 'tenant',
  'authorization-url': 'authorizationUrl',
  'token-url': 'tokenUrl',
  'device-url': 'deviceUrl',
  scope: 'scope',
  'redirect-uri': 'redirectUri',
  submission: 'submission',
  'submission-url': 'submissionUrl',
  'secret-expires': 'credentialExpires',
} as const satisfies Readonly<Record<string, keyof OAuthClient>>;

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

/** `client …`: the OAuth clients. */
export function addClientCommands(program: Command, host: CommandHost): void {
  const client = program.command('client').description('the OAuth clients (app registrations)');
  addAdd(client, host);
  client
    .command('list')
    .description('list the OAuth clients')
    .action(() => listClients(host));
  client
    .command('show <name>')
    .description('show one OAuth client, with what its provider’s preset fills in')
    .action((name: string) => showClient(host, name));
  addEdit(client, host);
  addSecret(client, host);
  addClientCertificateCommand(client, host);
  client
    .command('test <name>')
    .description('ask the provider for a token with an app-only client; it is looked at and forgotten')
    .action((name: string) => testClient(host, name));
  client
    .command('remove <name>')
    .description('remove an OAuth client that no account uses')
    .action((name: string) =>
      carryOutAndTell(host, 'client-remove', { client: name }, `The OAuth client ${name} was removed.`),
    );
}

function addAdd(client: Command, host: CommandHost): void {
  const add = client
    .command('add')
    .description('add an OAuth client')
    .addHelpText('after', examples)
    .requiredOption('--name <name>', 'what to call it')
    .addOption(choice('--provider <provider>', 'whose it is', providerIdSchema.options).makeOptionMandatory())
    .addOption(choice('--grant <grant>', 'how it gets tokens', grantTypeSchema.options).makeOptionMandatory())
    .requiredOption('--client-id <id>', 'the application (client) ID')
    .option('--issuer <url>', 'ask the provider under its issuer for the URLs that are not given');
  addClientOptions(add).action(async (given: unknown) => {
    const options = addSchema.parse(given);
    const { name, provider, grant, cloud, tenant, clientId, issuer, scope, redirectUri } = options;
    const credential = (await credentialOf(options, host)) ?? { kind: 'none' as const };
    if (
      grant === 'authorization-code' &&
      credential.kind === 'none' &&
      !credentialsFor({ provider, cloud, grant }).includes('none')
    ) {
      throw new UsageError(
        'This client has a client secret too, which the provider asks for: give it with --client-secret-stdin or --client-secret-file FILE.',
      );
    }
    const servers = serversOf(options);
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
        servers,
        cloud,
        tenant,
        scope,
        redirectUri,
        submission: options.submission,
        submissionUrl: options.submissionUrl,
        issuer: discovered.issuer,
        authorizationUrl: options.authorizationUrl ?? discovered.authorizationUrl,
        tokenUrl: options.tokenUrl ?? discovered.tokenUrl,
        deviceUrl: options.deviceUrl ?? discovered.deviceUrl,
        credentialExpires: options.secretExpires,
      });
      if (added === undefined) return;
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
    });
  });
}

async function listClients(host: CommandHost): Promise<void> {
  await withGateway(host, async (gateway) => {
    await gateway.reload();
    const { clients } = readable(gateway.snapshot);
    const lines = clients.map(
      ({ name, provider, grant, tenant, usedBy }) =>
        `${name}\t${provider}${tenant === undefined ? '' : ` (${tenant})`}\t${grant}\tused by ${String(usedBy)}`,
    );
    tell(host.terminal, { clients }, ...(lines.length === 0 ? ['There is no OAuth client yet.'] : lines));
  });
}

async function showClient(host: CommandHost, name: string): Promise<void> {
  await withGateway(host, async (gateway) => {
    await gateway.reload();
    const client = findClient(readable(gateway.snapshot), name);
    const { provider, grant, cloud, tenant } = client;
    const usual = await carryOut(host, gateway, 'client-defaults', { provider, grant, cloud, tenant });
    if (usual === undefined) return;
    tell(host.terminal, { client, defaults: usual }, ...describeClient(client, usual));
  });
}

/** A client, a fact on each line; what nobody has set is what the preset says. */
function describeClient(client: ClientView, usual: CommandOutput<'client-defaults'>): string[] {
  const { credential, credentialExpires: ends, nextCertificate } = client;
  const servers = protocols.map((protocol) => {
    const server = client.servers[protocol] ?? usual.servers[protocol];
    return [protocol, server && `${server.host}:${String(server.port)} (${server.tls})`] as const;
  });
  const facts = [
    ['name', client.name],
    ['provider', client.provider],
    ['grant', client.grant],
    ['cloud', client.cloud],
    ['tenant', client.tenant ?? usual.tenant],
    ['client ID', client.clientId],
    ['credential', ends === undefined ? credential : `${credential}, until ${ends.slice(0, 10)}`],
    ['thumbprint', client.certificateThumbprint],
    ['new certificate', nextCertificate && `${nextCertificate.thumbprint}, waits to be used`],
    ['authorization URL', client.authorizationUrl ?? usual.authorizationUrl],
    ['token URL', client.tokenUrl ?? usual.tokenUrl],
    ['device URL', client.deviceUrl ?? usual.deviceUrl],
    ['scope', client.scope ?? usual.scope],
    ['redirect URI', client.redirectUri ?? usual.redirectUri],
    ...servers,
    ['sends by', client.submission && submissionName[client.submission]],
    ['used by', String(client.usedBy)],
  ] as const;
  return facts.flatMap(([what, value]) => (value === undefined ? [] : [`${what}\t${value}`]));
}

function addEdit(client: Command, host: CommandHost): void {
  const edit = client
    .command('edit <name>')
    .description('change an OAuth client: what is left out stays')
    .addHelpText(
      'after',
      `
Examples:
  mailwicket client edit Work --name "Work (new)" --tenant contoso.com
  mailwicket client edit Work --clear scope redirect-uri
  mailwicket client edit Service --certificate client.pem --key client.key`,
    )
    .option('--name <name>', 'what to call it from now on')
    .option('--client-id <id>', 'the application (client) ID')
    .addOption(
      choice('--clear <what...>', 'what the provider’s preset is to say again', Object.keys(clearable)),
    );
  addClientOptions(edit).action(async (name: string, given: unknown) => {
    const options = editSchema.parse(given);
    const credential = await credentialOf(options, host);
    const { cloud, tenant, clientId, scope, redirectUri, authorizationUrl, tokenUrl, deviceUrl } = options;
    const servers = serversOf(options);
    await withGateway(host, async (gateway) => {
      await gateway.reload();
      const present = findClient(readable(gateway.snapshot), name);
      const wanted = {
        name: options.name,
        cloud,
        tenant,
        clientId,
        scope,
        redirectUri,
        submission: options.submission,
        submissionUrl: options.submissionUrl,
        authorizationUrl,
        tokenUrl,
        deviceUrl,
        credentialExpires: options.secretExpires,
        servers: Object.keys(servers).length === 0 ? undefined : { ...present.servers, ...servers },
      };
      // what was not given must not be there: it would take the place of what is
      const change = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
      const clear = (options.clear ?? []).flatMap((word) =>
        Object.entries(clearable).flatMap(([option, field]) => (option === word ? [field] : [])),
      );
      if (Object.keys(change).length === 0 && clear.length === 0 && credential === undefined)
        throw new UsageError('Say what is to change: mailwicket client edit --help has the options.');
      const done = await carryOut(host, gateway, 'client-update', {
        client: present.id,
        change,
        clear,
        credential,
      });
      if (done === undefined) return;
      tell(host.terminal, { ok: true }, `The OAuth client ${options.name ?? name} was changed.`);
    });
  });
}

function addSecret(client: Command, host: CommandHost): void {
  client
    .command('secret <name>')
    .description('give an OAuth client its new secret: typed, piped in, or from a file')
    .option('--client-secret-file <file>', 'read it from a file in place of standard input')
    .option('--secret-expires <date>', 'the day on which it ends: 2027-06-30', dayOf)
    .action(async (name: string, given: unknown) => {
      const { clientSecretFile: file, secretExpires: credentialExpires } = secretSchema.parse(given);
      const secret = await readSecret({ stdin: file === undefined, file }, host.terminal, 'client secret');
      await carryOutAndTell(
        host,
        'client-update',
        {
          client: name,
          change: credentialExpires === undefined ? {} : { credentialExpires },
          credential: { kind: 'secret', secret: secret ?? '' },
        },
        `The OAuth client ${name} has its new secret.`,
      );
    });
}

async function testClient(host: CommandHost, name: string): Promise<void> {
  await withGateway(host, async (gateway) => {
    const tested = await carryOut(host, gateway, 'client-test', { client: name });
    if (tested === undefined) return;
    const { milliseconds, lifetime, permissions } = tested;
    tell(
      host.terminal,
      tested,
      `The provider gave a token in ${String(Math.round(milliseconds))} ms, good for ${String(Math.round(lifetime / 60_000))} minutes.`,
      ...(permissions.length === 0 ? [] : [`It allows: ${permissions.join(', ')}.`]),
    );
  });
}
