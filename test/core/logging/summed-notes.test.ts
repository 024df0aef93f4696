import { expect, it } from 'vitest';
import { Activity } from '#core/logging/activity.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { SummedNotes } from '#core/relay/connection-notes.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { textOf } from '../../support/english.ts';
import { verbatim } from '#messages/message.ts';

const period = 60_000;

function notes(): {
  readonly clock: FakeClock;
  readonly summed: SummedNotes;
  readonly say: (kind: string) => void;
  readonly texts: () => string[];
} {
  const clock = new FakeClock();
  const activity = new Activity({ clock, logger: silentLogger });
  const summed = new SummedNotes({ activity, clock, period });
  const about = { kind: 'connection' } as const;
  return {
    clock,
    summed,
    say: (kind) =>
      summed.note(kind, { ...about, text: verbatim(kind) }, (count) => ({
        ...about,
        text: verbatim(`${String(count)} ${kind}`),
      })),
    texts: () => activity.entries().map(({ text }) => textOf(text)),
  };
}

it('writes the first of a kind at once, and the others as one line at the end of the period', async () => {
  const { clock, say, texts } = notes();
  say('a');
  expect(clock.timers).toBe(0);
  say('b');
  await clock.advance(period - 1);
  for (let at = 0; at < 500; at += 1) say('a');
  expect(texts()).toEqual(['a', 'b']);
  await clock.advance(1);
  expect(texts()).toEqual(['a', 'b', '500 a']);
  say('a');
  expect(texts()).toEqual(['a', 'b', '500 a', 'a']);
  expect(clock.timers).toBe(0);
});

it('writes what it has counted when it is asked to, as at a stop', () => {
  const { summed, say, texts, clock } = notes();
  for (let at = 0; at < 3; at += 1) say('a');
  summed.flush();
  summed.flush();
  expect(texts()).toEqual(['a', '2 a']);
  expect(clock.timers).toBe(0);
});

it('does not grow with the number of kinds, and loses no count', () => {
  const { summed, say, texts, clock } = notes();
  for (let kind = 0; kind < 1_000; kind += 1) for (let at = 0; at < 3; at += 1) say(`k${String(kind)}`);
  expect(clock.timers).toBeLessThanOrEqual(200);
  summed.flush();
  expect(texts().filter((text) => text.startsWith('2 '))).toHaveLength(1_000);
});
