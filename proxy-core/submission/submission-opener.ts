import type { Senders } from '#core/accounts/resolve-client.ts';
import type { Activity } from '#core/logging/activity.ts';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';
import type { Fetch } from '#core/oauth/http.ts';
import { ConnectionLimiter } from '#core/relay/connection-limiter.ts';
import type { EhloCache } from '#core/relay/ehlo-cache.ts';
import type { OpenSubmission } from '#core/relay/upstream-connection.ts';
import { ByteBudget } from './byte-budget.ts';

/** What all messages on their way may hold, in octets; while they are posted, about three times as much is in memory. */
const mostHeld = 128 * 1024 * 1024;

/**
 * What opens submission servers; messages of all of them share the limits.
 * @param options.most - octets that they may hold together; {@link mostHeld} where left out
 */
export function submissionOpener(options: {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly logger: Logger;
  readonly most?: number;
}): OpenSubmission {
  const { fetch, clock, activity, logger, most = mostHeld } = options;
  // loaded when a session needs it first: most accounts send by SMTP
  const load = async (): Promise<OpenSubmission> => {
    const [{ Delivery }, { openSubmission }] = await Promise.all([
      import('./delivery.ts'),
      import('./submission-server.ts'),
    ]);
    const delivery = new Delivery({ fetch, clock, limiter: new ConnectionLimiter({ clock }) });
    const deps = { delivery, budget: new ByteBudget({ clock, most }), activity, logger };
    return (submitter) => Promise.resolve(openSubmission(deps, submitter));
  };
  let loading: Promise<OpenSubmission> | undefined;
  return async (submitter) => (await (loading ??= load()))(submitter);
}

/**
 * What a mail program is told ahead of its login: what the servers of all accounts can do. DSN, which no API carries, is
 * not in it where one sends through an API, nor is BDAT; nor is an API's limit of size where others send by SMTP, whose
 * larger messages it would hold back: behind the login it is told.
 */
export function announcedExtensions(extensions: EhloCache, { bySmtp, apiSizes }: Senders): readonly string[] {
  if (apiSizes.length === 0) return extensions.announced(bySmtp);
  const size = bySmtp.length > 0 ? 'SIZE' : `SIZE ${String(Math.min(...apiSizes))}`;
  return extensions.announced(bySmtp, [['PIPELINING', size, '8BITMIME', 'SMTPUTF8']]);
}
