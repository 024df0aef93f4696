import { Option, type Command } from 'commander';
import { z } from 'zod';
import { mailProgramSchema } from '#contract/commands/setup.ts';
import { carryOut, withGateway, type CommandHost } from './command-host.ts';
import { writeOut } from './out-file.ts';

const optionsSchema = z.object({ for: mailProgramSchema, out: z.string().optional() });

/** `client-profile`: settings for a mail program, with the ports of the service that runs. */
export function addClientProfileCommand(program: Command, host: CommandHost): void {
  program
    .command('client-profile <address>')
    .description('make the settings of an account for a mail program')
    .addOption(
      new Option(
        '--for <program>',
        'what the settings are for (thunderbird: for a new profile only, as it takes the place of accounts)',
      )
        .choices(mailProgramSchema.options)
        .default('settings'),
    )
    .option('--out <file>', 'write them to this file')
    .action(async (address: string, given: unknown) => {
      const { for: mailProgram, out } = optionsSchema.parse(given);
      await withGateway(host, async (gateway, dataFolder) => {
        const { findService } = await import('#core/service/service-record.ts');
        const { running, record } = await findService(dataFolder);
        const open = running ? record?.listeners.filter(({ addresses }) => addresses.length > 0) : undefined;
        const made = await carryOut(host, gateway, 'client-profile', {
          account: address,
          program: mailProgram,
          ...(open === undefined
            ? {}
            : {
                ports: open.map(({ protocol, implicitTls, port, addresses }) => ({
                  protocol,
                  implicitTls,
                  port,
                  addresses,
                })),
              }),
        });
        if (made === undefined) return;
        await writeOut(host.terminal, made, { content: made.content, file: out, what: 'The profile' });
      });
    });
}
