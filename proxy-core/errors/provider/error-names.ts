import {
  appOnly,
  asksForPassword,
  cancelled,
  type CatalogueEntry,
  needsSignIn,
  refused,
  refusedClient,
  unreachable,
} from './entries.ts';

function byName(entries: Readonly<Record<string, CatalogueEntry>>): ReadonlyMap<string, CatalogueEntry> {
  return new Map(Object.entries(entries));
}

const mustSignIn = needsSignIn('providers.providerAsksPersonSign');
const noConsent = appOnly(
  needsSignIn('microsoft.nobodyAgreedYetAppMay', 'microsoft.signAgreeIfPageAsksAdministratorLetOneConsent'),
  'microsoft.openAdminConsentLinkClient',
  'microsoft.noAdministratorOrganizationConsentedApp',
  'open-client',
);
/** The refresh token is no longer good. */
const sessionEnded = asksForPassword('providers.storedSignExpiredRevoked');
const badRedirect = refusedClient(
  'providers.redirectUriNotOneClient',
  'providers.registerClientsRedirectUriProvider',
  'developer',
);
/** The client is not who it says. */
const badClient = refusedClient(
  'providers.providerDoesNotAcceptClient',
  'providers.checkClientIdClientSecretIfSecretExpiredMake',
);
const badRequest = refusedClient(
  'providers.providerDoesNotTakeRequest',
  'providers.checkUrlsOauthScopeClient',
  'developer',
);
const declined = cancelled('providers.accessDeclinedSignPage', 'providers.startSignAgainAcceptRequest');
const ownTrouble = unreachable('providers.providerTroubleOwn');

/** The `error` of RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628 section 3.5, RFC 8707, and OpenID Connect Core 3.1.2.6. */
export const standardErrors = byName({
  invalid_request: badRequest,
  invalid_client: badClient,
  invalid_grant: appOnly(
    asksForPassword('providers.storedSignNoLongerGood'),
    'providers.checkAddressKeyClientClock',
    'providers.providerDoesNotAcceptClients',
  ),
  unauthorized_client: refusedClient(
    'providers.providerDoesNotAllowClient',
    'providers.allowGrantClientsRegistrationProvider',
  ),
  unsupported_grant_type: refusedClient(
    'providers.providerDoesNotOfferGrant',
    'providers.chooseAnotherGrantClient',
    'developer',
  ),
  unsupported_response_type: refused(
    'providers.providerDoesNotAllowClientSignPeople',
    'providers.allowAuthorizationCodeFlowClients',
    'developer',
  ),
  invalid_scope: refusedClient('providers.providerDoesNotKnowOauth', 'providers.resetOauthScopeDefaultAdd'),
  invalid_target: refusedClient(
    'providers.providerDoesNotKnowService',
    'microsoft.resetOauthScopeClientDefault2',
  ),
  invalid_resource: refusedClient(
    'providers.providerDoesNotKnowService',
    'providers.resetOauthScopeClientDefault',
  ),
  access_denied: appOnly(
    declined,
    'providers.administratorGiveClientAccess',
    'providers.providerDeniesClientAccessMailbox',
  ),
  server_error: ownTrouble,
  temporarily_unavailable: unreachable('providers.providerBusyUnderMaintenance'),
  slow_down: unreachable('providers.providerAsksWaitLonger'),
  authorization_pending: cancelled('microsoft.codeNotBeenEnteredSign', 'microsoft.startSignAgainEnterCode'),
  authorization_declined: declined,
  expired_token: cancelled('microsoft.codeNotEnteredTime', 'microsoft.startSignAgainEnterNew'),
  bad_verification_code: cancelled('microsoft.codeEnteredWrongNoLonger', 'microsoft.startSignAgainEnterNew'),
  // beyond the standards, but said by many
  redirect_uri_mismatch: badRedirect,
  rate_limit_exceeded: unreachable('providers.providerAskedTooOftenShort'),
  internal_failure: ownTrouble,
  interaction_required: mustSignIn,
  login_required: mustSignIn,
  account_selection_required: mustSignIn,
  consent_required: noConsent,
});

