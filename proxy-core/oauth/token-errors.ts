import { type Message, msg, sentences } from '#messages/message.ts';
import { systemErrorCode, systemErrorText } from '#core/storage/system-error.ts';
import { VaultError } from '#core/storage/vault.ts';
import type { ErrorRemedy, Who } from '#contract/problem.ts';
import { errorTable } from '#core/errors/coded-error.ts';
import { OAuthError, type OAuthErrorCode } from '#core/errors/oauth-error.ts';
import { providerCertificateFix } from '#core/errors/socket.ts';
import { ProxyTunnelError } from '#core/network/proxy-tunnel.ts';
import type { HttpError } from './http.ts';

interface More {
  readonly cause?: unknown;
  readonly remedy?: ErrorRemedy;
}

/** The same where a person waits for the answer, and begins it again: nothing does so by itself. */
export function toBeginAgain(error: unknown): unknown {
  if (!(error instanceof OAuthError) || error.who !== 'nobody') return error;
  const { code, text, who, answer, remedy, origin, retryAfter, cause } = error;
  const fix = msg('tokens.beginAgain');
  return new OAuthError(code, text, { fix, who, answer, remedy, origin, retryAfter, cause });
}

/** What the provider does wrong, by the text that says so; the user can do something where nobody else is named. */
export const providerFailure = errorTable(
  (code: OAuthErrorCode, text, fix, who, more: More | undefined) =>
    new OAuthError(code, text, { fix, who, ...more }),
  {
    'signIn.answerSignNotFromProvider': ['refused', 'signIn.startSignAgainFromMailwicket', 'administrator'],
    'signIn.providerGaveNoUsableCode': ['refused', 'signIn.checkDeviceCodeUrlClient', 'administrator'],
    'signIn.signFailed': ['unreachable', 'signIn.startAgain'],
    'tokens.cannotAsked': ['unreachable', 'tokens.checkIssuerInternetConnection'],
    'tokens.microsoftCannotReached': ['unreachable', 'tokens.checkNetworkConnectionTriedAgain', 'nobody'],
    'tokens.microsoftGaveNoToken': ['refused', 'tokens.startAgainIfStaysSo', 'administrator'],
    'tokens.microsoftsAnswerCannotUsed': ['refused', 'tokens.checkEndpointsClient', 'administrator'],
    'tokens.noTokenMicrosoftsLibrarySays': ['refused', 'tokens.checkSettingsClient', 'administrator'],
    'tokens.providerDidNotAnswerTime2': ['unreachable', 'tokens.checkNetworkConnectionTriedAgain'],
    'tokens.providerGaveNoUsableToken': ['refused', 'tokens.checkEndpointsClient', 'administrator'],
    'tokens.providerSentNoUsableAnswer': ['refused', 'providers.startSignAgainIfStays', 'administrator'],
    'tokens.tellsNothingItselfUnderIssuer': ['refused', 'tokens.checkIssuerEnterUrlsFrom'],
  },
);

/** What goes wrong here, in the same way. */
export const failure = errorTable(
  (code: OAuthErrorCode, text, fix, who, more: More | undefined, remedy) =>
    here(code, text, { fix, who, remedy, ...more }),
  {
    'signIn.adminConsentBeingWaitedAlready': ['cancelled', 'signIn.finishBrowserCancelFirst'],
    'signIn.cancelled': ['cancelled', 'signIn.startAgainWhenYouReady'],
    'signIn.clientCannotProveItself': [
      'refused',
      'signIn.setCredentialClientAgain',
      'administrator',
      'open-client',
    ],
    'signIn.clientNamesNoTenant': [
      'refused',
      'signIn.clientCredentialsWorkOneOrganization',
      'administrator',
      'open-client',
    ],
    'signIn.clientNeitherSecretNorCertificate': [
      'refused',
      'signIn.clientCredentialsNeedOneThem',
      'administrator',
      'open-client',
    ],
    'signIn.clientNoAuthorizationUrl': [
      'refused',
      'signIn.fillAuthorizationUrlClient',
      'administrator',
      'open-client',
    ],
    'signIn.clientNoDeviceCodeUrl': [
      'refused',
      'signIn.providerMayNotOfferSign',
      'administrator',
      'open-client',
    ],
    'signIn.clientNoServiceAccountKey': [
      'refused',
      'signIn.downloadNewJsonKeyService',
      'administrator',
      'open-client',
    ],
    'signIn.credentialNotInVault': [
      'refused',
      'signIn.setCredentialClientAgain',
      'administrator',
      'open-client',
    ],
    'signIn.clientWithdrawn': ['refused', 'signIn.switchFromWithdrawnClient'],
    'signIn.ended': ['cancelled', 'signIn.startAgain'],
    'signIn.endedElsewhere': ['cancelled', 'signIn.startAgain'],
    'signIn.machineDoesNotLetMailwicket': ['refused', 'signIn.closeOtherProgramSetRedirect'],
    'signIn.needsNoSignOauthClient': ['refused', 'signIn.checkAccountInsteadGiveClient'],
    'signIn.nobodyFinishedSign': ['cancelled', 'signIn.signAccountAgain'],
    'signIn.nobodyFinishedTime': ['cancelled', 'signIn.startAgain'],
    'signIn.nobodyTypedCodeTime': ['cancelled', 'signIn.startSignAgainNewCode'],
    'signIn.notSigned': ['needs-sign-in', 'signIn.sign'],
    'signIn.notSignedYet': ['needs-sign-in', 'signIn.signAccountMailwicket'],
    'signIn.organizationClientWithdrawn': ['refused', 'policy.askAdministrator', 'administrator'],
    'signIn.pageAdminConsentCouldNot': ['cancelled', 'signIn.setDefaultBrowserPagesAddress'],
    'signIn.pageSignCouldNotOpened': ['cancelled', 'signIn.setDefaultBrowserThenStart'],
    'signIn.portMachineWhereProvidersAnswer': ['refused', 'signIn.closeOtherProgramSetRedirect'],
    'signIn.redirectUriClientDoesNot': [
      'refused',
      'signIn.setHttpLocalhostHttp127',
      'administrator',
      'open-client',
    ],
    'signIn.serviceAccountKeyClientCannot': [
      'refused',
      'signIn.downloadNewJsonKeyService',
      'administrator',
      'open-client',
    ],
    'signIn.signAccountUnderWayAlready': ['cancelled', 'signIn.finishBrowserCancelFirst'],
    'signIn.signCancelled': ['cancelled', 'signIn.signAccountAgain'],
    'signIn.signedButSignedNothingChanged': ['refused', 'signIn.signSignAccountOutFirst'],
    'tokens.accountSignedOut': ['cancelled', 'providers.signAgain'],
    'tokens.gettingTokenCancelled': ['cancelled', 'signIn.startAgainWhenYouReady'],
    'tokens.mailProgramWentAwayWhile': ['cancelled', 'tokens.nothingNextTryGetsToken', 'nobody'],
    'tokens.manyRenewedFirst': ['unreachable', 'tokens.goesOnByItself', 'nobody'],
    'tokens.noSuchAccountAnyMore': ['refused', 'tokens.addAccountAgain'],
    'tokens.signedOutMeanwhile': ['cancelled', 'signIn.signAccountAgain'],
    'tokens.somethingUnexpectedHappenedWhileGetting': [
      'unreachable',
      'tokens.triedAgainItselfIfStays',
      'nobody',
    ],
  },
);

