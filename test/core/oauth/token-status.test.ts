import { expect, onTestFinished, test } from 'vitest';
import { verbatim } from '#messages/message.ts';
import type { Account } from '#contract/account.ts';
import { emptySettings } from '#contract/settings.ts';
import { Activity } from '#core/logging/activity.ts';
import { silentLogger } from '#core/logging/logger.ts';
import { OAuthError } from '#core/errors/oauth-error.ts';
import { TokenHistory } from '#core/oauth/cached-token.ts';
import { SignInActivity } from '#core/oauth/token-status.ts';
import { VaultError } from '#core/storage/vault.ts';
import { settle } from '../../support/fake-clock.ts';
import { textOf } from '../../support/english.ts';
import { accountId, anna, hour, minute, nobody, TokenBench } from './token-bench.ts';

const lost = 'anna@example.org cannot be signed in. it is refused do something';

/** An account that works, with a manager that renews in the background. */
async function watched(options: { readonly interactive?: boolean } = {}): Promise<{
  readonly bench: TokenBench;
  readonly lines: () => [boolean, string][];
  readonly accounts: Account[];
}> {
  const bench = new TokenBench(options).answering();
  const activity = new Activity({ clock: bench.clock, logger: silentLogger });
  const account = bench.context?.account;
  const accounts = account === undefined ? [] : [account];
  const settings = { ...emptySettings, accounts };
  const end = new SignInActivity({ activity, tokens: bench.manager, settings: () => settings }).watch();
  bench.manager.start();
  onTestFinished(() => {
    end();
    bench.manager.stop();
  });
  return {
    bench,
    accounts,
    lines: () => activity.entries().map(({ level, text }) => [level === 'warning', textOf(text)]),
  };
}

test('a renewal in the background that is refused leaves one line with its cause and its fix', async () => {
  const { bench, lines } = await watched();
  await bench.ask();
  await settle();
  expect(lines()).toEqual([]);
  bench.failing('refused');
  await bench.clock.advance(31 * minute);
  expect(bench.state).toBe('refused');
  expect(lines()).toEqual([[true, lost]]);
});

test('it is not told again however often mail programs try, nor when the settings are read again', async () => {
  const { bench, lines } = await watched();
  await bench.ask();
  bench.failing('refused');
  await bench.clock.advance(2 * hour);
  for (let tries = 0; tries < 5; tries += 1) {
    await bench.clock.advance(minute);
    await expect(bench.ask()).rejects.toMatchObject({ code: 'refused' });
    bench.manager.forget(accountId);
    await settle();
  }
  expect(bench.asked).toBeGreaterThan(5);
  expect(lines()).toEqual([[true, lost]]);
});

test('once the provider gives tokens again, that is told; and the next trouble is news', async () => {
  const { bench, lines } = await watched();
  await bench.ask();
  bench.failing('refused');
  await bench.clock.advance(2 * hour);
  bench.answering();
  await bench.ask();
  await settle();
  const back: [boolean, string] = [false, 'The provider gives tokens for anna@example.org again.'];
  expect(lines()).toEqual([[true, lost], back]);
  bench.failing('refused');
  await bench.clock.advance(2 * hour);
  expect(lines()).toEqual([[true, lost], back, [true, lost]]);
});

test('a refresh token that is no longer taken is told, and a sign-in by a person ends it without a second line', async () => {
  const { bench, lines } = await watched({ interactive: true });
  await bench.manager.signIn(accountId, nobody);
  bench.failing('needs-sign-in');
  await bench.clock.advance(2 * hour);
  await bench.ask().catch(() => undefined);
  await settle();
  expect(bench.state).toBe('needs-sign-in');
  const told: [boolean, string] = [
    true,
    'anna@example.org cannot be signed in. it is needs-sign-in do something',
  ];
  expect(lines()).toEqual([told]);
  bench.answering();
  await bench.manager.signIn(accountId, nobody);
  await settle();
  expect(bench.state).toBe('ready');
  expect(lines()).toEqual([told]);
});

test('a provider that is away is no such trouble: it is tried again by itself', async () => {
  const { bench, lines } = await watched();
  await bench.ask();
  bench.failing('unreachable');
  await bench.clock.advance(3 * hour);
  expect(bench.state).toBe('unreachable');
  expect(lines()).toEqual([]);
});

