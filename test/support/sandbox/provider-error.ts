import { randomUUID } from 'node:crypto';
import { type HttpReply, json } from './http-exchange.ts';

/** Whose manners an endpoint has: the paths and the shape of its errors. */
export type ProviderStyle = 'entra' | 'google' | 'generic';

/**
 * A refusal of the identity provider. `code` is OAuth's (RFC 6749 section 5.2),
 * `aadsts` the number that Entra ID puts before its words.
 */
export class ProviderError extends Error {
  readonly code: string;
  readonly aadsts: number;
  readonly status: number;
  readonly suberror: string | undefined;

  constructor(code: string, aadsts: number, message: string, status = 400, suberror?: string) {
    super(message);
    this.code = code;
    this.aadsts = aadsts;
    this.status = status;
    this.suberror = suberror;
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
