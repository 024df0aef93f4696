import type { CatalogueEntry } from './entry.ts';
import { mustSignIn, noConsent, sessionEnded } from './shared-entries.ts';

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
      cause: 'The password has expired.',
      fix: 'Sign in and choose a new password.',
      who: 'user',
      withPassword: 'enter-password',
    },
  ],
  [
    'message_only',
    {
      state: 'refused',
      cause: 'The provider refuses for now, and a sign-in would not change it.',
      fix: 'Ask an administrator: the sign-in logs of the organization name the reason.',
      who: 'administrator',
    },
  ],
  [
    'protection_policy_required',
    {
      state: 'refused',
      cause: 'The organization allows only apps that it manages on this device.',
      fix: 'Ask an administrator to exempt this app.',
      who: 'administrator',
    },
  ],
  [
    'client_mismatch',
    {
      state: 'needs-sign-in',
      cause: 'The stored sign-in was made with another client ID.',
      fix: 'Sign in again.',
      who: 'user',
      withPassword: 'enter-password',
    },
  ],
  [
    'device_authentication_failed',
    {
      state: 'refused',
      cause: 'The organization could not recognize this device.',
      fix: 'Sign in with the system’s browser on a device that is registered with the organization.',
      who: 'user',
    },
  ],
  [
    'invalid_rapt',
    {
      ...sessionEnded,
      cause: 'The organization lets a Google sign-in last only for a set time, and that time is over.',
    },
  ],
  [
    'rapt_required',
    {
      ...sessionEnded,
      cause: 'The organization lets a Google sign-in last only for a set time, and that time is over.',
    },
  ],
]);
