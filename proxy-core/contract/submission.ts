import { z } from 'zod';
import type { Protocol } from './endpoints.ts';

/** How mail is sent: by the provider's SMTP server, or through its API where that is switched off or out of reach. */
export const submissionSchema = z.enum(['smtp', 'graph', 'gmail']);
export type Submission = z.infer<typeof submissionSchema>;
/** The APIs: Microsoft Graph's sendMail, and the Gmail API. */
export const submissionApis = submissionSchema.exclude(['smtp']).options;
export type SubmissionApi = (typeof submissionApis)[number];

/** The names of the ways of sending, as people see them: proper names, the same in every language. */
export const submissionName: Readonly<Record<Submission, string>> = {
  smtp: 'SMTP',
  graph: 'Microsoft Graph',
  gmail: 'Gmail API',
};

/** What an access token is for. */
export type TokenUse = Protocol | SubmissionApi;

/** What is sent through an API at most; what is left out is {@link usualSubmissionLimits}. */
export const submissionLimitsSchema = z.object({
  /** The longest message, in octets as it is on the wire. */
  size: z.int().min(10_000).max(150_000_000).optional(),
  /** Messages on their way at the same time, of one mailbox and of the whole OAuth client. */
  perMailbox: z.int().min(1).max(100).optional(),
  perClient: z.int().min(1).max(1000).optional(),
});
export type SubmissionLimits = Required<z.infer<typeof submissionLimitsSchema>>;

/**
 * Graph takes 4 MB a request, counted on the base64 of the message, and gives no exact figure; Gmail's maximum is from
 * memory. Four at the same time are Microsoft's limit: of one app by its documentation, of one mailbox by its errors.
 */
export const usualSubmissionLimits: Readonly<Record<SubmissionApi, SubmissionLimits>> = {
  graph: { size: 3_000_000, perMailbox: 4, perClient: 4 },
  gmail: { size: 36_700_160, perMailbox: 4, perClient: 20 },
};
