import type { Activity } from '../activity/activity.ts';
import type { Clock } from '../activity/clock.ts';
import type { Admission } from './admission.ts';
import { ConnectionNotes } from './connection-notes.ts';
import type { ExplainRefusal } from './explain-refusal.ts';
import type { UpstreamAccess } from './provider-login.ts';
import { SessionBook } from './session-book.ts';
import { SessionQuota } from './session-quota.ts';
import { SmtpExtensions } from './smtp-extensions.ts';

/** What every session works with. */
export interface SessionRoom extends UpstreamAccess {
  readonly explain: ExplainRefusal;
  readonly admission: Admission;
  readonly activity: Activity;
  readonly connectionNotes: ConnectionNotes;
  readonly clock: Clock;
  readonly book: SessionBook;
  readonly quota: SessionQuota;
  readonly smtpExtensions: SmtpExtensions;
}

/** What is the sessions' own, added to what they are given. */
export function sessionRoom(
  given: Omit<SessionRoom, 'book' | 'connectionNotes' | 'quota' | 'smtpExtensions'>,
): SessionRoom {
  return {
    ...given,
    book: new SessionBook(),
    connectionNotes: new ConnectionNotes(given),
    quota: new SessionQuota(given),
    smtpExtensions: new SmtpExtensions(),
  };
}
