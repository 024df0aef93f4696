import { type Message, msg } from '#messages/message.ts';
import { z } from 'zod';
import type { CommandOutput } from '#contract/commands.ts';
import { decodedClaims } from '#core/oauth/provider-exchange.ts';

/**
 * What an access token says of itself. It is decoded only, never validated: that is the mail server's part. The
 * token itself is not in here.
 */
export type TokenClaims = NonNullable<CommandOutput<'token-details'>['claims']> & {
  /** Characters of the token. */
  readonly length: number;
  /** The service principal's object id of an application's token. */
  readonly objectId?: string;
};

/** Larger than any provider's token; what is longer is not worth decoding. */
const longestRead = 64 * 1024;

const textClaim = z.string().min(1).max(2_000).optional().catch(undefined);
/** In milliseconds. */
const timeClaim = z
  .number()
  .nonnegative()
  .max(1e11)
  .transform((seconds) => seconds * 1_000)
  .optional()
  .catch(undefined);
const listClaim = z.array(z.string().max(500)).max(500).optional().catch(undefined);
const claimsSchema = z.object({
  aud: z
    .union([z.string(), z.array(z.string()).transform((all) => all[0])])
    .optional()
    .catch(undefined),
  scp: z
    .union([z.string(), z.array(z.string()).transform((all) => all.join(' '))])
    .optional()
    .catch(undefined),
  scope: textClaim,
  roles: listClaim,
  tid: textClaim,
  appid: textClaim,
  azp: textClaim,
  idtyp: textClaim,
  oid: textClaim,
  upn: textClaim,
  preferred_username: textClaim,
  unique_name: textClaim,
  email: textClaim,
  iat: timeClaim,
  exp: timeClaim,
});

/** Reads a token. Never throws: what is no JWT is opaque. */
export function readTokenClaims(token: string): TokenClaims {
  const opaque: TokenClaims = { kind: 'opaque', length: token.length, permissions: [], actsAs: 'unknown' };
  const claims = token.length > longestRead ? undefined : claimsSchema.safeParse(decodedClaims(token)).data;
  if (claims === undefined) return opaque;
  const user = claims.upn ?? claims.preferred_username ?? claims.unique_name ?? claims.email;
  const scopes = (claims.scp ?? claims.scope ?? '').split(/\s+/).filter((scope) => scope !== '');
  const application =
    claims.idtyp === 'app' || (user === undefined && scopes.length === 0 && claims.appid !== undefined);
  const person = !application && (user !== undefined || scopes.length > 0);
  return {
    kind: 'jwt',
    length: token.length,
    permissions: [...new Set([...scopes, ...(claims.roles ?? [])])],
    actsAs: application ? 'application' : person ? 'person' : 'unknown',
    audience: claims.aud,
    tenant: claims.tid,
    appId: claims.appid ?? claims.azp,
    objectId: claims.oid,
    user,
    issuedAt: claims.iat,
    expiresAt: claims.exp,
  };
}

/** A token in one sentence: whose, for what, with which permissions. */
export function describeToken(claims: TokenClaims): Message {
  if (claims.kind === 'opaque') return msg('check.tokenCannotReadOnlyProvider');
  const whose =
    claims.actsAs === 'application'
      ? msg('check.applicationItself')
      : (claims.user?.slice(0, 320) ?? msg('check.somebodyDoesNotName'));
  const audience = claims.audience?.slice(0, 200);
  const permissions = claims.permissions.slice(0, 20).join(', ');
  if (permissions === '')
    return audience === undefined
      ? msg('check.tokenForNothing', { whose })
      : msg('check.tokenForNothingAt', { whose, audience });
  return audience === undefined
    ? msg('check.tokenFor', { whose, permissions })
    : msg('check.tokenForAt', { whose, audience, permissions });
}
