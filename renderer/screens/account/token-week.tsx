import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOutput } from '#contract/commands.ts';
import { Icon } from '../../components/icon.tsx';
import { useNow } from '../../time-words.ts';

const days = 7;

type History = CommandOutput<'token-details'>['history'];

/**
 * The last seven days as a picture: a stroke for each token that came, a cross for each that did not, and the next.
 * Where Mailwicket did not run yet it is hatched.
 */
export function TokenWeek(props: {
  readonly history: History;
  /** When Mailwicket was started. */
  readonly since: number;
  /** When the next token comes by itself. */
  readonly next?: number | undefined;
}): ReactNode {
  const { history, since, next } = props;
  const { t, i18n } = useTranslation();
  const now = useNow();
  const week = Array.from({ length: days }, (_, index) => ({
    begin: midnight(now, index - days + 1),
    end: midnight(now, index - days + 2),
  }));
  const begun = week[0]?.begin ?? 0;
  const recent = history.filter(({ at }) => at >= begun);
  const bad = recent.filter(({ kind }) => kind === 'refused' || kind === 'failed');
  const good = recent.filter(({ kind }) => kind === 'issued' || kind === 'renewed' || kind === 'signed-in');
  const lastBad = bad.at(-1);
  const moment = new Intl.DateTimeFormat(i18n.language, {
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
  });
  const before = since > begun ? t('account.tokens.before', { when: moment.format(since) }) : undefined;
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'short' });
  const renewals = t('account.tokens.renewals', { count: good.length });
  const failures =
    lastBad === undefined
      ? t('account.tokens.noRefusals')
      : t((good.at(-1)?.at ?? 0) > lastBad.at ? 'account.tokens.refusalsMended' : 'account.tokens.refusals', {
          count: bad.length,
          when: moment.format(lastBad.at),
        });
  return (
    <figure className="token-week">
      <div
        className="week-days"
        role="img"
        aria-label={t('account.tokens.weekSummary', {
          told: [renewals, failures, before].filter((one) => one !== undefined).join(', '),
        })}
      >
        {week.map(({ begin, end }) => {
          const place = (at: number): { readonly insetInlineStart: string } => ({
            insetInlineStart: `${String(Math.round((1_000 * (Math.min(Math.max(at, begin), end) - begin)) / (end - begin)) / 10)}%`,
          });
          const within = ({ at }: { readonly at: number }): boolean => at >= begin && at < end;
          const today = now >= begin && now < end;
          const lane = recent.some(within) ? 'week-lane week-lane-used' : 'week-lane';
          return (
            <div key={begin} className="week-day">
              <div className={lane}>
                {since <= begin ? null : (
                  <span
                    className="week-off"
                    style={{
                      insetInlineStart: 0,
                      inlineSize: `${String(Math.round((1_000 * Math.min(since - begin, end - begin)) / (end - begin)) / 10)}%`,
                    }}
                  />
                )}
                {good.filter(within).map(({ at, kind }) => (
                  <span key={`${String(at)} ${kind}`} className="week-good" style={place(at)} />
                ))}
                {bad.filter(within).map(({ at, kind }) => (
                  <span key={`${String(at)} ${kind}`} className="week-bad" style={place(at)}>
                    <Icon name="cross" />
                  </span>
                ))}
                {today && next !== undefined && next > now ? (
                  <span
                    className="week-next"
                    style={{
                      ...place(now),
                      inlineSize: `${String(Math.round((100 * (Math.min(next, end) - now)) / (end - begin)))}%`,
                    }}
                  />
                ) : null}
                {today ? <span className="week-now" style={place(now)} /> : null}
              </div>
              {today ? (
                <span className="week-name">{t('account.tokens.today')}</span>
              ) : (
                <time className="week-name" dateTime={new Date(begin).toISOString()}>
                  {weekday.format(begin)}
                </time>
              )}
            </div>
          );
        })}
      </div>
      <figcaption className="small quiet week-legend">
        {recent.length === 0 ? (
          <span>{t('account.tokens.weekNone')}</span>
        ) : (
          <>
            <span className="week-key">
              <span className="week-key-good" />
              {renewals}
            </span>
            <span className="week-key">
              {lastBad === undefined ? null : <Icon name="cross" className="tone-bad" />}
              {failures}
            </span>
          </>
        )}
        {before === undefined ? null : (
          <span className="week-key">
            <span className="week-key-off" />
            <time dateTime={new Date(since).toISOString()}>{before}</time>
          </span>
        )}
      </figcaption>
    </figure>
  );
}

/** The midnight with which a day begins, so many days from the one of a time. */
function midnight(at: number, daysOn: number): number {
  const date = new Date(at);
  date.setHours(0, 0, 0, 0);
  date.setDate(date.getDate() + daysOn);
  return date.getTime();
}
