import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { emptySettings, type Settings } from '#contract/settings.ts';
import type { SettingsStore } from '#core/storage/settings-file.ts';
import { EntryNameError } from '#core/storage/vault-entry.ts';
import type { Vault } from '#core/storage/vault.ts';
import { containing } from './matchers.ts';

const writer = join(import.meta.dirname, 'vault-writer.ts');
const runWriter = promisify(execFile);

/** The key of every vault of these tests. */
export const vaultKey = randomBytes(32);
/** An entry's name. */
export const tokens = 'account/6f1c/tokens';

/** Starts `vault-writer.ts`, a process of its own: its task, where it works, and what else it is told. */
export function writerArguments(task: string, place: string, ...more: readonly string[]): string[] {
  return [writer, task, place, vaultKey.toString('hex'), ...more];
}

/** Somewhere a vault is kept. */
export interface VaultPlace {
  /** For another process: a folder, or the address of a database. */
  readonly place: string;
  /** A vault there as a process of its own has it. */
  open(key?: Uint8Array): Promise<Vault> | Vault;
}

/** What every vault does, wherever it keeps its entries. */
export function vaultContract(makePlace: () => Promise<VaultPlace>): void {
  test('what is set is there, also for the next run; what is deleted is not', async () => {
    const place = await makePlace();
    const vault = await place.open();
    expect(await vault.get(tokens)).toBeUndefined();
    await vault.set(tokens, 'refresh → "é"');
    await vault.set('client/1/secret', '');
    const next = await place.open();
    expect(await next.get(tokens)).toBe('refresh → "é"');
    expect(await next.get('client/1/secret')).toBe('');
    expect(await next.names('account/')).toEqual([tokens]);
    expect(await next.names('')).toEqual(expect.arrayContaining([tokens, 'client/1/secret']));
    await next.delete(tokens);
    await next.delete(tokens);
    await expect.poll(() => vault.get(tokens)).toBeUndefined();
    expect(await vault.names('')).toEqual(['client/1/secret']);
  });

  test('of two writes at once the later one stays', async () => {
    const vault = await (await makePlace()).open();
    await Promise.all(Array.from({ length: 20 }, (_, value) => vault.set(tokens, String(value))));
    expect(await vault.get(tokens)).toBe('19');
  });

  test('a name that leads elsewhere is refused', async () => {
    const vault = await (await makePlace()).open();
    await expect(vault.set('../outside', 'text')).rejects.toBeInstanceOf(EntryNameError);
    await expect(vault.get('../outside')).rejects.toBeInstanceOf(EntryNameError);
  });

  test('a wrong key locks it: nothing is read, nothing is overwritten', async () => {
    const place = await makePlace();
    const vault = await place.open();
    await vault.set(tokens, 'kept');
    const wrong = await place.open(randomBytes(32));
    const locked = { name: 'VaultError', code: 'vault-locked', message: containing('another key') };
    await expect(wrong.get(tokens)).rejects.toMatchObject(locked);
    await expect(wrong.set(tokens, 'lost')).rejects.toMatchObject(locked);
    await expect(wrong.delete(tokens)).rejects.toMatchObject(locked);
    await expect(wrong.names('')).rejects.toMatchObject(locked);
    await expect(wrong.exclusively(tokens, async () => 'ran')).rejects.toMatchObject(locked);
    expect(await vault.get(tokens)).toBe('kept');
    expect(await (await place.open()).get(tokens)).toBe('kept');
  });

  test('a work is alone with its name, and others go on', async () => {
    const place = await makePlace();
    const [vault, other] = [await place.open(), await place.open()];
    const seen: string[] = [];
    const within = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const first = vault.exclusively('a', async () => {
      seen.push('first in');
      within.resolve();
      await end.promise;
      seen.push('first out');
    });
    await within.promise;
    const second = other.exclusively('a', async () => seen.push('second'));
    const third = vault.exclusively('a', async () => seen.push('third'));
    expect(await other.exclusively('b', async () => 'b')).toBe('b');
    expect(seen).toEqual(['first in']);
    end.resolve();
    await Promise.all([first, second, third]);
    expect(seen.slice(0, 2)).toEqual(['first in', 'first out']);
    expect(seen).toHaveLength(4);
  });

  test('what the work throws is passed on, and the name is free again', async () => {
    const vault = await (await makePlace()).open();
    const work = vault.exclusively('a', async () => Promise.reject(new RangeError('of the work')));
    await expect(work).rejects.toBeInstanceOf(RangeError);
    expect(await vault.exclusively('a', async () => 'next')).toBe('next');
  });

  test('processes that count up one entry lose no count', { timeout: 30_000 }, async () => {
    const place = await makePlace();
    const count = writerArguments('count-entry', place.place, '15');
    await Promise.all([1, 2, 3].map(() => runWriter(process.execPath, count)));
    expect(await (await place.open()).get('count')).toBe('45');
  });

  test('a killed holder blocks its name for some seconds only', { timeout: 60_000 }, async () => {
    const place = await makePlace();
    const child = spawn(process.execPath, writerArguments('hold-for-ever', place.place));
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await exit;
    const vault = await place.open();
    const began = performance.now();
    expect(await vault.exclusively('account/a/tokens', async () => 'mine')).toBe('mine');
    expect(performance.now() - began).toBeLessThan(40_000);
  });

  test('changes of another process are told by name, our own are not', { timeout: 20_000 }, async () => {
    const place = await makePlace();
    const [vault, other] = [await place.open(), await place.open()];
    await vault.set(tokens, 'one');
    await vault.get(tokens);
    const told: string[] = [];
    let next = Promise.withResolvers<void>();
    onTestFinished(
      vault.watch((name) => {
        told.push(name);
        next.resolve();
      }),
    );
    await vault.set(tokens, 'two');
    await vault.set('own', 'mine');
    await vault.delete('own');
    await other.set(tokens, 'three');
    await next.promise;
    expect(told).toEqual([tokens]);
    expect(await vault.get(tokens)).toBe('three');

    next = Promise.withResolvers();
    await runWriter(process.execPath, writerArguments('set', place.place, 'client/1/secret', 'x'));
    await next.promise;
    next = Promise.withResolvers();
    await other.delete(tokens);
    await next.promise;
    expect(told).toEqual([tokens, 'client/1/secret', tokens]);
  });

  test('every watcher is told, and one that has ended is not', { timeout: 20_000 }, async () => {
    const place = await makePlace();
    const [vault, other] = [await place.open(), await place.open()];
    await vault.get(tokens);
    const first = Promise.withResolvers<string>();
    const second = Promise.withResolvers<string>();
    let ended = 0;
    const end = vault.watch(() => {
      ended += 1;
    });
    onTestFinished(vault.watch(first.resolve));
    onTestFinished(vault.watch(second.resolve));
    end();
    await other.set(tokens, 'new');
    expect(await Promise.all([first.promise, second.promise])).toEqual([tokens, tokens]);
    expect(ended).toBe(0);
  });
}

