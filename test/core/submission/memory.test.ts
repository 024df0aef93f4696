import { expect, describe, test, vi } from 'vitest';
import { settle } from '../../support/fake-clock.ts';
import { most, messageSize, opened } from './submission-bench.ts';

/** What a session's own buffers take before its program waits: they are those of streams, of 64 kilobytes each. */
const buffers = 4 * 64 * 1024;

/** Sixteen programs that send at once, while the API does not answer; read as far as there is room. */
async function crowd(sizeSaid: number | undefined) {
  const bench = opened();
  const senders = await Promise.all(Array.from({ length: 16 }, bench.session));
  const answers = senders.map((sender) => sender.send(sizeSaid));
  const taken = (): number => senders.reduce((sum, sender) => sum + sender.taken, 0);
  await vi.waitFor(() => expect(bench.posted.length).toBeGreaterThan(0));
  for (let before = -1; before !== taken(); await settle()) before = taken();
  expect(taken()).toBeLessThan(most + senders.length * buffers);
  return { ...bench, answers };
}

describe('what waits to be sent through an API holds no more memory than there is for it', () => {
  test('the others are read no further, and each is sent once when its turn comes', async () => {
    const { answers, letGo, posted } = await crowd(messageSize);
    letGo();
    expect((await Promise.all(answers)).every((answer) => answer.startsWith('250'))).toBe(true);
    expect(posted).toHaveLength(answers.length);
  });

  test('who finds no room within a minute is put off, and what is on its way is sent', async () => {
    const { clock, answers, letGo, posted } = await crowd(undefined);
    await clock.advance(60_000);
    letGo();
    const all = await Promise.all(answers);
    expect(all.filter((answer) => answer.startsWith('250'))).toHaveLength(posted.length);
    expect(all.filter((answer) => answer.startsWith('452 4.3.1'))).toHaveLength(all.length - posted.length);
    expect(posted.length).toBeLessThanOrEqual(2);
  });

  test('a size that is less than what comes is no way around it', async () => {
    const { session, posted } = opened();
    const sender = await session();
    expect(await sender.send(1)).toMatch(/^552 5\.3\.4 /);
    expect(posted).toEqual([]);
  });
});
