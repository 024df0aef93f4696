import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto';
import type { Clock } from '#core/logging/clock.ts';
import { certificateError } from './certificate-error.ts';
import { openProtectedFile } from './protected-file.ts';

export { CertificateError } from './certificate-error.ts';

/** A certificate that an OAuth client signs with, and what is shown of it. */
export interface ClientCertificate {
  /** PEM: the public half. */
  readonly certificate: string;
  /** PEM, PKCS#8, not encrypted: for the vault only. */
  readonly privateKey: string;
  /** Of the DER form, in lower-case hex: as Entra shows it (SHA-1), and as assertions name it (SHA-256). */
  readonly thumbprints: { readonly sha1: string; readonly sha256: string };
  /** The last moment of its validity: ISO 8601, UTC. */
  readonly expires: string;
  /** Whose it says it is, for people. */
  readonly subject: string;
}

/** Entra takes RSA keys of this many bits or more. */
const shortestKey = 2048;
/** Ten years: longer is a slip of the keyboard. */
const longestDays = 3650;
/** The provider's clock may be behind ours. */
const headStart = 5 * 60_000;
/** A chain with its key is a few kilobytes. */
const longestInput = 1_000_000;
const day = 86_400_000;
const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 3072,
  publicExponent: new Uint8Array([1, 0, 1]),
};

/**
 * Makes a key and a self-signed certificate (RFC 5280) for client assertions.
 * @param request.commonName - 1 to 64 characters, shown in the portal
 * @param request.days - how long it is good for, from now: 1 to 3650
 * @throws CertificateError - malformed-name, malformed-days
 */
export async function makeCertificate(request: {
  readonly commonName: string;
  readonly days: number;
  readonly clock: Clock;
}): Promise<ClientCertificate> {
  const commonName = request.commonName.trim();
  // RFC 5280 appendix A: ub-common-name
  if (commonName === '' || commonName.length > 64 || /\p{Cc}/u.test(commonName)) {
    throw certificateError('signIn.nameCertificateMust164');
  }
  if (!Number.isInteger(request.days) || request.days < 1 || request.days > longestDays) {
    throw certificateError('signIn.certificateCanGood1Days', { days: longestDays });
  }
  const now = request.clock.now();
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned(
    {
      // as a typed value: plain text is searched for quotes and escapes
      name: new Name([{ CN: [{ utf8String: commonName }] }]),
      notBefore: new Date(now - headStart),
      notAfter: new Date(now + request.days * day),
      keys,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    },
    crypto,
  );
  const key = createPrivateKey({
    key: Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)),
    format: 'der',
    type: 'pkcs8',
  });
  return describe(new X509Certificate(Buffer.from(made.rawData)), key);
}

/**
 * The public half as a .cer file: DER, as Entra takes it. Holds no key.
 * @throws CertificateError - certificate-unreadable
 */
export function exportCer(certificatePem: string): Buffer {
  return certificatesIn(certificatePem)[0].raw;
}

/** A certificate with its key: two PEM texts (or twice the same one), or a PFX file. */
export type CertificateInput =
  | { readonly certificatePem: string; readonly keyPem: string; readonly passphrase?: string | undefined }
  | { readonly pfx: Uint8Array; readonly passphrase?: string | undefined };

/**
 * Takes over a certificate and its key from PEM texts or a PFX file. The certificate may come with its chain and in
 * any order; the one that belongs to the key is kept.
 * @param given.passphrase - of the key or the file, where it is encrypted
 * @param accept.otherKeys - takes keys that are not RSA too: Microsoft does not, other providers may
 * @throws CertificateError - saying which of the two is wrong, and why
 */
