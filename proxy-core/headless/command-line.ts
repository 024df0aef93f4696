import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { problemOf } from '../problem.ts';
import { addAccountCommands } from './account-commands.ts';
import { addClientCommands } from './client-commands.ts';
import type { CommandHost } from './command-host.ts';
import { addPasswordCommands } from './password-commands.ts';
import { addServeCommand } from './serve-command.ts';
import { addStatusCommands } from './status-commands.ts';
import { addDemoCommand } from './demo-command.ts';
import { complain, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const globalOptions = z.object({ data: z.string().optional(), json: z.boolean().default(false) });

/**
 * Runs `mailwicket` with these arguments.
 * @returns the exit status: 0, 1 (it failed, and why is on standard error) or 2 (it was not understood)
 */
export async function runCommandLine(
  args: readonly string[],
  streams: Pick<Terminal, 'input' | 'output' | 'errors'> = {
    input: process.stdin,
    output: process.stdout,
    errors: process.stderr,
  },
): Promise<number> {
  const program = new Command('mailwicket')
    .description('A small door for mail programs that know only an address and a password.')
    .option('--data <folder>', 'the folder with settings and secrets')
    .option('--json', 'answer in JSON, for programs')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.output.write(text),
      writeErr: (text) => streams.errors.write(text),
    })
    .showHelpAfterError('(mailwicket --help tells more)');
  let status = 0;
  const host: CommandHost = {
    get data() {
      return globalOptions.parse(program.opts()).data;
    },
    get terminal() {
      return { ...streams, json: globalOptions.parse(program.opts()).json };
    },
    fail: () => {
      status = 1;
    },
  };
  addServeCommand(program, host);
  addDemoCommand(program, host);
  addClientCommands(program, host);
  addAccountCommands(program, host);
  addPasswordCommands(program, host);
  addStatusCommands(program, host);
  inheritSettings(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    complain(host.terminal, problemOf(error));
    return error instanceof UsageError ? 2 : 1;
  }
}

/** `--data` and `--json` are understood behind a subcommand too. */
function inheritSettings(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    if (child.commands.length === 0) {
      child
        .option('--data <folder>', 'the folder with settings and secrets')
        .option('--json', 'answer in JSON, for programs')
        .on('option:data', (folder: string) => rootOf(child).setOptionValue('data', folder))
        .on('option:json', () => rootOf(child).setOptionValue('json', true));
    }
    inheritSettings(child);
  }
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}
