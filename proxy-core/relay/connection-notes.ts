import { type Message, msg, verbatim } from '#messages/message.ts';
import { protocolName, type Protocol } from '#contract/endpoints.ts';
import type { Activity, ActivityNote } from '#core/logging/activity.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Hangup } from '#core/mail/dialogue.ts';
import { limits } from './limits.ts';

export interface EndedBeforeLogin {
  readonly protocol: Protocol;
  readonly implicitTls: boolean;
  readonly peer: string;
  /** Whether somebody should care. */
  readonly level?: ActivityNote['level'];
  /** What is counted together. */
  readonly reason: string;
  readonly text: Message;
  readonly details: NonNullable<ActivityNote['details']>;
}

/** A port's name, as people see it: 'IMAP', 'IMAP with TLS'. */
export function portName(protocol: Protocol, implicitTls: boolean): Message {
  const name = protocolName[protocol];
  return implicitTls ? msg('activity.withTls', { protocol: name }) : verbatim(name);
}

/**
 * What the activity says about connections that anybody can open: each thing once, then how often it happened again.
 */
export class ConnectionNotes {
  readonly #summed: SummedNotes;

  constructor(options: { readonly activity: Activity; readonly clock: Clock }) {
    this.#summed = new SummedNotes({ ...options, period: limits.summaryPeriod });
  }

  endedBeforeLogin(ended: EndedBeforeLogin): void {
    const { protocol, implicitTls, peer, level, reason, text, details } = ended;
    const name = portName(protocol, implicitTls);
    this.#note(
      [protocol, implicitTls, peer, reason].join(' '),
      { kind: 'connection', level, protocol, peer, text, details },
      (count) => msg('activity.moreConnectionsFromOverEnded', { count: String(count), peer, name }),
    );
  }

  /** A mail program was hung up on, or has left, without logging in. */
  hungUp(
    { reason, message }: Hangup,
    about: Pick<EndedBeforeLogin, 'protocol' | 'implicitTls' | 'peer'>,
  ): void {
    const left = reason === 'client-left';
    this.endedBeforeLogin({
      ...about,
      level: left ? 'info' : 'warning',
      reason,
      text: left ? msg('activity.clientLeftWithoutLogging2', { peer: about.peer }) : message,
      details: { reason, message },
    });
  }

  /**
   * A connection on a device's port was not taken.
   * @param full - its peer may send, and has too many open
   */
  deviceRefused(
    device: { readonly id: string; readonly name: string; readonly accountId: string },
    peer: string,
    full: boolean,
  ): void {
    const { id, name, accountId } = device;
    const about = { kind: 'connection', level: 'warning', protocol: 'smtp', peer, accountId } as const;
    const text = full ? msg('devices.tooManyConnections', { name }) : msg('devices.notNamed', { name, peer });
    this.#note(`${id} ${full ? 'full' : peer}`, { ...about, text, details: { device: name } }, (count) =>
      msg('devices.moreRefused', { name, count }),
    );
  }

  /** At the limit, a silent connection of this peer was closed for a new one. */
  evicted(peer: string): void {
    const text = msg('activity.tooManyConnectionsDoNot', { peer });
    this.#note('evicted', { kind: 'connection', level: 'warning', peer, text }, (count) =>
      msg('activity.moreConnectionsDidNotLog', { count: String(count) }),
    );
  }

  /** At the limit, and no connection could be closed for the new one. */
  rejected(open: number): void {
    const text = msg('activity.noMoreConnectionsCanTaken', { count: String(open) });
    this.#note('rejected', { kind: 'connection', level: 'warning', text }, (count) =>
      msg('activity.moreConnectionsCouldNotTaken', { count: String(count) }),
    );
  }

  #note(kind: string, first: ActivityNote, more: (count: number) => Message): void {
    const { details } = first;
    this.#summed.note(kind, first, (count) => ({
      ...first,
      text: more(count),
      details: { ...details, count },
    }));
  }

  /** Writes what has been counted so far. */
  flush(): void {
    this.#summed.flush();
  }
}

interface Period {
  readonly endsAt: number;
  count: number;
  sum?: (count: number) => ActivityNote;
  cancel?: () => void;
}

/** How many kinds are counted at the same time; the oldest is summed up early. */
const mostKinds = 200;

/**
 * Lines of activity that anybody can cause as often as they like: the first of a kind is written, the others of the
 * same period are counted and become one line at its end. So a flood does not push out what people look for.
 */
export class SummedNotes {
  readonly #activity: Activity;
  readonly #clock: Clock;
  readonly #period: number;
  readonly #periods = new Map<string, Period>();

  /** @param options.period - milliseconds */
  constructor(options: { readonly activity: Activity; readonly clock: Clock; readonly period: number }) {
    this.#activity = options.activity;
    this.#clock = options.clock;
    this.#period = options.period;
  }

  /**
   * @param kind - what is counted together
   * @param first - the line for the first one
   * @param sum - the line for so many more
   */
  note(kind: string, first: ActivityNote, sum: (count: number) => ActivityNote): void {
    const now = this.#clock.now();
    const period = this.#periods.get(kind);
    if (period === undefined || now >= period.endsAt) {
      this.#end(kind);
      this.#periods.set(kind, { endsAt: now + this.#period, count: 0 });
      const [oldest] = this.#periods.keys();
      if (this.#periods.size > mostKinds && oldest !== undefined) this.#end(oldest);
      this.#activity.note(first);
      return;
    }
    period.count += 1;
    period.sum = sum;
    period.cancel ??= this.#clock.after(period.endsAt - now, () => this.#end(kind));
  }

  /** Writes what has been counted so far. */
  flush(): void {
    for (const kind of this.#periods.keys()) this.#end(kind);
  }

  #end(kind: string): void {
    const period = this.#periods.get(kind);
    this.#periods.delete(kind);
    period?.cancel?.();
    if (period?.sum !== undefined) this.#activity.note(period.sum(period.count));
  }
}
