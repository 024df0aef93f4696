import type { ICachePlugin } from '@azure/msal-node';
import { z } from 'zod';
import type { GrantRequest } from '../grant.ts';

const stateSchema = z.object({
  /** The form of this record. */
  version: z.literal(1),
  engine: z.literal('msal'),
  /** MSAL's serialized cache: the account, its refresh token and its ID token. */
  cache: z.looseObject({ RefreshToken: z.record(z.string(), z.unknown()) }),
});

/** MSAL's cache in what the grant kept, as MSAL reads it; undefined if there is none, or none that can be read. */
export function readCache(state: string | undefined): string | undefined {
  if (state === undefined) return undefined;
  try {
    const parsed = stateSchema.safeParse(JSON.parse(state));
    return parsed.success ? JSON.stringify(parsed.data.cache) : undefined;
  } catch {
    return undefined;
  }
}

/** The same state with a new refresh token in the old one's place; MSAL's cache names it by the account. */
export function withRefreshToken(
  state: string,
  token: { readonly old: string; readonly next: string },
): string {
  const parsed = stateSchema.parse(JSON.parse(state));
  const tokens: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(parsed.cache.RefreshToken)) {
    const known = z.looseObject({ secret: z.literal(token.old) }).safeParse(entry);
    tokens[key] = known.success ? { ...known.data, secret: token.next } : entry;
  }
  return JSON.stringify({ ...parsed, cache: { ...parsed.cache, RefreshToken: tokens } });
}

/**
 * One cache for one request: read from what the grant kept, and saved before MSAL hands the token out.
 * @param initial - the cache to begin with; undefined for a sign-in, which begins with nobody
 */
export function cachePlugin(request: GrantRequest, initial: string | undefined): ICachePlugin {
  let current = initial;
  return {
    beforeCacheAccess(context) {
      if (current !== undefined) context.tokenCache.deserialize(current);
      return Promise.resolve();
    },
    async afterCacheAccess(context) {
      if (!context.cacheHasChanged) return;
      const serialized = context.tokenCache.serialize();
      const cache = z.looseObject({ AccessToken: z.unknown() }).parse(JSON.parse(serialized));
      // whoever asked keeps the access token; a second copy on disk would only be one more to guard
      const kept = { ...cache, AccessToken: {} };
      current = JSON.stringify(kept);
      await request.save(JSON.stringify({ version: 1, engine: 'msal', cache: kept }));
    },
  };
}
