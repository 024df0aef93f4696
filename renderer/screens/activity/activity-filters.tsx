import type { ReactNode } from 'react';
import { type ActivityEntry, activityEntrySchema } from '#contract/activity.ts';
import type { AccountView } from '#contract/views.ts';
import { SearchField, Select } from '../../components/field.tsx';
import type { LineWords } from './activity-line.tsx';
import { t } from '../../i18n.ts';

const kinds = activityEntrySchema.shape.kind.options;

/** What to show of the log; `accounts` where one can be chosen. */
export function ActivityFilters(props: {
  readonly filter: ActivityFilter;
  readonly accounts?: readonly AccountView[];
  readonly change: (part: Partial<ActivityFilter>) => void;
}): ReactNode {
  const { filter, accounts, change } = props;
  return (
    <search className="row filters">
      <SearchField
        placeholder={t('activity.search')}
        value={filter.text}
        onValue={(text) => change({ text })}
      />
      {accounts === undefined ? null : (
        <Select
          className="select"
          aria-label={t('activity.account')}
          options={[
            ['', t('activity.allAccounts')],
            ...accounts.map(({ id, address }) => [id, address] as const),
          ]}
          value={filter.accountId ?? ''}
          onValue={(id) => change({ accountId: id === '' ? undefined : id })}
        />
      )}
      <Select
        className="select"
        aria-label={t('activity.kind')}
        options={[
          ['', t('activity.allKinds')],
          ...kinds.map((kind) => [kind, t(`activity.kinds.${kind}`)] as const),
        ]}
        value={filter.kind ?? ''}
        onValue={(kind) => change({ kind: kind === '' ? undefined : kind })}
      />
      <label className="row no-wrap switch-line">
        <input
          type="checkbox"
          role="switch"
          className="switch"
          checked={filter.onlyTrouble}
          onChange={(event) => change({ onlyTrouble: event.target.checked })}
        />
        {t('activity.onlyTrouble')}
      </label>
    </search>
  );
}

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

/** What is drawn as one line: the same trouble, again and again, is told once and counted. */
interface ActivityGroup {
  readonly newest: ActivityEntry;
  readonly oldest: ActivityEntry;
  readonly times: number;
}

/** The newest lines that fit, newest first, and how many entries fit in all. */
export function filtered(
  entries: readonly ActivityEntry[],
  filter: ActivityFilter,
  most: number,
  words: LineWords,
): { readonly shown: readonly ActivityGroup[]; readonly count: number; readonly all: boolean } {
  const text = filter.text.trim().toLowerCase();
  const shown: ActivityGroup[] = [];
  let count = 0;
  let all = true;
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    if (entry === undefined || !fits(entry, filter, text, words)) continue;
    count += 1;
    const last = shown.at(-1);
    if (!all) continue;
    if (last !== undefined && isSame(last.newest, entry, words))
      shown[shown.length - 1] = { ...last, oldest: entry, times: last.times + 1 };
    else if (shown.length < most) shown.push({ newest: entry, oldest: entry, times: 1 });
    else all = false;
  }
  return { shown, count, all };
}

/** The entries that fit, oldest first. */
export function fitting(
  entries: readonly ActivityEntry[],
  filter: ActivityFilter,
  words: LineWords,
): readonly ActivityEntry[] {
  const text = filter.text.trim().toLowerCase();
  return entries.filter((entry) => fits(entry, filter, text, words));
}

function isSame(one: ActivityEntry, other: ActivityEntry, words: LineWords): boolean {
  return (
    one.level === 'warning' &&
    other.level === 'warning' &&
    one.kind === other.kind &&
    one.accountId === other.accountId &&
    one.peer === other.peer &&
    words.text(one) === words.text(other)
  );
}

function fits(entry: ActivityEntry, filter: ActivityFilter, text: string, words: LineWords): boolean {
  if (filter.onlyTrouble && entry.level === 'info') return false;
  if (filter.accountId !== undefined && entry.accountId !== filter.accountId) return false;
  if (filter.kind !== undefined && entry.kind !== filter.kind) return false;
  return (
    text === '' ||
    words.text(entry).toLowerCase().includes(text) ||
    words.address(entry)?.toLowerCase().includes(text) === true
  );
}
