import type { MessageCode } from '#messages/message.ts';
import { z } from 'zod';
import { accountSchema, canonicalAddress } from './account.ts';
import { checklistSchema } from './checklist.ts';
import { deviceSchema, networkSchema } from './device.ts';
import { defaultPorts } from './endpoints.ts';
import { isBuiltInClient, oauthClientSchema } from './oauth-client.ts';

const portSchema = z.union([z.int().min(0).max(65535), z.literal('off')]);

/** The ports that clients connect to; `off` closes one. 0 takes any free port (for tests and demos). */
export const listenersSchema = z.object({
  imap: portSchema.default(defaultPorts.imap),
  pop: portSchema.default(defaultPorts.pop),
  smtp: portSchema.default(defaultPorts.smtp),
  imaps: portSchema.default('off'),
  pops: portSchema.default('off'),
  smtps: portSchema.default('off'),
  /** Addresses to listen on. Anything but loopback demands TLS. */
  addresses: z.array(z.string().min(1)).min(1).default(['127.0.0.1', '::1']),
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
    addresses: listenersSchema.shape.addresses.unwrap(),
    proxyFrom: listenersSchema.shape.proxyFrom,
  })
  .partial();

/** The certificate with what it was signed by, and its key. */
export const certificateFilesSchema = z
  .array(z.string().trim().min(1).max(4_096))
  .refine((files) => files.length === 0 || files.length === 2, {
    error: 'settings.twoFiles' satisfies MessageCode,
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
    /** PEM files of the TLS ports' certificate and of its key, where somebody else makes and renews them; else none. */
    certificateFiles: certificateFilesSchema.default([]),
    /** PEM files with further certificate authorities for mail servers and providers. */
    extraCertificateAuthorities: z.array(z.string().min(1)).default([]),
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
