import { z } from 'zod';
import { addressSchema, passwordModeSchema } from './accounts/account.ts';
import { cloudSchema, oauthClientSchema, providerIdSchema } from './accounts/oauth-client.ts';
import { protocolSchema } from './accounts/protocol.ts';
import { clientCommands } from './client-contract.ts';
import { settingsCommands, settingsViewSchema } from './settings-contract.ts';
import { setupCommands } from './setup-contract.ts';

// what a screen needs of the rooms behind the contract
export {
  cloudSchema,
  credentialKindSchema,
  grantTypeSchema,
  providerIdSchema,
} from './accounts/oauth-client.ts';
export { protocolName, protocols } from './accounts/protocol.ts';
export type { Protocol, ServerAddress, Servers } from './accounts/protocol.ts';
export type { ImportFormat, ImportPlan, MailProgram } from './setup-contract.ts';

/**
 * All that a host or a screen may say to the core, and all that it hears: commands with their inputs and
 * outputs, the snapshot, activity lines. Everything here can be cloned, sent and printed; no token and no
 * secret is in any output, but for a local password just made: told once, or until the set-up that it was made for ends.
 */

/** How an account or a client is named: its id, or its address or name. */
const reference = z.string().trim().min(1).max(320);
const nothing = z.object({});
const passwordInput = z.string().min(1).max(1_000);

/** Who can do something about a problem; 'nobody': it passes by itself. */
const whoSchema = z.enum(['user', 'administrator', 'developer', 'nobody']);

/** What a provider answered, for display. */
const answerSchema = z.object({
  httpStatus: z.number().optional(),
  error: z.string().optional(),
  suberror: z.string().optional(),
  description: z.string().optional(),
  codes: z.array(z.number()).readonly().optional(),
  traceId: z.string().optional(),
  correlationId: z.string().optional(),
});

export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  fix: z.string(),
  who: whoSchema.optional(),
  /** What can be offered to mend it. 'switch-client': another OAuth client for the account. */
  remedy: z.enum(['switch-client']).optional(),
  answer: answerSchema.optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export const accountStateSchema = z.enum([
  'ready',
  'signing-in',
  'needs-sign-in',
  /** It is signed in, and no mail program can use it: there is no local password yet. */
  'needs-password',
  'refused',
  'unreachable',
  'paused',
]);
export type AccountState = z.infer<typeof accountStateSchema>;

export const checkStepSchema = z.object({
  name: z.enum(['account', 'token', 'reach', 'tls', 'permissions', 'login']),
  /** None for what several protocols share. */
  protocol: protocolSchema.optional(),
  ok: z.boolean(),
  milliseconds: z.number(),
  message: z.string(),
  /** Of what went wrong, and who can mend it, and how. */
  code: z.string().optional(),
  who: whoSchema.optional(),
  fix: z.string().optional(),
  answer: answerSchema.optional(),
});
export type CheckStep = z.infer<typeof checkStepSchema>;

/** A check that is under way, or the last one. */
export const checkViewSchema = z.object({
  startedAt: z.number(),
  running: z.boolean(),
  steps: z.array(checkStepSchema),
  /** Which one of a whole-domain account. */
  mailbox: z.string().optional(),
});
export type CheckView = z.infer<typeof checkViewSchema>;

export const accountViewSchema = z.object({
  id: z.uuid(),
  address: z.string(),
  clientId: z.uuid(),
  clientName: z.string(),
  passwordMode: passwordModeSchema,
  mailbox: z.string().optional(),
  smtpUser: z.string().optional(),
  state: accountStateSchema,
  problem: problemSchema.optional(),
  token: z.object({ obtainedAt: z.number(), expiresAt: z.number(), renewsAt: z.number() }).optional(),
  /** Who signed in, as the provider tells it. */
  identity: z.string().optional(),
  signedInAt: z.number().optional(),
  /** A sign-in that waits for somebody. */
  signIn: z
    .object({
      url: z.string().optional(),
      userCode: z.string().optional(),
      expiresAt: z.number().optional(),
      message: z.string().optional(),
    })
    .optional(),
  /** Times are ISO 8601; a password that was never used has no last one. */
  passwords: z.array(
    z.object({ id: z.string(), name: z.string(), createdAt: z.string(), lastUsedAt: z.string().optional() }),
  ),
  sessions: z.object({ imap: z.number(), pop: z.number(), smtp: z.number() }),
  lastActivityAt: z.number().optional(),
  /** The check that is under way, or the last one of this run. */
  check: checkViewSchema.optional(),
});
export type AccountView = z.infer<typeof accountViewSchema>;

