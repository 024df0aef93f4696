import type * as oauth from 'oauth4webapi';
import type { GrantType } from '#contract/grants.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { retryAfterOf } from '#core/errors/provider/answer.ts';
import { type ExplainContext, explainProviderAnswer } from '#core/errors/provider/explain.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { Grant, GrantRequest, Interaction, Issued } from './grant.ts';
import { cancelled, explainNoAnswer, nobodySignsIn } from './grant-errors.ts';
import {
  lenientBody,
  type LenientBody,
  readProviderAnswer,
  readTokenAnswer,
  refreshTokenIn,
  type TokenAnswer,
} from './grants/token-answer.ts';
import { LoopbackPorts } from './loopback-receiver.ts';
import { ANSWER_TIMEOUT_MS, boundedFetch, type Fetch, HttpError, ROTATION_TIMEOUT_MS } from './http.ts';

/** Time for a person to find a password, a second factor and a colleague. */
const SIGN_IN_TIMEOUT_MS = 15 * 60_000;

export interface GrantEngineDeps {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where browsers come back to; ports of its own where left out. */
  readonly ports?: LoopbackPorts | undefined;
  /** Milliseconds for one exchange with a provider; 30 s. */
  readonly exchangeTimeout?: number | undefined;
  /** Milliseconds for one that uses up a refresh token or a code; 4 min. */
  readonly rotationTimeout?: number | undefined;
  /** Milliseconds for a person to sign in; 15 min. */
  readonly signInTimeout?: number | undefined;
}

/** What both engines work with. */
export type EngineDeps = Required<GrantEngineDeps>;

/** A grant of either engine. Nobody signs in with it, unless it says how. */
export abstract class EngineGrant implements Grant {
  readonly interactive: boolean = false;
  protected readonly deps: EngineDeps;

  constructor(deps: EngineDeps) {
    this.deps = deps;
  }

  abstract renew(request: GrantRequest): Promise<Issued>;

  async signIn(request: GrantRequest, _interaction: Interaction): Promise<Issued> {
    throw nobodySignsIn(request);
  }
}

/** With everything that was left out. */
export function settledDeps(deps: GrantEngineDeps): EngineDeps {
  return {
    fetch: deps.fetch,
    clock: deps.clock,
    logger: deps.logger,
    ports: deps.ports ?? new LoopbackPorts(),
    exchangeTimeout: deps.exchangeTimeout ?? ANSWER_TIMEOUT_MS,
    rotationTimeout: deps.rotationTimeout ?? ROTATION_TIMEOUT_MS,
    signInTimeout: deps.signInTimeout ?? SIGN_IN_TIMEOUT_MS,
  };
}

/** The transport of one token request, for both engines: every refusal and every failure becomes an OAuthError. */
export class ProviderExchange {
  readonly #deps: EngineDeps;
  readonly #request: GrantRequest;
  /** For whom and for what is asked. */
  readonly context: ExplainContext;

  constructor(deps: EngineDeps, request: GrantRequest, grant: GrantType) {
    this.#deps = deps;
    this.#request = request;
    const { account, client } = request;
    this.context = {
      grant,
      provider: client.provider,
      account: account.address,
      clientName: client.name,
    };
  }

  /** @param uses - 'what-it-sends': the answer is waited for long, as a refresh token or a code is good once only */
  fetch(uses?: 'what-it-sends'): Fetch {
    const { exchangeTimeout, rotationTimeout } = this.#deps;
    return boundedFetch(this.#deps, { timeout: uses === undefined ? exchangeTimeout : rotationTimeout });
  }

  /** What the request carries and no error may repeat. */
  get secrets(): readonly string[] {
    const { credential, password } = this.#request;
    const secrets = password === undefined ? [] : [password];
    if (credential.kind === 'secret') secrets.push(credential.secret);
    return secrets;
  }

  /** The provider's refusal, explained. @param secrets - what else no error may repeat (the code, the refresh token) */
  refusal(response: Response, body: string, secrets: readonly string[]): OAuthError {
    const answer = readProviderAnswer(response, body, [...this.secrets, ...secrets]);
    const retryAfter = retryAfterOf(response.headers, this.#deps.clock.now());
    return explainProviderAnswer(answer, { ...this.context, retryAfter });
  }

  /** Why there was no answer; undefined where the error is not of the network. */
  failure(error: unknown): OAuthError | undefined {
    const { address } = this.#request.account;
    if (error instanceof OAuthError) return error;
    if (this.#request.signal.aborted) return cancelled(address);
    return error instanceof HttpError ? explainNoAnswer(error, address) : undefined;
  }

  /**
   * The token in an answer of the token endpoint.
   * @param about.saveRefreshToken - called with the new one of an answer that is of no use otherwise: the old one is
   *   used up
   * @throws OAuthError
   */
  async tokenAnswer(
    response: Response,
    about: {
      readonly server: oauth.AuthorizationServer;
      readonly client: oauth.Client;
      readonly secrets: readonly string[];
      readonly saveRefreshToken: ((refreshToken: string) => Promise<void>) | undefined;
      /** What to say where the answer holds a token and cannot be used. */
      unusable(error: unknown): OAuthError;
    },
  ): Promise<{ readonly answer: TokenAnswer; readonly lenient: LenientBody }> {
    const body = await response.text();
    const lenient = lenientBody(body);
    const next = refreshTokenIn(body);
    if (lenient === undefined) {
      if (next !== undefined) await about.saveRefreshToken?.(next);
      throw this.refusal(response, body, next === undefined ? about.secrets : [...about.secrets, next]);
    }
    try {
      return { answer: await readTokenAnswer(about.server, about.client, lenient), lenient };
    } catch (error) {
      if (next !== undefined) await about.saveRefreshToken?.(next);
      throw about.unusable(error);
    }
  }
}
