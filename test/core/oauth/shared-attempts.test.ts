import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { browserAnswer } from '#core/oauth/browser-answer.ts';
import { LoopbackPorts } from '#core/oauth/loopback-receiver.ts';
import { Attempts, type Attempt, attemptsOfNodes, type RunningAttempt } from '#core/oauth/shared-attempts.ts';
import { VaultError } from '#core/storage/vault.ts';
import { verbatim } from '#messages/message.ts';
import { freePorts } from '../../support/dovecot/free-ports.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { MemoryDisk, MemoryVault } from '../../support/memory-vault.ts';

const hour = 3_600_000;
const never = new Promise<never>(() => {});

/** Nodes of one store, with what each was told to go on with. */
function nodes(): {
  readonly clock: FakeClock;
  readonly disk: MemoryDisk;
  readonly node: (vault?: MemoryVault) => {
    readonly attempts: Attempts;
    readonly followed: RunningAttempt[];
  };
} {
  const [clock, disk] = [new FakeClock(), new MemoryDisk()];
  return {
    clock,
    disk,
    node: (vault = new MemoryVault(disk)) => {
      const attempts = new Attempts({ vault, clock, kind: 'sign-in' });
      const followed: RunningAttempt[] = [];
      attempts.follow((_whose, attempt) => followed.push(attempt));
      return { attempts, followed };
    },
  };
}

/** Anna's, as a sign-in does it. */
function run(
  attempts: Attempts,
  work: (attempt: Attempt, controller: AbortController) => Promise<string>,
  followed?: RunningAttempt,
): Promise<string> {
  return attempts.run('anna', {
    followed,
    work,
    busy: () => new OAuthError('cancelled', verbatim('one is under way'), { fix: verbatim('finish it') }),
    elsewhere: async (told) => {
      // as it reads the vault
      await settle();
      return `told of ${String(told)}`;
    },
  });
}

/** The answer has come. */
function answered(clock: FakeClock, end: () => Promise<string>): (attempt: Attempt) => Promise<string> {
  return async (attempt) => {
    await attempt.keep('begun', clock.now() + hour);
    await settle();
    return attempt.once(end, (brought) => `${brought} elsewhere`);
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
  const waiting = later.followed[0]?.wait(never, () => 'brought');
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

test('there is one at a time for an account; when it has ended another may begin', async () => {
  const { node } = nodes();
  const { attempts } = node();
  const answer = Promise.withResolvers<string>();
  const first = run(attempts, () => answer.promise);
  expect([attempts.isRunning('anna'), attempts.isRunning('bert')]).toEqual([true, false]);
  await expect(run(attempts, () => never)).rejects.toThrow('one is under way');
  answer.resolve('the first');
  expect(await first).toBe('the first');
  expect(attempts.isRunning('anna')).toBe(false);
  expect(await run(attempts, async () => 'the second')).toBe('the second');
});

test('what another node has begun gives way to one that is begun here', async () => {
  const { clock, node } = nodes();
  const [there, here] = [node(), node()];
  const shown = run(there.attempts, async (attempt) => {
    await attempt.keep('begun there', clock.now() + hour);
    return never;
  });
  const gone = expect(shown).rejects.toMatchObject({ code: 'cancelled' });
  await settle();
  const followed = run(here.attempts, () => never, here.followed[0]);
  const goneHere = expect(followed).rejects.toMatchObject({ code: 'cancelled' });
  await settle();
  expect(here.attempts.isRunning('anna')).toBe(true);
  expect(
    await run(
      here.attempts,
      answered(clock, async () => 'begun here'),
    ),
  ).toBe('begun here');
  await Promise.all([gone, goneHere]);
});

test('cancelled at one node, it ends at all, and its work is told to stop', async () => {
  const { clock, disk, node } = nodes();
  const [here, there] = [node(), node()];
  const stopped: string[] = [];
  const waits =
    (name: string) =>
    async (attempt: Attempt, { signal }: AbortController): Promise<string> => {
      await attempt.keep('begun', clock.now() + hour);
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          stopped.push(name);
          reject(signal.reason);
        });
      });
    };
  here.attempts.cancel('anna');
  const own = expect(run(here.attempts, waits('here'))).rejects.toMatchObject({ code: 'cancelled' });
  await settle();
  const followed = run(there.attempts, waits('there'), there.followed[0]);
  const other = expect(followed).rejects.toMatchObject({ code: 'cancelled' });
  await settle();
  there.attempts.cancel('anna');
  await Promise.all([own, other]);
  expect(stopped).toEqual(['there', 'here']);
  expect([...disk.entries]).toEqual([]);
  expect([here.attempts.isRunning('anna'), there.attempts.isRunning('anna')]).toEqual([false, false]);
});

