import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { Redactor } from '#contract/redactor.ts';
import { mostSaved } from '#contract/commands/host.ts';
import { useActivity, useHostCommand, useSnapshot } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { ProblemNotice } from '../../components/notice.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { ActivityLine, type LineWords, useLineWords } from './activity-line.tsx';
import { HourChart } from './hour-chart.tsx';
import { newestLines } from './log-text.ts';
import { t } from '../../i18n.ts';
import { type AccountView, type ActivityEntry, activityEntrySchema } from '#contract/views.ts';
import { SearchField, Select } from '../../components/field.tsx';

/** The activity log of everything: what happened, in plain words. */
export function ActivityScreen(): ReactNode {
  const saving = useHostCommand('host-save-file');
  const entries = useActivity();
  const snapshot = useSnapshot();
  const accounts = snapshot.accounts;
  const words = useLineWords(accounts);
  const [filter, setFilter] = useState(everything);
  const { accountId } = filter;
  // one that was removed meanwhile cannot be chosen any more
  if (accountId !== undefined && !accounts.some(({ id }) => id === accountId))
    setFilter({ ...filter, accountId: undefined });
  const exportLines = (): void => {
    const redactor = new Redactor(snapshot);
    const lines = fitting(entries, filter, words).map(
      (entry) => `${JSON.stringify(redactor.entry(entry))}\n`,
    );
    void saving.run({
      fileName: 'mailwicket-activity.jsonl',
      mediaType: 'application/jsonl',
      content: newestLines(lines, mostSaved),
    });
  };
  return (
    <>
      <PageHeading
        aside={
          <Button
            icon="download"
            title={t('activity.exportHelp')}
            disabled={entries.length === 0}
            onClick={exportLines}
          >
            {t('activity.export')}
          </Button>
        }
      >
        {t('nav.activity')}
      </PageHeading>
      <ProblemNotice problem={saving.problem} />
      <ActivityLog filter={filter} onFilter={setFilter} />
    </>
  );
}

/** So many lines are drawn at once. */
const page = 100;

/** The last hour, the filters, and the lines that fit them, live. */
export function ActivityLog(props: {
  readonly filter: ActivityFilter;
  readonly onFilter: (filter: ActivityFilter) => void;
  /** It is about this account alone. */
  readonly ofAccount?: string;
}): ReactNode {
  const { filter, onFilter, ofAccount } = props;
  const entries = useActivity();
  const accounts = useSnapshot().accounts;
  const words = useLineWords(accounts);
  const [most, setMost] = useState(page);
  // typing stays smooth with thousands of lines: the list follows when there is time
  const deferred = useDeferredValue(filter);
  const late = useDeferredValue(entries);
  usePreformattedLines(late, words.text);
  const { shown, count, all } = useMemo(
    () => filtered(late, deferred, most, words),
    [late, deferred, most, words],
  );
  return (
    <>
      <HourChart {...(ofAccount === undefined ? {} : { accountId: ofAccount })} />
      <ActivityFilters
        filter={filter}
        {...(ofAccount === undefined ? { accounts } : {})}
        change={(part) => {
          onFilter({ ...filter, ...part });
          setMost(page);
        }}
      />
      {count === 0 ? (
        <p className="quiet">{t(entries.length === 0 ? 'activity.none' : 'activity.noMatch')}</p>
      ) : (
        <ul className="card rows activity-list" aria-label={t('nav.activity')}>
          {shown.map((group) => (
            <ActivityLine
              key={group.oldest.sequence}
              newest={group.newest}
              oldest={group.oldest}
              times={group.times}
              text={words.text(group.newest)}
              address={ofAccount === undefined ? unsaidAddress(group.newest, words) : undefined}
            />
          ))}
        </ul>
      )}
      {count === 0 ? null : (
        <div className="row row-apart">
          <p className="small quiet">{t('activity.lines', { count })}</p>
          {all ? null : (
            <Button onClick={() => setMost((before) => before + page)}>{t('activity.more')}</Button>
          )}
        </div>
      )}
    </>
  );
}

/** Whose a line is, where its words do not tell already. */
function unsaidAddress(entry: ActivityEntry, words: LineWords): string | undefined {
  const address = words.address(entry);
  return address === undefined || words.text(entry).includes(address) ? undefined : address;
}

/** Milliseconds of the main thread that are taken at once. */
const slice = 8;

/** Formats lines before they are searched, a few at a time between other work: a search through all of them is then quick. */
function usePreformattedLines(entries: readonly ActivityEntry[], text: LineWords['text']): void {
  useEffect(() => {
    let at = 0;
    const goOn = (): void => {
      const until = performance.now() + slice;
      for (; at < entries.length && performance.now() < until; at += 1) {
        const entry = entries[at];
        if (entry !== undefined) text(entry);
      }
      timer = at < entries.length ? window.setTimeout(goOn) : undefined;
    };
    let timer: number | undefined = window.setTimeout(goOn);
    return () => window.clearTimeout(timer);
  }, [entries, text]);
}

const kinds = activityEntrySchema.shape.kind.options;

/** What to show of the log; `accounts` where one can be chosen. */
function ActivityFilters(props: {
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
function filtered(
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
function fitting(
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
