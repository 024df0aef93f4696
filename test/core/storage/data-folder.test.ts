import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { locateDataFolder, openDataFolder } from '#core/storage/data-folder.ts';
import type { RunProgram } from '#core/storage/system-program.ts';
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

describe('on Windows, where modes do nothing', () => {
  const whoami = String.raw`C:\Windows\System32\whoami.exe`;
  const icacls = String.raw`C:\Windows\System32\icacls.exe`;

  /** Notes what is run, for LocalService; `closing` is what icacls does. */
  const windows = (closing: () => Promise<string> = async () => '') => {
    const ran: (readonly [file: string, args: readonly string[]])[] = [];
    const run: RunProgram = async (file, args) => {
      ran.push([file, args]);
      return file === whoami ? '"nt authority\\local service","S-1-5-19"\r\n' : await closing();
    };
    return { ran, system: { platform: 'win32', profile: ['/profile'], run } as const };
  };

  test('a folder outside of the profile is closed when it is made, to all but its user, the system and administrators', async () => {
    const { ran, system } = windows();
    const folder = join(await scratchFolder(), 'Mailwicket Service');
    expect(await openDataFolder(folder, system)).toBe(folder);
    const allowed = ['S-1-5-19', 'S-1-5-18', 'S-1-5-32-544'].map((sid) => `*${sid}:(OI)(CI)F`);
    expect(ran).toEqual([
      [whoami, ['/user', '/fo', 'csv', '/nh']],
      [icacls, [folder, '/inheritance:r', '/grant:r', ...allowed]],
    ]);
    await writeFile(join(folder, 'vault.key'), '');
    await openDataFolder(folder, system);
    expect(ran).toHaveLength(2);
  });

  test('a folder of the profile is closed by Windows', async () => {
    const { ran, system } = windows();
    const [home, roaming] = [await scratchFolder(), await scratchFolder()];
    const profile = [home, roaming, undefined];
    await openDataFolder(join(home, 'AppData', 'Roaming', 'Mailwicket'), { ...system, profile });
    // an organization can have it on a server
    await openDataFolder(join(roaming, 'Mailwicket'), { ...system, profile });
    expect(ran).toEqual([]);
  });

  test('one that cannot be closed is refused with the command, and so is one that others have used meanwhile', async () => {
    const folder = join(await scratchFolder(), 'data');
    const expectRefused = ({ system }: ReturnType<typeof windows>): Promise<void> =>
      expect(openDataFolder(folder, system)).rejects.toMatchObject({
        code: 'data-folder-open',
        fix: containing(`icacls "${folder}" /inheritance:r /grant:r "`),
      });
    const refusing = windows(() => Promise.reject(new Error('Access is denied.')));
    await expectRefused(refusing);
    await expectRefused(refusing);
    const used = windows(async () => {
      await writeFile(join(folder, 'vault.key'), 'of somebody else');
      return '';
    });
    await expectRefused(used);
  });
});

test('a path through a file is told as such', async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, 'file'), '');
  await expect(openDataFolder(join(folder, 'file', 'x'))).rejects.toMatchObject({
    code: 'data-folder-unavailable',
  });
});
