import type { CatalogueEntry } from './entry.ts';
import { sessionEnded, wait } from './shared-entries.ts';

const delegation =
  'An administrator of the Workspace grants it in the Admin console under “Domain-wide delegation”, with the service account’s client ID and the scope https://mail.google.com/.';

/** What Google says beside or in place of the standards. */
export const googleErrors: ReadonlyMap<string, CatalogueEntry> = new Map<string, CatalogueEntry>([
  [
    'invalid_grant',
    {
      ...sessionEnded,
      cause: 'The stored sign-in has expired or was revoked.',
      fix: 'Sign in again. If this happens every 7 days, the consent screen of the Google project is still in “Testing”: publish it.',
      appOnly: {
        cause: 'Google does not accept the service account’s key for this mailbox.',
        fix: 'Check that the address is the mailbox’s own, that the key has not been deleted, and the clock of this computer.',
        who: 'administrator',
      },
    },
  ],
  [
    'unauthorized_client',
    {
      state: 'refused',
      cause: 'Google does not allow this client to do this.',
      fix: 'Check that the client is of the type “Desktop app” in the Google Cloud console.',
      who: 'developer',
      appOnly: {
        cause: 'The service account may not act for the mailboxes of this Workspace yet.',
        fix: delegation,
        who: 'administrator',
      },
    },
  ],
  [
    'access_denied',
    {
      state: 'cancelled',
      cause: 'Access was declined on the sign-in page, or the account is not among the test users.',
      fix: 'Start again and accept. While the Google project is in “Testing”, add the account to its test users first.',
      who: 'user',
      appOnly: {
        cause: 'The service account may not act for the mailboxes of this Workspace.',
        fix: delegation,
        who: 'administrator',
      },
    },
  ],
  [
    'admin_policy_enforced',
    {
      state: 'refused',
      cause: 'A policy of the Workspace does not allow this app to read mail.',
      fix: 'Ask an administrator of the Workspace to trust the app’s client ID under “API controls”.',
      who: 'administrator',
    },
  ],
  [
    'org_internal',
    {
      state: 'refused',
      cause: 'The Google project is open to its own organization only, and this account is outside it.',
      fix: 'Use an account of that organization, or set the user type of the consent screen to “External”.',
      who: 'developer',
    },
  ],
  [
    'disallowed_useragent',
    {
      state: 'refused',
      cause: 'Google does not allow its sign-in page in a window of another program.',
      fix: 'Sign in with the system’s browser.',
      who: 'user',
    },
  ],
  [
    'deleted_client',
    {
      state: 'refused',
      cause: 'The client was deleted in the Google Cloud console.',
      fix: 'Make a new client there and enter its ID and secret.',
      who: 'developer',
    },
  ],
  [
    'restricted_client',
    {
      state: 'refused',
      cause: 'The client may not ask for access to mail.',
      fix: 'Add the scope https://mail.google.com/ to the consent screen of the Google project.',
      who: 'developer',
    },
  ],
  [
    'rate_limit_exceeded',
    { state: 'unreachable', cause: 'Google was asked too often in a short time.', fix: wait, who: 'nobody' },
  ],
  [
    'internal_failure',
    { state: 'unreachable', cause: 'Google has trouble of its own.', fix: wait, who: 'nobody' },
  ],
]);
