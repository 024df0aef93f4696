import type { MessageCode } from '#messages/message.ts';
import { z } from 'zod';
import { accountSchema, addressSchema, canonicalAddress, isWholeDomain } from './account.ts';
import { defaultPorts, loopbackAddresses } from './endpoints.ts';
import { isBuiltInClient, oauthClientSchema } from './oauth-client.ts';
import { problemSchema } from './problem.ts';

/** An address, or a network as RFC 4632 writes it; one of all addresses would name nobody. */
export const networkSchema = z
  .string()
  .trim()
  .refine(
    (text) =>
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).safeParse(text).success && !text.endsWith('/0'),
    { error: 'devices.mustBeNetwork' satisfies MessageCode },
  );

const ownAddress = { error: 'devices.mustBeOwnAddress' satisfies MessageCode };

/** To listen on. One that maps an IPv4 address (RFC 4291 section 2.5.5.2) cannot be bound: a port on IPv6 is IPv6's alone. */
const machineAddress = z.union(
  [z.ipv4(), z.ipv6().refine((text) => !/^(?:::|(?:0+:){5})ffff:/i.test(text))],
  ownAddress,
);
/** The same, and the name that stands for both loopback addresses. */
export const listenAddressSchema = z.union([machineAddress, z.literal('localhost')], ownAddress);

/** How a device's connection is secured: not at all, by STARTTLS before the first message, or from its first octet on. */
const deviceSecuritySchema = z.enum(['none', 'starttls', 'tls']);

/** What becomes of a message from another sender: 'rewrite' puts the account's address in its place. */
const senderPolicySchema = z.enum(['rewrite', 'refuse']);

function numberUpTo(most: number, least: number, error: MessageCode): z.ZodInt {
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** What can be changed of a device. */
export const deviceFields = {
  name: z.string().trim().min(1).max(100),
  listen: z.object({
    address: machineAddress,
    port: numberUpTo(65_535, 0, 'devices.mustBePort'),
  }),
  /** Who may send, without a password: addresses and networks. */
  from: z.array(networkSchema).min(1).max(100),
  security: deviceSecuritySchema,
  senderPolicy: senderPolicySchema,
  /** Whose messages they are; the account's address where left out. */
  sender: addressSchema.refine((address) => !isWholeDomain(address)).optional(),
  /** Messages. */
  limitPerHour: numberUpTo(10_000, 1, 'devices.mustBeLimit'),
};

/** A device that cannot log in, such as a printer: a port for it alone, which signs in as its account. */
export const deviceSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid(),
  ...deviceFields,
  paused: z.boolean().default(false),
});
export type Device = z.infer<typeof deviceSchema>;

/** What a device gets that nobody said more of; a mail program's port is never its. */
export const usualDevice = {
  port: 2525,
  security: 'none',
  senderPolicy: 'rewrite',
  limitPerHour: 100,
} as const;

/** More than an administrator sets up at once. */
export const mostMailboxes = 2_000;
const mailboxesSchema = z.array(addressSchema).max(mostMailboxes);

/** What an administrator has done for an app-only client, as far as nothing else tells it: kept in the settings. */
const checklistSchema = z.object({
  clientId: z.uuid(),
  /** The mailboxes that are wished for, beside those that are accounts already. */
  mailboxes: mailboxesSchema.default([]),
  /** For which the script of Exchange was made. */
  scripted: mailboxesSchema.default([]),
  /** Which let the client in when they were checked last. */
  open: mailboxesSchema.default([]),
  /** When the provider issued a token for the present credential. ISO 8601, UTC. */
  credentialAcceptedAt: z.string().max(40).optional(),
  /** When an administrator consented, and for which organization, where Microsoft told it. */
  consent: z.object({ at: z.string().max(40), tenant: z.string().max(253).optional() }).optional(),
});
export type Checklist = z.infer<typeof checklistSchema>;

/**
 * How a mailbox stands towards an app-only client:
 * - unchecked: nobody has looked yet, or not since the last start
 * - checking: it is being looked at
 * - open: it let the client in
 * - not-yet: it refused, as Exchange does for a while after a grant; it is looked at again by itself
 * - refused: it refuses, and time alone does not change that
 */
const mailboxCheckSchema = z.object({
  state: z.enum(['unchecked', 'checking', 'open', 'not-yet', 'refused']),
  /** Milliseconds since 1970, of this run's last look. */
  checkedAt: z.number().optional(),
  /** When it is looked at again by itself. */
  nextAt: z.number().optional(),
  problem: problemSchema.optional(),
});
export type MailboxCheck = z.infer<typeof mailboxCheckSchema>;

