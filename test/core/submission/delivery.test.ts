import { expect, describe, test, vi } from 'vitest';
import { textOf } from '../../support/english.ts';
import { msg } from '#messages/message.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import type { AccessToken } from '#core/oauth/grant.ts';
import { settle } from '../../support/fake-clock.ts';
import { opened } from './submission-bench.ts';
import { broken } from './api-bench.ts';

const taken = (): Response => new Response(undefined, { status: 202 });
const small = 1024;

function failure(status: number, code: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error: { code, message: '' } }, { status, headers });
}

const lost = (): never => {
  throw broken('ECONNRESET');
};
const nowhere = (): Response => Response.json({ value: [] });
const busy = (): Response => failure(429, 'ApplicationThrottled');
const unauthorized = (): Response => failure(401, 'InvalidAuthenticationToken');

/** The answer to a message for which there is no token, for this reason. */
async function withoutToken(why: Error): Promise<string> {
  const current = (): Promise<never> => Promise.reject(why);
  const { session } = opened(undefined, { tokens: { current } });
  return (await session()).send(undefined, small);
}

/** A bench whose Graph gives these answers in turn, the last one from then on; and when each request came. */
function graph(
  answers: readonly (() => Response | Promise<Response>)[],
  options?: Parameters<typeof opened>[1],
) {
  const asked: string[] = [];
  const tokens: string[] = [];
  const bench = opened(async (_url, { method = 'GET', headers }) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(`${method} after ${String(bench.clock.now() - began)}`);
    tokens.push(new Headers(headers).get('authorization') ?? '');
    if (answer === undefined) throw new Error('no answer');
    return answer();
  }, options);
  const began = bench.clock.now();
  /** Sends a message, while time passes. */
  const send = async (milliseconds: number): Promise<string> => {
    const before = asked.length;
    const answer = (await bench.session()).send(undefined, small);
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(before));
    await bench.clock.advance(milliseconds);
    return answer;
  };
  return { ...bench, asked, tokens, send };
}

describe('a message whose answer was lost', () => {
  test('and that is not found is looked for three times within seven seconds, and a second later posted again', async () => {
    const { activity, asked, send } = graph([lost, nowhere, nowhere, nowhere, taken]);
    expect(await send(8_000)).toMatch(/^250 /);
    const looks = ['GET after 0', 'GET after 2000', 'GET after 7000'];
    expect(asked).toEqual(['POST after 0', ...looks, 'POST after 8000']);
    expect(textOf(activity.entries().at(-1)?.text ?? msg('submission.triedAgain'))).toMatch(
      /it may arrive twice\.$/,
    );
  });

  test('and that is not found is put off, and not posted again, when the mail program would not wait so long', async () => {
    const slow = (): Response => {
      clock.jump(13_000);
      return nowhere();
    };
    const { clock, asked, send } = graph([lost, slow]);
    expect(await send(8_000)).toMatch(/^451 4\.3\.2 /);
    expect(asked.map((request) => request.split(' ')[0])).toEqual(['POST', 'GET', 'GET', 'GET']);
  });

  test('and that is found was sent, once', async () => {
    const { activity, asked, send } = graph([lost, nowhere, () => Response.json({ value: [{ id: '1' }] })]);
    expect(await send(2_000)).toMatch(/^250 /);
    expect(asked).toEqual(['POST after 0', 'GET after 0', 'GET after 2000']);
    expect(textOf(activity.entries().at(-1)?.text ?? msg('submission.triedAgain'))).not.toContain('twice');
  });

  test('and that cannot be looked for may have been sent: the mail program is told, and nothing repeated', async () => {
    const { asked, send } = graph([lost, () => failure(403, 'ErrorAccessDenied')]);
    expect(await send(0)).toMatch(/^554 5\.4\.2 .*may have been sent/);
    expect(asked).toEqual(['POST after 0', 'GET after 0']);
  });
});

