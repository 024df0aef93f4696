import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import type { GrantType } from '#contract/grants.ts';
import { OAuthError, type ProviderAnswer } from '#core/errors/oauth-error.ts';
import { parseTokenErrorBody, retryAfterOf } from '#core/errors/provider/answer.ts';
import { type ExplainContext, explainProviderAnswer } from '#core/errors/provider/explain.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import { jsonOf } from '#core/storage/json.ts';
import type { AccessToken, GrantRequest } from './grant.ts';
import { ANSWER_TIMEOUT_MS, boundedFetch, type Fetch, HttpError, ROTATION_TIMEOUT_MS } from './http.ts';
import type { LoopbackPorts } from './loopback-receiver.ts';
import { explainNoAnswer, failure } from './token-errors.ts';

/** What both engines work with. */
export interface EngineDeps {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where browsers come back to. */
  readonly ports: LoopbackPorts;
}

/** The transport of one token request, for both engines: every refusal and every failure becomes an OAuthError. */
export class ProviderExchange {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  /** For whom and for what is asked. */
  readonly context: ExplainContext;
  protected readonly deps: EngineDeps;
  protected readonly request: GrantRequest;

  constructor(deps: EngineDeps, request: GrantRequest, grant: GrantType) {
    this.deps = deps;
    this.request = request;
    const { account, client } = request;
    const { tokenUrl, deviceUrl, clientId } = client;
    // nobody tells the issuer of a server that is known by its endpoints only; what is checked against it is not used
    this.server = { issuer: tokenUrl, token_endpoint: tokenUrl, device_authorization_endpoint: deviceUrl };
    this.client = { client_id: clientId };
    const { provider, name: clientName } = client;
    const signsIn = request.state === undefined;
    this.context = { grant, provider, account: account.address, clientName, signsIn };
  }

  /** @param uses - 'what-it-sends': the answer is waited for long, as a refresh token or a code is good once only */
  fetch(uses?: 'what-it-sends'): Fetch {
    return boundedFetch(this.deps, { timeout: uses === undefined ? ANSWER_TIMEOUT_MS : ROTATION_TIMEOUT_MS });
  }

  /** What the request carries and no error may repeat. */
  get secrets(): readonly string[] {
    const { credential, password } = this.request;
    const secrets = password === undefined ? [] : [password];
    if (credential.kind === 'secret') secrets.push(credential.secret);
    return secrets;
  }

  /** The provider's refusal, explained. @param secrets - what else no error may repeat (the code, the refresh token) */
  refusal({ status, headers }: Response, body: string, secrets: readonly string[]): OAuthError {
    const answer = parseTokenErrorBody(status, withoutSecrets(body, [...this.secrets, ...secrets]), headers);
    const retryAfter = retryAfterOf(headers, this.deps.clock.now());
    return explainProviderAnswer(answer, { ...this.context, retryAfter });
  }

  /** Why there was no answer; undefined where the error is not of the network. */
  failure(error: unknown): OAuthError | undefined {
    const { address } = this.request.account;
    if (error instanceof OAuthError) return error;
    if (this.request.signal.aborted) return failure('tokens.gettingTokenCancelled', { account: address });
    return error instanceof HttpError ? explainNoAnswer(error, address) : undefined;
  }

  /**
   * The token in an answer of the token endpoint.
   * @param about.sentAt - when it was asked for: whatever the provider's clock says, the token lives at least from then
   * @param about.saveRefreshToken - called with the new one of an answer that is of no use otherwise: the old one is
   *   used up
   * @param about.unusable - what to say where the answer holds a token and cannot be used
   * @throws OAuthError
   */
  async tokenAnswer(
    response: Response,
    about: {
      readonly sentAt: number;
      readonly secrets: readonly string[];
      readonly saveRefreshToken: ((refreshToken: string) => Promise<void>) | undefined;
      unusable(error: unknown): OAuthError;
    },
  ): Promise<TokenAnswer & { readonly token: AccessToken; readonly lenient: LenientBody }> {
    const body = await response.text();
    const lenient = lenientBody(body);
    const next = refreshTokenIn(body);
    if (lenient === undefined) {
      if (next !== undefined) await about.saveRefreshToken?.(next);
      throw this.refusal(response, body, next === undefined ? about.secrets : [...about.secrets, next]);
    }
    try {
      const answer = await readTokenAnswer(this.server, this.client, lenient);
      const expiresAt = about.sentAt + answer.lifetime;
      return {
        ...answer,
        lenient,
        token: { value: answer.accessToken, obtainedAt: about.sentAt, expiresAt },
      };
    } catch (error) {
      if (next !== undefined) await about.saveRefreshToken?.(next);
      throw about.unusable(error);
    }
  }
}

