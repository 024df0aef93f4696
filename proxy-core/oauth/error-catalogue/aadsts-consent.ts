import type { AadstsEntry } from './entry.ts';

const permissionFix =
  'In the Entra admin center, open the app registration, page “API permissions”, and add the permissions for mail. Then grant admin consent.';
const consentAppOnly = {
  cause: 'No administrator of the organization has consented to this app.',
  fix: 'Open the admin consent link of the client and let an administrator of the organization agree.',
  who: 'administrator',
} as const;

/** Errors that lie with the consent to an app, or with the permissions that it asks for. */
export const aadstsConsent: readonly AadstsEntry[] = [
  {
    code: 65001,
    state: 'needs-sign-in',
    cause: 'Nobody has agreed yet that this app may open the mailbox.',
    fix: 'Sign in and agree. If the page asks for an administrator, use the admin consent link of the client.',
    who: 'user',
    withPassword: 'sign-in-once',
    appOnly: consentAppOnly,
  },
  {
    code: 65004,
    state: 'cancelled',
    cause: 'The request for access was declined on the sign-in page.',
    fix: 'Start again and accept the request.',
    who: 'user',
    appOnly: {
      fix: 'Open the admin consent link of the client again and accept the request.',
      who: 'administrator',
    },
  },
  {
    code: 50105,
    state: 'refused',
    cause: 'This app is open to chosen people only, and this account is not among them.',
    fix: 'In the Entra admin center, open the enterprise application and add the account under “Users and groups”.',
    who: 'administrator',
  },
  {
    code: 90094,
    state: 'refused',
    cause: 'An administrator has to agree before this app may be used.',
    fix: 'Send the admin consent link of the client to an administrator.',
    who: 'administrator',
  },
  {
    code: 90095,
    state: 'refused',
    cause: 'An administrator has to agree before this app may be used; the request has been sent.',
    fix: 'Wait for the approval, or send the admin consent link of the client to an administrator.',
    who: 'administrator',
  },
  {
    code: 90099,
    state: 'refused',
    cause: 'The app is not authorized in this customer’s organization.',
    fix: 'Let an administrator of the customer, or the partner for it, consent to the app beforehand.',
    who: 'administrator',
  },
  {
    code: 1003031,
    state: 'refused',
    cause: 'The list of permissions in the app registration is empty or damaged.',
    fix: permissionFix,
    who: 'administrator',
  },
  {
    code: 650052,
    state: 'refused',
    cause: 'The organization has no Exchange Online, so there is no mail to give access to.',
    fix: 'Check that the organization has a licence with Exchange Online, and that the tenant is the right one.',
    who: 'administrator',
  },
  {
    code: 500011,
    state: 'refused',
    cause: 'The service that the OAuth scope names is not known in this organization.',
    fix: 'Reset the OAuth scope of the client to its default, and check the cloud, the tenant and its Exchange Online licence.',
    who: 'administrator',
  },
  {
    code: 650056,
    state: 'refused',
    cause: 'The app registration lacks the permissions for mail.',
    fix: permissionFix,
    who: 'administrator',
  },
  {
    code: 650057,
    state: 'refused',
    cause: 'The app registration does not list the service that a token was asked for.',
    fix: permissionFix,
    who: 'administrator',
  },
];
