import { chmod, chown, lstat, mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { writeOut } from '#core/headless/setup-commands.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const asRoot = process.getuid?.() === 0;

async function write(file: string): Promise<void> {
  const terminal = {
    input: new PassThrough(),
    output: new PassThrough(),
    errors: new PassThrough(),
    json: false,
  };
  await writeOut(terminal, {}, { content: 'new', file, what: 'It' });
}

describe.skipIf(process.platform === 'win32')('a file that --out names', () => {
  test('is for this user only, also where one was there that others could read and write', async () => {
    const folder = await scratchFolder();
    const [fresh, present] = [join(folder, 'fresh'), join(folder, 'present')];
    await writeFile(present, 'old');
    await chmod(present, 0o666);
    for (const file of [fresh, present]) {
      await write(file);
      expect(await readFile(file, 'utf8')).toBe('new');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    }
    expect((await readdir(folder)).toSorted()).toEqual(['fresh', 'present']);
  });

  test.runIf(asRoot)('belongs to who writes it, whoever owned the one before', async () => {
    const file = join(await scratchFolder(), 'present');
    await writeFile(file, 'old');
    await chown(file, 12_345, 12_345);
    await write(file);
    expect((await stat(file)).uid).toBe(0);
  });

  test('is not written through a link, to a file or to nowhere', async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'precious'), 'old');
    for (const target of ['precious', 'nowhere']) {
      const link = join(folder, `to-${target}`);
      await symlink(join(folder, target), link);
      await expect(write(link)).rejects.toMatchObject({ code: 'not-a-file' });
      expect((await lstat(link)).isSymbolicLink()).toBe(true);
    }
    expect(await readFile(join(folder, 'precious'), 'utf8')).toBe('old');
    expect((await readdir(folder)).toSorted()).toEqual(['precious', 'to-nowhere', 'to-precious']);
  });

  test('that cannot be written is told by its name and why', async () => {
    const file = join(await scratchFolder(), 'none', 'file');
    await expect(write(file)).rejects.toMatchObject({
      code: 'usage',
      message: `${file} cannot be written: there is no such file or folder (ENOENT).`,
    });
  });

  test('does not take the place of a folder or a device', async () => {
    const folder = await scratchFolder();
    await mkdir(join(folder, 'sub'));
    await expect(write(join(folder, 'sub'))).rejects.toMatchObject({ code: 'not-a-file' });
    await expect(write('/dev/null')).rejects.toMatchObject({ code: 'not-a-file' });
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });
});
