import { type Message, msg } from '#messages/message.ts';
import { z } from 'zod';
import type { GrantRequest, Issued } from '../grant.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import type { TokenGrant } from './token-endpoint.ts';

const keptStateSchema = z.object({
  /** The form of this record. */
  version: z.literal(1),
  refreshToken: z.string().min(1),
  /** The scope that was asked for when somebody signed in. */
  scope: z.string(),
  identity: z.string().optional(),
});
export type KeptState = z.infer<typeof keptStateSchema>;

/** What a grant kept, or undefined: nothing, or nothing that this version can read. */
export function readKeptState(state: string | undefined): KeptState | undefined {
  if (state === undefined) return undefined;
  try {
    const parsed = keptStateSchema.safeParse(JSON.parse(state));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps what a token answer brought, before anybody gets the token: a refresh token that was replaced is on disk before
 * its access token is used. An answer without one leaves the old one valid (RFC 6749 section 6).
 */
export async function keep(
  request: GrantRequest,
  granted: TokenGrant,
  old: KeptState | undefined,
): Promise<Issued> {
  const refreshToken = granted.refreshToken ?? old?.refreshToken;
  const identity = granted.identity ?? old?.identity;
  if (refreshToken !== undefined) {
    const next: KeptState = {
      version: 1,
      refreshToken,
      scope: old?.scope ?? request.scope,
      identity,
    };
    if (!sameState(next, old)) await request.save(JSON.stringify(next));
  }
  return { token: granted.token, identity, scope: granted.scope };
}

/** Nothing is kept: somebody must sign in. */
export function nothingKept(request: GrantRequest, fix?: Message): OAuthError {
  const { address } = request.account;
  return new OAuthError('needs-sign-in', msg('signIn.notSigned', { address }), {
    fix: fix ?? msg('signIn.sign', { address }),
  });
}

function sameState(a: KeptState, b: KeptState | undefined): boolean {
  return (
    b !== undefined && a.refreshToken === b.refreshToken && a.scope === b.scope && a.identity === b.identity
  );
}
