import { z } from 'zod';
import { protocolSchema } from './endpoints.ts';
import { problemSchema } from './problem.ts';

/*
 * An access token for a program that logs in with OAuth itself. It is none of the commands: those are served to screens,
 * and no screen is ever given a token.
 */

export const programTokenRequestSchema = z.object({
  /** An account's address, or one that a whole-domain account stands for. */
  address: z.string().trim().min(1).max(320),
  protocol: protocolSchema,
});
export type ProgramTokenRequest = z.infer<typeof programTokenRequestSchema>;

const programTokenSchema = z.object({
  token: z.string().min(1),
  /** The initial response of XOAUTH2 with it, in base64. */
  xoauth2: z.string(),
  /** Who to be at the mail server. */
  user: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
});

export const programTokenResultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: programTokenSchema }),
  problemSchema.extend({ ok: z.literal(false) }),
]);
/** What comes of a request: the token, or why there is none. */
export type ProgramTokenResult = z.infer<typeof programTokenResultSchema>;
