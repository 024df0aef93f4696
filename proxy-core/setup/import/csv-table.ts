import { type Message, msg } from '#messages/message.ts';
import { SetupError } from '../setup-error.ts';

const mostRows = 5_000;

/** One row: its line in the file, and its cells by the names of the columns, trimmed. */
export interface CsvRow {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

/**
 * Reads a table with a head (RFC 4180): cells between commas, semicolons or tabs (whichever the head has most of),
 * a cell in quotes may hold separators, line ends and doubled quotes. Names of columns in lower case.
 * @throws SetupError - unreadable
 */
export function readCsv(text: string): { readonly columns: readonly string[]; readonly rows: CsvRow[] } {
  const plain = text.replace(/^\u{feff}/u, '');
  const records = recordsOf(plain, separatorOf(plain));
  const [head, ...body] = records;
  if (head === undefined) throw unreadable(msg('setup.fileEmpty'));
  if (body.length > mostRows) throw unreadable(msg('setup.moreThanRows', { most: String(mostRows) }));
  const columns = head.cells.map((cell) => cell.toLowerCase());
  return {
    columns,
    rows: body.map(({ line, cells }) => {
      if (cells.length > columns.length) {
        throw unreadable(msg('setup.lineMoreCellsThanFirst', { line: String(line) }));
      }
      return { line, cells: new Map(cells.map((cell, index) => [columns[index] ?? '', cell] as const)) };
    }),
  };
}

function separatorOf(text: string): string {
  const head = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const count = (separator: string): number => head.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

function recordsOf(text: string, separator: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let line = 1;
  let begins = 1;
  let at = 0;
  const endRecord = (): void => {
    // a line with nothing on it is no row
    if (cells.length > 1 || cells[0] !== '') records.push({ line: begins, cells });
    cells = [];
  };
  while (at < text.length) {
    const { cell, end } = cellAt(text, at, separator, line);
    line += text.slice(at, end).split('\n').length - 1;
    cells.push(cell);
    at = end;
    if (text[at] === separator) {
      at += 1;
      if (at === text.length) cells.push('');
      else continue;
    }
    endRecord();
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    line += 1;
    begins = line;
  }
  if (cells.length > 0) endRecord();
  return records;
}

function cellAt(text: string, from: number, separator: string, line: number): { cell: string; end: number } {
  const quoted = new RegExp(`[ ]*"((?:[^"]|"")*)"[ ]*(?=${separator}|\\r|\\n|$)`, 'y');
  quoted.lastIndex = from;
  const match = quoted.exec(text);
  if (match !== null) return { cell: (match[1] ?? '').replaceAll('""', '"').trim(), end: quoted.lastIndex };
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== '\r' && text[end] !== '\n') end += 1;
  const cell = text.slice(from, end).trim();
  if (cell.startsWith('"')) throw unreadable(msg('setup.quoteLineDoesNotEnd', { line: String(line) }));
  return { cell, end };
}

function unreadable(text: Message): SetupError {
  return new SetupError('unreadable', text, msg('setup.correctTableSaveCsvFirst'));
}
