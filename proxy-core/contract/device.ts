import type { MessageCode } from '#messages/message.ts';
import { z } from 'zod';
import { addressSchema, isWholeDomain } from './account.ts';

/** An address, or a network as RFC 4632 writes it; one of all addresses would name nobody. */
export const networkSchema = z
  .string()
  .trim()
  .refine(
    (text) =>
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).safeParse(text).success && !text.endsWith('/0'),
    { error: 'devices.mustBeNetwork' satisfies MessageCode },
  );

/** How a device's connection is secured: not at all, by STARTTLS before the first message, or from its first octet on. */
const deviceSecuritySchema = z.enum(['none', 'starttls', 'tls']);

/** What becomes of a message from another sender: 'rewrite' puts the account's address in its place. */
const senderPolicySchema = z.enum(['rewrite', 'refuse']);

/** What can be changed of a device. */
export const deviceFields = {
  name: z.string().trim().min(1).max(100),
  listen: z.object({ address: z.union([z.ipv4(), z.ipv6()]), port: z.int().min(0).max(65_535) }),
  /** Who may send, without a password: addresses and networks. */
  from: z.array(networkSchema).min(1).max(100),
  security: deviceSecuritySchema,
  senderPolicy: senderPolicySchema,
  /** Whose messages they are; the account's address where left out. */
  sender: addressSchema.refine((address) => !isWholeDomain(address)).optional(),
  /** Messages. */
  limitPerHour: z.int().min(1).max(10_000),
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
