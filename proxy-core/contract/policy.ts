import type { MessageCode } from '#messages/message.ts';
import { z } from 'zod';
import { providerIdSchema, presetClientsSchema, registrationsSchema } from './oauth-client.ts';
import { problemSchema } from './problem.ts';
import { plainSettings, portFields, settingsSchema } from './settings.ts';

/** 'example.org', or '*.example.org' for all below it. */
const domainSchema = z
  .string()
  .trim()
  .max(253)
  .regex(/^(?:\*\.)?[^\s@*/:]+\.[^\s@*/:]+$/u, {
    error: 'policy.mustDomain' satisfies MessageCode,
  });

/** A password would be readable for everybody on the machine: whoever uses the proxy enters it. */
const proxySchema = settingsSchema.shape.networkProxy
  .unwrap()
  .regex(/^(?:(?:(?:https?|socks5?h?):\/\/)?(?:[^\s@/:]+@)?[^\s@/]+\/?)?$/i, {
    error: 'policy.mustProxyWithoutPassword' satisfies MessageCode,
  });

const shape = {
  /** In the place of those that come with the build. */
  registrations: registrationsSchema,
  /** OAuth clients beside them. */
  clients: presetClientsSchema,
  allowedProviders: z.array(providerIdSchema).max(100),
  allowedDomains: z.array(domainSchema).max(1_000),
  ...portFields,
  /** Whether other devices of the network are let in. */
  lanAccess: z.boolean(),
  /** An empty text: none. */
  networkProxy: proxySchema,
  extraCertificateAuthorities: plainSettings.shape.extraCertificateAuthorities,
  /** Whether the screens may be shown in a browser. */
  panel: z.boolean(),
  startAtLogin: z.boolean(),
  signInWindow: z.boolean(),
  updates: z.boolean(),
};

/** What an organization sets: each key holds for everybody, and who uses Mailwicket cannot change what it is about. */
export const policySchema = z.strictObject(shape).partial();
export type PolicyValues = z.infer<typeof policySchema>;
export const policyKeySchema = policySchema.keyof();
export type PolicyKey = z.infer<typeof policyKeySchema>;

/**
 * How a key is written where there are no arrays and objects, in the registry of Windows: a number 0 or 1; a number or
 * 'off'; a text; a list of texts; JSON.
 */
export type PolicyKind = 'switch' | 'port' | 'text' | 'list' | 'json';

export const policyKinds: ReadonlyMap<PolicyKey, PolicyKind> = new Map(
  policyKeySchema.options.map((key) => [key, kindOf(shape[key])]),
);

function kindOf(schema: z.ZodType): PolicyKind {
  if (schema instanceof z.ZodBoolean) return 'switch';
  if (schema instanceof z.ZodUnion) return 'port';
  if (schema instanceof z.ZodArray) return schema.element instanceof z.ZodObject ? 'json' : 'list';
  return 'text';
}

export const policyViewSchema = z.object({
  /** Where it was read: files, the registry. */
  from: z.array(z.string()),
  /** What nobody can change. */
  locked: z.array(policyKeySchema),
  /** What of it cannot be used. */
  problems: z.array(problemSchema),
});
export type PolicyView = z.infer<typeof policyViewSchema>;
