import { type Message, msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { createHmac, createSecretKey, randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

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
export class PasswordHashError extends CodedError<'password-hash'> {
  constructor() {
    super('password-hash', msg('accounts.keptPasswordHashFormVersion'));
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
export function passwordObjection(password: string): Message | undefined {
  if (password === '') return msg('accounts.empty');
  if (Buffer.byteLength(normalizePassword(password)) > longestPassword) {
    return msg('accounts.longerThanOctets', { longest: longestPassword });
  }
  return /[\0\r\n]/u.test(password) ? msg('accounts.holdsLineBreakNulCharacter') : undefined;
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
 * Derives what is kept of a password that a person chose or a program brought.
 * @param kept - what is kept of the account's other passwords: one that was derived lends its salt, so that a wrong
 *   password costs one derivation for all of them
 * @returns `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, both base64 without padding
 */
export async function hashPassword(
  password: string,
  derive: DeriveKey = deriveWithScrypt,
  kept: readonly string[] = [],
): Promise<string> {
  const salt = saltAmong(kept) ?? randomBytes(saltLength);
  const hash = await derive(normalizePassword(password), salt, parameters, hashLength);
  const { costExponent, blockSize, parallelization } = parameters;
  return `$scrypt$ln=${costExponent},r=${blockSize},p=${parallelization}$${unpadded(salt)}$${unpadded(hash)}`;
}

/**
 * What is kept of a password that {@link generatePassword} made. Nobody can try through 128 bits, so nothing has to be
 * slow here: an HMAC-SHA-256 under a key of its own, which is kept beside it in the vault.
 * @returns `$hmac-sha256$<key>$<digest>`, both base64 without padding
 */
export function digestGenerated(password: string): string {
  const key = randomBytes(hashLength);
  return `$hmac-sha256$${unpadded(key)}$${unpadded(keyedDigest(key, password))}`;
}

/**
 * The entry whose generated password this is, without a derivation: microseconds. All are compared, in constant time.
 * @throws PasswordHashError
 */
export function findGenerated<Entry extends { readonly hash: string }>(
  kept: readonly Entry[],
  password: string,
): Entry | undefined {
  let found: Entry | undefined;
  for (const entry of kept) {
    const digest = decodeHash(entry.hash);
    if (digest.kind === 'keyed' && timingSafeEqual(keyedDigest(digest.key, password), digest.digest)) {
      found = entry;
    }
  }
  return found;
}

/**
 * The entry whose chosen password this is: a derivation for each salt among them.
 * @throws PasswordHashError, and what `derive` throws
 */
export async function findDerived<Entry extends { readonly hash: string }>(
  kept: readonly Entry[],
  password: string,
  derive: DeriveKey = deriveWithScrypt,
): Promise<Entry | undefined> {
  const derived = new Map<string, Buffer>();
  for (const entry of kept) {
    const digest = decodeHash(entry.hash);
    if (digest.kind !== 'derived') continue;
    const { length } = digest.hash;
    const how = entry.hash.slice(0, entry.hash.lastIndexOf('$'));
    const hash =
      derived.get(`${how} ${length}`) ??
      (await derive(normalizePassword(password), digest.salt, digest.parameters, length));
    derived.set(`${how} ${length}`, hash);
    if (timingSafeEqual(hash, digest.hash)) return entry;
  }
  return undefined;
}

/** Lower-case letters and digits, none of which looks like another. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * A random password, easy to type and to read out: four groups of seven lower-case letters and digits; 138 bits. Some
 * printers hold no more than 32 characters.
 */
export function generatePassword(): string {
  const characters = Array.from({ length: 28 }, () => alphabet.charAt(randomInt(alphabet.length)));
  return [0, 7, 14, 21].map((start) => characters.slice(start, start + 7).join('')).join('-');
}

type KeptDigest =
  | { readonly kind: 'keyed'; readonly key: Buffer; readonly digest: Buffer }
  | {
      readonly kind: 'derived';
      readonly parameters: ScryptParameters;
      readonly salt: Buffer;
      readonly hash: Buffer;
    };

function decodeHash(encoded: string): KeptDigest {
  const keyed = /^\$hmac-sha256\$([A-Za-z0-9+/]{43})\$([A-Za-z0-9+/]{43})$/u.exec(encoded);
  const [, key, digest] = keyed ?? [];
  if (key !== undefined && digest !== undefined) {
    return { kind: 'keyed', key: Buffer.from(key, 'base64'), digest: Buffer.from(digest, 'base64') };
  }
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
  return {
    kind: 'derived',
    parameters: found,
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

/** The salt of a derived password that was made with today's parameters. */
function saltAmong(kept: readonly string[]): Buffer | undefined {
  for (const encoded of kept) {
    const digest = decodeHash(encoded);
    if (digest.kind === 'derived' && isDeepStrictEqual(digest.parameters, parameters)) return digest.salt;
  }
  return undefined;
}

function keyedDigest(key: Buffer, password: string): Buffer {
  return createHmac('sha256', key).update(normalizePassword(password), 'utf8').digest();
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}

/**
 * Passwords that were found right in this run, as HMAC-SHA-256 under a random key that never leaves memory:
 * comparing them costs microseconds.
 */
export class PasswordDigests {
  readonly #key = createSecretKey(randomBytes(32));
  readonly #kept = new Map<string, readonly { readonly passwordId: string; readonly digest: Buffer }[]>();

  digest(accountId: string, password: string): Buffer {
    const hmac = createHmac('sha256', this.#key);
    return hmac.update(`${accountId}\0${normalizePassword(password)}`, 'utf8').digest();
  }

  /** The id of the password whose digest this is, if it was found right; all are compared, in constant time. */
  passwordOf(accountId: string, digest: Buffer): string | undefined {
    let known: string | undefined;
    for (const kept of this.#kept.get(accountId) ?? []) {
      if (timingSafeEqual(kept.digest, digest)) known = kept.passwordId;
    }
    return known;
  }

  /** Remembers a right password; a former digest of the same named password goes. */
  remember(accountId: string, passwordId: string, digest: Buffer): void {
    const others = (this.#kept.get(accountId) ?? []).filter((kept) => kept.passwordId !== passwordId);
    this.#kept.set(accountId, [...others, { passwordId, digest }]);
  }

  /** Forgets all others of the account: they are no more, or nobody knows. */
  retain(accountId: string, passwordIds: readonly string[]): void {
    const kept = this.#kept.get(accountId)?.filter(({ passwordId }) => passwordIds.includes(passwordId));
    if (kept === undefined || kept.length === 0) this.#kept.delete(accountId);
    else this.#kept.set(accountId, kept);
  }
}
