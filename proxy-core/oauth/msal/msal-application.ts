import { msg } from '#messages/message.ts';
import {
  ConfidentialClientApplication,
  LogLevel,
  PublicClientApplication,
  type AuthenticationResult,
  type Configuration,
  AuthError,
  ClientAuthError,
  ClientAuthErrorCodes,
  InteractionRequiredAuthError,
  ServerError,
} from '@azure/msal-node';
import type { GrantType } from '#contract/grants.ts';
import { presetFor } from '#contract/providers/presets.ts';
import type { ResolvedClient } from '#core/accounts/resolve-client.ts';
import { readCertificatePair, unusable } from '../grants/client-authentication.ts';
import { untilAborted } from '#core/logging/clock.ts';
import type { EngineDeps } from '../provider-exchange.ts';
import type { GrantRequest, Issued } from '../grant.ts';
import { explainProviderAnswer } from '#core/errors/provider/explain.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { failure, providerFailure } from '../token-errors.ts';
import { cachePlugin, MsalNetwork } from './msal-network.ts';

/** MSAL set up for one request: nothing is shared with another one, not even a throttle. */
export class MsalApplication {
  readonly network: MsalNetwork;
  readonly #request: GrantRequest;
  readonly #configuration: Configuration;

  /** @param cache - MSAL's cache to begin with; left out where nothing is to be kept */
  constructor(
    deps: EngineDeps,
    request: GrantRequest,
    grant: GrantType,
    cache: { readonly initial: string | undefined } | undefined,
  ) {
    this.#request = request;
    this.network = new MsalNetwork(deps, request, grant);
    this.#configuration = {
      auth: { clientId: request.client.clientId, ...authorityOf(request.client), ...credentialOf(request) },
      cache: cache === undefined ? {} : { cachePlugin: cachePlugin(request, cache.initial) },
      system: {
        networkClient: this.network,
        // trouble is told to whoever asked, who knows when to ask again
        disableInternalRetries: true,
        loggerOptions: {
          logLevel: LogLevel.Warning,
          piiLoggingEnabled: false,
          loggerCallback: (_level, message, containsPii) => {
            if (!containsPii) deps.logger.debug('Microsoft’s library', { message });
          },
        },
      },
    };
  }

  /** For a client without a credential; also what the device code grant needs. */
  asPublic(): PublicClientApplication {
    const { clientId, authority, authorityMetadata } = this.#configuration.auth;
    return new PublicClientApplication({
      ...this.#configuration,
      auth: { clientId, authority, authorityMetadata },
    });
  }

  asConfidential(): ConfidentialClientApplication {
    return new ConfidentialClientApplication(this.#configuration);
  }

  /** As the client's credential has it. */
  own(): PublicClientApplication | ConfidentialClientApplication {
    const { kind } = this.#request.credential;
    return kind === 'secret' || kind === 'certificate' ? this.asConfidential() : this.asPublic();
  }

  /**
   * Runs one of MSAL's calls for a token; ends when the request is cancelled, whatever MSAL waits for.
   * @throws OAuthError; what saving the state threw
   */
  async run(call: () => Promise<AuthenticationResult | null>): Promise<Issued> {
    const { signal, account } = this.#request;
    try {
      return this.#issued(await untilAborted(call(), signal));
    } catch (error) {
      if (signal.aborted && error === signal.reason)
        throw failure('tokens.gettingTokenCancelled', { account: account.address });
      throw explainMsalError(error, this.#request, this.network);
    }
  }

  #issued(result: AuthenticationResult | null): Issued {
    const { heard } = this.network;
    if (result === null || heard === undefined) {
      throw providerFailure('tokens.microsoftGaveNoToken', { account: this.#request.account.address });
    }
    const identity = result.account?.username ?? '';
    return { token: heard.token, identity: identity === '' ? undefined : identity, scope: heard.scope };
  }
}

/** The scopes as MSAL takes them; it adds openid, profile and offline_access where a person signs in. */
export function scopesOf(request: GrantRequest): string[] {
  return request.scope.split(/\s+/).filter((scope) => scope !== '');
}

function credentialOf(request: GrantRequest): Partial<Configuration['auth']> {
  const { credential } = request;
  switch (credential.kind) {
    case 'none':
    case 'service-account-key':
      return {};
    case 'secret':
      if (credential.secret === '') throw unusable(request, msg('signIn.secretEmpty'));
      return { clientSecret: credential.secret };
    case 'certificate': {
      const { certificate, key } = readCertificatePair(
        request,
        credential.certificate,
        credential.privateKey,
      );
      if (key.asymmetricKeyType !== 'rsa') throw unusable(request, msg('signIn.microsoftTakesRsaKeysOnly'));
      const thumbprintSha256 = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
      return { clientCertificate: { thumbprintSha256, privateKey: credential.privateKey } };
    }
    default:
      return credential satisfies never;
  }
}

/**
 * The authority of a client: its cloud's host and its tenant, with the endpoints of the client. Nothing is looked up
 * on the network, and an endpoint that the user changed (a stand-in on this machine, say) is the one that is used.
 */
function authorityOf(client: ResolvedClient): Pick<Configuration['auth'], 'authority' | 'authorityMetadata'> {
  const { authorizationUrl = '' } = presetFor({ provider: 'microsoft365', cloud: client.cloud }).endpoints;
  const { host } = new URL(authorizationUrl);
  const authority = `https://${host}/${tenantOf(client)}`;
  return {
    authority,
    // what MSAL would otherwise look up or have built in
    authorityMetadata: JSON.stringify({
      authorization_endpoint: client.authorizationUrl ?? `${authority}/oauth2/v2.0/authorize`,
      token_endpoint: client.tokenUrl,
      end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
      issuer: `${authority}/v2.0`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
    }),
  };
}

/** The tenant in the token URL (what the preset filled in, or the user wrote), else the client's, else any. */
function tenantOf(client: ResolvedClient): string {
  const inUrl = /^\/([^/]+)\/oauth2\/v2\.0\/token\/?$/.exec(new URL(client.tokenUrl).pathname)?.[1];
  return inUrl ?? client.tenant ?? 'common';
}

const NOTHING_KEPT = new Set<string>([
  ClientAuthErrorCodes.tokenRefreshRequired,
  ClientAuthErrorCodes.noAccountFound,
  ClientAuthErrorCodes.noAccountInSilentRequest,
  'no_tokens_found',
  'refresh_token_expired',
  'native_account_unavailable',
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
function explainMsalError(error: unknown, request: GrantRequest, network: MsalNetwork): unknown {
  const { client, signal } = request;
  const { address } = request.account;
  if (error instanceof OAuthError) return error;
  if (signal.aborted) return failure('tokens.gettingTokenCancelled', { account: address });
  if (!(error instanceof AuthError)) return error;
  if (network.failure !== undefined) return network.failure;
  const code = error.errorCode;
  if (NOTHING_KEPT.has(code)) return failure('signIn.notSigned', { address });
  if (error instanceof ServerError || error instanceof InteractionRequiredAuthError) {
    return explainProviderAnswer(
      {
        error: code,
        suberror: error.subError === '' ? undefined : error.subError,
        description: error.errorMessage,
        correlationId: error.correlationId === '' ? undefined : error.correlationId,
      },
      network.context,
    );
  }
  if (RAN_OUT.has(code)) return failure('signIn.nobodyTypedCodeTime', { address });
  if (error instanceof ClientAuthError && UNREACHABLE.has(code)) {
    return providerFailure('tokens.microsoftCannotReached', { account: address, code });
  }
  if (code === MISSING_TENANT) return failure('signIn.clientNamesNoTenant', { client: client.name });
  return providerFailure('tokens.noTokenMicrosoftsLibrarySays', {
    account: address,
    code,
    client: client.name,
  });
}
