import { appendFile, mkdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Writable } from 'node:stream';
import type { Logger } from '#core/logging/logger.ts';
import { pinoLogger } from '#core/logging/pino-logger.ts';

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

interface LogFileOptions {
  readonly path: string;
  /** Octets after which a new file is begun; 5 MB if left out. */
  readonly largest?: number;
  /** How many older files are kept beside it (`.1` is the newest of them); 3 if left out. */
  readonly older?: number;
}

/** What may wait for the disk. Lines beyond are dropped: a full disk must not fill the memory as well. */
const mostWaiting = 1024 * 1024;

/**
 * A log file of bounded size, 0600. It never fails: what cannot be written is dropped, and the next line tries
 * again.
 */
export class LogFile extends Writable {
  readonly #path: string;
  readonly #largest: number;
  readonly #older: number;
  /** Octets that are in it; undefined: to be looked at, at the beginning and where it could not be written. */
  #size: number | undefined;
  #waiting = 0;
  #tail: Promise<void> = Promise.resolve();

  constructor(options: LogFileOptions) {
    super({ decodeStrings: true });
    this.#path = options.path;
    this.#largest = options.largest ?? 5_000_000;
    this.#older = options.older ?? 3;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.#waiting + chunk.length <= mostWaiting) {
      this.#waiting += chunk.length;
      this.#tail = this.#take(this.#tail, chunk);
    }
    done();
  }

  override _final(done: () => void): void {
    void this.#tail.finally(done);
  }

  async #take(before: Promise<void>, chunk: Buffer): Promise<void> {
    await before;
    try {
      await this.#append(chunk);
    } catch {
      this.#size = undefined;
    }
    this.#waiting -= chunk.length;
  }

  async #append(chunk: Buffer): Promise<void> {
    if (this.#size === undefined) {
      await mkdir(dirname(this.#path), { recursive: true });
      this.#size = (await stat(this.#path).catch(() => undefined))?.size ?? 0;
    }
    if (this.#size > 0 && this.#size + chunk.length > this.#largest) {
      await this.#rotate();
      this.#size = 0;
    }
    await appendFile(this.#path, chunk, { mode: 0o600 });
    this.#size += chunk.length;
  }

  async #rotate(): Promise<void> {
    await unlink(`${this.#path}.${this.#older}`).catch(() => {});
    for (let age = this.#older - 1; age >= 1; age -= 1) {
      await rename(`${this.#path}.${age}`, `${this.#path}.${age + 1}`).catch(() => {});
    }
    await rename(this.#path, `${this.#path}.1`).catch(() => {});
  }
}