/** The `suberror` of Microsoft and the `error_subtype` of Google. */
export const suberrors = byName({
  bad_token: sessionEnded,
  token_expired: sessionEnded,
  basic_action: mustSignIn,
  additional_action: mustSignIn,
  consent_required: noConsent,
  user_password_expired: asksForPassword('microsoft.passwordExpired', 'microsoft.signChooseNewPassword'),
  message_only: refused(
    'providers.providerRefusesNowSignWould',
    'providers.askAdministratorSignLogsOrganization',
  ),
  protection_policy_required: refused(
    'providers.organizationAllowsOnlyAppsManages',
    'microsoft.askAdministratorExemptApp',
  ),
  client_mismatch: asksForPassword('providers.storedSignMadeAnotherClient'),
  device_authentication_failed: refused(
    'providers.organizationCouldNotRecognizeDevice',
    'microsoft.signSystemsBrowserDeviceRegistered',
    'user',
  ),
  invalid_rapt: asksForPassword('providers.organizationLetsGoogleSignLast'),
  rapt_required: asksForPassword('providers.organizationLetsGoogleSignLast'),
});

const delegation = 'providers.administratorWorkspaceGrantsAdminConsole';

/** What Google says beside or in place of the standards. */
export const googleErrors = byName({
  invalid_grant: appOnly(
    asksForPassword('providers.storedSignExpiredRevoked', 'providers.signAgainIfHappensEvery'),
    'providers.checkAddressMailboxsOwnKey',
    'providers.googleDoesNotAcceptService',
  ),
  unauthorized_client: appOnly(
    refusedClient('providers.googleDoesNotAllowClient', 'providers.checkClientTypeDesktopApp', 'developer'),
    delegation,
    'providers.serviceAccountMayNotAct',
    'open-client',
  ),
  access_denied: appOnly(
    cancelled('providers.accessDeclinedSignPageAccount', 'providers.startAgainAcceptWhileGoogle'),
    delegation,
    'providers.serviceAccountMayNotActMailboxesWorkspace',
  ),
  admin_policy_enforced: refused(
    'providers.policyWorkspaceDoesNotAllow',
    'providers.askAdministratorWorkspaceTrustApps',
  ),
  org_internal: refused(
    'providers.googleProjectOpenOwnOrganization',
    'providers.useAccountOrganizationSetUser',
    'developer',
  ),
  disallowed_useragent: refused('providers.googleDoesNotAllowSign', 'providers.signSystemsBrowser', 'user'),
  deleted_client: refusedClient(
    'providers.clientDeletedGoogleCloudConsole',
    'providers.makeNewClientEnterId',
    'developer',
  ),
  restricted_client: refused(
    'providers.clientMayNotAskAccess',
    'providers.addScopeHttpsMailGoogle',
    'developer',
  ),
  rate_limit_exceeded: unreachable('providers.googleAskedTooOftenShort'),
  internal_failure: unreachable('providers.googleTroubleOwn'),
});

/** Yahoo and AOL name their errors in capitals; they are looked up in lower case. */
export const yahooErrors = byName({
  invalid_refresh_token: sessionEnded,
  token_expired: sessionEnded,
  token_rejected: sessionEnded,
  account_not_authorized: sessionEnded,
  invalid_authorization_code: needsSignIn(
    'providers.answerSignPageNoLonger',
    'providers.startSignAgainCheckRegistration',
  ),
  invalid_client_secret: badClient,
  invalid_consumer_key: badClient,
  invalid_redirect_uri: badRedirect,
  invalid_callback: badRedirect,
  unsupported_oauth_grant: refusedClient(
    'providers.providerDoesNotOfferGrant',
    'providers.chooseGrantAuthorizationCodeClient',
    'developer',
  ),
  invalid_input: badRequest,
  unknown_error: ownTrouble,
});
