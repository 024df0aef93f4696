import {
  appOnly,
  asksForPassword,
  cancelled,
  type CatalogueEntry,
  needsSignIn,
  refused,
  refusedClient,
  unreachable,
  wrongPassword,
} from './entries.ts';

const secondStep = 'microsoft.signAgainConfirmSecondStep';
const enterTenant = 'microsoft.enterDirectoryTenantIdClient2';
const resetScope = 'microsoft.resetOauthScopeClientDefault2';
const exemptAccount = 'microsoft.askAdministratorExemptAppAccount';
const addPermissions = 'microsoft.entraAdminCenterOpenApp';

/** A policy asks for a device, which an application has not. */
function withoutDevice(...refusal: Parameters<typeof refused>): CatalogueEntry {
  return appOnly(refused(...refusal), 'microsoft.askAdministratorExemptAppSign');
}

const noSuchAccount = refused(
  'microsoft.organizationNoAccountAddress',
  'microsoft.checkAddressTypingMistakeTenant',
  'user',
);
const registeredForPages = refusedClient('microsoft.redirectUriOfPage', 'microsoft.addRedirectUri');
const fieldMissing = refusedClient(
  'microsoft.somethingMissingRequestFieldClient',
  'microsoft.checkFieldsClientResetUrls',
  'developer',
);

