import { type Message, msg, sentences } from '#messages/message.ts';
import { systemErrorCode, systemErrorText } from '#core/storage/system-error.ts';
import { VaultError } from '#core/storage/vault.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';

/**
 * Every failure as an OAuthError. What is not known may hold anything: its message is not passed on.
 * @param whose the account's address
 */
export function asOAuthError(error: unknown, whose: string | Message): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof VaultError) return vaultFailure(error, whose);
  return new OAuthError('unreachable', msg('tokens.somethingUnexpectedHappenedWhileGetting', { whose }), {
    fix: msg('tokens.triedAgainItselfIfStays'),
    who: 'nobody',
    cause: error,
  });
}

/** Says what a vault's error means for the account whose secrets were looked for. */
export function vaultFailure(error: VaultError, whose: string | Message): OAuthError {
  switch (error.code) {
    case 'vault-damaged':
      return damagedEntry(whose, error);
    case 'vault-locked':
      return new OAuthError('refused', msg('tokens.vaultSignCannotOpened', { whose }), {
        fix: error.remedy ?? msg('tokens.startMailwicketKeyVaultMade'),
        cause: error,
      });
    case 'vault-unavailable': {
      // a full or a read-only disk: no password is wrong, and time or free space mends it
      return new OAuthError(
        'unreachable',
        systemErrorCode(error.cause) === undefined
          ? msg('tokens.signInNotReadable', { whose })
          : msg('tokens.signInNotReadableWhy', { whose, why: systemErrorText(error.cause) }),
        {
          fix: error.remedy ?? msg('tokens.checkFreeSpacePermissionsData'),
          cause: error,
        },
      );
    }
    default:
      return error.code satisfies never;
  }
}

/** The error of an entry that is there but is not what it should be. */
export function damagedEntry(whose: string | Message, cause?: VaultError): OAuthError {
  const text = msg('tokens.keptSignCannotReadLeft', { whose });
  return new OAuthError('refused', text, {
    fix: msg('tokens.signAccountOutThenSign'),
    cause: cause ?? new VaultError('vault-damaged', text),
  });
}

/** The renewed sign-in is in memory only. @param error - why it could not be written */
export function notWritten(error: OAuthError, address: string | Message): OAuthError {
  return new OAuthError('unreachable', msg('tokens.renewedSignMemoryOnly', { why: error.text }), {
    fix: sentences(msg('tokens.mailwicketTriesAgainItselfBefore', { address }), error.fix),
    cause: error,
  });
}

/** The renewed sign-in could not be written before the end. @param error - why */
export function lostAtEnd(error: OAuthError, address: string | Message): OAuthError {
  return new OAuthError(
    'unreachable',
    sentences(msg('tokens.renewedSignCouldNotWritten', { address }), error.text),
    {
      fix: msg('tokens.makeRoomDiskIfProvider', { address }),
      cause: error,
    },
  );
}

/** The error of an account that nobody signed in yet. */
export function notSignedIn(address: string | Message): OAuthError {
  return new OAuthError('needs-sign-in', msg('signIn.notSignedYet', { address }), {
    fix: msg('signIn.signAccountMailwicket'),
  });
}

/** A caller's wait has ended before there was a token. @param reason - its signal's: the time was up, or it has left */
export function waitEnded(address: string, reason: unknown): OAuthError {
  if (reason instanceof DOMException && reason.name === 'TimeoutError') return tooLate(address);
  return new OAuthError('cancelled', msg('tokens.mailProgramWentAwayWhile'), {
    fix: msg('tokens.nothingNextTryGetsToken'),
    who: 'nobody',
  });
}

/** The shared request took too long; or it is still under way, and this caller cannot wait for longer. */
export function tooLate(address: string | Message): OAuthError {
  return new OAuthError('unreachable', msg('tokens.providerDidNotAnswerTime2', { address }), {
    fix: msg('tokens.checkNetworkConnectionTriedAgain'),
  });
}

/** The request has not had its turn yet, and this caller cannot wait for longer. */
export function stillWaiting(address: string | Message): OAuthError {
  return new OAuthError('unreachable', msg('tokens.manyRenewedFirst', { address }), {
    fix: msg('tokens.goesOnByItself'),
    who: 'nobody',
  });
}

/** The mail server refuses what the provider just issued: a third token would be no better. */
export class RefusedAgainError extends OAuthError {
  constructor(subject: string) {
    super('refused', msg('tokens.mailServerDoesNotAccept', { whose: subject }), {
      fix: msg('tokens.checkAccountScopesPermissionsProvider'),
      who: 'administrator',
    });
    this.name = 'RefusedAgainError';
  }
}
