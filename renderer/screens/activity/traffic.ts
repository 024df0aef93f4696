import type { ActivityEntry } from '#contract/activity.ts';

/** The hour is shown in so many parts of five minutes. */
const parts = 12;
const partTime = 5 * 60_000;

export interface Traffic {
  readonly sessions: number;
  /** Octets. */
  readonly received: number;
  readonly sent: number;
  /** Of each part of the hour, the oldest first. */
  readonly parts: readonly { readonly sessions: number; readonly octets: number }[];
}

/** The sessions that ended in the hour before, and the octets that they carried. */
export function lastHour(entries: readonly ActivityEntry[], now: number): Traffic {
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
