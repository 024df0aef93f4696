import { msg } from '#messages/message.ts';
import type { AadstsEntry } from './shared-entries.ts';

const wait = msg('microsoft.nothingDoneMailwicketWaitsThen');

const appOnly = {
  fix: msg('microsoft.askAdministratorExemptAppSign'),
  who: 'administrator',
} as const;

/** Errors that lie with a policy on sign-ins, or with Microsoft itself. */
export const aadstsPolicy: readonly AadstsEntry[] = [
  {
    code: 53000,
    state: 'refused',
    cause: msg('microsoft.organizationAllowsOnlyDeviceManages'),
    fix: msg('microsoft.signSystemsBrowserManagedDevice'),
    who: 'administrator',
    appOnly,
  },
  {
    code: 53001,
    state: 'refused',
    cause: msg('microsoft.organizationAllowsOnlyDeviceJoined'),
    fix: msg('microsoft.signSystemsBrowserSuchDevice'),
    who: 'administrator',
    appOnly,
  },
  {
    code: 50097,
    state: 'refused',
    cause: msg('microsoft.organizationAsksDeviceProveItself'),
    fix: msg('microsoft.signSystemsBrowserDeviceRegistered'),
    who: 'user',
    appOnly,
  },
  {
    code: 50129,
    state: 'refused',
    cause: msg('microsoft.organizationAllowsOnlyDeviceRegistered'),
    fix: msg('microsoft.registerDeviceOrganizationAskAdministrator'),
    who: 'user',
    appOnly,
  },
  {
    code: 53003,
    state: 'refused',
    cause: msg('microsoft.signPolicyOrganizationConditionalAccess'),
    fix: msg('microsoft.askAdministratorExemptAppAccount'),
    who: 'administrator',
  },
  {
    code: 530032,
    state: 'refused',
    cause: msg('microsoft.securityPolicyOrganizationBlocks'),
    fix: msg('microsoft.askAdministratorExemptAppAccount'),
    who: 'administrator',
  },
  {
    code: 530034,
    state: 'refused',
    cause: msg('microsoft.signAdministratorFromPartnerOrganization'),
    fix: msg('microsoft.askAdministratorOrganizationLookRisk'),
    who: 'administrator',
  },
  {
    code: 530035,
    state: 'refused',
    cause: msg('microsoft.organizationsSecurityDefaultsBlockKind'),
    fix: msg('microsoft.useClientGrantAuthorizationCode'),
    who: 'administrator',
    appOnly,
  },
  {
    code: 50196,
    state: 'unreachable',
    cause: msg('microsoft.microsoftAskedTooOftenShort'),
    fix: wait,
    who: 'nobody',
  },
  {
    code: 90024,
    state: 'unreachable',
    cause: msg('microsoft.microsoftsSignServiceTooBusy'),
    fix: wait,
    who: 'nobody',
  },
  {
    code: 90033,
    state: 'unreachable',
    cause: msg('microsoft.microsoftsSignServiceOutOrder'),
    fix: wait,
    who: 'nobody',
  },
];

const permissionFix = msg('microsoft.entraAdminCenterOpenApp');
const consentAppOnly = {
  cause: msg('microsoft.noAdministratorOrganizationConsentedApp'),
  fix: msg('microsoft.openAdminConsentLinkClient'),
  who: 'administrator',
} as const;

/** Errors that lie with the consent to an app, or with the permissions that it asks for. */
export const aadstsConsent: readonly AadstsEntry[] = [
  {
    code: 65001,
    state: 'needs-sign-in',
    cause: msg('microsoft.nobodyAgreedYetAppMay'),
    fix: msg('microsoft.signAgreeIfPageAsks'),
    who: 'user',
    withPassword: 'sign-in-once',
    appOnly: consentAppOnly,
  },
  {
    code: 65004,
    state: 'cancelled',
    cause: msg('microsoft.requestAccessDeclinedSignPage'),
    fix: msg('microsoft.startAgainAcceptRequest'),
    who: 'user',
    appOnly: {
      fix: msg('microsoft.openAdminConsentLinkClientAgainAcceptRequest'),
      who: 'administrator',
    },
  },
  {
    code: 50105,
    state: 'refused',
    cause: msg('microsoft.appOpenChosenPeopleOnly'),
    fix: msg('microsoft.entraAdminCenterOpenEnterprise'),
    who: 'administrator',
  },
  {
    code: 90094,
    state: 'refused',
    cause: msg('microsoft.administratorAgreeBeforeAppMay'),
    fix: msg('microsoft.sendAdminConsentLinkClient'),
    who: 'administrator',
  },
  {
    code: 90095,
    state: 'refused',
    cause: msg('microsoft.administratorAgreeBeforeAppMayUsedRequestBeenSent'),
    fix: msg('microsoft.waitApprovalSendAdminConsent'),
    who: 'administrator',
  },
  {
    code: 90099,
    state: 'refused',
    cause: msg('microsoft.appNotAuthorizedCustomersOrganization'),
    fix: msg('microsoft.letAdministratorCustomerPartnerConsent'),
    who: 'administrator',
  },
  {
    code: 1003031,
    state: 'refused',
    cause: msg('microsoft.listPermissionsAppRegistrationEmpty'),
    fix: permissionFix,
    who: 'administrator',
  },
  {
    code: 650052,
    state: 'refused',
    cause: msg('microsoft.organizationNoExchangeOnlineSo'),
    fix: msg('microsoft.checkOrganizationLicenceExchangeOnline'),
    who: 'administrator',
  },
  {
    code: 500011,
    state: 'refused',
    cause: msg('microsoft.serviceOauthScopeNamesNot'),
    fix: msg('microsoft.resetOauthScopeClientDefault'),
    who: 'administrator',
  },
  {
    code: 650056,
    state: 'refused',
    cause: msg('microsoft.appRegistrationLacksPermissionsMail'),
    fix: permissionFix,
    who: 'administrator',
  },
  {
    code: 650057,
    state: 'refused',
    cause: msg('microsoft.appRegistrationDoesNotList'),
    fix: permissionFix,
    who: 'administrator',
  },
];
