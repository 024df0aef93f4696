import { z } from 'zod';

/** What a test wants of the machine that the stand-in pretends to be on. */
const settingsSchema = z.object({
  /** 'basic_text': Linux with no keyring, or a locked one: Electron still encrypts, with a key that is no secret. */
  encryption: z.enum(['available', 'basic_text', 'unavailable']).default('available'),
  /** Names the key of the keyring; another name in the next run: the key has changed. */
  encryptionKey: z.string().default('first key'),
  /** Keys that still decrypt, with the advice to encrypt again. */
  formerKeys: z.array(z.string()).default([]),
  languages: z.array(z.string()).default(['en-GB']),
  online: z.boolean().default(true),
  /** How the system reaches every URL, as a PAC file says it. */
  proxy: z.string().default('DIRECT'),
  dark: z.boolean().default(false),
  notifications: z.boolean().default(true),
  /** What becomes of starting at login that the app asks for: macOS may want the person to allow it. */
  loginItem: z.enum(['enabled', 'requires-approval']).default('enabled'),
  openedAtLogin: z.boolean().default(false),
});
export type Settings = z.infer<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;

/** The environment variable that carries them, as JSON; without it every default holds. */
export const settingsVariable = 'ELECTRON_STAND_IN';

const given = process.env[settingsVariable];
export const settings: Settings = settingsSchema.parse(given === undefined ? {} : JSON.parse(given));
