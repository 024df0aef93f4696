import { readFileSync, statSync } from 'node:fs';
import { checkSync, lock, unlockSync } from 'proper-lockfile';
import { systemErrorCode } from '#core/storage/system-error.ts';

/**
 * The lock of a service on a Node without SQLite, which cannot ask the operating system for one: a folder beside the
 * file, whose time is renewed as long as the service lives. It is weaker than the system's lock, as a killed service
 * is only known by its silence; so a Node with SQLite gives no sign of life itself, and only looks for those of others.
 */

/** A service that was silent for this long is gone. Milliseconds. */
const silence = 5_000;
/** Where SQLite locks a file: PENDING_BYTE of sqlite.org/lockingv3.html. */
const pendingByte = 0x40000000;

/** By this a file's lock is the same one, by whichever way it is named. */
const options = { realpath: true, stale: silence };

/** A sign of life that is given until it is closed. */
export interface Heartbeat {
  close(): void;
}

/**
 * Begins to give signs of life beside a file that is there.
 * @returns undefined - another process gives them
 * @throws Error - the folder cannot be made
 */
export async function beat(file: string): Promise<Heartbeat | undefined> {
  try {
    // who has slept through its own silence goes on serving, as a service does that has no lock at all
    await lock(file, { ...options, update: silence / 2.5, onCompromised: () => {} });
    return { close: () => stop(file) };
  } catch (error) {
    if (systemErrorCode(error) === 'ELOCKED') return undefined;
    throw error;
  }
}

function stop(file: string): void {
  try {
    unlockSync(file, options);
  } catch {
    // it was taken over, or the folder is gone: either way the signs have ended
  }
}

/** Whether a process, this one or another, gives signs of life beside a file. */
export function isBeating(file: string): boolean {
  try {
    return checkSync(file, options);
  } catch {
    // no file, no service
    return false;
  }
}

/**
 * Whether somebody has locked a file as SQLite does. Told by the list of all locks that Linux keeps (proc_locks(5));
 * other systems have none that can be read, so there a service of a newer Node is not noticed.
 */
export function isLockedBySqlite(file: string): boolean {
  try {
    const { ino } = statSync(file);
    const locks = readFileSync('/proc/locks', 'utf8').split('\n');
    return locks.some((line) => {
      // 1: POSIX  ADVISORY  WRITE 1234 fe:00:5678 1073741824 1073742335
      const [, kind, , , , place = '', from] = line.trim().split(/\s+/);
      return kind === 'POSIX' && place.endsWith(`:${String(ino)}`) && Number(from) === pendingByte;
    });
  } catch {
    return false;
  }
}
