const LONGEST = 400;

/**
 * Makes a text fit to stand at the end of an IMAP response line: one line, no control characters, at most
 * 400 code units. Letters outside ASCII stay, as UTF-8 (RFC 9051 section 9 allows them in TEXT-CHAR,
 * and older clients show them as they can).
 */
export function wireText(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  if (line.length <= LONGEST) return line;
  // Not in the midst of a character that takes two code units.
  return `${line.slice(0, LONGEST - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
