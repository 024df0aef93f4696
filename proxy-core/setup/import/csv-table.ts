import { CsvError, parse } from 'csv-parse/sync';
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
  const [head, ...body] = recordsOf(text);
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

function recordsOf(text: string): { readonly line: number; readonly cells: readonly string[] }[] {
  const records: { readonly line: number; readonly cells: readonly string[] }[] = [];
  // the parser says where a record ends; it begins on the first line after the one before that is not empty
  let before = { lines: 0, empty_lines: 0 };
  try {
    parse(text, {
      bom: true,
      delimiter: separatorOf(text),
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      on_record: (cells: string[], { lines, empty_lines }) => {
        records.push({ line: before.lines + 1 + empty_lines - before.empty_lines, cells });
        before = { lines, empty_lines };
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable(msg('setup.quoteLineDoesNotEnd', { line: String(error['lines']) }));
  }
  return records;
}

function separatorOf(text: string): string {
  const head = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const count = (separator: string): number => head.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function unreadable(text: Message): SetupError {
  return new SetupError('unreadable', text, msg('setup.correctTableSaveCsvFirst'));
}
