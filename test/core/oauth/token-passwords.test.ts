import { describe, expect, test } from 'vitest';
import { hour, TokenBench, trouble } from './token-bench.ts';

/** An account whose provider judges the passwords of its mail programs. */
function bench(account: Record<string, unknown> = {}): TokenBench {
  return new TokenBench({ client: { grant: 'password' }, account: { passwordMode: 'pass-on', ...account } });
}

const told = (of: TokenBench): (string | undefined)[] =>
  of.grant.asked.map(({ request }) => request.password);

describe('a password that the provider judges', () => {
  test('is told the provider once, and again only where it is another one', async () => {
    const one = bench();
    one.grant.respond = async () => one.issue();
    expect((await one.ask({ password: 'right' })).value).toBe('token-1');
    expect((await one.ask({ password: 'right' })).value).toBe('token-1');
    one.grant.respond = () => Promise.reject(trouble('wrong-password'));
    await expect(one.ask({ password: 'other' })).rejects.toMatchObject({ code: 'wrong-password' });
    expect(told(one)).toEqual(['right', 'other']);
    // another's mistake costs nobody his token
    expect((await one.ask({ password: 'right' })).value).toBe('token-1');
  });

  test('is a new chance behind a renewal that would need somebody to sign in', async () => {
    const one = bench();
    one.grant.respond = async (request) => {
      await request.save('refresh');
      return one.issue();
    };
    await one.ask({ password: 'right' });
    await one.clock.advance(hour);
    one.grant.respond = () => Promise.reject(trouble('needs-sign-in'));
    await expect(one.ask()).rejects.toMatchObject({ code: 'needs-sign-in' });
    one.grant.respond = async () => one.issue();
    expect((await one.ask({ password: 'right' })).value).toBe('token-2');
  });

  test('is none where it was refused for another reason: nobody is asked again so soon', async () => {
    const one = bench();
    one.grant.respond = () => Promise.reject(trouble('refused'));
    await expect(one.ask({ password: 'right' })).rejects.toMatchObject({ code: 'refused' });
    const asked = one.asked;
    await expect(one.ask({ password: 'right' })).rejects.toMatchObject({ code: 'refused' });
    expect(one.asked).toBe(asked);
  });

  test('of a whole domain opens its own mailbox only', async () => {
    const one = bench({ address: '*@example.org' });
    one.grant.respond = async () => one.issue();
    const [anna, bo] = ['anna@example.org', 'bo@example.org'];
    expect((await one.ask({ subject: anna, password: 'of anna' })).value).toBe('token-1');
    expect((await one.ask({ subject: bo, password: 'of bo' })).value).toBe('token-2');
    expect((await one.ask({ subject: 'ANNA@example.org', password: 'of anna' })).value).toBe('token-1');
    expect(told(one)).toEqual(['of anna', 'of bo']);
  });

  test('of more mailboxes than are kept is asked for anew for the one that was left alone for longest', async () => {
    const one = bench({ address: '*@example.org' });
    one.grant.respond = async () => one.issue();
    const ask = (number: number) =>
      one.ask({ subject: `user${String(number)}@example.org`, password: 'own' });
    for (let number = 0; number < 2_000; number += 1) {
      await ask(number);
      one.clock.jump(1);
    }
    await ask(0);
    one.clock.jump(1);
    expect(one.asked).toBe(2_000);
    await ask(2_000);
    await ask(0);
    await ask(2);
    expect(one.asked).toBe(2_001);
    await ask(1);
    expect(one.asked).toBe(2_002);
  });
});
