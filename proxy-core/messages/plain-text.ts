/**
 * Text from servers, providers and programs, made fit for a terminal, a log and a screen: in one place for all.
 *
 * Control characters move the cursor and set colours (ECMA-48, with its one-octet forms from 128 on too); format
 * characters turn the direction of the text around what follows, or are not seen at all (Unicode UAX #9, "Trojan
 * Source"). With them an answer of a server could look like words of Mailwicket.
 */

/** On one line: runs of control characters and white space become one space, format characters go. */
export function oneLine(text: string): string {
  return withoutFormat(text)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

/** With its line ends and tabs; other control characters become a space, format characters go. */
export function plainText(text: string): string {
  return withoutFormat(text)
    .replaceAll(/\r\n?|[\p{Zl}\p{Zp}]/gu, '\n')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, ' ');
}

/** Without the byte order mark that Windows' editors and PowerShell write before UTF-8. */
export function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/u, '');
}

/** The text of a file: UTF-8, or UTF-16 where its byte order mark says so, as PowerShell's `>` writes it. */
export function textIn(octets: Uint8Array): string {
  const mark = (octets[0] ?? 0) * 256 + (octets[1] ?? 0);
  return new TextDecoder(mark === 0xff_fe ? 'utf-16le' : mark === 0xfe_ff ? 'utf-16be' : 'utf-8').decode(
    octets,
  );
}

/**
 * A text for XML 1.0 and HTML, as content or between quotes. What XML cannot hold at all (control characters, lone
 * surrogates; production [2] of the recommendation) becomes U+FFFD.
 */
export function markupText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** Without what cannot be seen; halves of characters are marked. */
export function withoutFormat(text: string): string {
  return text.toWellFormed().replaceAll(/\p{Cf}/gu, '');
}

/**
 * A value as JSON that a terminal shows as it is; whoever reads it gets every character.
 * @param replacer - as of JSON.stringify
 */
export function plainJson(value: unknown, replacer?: (name: string, value: unknown) => unknown): string {
  return JSON.stringify(value, replacer).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(''),
  );
}

function escaped(codeUnit: number): string {
  return `\\u${codeUnit.toString(16).padStart(4, '0')}`;
}

/** PowerShell ends a single-quoted string at each of these, not at the ASCII one alone. */
const singleQuotes = /['\u2018-\u201b]/g;

/**
 * A value as a PowerShell string in which nothing is expanded, for a command that a person is shown: in single quotes,
 * with quotes doubled (about_Quoting_Rules).
 * @param value - on one line
 */
export function powershellString(value: string): string {
  return `'${value.replace(singleQuotes, '$&$&')}'`;
}
