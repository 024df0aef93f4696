import { type MessageCode, msg } from '#messages/message.ts';
import type { WebContents } from 'electron';
import { z } from 'zod';
import type { Activity } from '#core/logging/activity.ts';
import { commands, commandTable, type CommandInput, type CommandName } from '#contract/commands.ts';
import {
  hostCommands,
  hostCommandTable,
  type HostCommandName,
  type HostCommandOutputs,
  type HostParsedInputs,
} from '#contract/commands/host.ts';
import type { CommandResult } from '#contract/problem.ts';
import type { Snapshot } from '#contract/views.ts';
import type { Gateway } from '#core/gateway.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import { channels } from './channels.ts';
import { done, type IpcRegistrar } from './registrar.ts';

/** What the host does for its screens, one function for each command of the host's contract. */
export type HostHandlers = {
  readonly [Name in HostCommandName]: (input: HostParsedInputs[Name]) => Promise<HostCommandOutputs[Name]>;
};

/** What the screens need of a gateway. */
export interface ScreenSource {
  readonly run: Gateway['run'];
  readonly snapshot: Snapshot;
  readonly activity: Pick<Activity, 'entries'>;
}

/** Enough for a screen's first look; the rest is in the log. */
const entriesAtFirst = 1_000;

const named = (names: readonly string[]): z.ZodType<[string, unknown]> =>
  z.tuple([
    z.string().refine((name) => names.includes(name), {
      error: 'settings.noSuchCommand' satisfies MessageCode,
    }),
    z.unknown(),
  ]);

/** Connects the screens: commands of the core, commands of the host, and what is pushed to them. */
export function answerScreens(registrar: IpcRegistrar, source: ScreenSource, host: HostHandlers): void {
  registrar.answer('screens', channels.run, named(Object.keys(commands)), ([name, input]) =>
    isCommandName(name) ? runCommand(source, name, input) : notThere(),
  );
  registrar.answer('screens', channels.host, named(Object.keys(hostCommands)), async ([name, input]) =>
    isHostCommandName(name) ? done(await runHostCommand(host, name, input)) : notThere(),
  );
  const subscription = z.tuple([z.enum(['snapshot', 'activity']), z.int().min(0)]);
  registrar.answer('screens', channels.subscribe, subscription, async ([topic, to], from) => {
    // over the same way as what is new, so that nothing overtakes it
    tellFirst(from, source, topic, to);
    return done();
  });
}

function tellFirst(
  page: WebContents,
  source: ScreenSource,
  topic: 'snapshot' | 'activity',
  to: number,
): void {
  switch (topic) {
    case 'snapshot':
      return page.send(channels.snapshot, { to, snapshot: source.snapshot });
    case 'activity':
      return page.send(channels.activity, {
        to,
        entries: source.activity.entries({ limit: entriesAtFirst }),
      });
  }
}

async function runCommand(
  source: ScreenSource,
  name: CommandName,
  input: unknown,
): Promise<CommandResult<unknown>> {
  if (isInputOf(name, input)) return source.run(name, input);
  return { ok: false, ...problemOf(commandTable[name].input.safeParse(input).error) };
}

async function runHostCommand<Name extends HostCommandName>(
  host: HostHandlers,
  name: Name,
  input: unknown,
): Promise<HostCommandOutputs[Name]> {
  return host[name](hostCommandTable[name].input.parse(input));
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

function isHostCommandName(name: string): name is HostCommandName {
  return Object.hasOwn(hostCommands, name);
}

function isInputOf<Name extends CommandName>(name: Name, input: unknown): input is CommandInput<Name> {
  return commandTable[name].input.safeParse(input).success;
}

function notThere(): Promise<CommandResult<unknown>> {
  return Promise.resolve({ ok: false, code: 'bad-input', message: msg('settings.noSuchCommand') });
}
