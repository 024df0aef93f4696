import type {
  ActivityEntry,
  CommandInput,
  CommandName,
  CommandOutput,
  CommandResult,
  Snapshot,
} from './contract.ts';
import type { HostCommandInput, HostCommandName, HostCommandOutput } from './host-contract.ts';

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
  /** Calls back with new activity lines, the kept ones first; ends with the returned function. */
  onActivity(listener: (entries: readonly ActivityEntry[]) => void): () => void;
  /** Calls back when the connection to the core is lost or there again. */
  onConnection(listener: (connected: boolean) => void): () => void;
}

/** What the preload script puts at `window.mailwicket`: plain functions over structured clones. */
export interface Bridge {
  run(name: string, input: unknown): Promise<unknown>;
  host(name: string, input: unknown): Promise<unknown>;
  onSnapshot(listener: (snapshot: unknown) => void): () => void;
  onActivity(listener: (entries: unknown) => void): () => void;
}
