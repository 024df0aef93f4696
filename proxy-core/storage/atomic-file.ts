import { msg } from '#messages/message.ts';
import { CodedError } from '#core/errors/coded-error.ts';
import { randomBytes } from 'node:crypto';
import { link, lstat, open, readdir, readFile, realpath, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemErrorCode } from './system-error.ts';

const temporarySuffix = '.mailwicket-tmp';
/** A write takes milliseconds; a temporary file of this age was left by a process that was killed. */
const abandonedAfter = 10 * 60_000;
/** Virus scanners and indexers on Windows hold a file open for a moment after it changed. */
const windowsRenamePauses = [10, 30, 100, 300, 600];

/**
 * Replaces a file as a whole: a reader, and a crash at any moment, meets either the old content or the new.
 * Both the file and its name are on disk when this resolves. The file's mode is 0600.
 * A symbolic link stays one: the file that it points to is replaced.
 * write-file-atomic is not used: it neither syncs the folder nor goes on after a short write.
 */
export async function writeFileAtomically(path: string, content: Uint8Array | string): Promise<void> {
  const target = await realpath(path).catch(() => path);
  await replaceFile(target, content);
}

/**
 * The same for a file that somebody else may have laid a trap for: a symbolic link is never followed, and what is there
 * passes on neither its mode nor its owner.
 * @throws CodedError - not-a-file: a link, a folder or a device is there
 */
export async function writeFileAnew(path: string, content: Uint8Array | string): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  // of a device, such as /dev/stdout, or a link to one, a plain file must not take the place
  if (found?.isFile() === false) {
    const text = msg(found.isSymbolicLink() ? 'storage.linkNotWrittenThrough' : 'storage.notPlainFile', {
      path,
    });
    throw new CodedError('not-a-file', text, msg('storage.nameAnotherFile'));
  }
  // a link that was put there in the meantime is replaced, not followed: rename(2) does not follow its target
  await replaceFile(path, content);
}

/**
 * Makes a file that is not there yet, as a whole, mode 0600.
 * @returns false - somebody else made it first; theirs is left as it is
 */
export async function createFileOnce(path: string, content: Uint8Array | string): Promise<boolean> {
  const temporary = await writeTemporary(dirname(path), content);
  try {
    await link(temporary, path);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EEXIST') return false;
    if (code === undefined || !['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code)) {
      throw error;
    }
    // no hard links here (FAT, some network shares): exclusive, though not in one step
    if (!(await createExclusively(path, content))) return false;
  } finally {
    await unlink(temporary).catch(() => {});
  }
  await syncFolder(dirname(path));
  return true;
}

/** A file's content; undefined where there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Puts a folder's entries on disk. Windows has no such call and does it with the rename. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // some network file systems do not know how to
    const code = systemErrorCode(error);
    if (code !== 'EINVAL' && code !== 'ENOTSUP') throw error;
  } finally {
    await handle.close();
  }
}

/** Removes what killed writers left in a folder. Never fails: it is only housekeeping. */
export async function sweepTemporaries(folder: string, now: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.endsWith(temporarySuffix)) continue;
    const path = join(folder, basename(name));
    const age = await stat(path).then(
      (found) => now - found.mtimeMs,
      () => 0,
    );
    if (age > abandonedAfter) await unlink(path).catch(() => {});
  }
}

async function replaceFile(target: string, content: Uint8Array | string): Promise<void> {
  const temporary = await writeTemporary(dirname(target), content);
  try {
    await renameOver(temporary, target);
  } catch (error) {
    await unlink(temporary).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(target));
}

async function writeTemporary(folder: string, content: Uint8Array | string): Promise<string> {
  const path = join(folder, `.${randomBytes(9).toString('hex')}${temporarySuffix}`);
  try {
    if (await createExclusively(path, content)) return path;
  } catch (error) {
    await unlink(path).catch(() => {});
    throw error;
  }
  throw new Error(`${path} is there already`);
}

async function createExclusively(path: string, content: Uint8Array | string): Promise<boolean> {
  let handle;
  try {
    handle = await open(path, 'wx', 0o600);
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return true;
}

async function renameOver(from: string, to: string): Promise<void> {
  const pauses = process.platform === 'win32' ? windowsRenamePauses : [];
  for (const pause of pauses) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const code = systemErrorCode(error);
      if (code !== 'EPERM' && code !== 'EACCES' && code !== 'EBUSY') throw error;
      await delay(pause);
    }
  }
  await rename(from, to);
}
