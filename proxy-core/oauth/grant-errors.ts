import { type Message, msg } from '#messages/message.ts';
import { ProxyTunnelError } from '#core/network/proxy-tunnel.ts';
import { providerCertificateFix } from '#core/errors/socket.ts';
import type { HttpError } from './http.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import type { GrantRequest } from './grant.ts';

/** An exchange without an answer, in the same terms. */
export function explainNoAnswer(error: HttpError, account: string): OAuthError {
  const certificateFix = providerCertificateFix(error.systemCode);
  switch (error.code) {
    case 'forbidden':
      return new OAuthError('refused', msg('tokens.noToken', { account, why: error.text }), {
        fix: msg('tokens.correctEndpointClientMustHttps'),
        who: 'administrator',
        cause: error,
      });
    case 'too-large':
      return new OAuthError('unreachable', msg('tokens.noToken', { account, why: error.text }), {
        fix: msg('providers.filterSignPageNetworkMay'),
        who: 'administrator',
        cause: error,
      });
    case 'timeout':
    case 'network':
      if (error.cause instanceof ProxyTunnelError) {
        return new OAuthError('unreachable', msg('tokens.noToken', { account, why: error.text }), {
          fix: error.cause.fix ?? msg('settings.tryAgainLater'),
          who: error.cause.code === 'proxy-refused' ? 'administrator' : 'user',
          cause: error,
        });
      }
      return new OAuthError('unreachable', msg('tokens.noToken', { account, why: error.text }), {
        fix: certificateFix ?? msg('tokens.checkNetworkConnectionTriedAgain'),
        who: certificateFix === undefined ? 'nobody' : 'administrator',
        cause: error,
      });
    default:
      return error.code satisfies never;
  }
}

/** The sign-in or the request was given up. */
export function cancelled(account: string): OAuthError {
  return new OAuthError('cancelled', msg('tokens.gettingTokenCancelled', { account }), {
    fix: msg('signIn.startAgainWhenYouReady'),
  });
}

/** A sign-in was asked of a grant that knows none. */
export function nobodySignsIn(request: GrantRequest): OAuthError {
  return new OAuthError(
    'refused',
    msg('signIn.signedWithoutAnybodyClientNeeds', { address: request.account.address }),
    {
      fix: msg('signIn.nothingDoSignPersonChoose'),
    },
  );
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
