import { protocolName, type Protocol } from '../accounts/protocol.ts';
import type { Activity, ActivityNote } from '../activity/activity.ts';
import type { Clock } from '../activity/clock.ts';
import { SummedNotes } from '../activity/summed-notes.ts';
import { limits } from './limits.ts';

/** A connection that ended before its login. */
export interface EndedBeforeLogin {
  readonly protocol: Protocol;
  readonly implicitTls: boolean;
  readonly peer: string;
  /** Whether somebody should care. */
  readonly trouble: boolean;
  /** What is counted together. */
  readonly reason: string;
  readonly text: string;
  readonly details: NonNullable<ActivityNote['details']>;
}

/** What the activity says of connections that anybody can open: each thing once, and then how often more. */
export class ConnectionNotes {
  readonly #summed: SummedNotes;

  constructor(options: { readonly activity: Activity; readonly clock: Clock }) {
    this.#summed = new SummedNotes({ ...options, period: limits.sumUp });
  }

  endedBeforeLogin(ended: EndedBeforeLogin): void {
    const { protocol, peer, trouble, reason, text, details } = ended;
    const about = { kind: 'connection', trouble, protocol, peer } as const;
    const name = `${protocolName[protocol]}${ended.implicitTls ? ' with TLS' : ''}`;
    this.#summed.note([name, peer, reason].join(' '), { ...about, text, details }, (count) => ({
      ...about,
      text: `${String(count)} more connections from ${peer} over ${name} ended before a login.`,
      details: { ...details, count },
    }));
  }

  /** There was no room: the connection of this peer that waited longest was closed for a new one. */
  gaveWay(peer: string): void {
    const about = { kind: 'connection', trouble: true, peer } as const;
    this.#summed.note(
      'gave-way',
      {
        ...about,
        text: `Too many connections do not log in, most of them from ${peer}: the oldest are closed, so that others get in.`,
      },
      (count) => ({
        ...about,
        text: `${String(count)} more connections that did not log in were closed, so that others get in.`,
        details: { count },
      }),
    );
  }

  /** There was no room, and nobody who could have given way. */
  turnedAway(open: number): void {
    const about = { kind: 'connection', trouble: true } as const;
    this.#summed.note(
      'turned-away',
      { ...about, text: `No more connections can be taken: ${String(open)} are open.` },
      (count) => ({
        ...about,
        text: `${String(count)} more connections could not be taken.`,
        details: { count },
      }),
    );
  }

  /** Writes what has been counted so far. */
  flush(): void {
    this.#summed.flush();
  }
}
