import { messageSchema } from '#messages/message.ts';
import { z } from 'zod';

/** Who can do something about a problem; 'nobody': it passes by itself. */
export const whoSchema = z.enum(['user', 'administrator', 'developer', 'nobody']);
export type Who = z.infer<typeof whoSchema>;

/** What a provider answered, for display. */
export const answerSchema = z.object({
  httpStatus: z.number().optional(),
  error: z.string().optional(),
  suberror: z.string().optional(),
  description: z.string().optional(),
  codes: z.array(z.number()).readonly().optional(),
  traceId: z.string().optional(),
  correlationId: z.string().optional(),
});

/**
 * What can be offered to mend a problem. 'open-client': the OAuth client, which lacks something; 'switch-client': another
 * OAuth client for the account; 'send-by-api': the command `account-submission`, with the API among the account's
 * `submissions`.
 */
export const remedySchema = z.enum(['open-client', 'switch-client', 'send-by-api']);
export type ErrorRemedy = z.infer<typeof remedySchema>;

/** What a person is told of something that went wrong (after RFC 9457): what, what mends it, and who can. */
export const problemSchema = z.object({
  code: z.string(),
  message: messageSchema,
  fix: messageSchema.optional(),
  who: whoSchema.optional(),
  remedy: remedySchema.optional(),
  /** The cause lies with Mailwicket: no provider has said no, nor is it out of reach. */
  origin: z.literal('here').optional(),
  answer: answerSchema.optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export type CommandResult<Value> =
  { readonly ok: true; readonly value: Value } | ({ readonly ok: false } & Problem);
