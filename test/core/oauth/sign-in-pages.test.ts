import { describe, expect, test } from 'vitest';
import { msg, verbatim } from '#messages/message.ts';
import type { Interaction, Issued } from '#core/oauth/grant.ts';
import { Attempts } from '#core/oauth/shared-attempts.ts';
import { SignIns, type ToldSignIn } from '#core/oauth/sign-in.ts';
import { settle } from '../../support/fake-clock.ts';
import { textOf } from '../../support/english.ts';
import { containing } from '../../support/matchers.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { accountId, anna, entryName, hour, TokenBench } from './token-bench.ts';

const page = 'https://login.example.org/authorize?state=1';
const never = new Promise<never>(() => {});

/** A manager with those who open and show the pages of its sign-ins. */
function pagesOf(bench: TokenBench) {
  const opened: unknown[] = [];
  const shown: ToldSignIn[] = [];
  let changes = 0;
  const signIns = new SignIns({
    tokens: bench.manager,
    open: async (url, about) => void opened.push({ url, ...about }),
    changed: () => {
      changes += 1;
    },
  });
  signIns.onShown((what, whose) => {
    expect(whose).toBe(accountId);
    shown.push(what);
  });
  return { signIns, opened, shown, changes: () => changes };
}

describe('the page of a sign-in', () => {
  test('is opened and shown until the sign-in has ended, in the language that was asked for', async () => {
    const bench = new TokenBench({ interactive: true });
    const { signIns, opened, shown, changes } = pagesOf(bench);
    const interactions: Interaction[] = [];
    bench.grant.respondToSignIn = async (request, interaction) => {
      interactions.push(interaction);
      expect(signIns.of(accountId)).toEqual({});
      await interaction.open(page);
      expect(changes()).toBe(1);
      expect(signIns.of(accountId)).toEqual({ url: page });
      await request.save('the refresh token');
      return bench.issue(hour, { identity: anna });
    };
    expect(signIns.of(accountId)).toBeUndefined();
    expect(await signIns.signIn(accountId, 'de')).toMatchObject({ identity: anna });
    expect(signIns.of(accountId)).toBeUndefined();
    expect(opened).toEqual([{ url: page, accountId }]);
    expect(shown).toEqual([{ url: page }]);
    expect(interactions.map(({ language }) => language)).toEqual(['de']);
  });

  test('is followed by what the person is to look at', async () => {
    const bench = new TokenBench({ interactive: true });
    const { signIns, shown } = pagesOf(bench);
    bench.grant.respondToSignIn = async (request, interaction) => {
      await interaction.open(page);
      await request.save('the refresh token');
      return bench.issue(hour, { identity: 'bob@example.org' });
    };
    const { doubt } = await signIns.signIn(accountId);
    expect(doubt).toMatchObject({ code: 'signIn.otherIdentity' });
    expect(shown).toEqual([{ url: page }, { doubt }]);
    // wherever it is looked at, until somebody has
    expect(signIns.doubtOf(accountId)).toEqual(doubt);
    signIns.settle(accountId);
    expect(signIns.doubtOf(accountId)).toBeUndefined();
  });

  test('stays shown where a second sign-in is begun, and is not shown for the one after it', async () => {
    const bench = new TokenBench({ interactive: true });
    const { signIns } = pagesOf(bench);
    bench.grant.respondToSignIn = async (_request, interaction) => {
      await interaction.open(page);
      return never;
    };
    const first = expect(signIns.signIn(accountId)).rejects.toMatchObject({ code: 'cancelled' });
    await settle();
    await expect(signIns.signIn(accountId)).rejects.toMatchObject({ code: 'cancelled' });
    expect(signIns.of(accountId)).toEqual({ url: page });
    signIns.cancel(accountId);
    await first;
    expect(signIns.of(accountId)).toBeUndefined();
    bench.grant.respondToSignIn = () => never;
    const next = expect(signIns.signIn(accountId)).rejects.toMatchObject({ code: 'cancelled' });
    await settle();
    expect(signIns.of(accountId)).toEqual({});
    signIns.cancel(accountId);
    await next;
  });

  test('that cannot be opened ends the sign-in', async () => {
    const bench = new TokenBench({ interactive: true });
    const signIns = new SignIns({
      tokens: bench.manager,
      open: () => Promise.reject(new Error('no browser')),
      changed: () => undefined,
    });
    bench.grant.respondToSignIn = async (_request, interaction) => {
      await interaction.open(page);
      return never;
    };
    await expect(signIns.signIn(accountId)).rejects.toMatchObject({ cause: { message: 'no browser' } });
    expect(signIns.of(accountId)).toBeUndefined();
  });
});

