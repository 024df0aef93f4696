import type { UpstreamCredentials } from '../dialogue.ts';
import {
  decodeErrorChallenge,
  type ErrorChallenge,
  OAUTHBEARER_ERROR_ANSWER,
  oauthBearerResponse,
  XOAUTH2_ERROR_ANSWER,
  xoauth2Response,
} from '../sasl.ts';
import { hasCapability } from '../imap-capabilities.ts';

/** One exchange of AUTHENTICATE with a token: the mechanism, and what to answer to which continuation. */
export class SaslClient {
  /** The AUTHENTICATE command without its tag; with the token where the server has SASL-IR (RFC 4959). */
  readonly command: string;
  /** The message that carries the token, in base64: as secret as the token. */
  readonly response: string;
  readonly #errorAnswer: string;
  #sent: 'not' | 'with-command' | 'on-request';
  #challenged = false;
  #challenge: ErrorChallenge | undefined;

  /**
   * XOAUTH2 if the server lists it, else OAUTHBEARER if it lists that; XOAUTH2 if it lists neither.
   *
   * @param capabilities the server's list on the connection as it stands
   */
  constructor(
    capabilities: string,
    credentials: UpstreamCredentials,
    server: { readonly host: string; readonly port: number },
  ) {
    const bearer =
      !hasCapability(capabilities, 'AUTH=XOAUTH2') && hasCapability(capabilities, 'AUTH=OAUTHBEARER');
    const mechanism = bearer ? 'OAUTHBEARER' : 'XOAUTH2';
    const atOnce = hasCapability(capabilities, 'SASL-IR');
    this.response = bearer ? oauthBearerResponse(credentials, server) : xoauth2Response(credentials);
    this.command = `AUTHENTICATE ${mechanism}${atOnce ? ` ${this.response}` : ''}`;
    this.#errorAnswer = bearer ? OAUTHBEARER_ERROR_ANSWER : XOAUTH2_ERROR_ANSWER;
    this.#sent = atOnce ? 'with-command' : 'not';
  }

  /** Whether the server has been sent the token. */
  get sent(): boolean {
    return this.#sent !== 'not';
  }

  /** Whether the server has said that it does not accept the token. */
  get challenged(): boolean {
    return this.#challenged;
  }

  /** What it said then, as far as it could be decoded. */
  get challenge(): ErrorChallenge | undefined {
    return this.#challenge;
  }

  /** The line that answers a continuation, or undefined when there is nothing left to say. */
  answer(continuation: string): string | undefined {
    // An empty request although the token was in the command: the server lists SASL-IR, and passes over it.
    if (!this.sent || (this.#sent === 'with-command' && continuation === '')) {
      this.#sent = 'on-request';
      return this.response;
    }
    if (this.#challenged) return undefined;
    this.#challenged = true;
    this.#challenge = decodeErrorChallenge(continuation);
    return this.#errorAnswer;
  }
}
