import { languageSchema } from '#messages/languages.ts';
import { z } from 'zod';

/** What every command has: what goes in and what comes out. */
export type CommandSchemas = Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>;

/** How an account or a client is named: its id, or its address or name. */
export const reference = z.string().trim().min(1).max(320);
export const nothing = z.object({});
/** Of the page that the browser shows after a sign-in or a consent; the browser's own where left out. */
export const pageLanguageInput = languageSchema.optional();
