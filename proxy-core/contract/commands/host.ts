import { languageSchema } from '#messages/languages.ts';
import { z } from 'zod';
import { madePasswords, passwordsForAllInput } from './accounts.ts';
import { type CommandSchemas, nothing, type OutputsOf, type ParsedOf, type TableOf } from './command.ts';

/**
 * What a screen may ask of its host (the desktop shell, or the panel's browser page) beyond the core's
 * commands. A host that cannot do a thing says so in `host-info`, and the screen leaves it out.
 */

/** `needs-approval`: it was asked for, and the person has yet to allow it in the system's settings. */
const startAtLoginSchema = z.enum(['on', 'off', 'needs-approval']);
export type StartAtLogin = z.infer<typeof startAtLoginSchema>;

const hostInfoSchema = z.object({
  kind: z.enum(['desktop', 'panel']),
  version: z.string(),
  platform: z.enum(['windows', 'macos', 'linux']),
  language: z.string(),
  /** Left out where the host cannot start with the session. */
  startAtLogin: startAtLoginSchema.optional(),
  /**
   * Whether sign-ins open in a window of the host's own, where the provider lets them; else the system's browser has
   * them (RFC 8252 section 8.12). Left out where the host has no such window.
   */
  signInWindow: z.boolean().optional(),
  /** Whether closing the window leaves something to click on. */
  tray: z.boolean(),
  /** False: secrets are kept in memory only, as this desktop has no safe place for them. */
  secretsKept: z.boolean(),
  updates: z
    .discriminatedUnion('state', [
      z.object({ state: z.literal('off'), why: z.enum(['unsigned', 'packages', 'organization', 'chosen']) }),
      z.object({ state: z.literal('idle') }),
      z.object({ state: z.literal('checking') }),
      /** To be fetched by the person, where nothing checks a signature. */
      z.object({ state: z.literal('available'), version: z.string() }),
      z.object({ state: z.literal('downloading'), version: z.string(), percent: z.number().optional() }),
      /** It is installed when Mailwicket quits. */
      z.object({ state: z.literal('downloaded'), version: z.string() }),
      z.object({ state: z.literal('failed'), why: z.enum(['unreachable', 'untrusted', 'other']) }),
    ])
    .optional(),
});
export type HostInfo = z.infer<typeof hostInfoSchema>;

/** What a screen saves or copies at once is no longer. Characters. */
export const mostSaved = 5_000_000;

export const hostCommands = {
  'host-info': { input: nothing, output: hostInfoSchema },
  'host-copy': { input: z.object({ text: z.string().max(mostSaved) }), output: nothing },
  /**
   * Opens a page in the person's browser: a provider's portal or a document, over https and of a fixed list of hosts, or
   * that of a sign-in that waits.
   */
  'host-open-page': { input: z.object({ url: z.url() }), output: nothing },
  /** Asks where to, and writes; `saved` is false when the person changed their mind. */
  'host-save-file': {
    input: z.object({
      fileName: z.string().min(1).max(200),
      mediaType: z.string().max(100),
      content: z.string().max(mostSaved),
    }),
    output: z.object({ saved: z.boolean() }),
  },
  /**
   * Asks where to, has the core make a local password for each account, and writes the table of them once, for this
   * user only; nothing is made when the person changed their mind, and nothing written where none could be made.
   */
  'host-save-passwords': {
    input: passwordsForAllInput,
    output: z.object({ saved: z.boolean(), ...madePasswords }),
  },
  'host-set-start-at-login': { input: z.object({ on: z.boolean() }), output: nothing },
  'host-set-sign-in-window': { input: z.object({ on: z.boolean() }), output: nothing },
  /** What the tray and the notices speak, from now on. */
  'host-set-language': { input: z.object({ language: languageSchema }), output: nothing },
  'host-check-updates': { input: nothing, output: nothing },
  /** Quits, which lets mail sessions end, installs the update that was fetched, and starts anew. */
  'host-install-update': { input: nothing, output: nothing },
  /** The terms of the packages that are in the program; without a text where it was not packed, as in a checkout. */
  'host-licences': { input: nothing, output: z.object({ text: z.string().optional() }) },
} as const satisfies CommandSchemas;

export type HostCommandName = keyof typeof hostCommands;
export type HostCommandInput<Name extends HostCommandName> = z.input<(typeof hostCommands)[Name]['input']>;
export type HostCommandOutput<Name extends HostCommandName> = HostCommandOutputs[Name];
export type HostParsedInputs = ParsedOf<typeof hostCommands>;
export type HostCommandOutputs = OutputsOf<typeof hostCommands>;
/** @alias */
export const hostCommandTable: TableOf<typeof hostCommands> = hostCommands;
