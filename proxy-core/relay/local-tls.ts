import type { webcrypto } from 'node:crypto';
import net from 'node:net';
import tls, { type SecureContext } from 'node:tls';
import type * as X509 from '@peculiar/x509';
import { z } from 'zod';
import type { Clock } from '../activity/clock.ts';
import { VaultError, type Vault } from '../storage/vault.ts';

const entryName = 'local-tls';
const day = 24 * 60 * 60 * 1000;
/** Apple's programs accept no leaf that lives longer than 825 days. */
const leafDays = 800;
const authorityDays = 3650;
/** Renewed this long before its end, so that nobody meets an expired one. */
const renewDays = 30;

/** What this machine calls itself. */
const ownNames = ['localhost', '127.0.0.1', '::1'];
/** Of a computer that is carried from network to network, the names of the last ones stay. */
const mostNames = 50;

const keptSchema = z.object({
  version: z.literal(1),
  authority: z.object({ certificate: z.string(), privateKey: z.string(), expires: z.number() }),
  leaf: z.object({
    certificate: z.string(),
    privateKey: z.string(),
    expires: z.number(),
    /** Host names and addresses in it. */
    names: z.array(z.string()).default(() => [...ownNames]),
  }),
});
type Kept = z.infer<typeof keptSchema>;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** What the TLS ports serve with. */
export interface LocalCertificate {
  readonly secureContext: SecureContext;
  /** The host names and addresses in the certificate. */
  readonly names: readonly string[];
  /** Those that the one before did not have; empty where there was none before, or nothing was made anew. */
  readonly added: readonly string[];
}

/**
 * The certificates of the local TLS ports: an authority of this installation, which mail programs are told to trust,
 * and a leaf for this machine. The keys are in the vault.
 */
export class LocalTls {
  readonly #vault: Vault;
  readonly #clock: Clock;

  constructor(options: { readonly vault: Vault; readonly clock: Clock }) {
    this.#vault = options.vault;
    this.#clock = options.clock;
  }

  /**
   * For TLS with mail programs. Old devices speak no more than TLS 1.2; older than that is not served.
   * @param wanted - host names and addresses that the certificate must have besides those of loopback. It is made anew
   *   only when one is missing: who trusts the leaf itself, and not the authority, has to be asked again then. Names
   *   that are no longer wanted stay.
   * @throws VaultError
   */
  async certificate(wanted: readonly string[] = []): Promise<LocalCertificate> {
    const { kept, added } = await this.#kept(wanted);
    const { leaf, authority } = kept;
    const secureContext = tls.createSecureContext({
      cert: `${leaf.certificate}\n${authority.certificate}`,
      key: leaf.privateKey,
      minVersion: 'TLSv1.2',
    });
    return { secureContext, names: leaf.names, added };
  }

  /** The authority's certificate, for mail programs to trust (PEM). @throws VaultError */
  async authority(): Promise<string> {
    return (await this.#kept([])).kept.authority.certificate;
  }

  async #kept(
    wanted: readonly string[],
  ): Promise<{ readonly kept: Kept; readonly added: readonly string[] }> {
    return await this.#vault.exclusively(entryName, async () => {
      const text = await this.#vault.get(entryName);
      const present = text === undefined ? undefined : parseKept(text);
      const soon = this.#clock.now() + renewDays * day;
      const good = present !== undefined && present.leaf.expires > soon && present.authority.expires > soon;
      if (good && !isMissing(wanted, present.leaf.names)) return { kept: present, added: [] };
      const before = present?.leaf.names ?? [];
      const names = [...new Set([...ownNames, ...wanted, ...before])].slice(0, mostNames);
      const kept = await this.#make(present, names);
      await this.#vault.set(entryName, JSON.stringify(kept));
      return { kept, added: present === undefined ? [] : names.filter((name) => !before.includes(name)) };
    });
  }

  /** The authority stays as long as it can: mail programs were told to trust it. */
  async #make(present: Kept | undefined, names: readonly string[]): Promise<Kept> {
    // certificates are made once in years, and nobody else has to wait for this library
    const x509 = await import('@peculiar/x509');
    x509.cryptoProvider.set(crypto);
    const now = this.#clock.now();
    const keepAuthority = present !== undefined && present.authority.expires > now + leafDays * day;
    const authority = keepAuthority ? present.authority : await makeAuthority(x509, now);
    return { version: 1, authority, leaf: await makeLeaf(x509, authority, names, now) };
  }
}

/** @throws VaultError - vault-damaged; what was read is not told: there is a key in it */
function parseKept(text: string): Kept {
  try {
    return keptSchema.parse(JSON.parse(text));
  } catch {
    throw new VaultError(
      'vault-damaged',
      `The certificate for mail programs (${entryName} in the vault) cannot be read. It was left as it is.`,
    );
  }
}

/**
 * Whether a name that devices are told to use is not there. IPv6 addresses change by themselves, for privacy, each day
 * (RFC 8981): they are named when a certificate is made, but none is made for them alone.
 */
function isMissing(wanted: readonly string[], present: readonly string[]): boolean {
  return wanted.some((name) => !net.isIPv6(name) && !present.includes(name));
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

async function makeLeaf(
  x509: typeof X509,
  authority: Kept['authority'],
  names: readonly string[],
  now: number,
): Promise<Kept['leaf']> {
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
