import { defaultPorts } from '#contract/endpoints.ts';
import { msg, verbatim } from '#messages/message.ts';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import type { Problem } from '#contract/problem.ts';
import { addAccountCommands } from './account-commands.ts';
import {
  addAdminScriptCommand,
  addAdminConsentCommand,
  addClientProfileCommand,
  addImportCommand,
  addGuideCommand,
} from './setup-commands.ts';
import { addClientCommands } from './client-commands.ts';
import { tellFailure, type CommandHost, type Signals } from './command-host.ts';
import { addOptions, flag, option, takes } from './command-options.ts';
import { addPasswordCommands, addTokenCommand } from './password-commands.ts';
import { addDeviceCommands } from './device-commands.ts';
import { addServeCommand, addDemoCommand } from './serve-command.ts';
import { addStatusCommands } from './service-commands.ts';
import { addCompletionCommand } from './completion-command.ts';
import { addStoreCommands, storeOf } from './store-commands.ts';
import { addPolicyCommand, addSettingsCommands } from './settings-commands.ts';
import { aboutProgram, asTyped, commandName } from './installed-files.ts';
import type { OwnVariables } from './own-variables.ts';
import { complain, type Terminal } from './terminal.ts';

const sharedOptions = z.object({
  data: takes('<folder>', 'the folder with settings and secrets', folderOf),
  store: takes(
    '<url>',
    'the PostgreSQL database that has settings and secrets in the place of the data folder: postgresql://user@host/database (MAILWICKET_STORE)',
  ),
  registrations: takes(
    '<file>',
    'the OAuth clients to have built in, in the place of those that come with Mailwicket',
  ),
  policy: takes('<file>', 'what an organization sets for everybody; a policy of this system goes before it'),
  vaultKey: option(
    '<where>',
    'keyring: keep the key of the vault in the desktop’s keyring',
    z.enum(['keyring']).optional(),
  ),
  json: flag('answer in JSON, for programs'),
});

const firstSteps = `
The way to the first login:
  mailwicket client add --name Work --provider microsoft365 --grant authorization-code --client-id ID
  mailwicket account add anna@example.org --client Work
  mailwicket account authorize anna@example.org
  mailwicket password new anna@example.org
  mailwicket serve
Then set the mail program to 127.0.0.1 (IMAP ${defaultPorts.imap}, POP ${defaultPorts.pop}, SMTP ${defaultPorts.smtp}), with the address as user name
and the password that was printed.

Each command tells more: mailwicket client add --help
To see all of it work without any account: mailwicket demo`;

/** In the order in which the help names them. */
const groups = [
  addServeCommand,
  addStatusCommands,
  addClientCommands,
  addAccountCommands,
  addPasswordCommands,
  addTokenCommand,
  addDeviceCommands,
  addAdminConsentCommand,
  addAdminScriptCommand,
  addClientProfileCommand,
  addImportCommand,
  addSettingsCommands,
  addPolicyCommand,
  addStoreCommands,
  addGuideCommand,
  addDemoCommand,
  addCompletionCommand,
];

/**
 * Runs `mailwicket` with these arguments.
 * @param environment - where the variables are that are this program's only
 * @returns the exit status: 0, 1 (it failed, and why is on standard error) or 2 (it was not understood)
 */
export async function runCommandLine(
  args: readonly string[],
  streams: Pick<Terminal, 'input' | 'output' | 'errors'> = {
    input: process.stdin,
    output: process.stdout,
    errors: process.stderr,
  },
  signals: Signals = process,
  environment: OwnVariables = process.env,
): Promise<number> {
  let usage = '';
  const program = addSharedOptions(new Command(commandName))
    .description('A small door for mail programs that know only an address and a password.')
    .version(aboutProgram().version, '-V, --version', 'say which version this is')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.output.write(asTyped(text)),
      writeErr: (text) => {
        usage += text;
      },
    })
    .showHelpAfterError('(--help tells more)')
    .addHelpText('after', firstSteps);
  let status = 0;
  const host: CommandHost = {
    get place() {
      const { json: _, store, ...place } = sharedOptions.parse(program.opts());
      return { ...place, store: storeOf(store, environment), environment };
    },
    get terminal() {
      return { ...streams, json: sharedOptions.parse(program.opts()).json };
    },
    signals,
    fail: (as = 1) => {
      status = as;
    },
  };
  for (const add of groups) add(program, host);
  inheritSettings(program);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (args.includes('--json')) complain({ ...streams, json: true }, misuse(error));
      else streams.errors.write(asTyped(withoutValues(usage)));
      return 2;
    }
    tellFailure(host, error);
    return status;
  }
}

/** What every command takes. */
function addSharedOptions(command: Command): Command {
  command.optionsGroup('Understood everywhere:').helpOption('-h, --help', 'tell what it does and takes');
  return addOptions(command, sharedOptions);
}

/** What every command takes is understood behind a subcommand too. */
function inheritSettings(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    for (const one of addSharedOptions(child).options) {
      const key = one.attributeName();
      if (key in sharedOptions.shape)
        child.on(`option:${one.name()}`, (value: string | null) =>
          rootOf(child).setOptionValue(key, value ?? true),
        );
    }
    inheritSettings(child);
  }
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

/** An empty name is an unset variable of a script, and must not lead to the usual folder. */
function folderOf(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It names no folder.');
  return text;
}

function misuse(error: CommanderError): Problem {
  const message = withoutValues(error.message).replace(/^error: /, '');
  return {
    code: 'usage',
    message: error.code === 'commander.help' ? msg('command.noCommandNamed') : verbatim(message),
    fix: msg('command.helpTells', { command: 'mailwicket --help' }),
  };
}

/** What was typed where nothing belongs may be a secret: it is not repeated. */
function withoutValues(text: string): string {
  return text
    .replace(/(unknown option '[^'=]*)=[^\n]*'/, "$1'")
    .replace(/(too many arguments[^.]*\. Expected \d+ arguments? but got \d+): [^\n]*/, '$1.');
}
