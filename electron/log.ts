import type { Logger } from '#core/logging/logger.ts';
import { pinoLogger } from '#core/logging/pino-logger.ts';
import { LogFile } from './log-file.ts';

/** The shell's log, and how to have its last line on disk. */
export interface ShellLog {
  readonly logger: Logger;
  close(): Promise<void>;
}

/** Opens the log: a file of bounded size, with secrets blotted out on the way. */
export function openLog(path: string): ShellLog {
  const file = new LogFile({ path });
  const logger = pinoLogger({ level: 'info', to: file });
  return {
    logger,
    close: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      file.end(() => resolve());
      return promise;
    },
  };
}
