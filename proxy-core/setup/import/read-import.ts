import { withoutByteOrderMark } from '#messages/plain-text.ts';
import { CsvError, parse } from 'csv-parse/sync';
import { msg, type Message } from '#messages/message.ts';
import type { CommandInput } from '#contract/commands.ts';
import type { ImportFormat } from '#contract/commands/setup.ts';
import type { Settings } from '#contract/settings.ts';
import { SetupError } from '../setup-error.ts';
import { readDavmail } from './davmail.ts';
import { readEmailOauth2Proxy } from './email-oauth2-proxy.ts';
import { named, planImport, type PlannedImport, type Found, type FoundAccountEntry } from './import-plan.ts';
import { sameName } from '#contract/account.ts';

/**
 * Reads what another proxy, or a table of accounts, says, and plans what to add to these settings. The plan holds
 * secrets: `shownPlan` is the part that may be shown.
 * @throws SetupError - unreadable, unknown-format
 */
export function readImport(
  request: CommandInput<'import-plan'>,
  settings: Settings,
): { readonly format: ImportFormat; readonly plan: PlannedImport } {
  const { content } = request;
  if (withoutByteOrderMark(content).trim() === '')
    throw new SetupError('unreadable', msg('setup.fileIsEmpty'), msg('setup.saveFileAgain'));
  const format = request.format ?? formatOf(content);
  if (format === undefined) {
    throw new SetupError(
      'unknown-format',
      msg('setup.notSeenKindFile'),
      msg('setup.nameFormatEmailOauth2Proxy'),
    );
  }
  return { format, plan: planImport(foundIn(format, request, settings), settings) };
}

function foundIn(format: ImportFormat, request: CommandInput<'import-plan'>, settings: Settings): Found {
  switch (format) {
    case 'email-oauth2-proxy':
      return readEmailOauth2Proxy(request.content, request.files ?? {});
    case 'davmail':
      return readDavmail(request.content);
    case 'csv':
      return readAccountList(request.content, settings, request.client);
    default:
      return format satisfies never;
  }
}

/** Tells a format by what only it has. */
function formatOf(content: string): ImportFormat | undefined {
  if (/^[ \t]*davmail\.\w+/m.test(content)) return 'davmail';
  if (/^[ \t]*\[(?:IMAP|POP|SMTP)-\d+\]|^[ \t]*(?:token_url|permission_url)[ \t]*[=:]/im.test(content)) {
    return 'email-oauth2-proxy';
  }
  const head = headOf(tableIn(content));
  const names = columnNames.address.join('|');
  return new RegExp(`(?:^|[,;\\t"])[ "]*(?:${names})[ "]*(?:$|[,;\\t"])`, 'i').test(head) ? 'csv' : undefined;
}

const columnNames = {
  // the last two: as Exchange's and Entra's own tables have it
  address: ['address', 'email', 'e-mail', 'mail', 'account', 'primarysmtpaddress', 'userprincipalname'],
  client: ['client', 'oauth client', 'oauth-client'],
  mailbox: ['mailbox', 'shared mailbox', 'shared-mailbox'],
  smtpUser: ['smtp-user', 'smtp user', 'smtp_user', 'smtpuser'],
} as const;

/**
 * Reads an administrator's table of accounts: columns address, client, mailbox and smtp-user, of which only the
 * first must be there. The clients must be there already.
 * @param usual - the client of rows that name none
 * @throws SetupError - unreadable
 */
function readAccountList(text: string, settings: Settings, usual: string | undefined): Found {
  const { columns, rows } = readCsv(text);
  if (!columnNames.address.some((name) => columns.includes(name))) {
    throw new SetupError(
      'unreadable',
      msg('setup.tableNoColumnAddress'),
      msg('setup.nameColumnsFirstLineAddress'),
    );
  }
  const known = new Set(Object.values(columnNames).flatMap((names): readonly string[] => names));
  const notTaken: Found['notTaken'][number][] = columns
    .filter((column) => column !== '' && !known.has(column))
    .map((column) => ({
      what: msg('setup.column', { name: column.slice(0, 50) }),
      why: /pass|secret|token/.test(column) ? msg('setup.secretsNotTakenFromTable') : msg('setup.notKnown'),
    }));
  const accounts: FoundAccountEntry[] = [];
  for (const row of rows) {
    const cell = (column: keyof typeof columnNames): string | undefined => cellOf(row, columnNames[column]);
    const address = cell('address');
    const wanted = cell('client') ?? usual;
    const client = settings.clients.find((one) => one.id === wanted || sameName(one.name, wanted ?? ''));
    const { line } = row;
    const leave = (why: Message): void => void notTaken.push({ what: named(address, line), why, line });
    if (address === undefined) leave(msg('setup.noAddress'));
    else if (wanted === undefined) leave(msg('setup.namesNoOauthClient'));
    else if (client === undefined) leave(msg('setup.noOauthClientAddFirst', { name: wanted }));
    else {
      const passwordMode = client.grant === 'password' ? 'pass-on' : 'own';
      const [mailbox, smtpUser] = [cell('mailbox'), cell('smtpUser')];
      accounts.push({ address, client: client.name, passwordMode, mailbox, smtpUser, line });
    }
  }
  return { clients: [], accounts, notTaken, files: [] };
}

function cellOf(row: CsvRow, names: readonly string[]): string | undefined {
  const name = names.find((one) => row.cells.has(one));
  return (name === undefined ? undefined : row.cells.get(name)) || undefined;
}

const mostRows = 5_000;

/** One row: its line in the file, and its cells by the names of the columns, trimmed. */
interface CsvRow {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

/**
 * Reads a table with a head (RFC 4180): cells between commas, semicolons or tabs (whichever the head has most of),
 * a cell in quotes may hold separators, line ends and doubled quotes. Names of columns in lower case.
 * @throws SetupError - unreadable
 */
export function readCsv(text: string): { readonly columns: readonly string[]; readonly rows: CsvRow[] } {
  const [head, ...body] = recordsOf(tableIn(text));
  if (head === undefined) throw unreadable(msg('setup.fileEmpty'));
  if (body.length > mostRows) {
    const most = String(mostRows);
    throw new SetupError('unreadable', msg('setup.moreThanRows', { most }), msg('setup.importInParts'));
  }
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

/** Without what programs write before the head: Windows PowerShell the kind of its objects, others their separator for Excel. */
function tableIn(text: string): string {
  // the empty line that is left keeps the numbers of the others
  return withoutByteOrderMark(text).replace(/^(?:#TYPE [^\r\n]*|sep=.)(?=[\r\n])/, '');
}

function headOf(table: string): string {
  return /[^\r\n]+/.exec(table)?.[0] ?? '';
}

function recordsOf(text: string): { readonly line: number; readonly cells: readonly string[] }[] {
  const records: { readonly line: number; readonly cells: readonly string[] }[] = [];
  // the parser says where a record ends; it begins on the first line after the one before that is not empty
  let before = { lines: 0, empty_lines: 0 };
  try {
    parse(text, {
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
  const head = headOf(text);
  const count = (separator: string): number => head.split(separator).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function unreadable(text: Message): SetupError {
  return new SetupError('unreadable', text, msg('setup.correctTableSaveCsvFirst'));
}
