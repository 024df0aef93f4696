import { pino } from 'pino';
import type { Writable } from 'node:stream';
import type { LogDetails, Logger } from './logger.ts';
import { redactDetails, redactText } from './redaction.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** The structured log: a JSON line each, with secrets blotted out on its way. */
export function pinoLogger(options: { readonly level: LogLevel; readonly to: Writable }): Logger {
  const log = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.to,
  );
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, details: LogDetails = {}): void => {
      log[level](redactDetails(details), redactText(message));
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
