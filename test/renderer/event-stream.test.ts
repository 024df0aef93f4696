import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followEvents } from '../../renderer/backend/event-stream.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Follows a panel that answers so. @returns how often it was asked so far, and what was told of the connection */
function follow(answer: () => Promise<Response>): {
  readonly asked: () => number;
  readonly told: readonly boolean[];
} {
  const fetched = vi.fn(answer);
  vi.stubGlobal('fetch', fetched);
  const told: boolean[] = [];
  void followEvents({
    token: 'token',
    received: () => {},
    connection: (connected) => void told.push(connected),
  });
  return { asked: () => fetched.mock.calls.length, told };
}

test('after a stream that was there the panel is asked again soon, even where it broke off', async () => {
  const { asked, told } = follow(() =>
    Promise.resolve(
      new Response(new ReadableStream({ start: (stream) => stream.error(new Error('killed')) })),
    ),
  );
  for (let times = 1; times <= 5; times += 1) {
    await vi.advanceTimersByTimeAsync(0);
    expect(asked()).toBe(times);
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(told.slice(0, 4)).toEqual([true, false, true, false]);
});

test('while nobody answers the pauses grow', async () => {
  const { asked, told } = follow(() => Promise.reject(new Error('refused')));
  await vi.advanceTimersByTimeAsync(1_000 + 2_000 + 4_000);
  expect(asked()).toBe(4);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked()).toBeLessThan(12);
  expect(new Set(told)).toEqual(new Set([false]));
});
