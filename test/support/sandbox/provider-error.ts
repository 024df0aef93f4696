import { randomUUID } from 'node:crypto';
import { type HttpReply, json } from './http-exchange.ts';

/** Whose manners an endpoint has: the paths and the shape of its errors. */
export type ProviderStyle = 'entra' | 'google' | 'generic';

/** What Entra ID says of its numbers. */
const words: Readonly<Record<number, string>> = {
  28000: 'scope contains more than one resource.',
  50011: 'The redirect URI does not match those configured for the application.',
  50020: "User account from identity provider 'live.com' does not exist in the tenant.",
  50034: 'The user account does not exist in the directory.',
  50057: 'The user account is disabled.',
  50058: 'A silent sign-in request was sent but no user is signed in.',
  50059: 'No tenant-identifying information found in the request.',
  50076: 'Due to a configuration change made by your administrator you must use multi-factor authentication.',
  50126: 'Error validating credentials due to invalid username or password.',
  50173: 'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
  50194: 'Application is not configured as a multi-tenant application.',
  54005: 'OAuth2 Authorization code was already redeemed, please retry with a new valid code.',
  65001: 'The user or administrator has not consented to use the application with the permission.',
  65004: 'The resource owner or authorization server denied the request.',
  70003: 'The app requested an unsupported grant type.',
  70008: 'The provided authorization code has expired.',
  70016: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.',
  70017: 'The user declined the authorization request.',
  70018: 'Invalid verification code due to user typing in wrong user code for device code flow.',
  70020: 'This device code has expired.',
  90002: 'Tenant not found. Check to make sure you have the correct tenant ID.',
  90094: 'It needs permission to access resources in your organization that only an admin can grant.',
  500112: 'The reply address does not match the reply address provided when requesting Authorization code.',
  501481: 'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  501491: 'The code_challenge_method must be S256.',
  650053: 'The application asked for a scope that is not in its registration.',
  700016: 'Application was not found in the directory.',
  700025: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  700027: 'The certificate is not registered on application, or the assertion failed validation.',
  700054: "response_type must be 'code'.",
  700082: 'The refresh token has expired due to inactivity.',
  900144: 'The request must contain a parameter that is missing.',
  900561: 'The endpoint only accepts POST requests.',
  1002012:
    'Client credential flows must have a scope value with /.default suffixed to the resource identifier.',
  1003031: 'The application asks for no permission.',
  7000014: 'The application is not allowed the grant.',
  7000215: 'Invalid client secret provided. Ensure it is the client secret value, not the client secret ID.',
  7000218: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  7000222: 'The provided client secret keys are expired.',
  9001023: 'The grant type is not supported over the /common or /consumers endpoints.',
  9002313: 'Invalid request. The token or code is malformed or not valid.',
  9002325: 'Proof Key for Code Exchange is required.',
};
/** How it names some of them once more. */
const suberrors: Readonly<Record<number, string>> = {
  50076: 'basic_action',
  50173: 'bad_token',
  65001: 'consent_required',
  65004: 'cancel',
  700082: 'token_expired',
};

/**
 * A refusal of the identity provider. `code` is OAuth's (RFC 6749 section 5.2),
 * `aadsts` the number that Entra ID puts before its words.
 */
export class ProviderError extends Error {
  readonly code: string;
  readonly aadsts: number;
  readonly status: number;
  readonly suberror: string | undefined;

  constructor(
    code: string,
    aadsts: number,
    message?: string,
    status = code === 'invalid_client' ? 401 : 400,
  ) {
    super(message ?? words[aadsts]);
    this.code = code;
    this.aadsts = aadsts;
    this.status = status;
    this.suberror = suberrors[aadsts];
  }
}

/** Entra's one-line description, with the ids that an administrator looks up. */
function entraDescription(error: ProviderError, now: Date, traceId: string, correlationId: string): string {
  return `AADSTS${error.aadsts}: ${error.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp(now)}`;
}

/** The error as the body of a token endpoint of that style. */
export function errorReply(error: ProviderError, style: ProviderStyle, now: Date, origin: string): HttpReply {
  if (style !== 'entra') return json(error.status, { error: error.code, error_description: error.message });
  const traceId = randomUUID();
  const correlationId = randomUUID();
  return json(error.status, {
    error: error.code,
    error_description: entraDescription(error, now, traceId, correlationId),
    error_codes: [error.aadsts],
    timestamp: timestamp(now),
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `${origin}/error?code=${error.aadsts}`,
    suberror: error.suberror,
  });
}

/** The error as parameters of a redirect back to the client. */
export function errorParameters(
  error: ProviderError,
  style: ProviderStyle,
  now: Date,
): Record<string, string> {
  if (style !== 'entra') return { error: error.code, error_description: error.message };
  return {
    error: error.code,
    error_description: entraDescription(error, now, randomUUID(), randomUUID()),
    ...(error.suberror === undefined ? {} : { error_subcode: error.suberror }),
  };
}

/** '2026-01-31 12:34:56Z' */
function timestamp(now: Date): string {
  return `${now.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
