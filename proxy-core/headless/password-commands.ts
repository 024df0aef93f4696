import type { Command } from 'commander';
import { z } from 'zod';
import { protocolSchema } from '#contract/endpoints.ts';
import type { ProgramTokenRequest, ProgramTokenResult } from '#contract/program-token.ts';
import { choice } from './client-options.ts';
import { findAccountView, readable } from './snapshot-now.ts';
import { carryOut, withGateway, type CommandHost } from './command-host.ts';
import { readSecret } from './secret-input.ts';
import { createFileOnce } from '#core/storage/atomic-file.ts';
import { findClient } from '#core/accounts/settings-changes.ts';
import { inEnglish } from '#messages/format.ts';
import { existsSync } from 'node:fs';
import { tell, UsageError, complain } from './terminal.ts';

const newSchema = z.object({
  name: z.string(),
  passwordStdin: z.boolean().optional(),
  passwordFile: z.string().optional(),
  all: z.boolean().optional(),
  client: z.string().optional(),
  output: z.string().optional(),
});

const examples = `
The password is only for programs on this machine that go through Mailwicket: the provider never sees it.
Give each mail program its own, so that one can be revoked.

Examples:
  mailwicket password new anna@example.org --name Thunderbird
  mailwicket password new anna@example.org --name Printer --password-stdin
  mailwicket password new --client Service --name Scanner --output passwords.csv`;

/** `password new | list | revoke`: the local passwords, one for each mail program. */
export function addPasswordCommands(program: Command, host: CommandHost): void {
  const password = program.command('password').description('the local passwords, that mail programs use');
  password
    .command('new [address]')
    .description('make a local password for a mail program; it is printed this once')
    .addHelpText('after', examples)
    .option('--name <name>', 'what it is for', 'mail program')
    .option('--all', 'one for each account, into a file')
    .option('--client <name>', 'one for each account of an OAuth client, into a file')
    .option('--output <file>', 'that file: a table, for you only; one that is there already is left as it is')
    .option('--password-stdin', 'set this one, from standard input')
    .option('--password-file <file>', 'set this one, from a file')
    .action(async (address: string | undefined, given: unknown) => {
      const options = newSchema.parse(given);
      if (address === undefined) return await makeMany(host, options);
      if (options.all === true || options.client !== undefined || options.output !== undefined)
        throw new UsageError('Name one account, or --all or --client NAME with --output FILE.');
      const chosen = await readSecret(
        { stdin: options.passwordStdin, file: options.passwordFile },
        host.terminal,
        'password',
      );
      await withGateway(host, async (gateway) => {
        const made = await carryOut(host, gateway, 'password-new', {
          account: address,
          name: options.name,
          password: chosen,
        });
        if (made !== undefined)
          tell(host.terminal, made, made.password ?? `The password “${options.name}” of ${address} was set.`);
      });
    });
  password
    .command('list <address>')
    .description('list the local passwords by name')
    .action(async (address: string) => {
      await withGateway(host, async (gateway) => {
        await gateway.look();
        const { passwords } = findAccountView(gateway.snapshot, address);
        const lines = passwords.map(
          ({ id, name, createdAt, lastUsedAt }) =>
            `${name}\tmade ${createdAt}\t${lastUsedAt === undefined ? 'never used' : `last used ${lastUsedAt}`}\t${id}`,
        );
        tell(
          host.terminal,
          { passwords },
          ...(lines.length === 0 ? ['There is no local password yet.'] : lines),
        );
      });
    });
  password
    .command('revoke <address> <name>')
    .description('revoke a local password by its name or id')
    .action(async (address: string, name: string) => {
      await withGateway(host, async (gateway) => {
        const done = await carryOut(host, gateway, 'password-revoke', { account: address, password: name });
        if (done !== undefined)
          tell(host.terminal, { ok: true }, `The password ${name} of ${address} was revoked.`);
      });
    });
}

