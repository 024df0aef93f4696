import {
  decodeBase64,
  decodeInitialResponse,
  decodePlain,
  decodeText,
  LOGIN_PASSWORD_PROMPT,
  LOGIN_USERNAME_PROMPT,
  SaslError,
} from '../sasl.ts';
import type { PasswordPair } from '../sasl.ts';

/** The mechanisms that carry a password, and all that a client is offered. */
export type PasswordMechanism = 'PLAIN' | 'LOGIN';

export const PASSWORD_MECHANISMS: readonly PasswordMechanism[] = ['PLAIN', 'LOGIN'];

/** What comes next: a challenge for the client (base64, the framing is the protocol's), or what it proved. */
export type ExchangeStep =
  | { readonly kind: 'challenge'; readonly challenge: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'heard'; readonly pair: PasswordPair };

/** The mechanism of that name in any case, or undefined when it is not one of ours. */
export function passwordMechanism(name: string): PasswordMechanism | undefined {
  const upper = name.toUpperCase();
  return PASSWORD_MECHANISMS.find((mechanism) => mechanism === upper);
}

/** The server's side of SASL PLAIN (RFC 4616) and LOGIN, without framing. */
export class SaslServer {
  readonly mechanism: PasswordMechanism;
  #username: string | undefined;

  constructor(mechanism: PasswordMechanism) {
    this.mechanism = mechanism;
  }

  /** Octets that the exchange holds. */
  get held(): number {
    return this.#username?.length ?? 0;
  }

  /**
   * Begins, with the client's initial response (base64, `=` for an empty one) if it sent one.
   *
   * @throws {SaslError} when that is not understood
   */
  begin(initialResponse?: string): ExchangeStep {
    if (initialResponse !== undefined) return this.#take(decodeInitialResponse(initialResponse));
    return { kind: 'challenge', challenge: this.mechanism === 'LOGIN' ? LOGIN_USERNAME_PROMPT : '' };
  }

  /**
   * Takes the client's answer to a challenge: base64, or `*` to cancel.
   *
   * @throws {SaslError} when that is not understood
   */
  respond(line: Buffer): ExchangeStep {
    if (line.toString('latin1').trim() === '*') return { kind: 'cancelled' };
    return this.#take(decodeBase64(line));
  }

  #take(message: Buffer): ExchangeStep {
    if (this.mechanism === 'PLAIN') return { kind: 'heard', pair: decodePlain(message) };
    if (this.#username === undefined) {
      if (message.length === 0) throw new SaslError('bad-message', 'The user name is empty.');
      this.#username = decodeText(message);
      return { kind: 'challenge', challenge: LOGIN_PASSWORD_PROMPT };
    }
    return { kind: 'heard', pair: { username: this.#username, password: decodeText(message) } };
  }
}
