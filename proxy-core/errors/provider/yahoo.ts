import { msg } from '#messages/message.ts';
import {
  badClient,
  badRedirect,
  resetUrls,
  sessionEnded,
  wait,
  type CatalogueEntry,
} from './shared-entries.ts';

const badCode = {
  state: 'needs-sign-in',
  cause: msg('providers.answerSignPageNoLonger'),
  fix: msg('providers.startSignAgain'),
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
      cause: msg('providers.providerDoesNotOfferGrant'),
      fix: msg('providers.chooseGrantAuthorizationCodeClient'),
      who: 'developer',
    },
  ],
  [
    'invalid_input',
    {
      state: 'refused',
      cause: msg('providers.providerDoesNotTakeRequest'),
      fix: resetUrls,
      who: 'developer',
    },
  ],
  [
    'unknown_error',
    { state: 'unreachable', cause: msg('providers.providerTroubleOwn'), fix: wait, who: 'nobody' },
  ],
]);
