import { msg } from '#messages/message.ts';
import { inEnglish } from '#messages/format.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import fs from 'node:fs';
import { rmdir, stat } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { silentLogger, type Logger } from '#core/logging/logger.ts';
import { systemErrorCode, systemErrorText } from './system-error.ts';

/** A killed holder blocks the others for about this long; a living one shows a sign of life well within. */
const defaultStaleAfter = 5_000;
/** Nobody should hold a lock for longer than a token request with its retries takes. */
const defaultGiveUpAfter = 120_000;
/** A lock that was touched this lately has just been taken over by somebody else. */
const fresh = 1_000;

export interface FileLockOptions {
  /** The file that is guarded; the lock is the folder `<path>.lock` beside it. */
  readonly path: string;
  /** Milliseconds without a sign of life after which a holder counts as dead; at least 2,000. */
  readonly staleAfter?: number | undefined;
  /** Milliseconds to wait for a living holder. */
  readonly giveUpAfter?: number | undefined;
  readonly logger?: Logger | undefined;
}

/** The time of a lock's folder, and since when it has been that. */
interface SignOfLife {
  readonly mtime: number;
  readonly since: number;
}

/** Keeps processes apart: at most one holds the lock of a file. In-process turns are the caller's. */
export class FileLock {
  readonly #path: string;
  readonly #staleAfter: number;
  readonly #giveUpAfter: number;
  readonly #logger: Logger;

  constructor(options: FileLockOptions) {
    this.#path = options.path;
    this.#staleAfter = Math.max(2_000, options.staleAfter ?? defaultStaleAfter);
    this.#giveUpAfter = options.giveUpAfter ?? defaultGiveUpAfter;
    this.#logger = options.logger ?? silentLogger;
  }

  /**
   * Runs the work while holding the lock.
   * @throws CodedError - file-lock-timeout: a living process has held it for too long; the work was not run
   */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.#acquire();
    try {
      return await work();
    } finally {
      await this.#release(release);
    }
  }

  async #acquire(): Promise<() => Promise<void>> {
    const waitingSince = performance.now();
    let sign: SignOfLife | undefined;
    for (;;) {
      try {
        return await lock(this.#path, {
          realpath: false,
          stale: this.#staleAfter,
          update: this.#staleAfter / 2.5,
          retries: 0,
          fs: lockFileSystem,
          onCompromised: () => {
            this.#logger.warn('a file lock was taken over, because this process did not run for a while', {
              file: this.#path,
            });
          },
        });
      } catch (error) {
        if (systemErrorCode(error) !== 'ELOCKED') throw error;
      }
      if (performance.now() - waitingSince > this.#giveUpAfter) {
        const seconds = Math.round(this.#giveUpAfter / 1000);
        const text = msg('storage.fileLockTimeout', { path: `${this.#path}.lock`, seconds });
        throw new CodedError('file-lock-timeout', text);
      }
      await delay(10 + Math.random() * 30);
      sign = await this.#signOfLife(sign);
    }
  }

  /**
   * proper-lockfile compares the lock's time with the wall clock: a lock left behind before the clock
   * was set back would stand until the clock has caught up. So the sign of life is watched as well.
   */
  async #signOfLife(last: SignOfLife | undefined): Promise<SignOfLife | undefined> {
    const lockFile = `${this.#path}.lock`;
    const mtime = await stat(lockFile).then(
      (found) => found.mtimeMs,
      () => undefined,
    );
    if (mtime === undefined) return undefined;
    if (last?.mtime !== mtime) return { mtime, since: performance.now() };
    if (performance.now() - last.since > this.#staleAfter + fresh) {
      await rmdir(lockFile).catch(() => {});
      return undefined;
    }
    return last;
  }

  async #release(release: () => Promise<void>): Promise<void> {
    const lockFile = `${this.#path}.lock`;
    releasing.add(lockFile);
    try {
      await release();
    } catch (error) {
      // The work is done and stands. A lock that was taken over is not ours any more; one that cannot be
      // removed goes stale by itself.
      if (systemErrorCode(error) === 'ERELEASED' || systemErrorCode(error) === 'ENOTACQUIRED') return;
      this.#logger.warn('a file lock could not be given back', {
        file: this.#path,
        reason: inEnglish(systemErrorText(error)),
      });
    } finally {
      releasing.delete(lockFile);
    }
  }
}

/** Lock folders that this process is giving back, as against stale ones of others that it removes. */
const releasing = new Set<string>();

/**
 * The file system as proper-lockfile sees it. Between its look at a stale lock and the removal, another
 * waiter may have removed it and taken the lock: so just before the removal it is looked at once more.
 */
const lockFileSystem = {
  mkdir: fs.mkdir,
  realpath: fs.realpath,
  stat: fs.stat,
  utimes: fs.utimes,
  rmdirSync: fs.rmdirSync,
  rmdir(path: string, done: (error: Error | null) => void): void {
    if (releasing.has(path)) {
      fs.rmdir(path, done);
      return;
    }
    let failure: Error | null = null;
    try {
      if (fs.statSync(path).mtimeMs < Date.now() - fresh) fs.rmdirSync(path);
    } catch (error) {
      failure = error instanceof Error ? error : new Error('the lock cannot be removed', { cause: error });
    }
    queueMicrotask(() => done(failure));
  },
};