function here(
  code: OAuthErrorCode,
  text: Message,
  more: ConstructorParameters<typeof OAuthError>[2],
): OAuthError {
  return new OAuthError(code, text, { ...more, origin: 'here' });
}

/**
 * Every failure as an OAuthError. What is not known may hold anything: its message is not passed on.
 * @param whose the account's address
 */
export function asOAuthError(error: unknown, whose: string | Message): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof VaultError) return vaultFailure(error, whose);
  return failure('tokens.somethingUnexpectedHappenedWhileGetting', { whose }, { cause: error });
}

/** Says what a vault's error means for the account whose secrets were looked for. */
export function vaultFailure(error: VaultError, whose: string | Message): OAuthError {
  switch (error.code) {
    case 'vault-damaged':
      return damagedEntry(whose, error);
    case 'vault-locked': {
      const fix = error.remedy ?? msg('tokens.startMailwicketKeyVaultMade');
      return here('refused', msg('tokens.vaultSignCannotOpened', { whose }), { fix, cause: error });
    }
    case 'vault-unavailable': {
      // a full or a read-only disk: no password is wrong, and time or free space mends it
      const fix = error.remedy ?? msg('tokens.checkFreeSpacePermissionsData');
      const text =
        systemErrorCode(error.cause) === undefined
          ? msg('tokens.signInNotReadable', { whose })
          : msg('tokens.signInNotReadableWhy', { whose, why: systemErrorText(error.cause) });
      return here('unreachable', text, { fix, cause: error });
    }
    default:
      return error.code satisfies never;
  }
}

/** The error of an entry that is there but is not what it should be. */
export function damagedEntry(whose: string | Message, cause?: VaultError): OAuthError {
  const text = msg('tokens.keptSignCannotReadLeft', { whose });
  return here('refused', text, {
    fix: msg('tokens.signAccountOutThenSign'),
    cause: cause ?? new VaultError('vault-damaged', text),
  });
}

/** The renewed sign-in is in memory only. @param error - why it could not be written */
export function notWritten(error: OAuthError, address: string | Message): OAuthError {
  const fix = sentences(msg('tokens.mailwicketTriesAgainItselfBefore', { address }), error.fix);
  const text = msg('tokens.renewedSignMemoryOnly', { why: error.text });
  return here('unreachable', text, { fix, cause: error });
}

/** Nobody has given the password that the provider is to judge, and there is nothing to go on without it. */
export function passwordNeeded(address: string): OAuthError {
  const fix = msg('signIn.letMailProgramCheckMail', { address });
  return new OAuthError('needs-sign-in', msg('signIn.notSigned', { address }), { fix });
}

/** The renewed sign-in could not be written before the end. @param error - why */
export function lostAtEnd(error: OAuthError, address: string | Message): OAuthError {
  const text = sentences(msg('tokens.renewedSignCouldNotWritten', { address }), error.text);
  const fix = msg('tokens.makeRoomDiskIfProvider', { address });
  return here('unreachable', text, { fix, cause: error });
}

/** A caller's wait has ended before there was a token. @param reason - its signal's: the time was up, or it has left */
export function waitEnded(address: string, reason: unknown): OAuthError {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
    ? tooLate(address)
    : failure('tokens.mailProgramWentAwayWhile');
}

/** The shared request took too long; or it is still under way, and this caller cannot wait for longer. */
export function tooLate(address: string | Message): OAuthError {
  return providerFailure('tokens.providerDidNotAnswerTime2', { address });
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
