import { msg } from '#messages/message.ts';
import { sessionEnded, wait, type CatalogueEntry } from './shared-entries.ts';

const delegation = msg('providers.administratorWorkspaceGrantsAdminConsole');

/** What Google says beside or in place of the standards. */
export const googleErrors: ReadonlyMap<string, CatalogueEntry> = new Map<string, CatalogueEntry>([
  [
    'invalid_grant',
    {
      ...sessionEnded,
      cause: msg('providers.storedSignExpiredRevoked'),
      fix: msg('providers.signAgainIfHappensEvery'),
      appOnly: {
        cause: msg('providers.googleDoesNotAcceptService'),
        fix: msg('providers.checkAddressMailboxsOwnKey'),
        who: 'administrator',
      },
    },
  ],
  [
    'unauthorized_client',
    {
      state: 'refused',
      cause: msg('providers.googleDoesNotAllowClient'),
      fix: msg('providers.checkClientTypeDesktopApp'),
      who: 'developer',
      appOnly: {
        cause: msg('providers.serviceAccountMayNotAct'),
        fix: delegation,
        who: 'administrator',
      },
    },
  ],
  [
    'access_denied',
    {
      state: 'cancelled',
      cause: msg('providers.accessDeclinedSignPageAccount'),
      fix: msg('providers.startAgainAcceptWhileGoogle'),
      who: 'user',
      appOnly: {
        cause: msg('providers.serviceAccountMayNotActMailboxesWorkspace'),
        fix: delegation,
        who: 'administrator',
      },
    },
  ],
  [
    'admin_policy_enforced',
    {
      state: 'refused',
      cause: msg('providers.policyWorkspaceDoesNotAllow'),
      fix: msg('providers.askAdministratorWorkspaceTrustApps'),
      who: 'administrator',
    },
  ],
  [
    'org_internal',
    {
      state: 'refused',
      cause: msg('providers.googleProjectOpenOwnOrganization'),
      fix: msg('providers.useAccountOrganizationSetUser'),
      who: 'developer',
    },
  ],
  [
    'disallowed_useragent',
    {
      state: 'refused',
      cause: msg('providers.googleDoesNotAllowSign'),
      fix: msg('providers.signSystemsBrowser'),
      who: 'user',
    },
  ],
  [
    'deleted_client',
    {
      state: 'refused',
      cause: msg('providers.clientDeletedGoogleCloudConsole'),
      fix: msg('providers.makeNewClientEnterId'),
      who: 'developer',
    },
  ],
  [
    'restricted_client',
    {
      state: 'refused',
      cause: msg('providers.clientMayNotAskAccess'),
      fix: msg('providers.addScopeHttpsMailGoogle'),
      who: 'developer',
    },
  ],
  [
    'rate_limit_exceeded',
    { state: 'unreachable', cause: msg('providers.googleAskedTooOftenShort'), fix: wait, who: 'nobody' },
  ],
  [
    'internal_failure',
    { state: 'unreachable', cause: msg('providers.googleTroubleOwn'), fix: wait, who: 'nobody' },
  ],
]);
