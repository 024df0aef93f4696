import type { ClientLoginOptions } from './dialogue.ts';
import { tokenMessages } from './sasl.ts';

/** Shorter pieces of a secret give nothing away, and would strike ordinary words. */
const TELLING = 16;
const HALF = TELLING / 2;

/**
 * Finds what a server repeats of a login's secrets in its answers: the whole, or any piece of 16 characters or more
 * (a server may cut what it echoes, or break it over lines). A secret shorter than that is found whole.
 *
 * Made once per login. A text that repeats nothing is told from a sample of the secrets, as cutting them into all
 * their pieces takes as long as the rest of a login; both are made once, as a server can send ten thousands of lines.
 * A search is linear in the length of the text.
 */
export class SecretEcho {
  readonly #secrets: readonly string[];
  /** The pieces by their length, once a text seems to repeat one. */
  #pieces: ReadonlyMap<number, ReadonlySet<string>> | undefined;
  #sample: ReadonlySet<string> | undefined;

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets.filter((secret) => secret !== '');
  }

  /** Whether the text repeats one of the secrets. */
  isIn(text: string): boolean {
    return this.struckFrom(text) !== text;
  }

  /** The text with `[…]` in place of what it repeats. */
  struckFrom(text: string): string {
    if (!this.#mayBeIn(text)) return text;
    this.#pieces ??= cut(this.#secrets);
    let left = text;
    for (const [size, known] of this.#pieces) left = strike(left, size, known);
    return left;
  }

  /** Whatever repeats TELLING characters in a row repeats a half of them that begins at a multiple of the half. */
  #mayBeIn(text: string): boolean {
    if (this.#secrets.some((secret) => secret.length < TELLING && text.includes(secret))) return true;
    this.#sample ??= new Set(
      this.#secrets.flatMap((secret) => (secret.length < TELLING ? [] : [...pieces(secret, HALF, HALF)])),
    );
    for (const piece of pieces(text, HALF, 1)) if (this.#sample.has(piece)) return true;
    return false;
  }
}

/** For the token of an upstream login, and for the messages that carry it. */
export function echoOf(options: ClientLoginOptions): SecretEcho {
  const { credentials } = options;
  return new SecretEcho(
    credentials === undefined ? [] : [credentials.token, ...tokenMessages(credentials, options)],
  );
}

function cut(secrets: readonly string[]): ReadonlyMap<number, ReadonlySet<string>> {
  const bySize = new Map<number, Set<string>>();
  for (const secret of secrets) {
    const size = Math.min(TELLING, secret.length);
    const known = bySize.get(size) ?? new Set<string>();
    for (const piece of pieces(secret, size, 1)) known.add(piece);
    bySize.set(size, known);
  }
  return bySize;
}

/** The pieces of this size that begin at every `step`-th character. */
function* pieces(text: string, size: number, step: number): Generator<string> {
  for (let at = 0; at + size <= text.length; at += step) yield text.slice(at, at + size);
}

function strike(text: string, size: number, known: ReadonlySet<string>): string {
  let kept = '';
  let struckTo = 0;
  let keptTo = 0;
  for (let at = 0; at + size <= text.length; at += 1) {
    if (!known.has(text.slice(at, at + size))) continue;
    if (at > struckTo || struckTo === 0) kept += `${text.slice(keptTo, Math.max(at, keptTo))}[…]`;
    struckTo = at + size;
    keptTo = struckTo;
  }
  return kept + text.slice(keptTo);
}
