import { msg } from '#messages/message.ts';
import type { AadstsEntry } from './entry.ts';

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
