import { describe, expect, test } from 'vitest';
import { DerivationQueue, type Asker } from '#core/accounts/derivation-queue.ts';
import { settle } from '../../support/fake-clock.ts';

/** A queue of one place that is taken, and what has begun in it since. */
function makeQueue(atMostWaiting = 100) {
  const queue = new DerivationQueue({ atOnce: 1, atMostWaiting });
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (account: string, peer: string, signal?: AbortSignal): Promise<string> => {
    const asker: Asker = { account, peer, signal };
    return queue.run(asker, () => {
      begun.push(`${account} from ${peer}`);
      return new Promise((resolve) => ends.push(() => resolve(account)));
    });
  };
  const next = async (): Promise<void> => {
    ends.shift()?.();
    await settle();
  };
  const first = ask('first', 'somewhere');
  return { ask, begun, next, first };
}

describe('a key derivation', () => {
  test('of one account does not wait for all guesses at another one from the same peer', async () => {
    const { ask, begun, next } = makeQueue();
    for (let guess = 0; guess < 50; guess += 1) void ask('flooded', 'here');
    void ask('other', 'here');
    for (let turn = 0; turn < 3; turn += 1) await next();
    expect(begun).toContain('other from here');
  });

  test('for one peer does not wait for all guesses of another peer at the same account, or at many', async () => {
    const { ask, begun, next } = makeQueue();
    for (let guess = 0; guess < 50; guess += 1) void ask(guess % 2 === 0 ? 'anna' : `${guess}`, 'there');
    void ask('anna', 'here');
    for (let turn = 0; turn < 5; turn += 1) await next();
    expect(begun).toContain('anna from here');
  });

  test('of one that has had its turn comes behind those that wait already, and before those that come later', async () => {
    const { ask, begun, next } = makeQueue();
    void ask('anna', 'here');
    await next();
    void ask('bo', 'there');
    void ask('anna', 'here');
    void ask('cy', 'elsewhere');
    for (let turn = 0; turn < 3; turn += 1) await next();
    expect(begun.slice(1)).toEqual([
      'anna from here',
      'bo from there',
      'anna from here',
      'cy from elsewhere',
    ]);
  });

  test('is not put off for ever by those that come anew', async () => {
    const { ask, begun, next } = makeQueue();
    for (let at = 0; at < 2; at += 1) void ask('anna', 'here');
    for (let at = 0; at < 10; at += 1) {
      void ask(`new ${String(at)}`, `place ${String(at)}`);
      await next();
    }
    expect(begun.filter((one) => one === 'anna from here')).toHaveLength(2);
  });

  test('is not begun for a client that has left', async () => {
    const { ask, begun, next } = makeQueue();
    const client = new AbortController();
    const left = ask('anna', 'here', client.signal);
    const stays = ask('bo', 'here');
    client.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await next();
    await next();
    expect(await stays).toBe('bo');
    await next();
    await expect(ask('anna', 'here', client.signal)).rejects.toThrow('gone');
    expect(begun).toEqual(['first from somewhere', 'bo from here']);
  });

  test('of a client that leaves meanwhile keeps its place until it has ended', async () => {
    const { ask, begun, next } = makeQueue();
    const client = new AbortController();
    const left = ask('anna', 'here', client.signal);
    await next();
    client.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    void ask('bo', 'here');
    await settle();
    expect(begun).toEqual(['first from somewhere', 'anna from here']);
    await next();
    expect(begun.at(-1)).toBe('bo from here');
  });

  test('is refused for now where too many wait, instead of being queued without end', async () => {
    const { ask, next, first } = makeQueue(1);
    const second = ask('anna', 'here');
    await expect(ask('bo', 'here')).rejects.toMatchObject({ code: 'passwords-busy' });
    await next();
    await next();
    expect(await Promise.all([first, second])).toEqual(['first', 'anna']);
    const third = ask('bo', 'here');
    await next();
    expect(await third).toBe('bo');
  });
});
