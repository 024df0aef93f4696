import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { emptySettings, settingsSchema, type Settings } from '#contract/settings.ts';
import { SettingsFile, type SettingsStore } from '#core/storage/settings-file.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

// electron-store asks for Electron, and without its runtime the package would fetch it
vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', 'not-there');
const { electronSettings } = await import('../../electron/gateway-host.ts');

function open(path: string): SettingsStore<Settings> {
  return electronSettings({ path, schema: settingsSchema, empty: emptySettings });
}

const withAuthority = (name: string) => (settings: Settings) => ({
  ...settings,
  extraCertificateAuthorities: [...settings.extraCertificateAuthorities, name],
});

describe('the settings on the desktop', () => {
  it('are the empty ones at first, and nothing is written by looking', async () => {
    const folder = await scratchFolder();
    expect(await open(join(folder, 'settings.json')).read()).toEqual(emptySettings);
    expect(await readdir(folder)).toEqual([]);
  });

  it('are kept across restarts, for this user only', async () => {
    const path = join(await scratchFolder(), 'settings.json');
    const changed = await open(path).update(withAuthority('one.pem'));
    expect(changed.extraCertificateAuthorities).toEqual(['one.pem']);
    expect(await open(path).read()).toEqual(changed);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('take changes one after the other, none lost', async () => {
    const store = open(join(await scratchFolder(), 'settings.json'));
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => store.update(withAuthority(name))));
    expect((await store.read()).extraCertificateAuthorities).toEqual(['a', 'b', 'c', 'd']);
  });

  it('take changes of the desktop and of the command at once, none lost', async () => {
    const path = join(await scratchFolder(), 'settings.json');
    const [desktop, command] = [
      open(path),
      new SettingsFile({ path, schema: settingsSchema, empty: emptySettings }),
    ];
    const names = Array.from({ length: 20 }, (_, index) => `${String(index)}.pem`);
    await Promise.all(
      names.map((name, index) => (index % 2 === 0 ? desktop : command).update(withAuthority(name))),
    );
    const { extraCertificateAuthorities } = await desktop.read();
    expect(extraCertificateAuthorities.toSorted()).toEqual(names.toSorted());
  });

  it("tell of the command's changes, and never take the desktop's own for somebody else's", async () => {
    const path = join(await scratchFolder(), 'settings.json');
    const desktop = open(path);
    await desktop.read();
    const seen: string[][] = [];
    const told = Promise.withResolvers<void>();
    const look = async (): Promise<void> => {
      seen.push([...(await desktop.read()).extraCertificateAuthorities]);
      told.resolve();
    };
    onTestFinished(desktop.watch(() => void look()));
    for (const name of ['a', 'b', 'c']) await desktop.update(withAuthority(name));
    await new SettingsFile({ path, schema: settingsSchema, empty: emptySettings }).update(
      withAuthority('command'),
    );
    await told.promise;
    expect(seen).toEqual([['a', 'b', 'c', 'command']]);
  });

  it('that cannot be read are never overwritten, and a copy is kept aside', async () => {
    const folder = await scratchFolder();
    const path = join(folder, 'settings.json');
    await writeFile(path, '{"version":1,"accounts":[{}]}');
    const store = open(path);
    await expect(store.read()).rejects.toMatchObject({ code: 'settings-unreadable' });
    await expect(store.update(withAuthority('x'))).rejects.toMatchObject({ code: 'settings-unreadable' });
    expect(await readFile(path, 'utf8')).toBe('{"version":1,"accounts":[{}]}');
    const copies = (await readdir(folder)).filter((name) => name.startsWith('settings.json.unreadable-'));
    expect(copies).toHaveLength(1);
  });

  it('of a newer version are left alone', async () => {
    const path = join(await scratchFolder(), 'settings.json');
    await writeFile(path, '{"version":2}');
    await expect(open(path).update(withAuthority('x'))).rejects.toMatchObject({
      code: 'settings-unreadable',
    });
    expect(await readFile(path, 'utf8')).toBe('{"version":2}');
  });

  it('take no change that breaks their rules', async () => {
    const path = join(await scratchFolder(), 'settings.json');
    const store = open(path);
    await store.update(withAuthority('one.pem'));
    await expect(store.update(withAuthority(''))).rejects.toMatchObject({ code: 'settings-invalid' });
    expect((await store.read()).extraCertificateAuthorities).toEqual(['one.pem']);
  });

  it('take members that are there without a value', async () => {
    const store = open(join(await scratchFolder(), 'settings.json'));
    const changed = await store.update((settings) => ({ ...settings, networkProxy: undefined }));
    expect(await store.read()).toEqual({ ...changed, networkProxy: undefined });
  });
});
