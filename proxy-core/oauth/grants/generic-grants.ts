import * as oauth from 'oauth4webapi';
import type { GrantType } from '#contract/grants.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { type Message, msg } from '#messages/message.ts';
import { demandClientProof, nothingKept } from '../grant-errors.ts';
import type { Grant, GrantRequest, Issued } from '../grant.ts';
import { settledDeps, EngineGrant, type GrantEngineDeps } from '../provider-exchange.ts';
import { AuthorizationCodeGrant } from './authorization-code-grant.ts';
import { DeviceCodeGrant } from './device-code-grant.ts';
import { keep, readKeptState, renewByRefreshToken, type KeptState } from './refresh-token.ts';
import { ServiceAccountGrant } from './service-account-grant.ts';
import { scopeParameters, TokenEndpoint } from './token-endpoint.ts';

/** The grants of any OAuth 2.0 provider that is known by its endpoints. */
export function makeGenericGrants(deps: GrantEngineDeps): Readonly<Record<GrantType, Grant>> {
  const settled = settledDeps(deps);
  return {
    'authorization-code': new AuthorizationCodeGrant(settled),
    'client-credentials': new ClientCredentialsGrant(settled),
    password: new PasswordGrant(settled),
    'device-code': new DeviceCodeGrant(settled),
    'service-account': new ServiceAccountGrant(settled),
  };
}

/** The client credentials grant (RFC 6749 section 4.4), with a secret or a certificate. Keeps nothing. */
class ClientCredentialsGrant extends EngineGrant {
  async renew(request: GrantRequest): Promise<Issued> {
    demandClientProof(request);
    const endpoint = new TokenEndpoint(this.deps, request, 'client-credentials');
    const parameters = scopeParameters(request.client.tokenUrl, request.scope);
    const granted = await endpoint.grant(({ server, client, authentication, options }) =>
      oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, options),
    );
    // RFC 6749 section 4.4.3: no refresh token; one that comes all the same is not needed
    return { token: granted.token, identity: granted.identity, scope: granted.scope };
  }
}

/**
 * The resource owner password credentials grant (RFC 6749 section 4.3). With the password at hand the provider judges
 * it; without, the refresh token that it brought the last time is used.
 */
class PasswordGrant extends EngineGrant {
  async renew(request: GrantRequest): Promise<Issued> {
    const { password, subject, client } = request;
    if (password === undefined) {
      const kept = readKeptState(request.state);
      if (kept === undefined) throw nothingKept(request, nextLogin(request));
      return this.#renewWithoutPassword(request, kept);
    }
    const endpoint = new TokenEndpoint(this.deps, request, 'password');
    const parameters = { username: subject, password, ...scopeParameters(client.tokenUrl, request.scope) };
    const granted = await endpoint.grant(({ server, client: self, authentication, options }) =>
      oauth.genericTokenEndpointRequest(server, self, authentication, 'password', parameters, options),
    );
    return keep(request, granted, undefined);
  }

  async #renewWithoutPassword(request: GrantRequest, kept: KeptState): Promise<Issued> {
    try {
      // judged as any refresh token is: nothing that is refused here is about the password
      return await renewByRefreshToken(this.deps, request, 'authorization-code', kept);
    } catch (error) {
      if (!(error instanceof OAuthError) || error.code !== 'needs-sign-in') throw error;
      const { answer, retryAfter } = error;
      throw new OAuthError('needs-sign-in', error.text, {
        fix: nextLogin(request),
        answer,
        retryAfter,
        cause: error,
      });
    }
  }
}

function nextLogin(request: GrantRequest): Message {
  return msg('signIn.letMailProgramCheckMail', { address: request.account.address });
}
