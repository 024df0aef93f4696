import type { SandboxUser } from './directory.ts';

/** The shared mailbox of the sandbox's organization. */
export const sharedMailbox = 'office@example.org';

export interface SandboxUsers extends Record<string, SandboxUser> {
  readonly anna: SandboxUser;
  readonly bo: SandboxUser;
  readonly mia: SandboxUser;
  readonly fred: SandboxUser;
  readonly pia: SandboxUser;
  readonly dora: SandboxUser;
}

/** The people of the sandbox, made anew each time: a test may change them. */
export function makeSandboxUsers(): SandboxUsers {
  return {
    /** Opens the shared mailbox too. */
    anna: {
      address: 'anna@example.org',
      password: 'anna-demo-password',
      name: 'Anna Example',
      aliases: ['anna.example@example.org'],
      sharedMailboxes: [sharedMailbox],
      sendAs: [sharedMailbox],
    },
    bo: { address: 'bo@example.org', password: 'bo-demo-password', name: 'Bo Example' },
    /** Needs a second factor. */
    mia: { address: 'mia@example.org', password: 'mia-demo-password', name: 'Mia Example', mfa: true },
    /** Signs in at another identity provider. */
    fred: {
      address: 'fred@example.org',
      password: 'fred-demo-password',
      name: 'Fred Example',
      federated: true,
    },
    /** Has a personal account. */
    pia: {
      address: 'pia@outlook.example',
      password: 'pia-demo-password',
      name: 'Pia Example',
      personal: true,
    },
    /** Has left: the account is disabled. */
    dora: {
      address: 'dora@example.org',
      password: 'dora-demo-password',
      name: 'Dora Example',
      disabled: true,
    },
  };
}
