import { z } from 'zod';
import { msg } from '#messages/message.ts';
import { type ActivityEntry, activityEntrySchema } from '#contract/activity.ts';
import { type CommandResult, problemSchema } from '#contract/problem.ts';
import { type Snapshot, snapshotSchema } from '#contract/views.ts';

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

/** A result as it came over the wire, with the value that `output` wants; what does not fit counts as no answer. */
export function checkedResult<Output>(output: z.ZodType<Output>, raw: unknown): CommandResult<Output> {
  const result = resultSchema.safeParse(raw).data ?? disconnected;
  if (!result.ok) return result;
  const value = output.safeParse(result.value);
  return value.success ? { ok: true, value: value.data } : disconnected;
}

/** A pushed snapshot, or undefined where it does not fit. */
export function pushedSnapshot(raw: unknown): Snapshot | undefined {
  return snapshotSchema.safeParse(raw).data;
}

/** Pushed activity lines; those that do not fit are left out. */
export function pushedActivity(raw: unknown): readonly ActivityEntry[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((entry: unknown) => activityEntrySchema.safeParse(entry).data ?? []);
}
