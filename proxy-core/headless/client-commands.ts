import type { Command } from 'commander';
import { z } from 'zod';
import { credentialsFor } from '#contract/providers/presets.ts';
import { defaultsFor, type ClientDefaults } from '#contract/client-defaults.ts';
import { clearableSchema } from '#contract/commands/clients.ts';
import { protocols } from '#contract/endpoints.ts';
import { grantTypeSchema } from '#contract/grants.ts';
import { submissionName } from '#contract/submission.ts';
import { pastedValueProblem, providerIdSchema, type PastedField } from '#contract/oauth-client.ts';
import type { ClientView, Snapshot } from '#contract/views.ts';
import { findClient } from '#core/accounts/settings-changes.ts';
import type { Gateway } from '#core/gateway.ts';
import { inEnglish } from '#messages/format.ts';
import { msg } from '#messages/message.ts';
import { endingOf } from './account-words.ts';
import { addClientCertificateCommand } from './client-certificate-command.ts';
import { clientOptions, credentialOf, discoveredUrls, fieldsOf, serversOf } from './client-options.ts';
import { carryOut, carryOutAndTell, readable, withGateway, type CommandHost } from './command-host.ts';
import { addCommand, dayOf, kebab, noOptions, option, takes } from './command-options.ts';
import { readSecret } from './secret-input.ts';
import { factLines, quoted, tell, tellList, UsageError, warn } from './terminal.ts';

/** What `--clear` takes away, by the option that sets it: the provider's preset holds again, or nothing. */
const clearable = new Map(
  clearableSchema
    .exclude(['submissionLimits'])
    .options.map((field) => [field === 'credentialExpires' ? 'secret-expires' : kebab(field), field]),
);

const addingOptions = z.object({
  name: option('<name>', 'what to call it', z.string()),
  provider: option('<provider>', 'whose it is', providerIdSchema),
  grant: option('<grant>', 'how it gets tokens', grantTypeSchema),
  clientId: option('<id>', 'the application (client) ID', z.string()),
  issuer: takes('<url>', 'ask the provider under its issuer for the URLs that are not given'),
  ...clientOptions,
});
const editOptions = z.object({
  name: takes('<name>', 'what to call it from now on'),
  clientId: takes('<id>', 'the application (client) ID'),
  clear: option(
    '<what...>',
    'what goes back to the provider’s preset',
    z.array(z.enum([...clearable.keys()])).optional(),
  ),
  ...clientOptions,
});
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
  addCommand(client, 'add', 'add an OAuth client', addingOptions, (options) =>
    addClient(host, options),
  ).addHelpText('after', examples);
  addCommand(client, 'list', 'list the OAuth clients', noOptions, () =>
    withClients(host, async (_gateway, { clients }) => {
      const lines = clients.map((view) => {
        const { name, provider, grant, tenant, usedBy } = view;
        const whose = tenant === undefined ? provider : `${provider} (${tenant})`;
        const ending = endingOf(view);
        return [
          name,
          whose,
          grant,
          `used by ${String(usedBy)}`,
          ...(ending === undefined ? [] : [ending]),
        ].join('\t');
      });
      tellList(host.terminal, { clients }, lines, 'There is no OAuth client yet.');
    }),
  );
  const one = 'show one OAuth client, with what its provider’s preset fills in';
  addCommand(client, 'show <name>', one, noOptions, (_options, name) =>
    withClients(host, async (_gateway, snapshot) => {
      const found = findClient(snapshot, name);
      const usual = defaultsFor(found);
      tell(host.terminal, { client: found, defaults: usual }, ...describeClient(found, usual));
    }),
  );
  const edit = 'change an OAuth client: what is left out stays';
  addCommand(client, 'edit <name>', edit, editOptions, (options, name) =>
    editClient(host, name, options),
  ).addHelpText(
    'after',
    `
Examples:
  mailwicket client edit Work --name "Work (new)" --tenant contoso.com
  mailwicket client edit Work --clear scope redirect-uri
  mailwicket client edit Service --certificate client.pem --key client.key`,
  );
  addCommand(
    client,
    'secret <name>',
    'give an OAuth client its new secret: typed, piped in, or from a file',
    z.object({
      clientSecretFile: takes('<file>', 'read it from a file in place of standard input'),
      secretExpires: takes('<date>', 'the day on which it ends: 2027-06-30', dayOf),
    }),
    async ({ clientSecretFile: file, secretExpires: credentialExpires }, name) => {
      const secret = await readSecret({ stdin: file === undefined, file }, host.terminal, 'client secret');
      const change = credentialExpires === undefined ? {} : { credentialExpires };
      const credential = { kind: 'secret' as const, secret: secret ?? '' };
      const done = `The OAuth client ${name} has its new secret.`;
      await withClients(host, async (gateway, snapshot) => {
        const present = findClient(snapshot, name);
        warnOfPasted(host, present, { secret });
        await carryOut(gateway, 'client-update', { client: present.id, change, credential });
        tell(host.terminal, { ok: true }, done);
      });
    },
  );
  addClientCertificateCommand(client, host);
  const test = 'ask the provider for a token with an app-only client; it is looked at and forgotten';
  addCommand(client, 'test <name>', test, noOptions, (_options, name) =>
    carryOutAndTell(host, 'client-test', { client: name }, ({ milliseconds, lifetime, permissions }) => [
      `The provider gave a token in ${String(Math.round(milliseconds))} ms, good for ${inEnglish(msg('check.minutes', { count: Math.round(lifetime / 60_000) }))}.`,
      permissions.length === 0
        ? 'It names no permissions. If mailboxes refuse it, look whether they were added and consented to.'
        : `It allows: ${permissions.join(', ')}.`,
    ]),
  );
  addCommand(
    client,
    'remove <name>',
    'remove an OAuth client that no account uses',
    noOptions,
    (_options, name) =>
      carryOutAndTell(host, 'client-remove', { client: name }, `The OAuth client ${name} was removed.`),
  );
}

