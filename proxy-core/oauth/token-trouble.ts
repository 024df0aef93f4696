import { VaultError } from '../storage/vault.ts';
import { OAuthError } from './oauth-error.ts';

/**
 * Every failure as an OAuthError. What is not known may hold anything: its message is not passed on.
 * @param whose the account's address
 */
export function asOAuthError(error: unknown, whose: string): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof VaultError) return vaultTrouble(error, whose);
  return new OAuthError('unreachable', `Something unexpected happened while getting a token for ${whose}.`, {
    fix: 'It is tried again by itself. If it stays so, look at the activity log.',
    who: 'nobody',
    cause: error,
  });
}

/** Says what a vault's error means for the account whose secrets were looked for. */
export function vaultTrouble(error: VaultError, whose: string): OAuthError {
  switch (error.code) {
    case 'vault-damaged':
      return damagedEntry(whose, error);
    case 'vault-locked':
      return new OAuthError('refused', `The vault with the sign-in of ${whose} cannot be opened.`, {
        fix: error.remedy ?? 'Start Mailwicket with the key that the vault was made with.',
        cause: error,
      });
    case 'vault-unavailable':
      return new OAuthError('refused', `The vault with the sign-in of ${whose} cannot be read or written.`, {
        fix: 'Check the free space and the permissions of the data folder, and that the system keychain is unlocked.',
        cause: error,
      });
    default:
      return error.code satisfies never;
  }
}

/** The error of an entry that is there but is not what it should be. */
export function damagedEntry(whose: string, cause?: unknown): OAuthError {
  return new OAuthError(
    'refused',
    `What is kept of the sign-in of ${whose} cannot be read. It was left as it is.`,
    {
      fix: 'Sign the account out, then sign in again.',
      cause,
    },
  );
}

/** The error of an account that nobody signed in yet. */
export function notSignedIn(address: string): OAuthError {
  return new OAuthError('needs-sign-in', `${address} is not signed in yet.`, {
    fix: 'Sign in to this account in Mailwicket.',
  });
}

/** The caller ended its wait. */
export function gone(): OAuthError {
  return new OAuthError('cancelled', 'The mail program went away while a token was asked for.', {
    fix: 'Nothing: its next try gets the token.',
    who: 'nobody',
  });
}

/** The shared request took too long. */
export function tooLate(): OAuthError {
  return new OAuthError('unreachable', 'The provider did not answer in time.', {
    fix: 'Check the network connection. It is tried again by itself.',
  });
}

/** The mail server refuses what the provider just issued: a third token would be no better. */
export class RefusedAgainError extends OAuthError {
  constructor(subject: string) {
    super('refused', `The mail server does not accept a token for ${subject} that was just issued.`, {
      fix: 'Check the account: its scopes and permissions at the provider, and whether this mailbox is open to it.',
      who: 'administrator',
    });
    this.name = 'RefusedAgainError';
  }
}
