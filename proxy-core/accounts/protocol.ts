import { z } from 'zod';

/** The three mail protocols that a session can speak. */
export const protocolSchema = z.enum(['imap', 'pop', 'smtp']);
export type Protocol = z.infer<typeof protocolSchema>;
export const protocols = protocolSchema.options;

/** How a protocol is called in front of people. */
export const protocolName = { imap: 'IMAP', pop: 'POP', smtp: 'SMTP' } as const satisfies Record<
  Protocol,
  string
>;

/** Where a provider's server listens, and how its TLS begins. */
export const serverAddressSchema = z.object({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65535),
  tls: z.enum(['implicit', 'starttls']),
});
export type ServerAddress = z.infer<typeof serverAddressSchema>;

export const serversSchema = z.object({
  imap: serverAddressSchema.optional(),
  pop: serverAddressSchema.optional(),
  smtp: serverAddressSchema.optional(),
});
export type Servers = z.infer<typeof serversSchema>;
