import { messageSchema } from '#messages/message.ts';
import { z } from 'zod';
import { accountSchema } from './account.ts';
import { deviceSchema, checklistViewSchema, listenersSchema, plainSettings } from './settings.ts';
import { protocolSchema } from './endpoints.ts';
import { audienceSchema } from './grants.ts';
import { oauthClientSchema } from './oauth-client.ts';
import { policyViewSchema } from './policy.ts';
import { problemSchema } from './problem.ts';
import { submissionSchema } from './submission.ts';

/**
 * What is shown: the snapshot and its parts. No token and no secret is in it.
 */

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

/** `code` and the fields after it are about what went wrong. */
export const checkStepSchema = problemSchema.partial({ code: true }).extend({
  name: z.enum(['account', 'token', 'reach', 'tls', 'permissions', 'login']),
  /** None for what several protocols share. */
  protocol: protocolSchema.optional(),
  ok: z.boolean(),
  milliseconds: z.number(),
});
export type CheckStep = z.infer<typeof checkStepSchema>;

/** A check that is under way, or the last one. */
const checkViewSchema = z.object({
  startedAt: z.number(),
  running: z.boolean(),
  steps: z.array(checkStepSchema),
  /** Which one of a whole-domain account. */
  mailbox: z.string().optional(),
});
export type CheckView = z.infer<typeof checkViewSchema>;

/**
 * `submission` and `submissionRewrites` are what is set for this account alone; `sendsBy` is what applies.
 * `passwordMode` is adopt-first until the account has had a password, and own after that.
 */
export const accountViewSchema = accountSchema.omit({ paused: true }).extend({
  clientName: z.string(),
  /** It stands for a domain whose people each sign in themselves: their first logins become accounts. */
  forPeople: z.boolean().optional(),
  sendsBy: submissionSchema,
  /** The ways that can be chosen for it; only 'smtp' where the provider has no API for it. */
  submissions: z.array(submissionSchema),
  state: accountStateSchema,
  problem: problemSchema.optional(),
  token: z.object({ obtainedAt: z.number(), expiresAt: z.number(), renewsAt: z.number() }).optional(),
  /** Who signed in, as the provider tells it. */
  identity: z.string().optional(),
  signedInAt: z.number().optional(),
  /** What its person is to look at, since the last sign-in of this run left it in doubt; until `account-keep-sign-in`. */
  doubt: messageSchema.optional(),
  /** A sign-in that waits for somebody. */
  signIn: z
    .object({
      url: z.string().optional(),
      userCode: z.string().optional(),
      expiresAt: z.number().optional(),
      message: messageSchema.optional(),
      /** What a further code is for. */
      why: messageSchema.optional(),
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
  /** It comes with the build or from the organization: it is not in the settings, and can be neither changed nor removed. */
  builtIn: z.boolean(),
  /** Of a built-in client: the organization's policy brings it. */
  byOrganization: z.boolean().optional(),
  /** Of a built-in client: whom it may sign in. */
  audience: audienceSchema.optional(),
  /** Of a built-in client: this build comes without it by now, and the accounts that use it are refused. */
  withdrawn: z.boolean().optional(),
  /** Until its secret or its certificate ends, in days; 0 or less: it has ended, or does today. */
  credentialExpiresInDays: z.number().optional(),
  /** Of an app-only client: how far its set-up is. */
  checklist: checklistViewSchema.optional(),
  /** An administrator's consent is being waited for: the page on which it is given, to be opened on this machine. */
  consentUrl: z.string().optional(),
});
export type ClientView = z.infer<typeof clientViewSchema>;

export const listenerViewSchema = z.object({
  protocol: protocolSchema,
  implicitTls: z.boolean(),
  port: z.number(),
  addresses: z.array(z.string()),
  /** `freePort`: in the place of a port that is in use, one near it that nobody has. */
  problem: problemSchema.extend({ freePort: z.number().optional() }).optional(),
});
export type ListenerView = z.infer<typeof listenerViewSchema>;

export const deviceViewSchema = deviceSchema.extend({
  accountAddress: z.string(),
  /** Whose messages they are. */
  sendsAs: z.string(),
  /** The port that it has, and the addresses on which it is open. */
  port: z.number(),
  addresses: z.array(z.string()),
  problem: listenerViewSchema.shape.problem,
  /** Messages within the last hour, in this run. */
  sentLately: z.number(),
});
export type DeviceView = z.infer<typeof deviceViewSchema>;

/** How a certificate stands that somebody else renews. */
export const ownCertificateViewSchema = z.object({
  /** When the one in use ends: ISO 8601, UTC. None was good yet where left out: Mailwicket's own is served. */
  expires: z.string().optional(),
  /** What is in the files now cannot be used: what was served before goes on. */
  problem: problemSchema.pick({ message: true, fix: true }).optional(),
});

/** What is set; nothing secret. The state of a port is in its listener's view. */
const settingsViewSchema = plainSettings.extend({
  listeners: listenersSchema,
  /** What was chosen when this run was started: until it ends, it holds instead of what is set. */
  chosenAtStart: z.array(listenersSchema.keyof()),
  /** How the certificate of `certificateFiles` stands, where it is served. */
  ownCertificate: ownCertificateViewSchema.optional(),
  /** Of `extraCertificateAuthorities`, those in which no certificate can be read: what they sign is not trusted. */
  missingAuthorities: z.array(z.string()),
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
   * Whoever trusted the authority of the TLS ports has to trust a new one. 'names': the former one cannot sign for a
   * name of this computer; 'renewed': it was about to expire.
   */
  replacedAuthority: z
    .object({
      why: z.enum(['names', 'renewed']),
      /** Programs go on with the former one until then; left out where they do not. ISO 8601, UTC. */
      formerUntil: z.string().optional(),
    })
    .optional(),
});

export const snapshotSchema = z.object({
  /** Counts up at every change. */
  revision: z.number(),
  accounts: z.array(accountViewSchema),
  clients: z.array(clientViewSchema),
  listeners: z.array(listenerViewSchema),
  devices: z.array(deviceViewSchema),
  /** What is set, for the page on which it is changed. */
  settings: settingsViewSchema.optional(),
  /** The settings or the vault cannot be read: nothing is served until that is mended. */
  problem: problemSchema.optional(),
  /** The registrations that come with the build cannot be used: it goes on without built-in clients. */
  registrationsProblem: problemSchema.optional(),
  /** What the organization sets for everybody; left out where it sets nothing. */
  policy: policyViewSchema.optional(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const activityEntrySchema = z.object({
  /** Counts up from 1 in this run. */
  sequence: z.number(),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** What it is about; screens filter by it. */
  kind: z.enum([
    'login-accepted',
    'login-refused',
    'session-ended',
    'message-sent',
    'message-refused',
    'connection',
    'sign-in',
    'token',
    'listener',
    'settings',
    'check',
  ]),
  /** 'warning': somebody should care. */
  level: z.enum(['info', 'warning']),
  text: messageSchema,
  accountId: z.string().optional(),
  protocol: protocolSchema.optional(),
  peer: z.string().optional(),
  details: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), messageSchema]))
    .readonly()
    .optional(),
});
/** One line of the activity log, in plain words. */
export type ActivityEntry = z.infer<typeof activityEntrySchema>;
