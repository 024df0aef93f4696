import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test, vi } from 'vitest';
import { locateDataFolder, openDataFolder } from '#core/storage/data-folder.ts';
import { containing } from '../../support/matchers.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

test.each([
  ['linux', '/home/anna', {}, '/home/anna/.config/mailwicket'],
  ['linux', '/home/anna', { XDG_CONFIG_HOME: '/conf' }, '/conf/mailwicket'],
  ['linux', '/home/anna', { XDG_CONFIG_HOME: 'relative' }, '/home/anna/.config/mailwicket'],
  [
    'darwin',
    '/Users/anna',
    { XDG_CONFIG_HOME: '/conf' },
    '/Users/anna/Library/Application Support/Mailwicket',
  ],
  [
    'win32',
    String.raw`C:\Users\anna`,
    { APPDATA: String.raw`D:\Roaming` },
    String.raw`D:\Roaming\Mailwicket`,
  ],
  ['win32', String.raw`C:\Users\anna`, {}, String.raw`C:\Users\anna\AppData\Roaming\Mailwicket`],
] as const)('on %s with the home %s and %j it is %s', (platform, home, environment, expected) => {
  expect(locateDataFolder({ platform, home, environment })).toBe(expected);
});

test('a folder that was asked for wins', () => {
  expect(locateDataFolder({ override: 'here', platform: 'linux', home: '/home/anna' })).toBe(resolve('here'));
});

test('a system without a home says so', () => {
  expect(() => locateDataFolder({ platform: 'linux', home: '', environment: {} })).toThrowError(
    expect.objectContaining({ code: 'data-folder-unknown' }),
  );
});

test.skipIf(process.platform === 'win32')(
  'a new folder, an empty one and one of ours are closed to others',
  async () => {
    const folder = await scratchFolder();
    await mkdir(join(folder, 'empty'));
    await mkdir(join(folder, 'ours'));
    await writeFile(join(folder, 'ours', 'settings.json'), '{}');
    for (const name of ['empty', 'ours']) await chmod(join(folder, name), 0o755);
    for (const name of ['new', 'empty', 'ours']) {
      expect(await openDataFolder(join(folder, name))).toBe(join(folder, name));
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o700);
    }
  },
);

test.skipIf(process.platform === 'win32')(
  'a folder with other files, open to others, is refused and left as it is',
  async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'letter.txt'), '');
    await chmod(folder, 0o755);
    await expect(openDataFolder(folder)).rejects.toMatchObject({ code: 'data-folder-open' });
    expect((await stat(folder)).mode & 0o777).toBe(0o755);
    await chmod(folder, 0o700);
    expect(await openDataFolder(folder)).toBe(folder);
    expect(await readdir(folder)).toEqual(['letter.txt']);
  },
);

test.skipIf(process.platform === 'win32')(
  'a folder of another user is refused, closed to others or not, with what to do',
  async () => {
    const folder = await scratchFolder();
    await writeFile(join(folder, 'settings.json'), '{}');
    const runner = vi.spyOn(process, 'geteuid').mockReturnValue(54_321);
    for (const mode of [0o700, 0o755]) {
      await chmod(folder, mode);
      await expect(openDataFolder(folder)).rejects.toMatchObject({
        code: 'data-folder-foreign',
        message: containing(`chown -R 54321 '${folder}'`),
      });
      expect((await stat(folder)).mode & 0o777).toBe(mode);
    }
    runner.mockRestore();
    expect(await openDataFolder(folder)).toBe(folder);
  },
);

test('a path through a file is told as such', async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, 'file'), '');
  await expect(openDataFolder(join(folder, 'file', 'x'))).rejects.toMatchObject({
    code: 'data-folder-unavailable',
  });
});