/** With the settings as they are now. */
function withClients(
  host: CommandHost,
  work: (gateway: Gateway, snapshot: Snapshot) => Promise<void>,
): Promise<void> {
  return withGateway(host, async (gateway) => {
    await gateway.reload();
    await work(gateway, readable(gateway.snapshot));
  });
}

async function addClient(host: CommandHost, options: z.infer<typeof addingOptions>): Promise<void> {
  const { name, provider, grant, cloud, clientId, issuer } = options;
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
  warnOfPasted(host, options, { ...options, secret: secretIn(credential) });
  await withGateway(host, async (gateway) => {
    const found = issuer === undefined ? {} : await carryOut(gateway, 'provider-discover', { issuer });
    const fields = fieldsOf(options);
    const discovered = discoveredUrls(found, grant);
    const added = await carryOut(gateway, 'client-add', {
      ...fields,
      name,
      provider,
      grant,
      clientId,
      credential,
      servers,
      issuer: discovered.issuer,
      authorizationUrl: fields.authorizationUrl ?? discovered.authorizationUrl,
      tokenUrl: fields.tokenUrl ?? discovered.tokenUrl,
      deviceUrl: fields.deviceUrl ?? discovered.deviceUrl,
    });
    const consent = provider === 'microsoft365' && grant !== 'client-credentials';
    tell(
      host.terminal,
      added,
      `The OAuth client ${name} was added.`,
      consent
        ? 'Where the organization lets Microsoft manage consent, an administrator has to agree to IMAP and POP first.'
        : undefined,
      consent ? `The page to send: mailwicket admin-consent ${quoted(name)} --print-url` : undefined,
      options.makeCertificate
        ? `Its certificate, to be uploaded at the provider: mailwicket client certificate ${quoted(name)} --export`
        : undefined,
      `Next: mailwicket account add ADDRESS --client ${quoted(name)}`,
    );
  });
}

function secretIn(credential: Awaited<ReturnType<typeof credentialOf>>): string | undefined {
  return credential?.kind === 'secret' ? credential.secret : undefined;
}

/**
 * Warns a person, as the form does, of what belongs into another field; it is taken all the same, as it may be right.
 * A program is told nothing: its standard error is one document, or empty.
 */
function warnOfPasted(
  host: CommandHost,
  client: Parameters<typeof pastedValueProblem>[2],
  given: { readonly [field in PastedField]?: string | undefined },
): void {
  const options = { clientId: '--client-id', tenant: '--tenant', secret: 'client secret' } as const;
  for (const field of ['clientId', 'tenant', 'secret'] as const) {
    const doubt = pastedValueProblem(field, given[field] ?? '', client);
    if (doubt !== undefined && !host.terminal.json)
      warn(host.terminal, `${options[field]}: ${inEnglish(doubt)}`);
  }
}

/** A client, a fact on each line; what nobody has set is what the preset says. */
function describeClient(client: ClientView, usual: ClientDefaults): string[] {
  const { credential, credentialExpires: ends, nextCertificate } = client;
  const servers = protocols.map((protocol) => {
    const server = client.servers[protocol] ?? usual.servers[protocol];
    return [protocol, server && `${server.host}:${String(server.port)} (${server.tls})`] as const;
  });
  return factLines([
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
  ]);
}

async function editClient(
  host: CommandHost,
  name: string,
  options: z.infer<typeof editOptions>,
): Promise<void> {
  const credential = await credentialOf(options, host);
  const servers = serversOf(options);
  await withClients(host, async (gateway, snapshot) => {
    const present = findClient(snapshot, name);
    const wanted = {
      ...fieldsOf(options),
      name: options.name,
      clientId: options.clientId,
      servers: Object.keys(servers).length === 0 ? undefined : { ...present.servers, ...servers },
    };
    // what was not given must not be there: it would take the place of what is
    const change = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    const clear = options.clear?.flatMap((word) => clearable.get(word) ?? []) ?? [];
    if (Object.keys(change).length === 0 && clear.length === 0 && credential === undefined)
      throw new UsageError('Say what is to change: mailwicket client edit --help has the options.');
    const { clientId = present.clientId, tenant } = options;
    const given = { clientId: options.clientId, tenant, secret: secretIn(credential) };
    warnOfPasted(host, { ...present, clientId }, given);
    await carryOut(gateway, 'client-update', { client: present.id, change, clear, credential });
    tell(host.terminal, { ok: true }, `The OAuth client ${options.name ?? name} was changed.`);
  });
}
