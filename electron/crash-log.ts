import { app } from 'electron';
import type { Logger } from '#core/logging/logger.ts';

/** What nobody caught is logged, and everybody's mail goes on: one bad session must not end the process. */
export function logCrashes(logger: Logger): void {
  const stray =
    (kind: string) =>
    (error: unknown): void => {
      const stack = error instanceof Error ? (error.stack ?? '').slice(0, 4_000) : '';
      logger.error(`${kind}: Mailwicket goes on`, { error, stack });
    };
  process.on('uncaughtException', stray('an exception that nobody caught'));
  process.on('unhandledRejection', stray('a rejection that nobody handled'));
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) => {
    if (reason !== 'clean-exit') logger.error('a page has crashed', { reason, exitCode });
  });
  app.on('child-process-gone', (_event, { type, reason, exitCode, name = '' }) => {
    if (reason !== 'clean-exit') logger.error('a helper process is gone', { type, reason, exitCode, name });
  });
}
