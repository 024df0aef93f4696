import { type Message, msg } from '#messages/message.ts';
import { createHash, createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import * as oauth from 'oauth4webapi';
import type { Clock } from '#core/logging/clock.ts';
import type { GrantRequest } from '../grant.ts';
import type { OAuthError } from '#core/errors/oauth-error.ts';
import { failure } from '../token-errors.ts';

/** Entra takes ten minutes at most; two minutes before and after allow for clocks that differ. */
const ASSERTION_LIFETIME_SECONDS = 480;
const ASSERTION_BACKDATE_SECONDS = 120;

/**
 * How the client proves itself: not at all, with its secret in the body (what Entra and Google expect) or in the
 * header, or with an assertion signed by its certificate's key (RFC 7523 section 2.2).
 * @throws OAuthError refused, if the certificate or the key cannot be used
 */
export async function clientAuthentication(
  request: GrantRequest,
  clock: Clock,
  place: 'body' | 'header',
): Promise<oauth.ClientAuth> {
  const { credential } = request;
  switch (credential.kind) {
    case 'none':
    // its key signs the grant itself, not the client
    case 'service-account-key':
      return oauth.None();
    case 'secret':
      if (credential.secret === '') throw unusable(request, msg('signIn.secretEmpty'));
      return place === 'body'
        ? oauth.ClientSecretPost(credential.secret)
        : oauth.ClientSecretBasic(credential.secret);
    case 'certificate':
      return signedAssertion(request, credential.certificate, credential.privateKey, clock);
    default:
      return credential satisfies never;
  }
}

/**
 * Whether the server may take the secret in the header after it has refused it in the body: it says so (RFC 6749 section
 * 5.2), or nobody knows what it takes. Every server has to know the header (section 2.3.1), and some know nothing else.
 */
export async function mayTakeHeader(response: Response, { client }: GrantRequest): Promise<boolean> {
  if (response.status !== 401) return false;
  if (/(^|,)\s*basic\b/i.test(response.headers.get('www-authenticate') ?? '')) return true;
  // what was wrong with a password must not count twice
  return (
    client.provider === 'custom' && /"(?:invalid|unauthorized)_client"/.test(await response.clone().text())
  );
}

async function signedAssertion(
  request: GrantRequest,
  certificatePem: string,
  keyPem: string,
  clock: Clock,
): Promise<oauth.ClientAuth> {
  const { certificate, key } = readCertificatePair(request, certificatePem, keyPem);
  const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
  const algorithm = signingAlgorithm(key);
  if (algorithm === undefined) throw unusable(request, msg('signIn.keyNeitherRsaNorCurve'));
  const pkcs8 = new Uint8Array(key.export({ type: 'pkcs8', format: 'der' }));
  const signingKey = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']);
  return oauth.PrivateKeyJwt(signingKey, {
    [oauth.modifyAssertion]: (header, claims) => {
      header['typ'] = 'JWT';
      header['x5t#S256'] = thumbprint;
      const now = Math.floor(clock.now() / 1000);
      claims['aud'] = request.client.tokenUrl;
      claims['iat'] = now - ASSERTION_BACKDATE_SECONDS;
      claims['nbf'] = now - ASSERTION_BACKDATE_SECONDS;
      claims['exp'] = now + ASSERTION_LIFETIME_SECONDS;
    },
  });
}

/**
 * A client's certificate and its private key, taken together.
 * @throws OAuthError refused, if either cannot be read or they are not a pair
 */
export function readCertificatePair(
  request: GrantRequest,
  certificatePem: string,
  keyPem: string,
): { readonly certificate: X509Certificate; readonly key: KeyObject } {
  const parsed = <T>(parse: () => T, problem: Message): T => {
    try {
      return parse();
    } catch {
      throw unusable(request, problem);
    }
  };
  const certificate = parsed(
    () => new X509Certificate(certificatePem),
    msg('signIn.certificateNotPemCertificate'),
  );
  const key = parsed(() => createPrivateKey(keyPem), msg('signIn.privateKeyNotPemPrivate'));
  if (!certificate.checkPrivateKey(key)) throw unusable(request, msg('signIn.privateKeyNotOneCertificate'));
  return { certificate, key };
}

function signingAlgorithm(key: KeyObject): { name: string; hash?: string; namedCurve?: string } | undefined {
  if (key.asymmetricKeyType === 'rsa') return { name: 'RSA-PSS', hash: 'SHA-256' };
  if (key.asymmetricKeyType !== 'ec') return undefined;
  const curves = new Map([
    ['prime256v1', 'P-256'],
    ['secp384r1', 'P-384'],
    ['secp521r1', 'P-521'],
  ]);
  const namedCurve = curves.get(key.asymmetricKeyDetails?.namedCurve ?? '');
  return namedCurve === undefined ? undefined : { name: 'ECDSA', namedCurve };
}

/** The client cannot prove itself, for a reason in its settings. */
export function unusable(request: GrantRequest, problem: Message): OAuthError {
  return failure('signIn.clientCannotProveItself', { client: request.client.name, why: problem });
}

/**
 * Nobody but the client itself stands behind the client credentials grant (RFC 6749 section 4.4.2).
 * @throws OAuthError - `refused` where it has neither a secret nor a certificate
 */
export function demandClientProof({ client, credential }: GrantRequest): void {
  if (credential.kind === 'secret' || credential.kind === 'certificate') return;
  throw failure('signIn.clientNeitherSecretNorCertificate', { client: client.name });
}
