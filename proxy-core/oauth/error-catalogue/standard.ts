import type { CatalogueEntry } from './entry.ts';
import { badClient, badRedirect, mustSignIn, noConsent, resetUrls, wait } from './shared-entries.ts';

/** The `error` of RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628 section 3.5, RFC 8707, and OpenID Connect Core 3.1.2.6. */
export const standardErrors: ReadonlyMap<string, CatalogueEntry> = new Map<string, CatalogueEntry>([
  [
    'invalid_request',
    {
      state: 'refused',
      cause: 'The provider does not take the request: a setting of the client may be missing or wrong.',
      fix: resetUrls,
      who: 'developer',
    },
  ],
  ['invalid_client', badClient],
  [
    'invalid_grant',
    {
      state: 'needs-sign-in',
      cause:
        'The stored sign-in is no longer good: it has expired, was revoked, or the password was changed.',
      fix: 'Sign in again.',
      who: 'user',
      withPassword: 'enter-password',
      appOnly: {
        cause: 'The provider does not accept the client’s key for this mailbox.',
        fix: 'Check the address, the key of the client, and the clock of this computer.',
        who: 'administrator',
      },
    },
  ],
  [
    'unauthorized_client',
    {
      state: 'refused',
      cause: 'The provider does not allow this client to use this grant.',
      fix: 'Allow the grant in the client’s registration at the provider, or choose another grant.',
      who: 'administrator',
    },
  ],
  [
    'unsupported_grant_type',
    {
      state: 'refused',
      cause: 'The provider does not offer this grant.',
      fix: 'Choose another grant for the client.',
      who: 'developer',
    },
  ],
  [
    'unsupported_response_type',
    {
      state: 'refused',
      cause: 'The provider does not allow this client to sign people in.',
      fix: 'Allow the authorization code flow in the client’s registration at the provider.',
      who: 'developer',
    },
  ],
  [
    'invalid_scope',
    {
      state: 'refused',
      cause: 'The provider does not know the OAuth scope, or does not allow it to this client.',
      fix: 'Reset the OAuth scope to its default, and add the permissions for mail to the client’s registration.',
      who: 'administrator',
    },
  ],
  [
    'invalid_target',
    {
      state: 'refused',
      cause: 'The provider does not know the service that a token was asked for.',
      fix: 'Reset the OAuth scope of the client to its default.',
      who: 'administrator',
    },
  ],
  [
    'invalid_resource',
    {
      state: 'refused',
      cause: 'The provider does not know the service that a token was asked for.',
      fix: 'Reset the OAuth scope of the client to its default, and check the cloud and the tenant.',
      who: 'administrator',
    },
  ],
  [
    'access_denied',
    {
      state: 'cancelled',
      cause: 'Access was declined on the sign-in page.',
      fix: 'Start the sign-in again and accept the request.',
      who: 'user',
      appOnly: {
        cause: 'The provider denies this client access to the mailbox.',
        fix: 'An administrator has to give the client access to it.',
        who: 'administrator',
      },
    },
  ],
  [
    'server_error',
    { state: 'unreachable', cause: 'The provider has trouble of its own.', fix: wait, who: 'nobody' },
  ],
  [
    'temporarily_unavailable',
    { state: 'unreachable', cause: 'The provider is busy or under maintenance.', fix: wait, who: 'nobody' },
  ],
  [
    'slow_down',
    { state: 'unreachable', cause: 'The provider asks to wait longer.', fix: wait, who: 'nobody' },
  ],
  [
    'authorization_pending',
    {
      state: 'cancelled',
      cause: 'The code has not been entered on the sign-in page yet.',
      fix: 'Start the sign-in again and enter the code in time.',
      who: 'user',
    },
  ],
  [
    'authorization_declined',
    {
      state: 'cancelled',
      cause: 'Access was declined on the sign-in page.',
      fix: 'Start the sign-in again and accept the request.',
      who: 'user',
    },
  ],
  [
    'expired_token',
    {
      state: 'cancelled',
      cause: 'The code was not entered in time.',
      fix: 'Start the sign-in again and enter the new code.',
      who: 'user',
    },
  ],
  [
    'bad_verification_code',
    {
      state: 'cancelled',
      cause: 'The code that was entered is wrong or no longer good.',
      fix: 'Start the sign-in again and enter the new code.',
      who: 'user',
    },
  ],
  // beyond the standards, but said by many
  ['redirect_uri_mismatch', badRedirect],
  [
    'rate_limit_exceeded',
    {
      state: 'unreachable',
      cause: 'The provider was asked too often in a short time.',
      fix: wait,
      who: 'nobody',
    },
  ],
  [
    'internal_failure',
    { state: 'unreachable', cause: 'The provider has trouble of its own.', fix: wait, who: 'nobody' },
  ],
  ['interaction_required', mustSignIn],
  ['login_required', mustSignIn],
  ['account_selection_required', mustSignIn],
  ['consent_required', noConsent],
]);
