import { describe, expect, it } from 'vitest';
import { KeyedMutex, Semaphore } from '#core/storage/locks.ts';
import { settle } from '../../support/fake-clock.ts';

/** Work that ends when it is told to, and says when it began. */
function work(
  name: string,
  began: string[],
): { readonly run: () => Promise<string>; readonly end: () => void } {
  const { promise, resolve } = Promise.withResolvers<string>();
  return {
    run: () => {
      began.push(name);
      return promise;
    },
    end: () => resolve(name),
  };
}

describe('a mutex', () => {
  it('runs the work of a key in the order of asking, and that of other keys meanwhile', async () => {
    const mutex = new KeyedMutex();
    const began: string[] = [];
    const first = work('first', began);
    const second = work('second', began);
    const other = work('other', began);
    const done = [mutex.run('a', first.run), mutex.run('a', second.run), mutex.run('b', other.run)];
    await settle();
    expect(began).toEqual(['first', 'other']);
    first.end();
    await settle();
    expect(began).toEqual(['first', 'other', 'second']);
    second.end();
    other.end();
    expect(await Promise.all(done)).toEqual(['first', 'second', 'other']);
  });

  it('lets one that comes once the first has ended wait for the second', async () => {
    const mutex = new KeyedMutex();
    const began: string[] = [];
    const first = work('first', began);
    const second = work('second', began);
    const third = work('third', began);
    void mutex.run('a', first.run);
    void mutex.run('a', second.run);
    first.end();
    await settle();
    void mutex.run('a', third.run);
    await settle();
    expect(began).toEqual(['first', 'second']);
    second.end();
    await settle();
    expect(began).toEqual(['first', 'second', 'third']);
  });

  it('passes on what the work throws, and runs the next', async () => {
    const mutex = new KeyedMutex();
    const failed = mutex.run('a', () => Promise.reject(new Error('no')));
    const next = mutex.run('a', () => Promise.resolve('yes'));
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});

function inOrder<T>([first]: Iterable<T>): T | undefined {
  return first;
}

function last<T>(waiting: Iterable<T>): T | undefined {
  return [...waiting].at(-1);
}

describe('a semaphore', () => {
  it('lets so many in, and who ends hands the place on to the one that is picked', async () => {
    const semaphore = new Semaphore<{ readonly name: string }>(2, last);
    const began: string[] = [];
    const works = ['a', 'b', 'c', 'd'].map((name) => work(name, began));
    for (const [at, { run }] of works.entries()) void semaphore.run({ name: String(at) }, run, undefined);
    await settle();
    expect([began, semaphore.isFull, semaphore.waiting]).toEqual([['a', 'b'], true, 2]);
    works[0]?.end();
    await settle();
    expect([began, semaphore.waiting]).toEqual([['a', 'b', 'd'], 1]);
    for (const { end } of works) end();
    await settle();
    expect([began.length, semaphore.isFull, semaphore.waiting]).toEqual([4, false, 0]);
  });

  it('gives the place back of one that leaves in the moment in which it gets it', async () => {
    const semaphore = new Semaphore<object>(1, inOrder);
    const began: string[] = [];
    const first = work('first', began);
    const left = work('left', began);
    const next = work('next', began);
    const leaves = new AbortController();
    void semaphore.run({}, first.run, undefined);
    const gone = semaphore.run({}, left.run, leaves.signal);
    void semaphore.run({}, next.run, undefined);
    await settle();
    first.end();
    leaves.abort(new Error('left'));
    await expect(gone).rejects.toThrow('left');
    await settle();
    expect(began).toEqual(['first', 'next']);
    next.end();
    await settle();
    expect(semaphore.isFull).toBe(false);
  });

  it('refuses all that wait, and those that run go on', async () => {
    const semaphore = new Semaphore<object>(1, inOrder);
    const began: string[] = [];
    const first = work('first', began);
    const second = work('second', began);
    const running = semaphore.run({}, first.run, undefined);
    const waiting = semaphore.run({}, second.run, undefined);
    semaphore.refuseAll(new Error('closed'));
    await expect(waiting).rejects.toThrow('closed');
    first.end();
    expect(await running).toBe('first');
    expect([began, semaphore.waiting, semaphore.isFull]).toEqual([['first'], 0, false]);
  });
});
