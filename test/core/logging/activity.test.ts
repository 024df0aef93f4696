import { describe, expect, it } from 'vitest';
import { Activity, type ActivityNote } from '#core/logging/activity.ts';
import { silentLogger, type LogDetails, type Logger } from '#core/logging/logger.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { textOf } from '../../support/english.ts';
import { verbatim } from '#messages/message.ts';

interface Logged {
  readonly level: string;
  readonly message: string;
  readonly details: LogDetails | undefined;
}

function recorder(): { readonly logger: Logger; readonly logged: Logged[] } {
  const logged: Logged[] = [];
  const at =
    (level: string) =>
    (message: string, details?: LogDetails): void => {
      logged.push({ level, message, details });
    };
  return { logged, logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
}

function note(text: string, more: Partial<ActivityNote> = {}): ActivityNote {
  return { kind: 'connection', text: verbatim(text), ...more };
}

it('keeps what happened in its order, numbered from 1, with its time', () => {
  const clock = new FakeClock(1_000);
  const activity = new Activity({ clock, logger: silentLogger });
  activity.note(note('one'));
  clock.jump(500);
  activity.note(note('two', { protocol: 'pop', peer: '::1', accountId: 'anna', details: { port: 110 } }));
  expect(activity.entries()).toEqual([
    { sequence: 1, at: 1_000, kind: 'connection', level: 'info', text: 'one' },
    {
      sequence: 2,
      at: 1_500,
      kind: 'connection',
      level: 'info',
      text: 'two',
      protocol: 'pop',
      peer: '::1',
      accountId: 'anna',
      details: { port: 110 },
    },
  ]);
});

describe('entries', () => {
  const activity = new Activity({ clock: new FakeClock(), logger: silentLogger });
  for (let at = 1; at <= 10; at += 1) activity.note(note(`line ${at}`));
  const numbers = (options: { after?: number; limit?: number }): number[] =>
    activity.entries(options).map(({ sequence }) => sequence);

  it('after one that was seen are those since', () => {
    expect(numbers({ after: 7 })).toEqual([8, 9, 10]);
    expect(numbers({ after: 10 })).toEqual([]);
  });

  it('limited in number are the newest, oldest first', () => {
    expect(numbers({ limit: 3 })).toEqual([8, 9, 10]);
    expect(numbers({ after: 2, limit: 2 })).toEqual([9, 10]);
    expect(numbers({ limit: 100 })).toHaveLength(10);
    expect(numbers({ limit: 0 })).toEqual([]);
  });
});

it('is bounded: the oldest go, the newest ten thousand stay', () => {
  const activity = new Activity({ clock: new FakeClock(), logger: silentLogger });
  for (let at = 1; at <= 35_000; at += 1) {
    activity.note(note(`line ${at}`));
    if (at % 997 === 0) expect(activity.entries({ limit: 1_000_000 }).length).toBeLessThanOrEqual(11_000);
  }
  const entries = activity.entries();
  expect(entries).toHaveLength(10_000);
  expect(entries.at(0)?.sequence).toBe(25_001);
  expect(entries.at(-1)).toMatchObject({ sequence: 35_000, text: 'line 35000' });
});

it('tells each line to those who listen, until they stop', () => {
  const activity = new Activity({ clock: new FakeClock(), logger: silentLogger });
  const [heard, other]: [string[], string[]] = [[], []];
  const stop = activity.onEntry(({ text }) => heard.push(textOf(text)));
  activity.onEntry(({ text }) => other.push(textOf(text)));
  activity.note(note('one'));
  stop();
  activity.note(note('two'));
  expect([heard, other]).toEqual([['one'], ['one', 'two']]);
});

it('keeps no secret, neither in its lines nor in their details', () => {
  const activity = new Activity({ clock: new FakeClock(), logger: silentLogger });
  const told: string[] = [];
  activity.onEntry((entry) => told.push(JSON.stringify(entry)));
  activity.note(
    note('Refused: password=geheim', {
      details: { message: 'GET /?code=geheim&state=1', port: 993, late: true },
    }),
  );
  expect(told.join()).not.toContain('geheim');
  expect(activity.entries()[0]).toMatchObject({
    text: 'Refused: password=[redacted]',
    details: { message: 'GET /?code=[redacted]&state=1', port: 993, late: true },
  });
});

it('writes everything to the structured log, too: trouble as a warning', () => {
  const { logger, logged } = recorder();
  const activity = new Activity({ clock: new FakeClock(), logger });
  activity.note(note('fine', { accountId: 'anna', details: { port: 993 } }));
  activity.note(note('password=geheim', { level: 'warning', kind: 'listener' }));
  expect(logged).toEqual([
    {
      level: 'info',
      message: 'fine',
      details: { kind: 'connection', accountId: 'anna', protocol: undefined, peer: undefined, port: 993 },
    },
    {
      level: 'warn',
      message: 'password=[redacted]',
      details: { kind: 'listener', accountId: undefined, protocol: undefined, peer: undefined },
    },
  ]);
});
