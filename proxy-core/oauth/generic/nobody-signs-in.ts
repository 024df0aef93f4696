import { msg } from '#messages/message.ts';
import type { GrantRequest } from '../grant.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';

/** A sign-in was asked of a grant that knows none. */
export function nobodySignsIn(request: GrantRequest): OAuthError {
  return new OAuthError(
    'refused',
    msg('signIn.signedWithoutAnybodyClientNeeds', { address: request.account.address }),
    {
      fix: msg('signIn.nothingDoSignPersonChoose'),
    },
  );
}
