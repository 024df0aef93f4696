import { msg } from '#messages/message.ts';
import {
  AuthError,
  ClientAuthError,
  ClientAuthErrorCodes,
  InteractionRequiredAuthError,
  ServerError,
} from '@azure/msal-node';
import type { GrantType } from '#contract/grants.ts';
import type { GrantRequest } from '../grant.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { cancelled, codeRanOut, type ExplainAnswer, nothingKept } from '../grant-errors.ts';
import type { MsalNetwork } from './msal-network.ts';

const NOTHING_KEPT = new Set<string>([
  ClientAuthErrorCodes.tokenRefreshRequired,
  ClientAuthErrorCodes.noAccountFound,
  ClientAuthErrorCodes.noAccountInSilentRequest,
]);
const MISSING_TENANT = 'missing_tenant_id_error';
/** MSAL's own names for a device code that nobody typed. */
const RAN_OUT = new Set(['device_code_expired', 'user_timeout_reached', 'device_code_polling_cancelled']);
const UNREACHABLE = new Set<string>([
  ClientAuthErrorCodes.networkError,
  ClientAuthErrorCodes.endpointResolutionError,
  ClientAuthErrorCodes.openIdConfigError,
]);

/**
 * What MSAL threw, in our terms. What the network heard comes first: MSAL replaces it by errors that tell less.
 * Errors that are not MSAL's (the state could not be saved) stay as they are.
 */
export function explainMsalError(
  error: unknown,
  request: GrantRequest,
  grant: GrantType,
  network: MsalNetwork,
  explain: ExplainAnswer,
): unknown {
  const { account, client, signal } = request;
  if (error instanceof OAuthError) return error;
  if (signal.aborted) return cancelled(account.address);
  if (network.failure !== undefined && error instanceof AuthError) return network.failure;
  if (error instanceof ServerError || error instanceof InteractionRequiredAuthError) {
    if (isNothingKept(error)) return nothingKept(request);
    const context = { grant, provider: client.provider, account: account.address, clientName: client.name };
    return explain(
      {
        error: error.errorCode,
        suberror: error.subError === '' ? undefined : error.subError,
        description: error.errorMessage,
        correlationId: error.correlationId === '' ? undefined : error.correlationId,
      },
      context,
    );
  }
  if (!(error instanceof AuthError)) return error;
  if (NOTHING_KEPT.has(error.errorCode)) return nothingKept(request);
  if (RAN_OUT.has(error.errorCode)) {
    return codeRanOut(account.address);
  }
  if (error instanceof ClientAuthError && UNREACHABLE.has(error.errorCode)) {
    return new OAuthError(
      'unreachable',
      msg('tokens.microsoftCannotReached', { account: account.address, code: error.errorCode }),
      {
        fix: msg('tokens.checkNetworkConnectionTriedAgain'),
        who: 'nobody',
      },
    );
  }
  if (error.errorCode === MISSING_TENANT) {
    return new OAuthError('refused', msg('signIn.clientNamesNoTenant', { client: client.name }), {
      fix: msg('signIn.clientCredentialsWorkOneOrganization'),
      who: 'administrator',
    });
  }
  return new OAuthError(
    'refused',
    msg('tokens.noTokenMicrosoftsLibrarySays', { account: account.address, code: error.errorCode }),
    {
      fix: msg('tokens.checkSettingsClient', { client: client.name }),
      who: 'administrator',
    },
  );
}

function isNothingKept(error: AuthError): boolean {
  return (
    error instanceof InteractionRequiredAuthError &&
    /^(no_tokens_found|refresh_token_expired|native_account_unavailable)$/.test(error.errorCode)
  );
}
