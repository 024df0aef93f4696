import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { pinoLogger, type LogLevel } from '#core/logging/pino-logger.ts';
import type { Logger } from '#core/logging/logger.ts';

const lineSchema = z.record(z.string(), z.unknown());
type Line = z.infer<typeof lineSchema>;

function logger(level: LogLevel = 'debug'): {
  readonly log: Logger;
  readonly lines: () => Line[];
  readonly text: () => string;
} {
  let text = '';
  const to = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  return {
    log: pinoLogger({ level, to }),
    text: () => text,
    lines: () =>
      text
        .trim()
        .split('\n')
        .map((line) => lineSchema.parse(JSON.parse(line))),
  };
}

it('writes a line of JSON each, with level, time and details', () => {
  const { log, lines } = logger();
  log.info('signed in', { protocol: 'imap', port: 993 });
  log.error('broken');
  const [first, second] = lines();
  expect(first).toMatchObject({ level: 'info', msg: 'signed in', protocol: 'imap', port: 993 });
  expect(first).toHaveProperty('time', expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/));
  expect(second).toMatchObject({ level: 'error', msg: 'broken' });
});

it('names neither this computer nor the process', () => {
  const { log, lines } = logger();
  log.info('hello');
  expect(Object.keys(lines()[0] ?? {}).toSorted()).toEqual(['level', 'msg', 'time']);
});

it.each([
  ['debug', ['debug', 'info', 'warn', 'error']],
  ['info', ['info', 'warn', 'error']],
  ['warn', ['warn', 'error']],
  ['error', ['error']],
] satisfies [LogLevel, string[]][])('at level %s writes %j', (level, expected) => {
  const { log, lines } = logger(level);
  for (const each of ['debug', 'info', 'warn', 'error'] as const) log[each](each);
  expect(lines().map((line) => line['msg'])).toEqual(expected);
});

it('can be silent', () => {
  const { log, text } = logger('silent');
  log.error('hello');
  expect(text()).toBe('');
});

it('writes nothing secret, however deep it lies and in whatever it hides', () => {
  const { log, text } = logger();
  const secret = 'geheim-0815';
  log.warn(`LOGIN: password=${secret}`, {
    password: secret,
    request: {
      headers: { Authorization: `Bearer ${secret}`, cookie: secret, accept: 'application/json' },
      body: `grant_type=password&client_secret=${secret}`,
      form: [{ client_secret: secret }, `refresh_token=${secret}`],
    },
    answer: { json: `{"access_token":"${secret}"}`, tokens: { access: secret } },
    octets: Buffer.from(secret),
    error: Object.assign(new Error(`code=${secret}`), { code: 'invalid_grant', config: { data: secret } }),
    errors: [new Error(`auth=Bearer ${secret}`)],
    wrapped: new AggregateError([new Error(secret)], 'all failed'),
  });
  expect(text()).not.toContain('geheim');
  expect(text()).not.toContain(Buffer.from(secret).toString('base64'));
  expect(text()).toContain('application/json');
  expect(text()).toContain('invalid_grant');
});

it('an error as the details is told without its stack and without what hangs on it', () => {
  const { log, lines, text } = logger();
  log.error('failed', { err: Object.assign(new Error('no way'), { response: { token: 'geheim' } }) });
  expect(lines()[0]).toMatchObject({ err: { name: 'Error', message: 'no way' } });
  expect(text()).not.toMatch(/geheim|\.ts:/);
});

it('a line break in a message cannot forge a line', () => {
  const { log, lines } = logger();
  log.info('one\n{"level":"info","msg":"forged"}');
  expect(lines()).toHaveLength(1);
});

it('leaves lines out while nobody reads them, and says how many when somebody does', () => {
  const taken: string[] = [];
  let read: (() => void) | undefined;
  const to = new Writable({
    write(chunk: Buffer, _, done) {
      taken.push(chunk.toString());
      // whoever reads the first line has stopped behind it
      if (read === undefined) read = done;
      else done();
    },
  });
  const log = pinoLogger({ level: 'info', to });
  const half = 'x'.repeat(600_000);
  for (let times = 0; times < 10; times += 1) log.info(half);
  expect(to.writableLength).toBeLessThan(2 * 1024 * 1024);
  read?.();
  log.info('after it');
  const last = taken.slice(-2).map((line) => lineSchema.parse(JSON.parse(line)));
  expect(last).toMatchObject([
    { level: 'warn', lines: 8 },
    { level: 'info', msg: 'after it' },
  ]);
});