test('an account that nobody signed in yet waits for its person, without a line', async () => {
  const { bench, lines } = await watched({ interactive: true });
  await expect(bench.ask()).rejects.toMatchObject({ code: 'needs-sign-in' });
  await settle();
  expect(bench.state).toBe('needs-sign-in');
  expect(lines()).toEqual([]);
});

test('what an earlier run found out is not told as new', async () => {
  const { bench, lines } = await watched({ interactive: true });
  await bench.manager.signIn(accountId, nobody);
  bench.failing('needs-sign-in');
  await bench.clock.advance(2 * hour);
  await bench.ask().catch(() => undefined);
  await settle();
  expect(lines()).toHaveLength(1);
  const activity = new Activity({ clock: bench.clock, logger: silentLogger });
  const later = new TokenBench({ interactive: true, vault: bench.vault, clock: bench.clock });
  const account = later.context?.account;
  const settings = { ...emptySettings, accounts: account === undefined ? [] : [account] };
  onTestFinished(new SignInActivity({ activity, tokens: later.manager, settings: () => settings }).watch());
  expect((await later.manager.look(accountId)).state).toBe('needs-sign-in');
  expect(activity.entries()).toEqual([]);
});

test('an account that is gone leaves nothing', async () => {
  const { bench, lines } = await watched();
  bench.failing('refused');
  bench.context = undefined;
  await expect(bench.ask()).rejects.toMatchObject({ code: 'refused' });
  await settle();
  expect(bench.state).toBe('unknown');
  expect(lines()).toEqual([]);
});

test('an account that was gone and is there again has its trouble told anew', async () => {
  const { bench, lines, accounts } = await watched();
  await bench.ask();
  bench.failing('refused');
  await bench.clock.advance(2 * hour);
  expect(lines()).toEqual([[true, lost]]);
  const gone = accounts.splice(0);
  await expect(bench.ask()).rejects.toMatchObject({ code: 'refused' });
  await settle();
  accounts.push(...gone);
  await bench.clock.advance(2 * hour);
  await expect(bench.ask()).rejects.toMatchObject({ code: 'refused' });
  await settle();
  expect(lines()).toEqual([
    [true, lost],
    [true, lost],
  ]);
});

test('a message that names the account is not given its name twice', async () => {
  const { bench, lines } = await watched();
  bench.grant.respond = () =>
    Promise.reject(
      new OAuthError('refused', verbatim(`The provider knows no ${anna}.`), { fix: verbatim('Ask it.') }),
    );
  await bench.ask().catch(() => undefined);
  await settle();
  expect(lines()).toEqual([[true, 'The provider knows no anna@example.org. Ask it.']]);
});

test('an outage that is told again and again is one event with the newest time; another trouble is a second', () => {
  const history = new TokenHistory();
  history.add({ at: 1, kind: 'issued' });
  for (const at of [2, 3, 4]) history.add({ at, kind: 'failed', detail: verbatim('The network is down.') });
  history.add({ at: 5, kind: 'failed', detail: verbatim('The provider is down.') });
  expect(history.list()).toEqual([
    { at: 1, kind: 'issued' },
    { at: 4, kind: 'failed', detail: 'The network is down.' },
    { at: 5, kind: 'failed', detail: 'The provider is down.' },
  ]);
});

test('a renewed sign-in that cannot be written is told once, and once that it is written', async () => {
  const { bench, lines } = await watched();
  bench.vault.failing.set = new VaultError('vault-unavailable', verbatim('the disk is full'));
  await bench.ask();
  await bench.clock.advance(2 * minute);
  expect(lines().map(([isWarning]) => isWarning)).toEqual([true]);
  expect(lines()[0]?.[1]).toContain('The renewed sign-in is in memory only');
  delete bench.vault.failing.set;
  await bench.clock.advance(10 * minute);
  expect(lines().map(([isWarning]) => isWarning)).toEqual([true, false]);
  expect(lines()[1]?.[1]).toContain(anna);
});

test('of an account’s events the last fifty are kept', () => {
  const history = new TokenHistory();
  for (let at = 1; at <= 51; at += 1) history.add({ at, kind: 'renewed' });
  expect(history.list().map(({ at }) => at)).toEqual(Array.from({ length: 50 }, (_, index) => index + 2));
});
