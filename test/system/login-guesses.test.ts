import { textOf } from '../support/english.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { protocols } from '#contract/endpoints.ts';
import { limits } from '#core/relay/limits.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import { accepted, logIn, quoted, refusals, SystemBench } from '../support/system-bench.ts';

vi.unmock('#core/accounts/local-password.ts');

const anna = 'anna@example.org';
const bo = 'bo@example.org';
const chosen = 'a chosen password';
let bench: SystemBench;
let clock: ForwardClock;

beforeEach(async () => {
  clock = new ForwardClock();
  bench = await SystemBench.start({ clock });
});
afterEach(() => bench.stop());

async function addAppOnlyAccounts(...addresses: readonly string[]): Promise<void> {
  await bench.running.addAppOnlyClient();
  const tokenUrl = bench.running.endpoints().tokenUrl?.replace('/organizations/', '/example.org/');
  await bench.running.run('client-update', { client: 'App only', change: { tokenUrl } });
  for (const address of addresses) {
    await bench.running.run('account-add', { address, client: 'App only', password: chosen });
  }
}

describe('a password that has not been checked since the start', { timeout: 60_000 }, () => {
  it('is checked at once behind three hundred wrong logins of another account that hang up', async () => {
    await addAppOnlyAccounts(anna, bo);
    const later = await bench.open({ clock });
    const guessers = await Promise.all(
      Array.from({ length: 300 }, () => bench.greeted('imap', { running: later })),
    );
    for (const [guess, client] of guessers.entries()) {
      client.send(`a1 LOGIN ${bo} ${quoted(`guess ${String(guess)}`)}\r\n`);
      client.end();
    }
    expect(await bench.answer('imap', anna, chosen, later)).toMatch(accepted.imap);
  });

  it('is told to come again, in honest words, where too many of the same account wait before it', async () => {
    await addAppOnlyAccounts(bo);
    const later = await bench.open({ clock });
    const clients = await Promise.all(
      Array.from({ length: 40 }, () => bench.greeted('imap', { running: later })),
    );
    const guesses = clients.map((client, guess) => logIn(client, 'imap', bo, `guess ${String(guess)}`));
    // the first has been checked: the others wait
    await Promise.race(guesses);
    clock.forward(limits.passwordCheckTimeout);
    await bench.activity((entry) => /Too many logins are waiting/.test(textOf(entry.text)), {
      running: later,
    });
    const answers = await Promise.all(guesses);
    expect(answers.some((answer) => accepted.imap.test(answer))).toBe(false);
    const honest = 'a1 NO [UNAVAILABLE] Too many logins are waiting. Try again in a moment.';
    expect(answers.filter((answer) => answer === honest).length).toBeGreaterThan(10);
    expect(await bench.answer('pop', bo, chosen, later)).toMatch(accepted.pop);
  });
});

describe('wrong passwords are counted by account and peer', { timeout: 60_000 }, () => {
  it('however the name is written and whatever the protocol: all of them share one count', async () => {
    await addAppOnlyAccounts(anna);
    const names = [anna, 'ANNA@example.org', 'anna%40example.org', 'anna@example.org@localhost', 'anna'];
    for (const [guess, name] of names.entries()) {
      const protocol = protocols[guess % protocols.length] ?? 'imap';
      const answer = bench.answer(protocol, name, `guess ${String(guess)}`);
      clock.forward(10_000);
      expect(await answer).toMatch(refusals.wrongPassword[protocol]);
    }
    for (const protocol of protocols) {
      clock.forward(10_000);
      expect(await bench.answer(protocol, '"anna"@example.org', `another ${protocol}`)).toMatch(
        refusals.temporary[protocol],
      );
    }
    expect(await bench.answer('imap', anna, chosen)).toMatch(accepted.imap);
  });
});

const grants = (): number => bench.sandbox.provider.tokenRequestCount('password');

