import { plainText, withoutFormat } from '#messages/plain-text.ts';

/**
 * Blots secrets out of texts and of structured details, before either is written anywhere.
 * It is a second line: nothing secret is meant to be logged in the first place.
 */

const blot = '[redacted]';

const secretInText: readonly RegExp[] = [
  // JSON web tokens, whole or cut
  /\beyJ[\w-]{8,}(?:\.[\w-]+){0,4}/g,
  /\bBearer\s+[^\s"'\\,]+/gi,
  /\bauth=Bearer[^\p{Cc}\s]*/giu,
  /\b(Authorization:\s*Basic)\s+\S+/gi,
  // XOAUTH2's and OAUTHBEARER's initial responses in base64: they begin with `user=` and `n,a=`
  /\b(?:dXNlcj|bixhP)[A-Za-z0-9+/]{16,}={0,2}/g,
  // form fields and URL parameters of RFC 6749 and its kin
  /\b(access_token|refresh_token|id_token|client_secret|client_assertion|assertion|password|passwd|code|code_verifier|device_code)=([^&\s"']+)/gi,
  // the same as JSON members
  /"(access_token|refresh_token|id_token|client_secret|client_assertion|assertion|password|device_code|code_verifier)"\s*:\s*"(?:[^"\\]|\\.)*"?/gi,
  // RFC 3986 section 3.2.1: the password before a URL's host, as network proxies have it
  /\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@?#"']{0,200}):[^\s/@?#"']{1,500}(?=@)/gi,
  // what a mail client says to log in
  /\b(PASS)\s+\S.*/g,
  /\b(AUTH(?:ENTICATE)?\s+(?:PLAIN|LOGIN|XOAUTH2|OAUTHBEARER))\s+[A-Za-z0-9+/=]{4,}/gi,
  /^(\S+ LOGIN (?:"(?:[^"\\]|\\.)*"|\S+)) \S.*$/gim,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // opaque tokens and secrets: Microsoft's, Google's
  /\bEw[A-Za-z0-9+/]{40,}={0,2}/g,
  /\bya29\.[\w-]{10,}/g,
  /\b1\/\/[\w-]{20,}/g,
  /\b[01]\.A[\w.-]{60,}/g,
  /\bM\.[A-Z]\d{1,4}_[A-Z0-9]+\.[\w.!*$-]{20,}/g,
  /(?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{30,36}/g,
  /\bGOCSPX-[\w-]{10,}/g,
  /\b4\/0[\w-]{20,}/g,
];

/** Short texts with nothing to blot out: the same addresses and words come with each login. */
const foundClean = new Set<string>();

/** Replaces what looks like a token, a code, a secret or a password, and leaves only what can be seen: see plainText. */
export function redactText(text: string): string {
  if (foundClean.has(text)) return text;
  // first, as what cannot be seen may stand in the midst of a token
  let clean = withoutFormat(text);
  for (const pattern of secretInText) clean = clean.replace(pattern, blotted);
  clean = plainText(clean);
  if (clean === text && text.length <= 100) {
    if (foundClean.size >= 1_000) foundClean.clear();
    foundClean.add(text);
  }
  return clean;
}

function blotted(whole: string, name: unknown): string {
  if (typeof name !== 'string') return blot;
  if (whole.startsWith('"')) return `"${name}":"${blot}"`;
  return whole.includes('=') && !/\s/.test(whole.slice(0, whole.indexOf('=')))
    ? `${name}=${blot}`
    : `${name} ${blot}`;
}

const secretKey =
  /^(?:.*(?:password|passwd|pwd|passphrase|secret|assertion|private_?key|verifier|cookie|authorization)|(?:access|refresh|id|bearer|device)?_?tokens?(?:_?value)?|(?:(?:device|auth|authorization)_?)?code|credentials?)$/i;

/** Structured details without secrets: by the name of the member, and by the look of its text. */
export function redactDetails(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value instanceof Error) {
    return {
      name: value.name,
      message: redactText(value.message),
      ...('code' in value ? { code: value.code } : {}),
    };
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 6) return '[deep]';
  if (ArrayBuffer.isView(value)) return `[${String(value.byteLength)} octets]`;
  if (Array.isArray(value)) return value.map((item) => redactDetails(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      secretKey.test(key) &&
      (typeof member === 'string' || typeof member === 'object') &&
      !isErrorCode(key, member)
        ? blot
        : redactDetails(member, depth + 1),
    ]),
  );
}

/** An error's `code` is a word, an authorization code is not. */
function isErrorCode(key: string, member: unknown): boolean {
  return key === 'code' && typeof member === 'string' && /^[A-Za-z][A-Za-z_-]{1,40}$/.test(member);
}
