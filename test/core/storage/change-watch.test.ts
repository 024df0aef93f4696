import { EventEmitter } from 'node:events';
import fs, { type FSWatcher } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { ChangeWatch, ForeignChanges, type ChangeWatchOptions } from '#core/storage/change-watch.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

/** Things in a folder that cannot be watched, as it is not there, so that it is looked at by time. */
class Bench {
  readonly clock = new FakeClock();
  readonly changes = new ForeignChanges();
  readonly things = new Map<string, string>();
  readonly told: string[] = [];
  readonly failed: unknown[] = [];
  readonly watch: ChangeWatch;

  constructor(options: Partial<ChangeWatchOptions> = {}) {
    this.watch = new ChangeWatch({
      folder: '/nowhere/mailwicket',
      clock: this.clock,
      changes: this.changes,
      open: async () => {},
      namesOf: async () => this.things.keys(),
      signatureOf: async (name) => this.things.get(name) ?? 'absent',
      failed: (error) => this.failed.push(error),
      ...options,
    });
  }

  /** It is there, and was read here. */
  hold(...names: readonly string[]): void {
    for (const name of names) {
      this.things.set(name, '1');
      this.changes.baseline(name, '1');
    }
  }

  listen(): () => void {
    const end = this.watch.add((name) => this.told.push(name));
    onTestFinished(end);
    return end;
  }

  /** What was told until the next look, and in it. */
  async look(): Promise<readonly string[]> {
    await this.clock.advance(2_050);
    return this.told.splice(0);
  }
}

describe('where the system cannot watch a folder', () => {
  test('what somebody else has changed, added or removed is told within two seconds or so, once', async () => {
    const bench = new Bench();
    bench.hold('kept', 'changed', 'removed');
    bench.listen();
    expect(await bench.look()).toEqual([]);
    bench.things.set('changed', '2').set('added', '1');
    bench.things.delete('removed');
    await bench.clock.advance(1_900);
    expect(bench.told).toEqual([]);
    expect((await bench.look()).toSorted()).toEqual(['added', 'changed', 'removed']);
    expect(await bench.look()).toEqual([]);
    bench.things.set('removed', '1');
    expect(await bench.look()).toEqual(['removed']);
    expect(bench.failed).toEqual([]);
  });

  test('what nobody has read here is not looked at, whoever changes it, until it is read', async () => {
    const looked: string[] = [];
    const bench = new Bench({
      signatureOf: async (name) => {
        looked.push(name);
        return bench.things.get(name) ?? 'absent';
      },
    });
    bench.hold('read');
    bench.things.set('unread', '1').set('gone', '1');
    bench.listen();
    await bench.look();
    bench.things.set('unread', '2').delete('gone');
    expect(await bench.look()).toEqual([]);
    expect(looked).toEqual(['read', 'read', 'read']);
    bench.changes.baseline('unread', '2');
    bench.things.set('unread', '3');
    expect(await bench.look()).toEqual(['unread']);
  });

  test('what was changed from here is no news, before it is there and afterwards', async () => {
    const bench = new Bench();
    bench.things.set('entry', 'old');
    bench.listen();
    await bench.look();
    bench.changes.announce('entry', 'mine');
    bench.changes.announce('new', 'mine too');
    expect(await bench.look()).toEqual([]);
    bench.things.set('entry', 'mine').set('new', 'mine too');
    expect(await bench.look()).toEqual([]);
  });

  test('it ends with the last who listens, and goes on with the next, who is told what was missed', async () => {
    const bench = new Bench();
    bench.hold('entry');
    const [one, other] = [bench.listen(), bench.listen()];
    await bench.look();
    one();
    bench.things.set('entry', '2');
    expect(await bench.look()).toEqual(['entry']);
    other();
    expect(bench.clock.timers).toBe(0);
    bench.things.set('entry', '3');
    expect(await bench.look()).toEqual([]);
    bench.listen();
    expect(await bench.look()).toEqual(['entry']);
  });

  test('a look that fails is told, and the next one is not held up', async () => {
    const bench = new Bench();
    bench.hold('entry');
    bench.listen();
    await bench.look();
    const { things } = bench;
    vi.spyOn(things, 'keys').mockImplementationOnce(() => {
      throw new Error('the disk says no');
    });
    things.set('entry', '2');
    expect(await bench.look()).toEqual([]);
    expect(bench.failed).toEqual([new Error('the disk says no')]);
    expect(await bench.look()).toEqual(['entry']);
  });
});

test('who has left before the folder was opened leaves nothing running', async () => {
  const opened = Promise.withResolvers<void>();
  const bench = new Bench({ open: () => opened.promise });
  bench.listen()();
  opened.resolve();
  await settle();
  expect(bench.clock.timers).toBe(0);
});

test('a burst of events in a folder is one look, at the files that they name', async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, 'data'));
  const looks: (readonly string[] | undefined)[] = [];
  const bench = new Bench({
    folder: join(folder, 'data'),
    namesOf: async (files) => {
      looks.push(files && [...files].toSorted());
      return [];
    },
  });
  bench.listen();
  await settle();
  for (const name of ['one', 'other', 'one']) await writeFile(join(folder, 'data', name), name);
  await bench.clock.timer(50);
  // what happens until then belongs to it
  await settle();
  await bench.clock.advance(50);
  expect(looks).toEqual([undefined, ['one', 'other']]);
  expect(bench.clock.timers).toBe(0);
  await writeFile(join(folder, 'data', 'third'), '');
  await bench.clock.timer(50);
  await bench.clock.advance(50);
  expect(looks.slice(2)).toEqual([['third']]);
});

