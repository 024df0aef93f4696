import type { Activity } from '#core/logging/activity.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Authenticator } from './authenticator.ts';
import { ConnectionNotes } from './connection-notes.ts';
import type { ExplainRefusal } from './explain-refusal.ts';
import type { UpstreamAccess } from './provider-login.ts';
import { SessionRegistry } from './session-registry.ts';
import { ConnectionLimiter } from './connection-limiter.ts';
import { EhloCache } from './ehlo-cache.ts';

/** What every session works with. */
export interface SessionDeps extends UpstreamAccess {
  readonly explain: ExplainRefusal;
  readonly authenticator: Authenticator;
  readonly activity: Activity;
  readonly connectionNotes: ConnectionNotes;
  readonly clock: Clock;
  readonly registry: SessionRegistry;
  readonly limiter: ConnectionLimiter;
  readonly smtpExtensions: EhloCache;
}

/** What is the sessions' own, added to what they are given. */
export function sessionDeps(
  given: Omit<SessionDeps, 'registry' | 'connectionNotes' | 'limiter' | 'smtpExtensions'>,
): SessionDeps {
  return {
    ...given,
    registry: new SessionRegistry(),
    connectionNotes: new ConnectionNotes(given),
    limiter: new ConnectionLimiter(given),
    smtpExtensions: new EhloCache(),
  };
}
