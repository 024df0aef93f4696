import type { CatalogueEntry } from './entry.ts';
import { badClient, badRedirect, resetUrls, sessionEnded, wait } from './shared-entries.ts';

const badCode = {
  state: 'needs-sign-in',
  cause: 'The answer of the sign-in page is no longer good.',
  fix: 'Start the sign-in again.',
  who: 'user',
} as const satisfies CatalogueEntry;

/** Yahoo and AOL name their errors in capitals; they are looked up in lower case. */
export const yahooErrors: ReadonlyMap<string, CatalogueEntry> = new Map<string, CatalogueEntry>([
  ['invalid_refresh_token', sessionEnded],
  ['token_expired', sessionEnded],
  ['token_rejected', sessionEnded],
  ['account_not_authorized', sessionEnded],
  ['invalid_authorization_code', badCode],
  ['invalid_client_secret', badClient],
  ['invalid_consumer_key', badClient],
  ['invalid_redirect_uri', badRedirect],
  ['invalid_callback', badRedirect],
  [
    'unsupported_oauth_grant',
    {
      state: 'refused',
      cause: 'The provider does not offer this grant.',
      fix: 'Choose the grant “Authorization code” for the client.',
      who: 'developer',
    },
  ],
  [
    'invalid_input',
    {
      state: 'refused',
      cause: 'The provider does not take the request: a setting of the client may be missing or wrong.',
      fix: resetUrls,
      who: 'developer',
    },
  ],
  [
    'unknown_error',
    { state: 'unreachable', cause: 'The provider has trouble of its own.', fix: wait, who: 'nobody' },
  ],
]);
