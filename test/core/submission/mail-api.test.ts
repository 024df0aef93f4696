import { expect, it } from 'vitest';
import { ask } from '#core/submission/mail-api.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const minute = 60_000;

it.each([
  ['a question', undefined, 3 * minute],
  ['a short message', 'x'.repeat(8_000), 3 * minute + 100],
  ['a message of 12 MB', Buffer.alloc(12_000_000), 5.5 * minute],
  ['the longest message', Buffer.alloc(150_000_000), 8 * minute],
])('the answer to %s is given up when a slow line would have carried it', async (_, body, time) => {
  const clock = new FakeClock();
  let answered: unknown;
  const { signal } = new AbortController();
  const asking = ask({ fetch: () => new Promise(() => {}), clock }, 'https://api.example/', {
    method: 'PUT',
    body,
    signal,
  }).then((answer) => (answered = answer));
  await clock.advance(time - 1);
  expect(answered).toBeUndefined();
  await clock.advance(1);
  expect(await asking).toMatchObject({ kind: 'unknown' });
  expect(clock.timers).toBe(0);
});
