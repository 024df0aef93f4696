import { languageSchema } from '#messages/languages.ts';
import { z } from 'zod';

/** What every command has: what goes in and what comes out. */
export type CommandSchemas = Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>;
/** The inputs as they are after their check. */
export type ParsedOf<Table extends CommandSchemas> = {
  [Name in keyof Table]: z.output<Table[Name]['input']>;
};
export type OutputsOf<Table extends CommandSchemas> = {
  [Name in keyof Table]: z.output<Table[Name]['output']>;
};
/** The schemas, so typed that one can be picked by a name that is a variable. */
export type TableOf<Table extends CommandSchemas> = {
  readonly [Name in keyof Table]: {
    readonly input: z.ZodType<ParsedOf<Table>[Name]>;
    readonly output: z.ZodType<OutputsOf<Table>[Name]>;
  };
};

/** How an account or a client is named: its id, or its address or name. */
export const reference = z.string().trim().min(1).max(320);
export const nothing = z.object({});
/** Of the page that the browser shows after a sign-in or a consent; the browser's own where left out. */
export const pageLanguageInput = languageSchema.optional();
