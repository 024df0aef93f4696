import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** Made once in a process: an RSA key takes a good part of a second. */
let madePair: Promise<KeyPair> | undefined;

/** The keys with which the provider signs access tokens and id tokens (RS256). */
export class SigningKeys {
  readonly #pair: KeyPair;
  readonly #publicJwk: JWK;
  readonly #keyId = 'sandbox-1';

  private constructor(pair: KeyPair, publicJwk: JWK) {
    this.#pair = pair;
    this.#publicJwk = publicJwk;
  }

  static async make(): Promise<SigningKeys> {
    const pair = await (madePair ??= generateKeyPair('RS256', { modulusLength: 2048 }));
    return new SigningKeys(pair, await exportJWK(pair.publicKey));
  }

  /** The public keys (RFC 7517 section 5). */
  jwks(): { keys: JWK[] } {
    return { keys: [{ ...this.#publicJwk, kid: this.#keyId, use: 'sig', alg: 'RS256' }] };
  }

  sign(claims: JWTPayload): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: this.#keyId })
      .sign(this.#pair.privateKey);
  }
}