/** Every AADSTS number that is known, from Microsoft's list of Entra error codes and from reports of users. */
export const aadsts: ReadonlyMap<number, CatalogueEntry> = new Map(
  Object.entries<CatalogueEntry>({
    // the person, the password, the session
    50074: needsSignIn('microsoft.secondStepMultifactorAuthenticationAskedNotPassed', secondStep),
    50076: needsSignIn('microsoft.secondStepMultifactorAuthenticationAsked', secondStep),
    50078: needsSignIn('microsoft.secondStepMultifactorAuthenticationPassed', secondStep),
    500121: needsSignIn('microsoft.secondStepSignNotCompleted', secondStep),
    50072: needsSignIn('microsoft.accountMustSetUpSecond', 'microsoft.signAgainFollowStepsSet'),
    50079: needsSignIn('microsoft.accountMustSetUpSecond', 'microsoft.signAgainFollowStepsSet'),
    50158: needsSignIn('microsoft.organizationAsksFurtherCheckPage', 'microsoft.signAgainCompleteCheck'),
    70043: needsSignIn(
      'microsoft.organizationLetsSignLastOnly',
      'providers.signAgainAdministratorCanLengthen',
    ),
    70044: needsSignIn('microsoft.sessionEndedBecauseOrganizationsSign'),
    50126: wrongPassword,
    50056: wrongPassword,
    50034: noSuchAccount,
    51004: noSuchAccount,
    50020: refused(
      'microsoft.accountSignedBelongsAnotherOrganization',
      'microsoft.signOutAccountBrowserSign',
      'user',
    ),
    90072: refused(
      'microsoft.accountSignedBelongsAnotherOrganizationNotKnownOne',
      'microsoft.signOutAccountBrowserSign',
      'user',
    ),
    16000: needsSignIn('microsoft.browserSignedAccountDoesNot', 'microsoft.signAgainChooseRightAccount'),
    50053: refused('microsoft.accountLockedTooManyWrong', 'microsoft.waitSomeMinutesThenTry'),
    50055: asksForPassword('microsoft.passwordExpired', 'microsoft.signChooseNewPassword'),
    50144: asksForPassword(
      'microsoft.passwordExpiredOrganizationsOwnDirectory',
      'microsoft.changePasswordUsualWorkThen',
    ),
    500571: refused('microsoft.accountDisabled', 'microsoft.askAdministratorEnable'),
    50057: refused('microsoft.accountDisabled', 'microsoft.askAdministratorEnable'),
    50058: needsSignIn('microsoft.nobodySigned'),
    50089: needsSignIn('microsoft.signTookTooLong', 'providers.startSignAgain'),
    160021: needsSignIn('microsoft.sessionSignGoFromNo', 'microsoft.signAgainChooseAccount'),
    50173: asksForPassword('microsoft.signEndedInstanceBecausePassword'),
    50132: asksForPassword('microsoft.signEndedPasswordExpiredChanged'),
    50133: asksForPassword('microsoft.signEndedPasswordExpiredChanged'),
    70000: asksForPassword('microsoft.storedSignNoLongerGood'),
    70008: asksForPassword('microsoft.storedSignExpired'),
    700082: asksForPassword('microsoft.storedSignExpiredBecauseNot'),
    700084: needsSignIn('microsoft.signExpiredAfter24Hours', 'providers.signAgainEndRegisterRedirect'),
    54005: needsSignIn('microsoft.answerSignPageHadBeen', 'providers.startSignAgain'),
    501481: needsSignIn('microsoft.answerSignPageBelongsAnother', 'microsoft.startSignAgainFinishNewest'),
    70016: cancelled('microsoft.codeNotBeenEnteredSign', 'microsoft.startSignAgainEnterCode'),
    70019: cancelled('microsoft.codeNotEnteredTime', 'microsoft.startSignAgainEnterNew'),
    70018: cancelled('microsoft.codeEnteredWrongNoLonger', 'microsoft.startSignAgainEnterNew'),
    // a policy on sign-ins, or Microsoft itself
    53000: withoutDevice(
      'microsoft.organizationAllowsOnlyDeviceManages',
      'microsoft.signSystemsBrowserManagedDevice',
    ),
    53001: withoutDevice(
      'microsoft.organizationAllowsOnlyDeviceJoined',
      'microsoft.signSystemsBrowserSuchDevice',
    ),
    50097: withoutDevice(
      'microsoft.organizationAsksDeviceProveItself',
      'microsoft.signSystemsBrowserDeviceRegistered',
      'user',
    ),
    50129: withoutDevice(
      'microsoft.organizationAllowsOnlyDeviceRegistered',
      'microsoft.registerDeviceOrganizationAskAdministrator',
      'user',
    ),
    530035: withoutDevice(
      'microsoft.organizationsSecurityDefaultsBlockKind',
      'microsoft.useClientGrantAuthorizationCode',
    ),
    53002: withoutDevice(
      'providers.organizationAllowsOnlyAppsManages',
      'microsoft.askAdministratorExemptApp',
    ),
    53003: refused('microsoft.signPolicyOrganizationConditionalAccess', exemptAccount),
    53011: refused(
      'microsoft.securityPolicyOrganizationBlocks',
      'microsoft.askAdministratorOrganizationLookRisk',
    ),
    530031: refused('microsoft.securityPolicyOrganizationBlocks', exemptAccount),
    530032: refused('microsoft.securityPolicyOrganizationBlocks', exemptAccount),
    530034: refused(
      'microsoft.signAdministratorFromPartnerOrganization',
      'microsoft.askAdministratorOrganizationLookRisk',
    ),
    50196: unreachable('microsoft.microsoftAskedTooOftenShort'),
    90024: unreachable('microsoft.microsoftsSignServiceTooBusy'),
    90033: unreachable('microsoft.microsoftsSignServiceOutOrder'),
    // the consent to an app, and the permissions that it asks for
    65001: appOnly(
      needsSignIn('microsoft.nobodyAgreedYetAppMay', 'microsoft.signAgreeIfPageAsks'),
      'microsoft.openAdminConsentLinkClient',
      'microsoft.noAdministratorOrganizationConsentedApp',
      'open-client',
    ),
    65004: appOnly(
      cancelled('microsoft.requestAccessDeclinedSignPage', 'microsoft.startAgainAcceptRequest'),
      'microsoft.openAdminConsentLinkClientAgainAcceptRequest',
      undefined,
      'open-client',
    ),
    50105: refused('microsoft.appOpenChosenPeopleOnly', 'microsoft.entraAdminCenterOpenEnterprise'),
    90094: refusedClient('microsoft.administratorAgreeBeforeAppMay', 'microsoft.sendAdminConsentLinkClient'),
    90095: refusedClient(
      'microsoft.administratorAgreeBeforeAppMayUsedRequestBeenSent',
      'microsoft.waitApprovalSendAdminConsent',
    ),
    90099: refused(
      'microsoft.appNotAuthorizedCustomersOrganization',
      'microsoft.letAdministratorCustomerPartnerConsent',
    ),
    1003031: refused('microsoft.listPermissionsAppRegistrationEmpty', addPermissions),
    501051: refused('microsoft.appNotGrantedPermissionsMail', addPermissions),
    500014: refused('microsoft.serviceDisabledOrganization', 'microsoft.enableServiceRenewSubscription'),
    650052: refused(
      'microsoft.organizationNoExchangeOnlineSo',
      'microsoft.checkOrganizationLicenceExchangeOnline',
    ),
    500011: refusedClient('microsoft.serviceOauthScopeNamesNot', 'microsoft.resetOauthScopeClientDefault'),
    650056: refused('microsoft.appRegistrationLacksPermissionsMail', addPermissions),
    650057: refused('microsoft.appRegistrationDoesNotList', addPermissions),
    // the app registration, its tenant, and what the client's form says
    50011: refusedClient('microsoft.redirectUriNotRegisteredApp', 'microsoft.addRedirectUri'),
    9002326: registeredForPages,
    9002327: registeredForPages,
    50194: refusedClient(
      'microsoft.appRegisteredOneOrganizationBut',
      'microsoft.enterDirectoryTenantIdClient',
    ),
    50059: refusedClient('microsoft.microsoftCannotTellOrganizationMeant', enterTenant),
    50128: refusedClient('microsoft.tenantClientNotDomainMicrosoft', enterTenant),
    90002: refusedClient('microsoft.tenantDoesNotExistAnother', 'microsoft.checkDirectoryTenantIdCloud'),
    90038: refusedClient(
      'microsoft.organizationAnotherMicrosoftsClouds',
      'microsoft.chooseCloudClientRegisterApp',
    ),
    900382: refusedClient(
      'microsoft.appOrganizationDifferentCloudsMicrosoft',
      'microsoft.registerAppOrganizationsOwnCloud',
    ),
    700016: refusedClient('microsoft.organizationDoesNotKnowApp', 'microsoft.checkApplicationClientIdTenant'),
    700011: refusedClient('microsoft.organizationDoesNotKnowApp', 'microsoft.checkApplicationClientIdTenant'),
    7000229: refusedClient(
      'microsoft.noAdministratorOrganizationConsentedApp',
      'microsoft.openAdminConsentLinkClient',
    ),
    7000112: refused(
      'microsoft.appDisabled',
      'microsoft.entraAdminCenterOpenEnterpriseApplicationEnableSign',
    ),
    70001: refusedClient(
      'microsoft.appDisabledNotKnownOrganization',
      'microsoft.checkApplicationClientIdEntra',
    ),
    7000215: refusedClient('microsoft.clientSecretWrongOftenSecret', 'microsoft.makeNewSecret'),
    70002: refusedClient('microsoft.clientsCredentialsWrong', 'microsoft.makeNewSecret'),
    7000222: refusedClient('microsoft.clientSecretExpired', 'microsoft.makeNewSecret'),
    7000218: refusedClient('microsoft.appRegisteredWebAppNeeds', 'microsoft.addSecretClientRegisterRedirect'),
    700025: refusedClient('microsoft.appRegisteredDesktopAppNo', 'microsoft.removeSecretFromClientRegister'),
    700027: refusedClient('microsoft.microsoftDoesNotKnowCertificate', 'microsoft.uploadCertificate'),
    700024: refused('microsoft.signedRequestNotWithinTime', 'microsoft.setClockComputerBestLetting', 'user'),
    700005: refusedClient(
      'microsoft.signMadeOneOrganizationCompleted',
      'microsoft.useSameTenantPermissionUrl',
    ),
    70011: refusedClient('microsoft.oauthScopeClientNotValid', resetScope),
    28002: refusedClient('microsoft.oauthScopeClientNotValidTokenRequest', resetScope),
    700022: refusedClient('microsoft.oauthScopeClientNamesTwo', resetScope),
    901002: refusedClient('microsoft.requestMadeOlderEndpointThan', 'microsoft.resetTokenUrlOauthScope'),
    9002331: refusedClient(
      'microsoft.appRegisteredPersonalAccountsOnly',
      'microsoft.chooseOutlookComProviderClient',
    ),
    9002332: refusedClient(
      'microsoft.appRegisteredAccountsOrganizationsOnly',
      'microsoft.enterDirectoryTenantIdOrganizations',
    ),
    9001023: refusedClient('microsoft.grantDoesNotWorkTenant', enterTenant),
    900144: fieldMissing,
    90014: fieldMissing,
    9002313: refusedClient(
      'microsoft.microsoftCouldNotReadRequest',
      'microsoft.resetUrlsScopeClientTheir',
      'developer',
    ),
    90023: refusedClient('microsoft.microsoftDoesNotTakeRequest', 'microsoft.removeSecretFromClientIf'),
  }).map(([code, entry]) => [Number(code), entry]),
);
