import { describe, expect, test, vi } from 'vitest';
import { verbatim } from '#messages/message.ts';
import { VaultError } from '#core/storage/vault.ts';
import { english } from '../../support/english.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';
import { matching } from '../../support/matchers.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { accountId, anna, entryName, hour, minute, nobody, TokenBench, trouble } from './token-bench.ts';

const noSpace = new VaultError('vault-unavailable', verbatim('The vault: the entry cannot be written.'), {
  cause: Object.assign(new Error('no space left'), { code: 'ENOSPC' }),
});

/** An account whose second refresh token is in memory only; its token serves meanwhile. */
async function full(): Promise<TokenBench> {
  const bench = new TokenBench().answering();
  await bench.ask();
  bench.clock.jump(55 * minute);
  bench.vault.failing.set = noSpace;
  expect((await bench.ask()).value).toBe('token-2');
  expect(bench.vault.disk.entries.get(entryName)).toContain('state-1');
  return bench;
}

function tokenEntries({ vault }: TokenBench): string[] {
  return [...vault.disk.entries.keys()].filter((name) => name.startsWith(entryName));
}

function hundred<T>(begin: () => Promise<T>): Promise<T>[] {
  return Array.from({ length: 100 }, begin);
}

describe('a token for a login', () => {
  test('a hundred simultaneous logins make one token request', async () => {
    const bench = new TokenBench();
    const logins = hundred(() => bench.ask());
    (await bench.grant.nth(0)).answer(bench.issue());
    expect(new Set((await Promise.all(logins)).map((token) => token.value))).toEqual(new Set(['token-1']));
    expect(bench.asked).toBe(1);
  });

  test('a hundred simultaneous logins near expiry make one token request', async () => {
    const bench = new TokenBench().answering();
    await bench.ask();
    bench.clock.jump(55 * minute);
    const values = (await Promise.all(hundred(() => bench.ask()))).map((token) => token.value);
    expect(new Set(values)).toEqual(new Set(['token-2']));
    expect(bench.asked).toBe(2);
  });

  test('a token with ten minutes left is handed out at once, one with less only after renewal', async () => {
    const bench = new TokenBench().answering();
    await bench.ask();
    bench.grant.respond = undefined;
    bench.clock.jump(50 * minute);
    expect((await bench.ask()).value).toBe('token-1');
    bench.clock.jump(1);
    let done = false;
    const login = bench.ask().then((token) => {
      done = true;
      return token;
    });
    const asked = await bench.grant.nth(1);
    expect(done).toBe(false);
    asked.answer(bench.issue());
    expect((await login).value).toBe('token-2');
  });

  test('of a token that lives ten minutes, half is enough', async () => {
    const bench = new TokenBench().answering(10 * minute);
    await bench.ask();
    bench.clock.jump(5 * minute);
    expect((await bench.ask()).value).toBe('token-1');
    bench.clock.jump(minute);
    expect((await bench.ask()).value).not.toBe('token-1');
  });

  test('past half of its life a login gets the token at once and a renewal begins behind it', async () => {
    const bench = new TokenBench().answering();
    await bench.ask();
    bench.clock.jump(29 * minute);
    await bench.ask();
    await settle();
    expect(bench.asked).toBe(1);
    bench.clock.jump(2 * minute);
    expect((await bench.ask()).value).toBe('token-1');
    await settle();
    expect(bench.asked).toBe(2);
    expect((await bench.ask()).value).toBe('token-2');
  });

  test('a token made before the clock was set back by hours is not trusted', async () => {
    const bench = new TokenBench().answering();
    await bench.ask();
    bench.clock.jump(-5 * hour);
    expect((await bench.ask()).value).toBe('token-2');
  });

  test("a login that goes away ends its own wait and nobody else's", async () => {
    const bench = new TokenBench();
    const leaving = new AbortController();
    const gone = bench.ask({ signal: leaving.signal });
    const staying = bench.ask();
    const asked = await bench.grant.nth(0);
    leaving.abort();
    await expect(gone).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked.request.signal.aborted).toBe(false);
    asked.answer(bench.issue());
    expect((await staying).value).toBe('token-1');
    expect(bench.asked).toBe(1);
  });

  test('a provider that answers after two minutes: the mail program is told to come back, and finds the token then', async () => {
    const bench = new TokenBench();
    const login = expect(bench.ask()).rejects.toMatchObject({
      code: 'unreachable',
      message: `The provider did not answer for ${anna} in time.`,
    });
    await settle();
    await bench.clock.advance(39_999);
    const changed: string[] = [];
    bench.manager.onChange((id) => changed.push(id));
    await bench.clock.advance(1);
    await login;
    expect(changed).toContain(accountId);
    expect(bench.manager.status(accountId).problem).toMatchObject({ code: 'unreachable' });
    // the next one joins it, and what it is told is no news
    const next = expect(bench.ask()).rejects.toMatchObject({ code: 'unreachable' });
    await bench.clock.advance(80_000);
    await next;
    const asked = await bench.grant.nth(0);
    await asked.request.save('rotated');
    asked.answer(bench.issue());
    await settle();
    expect((await bench.ask()).value).toBe('token-1');
    const { history, problem } = bench.manager.status(accountId);
    expect(problem).toBeUndefined();
    expect(history.map(({ kind }) => kind)).toEqual(['failed', 'issued']);
    expect(bench.logged.join()).toContain('in time');
    expect(bench.vault.disk.entries.get(entryName)).toContain('rotated');
    expect(bench.asked).toBe(1);
  });

  test('a provider that never answers ends as unreachable, and a later try may succeed', async () => {
    const bench = new TokenBench();
    const login = expect(bench.ask()).rejects.toMatchObject({ code: 'unreachable' });
    await settle();
    await bench.clock.advance(8 * minute);
    await login;
    expect((await bench.grant.nth(0)).request.signal.aborted).toBe(true);
    // the lock is still held by the request that does not listen
    (await bench.grant.nth(0)).fail(new Error('at last'));
    bench.answering();
    await bench.clock.advance(minute);
    expect((await bench.ask()).value).toBe('token-1');
  });

  test('what has waited long for its turn does not begin with what the provider would answer too late', async () => {
    const bench = new TokenBench({ interactive: true, client: { ownScopes: { pop: 'pop' } } });
    bench.grant.respondToSignIn = async (request) => {
      await request.save('state');
      return bench.issue(0);
    };
    await bench.manager.signIn(accountId, nobody);
    const [first, second] = [bench.ask(), bench.ask({ use: 'pop' })];
    for (const one of [first, second]) one.catch(() => undefined);
    const asked = await bench.grant.nth(0);
    await bench.clock.advance(5 * minute);
    asked.answer(bench.issue());
    await settle();
    expect(bench.asked).toBe(1);
    expect(bench.manager.status(accountId).problem).toMatchObject({ code: 'unreachable' });
  });

  test('in a crowd, who waits for a turn is not told that the provider did not answer, and logins come before the background', async () => {
    const bench = new TokenBench({ client: { grant: 'service-account' } });
    const mailbox = (index: number) => bench.ask({ subject: `user${index}@example.org` });
    const told = Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        mailbox(index).then(
          () => 'let in',
          (error: unknown) => (error instanceof Error ? error.message : ''),
        ),
      ),
    );
    await settle();
    expect(bench.asked).toBe(64);
    await bench.clock.advance(40_000);
    const reasons = await told;
    expect(
      reasons.filter((one) => one === 'The provider did not answer for anna@example.org in time.'),
    ).toHaveLength(64);
    expect(new Set(reasons.slice(64))).toEqual(
      new Set([
        'The sign-ins of many accounts are being renewed; anna@example.org has not had its turn yet.',
      ]),
    );
    // the time of the provider begins with the turn
    await bench.clock.advance(6 * minute);
    for (const asked of bench.grant.asked.slice(0, 64)) asked.answer(bench.issue());
    await settle();
    expect(bench.asked).toBe(100);
    await bench.clock.advance(6 * minute);
    for (const asked of bench.grant.asked.slice(64)) {
      expect(asked.request.signal.aborted).toBe(false);
      asked.answer(bench.issue());
    }
    await settle();
    await bench.clock.advance(40 * minute);
    // past half of their lives all are handed out, and renewed behind that
    await Promise.all(Array.from({ length: 100 }, (_, index) => mailbox(index)));
    await settle();
    const login = mailbox(1000);
    await settle();
    expect(bench.asked).toBe(164);
    const first = await bench.grant.nth(100);
    first.answer(bench.issue());
    await settle();
    expect((await bench.grant.nth(164)).request.subject).toBe('user1000@example.org');
    const ended = bench.manager.end({ answers: 0, writes: 0 });
    await bench.clock.advance(1);
    await ended;
    (await bench.grant.nth(164)).answer(bench.issue());
    await login;
    // a renewal that has not had its turn by the end is not begun
    expect(bench.asked).toBe(165);
  });

  test('a protocol with scopes of its own gets a token of its own; the others share one', async () => {
    const bench = new TokenBench({ client: { ownScopes: { pop: 'pop-only' } } }).answering();
    const [imap, smtp, pop] = await Promise.all([
      bench.ask({ use: 'imap' }),
      bench.ask({ use: 'smtp' }),
      bench.ask({ use: 'pop' }),
    ]);
    expect(imap.value).toBe(smtp.value);
    expect(pop.value).not.toBe(imap.value);
    expect(bench.grant.asked.map((asked) => asked.request.scope).toSorted()).toEqual(['mail', 'pop-only']);
  });

  test('a service account has a token for each mailbox; an app of a whole domain has one for all', async () => {
    const mailboxes = ['ann@example.org', 'bob@example.org', 'BOB@example.org'];
    for (const [grant, requests] of [
      ['service-account', 2],
      ['client-credentials', 1],
    ] as const) {
      const bench = new TokenBench({ client: { grant }, account: { address: '*@example.org' } }).answering();
      await Promise.all(mailboxes.map((subject) => bench.ask({ subject })));
      expect(bench.asked).toBe(requests);
      const again = new TokenBench({
        client: { grant },
        account: { address: '*@example.org' },
        vault: bench.vault,
        clock: bench.clock,
      });
      await Promise.all(mailboxes.map((subject) => again.ask({ subject })));
      expect(again.asked).toBe(0);
    }
  });

  describe('of a service account of a whole domain', () => {
    const domain = { client: { grant: 'service-account' }, account: { address: '*@example.org' } } as const;
    const ann = { subject: 'ann@example.org' };
    const bob = { subject: 'bob@example.org' };

    test('each renewal writes the tokens of one mailbox, however many there are', async () => {
      const bench = new TokenBench(domain).answering();
      for (let index = 0; index < 50; index += 1) await bench.ask({ subject: `user${index}@example.org` });
      const { written } = bench.vault;
      expect(written).toHaveLength(50);
      for (const [index, { name, text }] of written.entries()) {
        expect(name).toMatch(new RegExp(`^${entryName}/[0-9a-f]{32}$`));
        expect(text.match(/token-\d+/g)).toEqual([`token-${String(index + 1)}`]);
      }
      expect(new Set(written.map(({ name }) => name)).size).toBe(50);
    });

    test('one that another process renews is taken over, and the others stay at hand', async () => {
      const bench = new TokenBench(domain).answering();
      const vault = new MemoryVault(bench.vault.disk);
      const other = new TokenBench({ ...domain, clock: bench.clock, vault }).answering();
      vault.watch((name) => expect(other.manager.changedElsewhere(name)).toBeUndefined());
      await bench.ask(ann);
      await other.ask(ann);
      bench.clock.jump(31 * minute);
      const bobs = await other.ask(bob);
      const changed: string[] = [];
      other.manager.onChange((id) => changed.push(id));
      // past half of its life it is renewed behind this login
      await bench.ask(ann);
      await settle();
      expect(changed).toContain(accountId);
      const reads = vi.spyOn(vault, 'get');
      expect(await other.ask(ann)).toEqual(await bench.ask(ann));
      expect((await other.ask(ann)).obtainedAt).toBe(bench.clock.now());
      expect((await other.ask(bob)).value).toBe(bobs.value);
      await settle();
      expect(other.asked).toBe(1);
      expect(reads).not.toHaveBeenCalled();
    });

    test('one that nobody opens any more leaves no token behind; of the others none is asked for again', async () => {
      const bench = new TokenBench(domain).answering();
      const vault = new MemoryVault(bench.vault.disk);
      const other = new TokenBench({ ...domain, clock: bench.clock, vault }).answering();
      vault.watch((name) => other.manager.changedElsewhere(name));
      bench.manager.start();
      await bench.ask(ann);
      await other.ask(ann);
      await bench.clock.advance(47.5 * hour);
      await bench.ask(bob);
      await other.ask(bob);
      await bench.clock.advance(hour / 2);
      expect([...bench.vault.disk.entries.values()].join()).not.toContain('token-1"');
      expect(bench.vault.disk.entries.size).toBe(1);
      await bench.ask(bob);
      await other.ask(bob);
      expect(other.asked).toBe(0);
      bench.manager.stop();
      expect(bench.clock.timers).toBe(0);
    });

    test('a sign-out forgets all of them, in another process too', async () => {
      const bench = new TokenBench(domain).answering();
      const vault = new MemoryVault(bench.vault.disk);
      const other = new TokenBench({ ...domain, clock: bench.clock, vault }).answering();
      vault.watch((name) => other.manager.changedElsewhere(name));
      await other.ask(ann);
      await other.ask(bob);
      expect(tokenEntries(bench)).toHaveLength(2);
      await bench.ask(bob);
      await bench.manager.signOut(accountId);
      expect(tokenEntries(bench)).toEqual([]);
      await settle();
      await other.ask(ann);
      expect(other.asked).toBe(3);
    });

    test('one that another process has removed has the account read anew', async () => {
      const bench = new TokenBench(domain).answering();
      await bench.ask(ann);
      const [name = ''] = tokenEntries(bench);
      await bench.vault.delete(name);
      expect(bench.manager.changedElsewhere(name)).toBeUndefined();
      await settle();
      await bench.ask(ann);
      expect(bench.asked).toBe(2);
    });

    test('one that another process renews while the account is forgotten here is found when it is asked for', async () => {
      const bench = new TokenBench(domain).answering();
      const vault = new MemoryVault(bench.vault.disk);
      const other = new TokenBench({ ...domain, clock: bench.clock, vault }).answering();
      await other.ask(bob);
      await bench.ask(ann);
      const [name = ''] = tokenEntries(bench).slice(-1);
      const changed: string[] = [];
      other.manager.onChange((id) => changed.push(id));
      // the read of the entry is under way
      other.manager.changedElsewhere(name);
      other.manager.forget(accountId);
      expect(changed.splice(0)).toEqual([accountId]);
      await settle();
      expect(changed).toEqual([]);
      expect((await other.ask(ann)).value).toBe('token-1');
      expect(other.asked).toBe(1);
    });

    test('one that is damaged, or that the disk does not take, is asked for again', async () => {
      const bench = new TokenBench(domain).answering();
      await bench.ask(ann);
      for (const name of tokenEntries(bench)) bench.vault.disk.entries.set(name, 'damaged');
      const again = new TokenBench({ ...domain, clock: bench.clock, vault: bench.vault }).answering();
      bench.vault.failing.set = noSpace;
      await again.ask(ann);
      expect(again.asked).toBe(1);
      expect(again.logged.join()).toContain('could not be kept');
      expect(again.manager.status(accountId)).toMatchObject({ state: 'ready', problem: undefined });
      expect(await again.manager.end({ answers: 0, writes: 0 })).toEqual([]);
    });
  });

  test('an account that is not there is refused, and its status is unknown', async () => {
    const bench = new TokenBench();
    bench.context = undefined;
    await expect(bench.ask()).rejects.toMatchObject({ code: 'refused' });
    expect(bench.manager.status(accountId)).toMatchObject({ state: 'unknown' });
  });
});

