import type { Session } from 'electron';
import { type Clock, withDeadline } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { SystemProxy } from '#core/network/network-proxy.ts';

/** A PAC file that is fetched from a server that does not answer must hold up no mail. Milliseconds. */
const patience = 5_000;

/** How this system reaches a URL: Chromium knows its settings, and runs its PAC file. Straight where it does not say. */
export function systemProxy(options: {
  readonly session: Pick<Session, 'resolveProxy'>;
  readonly clock: Clock;
  readonly logger: Logger;
}): SystemProxy {
  const { session, clock, logger } = options;
  return (url) =>
    withDeadline(() => session.resolveProxy(url), {
      clock,
      milliseconds: patience,
      controller: new AbortController(),
      late: () => new Error('no answer in time'),
    }).catch((error: unknown) => {
      logger.warn("the system's proxy could not be asked for", { error });
      return 'DIRECT';
    });
}
