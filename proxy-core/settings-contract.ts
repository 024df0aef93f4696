import { z } from 'zod';
import { listenersChangeSchema, listenersSchema } from './accounts/settings.ts';

/** The settings as a screen sees them, and the commands about them: a part of the contract. */

const nothing = z.object({});

/** What is set; nothing secret. How a port stands is told by its listener's own view. */
export const settingsViewSchema = z.object({
  listeners: listenersSchema,
  /** What was chosen when this run was started: until it ends, it holds instead of what is set. */
  chosenAtStart: z.array(listenersSchema.keyof()),
  /** Paths of PEM files. */
  extraCertificateAuthorities: z.array(z.string()),
  networkProxy: z
    .object({
      /** 'http://host:port', without user and password. */
      url: z.string(),
      user: z.string().optional(),
      hasPassword: z.boolean(),
    })
    .optional(),
  /** The host names and addresses in the certificate of the TLS ports; left out where none is served. */
  certificateNames: z.array(z.string()).optional(),
  /**
   * Whoever trusted the authority of the TLS ports has to trust another one. 'unlimited': the former one could sign for
   * any server; 'names': it cannot sign for a name of this computer; 'renewed': it comes to its end.
   */
  replacedAuthority: z
    .object({
      why: z.enum(['unlimited', 'names', 'renewed']),
      /** Programs go on with the former one until then; left out where they do not. ISO 8601, UTC. */
      formerUntil: z.string().optional(),
    })
    .optional(),
});
export type SettingsView = z.infer<typeof settingsViewSchema>;

export const settingsCommands = {
  'settings-set': {
    input: z.object({
      listeners: listenersChangeSchema.optional(),
      /** Paths of PEM files. */
      extraCertificateAuthorities: z.array(z.string().trim().min(1).max(4_096)).max(100).optional(),
      /**
       * 'http://host:port', 'socks5://user@host:port'; an empty text takes it away. A password in it is kept in the
       * vault; without one, that of the same user stays.
       */
      networkProxy: z.string().trim().max(500).optional(),
      /** The proxy's password, where it is given by itself; an empty text takes it away. */
      networkProxyPassword: z.string().max(1_000).optional(),
    }),
    output: nothing,
  },
  /** The certificate of this installation's authority, for mail programs and devices to trust. */
  'local-authority': {
    input: nothing,
    output: z.object({
      pem: z.string(),
      fileName: z.string(),
      subject: z.string(),
      /** SHA-256 in upper-case hex, pairs between colons, as systems show it. */
      fingerprint: z.string(),
      /** ISO 8601, UTC. */
      expires: z.string(),
    }),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;
