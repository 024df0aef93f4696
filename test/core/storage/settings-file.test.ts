import { execFile } from 'node:child_process';
import fs, {
  chmod,
  mkdir,
  readdir,
  readFile,
  rename,
  stat,
  symlink,
  lstat,
  writeFile,
  utimes,
} from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { emptySettings, settingsSchema } from '#contract/settings.ts';
import { SettingsFile, SettingsUnreadableError } from '#core/storage/settings-file.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { insteadOf, systemError } from '../../support/instead-of.ts';
import { containing } from '../../support/matchers.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { failureOf } from '../../support/failure-of.ts';
import { settingsContract } from '../../support/storage-contract.ts';

const writer = join(import.meta.dirname, '../../support/vault-writer.ts');
const runWriter = promisify(execFile);

function settingsAt(path: string) {
  return new SettingsFile({ path, schema: settingsSchema, empty: emptySettings });
}

async function makeSettings() {
  const folder = join(await scratchFolder(), 'data');
  const path = join(folder, 'settings.json');
  return { folder, path, settings: settingsAt(path) };
}

async function makeBroken(content: string) {
  const made = await makeSettings();
  await mkdir(made.folder);
  await writeFile(made.path, content);
  return made;
}

function refusalOf(work: Promise<unknown>): Promise<SettingsUnreadableError> {
  return failureOf(SettingsUnreadableError, work);
}

describe('as every store of settings', () => {
  settingsContract(async () => {
    const { path } = await makeSettings();
    return () => settingsAt(path);
  });
});

test('reading what was never kept makes no file', async () => {
  const { folder, settings } = await makeSettings();
  expect(await settings.read()).toEqual(emptySettings);
  await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
});

test.skipIf(process.platform === 'win32')(
  'the file is 0600 in a folder of 0700, whatever the umask',
  async () => {
    const umask = process.umask(0);
    onTestFinished(() => void process.umask(umask));
    const { folder, path, settings } = await makeSettings();
    await settings.update((current) => current);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await chmod(path, 0o644);
    await settings.update((current) => current);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  },
);

test.skipIf(process.platform === 'win32')('a symbolic link to the settings stays one', async () => {
  const { folder, path, settings } = await makeBroken('{"version": 1}');
  await rename(path, join(folder, 'elsewhere.json'));
  await symlink(join(folder, 'elsewhere.json'), path);
  await settings.update((current) => ({ ...current, networkProxy: 'http://proxy:1' }));
  expect((await lstat(path)).isSymbolicLink()).toBe(true);
  expect(await readFile(join(folder, 'elsewhere.json'), 'utf8')).toContain('http://proxy:1');
});

describe('settings that cannot be used', () => {
  const account = { id: 'x', address: 'no address', clientId: 'y', passwordMode: 'own' };
  test.each([
    ['not JSON', '{"version": 1,\n  "clients": [}', 'not JSON: in line 2, column 15, a value should stand'],
    ['an empty file', '', 'not JSON'],
    [
      'a wrong address',
      JSON.stringify({ version: 1, accounts: [account] }),
      'accounts[0].address: must be a mail address',
    ],
    ['a wrong port', '{"version": 1, "listeners": {"imap": 70000}}', 'listeners.imap'],
    ['no version', '{"accounts": []}', 'version: '],
    ['a list', '[]', 'expected object'],
  ])(
    '(%s) say file, place and what is expected, are left as they are, and a copy is kept',
    async (_, content, reason) => {
      const { folder, path, settings } = await makeBroken(content);
      const refusal = await refusalOf(settings.read());
      expect(refusal.message).toContain(path);
      expect(refusal.message).toContain(reason);
      const [copy = '', name = ''] =
        /\S+(settings\.json\.unreadable-\d{4}-[^\s/]*[^\s/.])/u.exec(refusal.message) ?? [];
      expect(await readFile(copy, 'utf8')).toBe(content);

      let asked = false;
      const second = await refusalOf(
        settings.update((current) => {
          asked = true;
          return current;
        }),
      );
      expect(asked).toBe(false);
      expect(second.message).toBe(refusal.message);
      expect(await readFile(path, 'utf8')).toBe(content);
      expect((await readdir(folder)).filter((file) => file.includes('unreadable'))).toEqual([name]);
    },
  );

  test('once corrected they are used again', async () => {
    const { path, settings } = await makeBroken('{');
    await refusalOf(settings.read());
    await writeFile(path, '\uFEFF{"version": 1, "networkProxy": "http://proxy:1"}');
    expect((await settings.read()).networkProxy).toBe('http://proxy:1');
  });

  test('those of a newer version say so and are not taken for broken', async () => {
    const { folder, path, settings } = await makeBroken('{"version": 2, "accounts": "other form"}');
    const refusal = await refusalOf(settings.update((current) => current));
    expect(refusal.message).toContain('newer version');
    expect(refusal.message).not.toContain('unreadable');
    expect(await readdir(folder)).toEqual(['settings.json']);
    expect(await readFile(path, 'utf8')).toBe('{"version": 2, "accounts": "other form"}');
  });

  test('the error quotes nothing of a file that may hold a proxy password', async () => {
    const { settings } = await makeBroken('http://user:hunter2@proxy');
    expect((await refusalOf(settings.read())).message).not.toContain('hunter2');
  });
});

