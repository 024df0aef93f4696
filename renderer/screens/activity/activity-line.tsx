import { memo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityEntry } from '#contract/activity.ts';
import { useFormat } from '../../i18n.ts';
import type { Message } from '#messages/message.ts';
import type { MessageFormatter } from '#messages/format.ts';
import type { TFunction } from 'i18next';
import { en } from '#messages/en.ts';

/** One line; it opens to its details. */
export const ActivityLine = memo(function ActivityLine(props: { readonly entry: ActivityEntry }): ReactNode {
  const { entry } = props;
  const { t, i18n } = useTranslation();
  const format = useFormat();
  // of two hundred lines few are ever opened
  const [opened, setOpened] = useState(false);
  const at = new Date(entry.at);
  return (
    <li className={entry.trouble ? 'activity-line activity-line-trouble' : 'activity-line'}>
      <details onToggle={(event) => setOpened(event.currentTarget.open)}>
        <summary>
          <time dateTime={at.toISOString()} className="small quiet activity-time">
            {at.toLocaleTimeString(i18n.language)}
          </time>
          <span className="wrap-anywhere">
            {entry.trouble ? <strong className="tone-bad">{t('activity.trouble')}: </strong> : null}
            {format(entry.text)}
          </span>
        </summary>
        {opened ? <Facts entry={entry} at={at} /> : null}
      </details>
    </li>
  );
});

function Facts(props: { readonly entry: ActivityEntry; readonly at: Date }): ReactNode {
  const { entry, at } = props;
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const facts: Fact[] = [
    { term: t('activity.when'), text: at.toLocaleString(i18n.language), isCode: true },
    { term: t('activity.kind'), text: t(`activity.kinds.${entry.kind}`) },
    ...(entry.protocol === undefined
      ? []
      : [{ term: t('activity.protocol'), text: entry.protocol.toUpperCase(), isCode: true }]),
    ...(entry.peer === undefined ? [] : [{ term: t('activity.peer'), text: entry.peer, isCode: true }]),
    ...Object.entries(entry.details ?? {}).map((fact) => factWords(fact, t, format)),
  ];
  return (
    <dl className="fact-grid activity-facts small">
      {facts.map(({ term, text, isCode }) => (
        <div key={term}>
          <dt className="quiet">{term}</dt>
          <dd className="wrap-anywhere" translate={isCode === true ? 'no' : undefined}>
            {text}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A detail of a line; a code, a number or words of others are the same in every language. */
interface Fact {
  readonly term: string;
  readonly text: string;
  readonly isCode?: boolean;
}

const { facts, factValues } = en.screens.activity;

function isKeyOf<Table extends object>(table: Table, name: PropertyKey): name is keyof Table {
  return Object.hasOwn(table, name);
}

/** These hold a word of the core's own; the others are told as they are. */
const withWords = new Set(['refusal', 'reason', 'endedBy', 'late', 'check']);

/** A detail of an activity line, in words: its name, and its value. One that is not known keeps the core's name. */
function factWords(
  [name, value]: readonly [name: string, value: string | number | boolean | Message],
  t: TFunction,
  format: MessageFormatter,
): Fact {
  const term = isKeyOf(facts, name) ? t(`activity.facts.${name}`) : name;
  if (typeof value === 'object') return { term, text: format(value) };
  const text = String(value);
  return withWords.has(name) && isKeyOf(factValues, text)
    ? { term, text: t(`activity.factValues.${text}`) }
    : { term, text, isCode: true };
}
