import { oneLine } from '#messages/plain-text.ts';

/**
 * The encodings of SASL messages (RFC 4422) that all three protocols share. What differs between them, the
 * framing of challenges and responses, stays with each protocol.
 */

/** Why a client's SASL message is not understood. Its message never quotes the client. */
export class SaslError extends Error {
  /**
   * - bad-base64: not base64 (RFC 4648 section 4)
   * - bad-message: not a message of this mechanism
   * - authzid: asks to act as another user than the one who logs in
   */
  readonly code: 'bad-base64' | 'bad-message' | 'authzid';

  constructor(code: SaslError['code'], message: string) {
    super(message);
    this.name = 'SaslError';
    this.code = code;
  }
}

/** What PLAIN and LOGIN carry. */
export interface PasswordPair {
  readonly username: string;
  readonly password: string;
}

/** A provider's error challenge, decoded: RFC 7628 section 3.2.2, and XOAUTH2's JSON of the same shape. */
export interface ErrorChallenge {
  readonly status?: string;
  readonly schemes?: string;
  readonly scope?: string;
}

/** The prompts of the mechanism LOGIN in base64 ('Username:', 'Password:'). Some clients compare them exactly. */
export const LOGIN_USERNAME_PROMPT = 'VXNlcm5hbWU6';
export const LOGIN_PASSWORD_PROMPT = 'UGFzc3dvcmQ6';

/** The answer to an error challenge of OAUTHBEARER (RFC 7628 section 3.2.3): one Ctrl-A. */
export const OAUTHBEARER_ERROR_ANSWER = 'AQ==';
/** The answer to an error challenge of XOAUTH2: an empty line. */
export const XOAUTH2_ERROR_ANSWER = '';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text as a client meant it: UTF-8, and Latin-1 when it is not valid UTF-8 (old clients send their locale's octets). */
export function decodeText(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

/**
 * Decodes base64 (RFC 4648 section 4). Space around it and missing padding are tolerated; anything else outside
 * the alphabet is not.
 *
 * @throws {SaslError} 'bad-base64'
 */
export function decodeBase64(encoded: Buffer | string): Buffer {
  const text = (typeof encoded === 'string' ? encoded : encoded.toString('latin1')).trim();
  const digits = text.replace(/={1,2}$/, '');
  const padded = digits.length !== text.length;
  if (!/^[A-Za-z0-9+/]*$/.test(digits) || digits.length % 4 === 1 || (padded && text.length % 4 !== 0)) {
    throw new SaslError('bad-base64', 'That is not base64.');
  }
  return Buffer.from(digits, 'base64');
}

/**
 * Decodes an initial response: base64, where a single '=' is an empty one (RFC 4954 section 4, RFC 4959
 * section 3, RFC 5034 section 4).
 *
 * @throws {SaslError} 'bad-base64'
 */
export function decodeInitialResponse(encoded: Buffer | string): Buffer {
  const text = (typeof encoded === 'string' ? encoded : encoded.toString('latin1')).trim();
  return text === '=' ? Buffer.alloc(0) : decodeBase64(text);
}

/**
 * Decodes a message of PLAIN (RFC 4616): authzid NUL authcid NUL password. The authzid may be empty or the
 * authcid again; acting as somebody else is not on offer.
 *
 * @throws {SaslError} 'bad-message' or 'authzid'
 */
export function decodePlain(message: Buffer): PasswordPair {
  const first = message.indexOf(0);
  const second = first === -1 ? -1 : message.indexOf(0, first + 1);
  if (second === -1 || message.indexOf(0, second + 1) !== -1) {
    throw new SaslError('bad-message', 'That is not a PLAIN message.');
  }
  const authzid = message.subarray(0, first);
  const authcid = message.subarray(first + 1, second);
  if (authcid.length === 0) throw new SaslError('bad-message', 'The user name is empty.');
  if (authzid.length > 0 && !authzid.equals(authcid)) {
    throw new SaslError('authzid', 'Logging in to act as another user is not possible.');
  }
  return { username: decodeText(authcid), password: decodeText(message.subarray(second + 1)) };
}

/** The initial response of XOAUTH2, in base64 on one line: user=… ^A auth=Bearer … ^A ^A. */
export function xoauth2Response(credentials: { readonly username: string; readonly token: string }): string {
  const message = `user=${credentials.username}\x01auth=Bearer ${credentials.token}\x01\x01`;
  return Buffer.from(message, 'utf8').toString('base64');
}

/**
 * The initial response of OAUTHBEARER (RFC 7628 section 3.1), in base64 on one line. `=` and `,` in the user
 * name are escaped as RFC 5801 section 4 says.
 */
export function oauthBearerResponse(
  credentials: { readonly username: string; readonly token: string },
  server: { readonly host: string; readonly port: number },
): string {
  const authzid = credentials.username.replaceAll('=', '=3D').replaceAll(',', '=2C');
  const message = `n,a=${authzid},\x01host=${server.host}\x01port=${server.port}\x01auth=Bearer ${credentials.token}\x01\x01`;
  return Buffer.from(message, 'utf8').toString('base64');
}

/**
 * Decodes the error challenge that a provider sends for a refused token (base64 of JSON). Lenient: undefined for
 * what is not that; a status may be a number or a text; only the known fields are kept, on one line each.
 */
export function decodeErrorChallenge(encoded: Buffer | string): ErrorChallenge | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(decodeText(decodeBase64(encoded)));
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const fields = new Map<string, unknown>(Object.entries(parsed));
  const status = shortText(fields.get('status'));
  const schemes = shortText(fields.get('schemes'));
  const scope = shortText(fields.get('scope'));
  return {
    ...(status !== undefined && { status }),
    ...(schemes !== undefined && { schemes }),
    ...(scope !== undefined && { scope }),
  };
}

function shortText(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return oneLine(String(value)).slice(0, 500);
}
