import {
  hostCommandTable,
  type HostCommandName,
  type HostCommandOutputs,
  type HostParsedInputs,
} from '#contract/commands/host.ts';
import type { CommandResult } from '#contract/problem.ts';
import { CommandRunner } from '#core/commands/command-runner.ts';
import type { Gateway } from '#core/gateway.ts';

/** What a host does for its screens, one function for each command of the host's contract. */
export type HostHandlers = {
  readonly [Name in HostCommandName]: (input: HostParsedInputs[Name]) => Promise<HostCommandOutputs[Name]>;
};

/** What screens may ask, whichever way they are connected. Neither name nor input is trusted; neither call rejects. */
export interface ScreenCalls {
  /** A command of the core. */
  run(name: unknown, input: unknown): Promise<CommandResult<unknown>>;
  /** A command of the host. */
  host(name: unknown, input: unknown): Promise<CommandResult<unknown>>;
}

/**
 * The one way in for screens.
 * @param options.host - what is left out is answered with `not-here`
 * @param options.failed - told of what a function of the host has thrown
 */
export function screenCalls(options: {
  readonly gateway: Pick<Gateway, 'runUntrusted'>;
  readonly host: Partial<HostHandlers>;
  readonly failed?: (name: HostCommandName, error: unknown) => void;
}): ScreenCalls {
  const { gateway, host: handlers, failed } = options;
  const host = new CommandRunner<HostParsedInputs>({ schemas: hostCommandTable, handlers, failed });
  return {
    run: (name, input) => gateway.runUntrusted(name, input),
    host: (name, input) => host.runUntrusted(name, input),
  };
}
