import { type Message, msg, verbatim } from '#messages/message.ts';
import { protocolName, type Protocol } from '#contract/endpoints.ts';
import type { Activity, ActivityNote } from '#core/logging/activity.ts';
import type { Clock } from '#core/logging/clock.ts';
import { SummedNotes } from '#core/logging/summed-notes.ts';
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
  readonly text: Message;
  readonly details: NonNullable<ActivityNote['details']>;
}

/** What a port is called in front of people: 'IMAP', 'IMAP with TLS'. */
export function portName(protocol: Protocol, implicitTls: boolean): Message {
  const name = protocolName[protocol];
  return implicitTls ? msg('activity.withTls', { protocol: name }) : verbatim(name);
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
    const name = portName(protocol, ended.implicitTls);
    this.#summed.note(
      [protocol, ended.implicitTls, peer, reason].join(' '),
      { ...about, text, details },
      (count) => ({
        ...about,
        text: msg('activity.moreConnectionsFromOverEnded', { count: String(count), peer, name }),
        details: { ...details, count },
      }),
    );
  }

  /** There was no room: the connection of this peer that waited longest was closed for a new one. */
  gaveWay(peer: string): void {
    const about = { kind: 'connection', trouble: true, peer } as const;
    this.#summed.note(
      'gave-way',
      {
        ...about,
        text: msg('activity.tooManyConnectionsDoNot', { peer }),
      },
      (count) => ({
        ...about,
        text: msg('activity.moreConnectionsDidNotLog', { count: String(count) }),
        details: { count },
      }),
    );
  }

  /** There was no room, and nobody who could have given way. */
  turnedAway(open: number): void {
    const about = { kind: 'connection', trouble: true } as const;
    this.#summed.note(
      'turned-away',
      { ...about, text: msg('activity.noMoreConnectionsCanTaken', { count: String(open) }) },
      (count) => ({
        ...about,
        text: msg('activity.moreConnectionsCouldNotTaken', { count: String(count) }),
        details: { count },
      }),
    );
  }

  /** Writes what has been counted so far. */
  flush(): void {
    this.#summed.flush();
  }
}