test.each([
  ['the page that has it filled in', 'https://microsoft.com/devicelogin?code=ABCD'],
  ['where to type it', undefined],
])(
  'a code to type is shown on one line, with %s, until when, and what it is for',
  async (_what, complete) => {
    const bench = new TokenBench({ interactive: true });
    const { signIns, opened, shown } = pagesOf(bench);
    const verificationUri = 'https://microsoft.com/devicelogin';
    const expiresAt = bench.clock.now() + hour;
    const why = msg('signIn.secondCode', { way: 'Graph' });
    bench.grant.respondToSignIn = async (request, interaction) => {
      await interaction.showCode({
        userCode: ' ABCD\r\nEFGH\u202e ',
        verificationUri,
        verificationUriComplete: complete,
        expiresAt,
        message: verbatim('Type\nit.'),
        why,
      });
      await request.save('the refresh token');
      return bench.issue(hour, { identity: anna });
    };
    await signIns.signIn(accountId);
    const url = complete ?? verificationUri;
    expect(opened).toEqual([{ url, accountId }]);
    const message = `${textOf(why)} Type it.`;
    expect(shown).toEqual([{ url, userCode: 'ABCD EFGH', expiresAt, why, message }]);
  },
);

/** Two gateways over one store: what is begun at the first is shown by the second. */
function twoNodes() {
  const bench = new TokenBench({ interactive: true, isShared: true });
  const { clock } = bench;
  const other = new TokenBench({
    interactive: true,
    isShared: true,
    clock,
    vault: new MemoryVault(bench.vault.disk),
  });
  const there = pagesOf(other);
  const signedIn: [string, Issued][] = [];
  there.signIns.follow(async (whose, issued) => void signedIn.push([whose, issued]));
  // as a page does it whose answer may come to either node
  const answer = Promise.withResolvers<void>();
  bench.grant.respondToSignIn = async (request, interaction) => {
    const { attempt } = interaction;
    await attempt?.keep('begun', clock.now() + hour);
    await interaction.open(page);
    await answer.promise;
    const issued = bench.issue(hour, { identity: 'anna.k@corp.example' });
    await request.save('the refresh token');
    await attempt?.once(
      async () => interaction.settle?.(issued),
      (doubt) => ({ doubt }),
    );
    return issued;
  };
  other.grant.respondToSignIn = async (_request, interaction) => {
    await interaction.open(page);
    return never;
  };
  return { bench, other, here: pagesOf(bench), there, signedIn, answer };
}

describe('a sign-in that another node has begun', () => {
  test('is shown here without its page being opened, and brings here what that node has kept', async () => {
    const { bench, other, here, there, signedIn, answer } = twoNodes();
    const running = here.signIns.signIn(accountId);
    await settle();
    expect(there.signIns.of(accountId)).toEqual({ url: page });
    expect(there.changes()).toBe(1);
    answer.resolve();
    await running;
    await settle();
    expect([there.opened, there.shown]).toEqual([[], []]);
    const token = { value: 'token-1', obtainedAt: bench.clock.now(), expiresAt: bench.clock.now() + hour };
    expect(signedIn).toEqual([
      [
        accountId,
        {
          token,
          identity: 'anna.k@corp.example',
          doubt: containing('anna.k@corp.example signed in for anna@example.org'),
        },
      ],
    ]);
    expect(there.signIns.of(accountId)).toBeUndefined();
    expect(other.manager.status(accountId)).toMatchObject({
      state: 'ready',
      identity: 'anna.k@corp.example',
    });
    expect((await other.ask()).value).toBe('token-1');
    expect(other.asked).toBe(0);
  });

  test('but whose tokens are not there is no sign-in here', async () => {
    const { bench, other, here, signedIn, answer } = twoNodes();
    other.vault.get = async (name) => (name === entryName ? undefined : bench.vault.disk.entries.get(name));
    const running = here.signIns.signIn(accountId);
    await settle();
    answer.resolve();
    await running;
    await settle();
    expect(signedIn).toEqual([]);
    expect((await other.manager.look(accountId)).state).toBe('needs-sign-in');
  });

  test('shows no page of an earlier one', async () => {
    const { bench, other, there } = twoNodes();
    const first = expect(there.signIns.signIn(accountId)).rejects.toMatchObject({ code: 'cancelled' });
    await settle();
    there.signIns.cancel(accountId);
    await first;
    other.grant.respondToSignIn = () => never;
    const attempts = new Attempts({ vault: bench.vault, clock: bench.clock, kind: 'sign-in' });
    await attempts.begin(accountId).keep('begun', bench.clock.now() + hour);
    await settle();
    expect(there.signIns.of(accountId)).toEqual({});
  });
});