describe('a token that the mail server refused', () => {
  test('is renewed once, freshly, and a refusal of the new one does not renew again and again', async () => {
    const bench = new TokenBench().answering();
    const first = await bench.ask();
    const second = await bench.ask({ refused: first });
    expect(second.value).toBe('token-2');
    expect((await bench.grant.nth(1)).request.fresh).toBe(true);
    await expect(bench.ask({ refused: second })).rejects.toMatchObject({ code: 'refused' });
    expect(bench.asked).toBe(2);
    bench.clock.jump(31_000);
    expect((await bench.ask({ refused: second })).value).toBe('token-3');
  });

  test('a token that had worked is renewed at once, however short ago the last renewal was', async () => {
    const bench = new TokenBench().answering();
    const first = await bench.ask();
    const second = await bench.ask({ refused: first });
    bench.manager.worked({ accountId, subject: anna, use: 'imap' }, second);
    expect((await bench.ask({ refused: second })).value).toBe('token-3');
  });

  test('a hundred refused logins cause one renewal', async () => {
    const bench = new TokenBench().answering();
    const first = await bench.ask();
    const again = await Promise.all(hundred(() => bench.ask({ refused: first })));
    expect(new Set(again.map((token) => token.value))).toEqual(new Set(['token-2']));
    expect((await bench.ask({ refused: first })).value).toBe('token-2');
    expect(bench.asked).toBe(2);
  });

  test('is in the history of its account', async () => {
    const bench = new TokenBench().answering();
    await bench.ask({ refused: await bench.ask() });
    const { history } = bench.manager.status(accountId);
    expect(english(history)).toMatchObject([
      { kind: 'issued' },
      { kind: 'refused', detail: matching(/^The mail server/u) },
      { kind: 'renewed' },
    ]);
  });

  test('is not handed out again while the provider is away, nor taken from the vault', async () => {
    const bench = new TokenBench().answering();
    const first = await bench.ask();
    bench.failing('unreachable');
    await expect(bench.ask({ refused: first })).rejects.toMatchObject({ code: 'unreachable' });
    await expect(bench.ask()).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('a provider that cannot be reached', () => {
  test('is left alone for a second, two, four, then five, and logins meanwhile hear why at once', async () => {
    const bench = new TokenBench().failing('unreachable');
    for (const [index, pause] of [1, 2, 4, 5, 5, 5, 5].entries()) {
      await expect(bench.ask()).rejects.toMatchObject({ code: 'unreachable' });
      expect(bench.asked).toBe(index + 1);
      bench.clock.jump(pause * 1000 - 1);
      await expect(bench.ask()).rejects.toMatchObject({ code: 'unreachable' });
      expect(bench.asked).toBe(index + 1);
      bench.clock.jump(1);
    }
    expect(bench.state).toBe('unreachable');
    bench.answering();
    await bench.ask();
    expect(bench.state).toBe('ready');
  });

  test('is back within ten seconds after an outage of two minutes, when a login asks', async () => {
    const bench = new TokenBench().failing('unreachable');
    bench.manager.start();
    for (let second = 0; second < 120; second += 1) {
      await bench.ask().catch(() => undefined);
      await bench.clock.advance(1000);
    }
    expect(bench.asked).toBeLessThan(30);
    bench.answering();
    const returned = bench.clock.now();
    while ((await bench.ask().catch(() => undefined)) === undefined) await bench.clock.advance(1000);
    expect(bench.clock.now() - returned).toBeLessThanOrEqual(5_000);
    bench.manager.stop();
  });

  test('is left alone for as long as its Retry-After says', async () => {
    const bench = new TokenBench().failing('unreachable', 90_000);
    await expect(bench.ask()).rejects.toMatchObject({ code: 'unreachable' });
    bench.answering();
    bench.clock.jump(89_999);
    await expect(bench.ask()).rejects.toMatchObject({ code: 'unreachable' });
    expect(bench.asked).toBe(1);
    bench.clock.jump(1);
    await expect(bench.ask()).resolves.toMatchObject({ value: 'token-1' });
  });

  test('that asks an app-only client to wait is left alone for all of its mailboxes; of people, for the one who asked', async () => {
    const other = '33333333-3333-4333-8333-333333333333';
    for (const [interactive, requests] of [
      [false, 1],
      [true, 2],
    ] as const) {
      const bench = new TokenBench({ interactive });
      for (const id of [accountId, other])
        bench.vault.disk.entries.set(
          `account/${id}/tokens`,
          JSON.stringify({
            version: 1,
            clientId: '22222222-2222-4222-8222-222222222222',
            state: 'kept',
            tokens: {},
          }),
        );
      bench.failing('unreachable', 90_000);
      await expect(bench.ask()).rejects.toMatchObject({ code: 'unreachable' });
      bench.clock.jump(30_000);
      await expect(bench.ask({ accountId: other })).rejects.toMatchObject({ code: 'unreachable' });
      expect(bench.asked).toBe(requests);
      bench.answering();
      bench.clock.jump(60_000);
      await bench.ask();
      expect(bench.asked).toBe(requests + 1);
      if (interactive) continue;
      await expect(bench.ask({ accountId: other })).resolves.toMatchObject({ value: 'token-2' });
    }
  });

  test('an old token serves as long as more than a minute of it is left', async () => {
    const bench = new TokenBench().answering();
    await bench.ask();
    bench.failing('unreachable');
    bench.clock.jump(55 * minute);
    expect((await bench.ask()).value).toBe('token-1');
    expect((await bench.ask()).value).toBe('token-1');
    expect(bench.asked).toBe(2);
    expect(bench.manager.status(accountId)).toMatchObject({
      state: 'ready',
      problem: { code: 'unreachable' },
    });
    bench.clock.jump(4 * minute + 1);
    await expect(bench.ask()).rejects.toMatchObject({ code: 'unreachable' });
    expect(bench.state).toBe('unreachable');
  });

  test('an unexpected failure counts as temporary, and what it says is shown to nobody', async () => {
    const bench = new TokenBench();
    bench.grant.respond = () => Promise.reject(new TypeError('refresh_token=hunter2'));
    const error: unknown = await bench.ask().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(String(error)).not.toContain('hunter2');
    expect(JSON.stringify(bench.manager.status(accountId)) + bench.logged.join()).not.toContain('hunter2');
  });
});

describe('a provider that says no', () => {
  test('is not asked again by a client that tries in a loop, but after half a minute', async () => {
    const bench = new TokenBench().failing('refused');
    for (const login of hundred(() => bench.ask())) {
      await expect(login).rejects.toMatchObject({ code: 'refused' });
    }
    await expect(bench.ask()).rejects.toMatchObject({ code: 'refused' });
    expect(bench.asked).toBe(1);
    expect(bench.manager.status(accountId)).toMatchObject({
      state: 'refused',
      problem: { fix: 'do something' },
    });
    bench.clock.jump(30_000);
    await expect(bench.ask()).rejects.toMatchObject({ code: 'refused' });
    expect(bench.asked).toBe(2);
  });

  test('is not asked anew by each login that the token at hand still serves', async () => {
    const bench = new TokenBench().answering(4 * hour);
    await bench.ask();
    bench.failing('needs-sign-in');
    await bench.clock.advance(2 * hour);
    for (const _login of [1, 2, 3]) {
      await bench.ask();
      await bench.clock.advance(hour / 4);
    }
    expect(bench.asked).toBe(2);
    await bench.clock.advance(hour);
    await bench.ask();
    await settle();
    expect(bench.asked).toBe(3);
  });

  test('has said it to a login whose token is nearly over: none gets that any more', async () => {
    const bench = new TokenBench().answering();
    await bench.ask();
    await bench.clock.advance(55 * minute);
    bench.failing('refused');
    await expect(bench.ask()).rejects.toMatchObject({ code: 'refused' });
  });

  test('is asked at once after the settings changed', async () => {
    const bench = new TokenBench().failing('refused');
    await expect(bench.ask()).rejects.toMatchObject({ code: 'refused' });
    bench.answering();
    bench.manager.forget(accountId);
    await expect(bench.ask()).resolves.toMatchObject({ value: 'token-1' });
    expect(bench.manager.status(accountId).history.map((event) => event.kind)).toEqual(['refused', 'issued']);
  });
});

describe('what is kept', () => {
  test('a rotated refresh token is in the vault before its access token is used', async () => {
    const bench = new TokenBench().answering();
    const token = await bench.ask();
    const [written, ...more] = bench.vault.written.map(({ text }) => text);
    expect(written).toContain('"state-1"');
    expect(written).toContain(token.value);
    expect(more).toEqual([]);
  });

  test('a rotated refresh token is in the vault where the rest of the answer is of no use', async () => {
    const bench = new TokenBench();
    bench.grant.respond = async (request) => {
      await request.save('state-1');
      throw trouble('unreachable');
    };
    await expect(bench.ask()).rejects.toMatchObject({ code: 'unreachable' });
    expect(bench.vault.disk.entries.get(entryName)).toContain('"state-1"');
  });

  describe('on a disk that is full when the provider rotates', () => {
    test('the new refresh token is written as soon as the disk takes it, with nobody asking', async () => {
      const bench = await full();
      delete bench.vault.failing.set;
      await bench.clock.advance(5_000);
      expect(bench.vault.disk.entries.get(entryName)).toContain('state-2');
      expect(bench.vault.disk.entries.get(entryName)).toContain('token-2');
      expect(bench.clock.timers).toBe(0);
    });

    test('it outlives that the account is looked at anew, as after a changed setting', async () => {
      const bench = await full();
      bench.manager.forget(accountId);
      expect((await bench.ask()).value).toBe('token-2');
      bench.clock.jump(55 * minute);
      await bench.ask();
      expect((await bench.grant.nth(2)).request.state).toBe('state-2');
      delete bench.vault.failing.set;
      bench.manager.forget(accountId);
      await bench.clock.advance(5_000);
      expect(bench.vault.disk.entries.get(entryName)).toContain('state-3');
    });

    test('it is written at the end, when the disk takes it by then', async () => {
      const bench = await full();
      delete bench.vault.failing.set;
      expect(await bench.manager.end({ answers: 3_000, writes: 1_000 })).toEqual([]);
      expect(bench.vault.disk.entries.get(entryName)).toContain('state-2');
    });

    test('the end tries for as long as it may, and says whose sign-in is lost and why', async () => {
      const bench = await full();
      const ended = bench.manager.end({ answers: 3_000, writes: 1_000 });
      await bench.clock.advance(2_000);
      expect(await ended).toMatchObject([
        { message: matching(/^The renewed sign-in of anna@example\.org .* is lost\./) },
      ]);
      expect(bench.clock.timers).toBe(0);
    });

    test('the account says so beside being ready, until it is written', async () => {
      const bench = await full();
      const { state, problem, unwritten } = bench.manager.status(accountId);
      expect(state).toBe('ready');
      expect(problem).toEqual(unwritten);
      expect(problem?.message).toEqual(
        `The sign-in of ${anna} cannot be read or written just now: the disk is full (ENOSPC). The renewed sign-in is in memory only.`,
      );
      delete bench.vault.failing.set;
      await bench.clock.advance(5_000);
      expect(bench.manager.status(accountId).problem).toBeUndefined();
      expect(bench.manager.status(accountId).unwritten).toBeUndefined();
    });

    test('what another process has written meanwhile is newer, and stays', async () => {
      const bench = await full();
      const other = new MemoryVault(bench.vault.disk);
      const kept = (await other.get(entryName)) ?? '';
      await other.set(entryName, kept.replace('state-1', 'signed-in-anew'));
      delete bench.vault.failing.set;
      await bench.clock.advance(minute);
      expect(await other.get(entryName)).toContain('signed-in-anew');
      bench.manager.forget(accountId);
      bench.clock.jump(2 * hour);
      await bench.ask();
      expect((await bench.grant.nth(2)).request.state).toBe('signed-in-anew');
    });

    test('a sign-out forgets it', async () => {
      const bench = await full();
      await bench.manager.signOut(accountId);
      delete bench.vault.failing.set;
      await bench.clock.advance(minute);
      expect(bench.vault.disk.entries.size).toBe(0);
    });
  });

  test('on a disk that cannot even be locked, the token at hand serves; without one it is temporary', async () => {
    const bench = new TokenBench().answering();
    await bench.ask();
    bench.vault.exclusively = () => Promise.reject(noSpace);
    bench.clock.jump(55 * minute);
    expect((await bench.ask()).value).toBe('token-1');
    bench.clock.jump(hour);
    await expect(bench.ask()).rejects.toMatchObject({
      code: 'unreachable',
      message: `The sign-in of ${anna} cannot be read or written just now: the disk is full (ENOSPC).`,
    });
  });

  test('a restart hands out the kept token without asking the provider', async () => {
    const before = new TokenBench().answering();
    await before.ask();
    const after = new TokenBench({ vault: before.vault, clock: before.clock });
    expect((await after.ask()).value).toBe('token-1');
    expect(after.asked).toBe(0);
  });

  test('the same of a protocol’s own token; what no version has written under any name is left out', async () => {
    const own = { client: { ownScopes: { pop: 'pop' } } };
    const before = new TokenBench(own).answering();
    await before.ask();
    const pop = await before.ask({ use: 'pop' });
    const { vault, clock } = before;
    const kept = vault.disk.entries.get(entryName) ?? '';
    const strange = kept.replace(
      '"tokens":{',
      '"tokens":{"pop3 a b":{"value":"x","obtainedAt":0,"expiresAt":9e15,"made":""},"POP":{"value":"y","obtainedAt":0,"expiresAt":9e15,"made":""},',
    );
    vault.disk.entries.set(entryName, strange);
    const after = new TokenBench({ ...own, vault, clock });
    expect(await after.ask({ use: 'pop' })).toEqual(pop);
    expect((await after.ask()).value).toBe('token-1');
    expect(after.asked).toBe(0);
  });

  test('a token of another scope, and whatever another client made, is not used', async () => {
    const before = new TokenBench().answering();
    await before.ask();
    const { vault, clock } = before;
    const wider = new TokenBench({ vault, clock, client: { scope: 'mail send' } });
    void wider.ask().catch(() => undefined);
    expect((await wider.grant.nth(0)).request.state).toBe('state-1');
    wider.grant.asked[0]?.fail(trouble('unreachable'));
    const other = new TokenBench({ vault, clock, client: { id: '33333333-3333-4333-8333-333333333333' } });
    void other.ask().catch(() => undefined);
    expect((await other.grant.nth(0)).request.state).toBeUndefined();
    other.grant.asked[0]?.fail(trouble('unreachable'));
  });

  test('what cannot be read is refused with its fix and stays as it is', async () => {
    for (const text of ['{"version":1', '{"version":7}', 'null']) {
      const bench = new TokenBench().answering();
      bench.vault.disk.entries.set(entryName, text);
      const error: unknown = await bench.ask().catch((caught: unknown) => caught);
      expect(error).toMatchObject({
        code: 'refused',
        fix: 'Reset the account’s sign-in, then sign in again.',
      });
      expect(bench.state).toBe('refused');
      expect(bench.asked).toBe(0);
      expect(bench.vault.disk.entries.get(entryName)).toBe(text);
      await bench.manager.signOut(accountId);
      expect((await bench.ask()).value).toBe('token-1');
    }
  });

  test('a locked vault is refused, and works half a minute after it was opened', async () => {
    const bench = new TokenBench().answering();
    bench.vault.failing.get = new VaultError('vault-locked', verbatim('no key'));
    await expect(bench.ask()).rejects.toMatchObject({ code: 'refused' });
    delete bench.vault.failing.get;
    bench.clock.jump(30_000);
    expect((await bench.ask()).value).toBe('token-1');
  });

  test('an account that cannot be looked up says why, and is looked up again after five seconds', async () => {
    const bench = new TokenBench().answering();
    bench.vault.failing.get = noSpace;
    expect(await bench.manager.look(accountId)).toMatchObject({
      state: 'unreachable',
      problem: { code: 'unreachable' },
    });
    delete bench.vault.failing.get;
    await bench.clock.advance(4_999);
    await expect(bench.ask()).rejects.toMatchObject({ code: 'unreachable' });
    expect(bench.asked).toBe(0);
    await bench.clock.advance(1);
    expect((await bench.ask()).value).toBe('token-1');
  });

  test('what to do with a locked vault is said by the host that has it: a desktop has a keyring, a service a key', async () => {
    const remedy = 'Nothing was changed or lost. Unlock the keyring.';
    for (const [error, fix] of [
      [new VaultError('vault-locked', verbatim('Locked.'), { remedy: verbatim(remedy) }), remedy],
      [
        new VaultError('vault-locked', verbatim('Locked.')),
        'Start Mailwicket with the key that the vault was made with.',
      ],
    ] as const) {
      const bench = new TokenBench().answering();
      bench.vault.failing.get = error;
      await expect(bench.ask()).rejects.toMatchObject({ code: 'refused', fix });
      expect(bench.manager.status(accountId).problem?.fix).toEqual(fix);
    }
  });

  test('no token and no refresh token is in the log or the status', async () => {
    const bench = new TokenBench().answering();
    await bench.ask({ refused: await bench.ask() });
    const told = JSON.stringify(bench.manager.status(accountId)) + bench.logged.join();
    expect(told).not.toMatch(/token-\d|state-\d/);
    expect(told).toContain('renewed');
  });
});

describe('two processes over one vault', () => {
  test('the second uses what the first renewed', async () => {
    const first = new TokenBench().answering();
    const second = new TokenBench({ clock: first.clock, vault: new MemoryVault(first.vault.disk) });
    await first.ask();
    expect((await second.ask()).value).toBe('token-1');
    first.clock.jump(55 * minute);
    await first.ask();
    expect((await second.ask()).value).toBe('token-2');
    expect(second.asked).toBe(0);
    const reads = vi.spyOn(second.vault, 'get');
    expect((await second.ask()).value).toBe('token-2');
    expect(reads).not.toHaveBeenCalled();
  });

  test('both near expiry at once make one request, and the rotated state is not used twice', async () => {
    const first = new TokenBench();
    const second = new TokenBench({ clock: first.clock, vault: new MemoryVault(first.vault.disk) });
    const one = first.ask();
    const other = second.ask();
    const asked = await first.grant.nth(0);
    expect(second.asked).toBe(0);
    await asked.request.save('rotated');
    asked.answer(first.issue());
    expect((await one).value).toBe('token-1');
    expect((await other).value).toBe('token-1');
    expect(second.asked).toBe(0);
  });

  test('a token that the mail server refused is not taken back from the other', async () => {
    const first = new TokenBench().answering();
    const second = new TokenBench({ clock: first.clock, vault: new MemoryVault(first.vault.disk) });
    const token = await first.ask();
    await second.ask();
    void second.ask({ refused: token }).catch(() => undefined);
    (await second.grant.nth(0)).fail(trouble('unreachable'));
    await settle();
    expect(second.asked).toBe(1);
  });

  test('after forgetting, what the other process wrote is used', async () => {
    const first = new TokenBench().answering();
    const second = new TokenBench({ clock: first.clock, vault: new MemoryVault(first.vault.disk) });
    const stop = second.vault.watch(() => second.manager.forget(accountId));
    const token = await first.ask();
    await second.ask();
    await first.ask({ refused: token });
    expect((await second.ask()).value).toBe('token-2');
    stop();
  });
});

describe('passwords that the provider judges', () => {
  const password = { client: { grant: 'password' as const }, account: { passwordMode: 'pass-on' } };

  test('callers with different passwords share neither request nor token', async () => {
    const bench = new TokenBench(password);
    const right = bench.ask({ password: 'right' });
    const wrong = bench.ask({ password: 'wrong' });
    const first = await bench.grant.nth(0);
    expect(first.request).toMatchObject({ password: 'right' });
    await first.request.save('refresh');
    first.answer(bench.issue());
    expect((await right).value).toBe('token-1');
    const second = await bench.grant.nth(1);
    expect(second.request).toMatchObject({ password: 'wrong', state: undefined });
    second.fail(trouble('wrong-password'));
    await expect(wrong).rejects.toMatchObject({ code: 'wrong-password' });
    expect(bench.state).toBe('ready');
    expect((await bench.ask({ password: 'right' })).value).toBe('token-1');
    expect(bench.asked).toBe(2);
  });

  test('an account whose password nobody has given yet is not signed in, until one is accepted', async () => {
    const bench = new TokenBench(password).answering();
    expect(await bench.manager.look(accountId)).toMatchObject({
      state: 'needs-sign-in',
      problem: {
        message: { code: 'signIn.notSigned' },
        fix: { code: 'signIn.letMailProgramCheckMail' },
      },
    });
    bench.failing('wrong-password');
    await expect(bench.ask({ password: 'wrong' })).rejects.toMatchObject({ code: 'wrong-password' });
    expect(bench.state).toBe('needs-sign-in');
    bench.answering();
    await bench.ask({ password: 'right' });
    expect(bench.state).toBe('ready');
    const since = bench.clock.now();
    expect(bench.manager.status(accountId).history.at(-1)?.kind).toBe('signed-in');
    await bench.clock.advance(2 * hour);
    await bench.ask({ password: 'right' });
    expect(bench.manager.status(accountId).signedInAt).toBe(since);
  });

  test('one whose provider gives nothing to renew with waits for its next login, and for nobody else', async () => {
    const bench = new TokenBench(password);
    bench.grant.respond = async () => bench.issue();
    await bench.ask({ password: 'right' });
    await bench.clock.advance(2 * hour);
    expect(bench.state).toBe('ready');
  });

  test('one whose refresh token has ended waits for its next login too, after a restart as well', async () => {
    const bench = new TokenBench(password).answering();
    await bench.ask({ password: 'right' });
    bench.manager.start();
    bench.failing('needs-sign-in');
    await bench.clock.advance(2 * hour);
    expect(bench.asked).toBe(2);
    expect(bench.state).toBe('ready');
    bench.manager.stop();
    const { vault, clock } = bench;
    const after = new TokenBench({ ...password, vault, clock }).answering();
    expect(await after.manager.look(accountId)).toMatchObject({ state: 'ready', problem: undefined });
    await after.ask({ password: 'right' });
    expect(after.state).toBe('ready');
  });

  test('what the provider refused at the first login is told in the place of the missing sign-in', async () => {
    const bench = new TokenBench(password).failing('refused');
    await expect(bench.ask({ password: 'right' })).rejects.toMatchObject({ code: 'refused' });
    expect(bench.state).toBe('refused');
  });

  test('a hundred callers with one password make one request', async () => {
    const bench = new TokenBench(password).answering();
    await Promise.all(hundred(() => bench.ask({ password: 'right' })));
    expect(bench.asked).toBe(1);
  });

  test('a wrong password deletes nothing and blocks nobody', async () => {
    const bench = new TokenBench(password).answering();
    await bench.ask({ password: 'right' });
    const kept = bench.vault.disk.entries.get(entryName);
    bench.failing('wrong-password');
    await expect(bench.ask({ password: 'wrong' })).rejects.toMatchObject({ code: 'wrong-password' });
    expect(bench.vault.disk.entries.get(entryName)).toBe(kept);
    expect((await bench.ask({ password: 'right' })).value).toBe('token-1');
    expect((await bench.ask()).value).toBe('token-1');
    expect(bench.state).toBe('ready');
    expect(bench.manager.status(accountId).history.map(({ kind }) => kind)).toEqual(['signed-in']);
    expect(bench.logged.join()).not.toContain('it is wrong-password');
  });

  test('one that the provider accepted and does not any more, as after a change, opens nothing', async () => {
    const bench = new TokenBench(password).answering();
    await bench.ask({ password: 'old' });
    bench.failing('wrong-password');
    await bench.clock.advance(51 * minute);
    await expect(bench.ask({ password: 'old' })).rejects.toMatchObject({ code: 'wrong-password' });
    // the token lives, and would serve whoever has the right password
    bench.failing('unreachable');
    await expect(bench.ask({ password: 'old' })).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('an unverified password gets no token while the provider is away, a verified one does', async () => {
    const bench = new TokenBench(password).answering();
    await bench.ask({ password: 'right' });
    bench.failing('unreachable');
    await expect(bench.ask({ password: 'other' })).rejects.toMatchObject({ code: 'unreachable' });
    expect((await bench.ask({ password: 'right' })).value).toBe('token-1');
  });

  test('of a whole domain, no mailbox gets the token of another', async () => {
    const bench = new TokenBench({ ...password, account: { address: '*@example.org' } }).answering();
    const ann = await bench.ask({ subject: 'ann@example.org', password: 'a' });
    const bob = await bench.ask({ subject: 'bob@example.org', password: 'b' });
    expect(ann.value).not.toBe(bob.value);
    expect(bench.grant.asked.map(({ request }) => request.subject)).toEqual([
      'ann@example.org',
      'bob@example.org',
    ]);
    bench.failing('wrong-password');
    await expect(bench.ask({ subject: 'bob@example.org', password: 'a' })).rejects.toMatchObject({
      code: 'wrong-password',
    });
  });
});

test('a listener that throws keeps nobody from a token', async () => {
  const bench = new TokenBench().answering();
  const changed: string[] = [];
  bench.manager.onChange(() => {
    throw new Error('broken');
  });
  const stop = bench.manager.onChange((id) => changed.push(id));
  expect((await bench.ask()).value).toBe('token-1');
  expect(changed).toContain(accountId);
  expect(bench.logged.join()).toContain('a listener for token changes failed');
  stop();
  changed.length = 0;
  await bench.manager.signOut(accountId);
  expect(changed).toEqual([]);
});

test('a sign-out that the vault does not take changes nothing: the account works on, and keeps what it renews', async () => {
  const bench = new TokenBench().answering();
  await bench.ask();
  const remove = vi.spyOn(bench.vault, 'delete').mockRejectedValueOnce(noSpace);
  await expect(bench.manager.signOut(accountId)).rejects.toMatchObject({ code: 'unreachable' });
  expect(remove).toHaveBeenCalledTimes(1);
  bench.clock.jump(55 * minute);
  expect((await bench.ask()).value).toBe('token-2');
  expect(bench.vault.disk.entries.get(entryName)).toContain('state-2');
});

test('a vault whose entries cannot be listed at the start is told in the log, and logins are served', async () => {
  const bench = new TokenBench().answering();
  vi.spyOn(bench.vault, 'names').mockRejectedValueOnce(noSpace);
  bench.manager.start();
  await settle();
  expect(bench.logged.join()).toContain('could not be listed');
  expect((await bench.ask()).value).toBe('token-1');
  bench.manager.stop();
});

test('a token that a mail server refuses again is not replaced: what that server said is all there is', async () => {
  const bench = new TokenBench().answering();
  const request = { accountId, subject: anna, use: 'imap' } as const;
  const replaced = await bench.manager.replacedToken({ ...request, refused: await bench.ask() });
  expect(replaced?.value).toBe('token-2');
  if (replaced === undefined) return;
  expect(await bench.manager.replacedToken({ ...request, refused: replaced })).toBeUndefined();
  bench.clock.jump(30_000);
  expect((await bench.manager.replacedToken({ ...request, refused: replaced }))?.value).toBe('token-3');
  bench.failing('unreachable');
  bench.clock.jump(2 * hour);
  await expect(
    bench.manager.replacedToken({ ...request, refused: await bench.ask().catch(() => replaced) }),
  ).rejects.toMatchObject({ code: 'unreachable' });
});

test('who shows an account hears when a sign-in of it begins and ends, and when it is read', async () => {
  const bench = new TokenBench({ interactive: true });
  const states: string[] = [];
  bench.manager.onChange(() => states.push(bench.state));
  bench.manager.status(accountId);
  await settle();
  expect(states.at(-1)).toBe('needs-sign-in');
  states.length = 0;
  const signingIn = bench.manager.signIn(accountId, nobody);
  expect(states).toEqual(['signing-in']);
  await settle();
  bench.manager.signIns.cancel(accountId);
  await expect(signingIn).rejects.toMatchObject({ code: 'cancelled' });
  expect(states.at(-1)).toBe('needs-sign-in');
});

describe('the end', () => {
  const patience = { answers: 5_000, writes: 1_000 };

  test('waits for the renewals under way, and keeps what they bring', async () => {
    const bench = new TokenBench();
    const asked = bench.ask();
    const renewal = await bench.grant.nth(0);
    const ended = bench.manager.end(patience);
    await bench.clock.advance(4_999);
    await renewal.request.save('the new refresh token');
    renewal.answer(bench.issue());
    await asked;
    expect(await ended).toEqual([]);
    expect(bench.vault.disk.entries.get(entryName)).toContain('the new refresh token');
  });

  test('waits no longer than it may for a provider that does not answer', async () => {
    const bench = new TokenBench();
    void bench.ask().catch(() => undefined);
    await bench.grant.nth(0);
    let isOver = false;
    const ended = bench.manager.end(patience).then(() => (isOver = true));
    await bench.clock.advance(4_999);
    expect(isOver).toBe(false);
    await bench.clock.advance(1);
    await ended;
  });

  test('cancels the sign-ins, and renews nothing in the background any more', async () => {
    const bench = new TokenBench({ interactive: true });
    const signingIn = bench.manager.signIn(accountId, nobody);
    await bench.grant.nth(0);
    bench.manager.start();
    const cancelled = expect(signingIn).rejects.toMatchObject({ code: 'cancelled' });
    await bench.manager.end(patience);
    await cancelled;
    expect(bench.clock.timers).toBe(0);
  });
});

test('histories begin with the manager', () => {
  const clock = new FakeClock();
  expect(new TokenBench({ clock }).manager.since).toBe(clock.now());
});
