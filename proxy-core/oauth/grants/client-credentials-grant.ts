import * as oauth from 'oauth4webapi';
import type { Grant, GrantRequest, Issued } from '../grant.ts';
import { demandClientProof, nobodySignsIn } from '../grant-errors.ts';
import type { EngineDeps } from '../provider-exchange.ts';
import { scopeParameters, TokenEndpoint } from './token-endpoint.ts';

/** The client credentials grant (RFC 6749 section 4.4), with a secret or a certificate. Keeps nothing. */
export class ClientCredentialsGrant implements Grant {
  readonly interactive = false;
  readonly #deps: EngineDeps;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  async renew(request: GrantRequest): Promise<Issued> {
    demandClientProof(request);
    const endpoint = new TokenEndpoint(this.#deps, request, 'client-credentials');
    const parameters = scopeParameters(request.client.tokenUrl, request.scope);
    const granted = await endpoint.grant(({ server, client, authentication, options }) =>
      oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, options),
    );
    // RFC 6749 section 4.4.3: no refresh token; one that comes all the same is not needed
    return { token: granted.token, identity: granted.identity, scope: granted.scope };
  }

  async signIn(request: GrantRequest): Promise<Issued> {
    throw nobodySignsIn(request);
  }
}
