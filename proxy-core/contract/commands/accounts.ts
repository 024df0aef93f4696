import { messageSchema } from '#messages/message.ts';
import { z } from 'zod';
import { addressSchema, passwordModeSchema } from '../account.ts';
import { audienceSchema, cloudSchema } from '../grants.ts';
import { providerIdSchema } from '../oauth-client.ts';
import { serversSchema } from '../endpoints.ts';
import { problemSchema } from '../problem.ts';
import { submissionSchema } from '../submission.ts';
import { checkStepSchema } from '../views.ts';
import { type CommandSchemas, nothing, pageLanguageInput, reference } from './command.ts';

const passwordInput = z.string().min(1).max(1_000);
const accountInput = z.object({ account: reference });
const setUpPasswordSchema = z.object({ id: z.string(), name: z.string(), password: z.string() });

export const passwordsForAllInput = z.object({
  accounts: z.array(reference).min(1),
  name: z.string().trim().min(1).max(100),
});
/** For how many accounts one was made, and which were left out. */
export const madePasswords = {
  count: z.number(),
  skipped: z.array(z.object({ address: z.string(), problem: problemSchema })),
};

export const accountCommands = {
  /** Whose mail an address is, by its domain or its mail exchangers, and which clients could sign it in. */
  'address-lookup': {
    input: z.object({ address: addressSchema }),
    output: z.object({
      guess: z.object({
        kind: z.enum(['provider', 'without-oauth', 'unknown']),
        provider: providerIdSchema.optional(),
        cloud: cloudSchema.optional(),
        domain: z.string().optional(),
        /** Of a provider without OAuth for mail programs. */
        name: z.string().optional(),
        explanation: messageSchema.optional(),
        /** Of a provider: whose account it is, as far as the domain tells. */
        audience: audienceSchema.exclude(['both']).optional(),
        /** A password made at the provider for a mail program, without Mailwicket; left out where there is none. */
        appPassword: z.object({ url: z.url(), note: messageSchema }).optional(),
        /** The provider's own servers: what a mail program enters with such a password. */
        servers: serversSchema.optional(),
      }),
      /** Ids of the clients that fit, the best first: one that comes with the build before all others. */
      clients: z.array(z.uuid()),
      /** There is an account with this address already: its id. */
      existing: z.uuid().optional(),
    }),
  },
  'account-add': {
    input: z.object({
      address: addressSchema,
      client: reference,
      /** 'own' where left out, 'pass-on' for the password grant. */
      passwordMode: passwordModeSchema.optional(),
      password: passwordInput.optional(),
      mailbox: addressSchema.optional(),
      smtpUser: addressSchema.optional(),
      submission: submissionSchema.optional(),
      submissionRewrites: z.boolean().optional(),
    }),
    output: z.object({ id: z.uuid() }),
  },
  /** Many at once, for one client. What is there already is kept as it is. */
  'accounts-add': {
    input: z.object({ client: reference, addresses: z.array(z.string().trim().max(320)).min(1).max(2_000) }),
    output: z.object({
      /** One for each address that was given, in their order. */
      results: z.array(
        z.object({
          address: z.string(),
          outcome: z.enum(['added', 'kept', 'refused']),
          id: z.uuid().optional(),
          /** Why it was refused. */
          problem: problemSchema.optional(),
        }),
      ),
    }),
  },
  'account-update': {
    input: accountInput.extend({
      /** The shared mailbox to open over IMAP and POP; an empty text takes it away. */
      mailbox: z.union([addressSchema, z.literal('')]).optional(),
      /** Whom to send as over SMTP; an empty text takes it away. */
      smtpUser: z.union([addressSchema, z.literal('')]).optional(),
      submissionRewrites: z.boolean().optional(),
    }),
    output: nothing,
  },
  /**
   * Switches how an account sends, in one go: the new way is set, and a token for it asked for. What is said of the
   * consent is what is left to do before the next message goes through.
   */
  'account-submission': {
    input: accountInput.extend({
      /** 'client': as its OAuth client says. */
      submission: z.union([submissionSchema, z.literal('client')]),
    }),
    output: z.object({
      sendsBy: submissionSchema,
      /** 'sign-in': the person signs the account in again; 'administrator': somebody must grant what the problem says. */
      needs: z.enum(['nothing', 'sign-in', 'administrator']),
      problem: problemSchema.optional(),
    }),
  },
  'account-remove': { input: accountInput, output: nothing },
  'account-pause': { input: accountInput, output: nothing },
  'account-resume': { input: accountInput, output: nothing },
  /** Switches the account to another client; its authorization is reset. */
  'account-switch-client': {
    input: accountInput.extend({ client: reference, passwordMode: passwordModeSchema.optional() }),
    output: nothing,
  },
  /** Signs in: ends when it has succeeded, failed, or was cancelled. */
  'account-authorize': {
    input: accountInput.extend({ password: passwordInput.optional(), language: pageLanguageInput }),
    output: z.object({
      identity: z.string().optional(),
      /** What the person is to look at, where it cannot be told whether the right one signed in. */
      doubt: messageSchema.optional(),
      expiresAt: z.number(),
    }),
  },
  'account-cancel-sign-in': { input: accountInput, output: nothing },
  /** It was the right person who signed in: nothing is in doubt any more. */
  'account-keep-sign-in': { input: accountInput, output: nothing },
  /** Forgets the tokens; the account stays. */
  'account-sign-out': { input: accountInput, output: nothing },
  /** What became of the account's tokens lately, and what the present one says of itself; never the token. */
  'token-details': {
    input: accountInput,
    output: z.object({
      /** When Mailwicket was started: of what was before it the history tells nothing. Milliseconds since 1970. */
      since: z.number(),
      /** The last fifty events at most, the newest last. */
      history: z.array(
        z.object({
          /** Milliseconds since 1970. */
          at: z.number(),
          kind: z.enum(['issued', 'renewed', 'refused', 'failed', 'signed-in', 'signed-out']),
          detail: messageSchema.optional(),
        }),
      ),
      claims: z
        .object({
          /** 'opaque': nothing can be read from it, as with Google's and personal Microsoft accounts'. */
          kind: z.enum(['jwt', 'opaque']),
          audience: z.string().optional(),
          /** Delegated permissions (`scp`) or application roles (`roles`). */
          permissions: z.array(z.string()),
          tenant: z.string().optional(),
          appId: z.string().optional(),
          actsAs: z.enum(['person', 'application', 'unknown']),
          /** Who signed in. */
          user: z.string().optional(),
          /** Milliseconds since 1970, by the provider's clock. */
          issuedAt: z.number().optional(),
          expiresAt: z.number().optional(),
        })
        .optional(),
    }),
  },
  'password-new': {
    input: accountInput.extend({
      name: z.string().trim().min(1).max(100),
      password: passwordInput.optional(),
    }),
    /** Told this once. Left out where the password was given. */
    output: z.object({ id: z.string(), password: z.string().optional() }),
  },
  /**
   * A local password of one name for each of many accounts, as one table (CSV) with what a mail program enters. Told
   * this once: a screen has its host save it (`host-save-passwords`), so that it goes one way only.
   */
  'passwords-for-all': {
    input: passwordsForAllInput,
    output: z.object({ fileName: z.string(), mediaType: z.string(), content: z.string(), ...madePasswords }),
  },
  /**
   * The local password of an account that is being set up: a new one, or the one that the same set-up has made. It is
   * told again until the set-up ends, at the latest after half an hour, and never after a restart.
   */
  'set-up-begin': {
    input: accountInput.extend({ name: z.string().trim().min(1).max(100) }),
    output: setUpPasswordSchema,
  },
  /** The one that a set-up has made, where one is under way. */
  'set-up-password': { input: accountInput, output: z.object({ kept: setUpPasswordSchema.optional() }) },
  /** The set-up is done: its password is not told again. */
  'set-up-end': { input: accountInput, output: nothing },
  'password-revoke': { input: accountInput.extend({ password: reference }), output: nothing },
  /** Goes the whole way of a login, once for each protocol. */
  check: {
    /** `mailbox`: which one of a whole-domain account. */
    input: accountInput.extend({ mailbox: addressSchema.optional() }),
    output: z.object({ ok: z.boolean(), steps: z.array(checkStepSchema) }),
  },
} as const satisfies CommandSchemas;
