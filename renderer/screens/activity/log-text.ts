const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** '435 kB', as one writes it in a language. */
export function octetsIn(octets: number, language: string): string {
  const power = octets < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(octets) / 3));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    // the short form of English has no plural: '153 byte'
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumSignificantDigits: 3,
  }).format(octets / 1_000 ** power);
}

/** The last lines as one text, as many of them as are no longer than `most` together. */
export function newestLines(lines: readonly string[], most: number): string {
  let first = lines.length;
  for (let length = 0; first > 0; first -= 1) {
    length += lines[first - 1]?.length ?? 0;
    if (length > most) break;
  }
  return lines.slice(first).join('');
}
