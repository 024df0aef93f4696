import { systemErrorCode, systemErrorText } from '../storage/system-error.ts';
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
    case 'vault-unavailable': {
      // a full or a read-only disk: no password is wrong, and time or free space mends it
      const reason = systemErrorCode(error.cause) === undefined ? '' : `: ${systemErrorText(error.cause)}`;
      return new OAuthError(
        'unreachable',
        `The sign-in of ${whose} cannot be read or written just now${reason}.`,
        {
          fix: 'Check the free space and the permissions of the data folder, and that the system keychain is unlocked.',
          cause: error,
        },
      );
    }
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

/** The renewed sign-in is in memory only. @param error - why it could not be written */
export function notWritten(error: OAuthError, address: string): OAuthError {
  return new OAuthError('unreachable', `${error.message} The renewed sign-in is in memory only.`, {
    fix: `Mailwicket tries again by itself. Before it is written, end Mailwicket only if somebody can sign ${address} in again. ${error.fix}`,
    cause: error,
  });
}

/** The renewed sign-in could not be written before the end. @param error - why */
export function lostAtEnd(error: OAuthError, address: string): OAuthError {
  return new OAuthError(
    'unreachable',
    `The renewed sign-in of ${address} could not be written before the end and is lost. ${error.message}`,
    {
      fix: `Make room on the disk; if the provider then refuses ${address}, sign in again.`,
      cause: error,
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

/** The shared request took too long; or it is still under way, and this caller cannot wait for longer. */
export function tooLate(address: string): OAuthError {
  return new OAuthError('unreachable', `The provider did not answer for ${address} in time.`, {
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
