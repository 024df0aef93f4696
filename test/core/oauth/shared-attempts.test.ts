import { expect, test, vi } from 'vitest';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { browserAnswer } from '#core/oauth/browser-answer.ts';
import { LoopbackPorts } from '#core/oauth/loopback-receiver.ts';
import { Attempts, type RunningAttempt } from '#core/oauth/shared-attempts.ts';
import { verbatim } from '#messages/message.ts';
import { freePorts } from '../../support/dovecot/free-ports.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { MemoryDisk, MemoryVault } from '../../support/memory-vault.ts';

const hour = 3_600_000;

/** Nodes of one store, with what each was told to go on with. */
function nodes(): {
  readonly clock: FakeClock;
  readonly disk: MemoryDisk;
  readonly node: () => { readonly attempts: Attempts; readonly followed: RunningAttempt[] };
} {
  const [clock, disk] = [new FakeClock(), new MemoryDisk()];
  return {
    clock,
    disk,
    node: () => {
      const attempts = new Attempts({ vault: new MemoryVault(disk), clock, kind: 'sign-in' });
      const followed: RunningAttempt[] = [];
      attempts.follow((_whose, attempt) => followed.push(attempt));
      return { attempts, followed };
    },
  };
}

test('what a node that has died began is shown by those that start later, and is gone when its time is up', async () => {
  const { clock, disk, node } = nodes();
  await node()
    .attempts.begin('anna')
    .keep({ page: 'a page' }, clock.now() + hour);
  const later = node();
  await settle();
  expect(later.followed.map(({ begun }) => begun)).toEqual([{ page: 'a page' }]);
  const waiting = later.followed[0]?.wait(new Promise<never>(() => {}), () => 'brought');
  const gone = expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  await clock.advance(hour);
  await gone;
  expect([...disk.entries]).toEqual([]);
});

test('a node that stops leaves what it has begun to the others; one that is cancelled is gone for all', async () => {
  const { clock, disk, node } = nodes();
  const [here, there] = [node(), node()];
  const stopped = here.attempts.begin('anna');
  await stopped.keep('begun', clock.now() + hour);
  stopped.leave();
  await stopped.close();
  await settle();
  expect(disk.entries.size).toBe(1);
  await there.followed[0]?.cancel();
  expect(disk.entries.size).toBe(0);
  // nobody waited for it any more: it ends with its node
  const failed = here.attempts.begin('anna');
  await failed.keep('begun', clock.now() + hour);
  await failed.close();
  expect(disk.entries.size).toBe(0);
});

test('of two nodes that have its answer one ends it, and the other is told what it brought', async () => {
  const { clock, disk, node } = nodes();
  const [here, there] = [node(), node()];
  const own = here.attempts.begin('anna');
  await own.keep('the verifier', clock.now() + hour);
  await settle();
  const ended: string[] = [];
  const end = (name: string, attempt: RunningAttempt | undefined) =>
    attempt?.wait(
      attempt.once(
        async () => {
          ended.push(name);
          return name;
        },
        (brought) => brought,
      ),
      (told) => `told of ${String(told)}`,
    );
  const both = await Promise.all([end('there', there.followed[0]), end('here', own)]);
  expect(ended).toEqual(['there']);
  expect(both).toEqual(['there', 'told of there']);
  expect([...disk.entries.values()].join('')).not.toContain('the verifier');
  // for a while, for those that have not heard of it yet
  await clock.advance(hour);
  await settle();
  expect(disk.entries.size).toBe(0);
});

test('a page that another node has opened is gone on with: its state, its verifier, and what is left of its time', async () => {
  const clock = new FakeClock();
  const [port = 0] = await freePorts(1);
  const begun = {
    redirectUri: `http://127.0.0.1:${port}/`,
    state: 'the state',
    verifier: 'the verifier',
    url: 'https://provider.example.com/page',
    expiresAt: clock.now() + hour,
  };
  const opened: string[] = [];
  const goOn = (): Promise<string> =>
    browserAnswer(
      { clock, logger: silentLogger, ports: new LoopbackPorts() },
      {
        attempt: {
          begun,
          keep: () => Promise.reject(new Error('it is kept already')),
          once: (work) => work(),
        },
        redirectUri: 'http://127.0.0.1/',
        address: 'anna@example.org',
        language: undefined,
        timeout: 3 * hour,
        signal: new AbortController().signal,
        page: () => Promise.reject(new Error('it has its page already')),
        open: async (url) => void opened.push(url),
        notOpened: (cause) =>
          new OAuthError('refused', verbatim('not opened'), { fix: verbatim('open it'), cause }),
        take: async (answer, { verifier }) => `${answer.get('code')} with ${verifier}`,
        told: () => undefined,
        failed: verbatim('failed'),
      },
    );
  const brought = goOn();
  await vi.waitFor(() => expect(clock.timers).toBeGreaterThan(0));
  const page = await fetch(`${begun.redirectUri}?state=the+state&code=a+code`);
  expect(await brought).toBe('a code with the verifier');
  await page.text();
  await clock.advance(hour / 2);
  const late = expect(goOn()).rejects.toMatchObject({ code: 'cancelled' });
  await vi.waitFor(() => expect(clock.timers).toBeGreaterThan(0));
  await clock.advance(hour / 2 - 1);
  expect(clock.timers).toBeGreaterThan(0);
  await clock.advance(1);
  await late;
  expect(opened).toEqual([begun.url, begun.url]);
});
