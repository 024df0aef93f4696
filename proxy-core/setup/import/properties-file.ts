/**
 * Reads a Java properties file: `name=value`, `name: value` or `name value`; comments begin with # or !; a
 * backslash at the end goes on in the next line, and elsewhere makes the next character a plain one (\t, \n, \r,
 * \f and \uXXXX as in Java).
 */
export function readProperties(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const lines = text.replace(/^\u{feff}/u, '').split(/\r\n|\r|\n/);
  for (let index = 0; index < lines.length; index += 1) {
    let line = (lines[index] ?? '').trimStart();
    if (line === '' || line.startsWith('#') || line.startsWith('!')) continue;
    while (goesOn(line) && index + 1 < lines.length) {
      index += 1;
      line = line.slice(0, -1) + (lines[index] ?? '').trimStart();
    }
    const match = /^(?<key>(?:\\.|[^\\=:\s])*)\s*[=:]?\s*(?<value>.*)$/s.exec(line)?.groups;
    if (match !== undefined) found.set(unescaped(match['key'] ?? ''), unescaped(match['value'] ?? ''));
  }
  return found;
}

/** An odd number of backslashes ends the line. */
function goesOn(line: string): boolean {
  return (/\\+$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescaped(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.))/gs,
    (_, code: string | undefined, other: string | undefined) =>
      code === undefined
        ? (escapes[other ?? ''] ?? other ?? '')
        : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
