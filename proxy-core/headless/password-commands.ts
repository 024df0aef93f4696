import type { Command } from 'commander';
import { z } from 'zod';
import { protocolSchema } from '#contract/endpoints.ts';
import type { ProgramTokenRequest, ProgramTokenResult } from '#contract/program-token.ts';
import {
  carryOut,
  carryOutAndTell,
  NotDoneError,
  readable,
  withGateway,
  type CommandHost,
} from './command-host.ts';
import { addCommand, flag, noOptions, option, takes } from './command-options.ts';
import { reserveOutputFile, writeOutputFile } from './output-file.ts';
import { readSecret } from './secret-input.ts';
import { findService } from '#core/service/service-record.ts';
import { askForToken } from '#core/service/token-server.ts';
import { locateDataFolder } from '#core/storage/data-folder.ts';
import { findAccount, findClient } from '#core/accounts/settings-changes.ts';
import { inEnglish } from '#messages/format.ts';
import { rm } from 'node:fs/promises';
import { tell, tellList, UsageError } from './terminal.ts';

const newOptions = z.object({
  name: option('<name>', 'what it is for', z.string().default('mail program')),
  all: flag('one for each account, into a file'),
  client: takes('<name>', 'one for each account of an OAuth client, into a file'),
  output: takes('<file>', 'that file: a table, for you only; one that is there already is left as it is'),
  passwordStdin: flag('set this one, from standard input'),
  passwordFile: takes('<file>', 'set this one, from a file'),
});

const examples = `
The password is only for programs on this machine that go through Mailwicket: the provider never sees it.
Give each mail program its own, so that one can be revoked.

Examples:
  mailwicket password new anna@example.org --name Thunderbird
  mailwicket password new anna@example.org --name Printer --password-stdin
  mailwicket password new --client Service --name Scanner --output passwords.csv`;

const whichAccounts = 'Name one account, or --all or --client NAME with --output FILE.';

/** `password new | list | revoke`: the local passwords, one for each mail program. */
export function addPasswordCommands(program: Command, host: CommandHost): void {
  const password = program.command('password').description('the local passwords, that mail programs use');
  const make = 'make a local password for a mail program; it is printed this once';
  addCommand(password, 'new [address]', make, newOptions, async (options, ...[address]) => {
    if (address === undefined) return await makeMany(host, options);
    const { name, all, client, output, passwordStdin: stdin, passwordFile: file } = options;
    if (all || client !== undefined || output !== undefined) throw new UsageError(whichAccounts);
    const chosen = await readSecret({ stdin, file }, host.terminal, 'password');
    await carryOutAndTell(host, 'password-new', { account: address, name, password: chosen }, (made) => [
      made.password ?? `The password “${name}” of ${address} was set.`,
    ]);
  }).addHelpText('after', examples);
  addCommand(password, 'list <address>', 'list the local passwords by name', noOptions, (_options, address) =>
    withGateway(host, async (gateway) => {
      const { passwords } = findAccount(readable(await gateway.look()), address);
      const lines = passwords.map(
        ({ id, name, createdAt, lastUsedAt }) =>
          `${name}\tmade ${createdAt}\t${lastUsedAt === undefined ? 'never used' : `last used ${lastUsedAt}`}\t${id}`,
      );
      tellList(host.terminal, { passwords }, lines, 'There is no local password yet.');
    }),
  );
  const revoke = 'revoke a local password by its name or id';
  addCommand(password, 'revoke <address> <name>', revoke, noOptions, (_options, address, name) => {
    const done = `The password ${name} of ${address} was revoked.`;
    return carryOutAndTell(host, 'password-revoke', { account: address, password: name }, done);
  });
}

/** A password for each of many accounts, in a file that is written once and for this user only. */
async function makeMany(host: CommandHost, options: z.infer<typeof newOptions>): Promise<void> {
  const { all, client, output, name, passwordStdin, passwordFile } = options;
  const given = passwordStdin || passwordFile !== undefined;
  if (all === (client !== undefined) || output === undefined || given) throw new UsageError(whichAccounts);
  // before any is made: what is not kept in the file is told nowhere
  await reserveOutputFile(output);
  let isMade = false;
  try {
    await withGateway(host, async (gateway) => {
      const snapshot = readable(await gateway.look());
      const ofClient = client === undefined ? undefined : findClient(snapshot, client).id;
      const accounts = snapshot.accounts
        .filter(({ clientId }) => ofClient === undefined || clientId === ofClient)
        .map(({ id }) => id);
      if (accounts.length === 0) throw new UsageError('There is no such account yet.');
      const made = await carryOut(gateway, 'passwords-for-all', { accounts, name });
      const { content, count, skipped } = made;
      isMade = count > 0;
      if (isMade) await writePasswords(host, output, content);
      if (skipped.length > 0) host.fail();
      tell(
        host.terminal,
        { file: isMade ? output : undefined, count, skipped },
        isMade
          ? `${String(count)} ${count === 1 ? 'password is' : 'passwords are'} in ${output}.`
          : undefined,
        ...skipped.map(({ address, problem }) => `${address} has none: ${inEnglish(problem.message)}`),
      );
    });
  } finally {
    if (!isMade) await rm(output, { force: true });
  }
}

/** Where the disk has become full meanwhile, they are told on standard output: nothing else has them. */
async function writePasswords({ terminal }: CommandHost, file: string, content: string): Promise<void> {
  try {
    await writeOutputFile(file, content, 'The passwords are on standard output.');
  } catch (error) {
    tell(terminal, { content }, content);
    throw error;
  }
}

const tokenOptions = z.object({
  protocol: option('<protocol>', 'what it is for', protocolSchema.default('imap')),
  xoauth2: flag('print the whole message of XOAUTH2 with it, in base64'),
});

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
  const what = 'print an access token for a program that logs in with OAuth itself';
  addCommand(program, 'token <address>', what, tokenOptions, async ({ protocol, xoauth2 }, address) => {
    const request = { address, protocol };
    const result = (await askService(host, request)) ?? (await askFolder(host, request));
    if (!result.ok) throw new NotDoneError(result);
    const { user, expiresAt } = result.value;
    const printed = xoauth2 ? result.value.xoauth2 : result.value.token;
    tell(host.terminal, { token: printed, user, expires: new Date(expiresAt).toISOString() }, printed);
  }).addHelpText('after', tokenExamples);
}

/** The service has the token at hand, and the vault open. @returns undefined - none runs */
async function askService(
  host: CommandHost,
  request: ProgramTokenRequest,
): Promise<ProgramTokenResult | undefined> {
  const { running, record } = await findService(locateDataFolder({ override: host.place.data }));
  if (!running || record?.tokens === undefined) return undefined;
  return askForToken(record.tokens, request);
}

async function askFolder(host: CommandHost, request: ProgramTokenRequest): Promise<ProgramTokenResult> {
  const asked = Promise.withResolvers<ProgramTokenResult>();
  await withGateway(host, async (gateway) => asked.resolve(await gateway.programToken(request)));
  return asked.promise;
}
