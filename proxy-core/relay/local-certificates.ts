import type { webcrypto } from 'node:crypto';
import net from 'node:net';
import type * as X509 from '@peculiar/x509';
import { z } from 'zod';
import { rangeOctets } from './signable-names.ts';

const day = 24 * 60 * 60 * 1000;
/** Apple's programs accept no leaf that lives longer than 825 days. */
const leafDays = 800;
/** Three years: trust has to be confirmed again before it is forgotten how that was done. */
const authorityDays = 1095;

/** What this machine calls itself. */
export const ownNames = ['localhost', '127.0.0.1', '::1'];

export const leafSchema = z.object({
  certificate: z.string(),
  privateKey: z.string(),
  expires: z.number(),
  /** Host names and addresses in it. */
  names: z.array(z.string()).default(() => [...ownNames]),
});
export const authoritySchema = z.object({
  certificate: z.string(),
  privateKey: z.string(),
  expires: z.number(),
  /** What it may sign for: see signableNames. */
  signable: z.array(z.string()),
});
export type Leaf = z.infer<typeof leafSchema>;
export type Authority = z.infer<typeof authoritySchema>;

/** RFC 5280 sections 4.2.1.12 and 4.2.1.10. */
const serverAuth = '1.3.6.1.5.5.7.3.1';
const nameConstraints = '2.5.29.30';
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Certificates are made once in years: only then is this library loaded. */
async function library(): Promise<typeof X509> {
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(crypto);
  return x509;
}

/**
 * An authority that may sign for some names only, and for servers only.
 * @param of.signable - see signableNames
 * @param of.renewed - the one whose key it is to have: what that one signed is accepted by who trusts either
 */
export async function makeAuthority(of: {
  readonly now: number;
  readonly signable: readonly string[];
  readonly renewed?: Authority;
}): Promise<Authority> {
  const { now, signable, renewed } = of;
  const x509 = await library();
  const keys =
    renewed === undefined
      ? await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
      : {
          privateKey: await signingKeyOf(x509, renewed),
          publicKey: await publicKeyOf(x509, renewed),
        };
  const expires = now + authorityDays * day;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=Mailwicket for this computer only',
    notBefore: new Date(now - day),
    notAfter: new Date(expires),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.ExtendedKeyUsageExtension([serverAuth]),
      new x509.Extension(nameConstraints, true, await constraintsOf(signable)),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    certificate: certificate.toString('pem'),
    privateKey: renewed?.privateKey ?? (await privateKeyPem(x509, keys.privateKey)),
    expires,
    signable: [...signable],
  };
}

/** RFC 5280 section 4.2.1.10: GeneralSubtrees that are permitted, in DER. */
async function constraintsOf(signable: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const { default: forge } = await import('node-forge');
  const { asn1 } = forge;
  const [sequence, context] = [asn1.Type.SEQUENCE, asn1.Class.CONTEXT_SPECIFIC];
  const subtrees = signable.map((name) => {
    const range = rangeOctets(name);
    // [2] dNSName, [7] iPAddress
    const base =
      range === undefined
        ? asn1.create(context, 2, false, name)
        : asn1.create(context, 7, false, range.toString('latin1'));
    return asn1.create(asn1.Class.UNIVERSAL, sequence, true, [base]);
  });
  const permitted = asn1.create(context, 0, true, subtrees);
  const constraints = asn1.create(asn1.Class.UNIVERSAL, sequence, true, [permitted]);
  return Uint8Array.from(Buffer.from(asn1.toDer(constraints).getBytes(), 'latin1'));
}

function publicKeyOf(x509: typeof X509, authority: Authority): Promise<webcrypto.CryptoKey> {
  const { rawData } = new x509.X509Certificate(authority.certificate).publicKey;
  return crypto.subtle.importKey('spki', rawData, algorithm, true, ['verify']);
}

function signingKeyOf(x509: typeof X509, authority: Authority): Promise<webcrypto.CryptoKey> {
  const key = x509.PemConverter.decodeFirst(authority.privateKey);
  return crypto.subtle.importKey('pkcs8', key, algorithm, false, ['sign']);
}

/** A certificate for the names, which the authority has to be allowed to sign for. */
export async function makeLeaf(of: {
  readonly authority: Authority;
  readonly names: readonly string[];
  readonly now: number;
}): Promise<Leaf> {
  const { authority, names, now } = of;
  const x509 = await library();
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const issuer = new x509.X509Certificate(authority.certificate);
  const signingKey = await signingKeyOf(x509, authority);
  const expires = now + leafDays * day;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    issuer: issuer.subject,
    subject: 'CN=localhost',
    notBefore: new Date(now - day),
    notAfter: new Date(expires),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: net.isIP(value) === 0 ? 'dns' : 'ip', value })),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    certificate: certificate.toString('pem'),
    privateKey: await privateKeyPem(x509, keys.privateKey),
    expires,
    names: [...names],
  };
}

async function privateKeyPem(x509: typeof X509, key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

/** RFC 5280 section 4.1.2.2: positive, at most 20 octets, not to be guessed. */
function serialNumber(): string {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x40;
  return Buffer.from(octets).toString('hex');
}
