import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { DesktopApp } from './support/desktop-app.ts';
import { accountLine, DesktopBench, signInBar } from './support/desktop-bench.ts';
import { desktopKind, userDataOf } from './support/launch-desktop.ts';

const address = 'anna@example.org';
const password = 'the first password';

async function signedIn(bench: DesktopBench, app: DesktopApp): Promise<void> {
  await app.chooseInTray(await accountLine(app, address, 'signed out'), 'Sign in…');
  await bench.signIn(app, address);
  await accountLine(app, address, 'working');
  await app.noWindow(signInBar);
  expect(await bench.login(app, address, password)).toContain('a OK');
}

/** The files of a folder and those below, by name. */
async function filesIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path, await readFile(path, 'latin1'));
  }
  return files;
}

/** The vault and the key that opens it. */
async function sealedFiles(bench: DesktopBench): Promise<ReadonlyMap<string, string>> {
  const files = await filesIn(bench.data);
  return new Map([...files].filter(([path]) => /vault/.test(path.slice(bench.data.length))));
}

/** Real Electron asks the keyring of the machine: one that is open, and only this session's (desktop-session.sh). */
const onElectron = desktopKind === 'electron';
const hasKeyring = !onElectron || process.env['MAILWICKET_TEST_KEYRING'] === 'true';

describe.skipIf(!hasKeyring)('what the desktop keeps', () => {
  test('a sign-in is there again after the next start, and nothing of it can be read in any file', async () => {
    const bench = await DesktopBench.start({ account: address });
    const app = await bench.launch();
    await signedIn(bench, app);
    expect(await app.quit()).toBe(0);

    const { tokens } = bench.sandbox.provider;
    const secrets = [...tokens.refresh.keys(), ...tokens.access.keys(), password, 'anna-demo-password'];
    expect(secrets.length).toBeGreaterThan(3);
    const folders = [bench.data, join(userDataOf(bench.home), 'logs')];
    const files = (await Promise.all(folders.map(filesIn))).flatMap((found) => [...found.values()]);
    for (const secret of secrets) expect(files.filter((text) => text.includes(secret))).toEqual([]);

    const { sealed } = z
      .object({ sealed: z.base64() })
      .parse(JSON.parse(await readFile(join(bench.data, 'vault-key.sealed'), 'utf8')));
    // Linux: the tag of what a keyring has sealed; `v10` there is the key that everybody knows
    const tag = Buffer.from(sealed, 'base64').subarray(0, 3).toString();
    if (process.platform === 'linux') expect(tag).toBe('v11');

    const again = await bench.launch();
    await accountLine(again, address, 'working');
    expect(await bench.login(again, address, password)).toContain('a OK');
  });

  test('without a keyring secrets end with the process, and the person is told once', async () => {
    const machine = { encryption: 'basic_text' } as const;
    const bench = await DesktopBench.start({ account: address });
    const app = await bench.launch({ machine });
    await app.notification(/Sign-ins won’t be kept/);
    await signedIn(bench, app);
    await app.quit();
    expect([...(await sealedFiles(bench)).keys()]).toEqual([]);

    const again = await bench.launch({ machine });
    await accountLine(again, address, 'signed out');
    expect((await again.notifications()).map(({ title }) => title)).not.toContain('Sign-ins won’t be kept');
  });
});

// what becomes of the machine's keyring can be told to the stand-in only
describe.skipIf(onElectron)('what the desktop keeps when its keyring changes', () => {
  test('a keyring that was locked at the start is offered another start, after which everything is there', async () => {
    const bench = await DesktopBench.start({ account: address });
    const app = await bench.launch();
    await signedIn(bench, app);
    expect(await app.trayLine('restart')).toBeUndefined();
    await app.quit();
    const before = await sealedFiles(bench);

    const locked = await bench.launch({ machine: { encryption: 'basic_text' } });
    const told = await locked.notification(/Your sign-ins can’t be opened/);
    expect((await locked.notifications())[told]?.body).toContain('Unlock the keyring');
    await locked.unlockKeyring();
    // asked once in the life of a process: only another start helps
    expect(await bench.login(locked, address, password)).toContain('a NO [UNAVAILABLE]');
    expect(await locked.trayLine('Restart Mailwicket')).toMatchObject({ enabled: true });
    await locked.clickNotification(told);
    expect(await locked.exited).toBe(0);
    expect(locked.output).toContain('relaunched');
    expect(await sealedFiles(bench)).toEqual(before);

    const again = await bench.launch();
    await accountLine(again, address, 'working');
    expect(await bench.login(again, address, password)).toContain('a OK');
  });

  test('a keyring with another key locks the vault: told, nothing overwritten, and well again with the old key', async () => {
    const bench = await DesktopBench.start({ account: address });
    const app = await bench.launch();
    await signedIn(bench, app);
    await app.quit();
    const before = await sealedFiles(bench);
    expect(before.size).toBeGreaterThan(1);

    const locked = await bench.launch({ machine: { encryptionKey: 'another key' } });
    await locked.notification(/Your sign-ins can’t be opened/);
    expect(await bench.login(locked, address, password)).toContain('a NO [UNAVAILABLE]');
    // one notice for what is one trouble
    const told = (await locked.notifications()).filter(({ title }) => title !== 'Copied');
    expect(told.map(({ title }) => title)).toEqual(['Your sign-ins can’t be opened']);
    expect(told[0]?.body).toContain('Nothing was changed or lost.');
    await locked.quit();
    expect(await sealedFiles(bench)).toEqual(before);

    // the keyring has the old key beside a newer one, and then the newer one only: sealed anew meanwhile
    const well = await bench.launch({ machine: { encryptionKey: 'second key', formerKeys: ['first key'] } });
    await accountLine(well, address, 'working');
    await well.quit();
    const later = await bench.launch({ machine: { encryptionKey: 'second key' } });
    await accountLine(later, address, 'working');
    expect(await bench.login(later, address, password)).toContain('a OK');
  });
});
