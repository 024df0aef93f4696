import { msg } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import * as oauth from 'oauth4webapi';
import type { GrantType } from '#contract/grants.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { AccessToken, GrantRequest } from '../grant.ts';
import { boundedFetch, HttpError, isLoopbackHttp, type Fetch } from '../http.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { retryAfterOf } from '../provider-error.ts';
import {
  cancelled,
  explainNoAnswer,
  type AnswerContext,
  type ExplainAnswer,
} from '../token-endpoint-error.ts';
import { clientAuthentication, offersBasic } from './client-authentication.ts';
import { identityOf } from './identity.ts';
import { readProviderAnswer, withoutSecrets } from './provider-answer.ts';
import { lenientBody, readTokenAnswer, refreshTokenIn } from './token-answer.ts';

/** What the generic grants work with. */
export interface GenericGrantDeps {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly explain: ExplainAnswer;
  /** Milliseconds for one exchange with a provider. */
  readonly exchangeTimeout: number;
  /** Milliseconds for one that uses up a refresh token or a code. */
  readonly rotationTimeout: number;
  /** Milliseconds for a person to sign in. */
  readonly signInTimeout: number;
}

/** What the token endpoint gave. */
export interface TokenGrant {
  readonly token: AccessToken;
  readonly refreshToken: string | undefined;
  readonly identity: string | undefined;
  readonly scope: string | undefined;
}

/** What oauth4webapi needs for one request; a grant passes it on unread. */
export interface Exchange {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly authentication: oauth.ClientAuth;
  readonly options: Pick<oauth.TokenEndpointRequestOptions, 'signal' | typeof oauth.allowInsecureRequests> & {
    [oauth.customFetch]: Fetch;
  };
}

/** One provider's endpoints for one request: sends, reads leniently, and turns every failure into an OAuthError. */
export class TokenEndpoint {
  readonly #deps: GenericGrantDeps;
  readonly #request: GrantRequest;
  readonly #grant: GrantType;
  readonly #fetch: Fetch;
  readonly #server: oauth.AuthorizationServer;
  readonly #client: oauth.Client;

  /** @param uses - 'what-it-sends': the answer is waited for long, as a refresh token or a code is good once only */
  constructor(deps: GenericGrantDeps, request: GrantRequest, grant: GrantType, uses?: 'what-it-sends') {
    this.#deps = deps;
    this.#request = request;
    this.#grant = grant;
    this.#fetch = boundedFetch(deps, {
      timeout: uses === undefined ? deps.exchangeTimeout : deps.rotationTimeout,
    });
    const { tokenUrl, deviceUrl, clientId } = request.client;
    this.#server = {
      // nobody tells the issuer of a server that is known by its endpoints only; what is checked against it is not used
      issuer: tokenUrl,
      token_endpoint: tokenUrl,
      device_authorization_endpoint: deviceUrl,
    };
    this.#client = { client_id: clientId };
  }

  get server(): oauth.AuthorizationServer {
    return this.#server;
  }

  get client(): oauth.Client {
    return this.#client;
  }

  /**
   * One request for a token.
   * @param secrets - what this request carries and no error may repeat (the code, the refresh token)
   * @param saveRefreshToken - called with the new one of an answer that is of no use otherwise: the old one is used up
   * @throws OAuthError
   */
  async grant(
    send: (exchange: Exchange) => Promise<Response>,
    secrets: readonly string[] = [],
    saveRefreshToken?: (refreshToken: string) => Promise<void>,
  ): Promise<TokenGrant> {
    // counted from before the request: whatever the provider's clock says, the token lives at least that long
    const sentAt = this.#deps.clock.now();
    const response = await this.send(this.#request.client.tokenUrl, send, secrets);
    const body = await response.text();
    const lenient = lenientBody(body);
    const next = refreshTokenIn(body);
    const hidden = next === undefined ? secrets : [...secrets, next];
    const save = async (): Promise<void> => {
      if (next !== undefined) await saveRefreshToken?.(next);
    };
    if (lenient === undefined) {
      await save();
      throw this.refusal(response, body, hidden);
    }
    const answer = await readTokenAnswer(this.#server, this.#client, lenient).catch(
      async (error: unknown) => {
        await save();
        this.#deps.logger.warn('The token endpoint gave an answer that cannot be used.', {
          account: this.#request.account.address,
          problem: error instanceof Error ? error.message : 'unknown',
        });
        throw this.#unusable(error);
      },
    );
    const identity = await identityOf(this.#server, this.#client, lenient, this.#deps.clock.now());
    return {
      token: { value: answer.accessToken, obtainedAt: sentAt, expiresAt: sentAt + answer.lifetime },
      refreshToken: answer.refreshToken,
      identity,
      scope: answer.scope,
    };
  }

  /**
   * One request to an endpoint of the provider; its 2xx answer.
   * @throws OAuthError
   */
  async send(
    url: string,
    send: (exchange: Exchange) => Promise<Response>,
    secrets: readonly string[] = [],
  ): Promise<Response> {
    const { credential, signal } = this.#request;
    const exchange = {
      server: this.#server,
      client: this.#client,
      options: {
        [oauth.customFetch]: this.#fetch,
        [oauth.allowInsecureRequests]: isLoopbackHttp(url),
        signal,
      },
    };
    let response: Response;
    try {
      const authentication = await clientAuthentication(this.#request, this.#deps.clock, 'body');
      response = await send({ ...exchange, authentication });
      if (credential.kind === 'secret' && offersBasic(response)) {
        // RFC 6749 section 2.3.1: the header is what every server must know; the body, what all the large ones expect
        const inHeader = await clientAuthentication(this.#request, this.#deps.clock, 'header');
        response = await send({ ...exchange, authentication: inHeader });
      }
    } catch (error) {
      throw this.#failure(error);
    }
    if (!response.ok) throw this.refusal(response, await response.text(), secrets);
    return response;
  }

  /** The provider's refusal, explained. */
  refusal(response: Response, body: string, secrets: readonly string[]): OAuthError {
    const answer = readProviderAnswer(response, body, [...this.#secrets(), ...secrets]);
    const retryAfter = retryAfterOf(response.headers, this.#deps.clock.now());
    return this.#deps.explain(answer, { ...this.context(), retryAfter });
  }

  /** For whom and for what is asked. */
  context(): AnswerContext {
    return {
      grant: this.#grant,
      provider: this.#request.client.provider,
      account: this.#request.account.address,
      clientName: this.#request.client.name,
    };
  }

  #failure(error: unknown): unknown {
    if (error instanceof OAuthError) return error;
    if (this.#request.signal.aborted) return cancelled(this.#request.account.address);
    if (error instanceof HttpError) return explainNoAnswer(error, this.#request.account.address);
    return this.#unusable(error);
  }

  #unusable(error: unknown): OAuthError {
    const problem = withoutSecrets(
      error instanceof Error ? error.message : inEnglish(msg('signIn.cannotRead')),
      this.#secrets(),
    );
    return new OAuthError(
      'refused',
      msg('tokens.providerGaveNoUsableToken', {
        account: this.#request.account.address,
        why: problem.slice(0, 200),
      }),
      {
        fix: msg('tokens.checkEndpointsClient', { client: this.#request.client.name }),
        who: 'administrator',
        // no cause: the library's errors hold the whole answer, tokens and all
      },
    );
  }

  #secrets(): string[] {
    const { credential, password } = this.#request;
    const secrets = password === undefined ? [] : [password];
    if (credential.kind === 'secret') secrets.push(credential.secret);
    return secrets;
  }
}
