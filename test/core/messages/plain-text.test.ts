import { verbatim } from '#messages/message.ts';
import { textOf } from '../../support/english.ts';
import * as fc from 'fast-check';
import { PassThrough } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { Activity } from '#core/logging/activity.ts';
import { pinoLogger } from '#core/logging/pino-logger.ts';
import { complain, say, tell, type Terminal } from '#core/headless/terminal.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { oneLine, plainJson, plainText } from '#messages/plain-text.ts';
import { problemOf } from '#core/errors/problem-of.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** What a terminal carries out (ECMA-48), what turns text around (UAX #9), and what nobody sees. */
const hostile =
  'no\u001b[2J\u009b31m\u0007 \u202eDESREVER\u202c \u2066x\u2069 pass\u200bword c\u00adeo\u{e0041} \ufeffend\u2028next';
const unseen = /[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u;

interface ServerAction {
  readonly terminal: Terminal;
  readonly output: () => Promise<string>;
}

function listening(json = false): ServerAction {
  const [output, errors] = [new PassThrough(), new PassThrough()];
  const heard = Promise.all([readAll(output), readAll(errors)]);
  return {
    terminal: { input: new PassThrough().end(), output, errors, json },
    output: async () => {
      output.end();
      errors.end();
      return (await heard).join('');
    },
  };
}

describe('what a server or provider says cannot steer a terminal, a log or a screen', () => {
  test('not what a command says', async () => {
    const { terminal, output } = listening();
    say(terminal, hostile);
    tell(terminal, {}, hostile);
    complain(terminal, {
      code: 'refused',
      message: verbatim(hostile),
      fix: verbatim(hostile),
      answer: { httpStatus: 400, error: hostile, description: hostile },
    });
    const said = await output();
    expect(said).not.toMatch(unseen);
    expect(said).toContain('no [2J 31m  DESREVER x password ceo end\nnext\n');
  });

  test('not the document for a program, which has every character all the same', async () => {
    const { terminal, output } = listening(true);
    tell(terminal, { hostile });
    const said = await output();
    expect(said).not.toMatch(unseen);
    expect(JSON.parse(said)).toEqual({ hostile });
  });

  test('not the activity, nor the log', async () => {
    const to = new PassThrough();
    const log = readAll(to);
    const logger = pinoLogger({ level: 'info', to });
    const activity = new Activity({ clock: new FakeClock(), logger });
    activity.note({
      kind: 'connection',
      level: 'warning',
      text: verbatim(hostile),
      details: { said: hostile },
    });
    logger.error(hostile, { said: hostile, error: new Error(hostile) });
    to.end();
    expect(JSON.stringify(activity.entries()).replaceAll('\\n', '')).not.toMatch(unseen);
    // JSON escapes the oldest control characters only
    expect(JSON.stringify(JSON.parse((await log).split('\n')[1] ?? ''))).not.toMatch(/\\u00|[\p{Cf}\p{Cc}]/u);
    expect(await log).not.toMatch(unseen);
  });

  test('not the problem that a screen shows', () => {
    const problem = problemOf(
      new OAuthError('refused', verbatim(hostile), { fix: verbatim(hostile), who: 'administrator' }),
    );
    expect(textOf(problem.message) + textOf(problem.fix)).not.toMatch(unseen);
    expect(textOf(problemOf(new Error(hostile)).message)).not.toMatch(unseen);
  });

  test('a token that is cut by what nobody sees is redacted all the same', () => {
    const activity = new Activity({
      clock: new FakeClock(),
      logger: pinoLogger({ level: 'silent', to: new PassThrough() }),
    });
    activity.note({ kind: 'token', text: verbatim('got ya29.abcdef\u200bghijklmnop') });
    expect(activity.entries()[0]?.text).toEqual('got [redacted]');
  });
});

test('whatever it is, it comes out plain, and plain text stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(plainText(text).replaceAll(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(oneLine(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(plainText(plainText(text))).toBe(plainText(text));
      expect(JSON.parse(plainJson(text))).toBe(text);
    }),
  );
  for (const text of ['Grüße, 日本, 👍🏽', 'two\nlines\tand a tab', '']) expect(plainText(text)).toBe(text);
  expect(plainText('a\r\nb\rc')).toBe('a\nb\nc');
});
