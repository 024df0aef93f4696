import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs, { chmod, mkdir, readdir, readFile, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { EntryNameError } from '#core/storage/vault-entry.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';
import { insteadOf, systemError } from '../../support/instead-of.ts';
import { containing } from '../../support/matchers.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { tokens, vaultContract, vaultKey, writerArguments } from '../../support/storage-contract.ts';

const runWriter = promisify(execFile);
const key = vaultKey;
const tokensFile = 'entry+account+6f1c+tokens';

async function makeVault(): Promise<{ readonly folder: string; readonly vault: VaultFiles }> {
  const folder = join(await scratchFolder(), 'vault');
  return { folder, vault: new VaultFiles({ folder, key }) };
}

describe('as every vault', () => {
  vaultContract(async () => {
    const folder = join(await scratchFolder(), 'vault');
    const open = (opened: Uint8Array = key): VaultFiles =>
      new VaultFiles({ folder, key: opened, staleAfter: 2_000 });
    return { place: folder, open };
  });
});

/** The whole content of a folder, to see that nothing in it changed. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const name of await readdir(folder))
    content[name] = (await readFile(join(folder, name))).toString('hex');
  return content;
}

describe('entries', () => {
  test.skipIf(process.platform === 'win32')(
    'files are 0600 and the folder is 0700, whatever the umask',
    async () => {
      const umask = process.umask(0);
      onTestFinished(() => void process.umask(umask));
      const { folder, vault } = await makeVault();
      await vault.set(tokens, 'secret');
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
      for (const name of await readdir(folder))
        expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
      await chmod(folder, 0o755);
      await new VaultFiles({ folder, key }).get(tokens);
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
    },
  );

  test('no file holds the text, and the same text never looks the same twice', async () => {
    const { folder, vault } = await makeVault();
    await vault.set(tokens, 'very secret token');
    const first = await readFile(join(folder, tokensFile));
    await vault.set(tokens, 'very secret token');
    const second = await readFile(join(folder, tokensFile));
    expect(first.includes('secret')).toBe(false);
    expect(first.subarray(4, 16).equals(second.subarray(4, 16))).toBe(false);
  });

  test.each([
    '',
    '../outside',
    'account/../x',
    'a//b',
    '/a',
    'A',
    'a+b',
    'a\0b',
    '.',
    'a/.',
    'x'.repeat(181),
  ])('the name %j cannot be an entry, so no path can be escaped', async (name) => {
    const { vault } = await makeVault();
    await expect(vault.set(name, 'text')).rejects.toBeInstanceOf(EntryNameError);
    await expect(vault.get(name)).rejects.toBeInstanceOf(EntryNameError);
  });
});

describe('a wrong key', () => {
  test('locks the vault: nothing is read, nothing is overwritten', async () => {
    const { folder, vault } = await makeVault();
    await vault.set(tokens, 'kept');
    const before = await contentOf(folder);
    const wrong = new VaultFiles({ folder, key: randomBytes(32) });
    const locked = {
      name: 'VaultError',
      code: 'vault-locked',
      message: containing('another key'),
    };
    await expect(wrong.get(tokens)).rejects.toMatchObject(locked);
    await expect(wrong.set(tokens, 'lost')).rejects.toMatchObject(locked);
    await expect(wrong.delete(tokens)).rejects.toMatchObject(locked);
    await expect(wrong.names('')).rejects.toMatchObject(locked);
    await expect(wrong.exclusively(tokens, async () => 'ran')).rejects.toMatchObject(locked);
    expect(await contentOf(folder)).toEqual(before);
    expect(await vault.get(tokens)).toBe('kept');
  });

  test('locks it also where the key check was lost; the right key makes the check anew', async () => {
    const { folder, vault } = await makeVault();
    await vault.set(tokens, 'kept');
    await unlink(join(folder, 'key-check'));
    const wrong = new VaultFiles({ folder, key: randomBytes(32) });
    await expect(wrong.set('other', 'x')).rejects.toMatchObject({ code: 'vault-locked' });
    expect(await readdir(folder)).toEqual([tokensFile]);
    expect(await new VaultFiles({ folder, key }).get(tokens)).toBe('kept');
    expect(await readdir(folder)).toContain('key-check');
  });

  test('a damaged key check does not lock out the right key', async () => {
    const { folder, vault } = await makeVault();
    await vault.set(tokens, 'kept');
    await writeFile(join(folder, 'key-check'), 'damaged');
    expect(await new VaultFiles({ folder, key }).get(tokens)).toBe('kept');
  });

  test('a key of the wrong length is refused', () => {
    expect(() => new VaultFiles({ folder: 'vault', key: randomBytes(31) })).toThrowError(
      expect.objectContaining({ code: 'vault-locked' }),
    );
  });
});

describe('a damaged entry', () => {
  const damages: readonly [string, (bytes: Buffer) => Buffer][] = [
    ['a flipped bit', (bytes) => Buffer.from(bytes.map((byte, index) => (index === 20 ? byte ^ 1 : byte)))],
    ['a cut end', (bytes) => bytes.subarray(0, bytes.length - 1)],
    ['all cut off but its beginning', (bytes) => bytes.subarray(0, 8)],
    ['an empty file', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('{"tokens": 1}')],
    [
      'a version that was never',
      (bytes) => Buffer.from(bytes.map((byte, index) => (index === 3 ? 0x7f : byte))),
    ],
    ['one before the first', (bytes) => Buffer.from(bytes.map((byte, index) => (index === 3 ? 0 : byte)))],
  ];

  test.each(damages)('(%s) is told by its name and left as it is; the others go on', async (_, damage) => {
    const { folder, vault } = await makeVault();
    await vault.set(tokens, 'a text that is long enough');
    await vault.set('other', 'fine');
    const file = join(folder, tokensFile);
    const damaged = damage(await readFile(file));
    await writeFile(file, damaged);
    await expect(vault.get(tokens)).rejects.toMatchObject({
      code: 'vault-damaged',
      message: containing(tokens),
    });
    expect(await readFile(file)).toEqual(damaged);
    expect(await vault.get('other')).toBe('fine');

    await vault.set(tokens, 'new');
    expect(await vault.get(tokens)).toBe('new');
    const aside = (await readdir(folder)).filter((name) => name.startsWith('damaged+'));
    expect(aside).toHaveLength(1);
    expect(await readFile(join(folder, aside[0] ?? ''))).toEqual(damaged);
    expect((await vault.names('')).toSorted((a, b) => a.localeCompare(b))).toEqual([tokens, 'other']);
  });

  test('an entry put in the place of another is not taken for it', async () => {
    const { folder, vault } = await makeVault();
    await vault.set(tokens, 'anna');
    await vault.set('account/7777/tokens', 'berta');
    await writeFile(join(folder, 'entry+account+7777+tokens'), await readFile(join(folder, tokensFile)));
    await expect(vault.get('account/7777/tokens')).rejects.toMatchObject({ code: 'vault-damaged' });
  });

  test('a folder in its place is damage: told by its name, kept aside when the entry is written or removed', async () => {
    const { folder, vault } = await makeVault();
    const file = join(folder, tokensFile);
    await vault.set('other', 'fine');
    const asides = async () => (await readdir(folder)).filter((name) => name.startsWith('damaged+'));
    await mkdir(join(file, 'inner'), { recursive: true });
    await expect(vault.get(tokens)).rejects.toMatchObject({
      code: 'vault-damaged',
      message: containing(tokens),
    });
    await vault.set(tokens, 'new');
    expect(await vault.get(tokens)).toBe('new');
    expect(await asides()).toHaveLength(1);
    await vault.delete(tokens);
    await mkdir(file);
    await vault.delete(tokens);
    expect(await vault.get(tokens)).toBeUndefined();
    expect(await asides()).toHaveLength(2);
    // nor does it stand in the way of proving the key
    await mkdir(file);
    await unlink(join(folder, 'key-check'));
    expect(await new VaultFiles({ folder, key }).get('other')).toBe('fine');
  });

  test('an entry of a newer version is neither read nor replaced', async () => {
    const { folder, vault } = await makeVault();
    await vault.set(tokens, 'text');
    const file = join(folder, tokensFile);
    // as a newer version writes both
    for (const name of ['key-check', tokensFile]) {
      const bytes = await readFile(join(folder, name));
      bytes[3] = 2;
      await writeFile(join(folder, name), bytes);
    }
    const newer = await readFile(file);
    const refused = { code: 'vault-unavailable', message: containing('newer version') };
    await expect(vault.get(tokens)).rejects.toMatchObject(refused);
    await expect(vault.set(tokens, 'x')).rejects.toMatchObject(refused);
    expect(await readFile(file)).toEqual(newer);
  });
});

describe('more than one process', () => {
  test(
    'kill -9 at any moment leaves a readable entry, no older than what was promised',
    { timeout: 30_000 },
    async () => {
      const { folder } = await makeVault();
      for (const lines of [1, 2, 5, 11, 23]) {
        const child = spawn(process.execPath, writerArguments('write-for-ever', folder));
        let promised = 0;
        const exit = once(child, 'exit');
        for await (const line of createInterface({ input: child.stdout })) {
          promised = Number(line);
          if (promised >= lines) child.kill('SIGKILL');
        }
        expect(await exit).toEqual([null, 'SIGKILL']);
        const found = (await new VaultFiles({ folder, key }).get('account/a/tokens')) ?? '';
        expect(Number.parseInt(found, 10)).toBeGreaterThanOrEqual(promised);
        expect(found).toHaveLength(String(Number.parseInt(found, 10)).length + 20_001);
      }
    },
  );

  test(
    'a lock left behind by a clock that was set back does not block either',
    { timeout: 30_000 },
    async () => {
      const { folder } = await makeVault();
      const child = spawn(process.execPath, writerArguments('hold-for-ever', folder));
      const exit = once(child, 'exit');
      await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await exit;
      const tomorrow = new Date(Date.now() + 86_400_000);
      await utimes(join(folder, 'lock+entry+account+a+tokens.lock'), tomorrow, tomorrow);
      const vault = new VaultFiles({ folder, key, staleAfter: 2_000 });
      expect(await vault.exclusively('account/a/tokens', async () => 'mine')).toBe('mine');
    },
  );

  test(
    'a folder in the place of an entry does not end the watching of the others',
    { timeout: 20_000 },
    async () => {
      const { folder, vault } = await makeVault();
      await vault.set(tokens, 'one');
      await mkdir(join(folder, 'entry+account+0000+tokens'));
      const told = new Set<string>();
      const all = Promise.withResolvers<void>();
      onTestFinished(
        vault.watch((name) => {
          told.add(name);
          if (told.has(tokens) && told.has('client/1/secret')) all.resolve();
        }),
      );
      const other = new VaultFiles({ folder, key });
      // in one burst, so that all are looked at one after the other
      await Promise.all([
        mkdir(join(folder, 'entry+account+1111+tokens')),
        other.set(tokens, 'two'),
        mkdir(join(folder, 'entry+account+9999+tokens')),
        other.set('client/1/secret', 'x'),
      ]);
      await all.promise;
    },
  );

  test('watching does not keep a process alive', { timeout: 20_000 }, async () => {
    const { folder } = await makeVault();
    const done = await runWriter(process.execPath, writerArguments('watch-only', folder), {
      timeout: 10_000,
    });
    expect(done.stderr).toBe('');
  });
});

test('however many entries are read at once, few files are open', async () => {
  const { vault, folder } = await makeVault();
  const names = Array.from({ length: 100 }, (_, index) => `account/${index}/tokens`);
  for (const name of names) await vault.set(name, name);
  let open = 0;
  let most = 0;
  const { readFile: read } = fs;
  const reading = vi.spyOn(fs, 'readFile').mockImplementation(async (...given) => {
    open += 1;
    most = Math.max(most, open);
    return read(...given).finally(() => {
      open -= 1;
    });
  });
  syncBuiltinESMExports();
  const other = new VaultFiles({ folder, key });
  expect(await Promise.all(names.map((name) => other.get(name)))).toEqual(names);
  reading.mockRestore();
  syncBuiltinESMExports();
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThan(20);
});

test.skipIf(process.platform === 'win32')('a vault that cannot be written says why', async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, 'file'), '');
  const vault = new VaultFiles({ folder: join(folder, 'file', 'vault'), key });
  await expect(vault.set('a', 'b')).rejects.toMatchObject({ code: 'vault-unavailable' });
});

test.skipIf(process.platform === 'win32')(
  'where changes by other processes cannot be seen, that is in the log',
  async () => {
    const file = join(await scratchFolder(), 'file');
    await writeFile(file, '');
    const warned = Promise.withResolvers<unknown[]>();
    const logger = { ...silentLogger, warn: (...what: unknown[]) => warned.resolve(what) };
    const folder = join(file, 'vault');
    onTestFinished(new VaultFiles({ folder, key, logger }).watch(() => undefined));
    expect(await warned.promise).toEqual([
      'changes of the vault by other processes cannot be seen',
      { folder, reason: containing(folder) },
    ]);
  },
);

test('an entry that the disk does not let go is told, and stays', async () => {
  const { vault } = await makeVault();
  await vault.set(tokens, 'kept');
  insteadOf(fs, ({ unlink: remove }) => ({
    unlink: async (path) => {
      if (String(path).endsWith(tokensFile)) throw systemError('EACCES');
      await remove(path);
    },
  }));
  await expect(vault.delete(tokens)).rejects.toMatchObject({
    code: 'vault-unavailable',
    message: containing('EACCES'),
  });
  expect(await vault.get(tokens)).toBe('kept');
});