export const clientViewSchema = oauthClientSchema.extend({
  usedBy: z.number(),
  /** Until its secret or its certificate ends, in days; 0 or less: it has ended, or does today. */
  credentialExpiresInDays: z.number().optional(),
  /** An administrator's consent is being waited for: the page on which it is given, to be opened on this machine. */
  consentUrl: z.string().optional(),
});
export type ClientView = z.infer<typeof clientViewSchema>;

export const listenerViewSchema = z.object({
  protocol: protocolSchema,
  implicitTls: z.boolean(),
  port: z.number(),
  addresses: z.array(z.string()),
  problem: problemSchema.optional(),
});
export type ListenerView = z.infer<typeof listenerViewSchema>;

export const snapshotSchema = z.object({
  /** Counts up at every change. */
  revision: z.number(),
  accounts: z.array(accountViewSchema),
  clients: z.array(clientViewSchema),
  listeners: z.array(listenerViewSchema),
  /** What is set, for the page on which it is changed. */
  settings: settingsViewSchema.optional(),
  /** The settings or the vault cannot be read: nothing is served until that is mended. */
  problem: problemSchema.optional(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const activityEntrySchema = z.object({
  sequence: z.number(),
  /** Milliseconds since 1970. */
  at: z.number(),
  kind: z.enum([
    'login-accepted',
    'login-refused',
    'session-ended',
    'connection',
    'sign-in',
    'token',
    'listener',
    'settings',
    'check',
  ]),
  /** Whether somebody should care. */
  trouble: z.boolean(),
  text: z.string(),
  accountId: z.string().optional(),
  protocol: protocolSchema.optional(),
  peer: z.string().optional(),
  details: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .readonly()
    .optional(),
});
/** One line of the activity log, in plain words. */
export type ActivityEntry = z.infer<typeof activityEntrySchema>;

const accountInput = z.object({ account: reference });
const setUpPasswordSchema = z.object({ id: z.string(), name: z.string(), password: z.string() });

/** Every command, by name. */
export const commands = {
  ...clientCommands,
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
        explanation: z.string().optional(),
      }),
      /** Ids of the clients that fit, the best first. */
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
    }),
    output: z.object({ id: z.uuid() }),
  },
  'account-update': {
    input: accountInput.extend({
      /** The shared mailbox to open over IMAP and POP; an empty text takes it away. */
      mailbox: z.union([addressSchema, z.literal('')]).optional(),
      /** Whom to send as over SMTP; an empty text takes it away. */
      smtpUser: z.union([addressSchema, z.literal('')]).optional(),
    }),
    output: nothing,
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
    input: accountInput.extend({ password: passwordInput.optional() }),
    output: z.object({
      identity: z.string().optional(),
      /** What the person is to look at, where it cannot be told whether the right one signed in. */
      doubt: z.string().optional(),
      expiresAt: z.number(),
    }),
  },
  'account-cancel-sign-in': { input: accountInput, output: nothing },
  /** Forgets the tokens; the account stays. */
  'account-sign-out': { input: accountInput, output: nothing },
  /** What became of the account's tokens lately, and what the present one says of itself; never the token. */
  'token-details': {
    input: accountInput,
    output: z.object({
      /** The last fifty events at most, the newest last. */
      history: z.array(
        z.object({
          at: z.number(),
          kind: z.enum(['issued', 'renewed', 'refused', 'failed', 'signed-in', 'signed-out']),
          detail: z.string().optional(),
        }),
      ),
      claims: z
        .object({
          /** 'opaque': nothing can be read from it. */
          kind: z.enum(['jwt', 'opaque']),
          audience: z.string().optional(),
          permissions: z.array(z.string()),
          tenant: z.string().optional(),
          appId: z.string().optional(),
          actsAs: z.enum(['person', 'application', 'unknown']),
          user: z.string().optional(),
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
  ...settingsCommands,
  ...setupCommands,
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export type CommandName = keyof typeof commands;
export const commandNameSchema = z.custom<CommandName>(
  (name) => typeof name === 'string' && Object.hasOwn(commands, name),
);
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['input']>;
export type CommandOutput<Name extends CommandName> = z.output<(typeof commands)[Name]['output']>;

/** The inputs as they are after their check. */
export type ParsedInputs = { [Name in CommandName]: z.output<(typeof commands)[Name]['input']> };
export type CommandOutputs = { [Name in CommandName]: CommandOutput<Name> };
/** The schemas, so typed that one can be picked by a name that is a variable. */
export const commandTable: {
  readonly [Name in CommandName]: {
    readonly input: z.ZodType<ParsedInputs[Name]>;
    readonly output: z.ZodType<CommandOutputs[Name]>;
  };
} = commands;

/** What comes of a command. */
export type CommandResult<Value> =
  { readonly ok: true; readonly value: Value } | ({ readonly ok: false } & Problem);