describe('a provider that has too much to do', () => {
  test('is asked again after one, two, four seconds and so on, as long as a mail program waits', async () => {
    const { asked, clock, send } = graph([busy]);
    expect(await send(31_000)).toMatch(/^451 4\.3\.2 /);
    expect(asked).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000].map((at) => `POST after ${String(at)}`));
    expect(clock.timers).toBe(0);
  });

  test('takes the message as soon as it can', async () => {
    const { asked, send } = graph([busy, busy, taken]);
    expect(await send(3_000)).toMatch(/^250 /);
    expect(asked).toHaveLength(3);
  });

  test('is left alone for as long as it says; meanwhile other messages of the mailbox are put off unasked', async () => {
    const { asked, clock, session, send } = graph([
      () => failure(429, 'ApplicationThrottled', { 'retry-after': '120' }),
      taken,
    ]);
    expect(await send(0)).toMatch(/^451 4\.3\.2 /);
    await clock.advance(74_999);
    expect(await (await session()).send(undefined, small)).toMatch(/^451 4\.3\.2 .*Throttled/);
    expect(asked).toHaveLength(1);
    // what is left of the time is no longer than a mail program waits
    await clock.advance(1);
    const waits = (await session()).send(undefined, small);
    await settle();
    await vi.waitFor(() => expect(clock.timers).toBeGreaterThan(0));
    await clock.advance(45_000);
    expect(await waits).toMatch(/^250 /);
    expect(asked).toEqual(['POST after 0', 'POST after 120000']);
    // once it takes messages, the next goes at once
    expect(await send(0)).toMatch(/^250 /);
  });

  test('with trouble of its own it is asked three times within three seconds', async () => {
    const { asked, send } = graph([() => failure(500, 'ErrorInternalServerError')]);
    expect(await send(3_000)).toMatch(/^451 4\.3\.2 /);
    expect(asked).toEqual(['POST after 0', 'POST after 1000', 'POST after 3000']);
  });

  test('and says when it will have mended that, it is asked then', async () => {
    const { asked, send } = graph([
      () => failure(500, 'ErrorInternalServerError', { 'retry-after': '9' }),
      () => failure(500, 'ErrorInternalServerError', { 'retry-after': '9' }),
      () => failure(500, 'ErrorInternalServerError', { 'retry-after': '9' }),
      taken,
    ]);
    expect(await send(27_000)).toMatch(/^250 /);
    expect(asked.at(-1)).toBe('POST after 27000');
  });
});

describe('a token that the API does not accept', () => {
  const fresh: AccessToken = { value: 'fresh', obtainedAt: 0, expiresAt: Number.MAX_SAFE_INTEGER };

  test('is renewed, and the message posted with the new one, which is known to work', async () => {
    const refused: string[] = [];
    const worked: string[] = [];
    const { tokens, send } = graph([unauthorized, taken], {
      tokens: {
        renewed: async ({ value }) => {
          refused.push(value);
          return fresh;
        },
        worked: ({ value }) => void worked.push(value),
      },
    });
    expect(await send(0)).toMatch(/^250 /);
    expect(tokens).toEqual(['Bearer token', 'Bearer fresh']);
    expect(refused).toEqual(['token']);
    expect(worked).toEqual(['fresh']);
  });

  test.each<[string, AccessToken | undefined, number]>([
    ['and the new one neither', fresh, 2],
    ['and there is no other', undefined, 1],
  ])(
    '%s: the mail program keeps its message, and the answer says what the API said',
    async (_what, next, posts) => {
      const { tokens, send } = graph([unauthorized], { tokens: { renewed: async () => next } });
      expect(await send(0)).toMatch(/^454 4\.7\.0 .*anna@example\.org.*InvalidAuthenticationToken/);
      expect(tokens).toHaveLength(posts);
    },
  );

  test('that cannot be had puts the message off in the words of why; a defect does so without', async () => {
    const signIn = new OAuthError('needs-sign-in', msg('submission.noRoom'), {
      fix: msg('submission.triedAgain'),
    });
    expect(await withoutToken(signIn)).toMatch(/^454 4\.7\.0 /);
    expect(await withoutToken(new Error('a defect with a secret'))).toMatch(/^451 4\.4\.1 (?!.*secret)/);
  });
});

describe('messages on their way at the same time', () => {
  test.each([
    ['of a mailbox', { perMailbox: 2, perClient: 100 }],
    ['of an OAuth client', { perMailbox: 100, perClient: 2 }],
  ])('are no more %s than the provider takes: the next waits, for twenty seconds', async (_what, limits) => {
    const { clock, posted, letGo, session } = opened(undefined, { limits });
    const senders = await Promise.all([session(), session(), session()]);
    const answers = senders.map((sender) => sender.send(small, small));
    await vi.waitFor(() => expect(posted).toHaveLength(2));
    await clock.advance(19_999);
    expect(posted).toHaveLength(2);
    await clock.advance(1);
    letGo();
    const replies = (await Promise.all(answers)).map((answer) => answer.slice(0, 9)).toSorted();
    expect(replies).toEqual(['250 2.6.0', '250 2.6.0', '451 4.3.2']);
    // the places are free again
    expect(await (await session()).send(undefined, small)).toMatch(/^250 /);
  });
});

test('a mail program that goes while the provider is waited for has sent nothing', async () => {
  const { activity, asked, clock, session } = graph([() => failure(429, 'ApplicationThrottled'), taken]);
  const sender = await session();
  void sender.send(undefined, small).catch(() => {});
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  sender.end();
  await clock.advance(60_000);
  expect(asked).toHaveLength(1);
  expect(activity.entries().at(-1)).toMatchObject({ kind: 'message-refused' });
});
