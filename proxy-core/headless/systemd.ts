import { execFile } from 'node:child_process';
import type { Clock } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';

/**
 * What the service tells systemd, where it is systemd that has started it (sd_notify(3)): that mail programs are served,
 * from then on signs of life if the unit asks for them, and that the end has begun.
 * systemd listens on a datagram socket, which Node cannot open; its own `systemd-notify` is there wherever systemd is.
 * It is a process of its own, so the unit has to say `NotifyAccess=all`. Without it nothing is told, which is logged.
 */
export function openSystemd(options: {
  /** What `systemd-notify` is started with, too: without the program's secrets. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly logger: Logger;
}): { ready(): void; stopping(): void } {
  const { environment, clock, logger } = options;
  if ((environment['NOTIFY_SOCKET'] ?? '') === '') return { ready() {}, stopping() {} };
  let cancel: (() => void) | undefined;
  let told = true;
  const tell = (...words: string[]): void => {
    execFile('systemd-notify', words, { env: environment }, (error) => {
      if (error !== null && told) logger.warn('systemd could not be told how the service is', { error });
      told = error === null;
    });
  };
  // half of the time after which systemd takes us for dead, as sd_watchdog_enabled(3) advises
  const pace = Number(environment['WATCHDOG_USEC'] ?? 0) / 1_000 / 2;
  const live = (): void => {
    tell('WATCHDOG=1');
    cancel = clock.after(pace, live);
  };
  return {
    ready() {
      tell('--ready', '--status=Mail programs are served.');
      if (pace > 0) cancel = clock.after(pace, live);
    },
    stopping() {
      cancel?.();
      // as a variable: `--stopping` came with systemd 253, after Debian 12 and Ubuntu 22.04
      tell('STOPPING=1');
    },
  };
}
