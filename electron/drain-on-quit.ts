import { app } from 'electron';
import { type Clock, within } from '#core/logging/clock.ts';
import type { Logger } from '#core/logging/logger.ts';

export interface DrainOptions {
  /** What is to be seen goes at once; then ends mail sessions, and lets them finish. */
  readonly stop: () => Promise<void>;
  /** When nothing is under way any more: ends the program to install an update; false: nobody has asked for that. */
  readonly quitAndInstall: () => boolean;
  /** Somebody has started the program again while it ended: has it start once it has. */
  readonly startAgain: () => void;
  /** The last thing: nothing is written after it. */
  readonly closeLog: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * A page that goes has half a second, the gateway three to let sessions end, and then one to write; what hangs beyond that
 * is cut. Milliseconds.
 */
const patience = 5_500;

/** Quitting waits for mail sessions to end, for a few seconds at most; asking again changes nothing. */
export function drainOnQuit(options: DrainOptions): void {
  const { stop, quitAndInstall, startAgain, closeLog, clock, logger } = options;
  let phase: 'running' | 'draining' | 'drained' = 'running';
  let isWanted = false;
  const started = (): void => {
    if (phase === 'draining') isWanted = true;
  };
  app.on('second-instance', started);
  app.on('activate', started);
  const end = async (): Promise<void> => {
    const stopped = stop().catch((error: unknown) => {
      logger.error('the end was not a clean one', { error });
    });
    await within(clock, patience, stopped);
    await closeLog();
    phase = 'drained';
    if (quitAndInstall()) return;
    if (isWanted) startAgain();
    app.quit();
  };
  app.on('before-quit', (event) => {
    if (phase === 'drained') return;
    event.preventDefault();
    if (phase === 'draining') return;
    phase = 'draining';
    void end();
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => app.quit());
}
