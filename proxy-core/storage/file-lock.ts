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
const giveUpAfter = 120_000;
/** A lock that was touched this lately has just been taken over by somebody else. */
const fresh = 1_000;

export interface FileLockOptions {
  /** The file that is guarded; the lock is the folder `<path>.lock` beside it. */
  readonly path: string;
  /** Milliseconds without a sign of life after which a holder counts as dead; at least 2,000. */
  readonly staleAfter?: number | undefined;
  readonly logger?: Logger | undefined;
}

/**
 * Runs the work while no other process holds the lock of a file. In-process turns are the caller's.
 * @throws CodedError - file-lock-timeout: a living process has held it for too long; the work was not run
 */
export async function holdFileLock<T>(options: FileLockOptions, work: () => Promise<T>): Promise<T> {
  const { path, logger = silentLogger } = options;
  const release = await acquire(path, Math.max(2_000, options.staleAfter ?? defaultStaleAfter), logger);
  try {
    return await work();
  } finally {
    await giveBack(path, release, logger);
  }
}

async function acquire(path: string, staleAfter: number, logger: Logger): Promise<() => Promise<void>> {
  const waitingSince = performance.now();
  let sign: SignOfLife | undefined;
  for (;;) {
    try {
      return await lock(path, {
        realpath: false,
        stale: staleAfter,
        update: staleAfter / 2.5,
        retries: 0,
        fs: lockFileSystem,
        onCompromised: () => {
          logger.warn('a file lock was taken over, because this process did not run for a while', {
            file: path,
          });
        },
      });
    } catch (error) {
      if (systemErrorCode(error) !== 'ELOCKED') throw error;
    }
    if (performance.now() - waitingSince > giveUpAfter) {
      const seconds = Math.round(giveUpAfter / 1000);
      const text = msg('storage.fileLockTimeout', { path: `${path}.lock`, seconds });
      throw new CodedError('file-lock-timeout', text);
    }
    await delay(10 + Math.random() * 30);
    sign = await signOfLife(`${path}.lock`, staleAfter, sign);
  }
}

/** The time of a lock's folder, and since when it has been that. */
interface SignOfLife {
  readonly mtime: number;
  readonly since: number;
}

/**
 * proper-lockfile compares the lock's time with the wall clock: a lock left behind before the clock
 * was set back would stand until the clock has caught up. So the sign of life is watched as well.
 */
async function signOfLife(
  folder: string,
  staleAfter: number,
  last: SignOfLife | undefined,
): Promise<SignOfLife | undefined> {
  const mtime = (await stat(folder).catch(() => undefined))?.mtimeMs;
  if (mtime === undefined) return undefined;
  if (last?.mtime !== mtime) return { mtime, since: performance.now() };
  if (performance.now() - last.since <= staleAfter + fresh) return last;
  await rmdir(folder).catch(() => {});
  return undefined;
}

async function giveBack(path: string, release: () => Promise<void>, logger: Logger): Promise<void> {
  const folder = `${path}.lock`;
  releasing.add(folder);
  try {
    await release();
  } catch (error) {
    // The work is done and stands. A lock that was taken over is not ours any more; one that cannot be
    // removed goes stale by itself.
    if (systemErrorCode(error) === 'ERELEASED' || systemErrorCode(error) === 'ENOTACQUIRED') return;
    const reason = inEnglish(systemErrorText(error));
    logger.warn('a file lock could not be given back', { file: path, reason });
  } finally {
    releasing.delete(folder);
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
