import { type Message, msg, sentences } from '#messages/message.ts';
import { systemErrorCode, systemErrorText } from '#core/storage/system-error.ts';
import { VaultError } from '#core/storage/vault.ts';
import type { Who } from '#core/errors/coded-error.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { providerCertificateFix } from '#core/errors/socket.ts';
import { ProxyTunnelError } from '#core/network/proxy-tunnel.ts';
import type { GrantRequest } from './grant.ts';
import type { HttpError } from './http.ts';

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

/** An exchange without an answer, in the same terms. */
export function explainNoAnswer(error: HttpError, account: string): OAuthError {
  const { code, cause, systemCode } = error;
  const failed = (state: 'refused' | 'unreachable', fix: Message, who: Who): OAuthError =>
    new OAuthError(state, msg('tokens.noToken', { account, why: error.text }), { fix, who, cause: error });
  switch (code) {
    case 'forbidden':
      return failed('refused', msg('tokens.correctEndpointClientMustHttps'), 'administrator');
    case 'too-large':
      return failed('unreachable', msg('providers.filterSignPageNetworkMay'), 'administrator');
    case 'timeout':
    case 'network': {
      if (cause instanceof ProxyTunnelError) {
        const who = cause.code === 'proxy-refused' ? 'administrator' : 'user';
        return failed('unreachable', cause.fix ?? msg('settings.tryAgainLater'), who);
      }
      const certificateFix = providerCertificateFix(systemCode);
      return certificateFix === undefined
        ? failed('unreachable', msg('tokens.checkNetworkConnectionTriedAgain'), 'nobody')
        : failed('unreachable', certificateFix, 'administrator');
    }
    default:
      return code satisfies never;
  }
}

/** The sign-in or the request was given up. */
export function cancelled(account: string): OAuthError {
  return new OAuthError('cancelled', msg('tokens.gettingTokenCancelled', { account }), {
    fix: msg('signIn.startAgainWhenYouReady'),
  });
}

/**
 * Nobody but the client itself stands behind the client credentials grant (RFC 6749 section 4.4.2).
 * @throws OAuthError - `refused` where it has neither a secret nor a certificate
 */
export function demandClientProof({ client, credential }: GrantRequest): void {
  if (credential.kind === 'secret' || credential.kind === 'certificate') return;
  throw new OAuthError('refused', msg('signIn.clientNeitherSecretNorCertificate', { client: client.name }), {
    fix: msg('signIn.clientCredentialsNeedOneThem'),
    who: 'administrator',
  });
}

/** Nothing is kept: somebody must sign in. */
export function nothingKept(request: GrantRequest, fix?: Message): OAuthError {
  const { address } = request.account;
  return new OAuthError('needs-sign-in', msg('signIn.notSigned', { address }), {
    fix: fix ?? msg('signIn.sign', { address }),
  });
}

/** Nobody typed a device code before it ran out. */
export function codeRanOut(address: string): OAuthError {
  return new OAuthError('cancelled', msg('signIn.nobodyTypedCodeTime', { address }), {
    fix: msg('signIn.startSignAgainNewCode', { address }),
  });
}
