import type { ClientLoginOptions } from './dialogue.ts';
import { tokenMessages } from './sasl.ts';

/** Shorter pieces of a secret give nothing away, and would strike ordinary words. */
const TELLING = 16;

/**
 * Finds what a server repeats of a login's secrets in its answers: the whole, or any piece of 16 characters or more
 * (a server may cut what it echoes, or break it over lines). A secret shorter than that is found whole.
 *
 * Made once per login: cutting the secrets into pieces costs more than searching a line of the server for them, and a
 * server can send ten thousands of lines. Then a search is linear in the length of the text.
 */
export class SecretEcho {
  readonly #secrets: readonly string[];
  /** The pieces by their length. Cut when the first text comes: most logins give out none. */
  #pieces: ReadonlyMap<number, ReadonlySet<string>> | undefined;

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  /** Whether the text repeats one of the secrets. */
  isIn(text: string): boolean {
    return this.struckFrom(text) !== text;
  }

  /** The text with `[…]` in place of what it repeats. */
  struckFrom(text: string): string {
    this.#pieces ??= cut(this.#secrets);
    let left = text;
    for (const [size, pieces] of this.#pieces) left = strike(left, size, pieces);
    return left;
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
    if (size === 0) continue;
    const pieces = bySize.get(size) ?? new Set<string>();
    for (let at = 0; at + size <= secret.length; at += 1) pieces.add(secret.slice(at, at + size));
    bySize.set(size, pieces);
  }
  return bySize;
}

function strike(text: string, size: number, pieces: ReadonlySet<string>): string {
  let kept = '';
  let struckTo = 0;
  let keptTo = 0;
  for (let at = 0; at + size <= text.length; at += 1) {
    if (!pieces.has(text.slice(at, at + size))) continue;
    if (at > struckTo || struckTo === 0) kept += `${text.slice(keptTo, Math.max(at, keptTo))}[…]`;
    struckTo = at + size;
    keptTo = struckTo;
  }
  return kept + text.slice(keptTo);
}
