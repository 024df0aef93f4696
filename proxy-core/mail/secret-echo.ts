/** Shorter pieces of a secret give nothing away, and would strike ordinary words. */
const TELLING = 16;

/**
 * Strikes whatever of the secrets a server repeats in its answer: the whole, or any piece of 16 characters or
 * more (a server may cut what it echoes, or break it over lines). A secret shorter than that is struck whole.
 * Linear in the length of text and secrets.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce(strike, text);
}

function strike(text: string, secret: string): string {
  const size = Math.min(TELLING, secret.length);
  if (size === 0 || text.length < size) return text;
  const pieces = new Set<string>();
  for (let at = 0; at + size <= secret.length; at += 1) pieces.add(secret.slice(at, at + size));

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
