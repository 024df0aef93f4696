import { createPrivateKey, pbkdf2Sync, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { CertificateError, certificateError } from './certificate-error.ts';

/**
 * Takes the certificates and the private key out of a PFX file (PKCS #12, RFC 7292), whichever of the usual ciphers
 * it has: AES, triple DES, RC2. The file decides how long that takes: for the thread of openProtectedFile.
 * @param pfx - DER
 * @returns PEM texts: the certificates in a row, and the key in PKCS #8, not encrypted
 * @throws CertificateError - passphrase-needed, passphrase-wrong, pfx-not-readable, pfx-without-key; takes-too-long
 *   where derivations are charged
 */
export function readPfx(
  pfx: Uint8Array,
  passphrase: string | undefined,
): { readonly certificatePem: string; readonly keyPem: string } {
  const file = contentOf(pfx, passphrase);
  const bags = file.safeContents.flatMap((part) => part.safeBags);
  const certificates = bags.flatMap((bag) => certificateOf(bag) ?? []);
  const [key, ...furtherKeys] = bags.flatMap((bag) => keyOf(bag) ?? []);
  if (key === undefined || certificates.length === 0) {
    throw certificateError(key === undefined ? 'signIn.noPrivateKeyInPfx' : 'signIn.noCertificateInPfx');
  }
  if (furtherKeys.length > 0) {
    throw certificateError('signIn.severalPrivateKeysPfxFile');
  }
  return { certificatePem: certificates.join('\n'), keyPem: key };
}

function contentOf(pfx: Uint8Array, passphrase: string | undefined): forge.pkcs12.Pkcs12Pfx {
  const structure = structureOf(pfx);
  try {
    return opened(structure, pfx, passphrase ?? '');
  } catch (error) {
    if (error instanceof CertificateError) throw error;
    // only which kind of error it is counts: the library's words may quote what it read
    const words = error instanceof Error ? error.message : '';
    if (/Cannot read PKCS#12 PFX|not PKCS#12|ASN\.1 object is not|unsupported/i.test(words))
      throw certificateError('signIn.notPfxFileCanRead');
    if (passphrase === undefined || passphrase === '') {
      throw certificateError('signIn.pfxFileProtectedPassphrase');
    }
    throw certificateError('signIn.passphraseDoesNotOpenPfx');
  }
}

/**
 * The integrity check and the older ciphers take the passphrase as UTF-16 (RFC 7292 appendix B.1), the newer ones as
 * OpenSSL has it: UTF-8. The library knows one form for both, which differ beyond ASCII only.
 */
function opened(structure: forge.asn1.Asn1, pfx: Uint8Array, passphrase: string): forge.pkcs12.Pkcs12Pfx {
  try {
    return forge.pkcs12.pkcs12FromAsn1(structure, false, passphrase);
  } catch (error) {
    if (error instanceof CertificateError) throw error;
    const utf8 = Buffer.from(passphrase, 'utf8').toString('latin1');
    if (utf8 === passphrase) throw error;
    const unchecked = structureOf(pfx);
    // without the integrity check: that the key fits its certificate is looked at later
    if (typeof unchecked.value !== 'string') unchecked.value.splice(2);
    return forge.pkcs12.pkcs12FromAsn1(unchecked, false, utf8);
  }
}

function structureOf(pfx: Uint8Array): forge.asn1.Asn1 {
  try {
    return forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(pfx).toString('latin1')));
  } catch {
    throw certificateError('signIn.notPfxFileCanRead');
  }
}

function certificateOf(bag: forge.pkcs12.Bag): string | undefined {
  if (bag.type !== forge.pki.oids['certBag']) return undefined;
  try {
    // one with a key that the library does not know comes as it stands
    const structure =
      bag.cert === undefined || bag.cert === null ? bag.asn1 : forge.pki.certificateToAsn1(bag.cert);
    return new X509Certificate(derOf(structure)).toString();
  } catch {
    throw certificateError('signIn.notPfxFileCanRead');
  }
}

