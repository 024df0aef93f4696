import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs, { chmod, mkdir, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { VaultFiles } from '#core/storage/vault-files.ts';
import { loadVaultKey } from '#core/storage/vault-key.ts';
import { insteadOf, systemError } from '../../support/instead-of.ts';
import { containing, notContaining } from '../../support/matchers.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const writer = join(import.meta.dirname, '../../support/vault-writer.ts');
const key = randomBytes(32);

/** A stand-in of secret-tool, which notes what it is asked. */
async function secretTool(...script: readonly string[]): Promise<() => Promise<string>> {
  const folder = await scratchFolder();
  const asked = join(folder, 'asked');
  const lines = ['#!/bin/sh', `echo "$1" >>'${asked}'`, ...script, ''];
  await writeFile(join(folder, 'secret-tool'), lines.join('\n'), { mode: 0o755 });
  vi.stubEnv('PATH', `${folder}:${String(process.env['PATH'])}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return () => readFile(asked, 'utf8');
}

describe('from the environment', () => {
  test.each(['base64', 'base64url', 'hex'] as const)(
    'a key in %s is taken, and no file is made',
    async (encoding) => {
      const dataFolder = await scratchFolder();
      const environment = { MAILWICKET_VAULT_KEY: ` ${key.toString(encoding)}\n` };
      expect(await loadVaultKey({ dataFolder, environment })).toEqual(key);
      expect(await readdir(dataFolder)).toEqual([]);
    },
  );

  test.each([
    'hunter2',
    key.toString('hex').slice(2),
    randomBytes(31).toString('base64'),
    `${key.toString('base64')}AA`,
  ])(
    'anything else is refused, never replaced by another key, and not repeated in the error',
    async (given) => {
      const dataFolder = await scratchFolder();
      const load = loadVaultKey({ dataFolder, environment: { MAILWICKET_VAULT_KEY: given } });
      await expect(load).rejects.toMatchObject({
        code: 'vault-locked',
        message: notContaining(given),
      });
      expect(await readdir(dataFolder)).toEqual([]);
    },
  );
});

describe('from a service credential', () => {
  test.each([
    ['raw', key],
    ['base64', `${key.toString('base64')}\n`],
    ['hex', key.toString('hex')],
  ])('a key (%s) is taken', async (_, content) => {
    const dataFolder = await scratchFolder();
    const credentials = await scratchFolder();
    await writeFile(join(credentials, 'mailwicket-vault-key'), content);
    const loaded = await loadVaultKey({ dataFolder, environment: { CREDENTIALS_DIRECTORY: credentials } });
    expect(loaded).toEqual(key);
    expect(await readdir(dataFolder)).toEqual([]);
  });

  test('one that is no key is refused; where there is none, the key file is used', async () => {
    const dataFolder = await scratchFolder();
    const environment = { CREDENTIALS_DIRECTORY: await scratchFolder() };
    const made = await loadVaultKey({ dataFolder, environment });
    expect(await readFile(join(dataFolder, 'vault.key'), 'utf8')).toBe(`${made.toString('base64')}\n`);
    await writeFile(join(environment.CREDENTIALS_DIRECTORY, 'mailwicket-vault-key'), 'short');
    await expect(loadVaultKey({ dataFolder, environment })).rejects.toMatchObject({ code: 'vault-locked' });
  });
});

describe.skipIf(process.platform === 'win32')('from the keyring', () => {
  test('one whose password nobody has entered in time has a key all the same: no other is put there', async () => {
    // as the end of its time ends it
    const asked = await secretTool('kill -TERM $$', 'sleep 60');
    for (const isUsed of [false, true]) {
      const dataFolder = await scratchFolder();
      const vault = { shown: 'vault', isInUse: async () => isUsed };
      await expect(loadVaultKey({ dataFolder, keyring: true, vault })).rejects.toMatchObject({
        code: 'vault-locked',
        message: containing('The keyring does not answer: nobody has unlocked it within 2 minutes'),
      });
    }
    expect(await asked()).toBe('lookup\nlookup\n');
  });
});

const vaultThat = (isUsed: boolean) => ({ shown: 'the vault', isInUse: async () => isUsed });

/** A keyring that keeps one text. */
const oneText = async (): Promise<{ readonly asked: () => Promise<string>; readonly file: string }> => {
  const file = join(await scratchFolder(), 'kept');
  const store = `if [ "$1" = store ]; then cat >'${file}'; else cat '${file}' 2>/dev/null; fi; true`;
  return { asked: await secretTool(store), file };
};

async function fromKeyring(isUsed = false, dataFolder?: string): ReturnType<typeof loadVaultKey> {
  return loadVaultKey({
    dataFolder: dataFolder ?? (await scratchFolder()),
    keyring: true,
    vault: vaultThat(isUsed),
    // nothing else is looked at
    environment: { MAILWICKET_VAULT_KEY: randomBytes(32).toString('hex') },
  });
}

describe.skipIf(process.platform === 'win32')('of the keyring', () => {
  const kept = key.toString('base64');
  test('the key that is kept there is taken, also for a vault that is in use', async () => {
    const { asked, file } = await oneText();
    await writeFile(file, kept);
    expect(await fromKeyring(true)).toEqual(key);
    expect(await asked()).toBe('lookup\n');
  });

  test('a new vault gets a new one, which is the same at the next start', async () => {
    const { asked } = await oneText();
    const made = await fromKeyring();
    expect(made).toHaveLength(32);
    expect(await asked()).toBe('lookup\nstore\nlookup\n');
    expect(await fromKeyring(true)).toEqual(made);
  });

  test('the key of the key file is put there, and the file stays', async () => {
    const { file } = await oneText();
    const dataFolder = await scratchFolder();
    await writeFile(join(dataFolder, 'vault.key'), kept, { mode: 0o600 });
    expect(await fromKeyring(true, dataFolder)).toEqual(key);
    expect(await readFile(file, 'utf8')).toBe(kept);
    expect(await readFile(join(dataFolder, 'vault.key'), 'utf8')).toBe(kept);
  });

  test('of two commands that start at once the one that was first has made it', async () => {
    const file = join(await scratchFolder(), 'kept');
    const first = `if [ "$1" = store ]; then cat >/dev/null; echo '${kept}' >'${file}'; exit 0; fi`;
    await secretTool(first, `cat '${file}' 2>/dev/null; true`);
    expect(await fromKeyring()).toEqual(key);
  });

  test('none is made for a vault that is in use, nor in the place of a damaged one', async () => {
    const { asked, file } = await oneText();
    const message = containing('the vault');
    await expect(fromKeyring(true)).rejects.toMatchObject({ code: 'vault-locked', message });
    await writeFile(file, 'no key');
    await expect(fromKeyring()).rejects.toMatchObject({ code: 'vault-locked' });
    expect(await asked()).toBe('lookup\nlookup\n');
  });

  test.each([
    ['look', 'echo "a first line" >&2; echo "no keyring here" >&2; exit 1'],
    ['keep one', '[ "$1" = lookup ] && exit 1; cat >/dev/null; echo "no keyring here" >&2; exit 1'],
  ])('what it says when it cannot %s is passed on', async (_what, script) => {
    await secretTool(script);
    await expect(fromKeyring()).rejects.toMatchObject({
      code: 'vault-locked',
      message: containing('no keyring here'),
    });
  });

  test('where the program for it is not installed, that is said', async () => {
    vi.stubEnv('PATH', await scratchFolder());
    onTestFinished(() => void vi.unstubAllEnvs());
    await expect(fromKeyring()).rejects.toMatchObject({
      code: 'vault-locked',
      message: containing('secret-tool'),
    });
  });
});

describe('from the key file', () => {
  test('it is made at first use and the same ever after', async () => {
    const dataFolder = join(await scratchFolder(), 'new');
    const first = await loadVaultKey({ dataFolder, environment: {} });
    expect(first).toHaveLength(32);
    expect(await loadVaultKey({ dataFolder, environment: {} })).toEqual(first);
    if (process.platform !== 'win32') {
      expect((await stat(join(dataFolder, 'vault.key'))).mode & 0o777).toBe(0o600);
    }
  });

  test('processes that start at once agree on one key', { timeout: 30_000 }, async () => {
    const dataFolder = await scratchFolder();
    const run = promisify(execFile);
    const loaded = await Promise.all(
      [1, 2, 3].map(() => run(process.execPath, [writer, 'load-key', dataFolder])),
    );
    expect(new Set(loaded.map(({ stdout }) => stdout)).size).toBe(1);
    const inProcess = await Promise.all(
      Array.from({ length: 10 }, () => loadVaultKey({ dataFolder, environment: {} })),
    );
    expect(inProcess.map((one) => `${one.toString('hex')}\n`)).toContain(loaded[0]?.stdout);
  });

  test('a lost key file is not made anew while the vault holds entries', async () => {
    const dataFolder = await scratchFolder();
    const made = await loadVaultKey({ dataFolder, environment: {} });
    await new VaultFiles({ folder: join(dataFolder, 'vault'), key: made }).set('a', 'kept');
    await unlink(join(dataFolder, 'vault.key'));
    await expect(loadVaultKey({ dataFolder, environment: {} })).rejects.toMatchObject({
      code: 'vault-locked',
      message: containing('backup'),
    });
    expect(await readdir(dataFolder)).toEqual(['vault']);
  });

  test("the desktop's folder is told as such: nobody is to move its vault away", async () => {
    const dataFolder = await scratchFolder();
    await new VaultFiles({ folder: join(dataFolder, 'vault'), key }).set('a', 'kept');
    await writeFile(join(dataFolder, 'vault-key.sealed'), 'sealed');
    await expect(loadVaultKey({ dataFolder, environment: {} })).rejects.toMatchObject({
      code: 'vault-locked',
      message: containing('belong to the desktop application'),
    });
  });

  test.skipIf(process.platform === 'win32')(
    'one that others can read is refused, with the command to run',
    async () => {
      const dataFolder = await scratchFolder();
      const made = await loadVaultKey({ dataFolder, environment: {} });
      const file = join(dataFolder, 'vault.key');
      await chmod(file, 0o640);
      await expect(loadVaultKey({ dataFolder, environment: {} })).rejects.toMatchObject({
        code: 'vault-locked',
        message: containing(`chmod 600 '${file}'`),
      });
      await chmod(file, 0o600);
      expect(await loadVaultKey({ dataFolder, environment: {} })).toEqual(made);
    },
  );

  test.skipIf(process.platform === 'win32')(
    'one of another user is refused, who could have put it there: also as root',
    async () => {
      const dataFolder = await scratchFolder();
      const made = await loadVaultKey({ dataFolder, environment: {} });
      const file = join(dataFolder, 'vault.key');
      const runner = vi.spyOn(process, 'geteuid').mockReturnValue(54_321);
      await expect(loadVaultKey({ dataFolder, environment: {} })).rejects.toMatchObject({
        code: 'vault-locked',
        message: containing(`chown 54321 '${file}'`),
      });
      runner.mockRestore();
      expect(await loadVaultKey({ dataFolder, environment: {} })).toEqual(made);
    },
  );

  test('a damaged one is refused and left as it is', async () => {
    const dataFolder = await scratchFolder();
    await writeFile(join(dataFolder, 'vault.key'), 'AAAA', { mode: 0o600 });
    await expect(loadVaultKey({ dataFolder, environment: {} })).rejects.toMatchObject({
      code: 'vault-locked',
    });
    expect(await readFile(join(dataFolder, 'vault.key'), 'utf8')).toBe('AAAA');
  });
});

test.skipIf(process.platform === 'win32')(
  'a disk that says no is told with the file, and no key is made',
  async () => {
    const folder = await scratchFolder();
    const unused = { shown: 'the vault', isInUse: async () => false };
    const dataFolder = join(folder, 'data');
    await mkdir(join(dataFolder, 'vault.key'), { recursive: true });
    const environment = {};
    await expect(loadVaultKey({ dataFolder, environment, vault: unused })).rejects.toMatchObject({
      code: 'vault-unavailable',
      message: containing('vault.key'),
    });
    insteadOf(fs, () => ({
      link: () => Promise.reject(systemError('EROFS')),
    }));
    const other = join(folder, 'other');
    await expect(loadVaultKey({ dataFolder: other, environment, vault: unused })).rejects.toMatchObject({
      code: 'vault-unavailable',
      message: containing('EROFS'),
    });
  },
);
