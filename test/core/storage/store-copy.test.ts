import { randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptySettings, type Settings, settingsSchema } from '#contract/settings.ts';
import { dataPaths } from '#core/storage/data-folder.ts';
import { SettingsFile } from '#core/storage/settings-file.ts';
import { copyStore, folderPlace, refuseEmptyFolder, type StorePlace } from '#core/storage/store-copy.ts';
import { VaultFiles } from '#core/storage/vault-files.ts';
import { waitedFor } from '#core/storage/vault.ts';
import { containing } from '../../support/matchers.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

interface Place extends StorePlace<Settings> {
  readonly folder: string;
}

/** A data folder that does not exist yet. */
async function newPlace(): Promise<Place> {
  const folder = join(await scratchFolder(), 'data');
  const { settings: file, vault } = dataPaths(folder);
  const key = randomBytes(32);
  const settings = new SettingsFile<Settings>({ path: file, schema: settingsSchema, empty: emptySettings });
  return { folder, ...folderPlace(folder, { key, settings, vault: new VaultFiles({ folder: vault, key }) }) };
}

/** One with settings and two secrets. */
async function usedPlace(port = 4143): Promise<Place> {
  const place = await newPlace();
  await mkdir(place.folder, { recursive: true, mode: 0o700 });
  await place.settings.update((settings) => ({
    ...settings,
    listeners: { ...settings.listeners, imap: port },
  }));
  await place.vault.set('account/1/tokens', `tokens of ${String(port)}`);
  await place.vault.set('client/1/secret', 'secret');
  return place;
}

const copied = { replace: false };

/** What was changed in the settings. */
async function portOf(place: Place): Promise<unknown> {
  return (await place.settings.read()).listeners.imap;
}

describe('a copy of settings and secrets', () => {
  test('has all of them, under another key', async () => {
    const [from, to] = [await usedPlace(), await newPlace()];
    await from.vault.set(`${waitedFor}note`, 'for those who wait here');
    expect(await to.isEmpty()).toBe(true);
    expect(await copyStore(from, to, copied)).toBe(2);
    expect(await portOf(to)).toBe(4143);
    expect(await to.vault.get('account/1/tokens')).toBe('tokens of 4143');
    expect((await to.vault.names('')).toSorted()).toEqual(['account/1/tokens', 'client/1/secret']);
    expect(await to.isEmpty()).toBe(false);
    // where it came from is as it was
    expect(await from.vault.get('account/1/tokens')).toBe('tokens of 4143');
    expect((await readdir(to.folder)).filter((name) => /before|new/u.test(name))).toEqual([]);
  });

  test('of nothing is refused: it would look as if it had worked', async () => {
    const [from, to] = [await newPlace(), await newPlace()];
    const copying = copyStore(from, to, copied);
    await expect(copying).rejects.toMatchObject({ code: 'store-empty', message: containing(from.folder) });
  });

  test('does not go over what is there, unless that is meant; what was there is then kept beside it', async () => {
    const [from, to] = [await usedPlace(4143), await usedPlace(5143)];
    await to.vault.set('account/2/tokens', 'only here');
    await expect(copyStore(from, to, copied)).rejects.toMatchObject({
      code: 'store-not-empty',
      message: containing(to.folder),
    });
    expect(await portOf(to)).toBe(5143);
    await copyStore(from, to, { replace: true });
    expect(await portOf(to)).toBe(4143);
    const names = await readdir(to.folder);
    expect(names.filter((name) => name.includes('.before-'))).toHaveLength(2);
    const fresh = new VaultFiles({ folder: dataPaths(to.folder).vault, key: randomBytes(32) });
    await expect(fresh.get('account/2/tokens')).rejects.toMatchObject({ code: 'vault-locked' });
  });

  test('is one too where there are settings only, or secrets only', async () => {
    const settingsOnly = await newPlace();
    await settingsOnly.settings.update((settings) => settings);
    const secretsOnly = await newPlace();
    await secretsOnly.vault.set('client/1/secret', 'secret');
    expect(await settingsOnly.isEmpty()).toBe(false);
    expect(await secretsOnly.isEmpty()).toBe(false);
    expect(await copyStore(settingsOnly, await newPlace(), copied)).toBe(0);
    expect(await copyStore(secretsOnly, await newPlace(), copied)).toBe(1);
  });

  test('that was broken off before leaves nothing in the next one', async () => {
    const [from, to] = [await usedPlace(), await newPlace()];
    const half = `${dataPaths(to.folder).vault}.new`;
    await mkdir(half, { recursive: true, mode: 0o700 });
    await writeFile(join(half, 'entry+account+9+tokens'), 'of before');
    await copyStore(from, to, copied);
    expect(await to.vault.names('account/9/')).toEqual([]);
  });
});

test('a folder without settings and secrets is refused before a key is made for it', async () => {
  const place = await newPlace();
  const { vault } = dataPaths(place.folder);
  await expect(refuseEmptyFolder(place.folder)).rejects.toMatchObject({ code: 'store-empty' });
  await mkdir(vault, { recursive: true });
  await refuseEmptyFolder(place.folder);
  const other = await newPlace();
  await mkdir(other.folder, { recursive: true });
  await writeFile(dataPaths(other.folder).settings, '{}');
  await refuseEmptyFolder(other.folder);
});
