import fs, { lstat, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import timers from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  createFileOnce,
  readIfThere,
  sweepTemporaries,
  syncFolder,
  writeFileAnew,
  writeFileAtomically,
} from '#core/storage/atomic-file.ts';
import { insteadOf, onPlatform, systemError } from '../../support/instead-of.ts';
import { containing } from '../../support/matchers.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const isPosix = process.platform !== 'win32';

/** What is put on disk, in this order; a folder answers with the error, where there is one. */
function syncs(ofFolder?: Error): string[] {
  const synced: string[] = [];
  insteadOf(fs, ({ open }) => ({
    open: async (path, ...how) => {
      const handle = await open(path, ...how);
      const isFolder = (await handle.stat()).isDirectory();
      const sync = handle.sync.bind(handle);
      handle.sync = async () => {
        synced.push(isFolder ? 'folder' : 'file');
        if (isFolder && ofFolder !== undefined) throw ofFolder;
        await sync();
      };
      return handle;
    },
  }));
  return synced;
}

/** A rename that is refused so many times, and the pauses after each. */
function refusing(times: number, code: string) {
  const pauses: unknown[] = [];
  let left = times;
  insteadOf(fs, ({ rename }) => ({
    rename: async (from, to) => {
      left -= 1;
      if (left >= 0) throw systemError(code);
      await rename(from, to);
    },
  }));
  insteadOf(timers, ({ setTimeout }) => ({
    setTimeout: (milliseconds, value) => {
      pauses.push(milliseconds);
      return setTimeout(0, value);
    },
  }));
  return pauses;
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

describe('a file that is replaced', () => {
  test('has the new content, and nothing else is left in the folder', async () => {
    const folder = await scratchFolder();
    const path = join(folder, 'file');
    await writeFileAtomically(path, 'first');
    await writeFileAtomically(path, Buffer.from('second'));
    expect(await readFile(path, 'utf8')).toBe('second');
    expect(await readdir(folder)).toEqual(['file']);
  });

  test.runIf(isPosix)('is for its owner alone, whatever was there', async () => {
    const path = join(await scratchFolder(), 'file');
    await writeFile(path, 'open to all', { mode: 0o644 });
    await writeFileAtomically(path, 'secret');
    expect(await modeOf(path)).toBe(0o600);
  });

  test.runIf(isPosix)('is the one that a link points to; the link stays', async () => {
    const folder = await scratchFolder();
    await mkdir(join(folder, 'elsewhere'));
    const target = join(folder, 'elsewhere', 'file');
    await writeFile(target, 'old');
    await symlink(target, join(folder, 'link'));
    await writeFileAtomically(join(folder, 'link'), 'new');
    expect((await lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true);
    expect(await readFile(target, 'utf8')).toBe('new');
  });

  test('stays as it was where the new one cannot take its place, and leaves nothing beside it', async () => {
    const folder = await scratchFolder();
    await mkdir(join(folder, 'taken'));
    await expect(writeFileAtomically(join(folder, 'taken'), 'new')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['taken']);
    await expect(writeFileAtomically(join(folder, 'missing', 'file'), 'new')).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});

describe('a file that is replaced, on a system that is not this one', () => {
  test.runIf(isPosix)('is on disk, and its name after it', async () => {
    const path = join(await scratchFolder(), 'file');
    const synced = syncs();
    await writeFileAtomically(path, 'content');
    expect(synced).toEqual(['file', 'folder']);
    await createFileOnce(`${path} once`, 'content');
    expect(synced).toEqual(['file', 'folder', 'file', 'folder']);
  });

  test.runIf(isPosix).each(['EINVAL', 'ENOTSUP'])(
    'is replaced where a folder cannot be put on disk (%s)',
    async (code) => {
      const path = join(await scratchFolder(), 'file');
      syncs(systemError(code));
      await writeFileAtomically(path, 'content');
      expect(await readFile(path, 'utf8')).toBe('content');
    },
  );

  test.runIf(isPosix)('is a failure where the disk does not take its name', async () => {
    const path = join(await scratchFolder(), 'file');
    syncs(systemError('EIO'));
    await expect(writeFileAtomically(path, 'content')).rejects.toMatchObject({ code: 'EIO' });
  });

  test('leaves nothing behind where the disk is full', async () => {
    const folder = await scratchFolder();
    insteadOf(fs, ({ open }) => ({
      open: async (...how) => {
        const handle = await open(...how);
        handle.writeFile = () => Promise.reject(systemError('ENOSPC'));
        return handle;
      },
    }));
    await expect(writeFileAtomically(join(folder, 'file'), 'content')).rejects.toMatchObject({
      code: 'ENOSPC',
    });
    expect(await readdir(folder)).toEqual([]);
  });

  test.each(['EPERM', 'EACCES', 'EBUSY'])(
    'on Windows is tried again while a scanner holds it open (%s)',
    async (code) => {
      const path = join(await scratchFolder(), 'file');
      onPlatform('win32');
      const pauses = refusing(5, code);
      await writeFileAtomically(path, 'content');
      expect(await readFile(path, 'utf8')).toBe('content');
      expect(pauses).toEqual([10, 30, 100, 300, 600]);
    },
  );

  test('on Windows is given up after a second, and at once where something else is wrong', async () => {
    const folder = await scratchFolder();
    onPlatform('win32');
    const pauses = refusing(6, 'EBUSY');
    await expect(writeFileAtomically(join(folder, 'file'), 'content')).rejects.toMatchObject({
      code: 'EBUSY',
    });
    expect(pauses).toHaveLength(5);
    const none = refusing(1, 'ENOSPC');
    await expect(writeFileAtomically(join(folder, 'file'), 'content')).rejects.toMatchObject({
      code: 'ENOSPC',
    });
    expect(none).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('elsewhere is not tried again', async () => {
    onPlatform('linux');
    const pauses = refusing(1, 'EPERM');
    const path = join(await scratchFolder(), 'file');
    await expect(writeFileAtomically(path, 'content')).rejects.toMatchObject({ code: 'EPERM' });
    expect(pauses).toEqual([]);
  });
});

describe('a file that is written where others may have laid a trap', () => {
  test('is new, or takes the place of a plain file', async () => {
    const path = join(await scratchFolder(), 'file');
    for (const content of ['first', 'second']) {
      await writeFileAnew(path, content);
      expect(await readFile(path, 'utf8')).toBe(content);
    }
  });

  test.runIf(isPosix)('is no link, no folder and no device', async () => {
    const folder = await scratchFolder();
    const [target, link] = [join(folder, 'target'), join(folder, 'link')];
    await writeFile(target, 'old');
    await symlink(target, link);
    await expect(writeFileAnew(link, 'new')).rejects.toMatchObject({
      code: 'not-a-file',
      message: containing('link'),
    });
    for (const path of [folder, '/dev/null'])
      await expect(writeFileAnew(path, 'new')).rejects.toMatchObject({
        code: 'not-a-file',
        message: containing('not a regular file'),
      });
    expect(await readFile(target, 'utf8')).toBe('old');
  });

  test.runIf(isPosix)('is not written where it cannot be said what is there', async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(writeFileAnew(join(folder, 'file', 'below'), 'new')).rejects.toMatchObject({
      code: 'ENOTDIR',
    });
  });
});

describe('a file that is made once', () => {
  test('is there as a whole, for its owner alone; a second one leaves it as it is', async () => {
    const folder = await scratchFolder();
    const path = join(folder, 'key');
    expect(await createFileOnce(path, 'first')).toBe(true);
    expect(await createFileOnce(path, 'second')).toBe(false);
    expect(await readFile(path, 'utf8')).toBe('first');
    if (isPosix) expect(await modeOf(path)).toBe(0o600);
    expect(await readdir(folder)).toEqual(['key']);
  });

  test('of many who make it at once is one’s', async () => {
    const path = join(await scratchFolder(), 'key');
    const names = Array.from({ length: 20 }, (_, at) => `maker ${String(at)}`);
    const made = await Promise.all(names.map((name) => createFileOnce(path, name)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await readFile(path, 'utf8')).toBe(names[made.indexOf(true)]);
  });

  test.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])(
    'is made once also where there are no hard links (%s)',
    async (code) => {
      const folder = await scratchFolder();
      const path = join(folder, 'key');
      insteadOf(fs, () => ({ link: () => Promise.reject(systemError(code)) }));
      expect(await createFileOnce(path, 'first')).toBe(true);
      expect(await createFileOnce(path, 'second')).toBe(false);
      expect(await readFile(path, 'utf8')).toBe('first');
      if (isPosix) expect(await modeOf(path)).toBe(0o600);
      expect(await readdir(folder)).toEqual(['key']);
    },
  );

  test('is not made where the disk fails, and leaves nothing behind', async () => {
    const folder = await scratchFolder();
    insteadOf(fs, () => ({ link: () => Promise.reject(systemError('EIO')) }));
    await expect(createFileOnce(join(folder, 'key'), 'new')).rejects.toMatchObject({ code: 'EIO' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('is refused where there is no folder for it', async () => {
    const path = join(await scratchFolder(), 'missing', 'key');
    await expect(createFileOnce(path, 'new')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

test('a file that is not there has no content; one that cannot be read says so', async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, 'file'), 'content');
  expect(await readIfThere(join(folder, 'missing'))).toBeUndefined();
  expect((await readIfThere(join(folder, 'file')))?.toString()).toBe('content');
  await expect(readIfThere(folder)).rejects.toMatchObject({ code: 'EISDIR' });
});

test.runIf(isPosix)('a folder that is not there cannot be put on disk', async () => {
  const folder = await scratchFolder();
  await syncFolder(folder);
  await expect(syncFolder(join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('what killed writers left is removed after ten minutes; what is being written, and all else, stays', async () => {
  const folder = await scratchFolder();
  const now = Date.UTC(2026, 0, 5, 9);
  const ages = {
    '.old.mailwicket-tmp': 600_001,
    '.young.mailwicket-tmp': 600_000,
    'settings.json': 86_400_000,
  };
  for (const [name, age] of Object.entries(ages)) {
    await writeFile(join(folder, name), '');
    await utimes(join(folder, name), new Date(now - age), new Date(now - age));
  }
  await mkdir(join(folder, 'folder.mailwicket-tmp'));
  await sweepTemporaries(folder, now);
  expect((await readdir(folder)).toSorted()).toEqual([
    '.young.mailwicket-tmp',
    'folder.mailwicket-tmp',
    'settings.json',
  ]);
  await sweepTemporaries(join(folder, 'missing'), now);
});
