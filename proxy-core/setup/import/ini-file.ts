import { msg } from '#messages/message.ts';
import { SetupError } from '../setup-error.ts';

/** A section and its entries, in their order; the names of entries in lower case. */
export interface IniSection {
  readonly name: string;
  readonly entries: ReadonlyMap<string, string>;
}

/**
 * Reads an INI file as Python's configparser does without interpolation: `name = value` or `name: value`, comments
 * at the beginning of a line only, and lines that are indented deeper than a name's go on with its value. Later
 * entries of one name count.
 * @throws SetupError - unreadable: naming the line
 */
export function readIni(text: string): IniSection[] {
  const sections = new Map<string, Map<string, string>>();
  let entries: Map<string, string> | undefined;
  let name: string | undefined;
  let indent = 0;
  for (const [index, line] of text
    .replace(/^\u{feff}/u, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#') || content.startsWith(';')) continue;
    const depth = line.length - line.trimStart().length;
    if (entries !== undefined && name !== undefined && depth > indent) {
      entries.set(name, `${entries.get(name) ?? ''}\n${content}`);
      continue;
    }
    indent = depth;
    const section = /^\[(?<title>.+)\]/.exec(content)?.groups?.['title'];
    if (section !== undefined) {
      entries = sections.get(section) ?? new Map<string, string>();
      sections.set(section, entries);
      name = undefined;
      continue;
    }
    const entry = /^(?<key>[^=:]+?)\s*[=:]\s*(?<value>.*)$/.exec(content)?.groups;
    if (entries === undefined || entry === undefined) throw unreadable(index + 1);
    name = (entry['key'] ?? '').toLowerCase();
    entries.set(name, entry['value'] ?? '');
  }
  return [...sections].map(([title, read]) => ({ name: title, entries: read }));
}

function unreadable(line: number): SetupError {
  return new SetupError(
    'unreadable',
    msg('setup.lineNeitherSectionNorName', { line: String(line) }),
    msg('setup.checkRightFileCorrectLine'),
  );
}