test('a refusal is told at the other nodes as it was told at the one that met it', async () => {
  const { clock, node } = nodes();
  const [here, there] = [node(), node()];
  const refusal = new OAuthError('refused', verbatim('the administrator said no'), {
    fix: verbatim('ask again'),
    who: 'administrator',
  });
  const answer = Promise.withResolvers<void>();
  const own = run(here.attempts, async (attempt) => {
    await attempt.keep('begun', clock.now() + hour);
    await answer.promise;
    return attempt.once(
      () => Promise.reject(refusal),
      () => undefined,
    );
  });
  await settle();
  const followed = run(there.attempts, () => never, there.followed[0]);
  answer.resolve();
  await expect(own).rejects.toBe(refusal);
  const { code, text, fix, who } = refusal;
  await expect(followed).rejects.toMatchObject({ code, text, fix, who });
});

test('how it ended is there for a minute: whoever has the answer by then does not take it a second time', async () => {
  const { clock, disk, node } = nodes();
  const vault = new MemoryVault(disk);
  const here = node(vault);
  expect(
    await run(
      here.attempts,
      answered(clock, async () => 'signed in'),
    ),
  ).toBe('signed in');
  await clock.advance(59_999);
  expect([...disk.entries.values()]).toEqual([expect.stringContaining('signed in elsewhere')]);
  await clock.advance(1);
  expect([...disk.entries]).toEqual([]);
  expect(clock.timers).toBe(0);
});

test('an answer that comes after another node has ended it is not taken: it brings what that node tells', async () => {
  const { clock, disk, node } = nodes();
  const [here, there] = [node(), node()];
  // they hear nothing of each other, as with a database whose messages are late
  disk.vaults.clear();
  const answer = Promise.withResolvers<void>();
  let taken = 0;
  const end =
    (name: string) =>
    async (attempt: Attempt): Promise<string> => {
      await attempt.keep('begun', clock.now() + hour);
      await answer.promise;
      return attempt.once(
        async () => {
          taken += 1;
          return name;
        },
        (brought) => brought,
      );
    };
  const own = run(here.attempts, end('here'));
  await settle();
  there.attempts.follow((_whose, attempt) => there.followed.push(attempt));
  await settle();
  const followed = run(there.attempts, end('there'), there.followed[0]);
  answer.resolve();
  expect(await Promise.all([own, followed])).toEqual(['here', 'told of here']);
  expect(taken).toBe(1);
});

test('a node that could not ask the database takes the answer a second later; one that began it fails', async () => {
  const { clock, disk, node } = nodes();
  let isAway = true;
  let asked = 0;
  class AwayVault extends MemoryVault {
    override async exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
      asked += 1;
      if (isAway) throw new VaultError('vault-unavailable', verbatim('away'));
      return super.exclusively(name, work);
    }
  }
  const [here, there] = [node(new AwayVault(disk)), node(new AwayVault(disk))];
  const begun = here.attempts.begin('anna');
  await begun.keep('begun', clock.now() + hour);
  begun.leave();
  await settle();
  const followed = run(
    there.attempts,
    answered(clock, async () => 'signed in'),
    there.followed[0],
  );
  await clock.timer(1_000);
  await clock.advance(2_000);
  expect(asked).toBe(3);
  isAway = false;
  expect(there.attempts.isRunning('anna')).toBe(true);
  await clock.advance(1_000);
  expect(await followed).toBe('signed in');
  isAway = true;
  await expect(
    run(
      here.attempts,
      answered(clock, async () => 'signed in'),
    ),
  ).rejects.toThrow('away');
});