test('the folder is made before it is looked at', async () => {
  const order: string[] = [];
  const bench = new Bench({
    open: async () => {
      await settle();
      order.push('made');
    },
    namesOf: async () => {
      order.push('looked at');
      return [];
    },
  });
  bench.listen();
  await settle();
  await settle();
  expect(order).toEqual(['made', 'looked at']);
});

test('a folder that cannot be made now is tried again until it can: what was changed or removed after it was read is told then', async () => {
  let isThere = false;
  const noFolder = new Error('no folder');
  const bench = new Bench({ open: async () => (isThere ? undefined : Promise.reject(noFolder)) });
  bench.hold('changed', 'same', 'removed');
  bench.things.delete('removed');
  const end = bench.listen();
  await settle();
  expect(bench.failed).toEqual([noFolder]);
  bench.things.set('changed', '2').set('unread', '1');
  await bench.look();
  expect(bench.failed).toEqual([noFolder]);
  isThere = true;
  expect(await bench.look()).toEqual(['changed', 'removed']);
  isThere = false;
  end();
  expect(bench.clock.timers).toBe(0);
  bench.listen();
  await settle();
  expect(bench.failed).toEqual([noFolder, noFolder]);
  bench.listen()();
  expect(bench.clock.timers).toBe(1);
});

test('whoever leaves while the folder cannot be made leaves nothing running', async () => {
  const opened = Promise.withResolvers<void>();
  const bench = new Bench({ open: () => opened.promise });
  const end = bench.listen();
  end();
  opened.reject(new Error('no folder'));
  await settle();
  expect(bench.clock.timers).toBe(0);
  const next = bench.listen();
  await settle();
  next();
  expect(bench.clock.timers).toBe(0);
});

test('a look that fails at the files that were named is made up for by one at all of them', async () => {
  const folder = await scratchFolder();
  const looks: (readonly string[] | undefined)[] = [];
  const bench = new Bench({
    folder,
    namesOf: async (files) => {
      looks.push(files && [...files]);
      if (files !== undefined) throw new Error('no descriptors');
      return [];
    },
  });
  bench.listen();
  await settle();
  await writeFile(join(folder, 'one'), '');
  await bench.clock.timer(50);
  await bench.clock.advance(50);
  await bench.clock.advance(2_000);
  expect(looks).toEqual([undefined, ['one'], undefined]);
  expect(bench.clock.timers).toBe(0);
});

function isWatcher(value: unknown): value is FSWatcher {
  return value instanceof EventEmitter && 'close' in value;
}

/** A folder that is watched, and the system's watcher of it. */
async function watched() {
  const watching = vi.spyOn(fs, 'watch');
  syncBuiltinESMExports();
  onTestFinished(() => {
    watching.mockRestore();
    syncBuiltinESMExports();
  });
  const folder = await scratchFolder();
  const looks: (readonly string[] | undefined)[] = [];
  const bench = new Bench({
    folder,
    namesOf: async (files) => {
      looks.push(files && [...files]);
      return [];
    },
  });
  const end = bench.listen();
  await settle();
  const watcher: unknown = watching.mock.results[0]?.value;
  if (!isWatcher(watcher)) throw new Error('nobody watches');
  expect(JSON.stringify(watching.mock.calls)).toContain('{"persistent":false}');
  return { bench, looks, end, watcher, close: vi.spyOn(watcher, 'close') };
}

describe('a folder that the system watches', () => {
  test('is looked at as a whole where the system does not say what has changed', async () => {
    const { bench, looks, watcher } = await watched();
    watcher.emit('change', 'change', 'one');
    watcher.emit('change', 'change', null);
    watcher.emit('change', 'change', 'other');
    await bench.clock.advance(50);
    watcher.emit('change', 'change', 'third');
    await bench.clock.advance(50);
    expect(looks).toEqual([undefined, undefined, ['third']]);
  });

  test('is looked at by time once the system cannot watch it any more', async () => {
    const { bench, looks, end, watcher, close } = await watched();
    watcher.emit('error', new Error('no watches left'));
    watcher.emit('error', new Error('no watches left'));
    expect(close).toHaveBeenCalledTimes(1);
    expect(bench.clock.timers).toBe(1);
    await bench.clock.advance(2_050);
    await bench.clock.advance(2_000);
    expect(looks).toEqual([undefined, undefined, undefined]);
    end();
    expect(bench.clock.timers).toBe(0);
  });

  test('is left alone when nobody listens any more', async () => {
    const { bench, looks, end, watcher, close } = await watched();
    watcher.emit('change', 'change', 'one');
    end();
    expect(close).toHaveBeenCalledTimes(1);
    watcher.emit('change', 'change', 'other');
    watcher.emit('error', new Error('closed'));
    expect(bench.clock.timers).toBe(0);
    await bench.clock.advance(5_000);
    expect(looks).toEqual([undefined]);
  });
});

describe('whose a change is', () => {
  test('is ours while the state is one of our last two', () => {
    const changes = new ForeignChanges();
    changes.baseline('entry', '0');
    changes.announce('entry', '1');
    changes.announce('entry', '2');
    expect(changes.observe('entry', '1')).toBe(false);
    expect(changes.observe('entry', '2')).toBe(false);
    changes.announce('entry', '3');
    expect(changes.observe('entry', '2')).toBe(false);
    expect(changes.observe('entry', '1')).toBe(true);
  });

  test('is somebody else’s where they bring back a state of ours after one of theirs', () => {
    const changes = new ForeignChanges();
    changes.announce('entry', 'ours');
    expect(changes.observe('entry', 'ours')).toBe(false);
    expect(changes.observe('entry', 'theirs')).toBe(true);
    expect(changes.observe('entry', 'theirs')).toBe(false);
    expect(changes.observe('entry', 'ours')).toBe(true);
  });
});
