import {
  hostCommandTable,
  type HostCommandName,
  type HostCommandOutputs,
  type HostParsedInputs,
} from '#contract/commands/host.ts';
import type { CommandResult } from '#contract/problem.ts';
import type { Snapshot, ActivityEntry } from '#contract/views.ts';
import { CommandRunner, type Given } from '#core/commands/command-runner.ts';
import type { Gateway } from '#core/gateway.ts';
import type { Activity } from '#core/logging/activity.ts';

/** What a host does for its screens, one function for each command of the host's contract. */
export type HostHandlers = {
  readonly [Name in HostCommandName]: (input: HostParsedInputs[Name]) => Given<HostCommandOutputs[Name]>;
};

/** What screens may ask, whichever way they are connected. Neither name nor input is trusted; neither call rejects. */
export interface ScreenCalls {
  run(name: unknown, input: unknown): Promise<CommandResult<unknown>>;
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

/** Where what is shown comes from: the gateway. */
export interface FeedSource {
  readonly snapshot: Snapshot;
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  readonly activity: Pick<Activity, 'entries' | 'onEntry'>;
}

export interface FeedTarget {
  snapshot(snapshot: Snapshot): void;
  activity(entries: readonly ActivityEntry[]): void;
}

/**
 * Pushes what is new to a screen, until the returned function is called. Lines that come together go together; what
 * waits is in the activity log alone, so that a burst costs no memory here.
 */
export function feedScreen(source: FeedSource, target: FeedTarget): () => void {
  const { activity } = source;
  let sent = activity.entries({ limit: 1 }).at(-1)?.sequence ?? 0;
  let sending: NodeJS.Immediate | undefined;
  const flush = (): void => {
    sending = undefined;
    const entries = activity.entries({ after: sent });
    sent = entries.at(-1)?.sequence ?? sent;
    target.activity(entries);
  };
  const endSnapshots = source.onSnapshot((snapshot) => target.snapshot(snapshot));
  const endEntries = activity.onEntry(() => {
    sending ??= setImmediate(flush);
  });
  return () => {
    endSnapshots();
    endEntries();
    clearImmediate(sending);
  };
}
