import type { GrantType, ProviderId } from '../accounts/oauth-client.ts';
import { ProxyTunnelError } from '../network/proxy-tunnel.ts';
import { notFromProvider } from './error-catalogue/shared-entries.ts';
import { isCertificateProblem, type HttpError } from './http.ts';
import { OAuthError, type ProviderAnswer } from './oauth-error.ts';
import { explainProviderAnswer } from './provider-error.ts';

/** What was being done when the provider answered. */
export interface AnswerContext {
  readonly grant: GrantType;
  readonly provider: ProviderId;
  /** The account, as people know it. */
  readonly account: string;
  /** The OAuth client's name, as people know it. */
  readonly clientName: string;
  /** Milliseconds, where the provider says so. */
  readonly retryAfter?: number | undefined;
}

/** Turns a provider's refusal into a cause and a fix. */
export type ExplainAnswer = (answer: ProviderAnswer, context: AnswerContext) => OAuthError;

/** By the catalogue of the protocol's and the providers' own codes. */
export const explainByCatalogue: ExplainAnswer = explainProviderAnswer;

/** An exchange without an answer, in the same terms. */
export function explainNoAnswer(error: HttpError, account: string): OAuthError {
  switch (error.code) {
    case 'forbidden':
      return new OAuthError('refused', `No token for ${account}: ${error.message}`, {
        fix: 'Correct the endpoint in the client: it must be an https:// address.',
        who: 'administrator',
        cause: error,
      });
    case 'too-large':
      return new OAuthError('unreachable', `No token for ${account}: ${error.message}`, {
        fix: notFromProvider,
        who: 'administrator',
        cause: error,
      });
    case 'timeout':
    case 'network':
      if (error.cause instanceof ProxyTunnelError) {
        return new OAuthError('unreachable', `No token for ${account}: ${error.message}`, {
          fix: error.cause.fix,
          who: error.cause.code === 'proxy-refused' ? 'administrator' : 'user',
          cause: error,
        });
      }
      return new OAuthError('unreachable', `No token for ${account}: ${error.message}`, {
        fix: isCertificateProblem(error.systemCode)
          ? 'If your network inspects TLS, have this system trust its certificate authority, or add that in the settings.'
          : 'Check the network connection. It is tried again by itself.',
        who: isCertificateProblem(error.systemCode) ? 'administrator' : 'nobody',
        cause: error,
      });
    default:
      return error.code satisfies never;
  }
}

/** The sign-in or the request was given up. */
export function cancelled(account: string): OAuthError {
  return new OAuthError('cancelled', `Getting a token for ${account} was cancelled.`, {
    fix: 'Start it again when you are ready.',
  });
}
