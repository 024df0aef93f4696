import { type Message, msg } from '#messages/message.ts';
import net from 'node:net';
import tls, { type SecureContext } from 'node:tls';
import { z } from 'zod';
import type { Clock } from '#core/logging/clock.ts';
import { VaultError, type Vault } from '#core/storage/vault.ts';
import { isSignable, signableNames, rangeOctets } from './lan-names.ts';
import type { webcrypto } from 'node:crypto';
import type * as X509 from '@peculiar/x509';

const day = 24 * 60 * 60 * 1000;
/** Apple's programs accept no leaf that lives longer than 825 days. */
const leafDays = 800;
/** Three years: trust has to be confirmed again before it is forgotten how that was done. */
const authorityDays = 1095;

/** What this machine calls itself. */
const ownNames = ['localhost', '127.0.0.1', '::1'];

const leafSchema = z.object({
  certificate: z.string(),
  privateKey: z.string(),
  expires: z.number(),
  /** Host names and addresses in it. */
  names: z.array(z.string()),
});
const authoritySchema = z.object({
  certificate: z.string(),
  privateKey: z.string(),
  expires: z.number(),
  /** What it may sign for: see signableNames. */
  signable: z.array(z.string()),
});
type Leaf = z.infer<typeof leafSchema>;
type Authority = z.infer<typeof authoritySchema>;

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
async function makeAuthority(of: {
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
async function makeLeaf(of: {
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

const entryName = 'local-tls';
/** Renewed this long before its end, so that none is served expired. */
const renewDays = 30;
/** The authority earlier: people have to trust the next one, and the former is good meanwhile. */
const renewAuthorityDays = 90;
/** How long a replaced authority is reported to those who may still trust the former one. */
const replacedDays = 60;
/** Of a computer that is carried from network to network, the names of the last ones stay. */
const mostNames = 50;

/**
 * - names: it may not sign for a name or an address that this computer has now
 * - renewed: it comes to its end; it has the same key
 */
const replacedSchema = z.object({
  why: z.enum(['names', 'renewed']),
  /** When, and until when programs may go on with the former one (0: not at all). Milliseconds since 1970. */
  at: z.number(),
  formerUntil: z.number(),
});

const keptSchema = z.object({
  version: z.literal(2),
  authority: authoritySchema,
  leaf: leafSchema,
  replaced: replacedSchema.optional(),
});
type Kept = z.infer<typeof keptSchema>;

/** That the authority is another one than that which programs were told to trust. */
export type ReplacedAuthority = Kept['replaced'] & {};

/** How the certificate stands that somebody else renews. */
export interface OwnCertificateState {
  /** When the pair in use ends, milliseconds since 1970; none was good yet where left out: Mailwicket's own is served. */
  readonly expires: number | undefined;
  /** What is in the files now cannot be used: what was served before goes on. */
  readonly problem: { readonly message: Message; readonly fix: Message } | undefined;
}

/** What the TLS ports serve with. */
export interface LocalCertificate {
  readonly secureContext: SecureContext;
  /** The host names and addresses in the certificate. */
  readonly names: readonly string[];
  /** Those that the one before did not have; empty where there was none before, or nothing was made anew. */
  readonly added: readonly string[];
  /** The authority was replaced, and who trusted the former one may not know yet. */
  readonly replaced?: ReplacedAuthority | undefined;
  /** One that somebody else makes and renews is to be served. */
  readonly own?: OwnCertificateState | undefined;
}

/**
 * The certificates of the local TLS ports: an authority of this installation, which mail programs are told to trust,
 * and a leaf for this machine. The keys are in the vault.
 */
export class LocalTls {
  readonly #vault: Vault;
  readonly #clock: Clock;
  readonly #machineNames: () => readonly string[];

  /**
   * @param options.machineNames - what this computer is called in its network, whether anybody there is let in or not:
   *   the authority may sign for that too, so that it can stay when they are
   */
  constructor(options: {
    readonly vault: Vault;
    readonly clock: Clock;
    readonly machineNames?: () => readonly string[];
  }) {
    this.#vault = options.vault;
    this.#clock = options.clock;
    this.#machineNames = options.machineNames ?? (() => []);
  }

  /**
   * For TLS with mail programs. Old devices speak no more than TLS 1.2; older than that is not served.
   * @param wanted - host names and addresses that the certificate must have besides those of loopback. It is made anew
   *   only when one is missing: who trusts the leaf itself, and not the authority, has to confirm it again then. Names
   *   that are no longer wanted stay.
   * @throws VaultError
   */
  async certificate(wanted: readonly string[] = []): Promise<LocalCertificate> {
    const { kept, added } = await this.#kept(wanted);
    const { leaf, authority, replaced } = kept;
    const secureContext = tls.createSecureContext({
      cert: `${leaf.certificate}\n${authority.certificate}`,
      key: leaf.privateKey,
      minVersion: 'TLSv1.2',
    });
    const recent = replaced !== undefined && replaced.at + replacedDays * day > this.#clock.now();
    return { secureContext, names: leaf.names, added, replaced: recent ? replaced : undefined };
  }

  /** The authority's certificate, for mail programs to trust (PEM). @throws VaultError */
  async authority(): Promise<string> {
    return (await this.#kept([])).kept.authority.certificate;
  }

  async #kept(
    wanted: readonly string[],
  ): Promise<{ readonly kept: Kept; readonly added: readonly string[] }> {
    // almost always it is good, and nobody waits for a lock that an ended process has left behind
    const found = await this.#present();
    if (found !== undefined && this.#isGood(found, wanted)) return { kept: found, added: [] };
    return await this.#vault.exclusively(entryName, async () => {
      const present = await this.#present();
      if (present !== undefined && this.#isGood(present, wanted)) return { kept: present, added: [] };
      const before = present?.leaf.names ?? [];
      const names = [...new Set([...ownNames, ...wanted, ...before])].slice(0, mostNames);
      const kept = await this.#make(present, names, isMissing(wanted, before));
      await this.#vault.set(entryName, JSON.stringify(kept));
      const added = kept.leaf.names.filter((name) => !before.includes(name));
      return { kept, added: present === undefined ? [] : added };
    });
  }

  async #present(): Promise<Kept | undefined> {
    const text = await this.#vault.get(entryName);
    return text === undefined ? undefined : parseKept(text);
  }

  #isGood({ leaf, authority }: Kept, wanted: readonly string[]): boolean {
    const soon = (days: number): number => this.#clock.now() + days * day;
    return (
      !isMissing(wanted, leaf.names) &&
      leaf.expires > soon(renewDays) &&
      authority.expires > soon(renewAuthorityDays)
    );
  }

  /** The authority stays as long as it can: mail programs were told to trust it. */
  async #make(present: Kept | undefined, names: readonly string[], missing: boolean): Promise<Kept> {
    const now = this.#clock.now();
    const signable = signableNames([...names, ...this.#machineNames()]);
    // one name that the authority may not sign for would make the whole certificate void
    const leafOf = (authority: Authority): Promise<Leaf> =>
      makeLeaf({ authority, now, names: names.filter((name) => isSignable(name, authority.signable)) });

    if (present === undefined || !maySignForAll(names, present.authority)) {
      const authority = await makeAuthority({ now, signable });
      const replaced = present && { why: 'names' as const, at: now, formerUntil: 0 };
      return { version: 2, authority, leaf: await leafOf(authority), replaced };
    }
    const { authority: former, leaf, replaced } = present;
    const ending = former.expires <= now + renewAuthorityDays * day;
    const authority = ending
      ? await makeAuthority({ now, signable: former.signable, renewed: former })
      : former;
    const stays = !missing && leaf.expires > now + renewDays * day;
    return {
      version: 2,
      authority,
      leaf: stays ? leaf : await leafOf(authority),
      replaced: ending ? { why: 'renewed', at: now, formerUntil: former.expires } : replaced,
    };
  }
}

function maySignForAll(names: readonly string[], { signable }: Authority): boolean {
  const allowed = names.filter((name) => isSignable(name, signable));
  return !isMissing(names, allowed);
}

/** @throws VaultError - vault-damaged; what was read is not quoted: there is a key in it */
function parseKept(text: string): Kept {
  try {
    return keptSchema.parse(JSON.parse(text));
  } catch {
    throw new VaultError(
      'vault-damaged',
      msg('activity.certificateMailProgramsVaultCannot', { entry: entryName }),
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
