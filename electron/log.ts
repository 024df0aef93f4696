import { open, rename, stat, unlink, mkdir, type FileHandle } from 'node:fs/promises';
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
  #handle: FileHandle | undefined;
  #size = 0;
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
      this.#tail = this.#take(chunk);
    }
    done();
  }

  override _final(done: () => void): void {
    void this.#end().finally(done);
  }

  async #take(chunk: Buffer): Promise<void> {
    await this.#tail;
    try {
      await this.#append(chunk);
    } catch {
      // the next line begins with a new handle
      await this.#close().catch(() => {});
    }
    this.#waiting -= chunk.length;
  }

  async #end(): Promise<void> {
    await this.#tail;
    await this.#close().catch(() => {});
  }

  async #append(chunk: Buffer): Promise<void> {
    this.#handle ??= await this.#open();
    if (this.#size > 0 && this.#size + chunk.length > this.#largest) {
      await this.#rotate();
      this.#handle = await this.#open();
    }
    await this.#handle.appendFile(chunk);
    this.#size += chunk.length;
  }

  async #open(): Promise<FileHandle> {
    await mkdir(dirname(this.#path), { recursive: true });
    const handle = await open(this.#path, 'a', 0o600);
    this.#size = (await stat(this.#path)).size;
    return handle;
  }

  async #rotate(): Promise<void> {
    await this.#close();
    await unlink(`${this.#path}.${this.#older}`).catch(() => {});
    for (let age = this.#older - 1; age >= 1; age -= 1) {
      await rename(`${this.#path}.${age}`, `${this.#path}.${age + 1}`).catch(() => {});
    }
    await rename(this.#path, `${this.#path}.1`).catch(() => {});
  }

  async #close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    this.#size = 0;
    await handle?.close();
  }
}
