import type { GrantRequest } from '../grant.ts';
import { OAuthError } from '../oauth-error.ts';

/** A sign-in was asked of a grant that knows none. */
export function nobodySignsIn(request: GrantRequest): OAuthError {
  return new OAuthError(
    'refused',
    `${request.account.address} is signed in without anybody: its client needs no sign-in.`,
    {
      fix: 'Nothing to do. To sign in as a person, choose a client with the authorization code grant.',
    },
  );
}
