import type { ProviderAnswer } from '../oauth-error.ts';
import { redactDescription, safeIdentifier, safeName } from './redaction.ts';

/** Longest body that is read, in characters: an error's JSON is a few hundred. */
const longestBody = 65_536;
/** More error numbers than any answer has. */
const mostCodes = 10;
/** Longest wait that a provider can ask for: a day, so that a mistake of its does not stop mail for good. */
const longestWait = 86_400_000;

type HeaderSource = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads what a token endpoint answered when it gave no token: JSON as RFC 6749 section 5.2, Microsoft, Google and
 * Yahoo write it, a form, plain text, a web page, or nothing. Never throws. The result holds nothing secret.
 * @param status - the HTTP status
 * @param body - the text of the body, as it came
 * @param headers - the answer's headers, for the request's id and for WWW-Authenticate
 */
export function parseTokenErrorBody(status: number, body: string, headers?: HeaderSource): ProviderAnswer {
  const text = body.slice(0, longestBody).trim();
  const fields = fieldsOf(text);
  const description =
    fields === undefined ? plainDescription(text) : words(fields['error_description'] ?? messageOf(fields));
  const spoken = description ?? '';
  const codes = [...listedCodes(fields?.['error_codes']), ...spokenCodes(spoken)];
  return {
    httpStatus: status,
    webPage: fields === undefined && isWebPage(text, headers) ? true : undefined,
    error: errorOf(fields) ?? challengeError(headerOf(headers, 'www-authenticate')),
    suberror: safeName(fields?.['suberror']) ?? safeName(fields?.['error_subtype']),
    description: spoken === '' ? undefined : redactDescription(spoken),
    codes: codes.length === 0 ? undefined : [...new Set(codes)].slice(0, mostCodes),
    traceId:
      safeIdentifier(fields?.['trace_id']) ??
      idIn(spoken, /\bTrace ID: ?([0-9a-f-]{36})/i) ??
      safeIdentifier(headerOf(headers, 'x-ms-request-id')),
    correlationId:
      safeIdentifier(fields?.['correlation_id']) ?? idIn(spoken, /\bCorrelation ID: ?([0-9a-f-]{36})/i),
  };
}

/**
 * How long a provider asks to wait: Retry-After in seconds or as a date (RFC 9110 section 10.2.3).
 * @param now - milliseconds since 1970
 * @returns milliseconds, at most a day; undefined where it does not say, or not understandably
 */
export function retryAfterOf(headers: HeaderSource, now: number): number | undefined {
  const value = headerOf(headers, 'retry-after')?.trim();
  if (value === undefined || value === '') return undefined;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), longestWait);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(text: string): Fields | undefined {
  if (text.startsWith('{')) {
    try {
      const value: unknown = JSON.parse(text);
      return isFields(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }
  // some older providers answer with a form
  if (/^[\w.-]+=/.test(text) && /(?:^|&)error=/.test(text))
    return Object.fromEntries(new URLSearchParams(text));
  return undefined;
}

function words(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function errorOf(fields: Fields | undefined): string | undefined {
  const error = fields?.['error'];
  if (!isFields(error)) return safeName(error);
  // Yahoo's older form has errorId, Google's API form has status
  return safeName(error['errorId']) ?? safeName(error['status'])?.toLowerCase();
}

function messageOf(fields: Fields): unknown {
  const error = fields['error'];
  if (isFields(error)) return error['message'] ?? error['localizedMessage'];
  return fields['message'] ?? (safeName(error) === undefined ? error : undefined);
}

/** Of a web page only its title; of other text all of it; of broken JSON nothing. */
function plainDescription(text: string): string | undefined {
  if (text === '' || text.startsWith('{') || text.startsWith('[')) return undefined;
  if (!isWebPage(text)) return text;
  return words(/<title[^>]{0,200}>([^<]{1,500})<\/title/i.exec(text)?.[1]?.replaceAll(/\s+/g, ' '))?.trim();
}

function isWebPage(text: string, headers?: HeaderSource): boolean {
  if (/^\s*<|<(?:!doctype|html|head|body)\b/i.test(text.slice(0, 1024))) return true;
  return text !== '' && /^(?:text\/html|application\/xhtml)/i.test(headerOf(headers, 'content-type') ?? '');
}

function listedCodes(value: unknown): readonly number[] {
  if (!Array.isArray(value)) return [];
  const items: readonly unknown[] = value;
  return items.map(Number).filter((code) => Number.isSafeInteger(code) && code > 0);
}

function spokenCodes(text: string): readonly number[] {
  return [...text.matchAll(/\bAADSTS(\d{4,9})\b/g)].map((match) => Number(match[1]));
}

function idIn(text: string, pattern: RegExp): string | undefined {
  return safeIdentifier(pattern.exec(text)?.[1]);
}

/** RFC 6750 section 3: `Bearer error="invalid_client"`. */
function challengeError(header: string | undefined): string | undefined {
  return safeName(/\berror="?([\w.-]{1,100})"?/.exec(header ?? '')?.[1]);
}

function headerOf(headers: HeaderSource | undefined, name: string): string | undefined {
  if (headers === undefined) return undefined;
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof found === 'string' ? found : found?.[0];
}
