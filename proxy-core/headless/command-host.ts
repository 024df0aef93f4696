import type { CommandInput, CommandName, CommandOutput } from '../contract.ts';
import type { Gateway } from '../gateway.ts';
import type { OpenPage } from '../oauth/sign-ins.ts';
import { openGateway } from './open-gateway.ts';
import { complain, type Terminal } from './terminal.ts';

/** What each subcommand gets from the command line. */
export interface CommandHost {
  readonly data: string | undefined;
  readonly terminal: Terminal;
  /** Exit status 1. */
  fail(): void;
}

/** Opens a gateway without listeners for one piece of work, and closes it. */
export async function withGateway(
  host: CommandHost,
  work: (gateway: Gateway, dataFolder: string) => Promise<void>,
  openPage?: OpenPage,
): Promise<void> {
  const { gateway, dataFolder } = await openGateway({
    data: host.data,
    logLevel: 'silent',
    logTo: host.terminal.errors,
    ...(openPage === undefined ? {} : { openPage }),
  });
  try {
    await work(gateway, dataFolder);
  } finally {
    await gateway.stop();
  }
}

/** Carries out one command of the contract; a failure is told and sets the exit status. */
export async function carryOut<Name extends CommandName>(
  host: CommandHost,
  gateway: Gateway,
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandOutput<Name> | undefined> {
  const result = await gateway.run(name, input);
  if (result.ok) return result.value;
  complain(host.terminal, result);
  host.fail();
  return undefined;
}
