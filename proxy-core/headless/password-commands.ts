import type { Command } from 'commander';
import { z } from 'zod';
import { findAccountView } from './snapshot-now.ts';
import { carryOut, withGateway, type CommandHost } from './command-host.ts';
import { readSecret } from './secret-input.ts';
import { tell } from './terminal.ts';

const newSchema = z.object({
  name: z.string(),
  passwordStdin: z.boolean().optional(),
  passwordFile: z.string().optional(),
});

const examples = `
The password is only for programs on this machine that go through Mailwicket: the provider never sees it.
Give each mail program its own, so that one can be revoked.

Examples:
  mailwicket password new anna@example.org --name Thunderbird
  mailwicket password new anna@example.org --name Printer --password-stdin`;

/** `password new | list | revoke`: the local passwords, one for each mail program. */
export function addPasswordCommands(program: Command, host: CommandHost): void {
  const password = program.command('password').description('the local passwords, that mail programs use');
  password
    .command('new <address>')
    .description('make a local password for a mail program; it is printed this once')
    .addHelpText('after', examples)
    .option('--name <name>', 'what it is for', 'mail program')
    .option('--password-stdin', 'set this one, from standard input')
    .option('--password-file <file>', 'set this one, from a file')
    .action(async (address: string, given: unknown) => {
      const options = newSchema.parse(given);
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
