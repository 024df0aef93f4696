import type { webcrypto } from 'node:crypto';
import tls, { type SecureContext } from 'node:tls';
import type * as X509 from '@peculiar/x509';
import { z } from 'zod';
import type { Clock } from '../activity/clock.ts';
import type { Vault } from '../storage/vault.ts';

const entryName = 'local-tls';
const day = 24 * 60 * 60 * 1000;
/** Apple's programs accept no leaf that lives longer than 825 days. */
const leafDays = 800;
const authorityDays = 3650;
/** Renewed this long before its end, so that nobody meets an expired one. */
const renewDays = 30;

const keptSchema = z.object({
  version: z.literal(1),
  authority: z.object({ certificate: z.string(), privateKey: z.string(), expires: z.number() }),
  leaf: z.object({ certificate: z.string(), privateKey: z.string(), expires: z.number() }),
});
type Kept = z.infer<typeof keptSchema>;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** The certificates of the local TLS ports: an authority of this installation, and a leaf for this machine. */
export class LocalTls {
  readonly #vault: Vault;
  readonly #clock: Clock;

  constructor(options: { readonly vault: Vault; readonly clock: Clock }) {
    this.#vault = options.vault;
    this.#clock = options.clock;
  }

  /** For TLS with mail programs. Old devices speak no more than TLS 1.2; older than that is not served. */
  async secureContext(): Promise<SecureContext> {
    const { leaf, authority } = await this.#kept();
    return tls.createSecureContext({
      cert: `${leaf.certificate}\n${authority.certificate}`,
      key: leaf.privateKey,
      minVersion: 'TLSv1.2',
    });
  }

  /** The authority's certificate, for mail programs to trust (PEM). */
  async authority(): Promise<string> {
    return (await this.#kept()).authority.certificate;
  }

  async #kept(): Promise<Kept> {
    return await this.#vault.exclusively(entryName, async () => {
      const text = await this.#vault.get(entryName);
      const present = text === undefined ? undefined : keptSchema.parse(JSON.parse(text));
      const soon = this.#clock.now() + renewDays * day;
      if (present !== undefined && present.leaf.expires > soon && present.authority.expires > soon)
        return present;
      const made = await this.#make(present);
      await this.#vault.set(entryName, JSON.stringify(made));
      return made;
    });
  }

  /** The authority stays as long as it can: mail programs were told to trust it. */
  async #make(present: Kept | undefined): Promise<Kept> {
    // certificates are made once in years, and nobody else has to wait for this library
    const x509 = await import('@peculiar/x509');
    x509.cryptoProvider.set(crypto);
    const now = this.#clock.now();
    const keepAuthority = present !== undefined && present.authority.expires > now + leafDays * day;
    const authority = keepAuthority ? present.authority : await makeAuthority(x509, now);
    return { version: 1, authority, leaf: await makeLeaf(x509, authority, now) };
  }
}

async function makeAuthority(x509: typeof X509, now: number): Promise<Kept['authority']> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const expires = now + authorityDays * day;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=Mailwicket on this computer',
    notBefore: new Date(now - day),
    notAfter: new Date(expires),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    certificate: certificate.toString('pem'),
    privateKey: await privateKeyPem(x509, keys.privateKey),
    expires,
  };
}

async function makeLeaf(x509: typeof X509, authority: Kept['authority'], now: number): Promise<Kept['leaf']> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const issuer = new x509.X509Certificate(authority.certificate);
  const signingKey = await crypto.subtle.importKey(
    'pkcs8',
    x509.PemConverter.decodeFirst(authority.privateKey),
    algorithm,
    false,
    ['sign'],
  );
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
      new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
        { type: 'ip', value: '::1' },
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    certificate: certificate.toString('pem'),
    privateKey: await privateKeyPem(x509, keys.privateKey),
    expires,
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
