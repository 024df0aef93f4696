import { useDeferredValue, useMemo, useState, type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useActivity, useBackend, useShown } from '../../backend/backend-context.tsx';
import { Button } from '../../components/button.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { Redactor } from '../../redacted.ts';
import { useFormat } from '../../i18n.ts';
import { ActivityFilters } from './activity-filters.tsx';
import { everything, filtered, type ActivityFilter } from './activity-filter.ts';
import { ActivityLine } from './activity-line.tsx';
import { TrafficPicture } from './traffic-picture.tsx';
import type { MessageFormatter } from '#messages/format.ts';
import type { ActivityEntry } from '#contract/activity.ts';

/** So many lines are drawn at once. */
const page = 100;

/** The activity log, live: what happened, in plain words. */
export function ActivityScreen(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const backend = useBackend();
  const entries = useActivity();
  const { snapshot } = useShown();
  const [filter, setFilter] = useState(everything);
  const [most, setMost] = useState(page);
  // typing stays smooth with thousands of lines: the list follows when there is time
  const deferred = useDeferredValue(filter);
  const late = useDeferredValue(entries);
  useFormattedAhead(late, format);
  const { shown, count } = useMemo(
    () => filtered(late, deferred, most, format),
    [late, deferred, most, format],
  );
  const change = (part: Partial<ActivityFilter>): void => {
    setFilter((before) => ({ ...before, ...part }));
    setMost(page);
  };
  const exportLines = (): void => {
    const redactor = new Redactor({ accounts: snapshot?.accounts ?? [], clients: snapshot?.clients ?? [] });
    const all = filtered(entries, filter, entries.length, format).shown.toReversed();
    void backend.host('host-save-file', {
      fileName: 'mailwicket-activity.jsonl',
      mediaType: 'application/jsonl',
      content: all.map((entry) => `${JSON.stringify(redactor.entry(entry))}\n`).join(''),
    });
  };
  return (
    <>
      <PageHeading
        aside={
          <Button title={t('activity.exportHelp')} disabled={count === 0} onClick={exportLines}>
            {t('activity.export')}
          </Button>
        }
      >
        {t('activity.title')}
      </PageHeading>
      <p className="quiet">{t('activity.intro')}</p>
      <TrafficPicture />
      <ActivityFilters filter={filter} accounts={snapshot?.accounts ?? []} change={change} />
      <p className="small quiet">
        {count === 0
          ? t(entries.length === 0 ? 'activity.none' : 'activity.noMatch')
          : t('activity.lines', { count })}
      </p>
      <ul className="activity-list plain-list" aria-label={t('activity.title')}>
        {shown.map((entry) => (
          <ActivityLine key={entry.sequence} entry={entry} />
        ))}
      </ul>
      {shown.length < count ? (
        <div>
          <Button onClick={() => setMost((before) => before + page)}>{t('activity.more')}</Button>
        </div>
      ) : null}
    </>
  );
}

/** Milliseconds of the main thread that are taken at once. */
const slice = 8;

/** Formats lines before they are searched, a few at a time between other work: a search through all of them is then quick. */
function useFormattedAhead(entries: readonly ActivityEntry[], format: MessageFormatter): void {
  useEffect(() => {
    let at = 0;
    const goOn = (): void => {
      const until = performance.now() + slice;
      for (; at < entries.length && performance.now() < until; at += 1) {
        const entry = entries[at];
        if (entry !== undefined) format(entry.text);
      }
      timer = at < entries.length ? window.setTimeout(goOn) : undefined;
    };
    let timer: number | undefined = window.setTimeout(goOn);
    return () => window.clearTimeout(timer);
  }, [entries, format]);
}
