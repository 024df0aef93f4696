import type { z } from 'zod';
import { accountCommands } from './commands/accounts.ts';
import { clientCommands } from './commands/clients.ts';
import type { CommandSchemas, OutputsOf, ParsedOf, TableOf } from './commands/command.ts';
import { settingsCommands, deviceCommands } from './commands/settings.ts';
import { setupCommands } from './commands/setup.ts';
import type { HostCommandInput, HostCommandName, HostCommandOutput } from './commands/host.ts';
import type { CommandResult } from './problem.ts';
import type { Snapshot, ActivityEntry } from './views.ts';

/**
 * Everything that a host or a screen may ask of the core, by name. All of it can be cloned, sent and printed. No output
 * holds a token or a secret, except a local password that was just made: it is shown once, or until the set-up that it
 * was made for ends.
 */
export const commands = {
  ...accountCommands,
  ...clientCommands,
  ...deviceCommands,
  ...settingsCommands,
  ...setupCommands,
} as const satisfies CommandSchemas;

export type CommandName = keyof typeof commands;
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['input']>;
export type CommandOutput<Name extends CommandName> = CommandOutputs[Name];
export type ParsedInputs = ParsedOf<typeof commands>;
export type CommandOutputs = OutputsOf<typeof commands>;
/** @alias */
export const commandTable: TableOf<typeof commands> = commands;

/**
 * What a screen sees of Mailwicket, whichever way it is connected: the desktop's preload bridge, or the
 * panel's HTTP. Results are checked against the contract's schemas on the screen's side.
 */
export interface Backend {
  /** Carries out a command of the core. Never rejects: no connection is a result too (code 'disconnected'). */
  run<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<CommandResult<CommandOutput<Name>>>;
  /** Asks something of the host. Never rejects. */
  host<Name extends HostCommandName>(
    name: Name,
    input: HostCommandInput<Name>,
  ): Promise<CommandResult<HostCommandOutput<Name>>>;
  /** Calls back with the snapshot now and after every change; ends with the returned function. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  /**
   * Calls back with activity lines, the kept ones first; ends with the returned function. After a reconnection lines
   * may come again: their sequence tells.
   */
  onActivity(listener: (entries: readonly ActivityEntry[]) => void): () => void;
  /** Calls back when the connection to the core is lost or there again; `keyRefused`: it answers, and not to this page. */
  onConnection(listener: (connected: boolean, keyRefused: boolean) => void): () => void;
}

/** What the preload script puts at `window.mailwicket`: plain functions over structured clones. */
export interface Bridge {
  run(name: string, input: unknown): Promise<unknown>;
  host(name: string, input: unknown): Promise<unknown>;
  onSnapshot(listener: (snapshot: unknown) => void): () => void;
  onActivity(listener: (entries: unknown) => void): () => void;
}
