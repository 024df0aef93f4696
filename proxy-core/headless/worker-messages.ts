import { z } from 'zod';
import { accountViewSchema, activityEntrySchema } from '#contract/views.ts';
import { protocolSchema } from '#contract/endpoints.ts';
import { providerIdSchema } from '#contract/oauth-client.ts';
import { problemSchema } from '#contract/problem.ts';
import { tokenOutcomes } from '#core/oauth/grant-chooser.ts';
import { listenersSchema } from '#contract/settings.ts';
import { wrongPasswordSchema } from '#core/storage/shared-limits.ts';
import { dataPlaceSchema } from './open-gateway.ts';

/** How often a worker shows that it is alive. Milliseconds. */
export const aliveEvery = 5_000;

const text = z.string();
const wrongPassword = z.object({
  kind: z.literal('wrong-password'),
  wrong: wrongPasswordSchema,
});

/** What a worker is told by the process that has the ports. A 'connection' comes with its socket. */
export const toWorkerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('begin'),
    place: dataPlaceSchema,
    logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
    listeners: listenersSchema.partial(),
    drain: z.number(),
    /** For digests of wrong passwords, in base64; without it the limits are kept by the database. */
    digestKey: text.optional(),
  }),
  z.object({
    kind: z.literal('connection'),
    protocol: protocolSchema,
    implicitTls: z.boolean(),
    port: z.number(),
  }),
  /** The settings are to be read again. */
  z.object({ kind: z.literal('reload') }),
  /** The sessions of an account are to be ended. */
  z.object({ kind: z.literal('end'), accountId: text }),
  /** The answer to 'take-slot'. */
  z.object({ kind: z.literal('slot'), id: z.number(), granted: z.boolean() }),
  z.object({ kind: z.literal('free-slot'), key: text }),
  wrongPassword,
  z.object({ kind: z.literal('stop') }),
]);
export type ToWorker = z.infer<typeof toWorkerSchema>;

/**
 * An entry of the activity, as it goes on to the process behind the workers: what happens in one worker only. What all
 * meet alike (ports, settings) is noted by that process.
 */
export const noteSchema = activityEntrySchema.omit({ sequence: true, at: true }).extend({
  kind: activityEntrySchema.shape.kind.exclude(['listener', 'settings', 'check']),
});

const count = z.int().nonnegative();

/** What a worker tells. */
export const fromWorkerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('alive') }),
  /** It could not begin, and ends. */
  z.object({ kind: z.literal('failed'), problem: problemSchema }),
  z.object({ kind: z.literal('activity'), note: noteSchema }),
  /** How many sessions each account has in it, by protocol; those without any are left out. */
  z.object({
    kind: z.literal('sessions'),
    byAccount: z.record(text, accountViewSchema.shape.sessions),
  }),
  z.object({ kind: z.literal('take-slot'), id: z.number(), key: text, most: count }),
  z.object({ kind: z.literal('give-slot'), id: z.number() }),
  /** For the figures: a request for a token, and how it ended. */
  z.object({
    kind: z.literal('token-requested'),
    request: z.object({
      provider: providerIdSchema,
      outcome: z.enum(tokenOutcomes),
      milliseconds: z.number(),
    }),
  }),
  wrongPassword,
]);
export type FromWorker = z.infer<typeof fromWorkerSchema>;
