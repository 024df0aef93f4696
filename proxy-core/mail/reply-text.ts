import { oneLine } from '#messages/plain-text.ts';

/** Long enough for any sentence, short enough for a reply line of 512 octets (RFC 1939 section 3, RFC 5321 section 4.5.3.1.5). */
const LONGEST_TEXT = 440;

const PLAIN_FORMS: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201a\u2032]/g, "'"],
  [/[\u201c\u201d\u201e\u2033]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/\u00df/g, 'ss'],
];

/**
 * Makes a text safe to stand in one reply line: printable ASCII only, as POP, SMTP and IMAP (RFC 3501 section 9,
 * TEXT-CHAR) have it before the login, no line end, at most 440 octets. Letters lose their accents, typographic signs
 * become plain ones, what is left outside ASCII becomes `?`.
 *
 * @param fallback what to say when nothing is left of the text
 */
export function asciiReplyText(text: string, fallback: string): string {
  let plain = oneLine(text.slice(0, 4 * LONGEST_TEXT));
  for (const [sign, form] of PLAIN_FORMS) plain = plain.replaceAll(sign, form);
  plain = plain
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\x20-\x7e]/gu, '?')
    .slice(0, LONGEST_TEXT)
    .trim();
  return plain === '' ? fallback : plain;
}

/** Short enough for a line that a person reads. */
const LONGEST_IMAP_TEXT = 400;

/**
 * Makes a server's own text fit to stand at the end of an IMAP response line: one line, no control or format characters, at most
 * 400 code units. Letters outside ASCII stay, as UTF-8, as the server has sent them.
 */
export function utf8ReplyText(text: string): string {
  const line = oneLine(text);
  if (line.length <= LONGEST_IMAP_TEXT) return line;
  // not in the midst of a character that takes two code units
  return `${line.slice(0, LONGEST_IMAP_TEXT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
