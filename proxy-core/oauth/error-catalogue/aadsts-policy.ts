import type { AadstsEntry } from './entry.ts';

const wait = 'Nothing is to be done: Mailwicket waits, then tries again.';

const appOnly = {
  fix: 'Ask an administrator to exempt this app. The sign-in logs of the organization name the policy.',
  who: 'administrator',
} as const;

/** Errors that lie with a policy on sign-ins, or with Microsoft itself. */
export const aadstsPolicy: readonly AadstsEntry[] = [
  {
    code: 53000,
    state: 'refused',
    cause: 'The organization allows this only on a device that it manages and finds in order.',
    fix: 'Sign in with the system’s browser on a managed device, or ask an administrator for an exception.',
    who: 'administrator',
    appOnly,
  },
  {
    code: 53001,
    state: 'refused',
    cause: 'The organization allows this only on a device that is joined to it.',
    fix: 'Sign in with the system’s browser on such a device, or ask an administrator for an exception.',
    who: 'administrator',
    appOnly,
  },
  {
    code: 50097,
    state: 'refused',
    cause: 'The organization asks this device to prove itself.',
    fix: 'Sign in with the system’s browser on a device that is registered with the organization.',
    who: 'user',
    appOnly,
  },
  {
    code: 50129,
    state: 'refused',
    cause: 'The organization allows this only on a device that is registered with it.',
    fix: 'Register the device with the organization, or ask an administrator for an exception.',
    who: 'user',
    appOnly,
  },
  {
    code: 53003,
    state: 'refused',
    cause: 'A sign-in policy of the organization (Conditional Access) blocks this.',
    fix: 'Ask an administrator to exempt this app or account. The sign-in logs name the policy.',
    who: 'administrator',
  },
  {
    code: 530032,
    state: 'refused',
    cause: 'A security policy of the organization blocks this.',
    fix: 'Ask an administrator to exempt this app or account. The sign-in logs name the policy.',
    who: 'administrator',
  },
  {
    code: 530034,
    state: 'refused',
    cause: 'The sign-in of an administrator from a partner organization was blocked as risky.',
    fix: 'Ask an administrator of the organization to look at the risk and clear it.',
    who: 'administrator',
  },
  {
    code: 530035,
    state: 'refused',
    cause: 'The organization’s security defaults block this kind of sign-in.',
    fix: 'Use a client with the grant “Authorization code”, or ask an administrator about the security defaults.',
    who: 'administrator',
    appOnly,
  },
  {
    code: 50196,
    state: 'unreachable',
    cause: 'Microsoft was asked too often in a short time and holds further requests back.',
    fix: wait,
    who: 'nobody',
  },
  {
    code: 90024,
    state: 'unreachable',
    cause: 'Microsoft’s sign-in service is too busy.',
    fix: wait,
    who: 'nobody',
  },
  {
    code: 90033,
    state: 'unreachable',
    cause: 'Microsoft’s sign-in service is out of order for the moment.',
    fix: wait,
    who: 'nobody',
  },
];
