/** The last lines as one text, as many of them as are no longer than `most` together. */
export function newestLines(lines: readonly string[], most: number): string {
  let first = lines.length;
  for (let length = 0; first > 0; first -= 1) {
    length += lines[first - 1]?.length ?? 0;
    if (length > most) break;
  }
  return lines.slice(first).join('');
}