test('a sign-in that the disk does not take is not tried a second time: its code is used up', async () => {
  const { clock, disk, node } = nodes();
  const [here, there] = [node(), node()];
  const begun = here.attempts.begin('anna');
  await begun.keep('begun', clock.now() + hour);
  await settle();
  let taken = 0;
  const end = answered(clock, async () => {
    taken += 1;
    throw new VaultError('vault-unavailable', verbatim('the disk is full'));
  });
  const followed = expect(run(there.attempts, end, there.followed[0])).rejects.toThrow('the disk is full');
  await clock.advance(5_000);
  await followed;
  expect(taken).toBe(1);
  expect([...disk.entries.values()].join('')).toContain('problem');
});

test('an answer that comes after a cancel is not taken, also where the store could not be changed', async () => {
  const { clock, disk, node } = nodes();
  const vault = new MemoryVault(disk);
  vault.delete = () => Promise.reject(new VaultError('vault-unavailable', verbatim('away')));
  const here = node(vault);
  const answer = Promise.withResolvers<void>();
  let isTaken = false;
  const waiting = run(here.attempts, async (attempt) => {
    await attempt.keep('begun', clock.now() + hour);
    await answer.promise;
    return attempt.once(
      async () => {
        isTaken = true;
        return 'signed in';
      },
      () => undefined,
    );
  });
  const ended = expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  await settle();
  here.attempts.cancel('anna');
  answer.resolve();
  await ended;
  expect(isTaken).toBe(false);
});

test('what it brought stands, also where the others cannot be told of it', async () => {
  const { clock, disk, node } = nodes();
  const vault = new MemoryVault(disk);
  const here = node(vault);
  const end = answered(clock, async () => {
    vault.failing.set = new VaultError('vault-unavailable', verbatim('away'));
    return 'signed in';
  });
  expect(await run(here.attempts, end)).toBe('signed in');
});

test('a service that stops ends the wait here, leaves the entry to the others, and sets no timer any more', async () => {
  const { clock, disk, node } = nodes();
  const vault = new MemoryVault(disk);
  const here = node(vault);
  const waiting = run(here.attempts, async (attempt, { signal }) => {
    await attempt.keep('begun', clock.now() + hour);
    return attempt.once(
      () =>
        new Promise<string>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
      () => undefined,
    );
  });
  const ended = expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  const other = new MemoryVault(disk);
  await settle();
  here.attempts.leaveAll();
  await ended;
  const [name = '', text = ''] = [...disk.entries][0] ?? [];
  expect(text).toContain('begun');
  expect(text).not.toContain('outcome');
  // what another node changes from now on is not looked at
  await other.set(name.replace('anna', 'bert'), text);
  await settle();
  expect(here.followed).toEqual([]);
});

test('an entry that cannot be read is none, and what is not shared needs no vault', async () => {
  const { clock, disk, node } = nodes();
  const here = node();
  const other = new MemoryVault(disk);
  await other.set('waited-for/sign-in/anna', '{"version":2}');
  await other.set('waited-for/sign-in/bert', 'no JSON');
  await other.set('waited-for/admin-consent/anna', '{}');
  await settle();
  expect(here.followed).toEqual([]);
  const alone = new Attempts({ clock, kind: 'sign-in' });
  expect(
    await run(
      alone,
      answered(clock, async () => 'signed in'),
    ),
  ).toBe('signed in');
  expect(clock.timers).toBe(0);
});

