import { type ReactNode, useMemo } from 'react';
import type { ActivityEntry } from '#contract/views.ts';
import { useActivity } from '../../backend/backend-context.tsx';
import { Icon } from '../../components/icon.tsx';
import { useNow } from '../../time-words.ts';
import { locale, t } from '../../i18n.ts';
import { octetsIn } from './log-text.ts';

/** The hour is drawn in so many parts of two minutes. */
const parts = 30;
const partTime = 2 * 60_000;

const columns = ['receiving', 'sending', 'refused'] as const;
const step = 20;
const height = 54;
/** Side by side; the half of a line's width lies within. */
const bars = [
  { name: 'receiving', x: 2, width: 8, edge: 0 },
  { name: 'sending', x: 11.5, width: 6, edge: 0.5 },
] as const;
/** Above the bars: the cross of a refusal. */
const head = 14;

const timeAt = (at: number): string =>
  new Date(at).toLocaleTimeString(locale(), { hour: 'numeric', minute: '2-digit' });

/** Logins of the last hour: bars, and a table of the same for those who see none. */
export function HourChart({ accountId }: { readonly accountId?: string }): ReactNode {
  const entries = useActivity();
  const now = useNow();
  const hour = useMemo(() => lastHour(entries, now, accountId), [entries, now, accountId]);
  const most = Math.max(2, ...hour.parts.map((part) => Math.max(part.receiving, part.sending)));
  const top = most % 2 === 0 ? most : most + 1;
  const rise = (count: number): number => (count === 0 ? 0 : Math.max(4, (count / top) * height));
  const busy = hour.parts.filter((part) => part.receiving + part.sending + part.refused > 0);
  return (
    <section className="card hour" aria-label={t('activity.hour.title')}>
      <div className="row hour-head">
        <h2>{t('activity.hour.title')}</h2>
        <p className="small quiet">
          {hour.logins === 0
            ? t('activity.hour.quiet')
            : [
                t('activity.hour.logins', { count: hour.logins }),
                ...(hour.received + hour.sent === 0
                  ? []
                  : [
                      t('activity.hour.octets', {
                        received: octetsIn(hour.received, locale()),
                        sent: octetsIn(hour.sent, locale()),
                      }),
                    ]),
              ].join(' · ')}
        </p>
        <p className="row hour-key small quiet" aria-hidden="true">
          {columns.map((name) => (
            <span key={name} className="row no-wrap">
              {name === 'refused' ? (
                <Icon name="cross" className="tone-bad" />
              ) : (
                <span className={`hour-key-${name}`} />
              )}
              {t(`activity.hour.${name}`)}
            </span>
          ))}
        </p>
      </div>
      <div className="hour-plot" aria-hidden="true">
        <div className="hour-bars">
          <span className="hour-scale">{top}</span>
          <span className="hour-scale hour-scale-half">{top / 2}</span>
          <svg
            viewBox={`0 0 ${String(step * parts)} ${String(head + height + 1)}`}
            className="traffic-picture"
          >
            {[0, 0.5, 1].map((share) => (
              <line
                key={share}
                x1="0"
                x2={step * parts}
                y1={head + share * height}
                y2={head + share * height}
                className="hour-rule"
              />
            ))}
            {hour.parts.map((part, index) => (
              // a part stands for its place in the hour
              // oxlint-disable-next-line react/no-array-index-key
              <g key={index} transform={`translate(${String(index * step)})`}>
                {bars.map(({ name, x, width, edge }) =>
                  part[name] === 0 ? null : (
                    <rect
                      key={name}
                      x={x}
                      y={head + height - rise(part[name]) + edge}
                      width={width}
                      height={rise(part[name]) - edge}
                      rx="1.5"
                      className={`hour-${name}`}
                    />
                  ),
                )}
                {part.refused === 0 ? null : (
                  <g className="hour-refused">
                    <line x1="10" x2="10" y1={head} y2={head + height} strokeDasharray="1.5 2.5" />
                    <circle cx="10" cy="7" r="6" />
                    <path d="m7.75 4.75 4.5 4.5m0-4.5-4.5 4.5" />
                  </g>
                )}
              </g>
            ))}
          </svg>
        </div>
        <div className="hour-times">
          {[0, 15, 30, 45].map((minutes) => (
            <span key={minutes}>{timeAt(hour.begin + minutes * 60_000)}</span>
          ))}
          <span>{t('activity.hour.now')}</span>
        </div>
      </div>
      {busy.length === 0 ? null : (
        <table className="visually-hidden">
          <caption>{t('activity.hour.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('activity.when')}</th>
              {columns.map((name) => (
                <th key={name} scope="col">
                  {t(`activity.hour.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {busy.map((part) => (
              <tr key={part.at}>
                <th scope="row">{timeAt(part.at)}</th>
                {columns.map((name) => (
                  <td key={name}>{part[name]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface Part {
  /** When it begins. Milliseconds since 1970. */
  readonly at: number;
  readonly receiving: number;
  readonly sending: number;
  readonly refused: number;
}

interface Hour {
  readonly begin: number;
  readonly logins: number;
  /** Octets of the sessions that ended. */
  readonly received: number;
  readonly sent: number;
  /** The oldest first. */
  readonly parts: readonly Part[];
}

/** What mail programs did in the hour before `now`; of one account where it is named. */
function lastHour(entries: readonly ActivityEntry[], now: number, accountId: string | undefined): Hour {
  const begin = now - parts * partTime;
  const counted = Array.from({ length: parts }, (_, index) => ({
    at: begin + index * partTime,
    receiving: 0,
    sending: 0,
    refused: 0,
  }));
  let logins = 0;
  let received = 0;
  let sent = 0;
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    if (entry === undefined || entry.at < begin) break;
    if (accountId !== undefined && entry.accountId !== accountId) continue;
    const part = counted[Math.min(parts - 1, Math.floor((entry.at - begin) / partTime))];
    if (part === undefined) continue;
    if (entry.kind === 'login-refused' || entry.kind === 'message-refused') part.refused += 1;
    if (entry.kind === 'login-accepted') {
      logins += 1;
      if (entry.protocol === 'smtp') part.sending += 1;
      else part.receiving += 1;
    }
    if (entry.kind === 'session-ended') {
      received += numberOf(entry.details?.['toClient']);
      sent += numberOf(entry.details?.['toUpstream']);
    }
  }
  return { begin, logins, received, sent, parts: counted };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
