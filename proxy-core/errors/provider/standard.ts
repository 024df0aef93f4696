import { msg } from '#messages/message.ts';
import {
  badClient,
  badRedirect,
  mustSignIn,
  noConsent,
  resetUrls,
  wait,
  type CatalogueEntry,
  sessionEnded,
} from './shared-entries.ts';

/** The `error` of RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628 section 3.5, RFC 8707, and OpenID Connect Core 3.1.2.6. */
export const standardErrors: ReadonlyMap<string, CatalogueEntry> = new Map<string, CatalogueEntry>([
  [
    'invalid_request',
    {
      state: 'refused',
      cause: msg('providers.providerDoesNotTakeRequest'),
      fix: resetUrls,
      who: 'developer',
    },
  ],
  ['invalid_client', badClient],
  [
    'invalid_grant',
    {
      state: 'needs-sign-in',
      cause: msg('providers.storedSignNoLongerGood'),
      fix: msg('providers.signAgain'),
      who: 'user',
      withPassword: 'enter-password',
      appOnly: {
        cause: msg('providers.providerDoesNotAcceptClients'),
        fix: msg('providers.checkAddressKeyClientClock'),
        who: 'administrator',
      },
    },
  ],
  [
    'unauthorized_client',
    {
      state: 'refused',
      cause: msg('providers.providerDoesNotAllowClient'),
      fix: msg('providers.allowGrantClientsRegistrationProvider'),
      who: 'administrator',
    },
  ],
  [
    'unsupported_grant_type',
    {
      state: 'refused',
      cause: msg('providers.providerDoesNotOfferGrant'),
      fix: msg('providers.chooseAnotherGrantClient'),
      who: 'developer',
    },
  ],
  [
    'unsupported_response_type',
    {
      state: 'refused',
      cause: msg('providers.providerDoesNotAllowClientSignPeople'),
      fix: msg('providers.allowAuthorizationCodeFlowClients'),
      who: 'developer',
    },
  ],
  [
    'invalid_scope',
    {
      state: 'refused',
      cause: msg('providers.providerDoesNotKnowOauth'),
      fix: msg('providers.resetOauthScopeDefaultAdd'),
      who: 'administrator',
    },
  ],
  [
    'invalid_target',
    {
      state: 'refused',
      cause: msg('providers.providerDoesNotKnowService'),
      fix: msg('microsoft.resetOauthScopeClientDefault2'),
      who: 'administrator',
    },
  ],
  [
    'invalid_resource',
    {
      state: 'refused',
      cause: msg('providers.providerDoesNotKnowService'),
      fix: msg('providers.resetOauthScopeClientDefault'),
      who: 'administrator',
    },
  ],
  [
    'access_denied',
    {
      state: 'cancelled',
      cause: msg('providers.accessDeclinedSignPage'),
      fix: msg('providers.startSignAgainAcceptRequest'),
      who: 'user',
      appOnly: {
        cause: msg('providers.providerDeniesClientAccessMailbox'),
        fix: msg('providers.administratorGiveClientAccess'),
        who: 'administrator',
      },
    },
  ],
  [
    'server_error',
    { state: 'unreachable', cause: msg('providers.providerTroubleOwn'), fix: wait, who: 'nobody' },
  ],
  [
    'temporarily_unavailable',
    { state: 'unreachable', cause: msg('providers.providerBusyUnderMaintenance'), fix: wait, who: 'nobody' },
  ],
  [
    'slow_down',
    { state: 'unreachable', cause: msg('providers.providerAsksWaitLonger'), fix: wait, who: 'nobody' },
  ],
  [
    'authorization_pending',
    {
      state: 'cancelled',
      cause: msg('microsoft.codeNotBeenEnteredSign'),
      fix: msg('microsoft.startSignAgainEnterCode'),
      who: 'user',
    },
  ],
  [
    'authorization_declined',
    {
      state: 'cancelled',
      cause: msg('providers.accessDeclinedSignPage'),
      fix: msg('providers.startSignAgainAcceptRequest'),
      who: 'user',
    },
  ],
  [
    'expired_token',
    {
      state: 'cancelled',
      cause: msg('microsoft.codeNotEnteredTime'),
      fix: msg('microsoft.startSignAgainEnterNew'),
      who: 'user',
    },
  ],
  [
    'bad_verification_code',
    {
      state: 'cancelled',
      cause: msg('microsoft.codeEnteredWrongNoLonger'),
      fix: msg('microsoft.startSignAgainEnterNew'),
      who: 'user',
    },
  ],
  // beyond the standards, but said by many
  ['redirect_uri_mismatch', badRedirect],
  [
    'rate_limit_exceeded',
    {
      state: 'unreachable',
      cause: msg('providers.providerAskedTooOftenShort'),
      fix: wait,
      who: 'nobody',
    },
  ],
  [
    'internal_failure',
    { state: 'unreachable', cause: msg('providers.providerTroubleOwn'), fix: wait, who: 'nobody' },
  ],
  ['interaction_required', mustSignIn],
  ['login_required', mustSignIn],
  ['account_selection_required', mustSignIn],
  ['consent_required', noConsent],
]);

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
