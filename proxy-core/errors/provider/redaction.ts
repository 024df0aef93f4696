import { oneLine } from '#messages/plain-text.ts';

/** Longest description that is kept, in characters: what fits a screen. */
const longest = 1000;
/** Longest text that is looked at: more is not an error message. */
const longestInput = 8192;

const hidden = '[hidden]';

const secretNames =
  'access_token|refresh_token|id_token|token|client_secret|secret|client_assertion|assertion|password|passwd|pwd|device_code|user_code|code_verifier|authorization_code|auth_code|code|bearer|api_key|apikey|private_key|username_password|sig|signature|state|nonce';

/** name=value, name: value, "name":"value". A bare number after `code` is an error's number, and stays. */
const named = new RegExp(
  String.raw`(\b(?:${secretNames})\b["']?\s*[=:]\s*)(?!(?<=\bcode["']?\s*[=:]\s*)\d{1,9}(?:[\s.,;)\]}]|$))("[^"]*"?|'[^']*'?|[^\s"'&,;}\])]+)`,
  'gi',
);
/** the password 'x', secret "x" */
const quoted = new RegExp(
  String.raw`(\b(?:${secretNames})\b\s+(?:is\s+|was\s+|of\s+|value\s+)?)("[^"]+"|'[^']+'|“[^”]+”|‘[^’]+’|${'`'}[^${'`'}]+${'`'})`,
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