/** A password for each of many accounts, in a file that is written once and for this user only. */
async function makeMany(host: CommandHost, options: z.infer<typeof newSchema>): Promise<void> {
  const { all, client, output, name, passwordStdin, passwordFile } = options;
  const given = passwordStdin === true || passwordFile !== undefined;
  if ((all === true) === (client !== undefined) || output === undefined || given)
    throw new UsageError('Name one account, or --all or --client NAME with --output FILE.');
  // before any is made: what is not kept in the file is told nowhere
  if (existsSync(output)) throw new UsageError(`${output} is there already. Name another file.`);
  await withGateway(host, async (gateway) => {
    await gateway.look();
    const snapshot = readable(gateway.snapshot);
    const ofClient = client === undefined ? undefined : findClient(snapshot, client).id;
    const accounts = snapshot.accounts
      .filter(({ clientId }) => ofClient === undefined || clientId === ofClient)
      .map(({ id }) => id);
    if (accounts.length === 0) throw new UsageError('There is no such account yet.');
    const made = await carryOut(host, gateway, 'passwords-for-all', { accounts, name });
    if (made === undefined) return;
    const { content, count, skipped } = made;
    if (!(await createFileOnce(output, content))) throw new UsageError(`${output} is there already.`);
    tell(
      host.terminal,
      { file: output, count, skipped },
      `${String(count)} passwords are in ${output}.`,
      ...skipped.map(({ address, problem }) => `${address} has none: ${inEnglish(problem.message)}`),
    );
  });
}

const tokenSchema = z.object({ protocol: protocolSchema, xoauth2: z.boolean().default(false) });

const tokenExamples = `
For programs that log in with OAuth themselves: they run it as their password command (PassCmd of mbsync,
passwordeval of msmtp). The token is all that it prints; it comes from the service that runs on the data folder,
else from the folder itself, and is renewed where that is due. Give it to no other command.
The exit status is 1 where there is none, and why is on standard error: the account has to be signed in, for example.

Examples:
  mailwicket token anna@example.org
  mailwicket token anna@example.org --protocol smtp
  mailwicket token anna@example.org --xoauth2`;

/** `token ADDRESS`: an access token for a program that logs in with OAuth itself. */
export function addTokenCommand(program: Command, host: CommandHost): void {
  program
    .command('token <address>')
    .description('print an access token for a program that logs in with OAuth itself')
    .addHelpText('after', tokenExamples)
    .addOption(
      choice('--protocol <protocol>', 'what it is for', protocolSchema.options).default(
        'imap' satisfies z.infer<typeof protocolSchema>,
      ),
    )
    .option('--xoauth2', 'print the whole message of XOAUTH2 with it, in base64')
    .action((address: string, given: unknown) => printToken(host, address, tokenSchema.parse(given)));
}

async function printToken(
  host: CommandHost,
  address: string,
  { protocol, xoauth2 }: z.infer<typeof tokenSchema>,
): Promise<void> {
  const request = { address, protocol };
  const result = (await askService(host, request)) ?? (await askFolder(host, request));
  if (!result.ok) {
    complain(host.terminal, result);
    host.fail();
    return;
  }
  const { token, user, expiresAt } = result.value;
  const printed = xoauth2 ? result.value.xoauth2 : token;
  tell(host.terminal, { token: printed, user, expires: new Date(expiresAt).toISOString() }, printed);
}

/** The service has the token at hand, and the vault open. @returns undefined - none runs */
async function askService(
  host: CommandHost,
  request: ProgramTokenRequest,
): Promise<ProgramTokenResult | undefined> {
  const { locateDataFolder } = await import('#core/storage/data-folder.ts');
  const { findService } = await import('#core/service/service-record.ts');
  const { running, record } = await findService(locateDataFolder({ override: host.place.data }));
  if (!running || record?.tokens === undefined) return undefined;
  const { askForToken } = await import('#core/service/token-server.ts');
  return askForToken(record.tokens, request);
}

async function askFolder(host: CommandHost, request: ProgramTokenRequest): Promise<ProgramTokenResult> {
  const asked = Promise.withResolvers<ProgramTokenResult>();
  await withGateway(host, async (gateway) => asked.resolve(await gateway.programToken(request)));
  return asked.promise;
}
