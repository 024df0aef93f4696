import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { Redactor } from '#contract/support-report.ts';
import type { ActivityEntry } from '#contract/activity.ts';
import { useActivity, useBackend, useSnapshot } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { type ActivityFilter, ActivityFilters, everything, filtered, fitting } from './activity-filters.tsx';
import { ActivityLine, type LineWords, useLineWords } from './activity-line.tsx';
import { HourChart } from './hour-chart.tsx';
import { t } from '../../i18n.ts';

/** The activity log of everything: what happened, in plain words. */
export function ActivityScreen(): ReactNode {
  const backend = useBackend();
  const entries = useActivity();
  const snapshot = useSnapshot();
  const accounts = snapshot.accounts;
  const words = useLineWords(accounts);
  const [filter, setFilter] = useState(everything);
  const exportLines = (): void => {
    const redactor = new Redactor({ accounts, clients: snapshot.clients });
    void backend.host('host-save-file', {
      fileName: 'mailwicket-activity.jsonl',
      mediaType: 'application/jsonl',
      content: fitting(entries, filter, words)
        .map((entry) => `${JSON.stringify(redactor.entry(entry))}\n`)
        .join(''),
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
        {t('activity.title')}
      </PageHeading>
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
  useFormattedAhead(late, words.text);
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
        <ul className="card rows activity-list" aria-label={t('activity.title')}>
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
function useFormattedAhead(entries: readonly ActivityEntry[], text: LineWords['text']): void {
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
