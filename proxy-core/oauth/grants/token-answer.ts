import * as oauth from 'oauth4webapi';
import { z } from 'zod';
import type { ProviderAnswer } from '#core/errors/oauth-error.ts';
import { parseTokenErrorBody } from '#core/errors/provider/answer.ts';
import { decodedClaims } from './jwt.ts';

/**
 * What a token is taken to live for if nobody says. An hour is what the providers give; if it is less, the mail server
 * refuses the token and it is renewed at once; if it is more, it is renewed earlier than need be. Neither is noticed.
 */
const DEFAULT_LIFETIME_MS = 3600 * 1000;
const MAX_LIFETIME_MS = 365 * 24 * 3600 * 1000;

export interface TokenAnswer {
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
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const parsed = lenientBodySchema.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}

/** The refresh token of an answer, whatever else it lacks. */
export function refreshTokenIn(body: string): string | undefined {
  try {
    return z.looseObject({ refresh_token: z.string().min(1) }).parse(JSON.parse(body)).refresh_token;
  } catch {
    return undefined;
  }
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

/** What a provider answered, as it is shown. `secrets`, what the request carried, are blanked wherever they occur. */
export function readProviderAnswer(
  response: Pick<Response, 'status' | 'headers'>,
  body: string,
  secrets: readonly string[],
): ProviderAnswer {
  return parseTokenErrorBody(response.status, withoutSecrets(body, secrets), response.headers);
}

/** What a provider said by the browser: the parameters of the redirect (RFC 6749 section 4.1.2.1). */
export function readRedirectAnswer(parameters: URLSearchParams, secrets: readonly string[]): ProviderAnswer {
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
