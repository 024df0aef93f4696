const SHORTEST_PIECE = 8;
const PIECE = /[A-Za-z0-9]{8,}/g;

/**
 * Takes the secrets out of a text that a server sent: whole, and in pieces of eight letters and digits or more,
 * as servers quote a part of what they do not understand.
 */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret !== '') clean = clean.replaceAll(secret, '…');
  }
  return clean.replaceAll(PIECE, (piece) =>
    secrets.some((secret) => secret.length >= SHORTEST_PIECE && secret.includes(piece)) ? '…' : piece,
  );
}
