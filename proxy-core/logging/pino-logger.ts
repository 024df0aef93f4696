import { pino } from 'pino';
import type { Writable } from 'node:stream';
import type { LogDetails, Logger } from './logger.ts';
import { redactDetails, redactText } from './redaction.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** What waits for who reads the log and has stopped to: beyond it lines are left out and counted. Octets. */
const longestQueue = 1024 * 1024;

/** The structured log: a JSON line each, with secrets blotted out on its way. */
export function pinoLogger(options: { readonly level: LogLevel; readonly to: Writable }): Logger {
  const { to } = options;
  let leftOut = 0;
  const log = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      write: (line) => {
        if (to.writableLength > longestQueue) {
          leftOut += 1;
          return;
        }
        const missing = leftOut;
        leftOut = 0;
        if (missing > 0) log.warn({ lines: missing }, 'lines are missing here: nobody read the log');
        to.write(line);
      },
    },
  );
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, details: LogDetails = {}): void => {
      log[level](redactDetails(details), redactText(message));
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
