import { type Message, msg } from '#messages/message.ts';
import * as oauth from 'oauth4webapi';
import type { Grant, GrantRequest, Issued } from '../grant.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { nobodySignsIn, nothingKept } from '../grant-errors.ts';
import { keep, readKeptState, renewByRefreshToken, type KeptState } from './refresh-token.ts';
import type { EngineDeps } from '../provider-exchange.ts';
import { scopeParameters, TokenEndpoint } from './token-endpoint.ts';

/**
 * The resource owner password credentials grant (RFC 6749 section 4.3). With the password at hand the provider judges
 * it; without, the refresh token that it brought the last time is used.
 */
export class PasswordGrant implements Grant {
  readonly interactive = false;
  readonly #deps: EngineDeps;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  async renew(request: GrantRequest): Promise<Issued> {
    const { password, subject, client } = request;
    if (password === undefined) {
      const kept = readKeptState(request.state);
      if (kept === undefined) throw nothingKept(request, nextLogin(request));
      return this.#renewWithoutPassword(request, kept);
    }
    const endpoint = new TokenEndpoint(this.#deps, request, 'password');
    const parameters = { username: subject, password, ...scopeParameters(client.tokenUrl, request.scope) };
    const granted = await endpoint.grant(({ server, client: self, authentication, options }) =>
      oauth.genericTokenEndpointRequest(server, self, authentication, 'password', parameters, options),
    );
    return keep(request, granted, undefined);
  }

  async #renewWithoutPassword(request: GrantRequest, kept: KeptState): Promise<Issued> {
    try {
      // judged as any refresh token is: nothing that is refused here is about the password
      return await renewByRefreshToken(this.#deps, request, 'authorization-code', kept);
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

  async signIn(request: GrantRequest): Promise<Issued> {
    throw nobodySignsIn(request);
  }
}

function nextLogin(request: GrantRequest): Message {
  return msg('signIn.letMailProgramCheckMail', { address: request.account.address });
}
