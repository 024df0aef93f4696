import { msg } from '#messages/message.ts';
import { mustSignIn, noConsent, sessionEnded, type CatalogueEntry } from './shared-entries.ts';

/** The `suberror` of Microsoft and the `error_subtype` of Google. */
export const suberrors: ReadonlyMap<string, CatalogueEntry> = new Map<string, CatalogueEntry>([
  ['bad_token', sessionEnded],
  ['token_expired', sessionEnded],
  ['basic_action', mustSignIn],
  ['additional_action', mustSignIn],
  ['consent_required', noConsent],
  [
    'user_password_expired',
    {
      state: 'needs-sign-in',
      cause: msg('microsoft.passwordExpired'),
      fix: msg('microsoft.signChooseNewPassword'),
      who: 'user',
      withPassword: 'enter-password',
    },
  ],
  [
    'message_only',
    {
      state: 'refused',
      cause: msg('providers.providerRefusesNowSignWould'),
      fix: msg('providers.askAdministratorSignLogsOrganization'),
      who: 'administrator',
    },
  ],
  [
    'protection_policy_required',
    {
      state: 'refused',
      cause: msg('providers.organizationAllowsOnlyAppsManages'),
      fix: msg('microsoft.askAdministratorExemptApp'),
      who: 'administrator',
    },
  ],
  [
    'client_mismatch',
    {
      state: 'needs-sign-in',
      cause: msg('providers.storedSignMadeAnotherClient'),
      fix: msg('providers.signAgain'),
      who: 'user',
      withPassword: 'enter-password',
    },
  ],
  [
    'device_authentication_failed',
    {
      state: 'refused',
      cause: msg('providers.organizationCouldNotRecognizeDevice'),
      fix: msg('microsoft.signSystemsBrowserDeviceRegistered'),
      who: 'user',
    },
  ],
  [
    'invalid_rapt',
    {
      ...sessionEnded,
      cause: msg('providers.organizationLetsGoogleSignLast'),
    },
  ],
  [
    'rapt_required',
    {
      ...sessionEnded,
      cause: msg('providers.organizationLetsGoogleSignLast'),
    },
  ],
]);
