import { readFileSync, statSync } from 'node:fs';
import { checkSync, lock as beginHeartbeat, unlockSync } from 'proper-lockfile';
import { msg, verbatim } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { inEnglish } from '#messages/format.ts';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type sqliteOfNode from 'node:sqlite';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { systemErrorCode } from '#core/storage/system-error.ts';

/** Another process holds the lock if it has had it for this long: whoever only looks, or has lost a race, lets go. */
const patience = 1_000;
/** SQLITE_BUSY of sqlite.org/rescode.html: somebody else has locked the file. */
const busy = 5;
/** SQLite opens no file with a longer path (MAX_PATHNAME of its Unix file layer), with room for its own suffixes. */
const longestPath = 500;

/** A Node before 22.13 comes without: see `beat`. */
const sqlite: typeof sqliteOfNode | undefined = process.getBuiltinModule('node:sqlite');

/**
 * At most one process serves a data folder. The lock is the operating system's (fcntl on Linux and macOS, LockFileEx
 * on Windows), so it ends with the process, however that ends, and no number of a process is compared. It is taken
 * through SQLite, as Node has no call for it and SQLite's does the same on every system: an empty file is locked for
 * a transaction that lasts as long as the service.
 *
 * No other code may open `service.lock`: on Linux and macOS a process that closes a file gives up all its locks on it.
 */
export class ServiceLock {
  readonly #held: DatabaseSync | Heartbeat;

  private constructor(held: DatabaseSync | Heartbeat) {
    this.#held = held;
  }

  /**
   * Takes the lock of a data folder, which is there already.
   * @returns undefined - another process serves the folder
   * @throws CodedError - it cannot be said whether another process does. too-long: the path is too long to be locked;
   *   unavailable: the file system has no locks, or the file cannot be made now
   */
  static async take(dataFolder: string): Promise<ServiceLock | undefined> {
    const file = fileOf(dataFolder);
    if (Buffer.byteLength(file) > longestPath) {
      const text = `The path of the data folder ${dataFolder} is too long for a lock that keeps two services apart: choose one of at most 480 bytes.`;
      throw new CodedError('too-long', verbatim(text));
    }
    await makeOnce(file);
    const until = performance.now() + patience;
    for (;;) {
      const held = sqlite === undefined ? await beatAlone(file) : lock(file, sqlite);
      if (held !== undefined) return new ServiceLock(held);
      if (performance.now() > until) return undefined;
      // two that begin at once can stand in each other's way: one of them is first the next time
      await delay(10 + Math.random() * 40);
    }
  }

  /** Whether a process, this one or another, serves a data folder. */
  static isHeld(dataFolder: string): boolean {
    const file = fileOf(dataFolder);
    if (isBeating(file)) return true;
    if (sqlite === undefined) return isLockedBySqlite(file);
    let database: DatabaseSync | undefined;
    try {
      database = new sqlite.DatabaseSync(file, { readOnly: true });
      database.exec('SELECT count(*) FROM sqlite_schema');
      return false;
    } catch (error) {
      return isBusy(error);
    } finally {
      database?.close();
    }
  }

  release(): void {
    this.#held.close();
  }
}

/** @returns undefined - somebody else has locked it */
function lock(file: string, { DatabaseSync }: typeof sqliteOfNode): DatabaseSync | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    // nothing is ever written, so no journal is needed beside it
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    // each locks first and looks then: of two that begin at once, one at least sees the other
    if (!isBeating(file)) return database;
    database.close();
    return undefined;
  } catch (error) {
    database?.close();
    if (isBusy(error)) return undefined;
    throw unavailable(file, error);
  }
}

/** The same by a sign of life. @returns undefined - somebody else gives one, or has locked the file */
async function beatAlone(file: string): Promise<Heartbeat | undefined> {
  try {
    const heart = await beat(file);
    if (heart === undefined || !isLockedBySqlite(file)) return heart;
    heart.close();
    return undefined;
  } catch (error) {
    throw unavailable(file, error);
  }
}

function unavailable(file: string, cause: unknown): CodedError {
  const reason = cause instanceof Error ? cause.message : inEnglish(msg('activity.unknownTrouble'));
  const text = `The file ${file} cannot be locked: ${reason}.`;
  return new CodedError('unavailable', verbatim(text), undefined, { cause });
}

/** For this user only, which SQLite would not see to. A file that is there is not opened: see above. */
async function makeOnce(file: string): Promise<void> {
  try {
    await (await open(file, 'wx', 0o600)).close();
  } catch (error) {
    // what else is wrong is told where it is locked
    if (systemErrorCode(error) === 'EEXIST') return;
  }
}

function isBusy(error: unknown): boolean {
  // an extended code has the kind in its lowest octet
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    (error.errcode & 0xff) === busy
  );
}

function fileOf(dataFolder: string): string {
  const file = path.join(dataFolder, 'service.lock');
  // beyond 260 characters Windows wants the long form, which Node's own calls use by themselves
  return file.length > 240 ? path.toNamespacedPath(file) : file;
}

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
const heartbeat = { realpath: true, stale: silence };

/** A sign of life that is given until it is closed. */
interface Heartbeat {
  close(): void;
}

/**
 * Begins to give signs of life beside a file that is there.
 * @returns undefined - another process gives them
 * @throws Error - the folder cannot be made
 */
async function beat(file: string): Promise<Heartbeat | undefined> {
  try {
    // who has slept through its own silence goes on serving, as a service does that has no lock at all
    await beginHeartbeat(file, { ...heartbeat, update: silence / 2.5, onCompromised: () => {} });
    return { close: () => stop(file) };
  } catch (error) {
    if (systemErrorCode(error) === 'ELOCKED') return undefined;
    throw error;
  }
}

function stop(file: string): void {
  try {
    unlockSync(file, heartbeat);
  } catch {
    // it was taken over, or the folder is gone: either way the signs have ended
  }
}

/** Whether a process, this one or another, gives signs of life beside a file. */
function isBeating(file: string): boolean {
  try {
    return checkSync(file, heartbeat);
  } catch {
    // no file, no service
    return false;
  }
}

/**
 * Whether somebody has locked a file as SQLite does. Told by the list of all locks that Linux keeps (proc_locks(5));
 * other systems have none that can be read, so there a service of a newer Node is not noticed.
 */
function isLockedBySqlite(file: string): boolean {
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
