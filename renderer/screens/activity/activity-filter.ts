import type { MessageFormatter } from '#messages/format.ts';
import type { ActivityEntry } from '#contract/activity.ts';

/** What the activity list shows. */
export interface ActivityFilter {
  readonly text: string;
  readonly accountId: string | undefined;
  readonly kind: ActivityEntry['kind'] | undefined;
  readonly onlyTrouble: boolean;
}

export const everything: ActivityFilter = {
  text: '',
  accountId: undefined,
  kind: undefined,
  onlyTrouble: false,
};

/** The newest lines that fit, newest first, and how many fit in all. `say` turns a line's text into the language of the page. */
export function filtered(
  entries: readonly ActivityEntry[],
  filter: ActivityFilter,
  most: number,
  say: MessageFormatter,
): { readonly shown: readonly ActivityEntry[]; readonly count: number } {
  const text = filter.text.trim().toLowerCase();
  const shown: ActivityEntry[] = [];
  let count = 0;
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    if (entry === undefined || !fits(entry, filter, text, say)) continue;
    count += 1;
    if (shown.length < most) shown.push(entry);
  }
  return { shown, count };
}

function fits(entry: ActivityEntry, filter: ActivityFilter, text: string, say: MessageFormatter): boolean {
  if (filter.onlyTrouble && !entry.trouble) return false;
  if (filter.accountId !== undefined && entry.accountId !== filter.accountId) return false;
  if (filter.kind !== undefined && entry.kind !== filter.kind) return false;
  return text === '' || say(entry.text).toLowerCase().includes(text);
}
