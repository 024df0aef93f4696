import { messageSchema } from '#messages/message.ts';
import { z } from 'zod';
import { addressSchema, passwordModeSchema } from '../account.ts';
import { oauthClientSchema } from '../oauth-client.ts';
import { protocolSchema } from '../endpoints.ts';
import { type CommandSchemas, reference } from './command.ts';

/** The commands that set up what is outside of Mailwicket, or take over from it: a part of the contract. */

/** What a profile can be made for. */
export const mailProgramSchema = z.enum([
  'settings',
  'thunderbird',
  'thunderbird-autoconfig',
  'thunderbird-policies',
  'apple-mail',
  'outlook',
  'outlook-autodiscover',
  'mutt',
  'msmtp',
  'mbsync',
  'fetchmail',
  'getmail',
  'offlineimap',
  'printer',
  'certificate-authority',
]);
export type MailProgram = z.infer<typeof mailProgramSchema>;

/** A port of a service that runs elsewhere, for a core that serves nobody itself. */
const openPortSchema = z.object({
  protocol: protocolSchema,
  implicitTls: z.boolean(),
  port: z.int().min(1).max(65_535),
  addresses: z.array(z.string().max(200)).max(50),
});

export const importFormatSchema = z.enum(['email-oauth2-proxy', 'davmail', 'csv']);
export type ImportFormat = z.infer<typeof importFormatSchema>;

const leftSchema = z.object({ what: messageSchema, why: messageSchema });

export const importPlanSchema = z.object({
  format: importFormatSchema,
  /** The OAuth clients to add; with `exists`, one that is there already and is used again. */
  clients: z.array(oauthClientSchema.omit({ id: true }).extend({ exists: z.boolean() })),
  accounts: z.array(
    z.object({
      address: addressSchema,
      /** The client's name. */
      client: z.string(),
      passwordMode: passwordModeSchema,
      mailbox: addressSchema.optional(),
      smtpUser: addressSchema.optional(),
      /** What is left to do once it is added. */
      next: z.enum(['sign-in', 'make-password', 'nothing']),
    }),
  ),
  /** What is not taken over, and why. */
  notTaken: z.array(leftSchema),
  /** Files that the content names: their contents may be given. */
  files: z.array(z.string()),
});
export type ImportPlan = z.infer<typeof importPlanSchema>;

const importInput = z.object({
  /** Told from the content where left out. */
  format: importFormatSchema.optional(),
  content: z.string().max(2_000_000),
  /** Tables: the OAuth client of rows that name none. */
  client: reference.optional(),
  /** The contents of files that the content names, by their names in it. */
  files: z.record(z.string().max(4_096), z.string().max(100_000)).optional(),
});

export const setupCommands = {
  /** The PowerShell with which an administrator lets an app-only client open mailboxes. */
  'admin-script': {
    input: z.object({
      client: reference,
      mailboxes: z.array(z.string().trim().min(1).max(320)).min(1).max(2_000),
      /** How the application may send; 'permission' where left out. */
      sendAs: z.enum(['none', 'permission', 'rbac']).optional(),
      /** Switch SMTP sign-in on for each mailbox. */
      smtpAuth: z.boolean().optional(),
    }),
    output: z.object({ script: z.string(), fileName: z.string() }),
  },
  /**
   * What to write to the administrator of an organization: the page on which a client is allowed, or, where there is no
   * client, what is to be registered. Fails with 'no-administrator' where nobody is to be asked.
   */
  'administrator-message': {
    input: z.object({
      /** Whose mail it is for. */
      address: addressSchema.optional(),
      /** The client to allow; the one that fits the address best where left out. */
      client: reference.optional(),
    }),
    output: z.object({
      subject: messageSchema,
      body: messageSchema,
      /** The page that is named in it: the consent, or the portal. */
      url: z.url(),
    }),
  },
  /** Settings for a mail program; the password is not among them. */
  'client-profile': {
    input: z.object({
      account: reference,
      program: mailProgramSchema,
      /** The ports of the service that mail programs will use; this core's own where left out. */
      ports: z.array(openPortSchema).max(20).optional(),
    }),
    output: z.object({ fileName: z.string(), mediaType: z.string(), content: z.string() }),
  },
  /** What another proxy's configuration would become; nothing is changed. */
  'import-plan': { input: importInput, output: importPlanSchema },
  /** The same, carried out. */
  'import-apply': {
    input: importInput,
    output: z.object({
      clients: z.array(z.object({ id: z.uuid(), name: z.string() })),
      accounts: z.array(
        z.object({
          id: z.uuid(),
          address: z.string(),
          next: z.enum(['sign-in', 'make-password', 'nothing']),
        }),
      ),
      notTaken: z.array(leftSchema),
    }),
  },
} as const satisfies CommandSchemas;
