import { oneLine } from '#messages/plain-text.ts';
import type { ErrorChallenge, UpstreamCredentials } from './dialogue.ts';

/**
 * SASL (RFC 4422) as all three protocols share it: the mechanisms that carry a client's password, and those that
 * carry a token to a provider. Each is one entry of a table. The framing of messages stays with each protocol.
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

/** The prompts of the mechanism LOGIN in base64 ('Username:', 'Password:'). Some clients compare them exactly. */
const LOGIN_USERNAME_PROMPT = 'VXNlcm5hbWU6';
const LOGIN_PASSWORD_PROMPT = 'UGFzc3dvcmQ6';

/** The server's side of a mechanism: yields challenges in base64, is given the client's messages, decoded. */
type ServerExchange = Generator<string, PasswordPair, Buffer>;

/** What clients are offered, in this order. An initial response answers the first challenge. */
const passwordMechanisms = {
  /** RFC 4616 */
  *PLAIN(): ServerExchange {
    return decodePlain(yield '');
  },
  /** draft-murchison-sasl-login */
  *LOGIN(): ServerExchange {
    const username = yield LOGIN_USERNAME_PROMPT;
    if (username.length === 0) throw new SaslError('bad-message', 'The user name is empty.');
    return { username: decodeText(username), password: decodeText(yield LOGIN_PASSWORD_PROMPT) };
  },
} satisfies Record<string, () => ServerExchange>;

export const passwordMechanismNames: readonly string[] = Object.keys(passwordMechanisms);

/** What comes next: a challenge for the client, in base64, or what it proved. */
export type SaslStep =
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'done'; readonly pair: PasswordPair };

/** The server's side of one exchange, without framing. */
export class SaslServer {
  readonly mechanism: string;
  readonly #exchange: ServerExchange;

  private constructor(mechanism: string, exchange: ServerExchange) {
    this.mechanism = mechanism;
    this.#exchange = exchange;
  }

  /** An exchange of the mechanism of that name, in any case; undefined when it is not offered. */
  static of(name: string): SaslServer | undefined {
    const found = Object.entries(passwordMechanisms).find(([mechanism]) => mechanism === name.toUpperCase());
    return found === undefined ? undefined : new SaslServer(found[0], found[1]());
  }

  /**
   * Begins, with the client's initial response (base64, `=` for an empty one) if it sent one.
   *
   * @throws {SaslError} when that is not understood
   */
  begin(initialResponse?: string): SaslStep {
    const first = this.#step();
    return initialResponse === undefined ? first : this.#step(decodeInitialResponse(initialResponse));
  }

  /**
   * Takes the client's answer to a challenge: base64, or `*` to cancel.
   *
   * @throws {SaslError} when that is not understood
   */
  respond(line: Buffer): SaslStep {
    if (line.toString('latin1').trim() === '*') return { kind: 'cancelled' };
    return this.#step(decodeBase64(line));
  }

  #step(...message: [] | [Buffer]): SaslStep {
    const { done, value } = this.#exchange.next(...message);
    return done === true ? { kind: 'done', pair: value } : { kind: 'challenge', challenge: value };
  }
}

/** Where a token is sent: OAUTHBEARER names it. */
interface Server {
  readonly host: string;
  readonly port: number;
}

/** How a token is presented, and what an error challenge is answered with; both in base64. */
interface TokenMechanism {
  readonly name: string;
  readonly response: (credentials: UpstreamCredentials, server: Server) => string;
  readonly errorAnswer: string;
}

/** An empty line answers its error challenge. */
const xoauth2: TokenMechanism = { name: 'XOAUTH2', response: xoauth2Response, errorAnswer: '' };
/** RFC 7628 section 3.2.3: one Ctrl-A answers its error challenge. */
const oauthBearer: TokenMechanism = {
  name: 'OAUTHBEARER',
  response: oauthBearerResponse,
  errorAnswer: 'AQ==',
};
/** The first one that a server offers is used; XOAUTH2 where it names none of them. */
const tokenMechanisms: readonly TokenMechanism[] = [xoauth2, oauthBearer];

/** Every message that can carry the token, in base64: each is as secret as the token. */
export function tokenMessages(credentials: UpstreamCredentials, server: Server): string[] {
  return tokenMechanisms.map((mechanism) => mechanism.response(credentials, server));
}

/** The client's side of one exchange with a token, without framing. */
export class SaslClient {
  readonly mechanism: string;
  readonly #response: string;
  readonly #errorAnswer: string;
  #sent: 'not' | 'with-command' | 'on-request' = 'not';
  #challenged = false;
  #challenge: ErrorChallenge | undefined;

  /** @param offered - the mechanisms that the server offers, in upper case */
  constructor(offered: ReadonlySet<string>, credentials: UpstreamCredentials, server: Server) {
    const mechanism = tokenMechanisms.find(({ name }) => offered.has(name)) ?? xoauth2;
    this.mechanism = mechanism.name;
    this.#response = mechanism.response(credentials, server);
    this.#errorAnswer = mechanism.errorAnswer;
  }

  /** Whether the server has been sent the token. */
  get sent(): boolean {
    return this.#sent !== 'not';
  }

  /**
   * Whether an acceptance makes sense now. Behind an error challenge it does not, but for a server that passes over a
   * token in the command, and may ask for it in words of its own.
   */
  get mayBeAccepted(): boolean {
    return this.#sent === 'with-command' || (this.#sent === 'on-request' && !this.#challenged);
  }

  /** Whether the server has said that it does not accept the token. */
  get challenged(): boolean {
    return this.#challenged;
  }

  /** What it said then, as far as it could be decoded. */
  get challenge(): ErrorChallenge | undefined {
    return this.#challenge;
  }

  /** The message for the command itself (RFC 4959), in base64. */
  initialResponse(): string {
    this.#sent = 'with-command';
    return this.#response;
  }

  /** The answer to a challenge, in base64; undefined when there is nothing left to say. */
  respond(challenge: string): string | undefined {
    // An empty challenge although the token was in the command: the server lists SASL-IR, and passes over it.
    if (!this.sent || (this.#sent === 'with-command' && challenge === '')) {
      this.#sent = 'on-request';
      return this.#response;
    }
    if (this.#challenged) return undefined;
    this.#challenged = true;
    this.#challenge = decodeErrorChallenge(challenge);
    return this.#errorAnswer;
  }
}

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
export function xoauth2Response(credentials: UpstreamCredentials): string {
  const message = `user=${credentials.username}\x01auth=Bearer ${credentials.token}\x01\x01`;
  return Buffer.from(message, 'utf8').toString('base64');
}

/**
 * The initial response of OAUTHBEARER (RFC 7628 section 3.1), in base64 on one line. `=` and `,` in the user
 * name are escaped as RFC 5801 section 4 says.
 */
export function oauthBearerResponse(credentials: UpstreamCredentials, server: Server): string {
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
  return {
    status: shortText(fields.get('status')),
    schemes: shortText(fields.get('schemes')),
    scope: shortText(fields.get('scope')),
  };
}

function shortText(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return oneLine(String(value)).slice(0, 500);
}
