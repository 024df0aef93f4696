import fs from 'node:fs';
import { mkdir, rm, rmdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { silentLogger } from '#core/logging/logger.ts';
import { holdFileLock } from '#core/storage/file-lock.ts';
import { insteadOf, systemError } from '../../support/instead-of.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

/** A file, and the folder that is its lock. */
async function guarded(): Promise<{ readonly path: string; readonly lock: string }> {
  const path = join(await scratchFolder(), 'file');
  return { path, lock: `${path}.lock` };
}

/** The lock of another process, which has last shown a sign of life so many milliseconds ago. */
async function heldElsewhere(age: number): Promise<{ readonly path: string; readonly lock: string }> {
  const made = await guarded();
  await mkdir(made.lock);
  const at = new Date(Date.now() - age);
  await utimes(made.lock, at, at);
  return made;
}

/** So much time passes after the wait for a lock has begun. */
function elapsed(milliseconds: number): void {
  const began = performance.now();
  const now = vi
    .spyOn(performance, 'now')
    .mockReturnValueOnce(began)
    .mockReturnValue(began + milliseconds);
  onTestFinished(() => now.mockRestore());
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

describe('the lock of a file', () => {
  test('is held while the work runs, and given back however that ends', async () => {
    const { path, lock } = await guarded();
    expect(await holdFileLock({ path }, () => isThere(lock))).toBe(true);
    expect(await isThere(lock)).toBe(false);
    await expect(holdFileLock({ path }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await isThere(lock)).toBe(false);
  });

  test('is one holder’s at a time', async () => {
    const { path } = await guarded();
    let [running, most] = [0, 0];
    const work = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await stat(path).catch(() => undefined);
      running -= 1;
    };
    await Promise.all([1, 2, 3].map(() => holdFileLock({ path }, work)));
    expect(most).toBe(1);
  });

  test('is waited for while another process shows that it lives', async () => {
    const { path, lock } = await heldElsewhere(0);
    let isMine = false;
    const waiting = holdFileLock({ path }, async () => {
      isMine = true;
    });
    await stat(lock);
    expect(isMine).toBe(false);
    await rmdir(lock);
    await waiting;
    expect(isMine).toBe(true);
  });

  test('that a killed process has left is taken over', async () => {
    const { path, lock } = await heldElsewhere(10_000);
    expect(await holdFileLock({ path }, async () => 'mine')).toBe('mine');
    expect(await isThere(lock)).toBe(false);
  });

  test('that was left before the clock was set back is taken over, too, once nothing has moved for a while', async () => {
    const { path } = await heldElsewhere(-86_400_000);
    // a second passes from one look to the next
    let at = performance.now();
    const now = vi.spyOn(performance, 'now').mockImplementation(() => (at += 1_000));
    onTestFinished(() => now.mockRestore());
    const waiting = holdFileLock({ path, staleAfter: 2_000 }, async () => 'mine');
    expect(await waiting).toBe('mine');
  });

  test('that another process has held for two minutes is not waited for any longer, and the work is not run', async () => {
    const { path, lock } = await heldElsewhere(0);
    elapsed(120_001);
    const work = vi.fn(async () => {});
    await expect(holdFileLock({ path }, work)).rejects.toMatchObject({ code: 'file-lock-timeout' });
    expect(work).not.toHaveBeenCalled();
    expect(await isThere(lock)).toBe(true);
  });

  test('that was taken over meanwhile changes nothing of what the work has done', async () => {
    const { path, lock } = await guarded();
    const work = async (): Promise<string> => {
      await rm(lock, { recursive: true });
      return 'done';
    };
    expect(await holdFileLock({ path }, work)).toBe('done');
  });

  test('that cannot be given back is told in the log; the work is done all the same', async () => {
    const { path } = await guarded();
    insteadOf(fs, (before) => ({
      rmdir: Object.assign(
        (_path: unknown, done: (error: Error) => void) => done(systemError('EBUSY')),
        before.rmdir,
      ),
    }));
    const warn = vi.fn();
    const logger = { ...silentLogger, warn };
    expect(await holdFileLock({ path, logger }, async () => 'done')).toBe('done');
    expect(warn.mock.calls).toEqual([
      ['a file lock could not be given back', { file: path, reason: 'another program is using it (EBUSY)' }],
    ]);
  });

  test('that another waiter has taken over just now is not taken away from it', async () => {
    const { path, lock } = await heldElsewhere(10_000);
    const fresh = await stat(await scratchFolder());
    const looked = vi.spyOn(fs, 'statSync');
    const removed = vi.spyOn(fs, 'rmdirSync');
    onTestFinished(() => {
      looked.mockRestore();
      removed.mockRestore();
    });
    let isJustTaken = true;
    looked.mockImplementationOnce(() => {
      isJustTaken = false;
      expect(removed).not.toHaveBeenCalled();
      return fresh;
    });
    expect(await holdFileLock({ path }, async () => 'mine')).toBe('mine');
    expect(isJustTaken).toBe(false);
    expect(looked.mock.calls.length).toBeGreaterThan(1);
    expect(await isThere(lock)).toBe(false);
  });

  test('cannot be had where there is no folder for it', async () => {
    const path = join(await scratchFolder(), 'missing', 'file');
    await expect(holdFileLock({ path }, async () => {})).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
