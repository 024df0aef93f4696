import { lstat, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  createFileOnce,
  readIfThere,
  sweepTemporaries,
  syncFolder,
  writeFileAnew,
  writeFileAtomically,
} from '#core/storage/atomic-file.ts';
import { containing } from '../../support/matchers.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const isPosix = process.platform !== 'win32';

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
