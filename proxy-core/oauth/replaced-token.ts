import type { AccessToken } from './grant.ts';
import type { TokenKeeper, TokenRequest } from './token-keeper.ts';
import { RefusedAgainError } from './token-trouble.ts';

/**
 * A new token in the place of one that a mail server has refused; undefined where that server refuses new ones too,
 * so that what it said is all there is to tell.
 * @throws OAuthError
 */
export async function replacedToken(
  tokens: TokenKeeper,
  request: TokenRequest & { readonly refused: AccessToken },
): Promise<AccessToken | undefined> {
  try {
    return await tokens.accessToken(request);
  } catch (error) {
    if (error instanceof RefusedAgainError) return undefined;
    throw error;
  }
}
