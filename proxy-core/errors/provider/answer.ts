import { oneLine } from '#messages/plain-text.ts';
import type { ProviderAnswer } from '../oauth-error.ts';

/** Longest body that is read, in characters: an error's JSON is a few hundred. */
const longestBody = 65_536;
/** More error numbers than any answer has. */
const mostCodes = 10;
/** Longest wait that a provider can ask for: a day, so that a mistake of its does not stop mail for good. */
const longestWait = 86_400_000;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads what a token endpoint answered when it gave no token: JSON as RFC 6749 section 5.2, Microsoft, Google and
 * Yahoo write it, a form, plain text, a web page, or nothing. Never throws. The result holds nothing secret.
 * @param status - the HTTP status
 * @param body - the text of the body, as it came
 * @param headers - the answer's headers, for the request's id and for WWW-Authenticate
 */
export function parseTokenErrorBody(status: number, body: string, headers?: Headers): ProviderAnswer {
  const text = body.slice(0, longestBody).trim();
  const fields = fieldsOf(text);
  const description =
    fields === undefined ? plainDescription(text) : words(fields['error_description'] ?? messageOf(fields));
  const spoken = description ?? '';
  const codes = [...listedCodes(fields?.['error_codes']), ...spokenCodes(spoken)];
  return {
    httpStatus: status,
    webPage: fields === undefined && isWebPage(text, headers) ? true : undefined,
    error: errorOf(fields) ?? challengeError(headers?.get('www-authenticate')),
    suberror: safeName(fields?.['suberror']) ?? safeName(fields?.['error_subtype']),
    description: spoken === '' ? undefined : redactDescription(spoken),
    codes: codes.length === 0 ? undefined : [...new Set(codes)].slice(0, mostCodes),
    traceId:
      safeIdentifier(fields?.['trace_id']) ??
      idIn(spoken, /\bTrace ID: ?([0-9a-f-]{36})/i) ??
      safeIdentifier(headers?.get('x-ms-request-id')),
    correlationId:
      safeIdentifier(fields?.['correlation_id']) ?? idIn(spoken, /\bCorrelation ID: ?([0-9a-f-]{36})/i),
  };
}

/**
 * How long a provider asks to wait: Retry-After in seconds or as a date (RFC 9110 section 10.2.3).
 * @param now - milliseconds since 1970
 * @returns milliseconds, at most a day; undefined where it does not say, or not understandably
 */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
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

function isWebPage(text: string, headers?: Headers): boolean {
  if (/^\s*<|<(?:!doctype|html|head|body)\b/i.test(text.slice(0, 1024))) return true;
  return text !== '' && /^(?:text\/html|application\/xhtml)/i.test(headers?.get('content-type') ?? '');
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
function challengeError(header: string | null | undefined): string | undefined {
  return safeName(/\berror="?([\w.-]{1,100})"?/.exec(header ?? '')?.[1]);
}

/** Longest description that is kept, in characters: what fits a screen. */
const longest = 1000;
/** Longest text that is looked at: more is not an error message. */
const longestInput = 8192;

const hidden = '[hidden]';

const secretNames =
  'access_token|refresh_token|id_token|token|client_secret|secret|client_assertion|assertion|password|passwd|pwd|device_code|user_code|code_verifier|authorization_code|auth_code|code|bearer|api_key|apikey|private_key|username_password|sig|signature|state|nonce';

/**
 * name=value, name: value, "name":"value", and a value that is hidden already, brackets and all. A bare number after
 * `code` is an error's number, and stays.
 */
const named = new RegExp(
  // quotes of typographers by their numbers: a bundle in ASCII takes half the memory, and raw text is not escaped
  String.raw`(\b(?:${secretNames})\b["']?\s*[=:]\s*)(?!(?<=\bcode["']?\s*[=:]\s*)\d{1,9}(?:[\s.,;)\]}]|$))(\[(?:hidden|\u2026)\][^\s"'&,;}\])]*|"[^"]*"?|'[^']*'?|[^\s"'&,;}\])]+)`,
  'gi',
);
/** the password 'x', secret "x" */
const quoted = new RegExp(
  String.raw`(\b(?:${secretNames})\b\s+(?:is\s+|was\s+|of\s+|value\s+)?)("[^"]+"|'[^']+'|\u201c[^\u201d]+\u201d|\u2018[^\u2019]+\u2019|${'`'}[^${'`'}]+${'`'})`,
  'gi',
);
const bearer = /\b(Bearer|Basic)\s+[\w~+/.=-]{6,}/gi;
/** How the codes, tokens and secrets of Google and Microsoft begin, however short they are. */
const known =
  /(?<![\w/.])(?:4\/0[\w-]{3,}|1\/\/[\w-]{3,}|ya29\.[\w.-]+|GOCSPX-[\w-]+|EwB[\w+/=-]{8,}|M\.[CR]\d+_[\w.!*$-]+|[01]\.A[\w-]{10,}[\w.-]*)/g;
/** In turn: what is kept (URLs without their query, addresses), then runs that could be a secret. */
const runs =
  /(https?:\/\/[^\s"'<>)]+)|([^\s@"'<>:=&,;()]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})|([\w~+/.=!$*-]{20,})/g;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * An error text of a provider, made fit to be shown and logged: no line breaks or control characters, at most
 * 1,000 characters, and nothing in it that looks like a token, a code, a secret, an assertion or a password.
 * Hides rather too much than too little.
 */
export function redactDescription(text: string): string {
  const plain = oneLine(
    text
      .slice(0, longestInput)
      // a secret that is cut in two would no longer be recognized by its length
      .replace(text.length > longestInput ? /\S*$/ : /$^/, ''),
  );
  const safe = plain
    .replaceAll(bearer, `$1 ${hidden}`)
    .replaceAll(named, `$1${hidden}`)
    .replaceAll(quoted, `$1${hidden}`)
    .replaceAll(known, hidden)
    .replaceAll(
      runs,
      (whole: string, url: string | undefined, address: string | undefined, run: string | undefined) => {
        if (url !== undefined) return redactUrl(url);
        if (address !== undefined) return address;
        return run !== undefined && looksSecret(run) ? hidden : whole;
      },
    );
  return safe.length <= longest ? safe : `${safe.slice(0, longest - 1)}…`;
}

/** An error's name as RFC 6749 section 5.2 allows it, bounded; undefined if it is no such thing. */
export function safeName(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[\w.-]{1,100}$/.test(value)) return undefined;
  return redactDescription(value) === value ? value : undefined;
}

/** An identifier for the provider's support: a GUID, else a short word. */
export function safeIdentifier(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-z-]{1,64}$/i.test(value) ? value : undefined;
}

/** Keeps where a URL leads; drops its query and fragment, which carry codes and tokens. */
function redactUrl(text: string): string {
  const place = /^https?:\/\/[^/?#]*/.exec(text)?.[0] ?? '';
  const host = place.includes('@') ? `${place.slice(0, place.indexOf('//') + 2)}${hidden}` : place;
  const path = (text.slice(place.length).split(/[?#]/)[0] ?? '')
    .split('/')
    .map((part) => (looksSecret(part) ? hidden : part))
    .join('/');
  return host + path;
}

function looksSecret(run: string): boolean {
  if (guid.test(run) || run.length < 20) return false;
  // a JWT, whole or in part
  if (/eyJ[\w-]{6,}/.test(run)) return true;
  if (/[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run)) return true;
  return run
    .split(/[./_=+~!$*-]/)
    .some((part) => part.length >= 24 && (/\d/.test(part) || !/^[A-Z]?[a-z]+(?:[A-Z][a-z]+)*$/.test(part)));
}