function keyOf(bag: forge.pkcs12.Bag): string | undefined {
  const { oids } = forge.pki;
  if (bag.type !== oids['keyBag'] && bag.type !== oids['pkcs8ShroudedKeyBag']) return undefined;
  try {
    const structure =
      bag.key === undefined || bag.key === null
        ? bag.asn1
        : forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key));
    const key = createPrivateKey({ key: derOf(structure), format: 'der', type: 'pkcs8' });
    return key.export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch {
    throw certificateError('signIn.notPfxFileCanRead');
  }
}

function derOf(structure: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(structure).getBytes(), 'latin1');
}

/** How many rounds of a hash one file may ask for, over all its layers. */
export class DerivationBudget {
  #left: number;

  constructor(rounds: number) {
    this.#left = rounds;
  }

  /** To be called before a key is derived. @throws CertificateError - takes-too-long */
  spend(rounds: number): void {
    this.#left -= Math.max(1, rounds);
    // a number that is none is too much as well
    if (!(this.#left >= 0)) throw certificateError('signIn.fileAsksSoManyRounds');
  }
}

const native = new Set(['sha1', 'sha224', 'sha256', 'sha384', 'sha512']);
const { generateKey } = forge.pkcs12;
const { pbkdf2 } = forge.pkcs5;

/**
 * Makes the library ask the budget before each derivation, also for layers that nobody can see before the one around
 * them is decrypted. The library looks these functions up each time; it has no other hook. PBKDF2 is done by OpenSSL,
 * which is thirty times as fast.
 *
 * For a thread of its own: the library is changed for all who use it there.
 */
export function chargeDerivations(budget: DerivationBudget): void {
  const derive: typeof generateKey = (password, salt, id, rounds, size, digest) => {
    budget.spend(rounds);
    return generateKey(password, salt, id, rounds, size, digest);
  };
  Object.assign(forge.pkcs12, { generateKey: derive });
  // its types do not name this part
  const pki: object = forge.pki;
  if ('pbe' in pki && typeof pki.pbe === 'object' && pki.pbe !== null) {
    Object.assign(pki.pbe, { generatePkcs12Key: derive });
  }
  Object.assign(forge.pkcs5, {
    pbkdf2(password: string, salt: string, rounds: number, size: number, digest?: forge.md.MessageDigest) {
      budget.spend(rounds);
      const name = digest?.algorithm ?? 'sha1';
      if (!native.has(name)) return pbkdf2(password, salt, rounds, size, digest);
      return pbkdf2Sync(octets(password), octets(salt), rounds, size, name).toString('latin1');
    },
  });
}

function octets(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/**
 * The rounds that a private key in PKCS #8 asks for (RFC 5958 section 3; PBES1 and PBES2 of RFC 8018, scrypt of RFC
 * 7914, whose rounds of N, r and p cost about as much each).
 * @param key - DER of an EncryptedPrivateKeyInfo
 * @returns 0 where it names none; Infinity for what is no ASN.1
 */
export function roundsOfKey(key: Buffer): number {
  try {
    return roundsIn(forge.asn1.fromDer(forge.util.createBuffer(key.toString('latin1'))));
  } catch {
    return Infinity;
  }
}

/** A salt with numbers behind it: the number of rounds, and for scrypt what multiplies it. */
function roundsIn(node: forge.asn1.Asn1): number {
  if (typeof node.value === 'string') return 0;
  const { Type } = forge.asn1;
  const [salt, ...others] = node.value;
  if (salt?.type === Type.OCTETSTRING && others[0]?.type === Type.INTEGER) {
    const numbers = others.filter((child) => child.type === Type.INTEGER).map(numberOf);
    // PBKDF2 may have the key's length there, which says nothing of the cost
    return numbers.length < 3 ? (numbers[0] ?? 0) : numbers.reduce((product, number) => product * number, 1);
  }
  return node.value.reduce((sum, child) => sum + roundsIn(child), 0);
}

function numberOf({ value }: forge.asn1.Asn1): number {
  return typeof value === 'string'
    ? Number(`0x${Buffer.from(value, 'latin1').toString('hex') || '0'}`)
    : Infinity;
}