describe('guesses at an account whose password the provider judges', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    await bench.running.addPasswordClient();
    await bench.running.run('account-add', { address: bo, client: 'Password grant' });
  });

  it('of forty at once at most five are judged by the provider, and the right password goes on to log in', async () => {
    const own = bench.sandbox.users.bo.password;
    expect(await bench.answer('imap', bo, own)).toMatch(accepted.imap);
    const before = grants();
    const clients = await Promise.all(Array.from({ length: 40 }, () => bench.greeted('imap')));
    const guesses = clients.map((client, guess) => logIn(client, 'imap', bo, `guess ${String(guess)}`));
    await bench.activity((entry) => /Too many logins are waiting/.test(textOf(entry.text)));
    for (const protocol of protocols)
      expect(await bench.answer(protocol, bo, own)).toMatch(accepted[protocol]);
    clock.forward(limits.loginTimeout);
    const answers = await Promise.all(guesses);
    expect(answers.some((answer) => accepted.imap.test(answer))).toBe(false);
    // from now on one at a time, with all the patience in the world
    for (let guess = 0; guess < 5; guess += 1) {
      const answer = bench.answer('pop', bo, `later guess ${String(guess)}`);
      clock.forward(10_000);
      await answer;
    }
    // one whose answer did not come in time is not known to be wrong
    expect(grants() - before).toBeLessThanOrEqual(5 + 1);
    expect(await bench.answer('imap', bo, 'one more guess')).toMatch(refusals.temporary.imap);
    expect(await bench.answer('imap', bo, own)).toMatch(accepted.imap);
  });

  it('that hang up at once are counted too', async () => {
    for (let guess = 0; guess < 12; guess += 1) {
      const client = await bench.greeted('imap');
      const asked = grants();
      client.send(`a1 LOGIN ${bo} "guess ${String(guess)}"\r\n`);
      // the next one is asked about when this one has been answered
      if (guess < 5) await bench.sandbox.provider.waitForRequest(() => grants() > asked);
      client.destroy();
    }
    expect(await bench.answer('imap', bo, 'one more')).toMatch(refusals.temporary.imap);
    expect(grants()).toBe(5);
  });

  it('are one at a time, and equal ones share one answer', async () => {
    const gate = Promise.withResolvers<void>();
    bench.sandbox.provider.faults.next('token', { kind: 'hold', until: gate.promise });
    const clients = await Promise.all(Array.from({ length: 10 }, () => bench.greeted('imap')));
    const equal = clients.map((client) => logIn(client, 'imap', bo, 'the same'));
    const other = bench.answer('pop', bo, 'another');
    await bench.sandbox.provider.waitForRequest((request) => request.grantType === 'password');
    expect(grants()).toBe(1);
    gate.resolve();
    for (const answer of await Promise.all(equal)) expect(answer).toMatch(refusals.wrongPassword.imap);
    expect(await other).toMatch(refusals.wrongPassword.pop);
    expect(grants()).toBe(2);
  });

  it('an old password that a program repeats reaches the provider once in five minutes', async () => {
    for (let time = 0; time < 6; time += 1) {
      expect(await bench.answer('imap', bo, 'an old one')).toMatch(refusals.wrongPassword.imap);
      clock.forward(30_000);
    }
    expect(grants()).toBe(1);
    clock.forward(300_000);
    expect(await bench.answer('imap', bo, 'an old one')).toMatch(refusals.wrongPassword.imap);
    expect(grants()).toBe(2);
  });
});

describe('who has no password does not learn which accounts there are', { timeout: 60_000 }, () => {
  const { refusalTime } = limits;
  afterEach(() => void Object.assign(limits, { refusalTime }));

  it('none, one, one that is paused and one without a password: the same words after the same time', async () => {
    const [paused, bare] = ['paused@example.org', 'bare@example.org'];
    await addAppOnlyAccounts(anna, paused);
    await bench.running.run('account-pause', { account: paused });
    await bench.running.run('account-add', { address: bare, client: 'App only' });
    await bench.running.addPasswordClient();
    await bench.running.run('account-add', { address: bo, client: 'Password grant' });
    Object.assign(limits, { refusalTime: 1_000 });
    for (const protocol of protocols) {
      const words = new Set<string>();
      const guess = async (name: string): Promise<void> => {
        const client = await bench.greeted(protocol);
        const began = clock.now();
        words.add(await logIn(client, protocol, name, 'a guess'));
        expect(clock.now() - began, name).toBeGreaterThanOrEqual(1_000);
      };
      await Promise.all(['nobody@example.org', anna, paused, bare, bo, '%@example.org'].map(guess));
      expect([...words]).toEqual([expect.stringMatching(refusals.wrongPassword[protocol])]);
    }
    expect(await bench.answer('imap', paused, chosen)).toMatch(refusals.temporary.imap);
    await bench.activity((entry) => /bare@example\.org has no local password yet/.test(textOf(entry.text)));
    await bench.activity((entry) => /no account nobody@example\.org/.test(textOf(entry.text)));
  });

  it('nor after many guesses', async () => {
    await addAppOnlyAccounts(anna);
    await bench.running.addPasswordClient();
    await bench.running.run('account-add', { address: bo, client: 'Password grant' });
    const guess = async (name: string): Promise<string[]> => {
      const answers: string[] = [];
      for (let tried = 0; tried < 6; tried += 1) {
        clock.forward(10_000);
        answers.push(await bench.answer('imap', name, `guess ${String(tried)}`));
      }
      return answers;
    };
    const [none, local, providers] = [await guess('nobody@example.org'), await guess(anna), await guess(bo)];
    expect(none?.at(-1)).toMatch(refusals.temporary.imap);
    expect(local).toEqual(none);
    expect(providers).toEqual(none);
  });
});