/** Anna's page, which another node has opened: where its answer comes to, and what is told of it. */
async function followedPage(clock: FakeClock) {
  const [port = 0] = await freePorts(1);
  const begun = {
    redirectUri: `http://127.0.0.1:${port}/`,
    state: 'the state',
    verifier: 'the verifier',
    url: 'https://provider.example.com/page',
    expiresAt: clock.now() + hour,
  };
  const opened: string[] = [];
  const goOn = (signal = new AbortController().signal): Promise<string> =>
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
        signal,
        page: () => Promise.reject(new Error('it has its page already')),
        open: async (url) => void opened.push(url),
        notOpened: (cause) =>
          new OAuthError('refused', verbatim('not opened'), { fix: verbatim('open it'), cause }),
        take: async (answer, { verifier }) => `${answer.get('code')} with ${verifier}`,
        told: () => undefined,
        failed: verbatim('failed'),
      },
    );
  return { port, begun, opened, goOn };
}

test('a page that another node has opened is gone on with: its state, its verifier, and what is left of its time', async () => {
  const clock = new FakeClock();
  const { begun, opened, goOn } = await followedPage(clock);
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

test('a node of the same machine waits until the one that began it frees the port, or until it is cancelled', async () => {
  const clock = new FakeClock();
  const { port, begun, goOn } = await followedPage(clock);
  const other = createServer();
  onTestFinished(() => void other.close());
  other.listen(port, '127.0.0.1');
  await once(other, 'listening');
  const leaving = new AbortController();
  const cancelled = goOn(leaving.signal);
  await vi.waitFor(() => expect(clock.timers).toBe(1));
  const ended = expect(cancelled).rejects.toThrow('left');
  leaving.abort(new Error('left'));
  await ended;
  const brought = goOn();
  await vi.waitFor(() => expect(clock.timers).toBe(1));
  other.close();
  await once(other, 'close');
  await clock.advance(5_000);
  await vi.waitFor(() => expect(clock.timers).toBe(1));
  const page = await fetch(`${begun.redirectUri}?state=the+state&code=a+code`);
  expect(await brought).toBe('a code with the verifier');
  await page.text();
});

test('the nodes of a shared store have their attempts together, of each kind apart; a gateway alone has its own', async () => {
  const [clock, disk, ports] = [new FakeClock(), new MemoryDisk(), new LoopbackPorts()];
  const make = (isShared: boolean) =>
    attemptsOfNodes({ vault: new MemoryVault(disk), clock, isShared, ports });
  const [here, there, alone] = [make(true), make(true), make(false)];
  const followed: string[] = [];
  there.signIns.follow((whose) => followed.push(`sign-in of ${whose}`));
  there.consents.follow((whose) => followed.push(`consent for ${whose}`));
  alone.signIns.follow((whose) => followed.push(`alone: ${whose}`));
  await here.signIns.begin('anna').keep('begun', clock.now() + hour);
  await here.consents.begin('desk').keep('begun', clock.now() + hour);
  await alone.signIns.begin('bert').keep('begun', clock.now() + hour);
  await settle();
  expect(followed).toEqual(['sign-in of anna', 'consent for desk']);
  expect(here.ports).toBe(ports);
});

test('where the store cannot be asked, nothing is followed, and one that ends is forgotten all the same', async () => {
  const { clock, disk, node } = nodes();
  const vault = new MemoryVault(disk);
  const away = new VaultError('vault-unavailable', verbatim('away'));
  vault.names = () => Promise.reject(away);
  const here = node(vault);
  await settle();
  expect(here.followed).toEqual([]);
  const begun = here.attempts.begin('anna');
  await begun.keep('begun', clock.now() + hour);
  vault.failing.get = away;
  await begun.close();
  expect(here.attempts.isRunning('anna')).toBe(false);
  await clock.advance(hour);
  expect(here.followed).toEqual([]);
});
