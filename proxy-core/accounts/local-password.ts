import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';

/** scrypt's cost parameters (RFC 7914 section 2); N is 2 to the power of `costExponent`. */
export interface ScryptParameters {
  readonly costExponent: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

/** Derives a key of so many octets; the password is what {@link normalizePassword} returned. */
export type DeriveKey = (
  password: string,
  salt: Uint8Array,
  parameters: ScryptParameters,
  length: number,
) => Promise<Buffer>;

/** 32 MiB of memory and about a quarter of a second: once per password and run, not once per login. */
const parameters: ScryptParameters = { costExponent: 15, blockSize: 8, parallelization: 3 };
const saltLength = 16;
const hashLength = 32;
/** No hash that we made costs more; one that claims to is not run. */
const dearest = { costExponent: 20, blockSize: 16, parallelization: 8 };
const longestPassword = 1024;

/** A text that is not one of our hashes. */
export class PasswordHashError extends Error {
  readonly code = 'password-hash';

  constructor() {
    super('The kept password hash has a form that this version does not know.');
    this.name = 'PasswordHashError';
  }
}

/**
 * The password as it is compared, whatever keyboard it came from: NFC, and every space a plain one
 * (OpaqueString, RFC 8265 section 4.2.2). Case and surrounding spaces count.
 */
export function normalizePassword(password: string): string {
  return password.replace(/\p{Zs}/gu, ' ').normalize('NFC');
}

/**
 * Why a text cannot be a local password, or undefined if it can: it must not be empty, be longer than 1,024
 * octets, or hold NUL, CR or LF, which no login command can carry.
 */
export function passwordObjection(password: string): string | undefined {
  if (password === '') return 'it is empty';
  if (Buffer.byteLength(normalizePassword(password)) > longestPassword) {
    return `it is longer than ${longestPassword} octets`;
  }
  return /[\0\r\n]/u.test(password) ? 'it holds a line break or a NUL character' : undefined;
}

/** scrypt (RFC 7914) of node:crypto, on the thread pool. */
export const deriveWithScrypt: DeriveKey = (
  password,
  salt,
  { costExponent, blockSize, parallelization },
  length,
) =>
  new Promise((resolve, reject) => {
    const cost = 2 ** costExponent;
    const options = {
      cost,
      blockSize,
      parallelization,
      // what scrypt itself needs, and some room: Node's default is just too small
      maxmem: 128 * blockSize * (cost + parallelization) + 1024 * 1024,
    };
    scrypt(Buffer.from(password, 'utf8'), salt, length, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });

/**
 * Hashes a password under a salt of its own.
 * @returns `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, both base64 without padding
 */
export async function hashPassword(password: string, derive: DeriveKey = deriveWithScrypt): Promise<string> {
  const salt = randomBytes(saltLength);
  const hash = await derive(normalizePassword(password), salt, parameters, hashLength);
  const { costExponent, blockSize, parallelization } = parameters;
  return `$scrypt$ln=${costExponent},r=${blockSize},p=${parallelization}$${unpadded(salt)}$${unpadded(hash)}`;
}

/**
 * Whether a password is the one that was hashed; compared in constant time.
 * @throws PasswordHashError
 */
export async function verifyPassword(
  encoded: string,
  password: string,
  derive: DeriveKey = deriveWithScrypt,
): Promise<boolean> {
  const kept = decodeHash(encoded);
  const hash = await derive(normalizePassword(password), kept.salt, kept.parameters, kept.hash.length);
  return timingSafeEqual(hash, kept.hash);
}

/**
 * A random password, easy to type and to read out: four groups of five lower-case letters and digits, none
 * of which looks like another; 98 bits.
 */
export function generatePassword(): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = (): string =>
    Array.from({ length: 5 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return [group(), group(), group(), group()].join('-');
}

function decodeHash(encoded: string): {
  readonly parameters: ScryptParameters;
  readonly salt: Buffer;
  readonly hash: Buffer;
} {
  const form =
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,})\$([A-Za-z0-9+/]{43,})$/u;
  const [, ln, r, p, salt, hash] = form.exec(encoded) ?? [];
  if (salt === undefined || hash === undefined) throw new PasswordHashError();
  const found = { costExponent: Number(ln), blockSize: Number(r), parallelization: Number(p) };
  if (
    found.costExponent < 1 ||
    found.blockSize < 1 ||
    found.parallelization < 1 ||
    found.costExponent > dearest.costExponent ||
    found.blockSize > dearest.blockSize ||
    found.parallelization > dearest.parallelization
  ) {
    throw new PasswordHashError();
  }
  return { parameters: found, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
