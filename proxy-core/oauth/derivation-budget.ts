import { pbkdf2Sync } from 'node:crypto';
import forge from 'node-forge';
import { takesTooLong } from './certificate-error.ts';

/** How many rounds of a hash one file may ask for, over all its layers. */
export class DerivationBudget {
  #left: number;

  constructor(rounds: number) {
    this.#left = rounds;
  }

  /**
   * To be called before a key is derived.
   * @throws CertificateError - takes-too-long
   */
  spend(rounds: number): void {
    this.#left -= Math.max(1, rounds);
    // a number that is none is too much as well
    if (!(this.#left >= 0)) throw takesTooLong();
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
