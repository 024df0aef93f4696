import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useActivity } from '../../backend/backend-context.tsx';
import { useNow } from '../../now.ts';
import type { ActivityEntry } from '#contract/activity.ts';

const step = 12;
const height = 32;

/** Sessions and octets of the last hour: a small picture, and the same in words. */
export function TrafficPicture(): ReactNode {
  const { t, i18n } = useTranslation();
  const entries = useActivity();
  const now = useNow();
  const traffic = useMemo(() => lastHour(entries, now), [entries, now]);
  const { sessions, parts } = traffic;
  if (sessions === 0) return <p className="small quiet">{t('activity.noSessions')}</p>;
  const mostSessions = Math.max(1, ...parts.map((part) => part.sessions));
  const mostOctets = Math.max(1, ...parts.map((part) => part.octets));
  const rise = (amount: number, most: number): number =>
    amount === 0 ? 0 : 2 + (amount / most) * (height - 2);
  return (
    <div className="traffic">
      <svg
        viewBox={`0 0 ${String(step * parts.length)} ${String(height)}`}
        aria-hidden="true"
        className="traffic-picture"
      >
        <line
          x1="0"
          x2={step * parts.length}
          y1={height - 0.5}
          y2={height - 0.5}
          className="traffic-ground"
        />
        {parts.map((part, index) => {
          const ofSessions = rise(part.sessions, mostSessions);
          const ofOctets = rise(part.octets, mostOctets);
          return (
            // a part stands for its place in the hour
            // oxlint-disable-next-line react/no-array-index-key
            <g key={index}>
              <rect
                x={index * step + 1}
                y={height - ofSessions}
                width={4}
                height={ofSessions}
                className="traffic-sessions"
              />
              <rect
                x={index * step + 6}
                y={height - ofOctets}
                width={4}
                height={ofOctets}
                className="traffic-octets"
              />
            </g>
          );
        })}
      </svg>
      <p className="small">
        <span className="quiet">{t('activity.lastHour')}</span>{' '}
        <span className="traffic-key traffic-key-sessions">
          {t('activity.sessions', { count: sessions })}
        </span>{' '}
        <span className="traffic-key traffic-key-octets">
          {t('activity.octets', {
            received: octetsIn(traffic.received, i18n.language),
            sent: octetsIn(traffic.sent, i18n.language),
          })}
        </span>
      </p>
    </div>
  );
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** '435 kB', as one writes it in the language of the page. */
function octetsIn(octets: number, language: string): string {
  const power = octets < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(octets) / 3));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: 'short',
    maximumSignificantDigits: 3,
  }).format(octets / 1_000 ** power);
}

/** The hour is shown in so many parts of five minutes. */
const parts = 12;
const partTime = 5 * 60_000;

interface Traffic {
  readonly sessions: number;
  /** Octets. */
  readonly received: number;
  readonly sent: number;
  /** Of each part of the hour, the oldest first. */
  readonly parts: readonly { readonly sessions: number; readonly octets: number }[];
}

/** The sessions that ended in the hour before, and the octets that they carried. */
function lastHour(entries: readonly ActivityEntry[], now: number): Traffic {
  const counted = Array.from({ length: parts }, () => ({ sessions: 0, octets: 0 }));
  const begin = now - parts * partTime;
  let sessions = 0;
  let received = 0;
  let sent = 0;
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    if (entry === undefined || entry.at < begin) break;
    if (entry.kind !== 'session-ended') continue;
    const toClient = numberOf(entry.details?.['toClient']);
    const toUpstream = numberOf(entry.details?.['toUpstream']);
    const part = counted[Math.min(parts - 1, Math.floor((entry.at - begin) / partTime))];
    if (part !== undefined) {
      part.sessions += 1;
      part.octets += toClient + toUpstream;
    }
    sessions += 1;
    received += toClient;
    sent += toUpstream;
  }
  return { sessions, received, sent, parts: counted };
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