export async function importCertificate(
  given: CertificateInput,
  clock: Clock,
  accept: { readonly otherKeys?: boolean } = {},
): Promise<ClientCertificate> {
  if ('pfx' in given && given.pfx.length > longestInput) throw certificateError('signIn.pfxFileTooLargeHold');
  const input = 'pfx' in given ? await openProtectedFile({ kind: 'pfx', ...given }) : given;
  if (isPfxLike(input.certificatePem) || isPfxLike(input.keyPem))
    throw certificateError('signIn.pfxFileAnotherBinaryOne');
  const certificates = certificatesIn(input.certificatePem);
  const key = await readKey(input.keyPem, given.passphrase);
  if (key.asymmetricKeyType !== 'rsa' && accept.otherKeys !== true) {
    throw certificateError('signIn.keyNotRsaKeyMicrosoft');
  }
  if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) < shortestKey) {
    throw certificateError('signIn.keyFewerThanBits', { bits: shortestKey });
  }
  const certificate = certificates.find((candidate) => candidate.checkPrivateKey(key));
  if (certificate === undefined) {
    throw certificateError('signIn.keyDoesNotBelongCertificate');
  }
  const result = describe(certificate, key);
  const now = clock.now();
  if (Date.parse(result.expires) <= now) {
    throw certificateError('signIn.certificateExpired', { date: result.expires.slice(0, 10) });
  }
  if (Date.parse(certificate.validFrom) > now + headStart) {
    throw certificateError('signIn.certificateGoodOnlyFrom', {
      date: new Date(certificate.validFrom).toISOString().slice(0, 10),
    });
  }
  return result;
}

/** What is shown of a certificate (PEM). @throws CertificateError - certificate-unreadable */
export function describeCertificate(
  certificatePem: string,
): Pick<ClientCertificate, 'thumbprints' | 'expires' | 'subject'> {
  return shown(certificatesIn(certificatePem)[0]);
}

function shown(certificate: X509Certificate): Pick<ClientCertificate, 'thumbprints' | 'expires' | 'subject'> {
  return {
    thumbprints: { sha1: hex(certificate.fingerprint), sha256: hex(certificate.fingerprint256) },
    expires: new Date(certificate.validTo).toISOString(),
    subject: certificate.subject.replaceAll('\n', ', '),
  };
}

function describe(certificate: X509Certificate, key: KeyObject): ClientCertificate {
  return {
    certificate: certificate.toString(),
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ...shown(certificate),
  };
}

function hex(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toLowerCase();
}

/**
 * Every certificate of a PEM text; a text with a damaged one is refused whole.
 * @throws CertificateError - certificate-unreadable: there is none, or a damaged one
 */
function certificatesIn(pem: string): readonly [X509Certificate, ...X509Certificate[]] {
  const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
  try {
    const blocks = pem.length > longestInput ? [] : (pem.match(block) ?? []);
    const [first, ...others] = blocks.map((one) => new X509Certificate(one));
    if (first !== undefined) return [first, ...others];
  } catch {
    // told below
  }
  throw certificateError('signIn.notCertificatePemForm', { mark: '-----BEGIN CERTIFICATE-----' });
}

const keyBlock =
  /-----BEGIN (ENCRYPTED |RSA |EC )?PRIVATE KEY-----[^]+?-----END (?:ENCRYPTED |RSA |EC )?PRIVATE KEY-----/;

async function readKey(pem: string, passphrase: string | undefined): Promise<KeyObject> {
  const block = pem.length > longestInput ? null : keyBlock.exec(pem);
  const unreadableKey = certificateError('signIn.notPrivateKeyPemForm', {
    mark: '-----BEGIN PRIVATE KEY-----',
  });
  if (block === null) throw unreadableKey;
  const [found, form] = block;
  const encrypted = form === 'ENCRYPTED ' || /Proc-Type:.*ENCRYPTED/.test(found);
  if (encrypted && (passphrase === undefined || passphrase === '')) {
    throw certificateError('signIn.keyProtectedPassphrase');
  }
  const open =
    encrypted && passphrase !== undefined
      ? (await openProtectedFile({ kind: 'key', pem: found, passphrase })).keyPem
      : found;
  try {
    return createPrivateKey(open);
  } catch {
    // the library's own error is left out on purpose: it may quote what it read
    throw unreadableKey;
  }
}

/** A PFX or DER file that was read as text: it begins with an ASN.1 sequence and has no PEM line. */
function isPfxLike(text: string): boolean {
  return /^0[\u0080-\uffff]/.test(text) && !text.includes('-----BEGIN');
}
