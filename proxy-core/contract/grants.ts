import { z } from 'zod';

/** Microsoft's national clouds. */
export const cloudSchema = z.enum(['global', 'gcc-high', 'dod', 'china']);
export type Cloud = z.infer<typeof cloudSchema>;

export const grantTypeSchema = z.enum([
  'authorization-code',
  'client-credentials',
  'password',
  'device-code',
  'service-account',
]);
export type GrantType = z.infer<typeof grantTypeSchema>;

/** Whether somebody must come to a page or a prompt for a sign-in of this grant. */
export function isInteractive(grant: GrantType | undefined): boolean {
  return grant === 'authorization-code' || grant === 'device-code';
}

/** Whether an application opens mailboxes by itself: what it may open is its administrator's to say. */
export function isAppOnly(grant: GrantType | undefined): boolean {
  return grant === 'client-credentials' || grant === 'service-account';
}

/** How a client proves itself; what is named is in the vault. */
export const credentialKindSchema = z.enum(['none', 'secret', 'certificate', 'service-account-key']);
export type CredentialKind = z.infer<typeof credentialKindSchema>;

/** Whom a registration that comes with the build may sign in. */
export const audienceSchema = z.enum(['personal', 'organization', 'both']);
export type Audience = z.infer<typeof audienceSchema>;
