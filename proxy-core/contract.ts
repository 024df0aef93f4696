import { z } from 'zod';
import { addressSchema, passwordModeSchema } from './accounts/account.ts';
import {
  cloudSchema,
  grantTypeSchema,
  oauthClientSchema,
  providerIdSchema,
} from './accounts/oauth-client.ts';
import { protocolSchema, serversSchema } from './accounts/protocol.ts';
import { listenersChangeSchema } from './accounts/settings.ts';
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
 * secret is in any output, but for a local password just made, told once.
 */

/** How an account or a client is named: its id, or its address or name. */
const reference = z.string().trim().min(1).max(320);
const nothing = z.object({});
/**
 * A client with a certificate brings PEM texts or a PFX file (base64), and its end and thumbprint are read from it;
 * or one is made. A service account brings its key file.
 */
const credentialInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('secret'), secret: z.string().min(1).max(2_000) }),
  z.object({
    kind: z.literal('certificate'),
    certificate: z.string().min(1).max(50_000),
    privateKey: z.string().min(1).max(50_000),
    /** Of the private key, where it is encrypted. */
    passphrase: z.string().max(1_000).optional(),
  }),
  z.object({
    kind: z.literal('pfx'),
    pfx: z.base64().min(1).max(200_000),
    passphrase: z.string().max(1_000).optional(),
  }),
  z.object({
    kind: z.literal('new-certificate'),
    commonName: z.string().trim().min(1).max(64).optional(),
    days: z.int().optional(),
  }),
  z.object({ kind: z.literal('service-account-key'), json: z.string().min(1).max(50_000) }),
]);
const clientFields = oauthClientSchema.omit({ id: true, credential: true });
const passwordInput = z.string().min(1).max(1_000);

export const problemSchema = z.object({
  code: z.string(),
  message: z.string(),
  fix: z.string(),
  who: z.enum(['user', 'administrator', 'developer', 'nobody']).optional(),
  /** What the provider answered, for display. */
  answer: z
    .object({
      httpStatus: z.number().optional(),
      error: z.string().optional(),
      suberror: z.string().optional(),
      description: z.string().optional(),
      codes: z.array(z.number()).readonly().optional(),
      traceId: z.string().optional(),
      correlationId: z.string().optional(),
    })
    .optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export const accountStateSchema = z.enum([
  'ready',
  'signing-in',
  'needs-sign-in',
  'refused',
  'unreachable',
  'paused',
]);
export type AccountState = z.infer<typeof accountStateSchema>;

export const checkStepSchema = z.object({
  name: z.string(),
  protocol: protocolSchema.optional(),
  ok: z.boolean(),
  milliseconds: z.number(),
  message: z.string(),
  fix: z.string().optional(),
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
  passwords: z.array(z.object({ id: z.string(), name: z.string(), createdAt: z.string() })),
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
const clientInput = z.object({ client: reference });
/** The public half of a certificate; nothing of its key. */
const certificateOutput = z.object({
  /** DER in base64: the content of a .cer file, as Microsoft's portal takes it. */
  cer: z.string(),
  pem: z.string(),
  /** What to call the .cer file. */
  fileName: z.string(),
  /** SHA-1 in upper-case hex, as Microsoft's portal shows it. */
  thumbprint: z.string(),
  thumbprintSha256: z.string(),
  /** ISO 8601, UTC. */
  expires: z.string(),
  subject: z.string(),
});

/** Every command, by name. */
export const commands = {
  'client-add': {
    input: clientFields.extend({ credential: credentialInput }),
    output: z.object({ id: z.uuid() }),
  },
  /** What the form of a new client is filled in with, for a provider, its cloud and tenant, and a grant. */
  'client-defaults': {
    input: z.object({
      provider: providerIdSchema,
      grant: grantTypeSchema,
      cloud: cloudSchema.optional(),
      tenant: z.string().max(253).optional(),
    }),
    output: z.object({
      grants: z.array(grantTypeSchema),
      credentials: z.array(oauthClientSchema.shape.credential),
      authorizationUrl: z.string().optional(),
      tokenUrl: z.string().optional(),
      deviceUrl: z.string().optional(),
      scope: z.string(),
      redirectUri: z.string().optional(),
      tenant: z.string().optional(),
      tenantNeeded: z.boolean(),
      servers: serversSchema,
      notes: z.array(z.string()),
    }),
  },
  'client-update': {
    input: z.object({
      client: reference,
      /** What is left out stays; zod's `partial()` alone would put the default of `servers` in its place. */
      change: clientFields.partial().extend({ servers: serversSchema.optional() }),
      credential: credentialInput.optional(),
    }),
    output: nothing,
  },
  'client-remove': { input: clientInput, output: nothing },
  /** Makes a key and a certificate, which take the place of the client's credential. */
  'client-make-certificate': {
    input: clientInput.extend({
      /** The client's name where left out. */
      commonName: z.string().trim().min(1).max(64).optional(),
      /** 1 to 3650; two years where left out. */
      days: z.int().optional(),
    }),
    output: certificateOutput,
  },
  'client-export-certificate': { input: clientInput, output: certificateOutput },
  /**
   * Has an administrator consent to a client of Microsoft 365 for the whole organization: ends when the browser has
   * come back with the answer, or when it is cancelled. A refusal is a failure with its cause and fix.
   */
  'admin-consent': {
    /** `open` false: nobody's browser is opened; the page is in the snapshot, as the client's `consentUrl`. */
    input: clientInput.extend({ open: z.boolean().default(true) }),
    output: z.object({
      granted: z.literal(true),
      tenant: z.string().optional(),
      scope: z.string().optional(),
    }),
  },
  /** The page for an administrator elsewhere. Its answer goes to the client's redirect URI, where nobody waits. */
  'admin-consent-url': {
    input: clientInput,
    output: z.object({ url: z.string(), scope: z.string(), reason: z.string() }),
  },
  'admin-consent-cancel': { input: clientInput, output: nothing },
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
    output: z.object({ identity: z.string().optional(), expiresAt: z.number() }),
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
  'password-revoke': { input: accountInput.extend({ password: reference }), output: nothing },
  /** Goes the whole way of a login, once for each protocol. */
  check: {
    /** `mailbox`: which one of a whole-domain account. */
    input: accountInput.extend({ mailbox: addressSchema.optional() }),
    output: z.object({ ok: z.boolean(), steps: z.array(checkStepSchema) }),
  },
  'settings-set': {
    input: z.object({
      listeners: listenersChangeSchema.optional(),
      extraCertificateAuthorities: z.array(z.string().min(1)).optional(),
      /** 'http://host:port', 'socks5://user:password@host:port'; an empty text takes it away. */
      networkProxy: z.string().trim().max(500).optional(),
    }),
    output: nothing,
  },
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