/** Somewhere settings are kept: each call opens them as a process of its own has them. */
export type OpenSettings = () => Promise<SettingsStore<Settings>> | SettingsStore<Settings>;

/** What every store of settings does. */
export function settingsContract(makePlace: () => Promise<OpenSettings>): void {
  test('before anything was kept the settings are the empty ones', async () => {
    const open = await makePlace();
    expect(await (await open()).read()).toEqual(emptySettings);
  });

  test('a change is kept, also for the next run', async () => {
    const open = await makePlace();
    const settings = await open();
    const kept = await settings.update((current) => ({ ...current, networkProxy: 'http://proxy:3128' }));
    expect(kept.networkProxy).toBe('http://proxy:3128');
    expect(await (await open()).read()).toEqual(kept);
  });

  test('what a reader does to what it read changes nothing for others', async () => {
    const settings = await (await makePlace())();
    (await settings.read()).extraCertificateAuthorities.push('ca.pem');
    expect((await settings.read()).extraCertificateAuthorities).toEqual([]);
  });

  test('a change that breaks the rules of the settings is refused, and nothing is written', async () => {
    const settings = await (await makePlace())();
    await settings.update((current) => ({ ...current, networkProxy: 'http://proxy:1' }));
    const before = await settings.read();
    const change = settings.update((current) => ({ ...current, networkProxy: 'x'.repeat(501) }));
    await expect(change).rejects.toMatchObject({
      code: 'settings-invalid',
      message: containing('networkProxy'),
    });
    expect(await settings.read()).toEqual(before);
    await settings.update((current) => ({ ...current, networkProxy: undefined }));
  });

  test('of many changes at once, by two administrators, none is lost', async () => {
    const open = await makePlace();
    const stores = [await open(), await open()];
    const names = Array.from({ length: 20 }, (_, index) => `ca-${String(index)}.pem`);
    await Promise.all(
      stores.flatMap((settings, who) =>
        names.map((name) =>
          settings.update((current) => ({
            ...current,
            extraCertificateAuthorities: [...current.extraCertificateAuthorities, `${String(who)}-${name}`],
          })),
        ),
      ),
    );
    const kept = (await (await open()).read()).extraCertificateAuthorities;
    for (const [who] of stores.entries()) {
      const own = names.map((name) => `${String(who)}-${name}`);
      expect(kept.filter((name) => name.startsWith(`${String(who)}-`))).toEqual(own);
    }
  });

  test('a change by somebody else is told, our own is not', { timeout: 20_000 }, async () => {
    const open = await makePlace();
    const [settings, other] = [await open(), await open()];
    await settings.read();
    let told = 0;
    const next = Promise.withResolvers<void>();
    onTestFinished(
      settings.watch(() => {
        told += 1;
        next.resolve();
      }),
    );
    await settings.update((current) => ({ ...current, networkProxy: 'http://own:1' }));
    await other.update((current) => ({ ...current, networkProxy: 'http://other:1' }));
    await next.promise;
    expect(told).toBe(1);
    expect((await settings.read()).networkProxy).toBe('http://other:1');
  });
}
