import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { normalizePassword } from './local-password.ts';

interface Kept {
  readonly passwordId: string;
  readonly digest: Buffer;
}

/**
 * Passwords that were found right in this run, as HMAC-SHA-256 under a random key that never leaves memory:
 * comparing them costs microseconds.
 */
export class PasswordDigests {
  readonly #key = randomBytes(32);
  readonly #kept = new Map<string, readonly Kept[]>();

  /** The keyed digest of an account's password. */
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
