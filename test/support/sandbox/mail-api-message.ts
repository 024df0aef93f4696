/** Reads messages as the stand-ins of the APIs do: on their own, so that a fault of the gateway's reader is seen. */

/**
 * The unfolded values of a message's header fields, by their names in lower case.
 * @param which - 'before-mime': Gmail was seen to look for addresses ahead of the MIME fields only
 */
export function fieldsOf(raw: Buffer, which: 'all' | 'before-mime' = 'all'): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  const header = raw.toString('utf8').split(/\r?\n\r?\n/)[0] ?? '';
  for (const field of header.split(/\r?\n(?![ \t])/)) {
    const colon = field.indexOf(':');
    if (colon < 0) continue;
    const name = field.slice(0, colon).trim().toLowerCase();
    if (which === 'before-mime' && /^(?:mime-version|content-)/.test(name)) break;
    fields.set(name, [
      ...(fields.get(name) ?? []),
      field
        .slice(colon + 1)
        .replaceAll(/\r?\n/g, '')
        .trim(),
    ]);
  }
  return fields;
}

/** Every address in address fields, in order, each once. */
export function addressesIn(values: readonly string[]): string[] {
  const found = values.flatMap((value) => {
    const plain = value
      .replaceAll(/"(?:\\.|[^"\\])*"(?!@)/g, '')
      .replaceAll(/\((?:\\.|[^()\\])*\)/g, '')
      .replaceAll(/=\?[^?\s]+\?[bq]\?[^?\s]*\?=/gi, '');
    return [...plain.matchAll(/(?:"(?:\\.|[^"\\])*"|[^\s<>,;:"]+)@[^\s<>,;:"]+/g)].map(
      ([address]) => address,
    );
  });
  return [...new Map(found.map((address) => [address.toLowerCase(), address])).values()];
}

/** What the recipients get. */
export function withoutBcc(raw: Buffer): Buffer {
  const text = raw.toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const header = text
    .slice(0, end)
    .split(/(?<=\n)(?![ \t])/)
    .filter((field) => !/^bcc[ \t]*:/i.test(field))
    .join('');
  return Buffer.from(header + text.slice(end), 'latin1');
}
