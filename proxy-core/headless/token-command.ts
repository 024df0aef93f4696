import type { Command } from 'commander';
import { z } from 'zod';
import { protocolSchema } from '#contract/endpoints.ts';
import type { ProgramTokenRequest, ProgramTokenResult } from '#contract/program-token.ts';
import { choice } from './client-options.ts';
import { withGateway, type CommandHost } from './command-host.ts';
import { complain, tell } from './terminal.ts';

const optionsSchema = z.object({ protocol: protocolSchema, xoauth2: z.boolean().default(false) });

const examples = `
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
    .addHelpText('after', examples)
    .addOption(
      choice('--protocol <protocol>', 'what it is for', protocolSchema.options).default(
        'imap' satisfies z.infer<typeof protocolSchema>,
      ),
    )
    .option('--xoauth2', 'print the whole message of XOAUTH2 with it, in base64')
    .action((address: string, given: unknown) => printToken(host, address, optionsSchema.parse(given)));
}

async function printToken(
  host: CommandHost,
  address: string,
  { protocol, xoauth2 }: z.infer<typeof optionsSchema>,
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
