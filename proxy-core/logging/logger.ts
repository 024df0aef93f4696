/** The structured log, as a dependency. Redaction happens behind it. */
export interface Logger {
  /** Nothing that it is given goes anywhere: the texts need not be made. */
  readonly silent?: true;
  debug(message: string, details?: LogDetails): void;
  info(message: string, details?: LogDetails): void;
  warn(message: string, details?: LogDetails): void;
  error(message: string, details?: LogDetails): void;
}

export type LogDetails = Readonly<Record<string, unknown>>;

export const silentLogger: Logger = { silent: true, debug() {}, info() {}, warn() {}, error() {} };