/**
 * What a token is taken to live for if nobody says. An hour is what the providers give; if it is less, the mail server
 * refuses the token and it is renewed at once; if it is more, it is renewed earlier than need be. Neither is noticed.
 */
const DEFAULT_LIFETIME_MS = 3600 * 1000;
const MAX_LIFETIME_MS = 365 * 24 * 3600 * 1000;

interface TokenAnswer {
  readonly accessToken: string;
  /** Milliseconds. */
  readonly lifetime: number;
  readonly refreshToken: string | undefined;
  readonly scope: string | undefined;
}

export type LenientBody = z.infer<typeof lenientBodySchema>;

/** As a provider may send it: numbers as texts, nulls and empty texts for what is not there, and more than is known here. */
const lenientBodySchema = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().min(1).catch('bearer'),
  expires_in: z.coerce.number().positive().finite().optional().catch(undefined),
  refresh_token: z.string().min(1).optional().catch(undefined),
  scope: z
    .union([z.string(), z.array(z.string()).transform((scopes) => scopes.join(' '))])
    .optional()
    .catch(undefined),
  id_token: z.string().min(1).optional().catch(undefined),
});

/** The body of a token answer made regular; undefined if it holds no access token (an error, or no JSON at all). */
export function lenientBody(body: string): LenientBody | undefined {
  return lenientBodySchema.safeParse(jsonOf(body)).data;
}

/** The refresh token of an answer, whatever else it lacks. */
export function refreshTokenIn(body: string): string | undefined {
  return z.looseObject({ refresh_token: z.string().min(1) }).safeParse(jsonOf(body)).data?.refresh_token;
}

/**
 * Reads a token answer (RFC 6749 section 5.1) with the library's checks.
 * @throws the library's errors, such as for a token type other than bearer
 */
export async function readTokenAnswer(
  server: oauth.AuthorizationServer,
  client: oauth.Client,
  body: LenientBody,
): Promise<TokenAnswer> {
  // the identity is read apart: an ID token that is not right must not cost a token that is
  const { id_token: _idToken, ...rest } = body;
  const answer = await oauth.processGenericTokenEndpointResponse(server, client, jsonResponse(rest));
  // a token bound to a key is of no use in XOAUTH2
  if (answer.token_type !== 'bearer')
    throw new Error(`the token is of the type ${answer.token_type}, not bearer`);
  return {
    accessToken: answer.access_token,
    lifetime: lifetimeOf(answer),
    refreshToken: answer.refresh_token,
    scope: answer.scope,
  };
}

/** A regular JSON answer, for the library to read. */
export function jsonResponse(body: unknown): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
}

function lifetimeOf(answer: oauth.TokenEndpointResponse): number {
  if (answer.expires_in !== undefined) return Math.min(answer.expires_in * 1000, MAX_LIFETIME_MS);
  const claims = decodedClaims(answer.access_token);
  if (typeof claims?.exp === 'number' && typeof claims.iat === 'number' && claims.exp > claims.iat) {
    // by the provider's clock both: the difference is right by any clock
    return Math.min((claims.exp - claims.iat) * 1000, MAX_LIFETIME_MS);
  }
  return DEFAULT_LIFETIME_MS;
}

const claimsSchema = z.looseObject({
  iss: z.unknown().optional(),
  exp: z.unknown().optional(),
  iat: z.unknown().optional(),
});

/** The claims of a JWT, unchecked; undefined if it is none (many providers' access tokens are opaque). */
export function decodedClaims(token: string): z.infer<typeof claimsSchema> | undefined {
  const [, claims, ...rest] = token.split('.');
  if (claims === undefined || rest.length !== 1) return undefined;
  return claimsSchema.safeParse(jsonOf(Buffer.from(claims, 'base64url').toString('utf8'))).data;
}

/** What a provider said by the browser: the parameters of the redirect (RFC 6749 section 4.1.2.1). */
export function readRedirectAnswer(
  parameters: URLSearchParams,
  secrets: readonly string[] = [],
): ProviderAnswer {
  const body = JSON.stringify({
    error: parameters.get('error'),
    suberror: parameters.get('error_subcode'),
    error_description: parameters.get('error_description'),
  });
  // it came by the browser: there is no status
  return { ...parseTokenErrorBody(0, withoutSecrets(body, secrets)), httpStatus: undefined };
}

/** The text with what is known to be secret blanked, as it stands and as a form carries it. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let blanked = text;
  for (const secret of secrets) {
    // one or two letters are in every text, and tell nobody anything
    if (secret.length < 3) continue;
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
      blanked = blanked.replaceAll(form, '[…]');
    }
  }
  return blanked;
}
