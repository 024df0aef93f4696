import { messageSchema } from '#messages/message.ts';
import { z } from 'zod';
import { protocolSchema } from './endpoints.ts';

export const activityEntrySchema = z.object({
  sequence: z.number(),
  /** Milliseconds since 1970. */
  at: z.number(),
  kind: z.enum([
    'login-accepted',
    'login-refused',
    'session-ended',
    'message-sent',
    'message-refused',
    'connection',
    'sign-in',
    'token',
    'listener',
    'settings',
    'check',
  ]),
  /** Whether somebody should care. */
  level: z.enum(['info', 'warning']),
  text: messageSchema,
  accountId: z.string().optional(),
  protocol: protocolSchema.optional(),
  peer: z.string().optional(),
  details: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), messageSchema]))
    .readonly()
    .optional(),
});
/** One line of the activity log, in plain words. */
export type ActivityEntry = z.infer<typeof activityEntrySchema>;