test('what a killed process left beside them is removed with the next change', async () => {
  const { folder, settings } = await makeBroken('{"version": 1}');
  const left = join(folder, '.1.mailwicket-tmp');
  await writeFile(left, 'half of them');
  await utimes(left, 0, 0);
  await settings.update((current) => current);
  expect(await readdir(folder)).toEqual(['settings.json']);
});

test('a folder in their place is told, and not taken for none', async () => {
  const { path, settings } = await makeSettings();
  await mkdir(path, { recursive: true });
  const refused = { code: 'settings-unreadable', message: containing(path) };
  await expect(settings.read()).rejects.toMatchObject(refused);
  await expect(settings.update((current) => current)).rejects.toMatchObject(refused);
});

test('where no copy of unreadable ones can be kept, that is in the log, and they are told without it', async () => {
  const { path } = await makeBroken('{');
  const warn = vi.fn();
  const logger = { ...silentLogger, warn };
  const settings = new SettingsFile({ path, schema: settingsSchema, empty: emptySettings, logger });
  insteadOf(fs, () => ({
    link: () => Promise.reject(systemError('ENOSPC')),
  }));
  const { message } = await refusalOf(settings.read());
  expect(message).toContain('not JSON');
  expect(message).not.toContain('unreadable-');
  expect(warn.mock.calls).toEqual([
    ['no copy of the unreadable settings could be kept', { file: path, reason: containing('ENOSPC') }],
  ]);
});

test.skipIf(process.platform === 'win32')(
  'where changes by others cannot be seen, that is in the log',
  async () => {
    const file = join(await scratchFolder(), 'file');
    await writeFile(file, '');
    const warned = Promise.withResolvers<unknown[]>();
    const logger = { ...silentLogger, warn: (...what: unknown[]) => warned.resolve(what) };
    const path = join(file, 'settings.json');
    const settings = new SettingsFile({ path, schema: settingsSchema, empty: emptySettings, logger });
    onTestFinished(settings.watch(() => undefined));
    expect(await warned.promise).toEqual([
      'changes of the settings by others cannot be seen',
      { file: path, reason: containing('E') },
    ]);
  },
);

test.skipIf(process.platform === 'win32')('a disk that says no is told as such', async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, 'file'), '');
  const settings = settingsAt(join(folder, 'file', 'settings.json'));
  await expect(settings.update((current) => current)).rejects.toMatchObject({ code: 'settings-unavailable' });
});

test('two processes that change the settings at once lose nothing', { timeout: 30_000 }, async () => {
  const folder = await scratchFolder();
  await Promise.all(
    ['a', 'b'].map((name) => runWriter(process.execPath, [writer, 'count-settings', folder, '', '25', name])),
  );
  const text = await readFile(join(folder, 'settings.json'), 'utf8');
  for (let round = 0; round < 25; round += 1) {
    expect(text).toContain(`"a${round}"`);
    expect(text).toContain(`"b${round}"`);
  }
  expect(await readdir(folder)).toEqual(['settings.json']);
});

test(
  'changes by somebody else are told, however they replace the file; our own are not',
  { timeout: 20_000 },
  async () => {
    const { folder, path, settings } = await makeSettings();
    await settings.read();
    let told = 0;
    let next = Promise.withResolvers<void>();
    onTestFinished(
      settings.watch(() => {
        told += 1;
        next.resolve();
      }),
    );
    await settings.update((current) => ({ ...current, networkProxy: 'http://own:1' }));
    await settingsAt(path).update((current) => ({ ...current, networkProxy: 'http://other:1' }));
    await next.promise;
    expect(told).toBe(1);

    next = Promise.withResolvers();
    await writeFile(path, '{"version": 1, "networkProxy": "http://editor:1"}');
    await next.promise;
    expect((await settings.read()).networkProxy).toBe('http://editor:1');

    // rewritten with the same content, and a neighbour: no news; then news
    const before = told;
    await writeFile(path, '{"version": 1, "networkProxy": "http://editor:1"}');
    await writeFile(join(folder, 'other.json'), '{}');
    next = Promise.withResolvers();
    await writeFile(join(folder, 'new.json'), '{"version": 1}');
    await rename(join(folder, 'new.json'), path);
    await next.promise;
    expect(told).toBe(before + 1);
  },
);

test('changes are told to whoever watches after everybody else has left', { timeout: 20_000 }, async () => {
  const { path, settings } = await makeSettings();
  await settings.read();
  for (const round of [1, 2]) {
    const told = Promise.withResolvers<void>();
    const end = settings.watch(told.resolve);
    await settingsAt(path).update((current) => ({
      ...current,
      networkProxy: `http://other:${String(round)}`,
    }));
    await told.promise;
    end();
  }
});
