import { sign, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const claimsSchema = z.looseObject({
  iss: z.unknown().optional(),
  exp: z.unknown().optional(),
  iat: z.unknown().optional(),
});
type Claims = z.infer<typeof claimsSchema>;

/** The claims of a JWT, unchecked; undefined if it is none (many providers' access tokens are opaque). */
export function decodedClaims(token: string): Claims | undefined {
  const parts = token.split('.');
  if (parts.length !== 3 || parts[1] === undefined) return undefined;
  try {
    const parsed = claimsSchema.safeParse(JSON.parse(Buffer.from(parts[1], 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** A JWT in its compact form, signed with RS256 (RFC 7515 section 3.1, RFC 7518 section 3.3). */
export function signedWithRs256(
  header: Readonly<Record<string, string>>,
  claims: Readonly<Record<string, string | number>>,
  key: KeyObject,
): string {
  const input = `${encoded({ alg: 'RS256', typ: 'JWT', ...header })}.${encoded(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
