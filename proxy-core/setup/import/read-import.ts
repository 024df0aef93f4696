import { msg } from '#messages/message.ts';
import type { ImportFormat } from '#contract/commands/setup.ts';
import type { Settings } from '#contract/settings.ts';
import { SetupError } from '../setup-error.ts';
import { readAccountList } from './account-list.ts';
import { readDavmail } from './davmail.ts';
import { readEmailOauth2Proxy } from './email-oauth2-proxy.ts';
import { planImport, type PlannedImport } from './import-plan.ts';

export interface ImportRequest {
  readonly format?: ImportFormat | undefined;
  readonly content: string;
  /** Tables: the OAuth client of rows that name none. */
  readonly client?: string | undefined;
  /** Files that the content names, by their names in it. */
  readonly files?: Readonly<Record<string, string>> | undefined;
}

/**
 * Reads what another proxy, or a table of accounts, says, and plans what to add to these settings. The plan holds
 * secrets: `shownPlan` is the part that may be shown.
 * @throws SetupError - unreadable, unknown-format
 */
export function readImport(
  request: ImportRequest,
  settings: Settings,
): { readonly format: ImportFormat; readonly plan: PlannedImport } {
  const { content } = request;
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

function foundIn(
  format: ImportFormat,
  request: ImportRequest,
  settings: Settings,
): ReturnType<typeof readDavmail> {
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
  const head = /^[^\r\n]*/.exec(content.replace(/^\u{feff}/u, ''))?.[0] ?? '';
  return /(?:^|[,;\t"])[ "]*(?:address|e-?mail|account)[ "]*(?:$|[,;\t"])/i.test(head) ? 'csv' : undefined;
}