/** The steps of setting up an app-only client, as they are shown. */
export const checklistViewSchema = z.object({
  credential: z.object({ ready: z.boolean(), acceptedAt: z.string().optional() }),
  consent: z.object({ at: z.string(), tenant: z.string().optional() }).optional(),
  /** Those that were wished for, and the client's accounts. */
  mailboxes: z.array(
    mailboxCheckSchema.extend({
      address: z.string(),
      /** The account that stands for it; left out where there is none yet. */
      account: z.uuid().optional(),
      scripted: z.boolean(),
    }),
  ),
});
export type ChecklistView = z.infer<typeof checklistViewSchema>;

const mustBePort = { error: 'settings.mustPort' satisfies MessageCode };
const portSchema = z.union(
  [z.int(mustBePort).min(0, mustBePort).max(65535, mustBePort), z.literal('off')],
  mustBePort,
);

/** The ports that clients connect to; `off` closes one. 0 takes any free port (for tests and demos). */
export const listenersSchema = z.object({
  imap: portSchema.default(defaultPorts.imap),
  pop: portSchema.default(defaultPorts.pop),
  smtp: portSchema.default(defaultPorts.smtp),
  imaps: portSchema.default('off'),
  pops: portSchema.default('off'),
  smtps: portSchema.default('off'),
  /** Addresses to listen on. Anything but loopback demands TLS. */
  addresses: z
    .array(z.string().min(1))
    .min(1)
    .default([...loopbackAddresses]),
  /** Proxies: addresses and networks whose connections have to begin with a header of the PROXY protocol. */
  proxyFrom: z.array(networkSchema).max(100).optional(),
});
export type Listeners = z.infer<typeof listenersSchema>;

/** The ports by their names, without what they are where nobody has chosen. */
export const portFields = {
  imap: portSchema,
  pop: portSchema,
  smtp: portSchema,
  imaps: portSchema,
  pops: portSchema,
  smtps: portSchema,
};

/** A change of some of them: what is left out stays (`listenersSchema.partial()` puts the defaults in its place). */
export const listenersChangeSchema = z
  .object({
    ...portFields,
    addresses: z.array(listenAddressSchema).min(1),
    proxyFrom: listenersSchema.shape.proxyFrom,
  })
  .partial();

const fileSchema = z.string().trim().min(1).max(4_096);

/** What is kept, changed (`settings-set`) and shown (the snapshot) as it is: a setting is a line here and its default below. */
export const plainSettings = z.object({
  /** PEM files of the TLS ports' certificate and of its key, where somebody else makes and renews them; else none. */
  certificateFiles: z.array(fileSchema).refine((files) => files.length === 0 || files.length === 2, {
    error: 'settings.twoFiles' satisfies MessageCode,
  }),
  /** PEM files with further certificate authorities for mail servers and providers. */
  extraCertificateAuthorities: z.array(fileSchema).max(100),
});

/** Everything that is kept in the settings; secrets are in the vault. */
export const settingsSchema = z
  .object({
    version: z.literal(1),
    clients: z.array(oauthClientSchema).default([]),
    accounts: z.array(accountSchema).default([]),
    /** Of app-only clients whose set-up has begun. */
    checklists: z.array(checklistSchema).optional(),
    listeners: listenersSchema.prefault({}),
    /** Devices that cannot log in. */
    devices: z.array(deviceSchema).max(200).default([]),
    certificateFiles: plainSettings.shape.certificateFiles.default([]),
    extraCertificateAuthorities: plainSettings.shape.extraCertificateAuthorities.default([]),
    /**
     * The HTTP or SOCKS proxy of this network, for providers and mail servers: 'http://host:port',
     * 'socks5://user:password@host:port'. Where it is left out, HTTPS_PROXY and its kin count.
     */
    networkProxy: z.string().max(500).optional(),
  })
  .superRefine((settings, context) => {
    const wrong = (path: PropertyKey[], message: MessageCode, params: Record<string, string>): void =>
      context.addIssue({ code: 'custom', path, message, params });
    const clients = new Set(settings.clients.map((client) => client.id));
    const addresses = new Set<string>();
    const accounts = new Set<string>();
    settings.accounts.forEach(({ id, address, clientId }, index) => {
      const canonical = canonicalAddress(address);
      if (addresses.has(canonical))
        wrong(['accounts', index, 'address'], 'accounts.twoAccountsAddress', { address });
      addresses.add(canonical);
      accounts.add(id);
      if (!clients.has(clientId) && !isBuiltInClient(clientId))
        wrong(['accounts', index, 'clientId'], 'accounts.accountNamesOauthClientNot', { address });
    });
    settings.devices.forEach(({ accountId, name }, index) => {
      if (!accounts.has(accountId)) wrong(['devices', index, 'accountId'], 'devices.noAccount', { name });
    });
  });
export type Settings = z.infer<typeof settingsSchema>;

export const emptySettings: Settings = settingsSchema.parse({ version: 1 });
