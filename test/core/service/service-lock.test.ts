import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, stat, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#core/logging/clock.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { Service } from '#core/service/service.ts';
import { ServiceLock } from '#core/service/service-lock.ts';
import { findService } from '#core/service/service-record.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

/** A process that holds the lock of a folder until it is killed. */
async function holder(folder: string, node: readonly string[] = []): Promise<ChildProcess> {
  const { child, said } = await asking(folder, node);
  expect(said).toBe('held');
  return child;
}

async function asking(folder: string, node: readonly string[]) {
  const child = fork(path.join(import.meta.dirname, 'lock-holder.ts'), [folder], { execArgv: [...node] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: unknown[] = await once(child, 'message');
  return { child, said: said[0] };
}

/** As a Node before 22.13 is. */
const withoutSqlite = ['--no-experimental-sqlite'];

async function taken(folder: string): Promise<ServiceLock> {
  const lock = await ServiceLock.take(folder);
  if (lock === undefined) throw new Error('the lock is held by another');
  onTestFinished(() => lock.release());
  return lock;
}

describe('the lock of a service', () => {
  test('is held by one process alone, and is gone at once when that is killed', async () => {
    const folder = await scratchFolder();
    const child = await holder(folder);
    expect(ServiceLock.isHeld(folder)).toBe(true);
    expect(await ServiceLock.take(folder)).toBeUndefined();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(ServiceLock.isHeld(folder)).toBe(false);
    await taken(folder);
  });

  test('is held on a Node without SQLite too, which is told from a killed one by its signs of life', async () => {
    const folder = await scratchFolder();
    const child = await holder(folder, withoutSqlite);
    expect(ServiceLock.isHeld(folder)).toBe(true);
    expect(await ServiceLock.take(folder)).toBeUndefined();
    expect((await asking(folder, withoutSqlite)).said).toBe('refused');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const longAgo = new Date(Date.now() - 10_000);
    await utimes(path.join(folder, 'service.lock.lock'), longAgo, longAgo);
    expect(ServiceLock.isHeld(folder)).toBe(false);
    await taken(folder);
  });

  test.runIf(process.platform === 'linux')(
    'of a Node with SQLite is seen by one without, and can be had by it afterwards',
    async () => {
      const folder = await scratchFolder();
      const lock = await ServiceLock.take(folder);
      expect((await asking(folder, withoutSqlite)).said).toBe('refused');
      lock?.release();
      await holder(folder, withoutSqlite);
    },
  );

  test('is one lock, by whichever way the folder is named', async () => {
    const folder = await scratchFolder();
    const real = path.join(folder, 'real');
    await mkdir(real);
    await symlink(real, path.join(folder, 'other-name'));
    await taken(real);
    expect(ServiceLock.isHeld(path.join(folder, 'other-name'))).toBe(true);
    expect(await ServiceLock.take(path.join(folder, 'other-name'))).toBeUndefined();
  });

  test('keeps this process from serving twice too, and can be taken again after it was given back', async () => {
    const folder = await scratchFolder();
    const first = await ServiceLock.take(folder);
    expect(await ServiceLock.take(folder)).toBeUndefined();
    // who was refused or has looked takes nothing away from the holder
    expect(ServiceLock.isHeld(folder)).toBe(true);
    first?.release();
    expect(ServiceLock.isHeld(folder)).toBe(false);
    await taken(folder);
  });

  test('looking never makes somebody else believe that the folder is served', async () => {
    const folder = await scratchFolder();
    for (let times = 0; times < 20; times += 1) {
      const taking = ServiceLock.take(folder);
      for (let looks = 0; looks < 5; looks += 1) ServiceLock.isHeld(folder);
      const lock = await taking;
      expect(lock).toBeDefined();
      lock?.release();
    }
  });

  test('a folder with a path longer than a socket may have is locked; one that no lock can be named in says so', async () => {
    const folder = await scratchFolder();
    const long = path.join(folder, 'a'.repeat(200), 'b'.repeat(200));
    await mkdir(long, { recursive: true });
    await taken(long);
    const longer = path.join(long, 'c'.repeat(200));
    await mkdir(longer);
    await expect(ServiceLock.take(longer)).rejects.toMatchObject({ code: 'too-long' });
  });

  test.runIf(process.platform !== 'win32')('its file is for this user alone, and stays empty', async () => {
    const folder = await scratchFolder();
    await taken(folder);
    const { mode, size } = await stat(path.join(folder, 'service.lock'));
    expect([mode & 0o777, size]).toEqual([0o600, 0]);
  });
});

describe('a service', () => {
  test('is known to others from its beginning to its end, and a second one is told which process it is', async () => {
    const folder = await scratchFolder();
    expect(await findService(folder)).toMatchObject({ running: false });
    const service = await Service.begin({ dataFolder: folder, clock: systemClock, logger: silentLogger });
    expect(await findService(folder)).toMatchObject({ running: true, record: { pid: process.pid } });
    const second = Service.begin({ dataFolder: folder, clock: systemClock, logger: silentLogger });
    await expect(second).rejects.toMatchObject({ code: 'already-running' });
    await expect(second).rejects.toThrow(`(process ${String(process.pid)})`);
    await service.end();
    expect(await findService(folder)).toMatchObject({ running: false });
  });

  test('serves where the lock cannot be made, and says that a second one would not be noticed', async () => {
    const folder = path.join(await scratchFolder(), 'not-there');
    const said: string[] = [];
    const logger = { ...silentLogger, warn: (message: string) => void said.push(message) };
    const service = await Service.begin({ dataFolder: folder, clock: systemClock, logger });
    expect(said[0]).toContain('would not be noticed');
    await service.end();
  });
});
