import { z } from 'zod';
import { addressSchema } from './account.ts';
import { problemSchema } from './problem.ts';

/** More than an administrator sets up at once. */
export const mostMailboxes = 2_000;
const mailboxesSchema = z.array(addressSchema).max(mostMailboxes);

/** What an administrator has done for an app-only client, as far as nothing else tells it: kept in the settings. */
export const checklistSchema = z.object({
  clientId: z.uuid(),
  /** The mailboxes that are wished for, beside those that are accounts already. */
  mailboxes: mailboxesSchema.default([]),
  /** For which the script of Exchange was made. */
  scripted: mailboxesSchema.default([]),
  /** Which let the client in when they were checked last. */
  open: mailboxesSchema.default([]),
  /** When the provider issued a token for the present credential. ISO 8601, UTC. */
  credentialAcceptedAt: z.string().max(40).optional(),
  /** When an administrator consented, and for which organization, where Microsoft told it. */
  consent: z.object({ at: z.string().max(40), tenant: z.string().max(253).optional() }).optional(),
});
export type Checklist = z.infer<typeof checklistSchema>;

/**
 * How a mailbox stands towards an app-only client:
 * - unchecked: nobody has looked yet, or not since the last start
 * - checking: it is being looked at
 * - open: it let the client in
 * - not-yet: it refused, as Exchange does for a while after a grant; it is looked at again by itself
 * - refused: it refuses, and time alone does not change that
 */
const mailboxCheckSchema = z.object({
  state: z.enum(['unchecked', 'checking', 'open', 'not-yet', 'refused']),
  /** Milliseconds since 1970, of this run's last look. */
  checkedAt: z.number().optional(),
  /** When it is looked at again by itself. */
  nextAt: z.number().optional(),
  problem: problemSchema.optional(),
});
export type MailboxCheck = z.infer<typeof mailboxCheckSchema>;

/** The steps of setting up an app-only client, as they are shown. */
export const checklistViewSchema = z.object({
  credential: z.object({ ready: z.boolean(), acceptedAt: z.string().optional() }),
  consent: z.object({ at: z.string(), tenant: z.string().optional() }).optional(),
  /** Those that were wished for, and the client's accounts. */
  mailboxes: z.array(
    mailboxCheckSchema.extend({
      address: z.string(),
      /** The account that stands for it; left out where there is none yet. */
      account: z.uuid().optional(),
      scripted: z.boolean(),
    }),
  ),
});
export type ChecklistView = z.infer<typeof checklistViewSchema>;
