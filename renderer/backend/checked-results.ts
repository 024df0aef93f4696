import { msg } from '#messages/message.ts';
import { z } from 'zod';
import { activityEntrySchema, type ActivityEntry } from '#contract/activity.ts';
import { commandTable, type CommandName, type CommandOutputs } from '#contract/commands.ts';
import { hostCommandTable, type HostCommandName, type HostCommandOutputs } from '#contract/commands/host.ts';
import { problemSchema, type CommandResult } from '#contract/problem.ts';
import { snapshotSchema, type Snapshot } from '#contract/views.ts';

const resultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  problemSchema.extend({ ok: z.literal(false) }),
]);

/** What a screen is told when nothing came back from the core. */
export const disconnected = {
  ok: false,
  code: 'disconnected',
  message: msg('settings.mailwicketDoesNotAnswer'),
  fix: msg('settings.checkRunningThenTryAgain'),
} as const;

/** A command's result as it came over the wire, checked; what does not fit counts as no answer. */
export function commandResult<Name extends CommandName>(
  name: Name,
  raw: unknown,
): CommandResult<CommandOutputs[Name]> {
  const result = resultSchema.safeParse(raw);
  if (!result.success) return disconnected;
  if (!result.data.ok) return result.data;
  const value = commandTable[name].output.safeParse(result.data.value);
  return value.success ? { ok: true, value: value.data } : disconnected;
}

/** The same for a request to the host. */
export function hostResult<Name extends HostCommandName>(
  name: Name,
  raw: unknown,
): CommandResult<HostCommandOutputs[Name]> {
  const result = resultSchema.safeParse(raw);
  if (!result.success) return disconnected;
  if (!result.data.ok) return result.data;
  const value = hostCommandTable[name].output.safeParse(result.data.value);
  return value.success ? { ok: true, value: value.data } : disconnected;
}

/** A pushed snapshot, or undefined where it does not fit. */
export function pushedSnapshot(raw: unknown): Snapshot | undefined {
  const parsed = snapshotSchema.safeParse(raw);
  return parsed.success ? parsed.data : undefined;
}

/** Pushed activity lines; those that do not fit are left out. */
export function pushedActivity(raw: unknown): readonly ActivityEntry[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((entry: unknown) => {
    const parsed = activityEntrySchema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}
