import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '#contract/commands.ts';
import { useNow } from '../../now.ts';

const day = 24 * 60 * 60_000;
const days = 7;
const height = 40;
const lane = 14;

type History = CommandOutput<'token-details'>['history'];

/** The last seven days as a picture: a stroke for each token that came, a cross for each that did not. */
export function TokenWeek(props: { readonly history: History }): ReactNode {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const begin = now - days * day;
  const recent = props.history.filter(({ at }) => at >= begin);
  const bad = recent.filter(({ kind }) => kind === 'refused' || kind === 'failed');
  const good = recent.filter(({ kind }) => kind === 'issued' || kind === 'renewed' || kind === 'signed-in');
  const x = (at: number): string => `${String((100 * (Math.min(at, now) - begin)) / (days * day))}%`;
  const midnights = Array.from({ length: days }, (_, index) => midnightBefore(now - index * day));
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'short' });
  const summary = t('account.tokens.weekSummary', {
    renewals: t('account.tokens.renewals', { count: good.length }),
    refusals:
      bad.length === 0 ? t('account.tokens.noRefusals') : t('account.tokens.refusals', { count: bad.length }),
  });
  return (
    <figure className="token-week">
      <svg height={height} role="img" aria-label={summary}>
        <line className="week-line" x1="0" x2="100%" y1={lane} y2={lane} />
        {midnights.map((at) => (
          <g key={at}>
            <line className="week-midnight" x1={x(at)} x2={x(at)} y1={lane - 4} y2={lane + 4} />
            <text className="week-day" x={x(at)} dx="4" y={height - 4}>
              {weekday.format(at)}
            </text>
          </g>
        ))}
        {good.map(({ at, kind }) => (
          <line
            key={`${String(at)} ${kind}`}
            className="week-good"
            x1={x(at)}
            x2={x(at)}
            y1={lane - 9}
            y2={lane + 9}
          />
        ))}
        {bad.map(({ at, kind }) => (
          <svg key={`${String(at)} ${kind}`} x={x(at)} y={lane} overflow="visible">
            <path className="week-bad" d="M-5 -5 5 5M5 -5-5 5" />
          </svg>
        ))}
      </svg>
      <figcaption className="small quiet">
        {recent.length === 0 ? `${t('account.tokens.week')}: ${t('account.tokens.weekNone')}` : summary}
      </figcaption>
    </figure>
  );
}

function midnightBefore(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
