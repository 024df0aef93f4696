import { describe, expect, test } from 'vitest';
import { connectionLimit } from '#core/accounts/account-directory.ts';
import { oauthClientSchema } from '#contract/oauth-client.ts';
import { ConnectionLimiter, type Release } from '#core/relay/connection-limiter.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

const never = new AbortController().signal;

async function full(
  cap: number,
): Promise<{ clock: FakeClock; limiter: ConnectionLimiter; places: Release[] }> {
  const clock = new FakeClock();
  const limiter = new ConnectionLimiter({ clock });
  const places: Release[] = [];
  for (let count = 0; count < cap; count += 1) {
    const place = await limiter.take('anna', cap, never);
    if (place !== undefined) places.push(place);
  }
  expect(places).toHaveLength(cap);
  return { clock, limiter, places };
}

describe('a mailbox with as many sessions as its provider takes', () => {
  test('the next one waits, and comes through when another ends; first come, first served', async () => {
    const { limiter, places } = await full(3);
    const order: string[] = [];
    const waiting = ['fourth', 'fifth'].map(async (name) => {
      const place = await limiter.take('anna', 3, never);
      order.push(name);
      return place;
    });
    await settle();
    expect(order).toEqual([]);
    places[0]?.();
    // twice given back is one place
    places[0]?.();
    await settle();
    expect(order).toEqual(['fourth']);
    (await waiting[0])?.();
    await waiting[1];
    expect(order).toEqual(['fourth', 'fifth']);
  });

  test('one that waited for twenty seconds is turned away, and leaves no gap in the line', async () => {
    const { clock, limiter, places } = await full(3);
    const late = limiter.take('anna', 3, never);
    await clock.advance(19_999);
    const later = limiter.take('anna', 3, never);
    await clock.advance(1);
    expect(await late).toBeUndefined();
    places[1]?.();
    expect(await later).toBeTypeOf('function');
    expect(clock.timers).toBe(0);
  });

  test('one that leaves while waiting gives up its turn', async () => {
    const { clock, limiter, places } = await full(1);
    const leaving = new AbortController();
    const gone = limiter.take('anna', 1, leaving.signal);
    const next = limiter.take('anna', 1, never);
    leaving.abort();
    expect(await gone).toBeUndefined();
    places[0]?.();
    const place = await next;
    expect(place).toBeTypeOf('function');
    expect(await limiter.take('anna', 1, leaving.signal)).toBeUndefined();
    place?.();
    expect(clock.timers).toBe(0);
  });

  test('nobody else waits for it, and nobody waits without a cap', async () => {
    const { limiter } = await full(3);
    expect(await limiter.take('bo', 3, never)).toBeTypeOf('function');
    expect(await limiter.take('anna', undefined, never)).toBeTypeOf('function');
  });
});

const client = (fields: Record<string, unknown>) =>
  oauthClientSchema.parse({
    id: '22222222-2222-4222-8222-222222222222',
    name: 'Office',
    grant: 'authorization-code',
    clientId: 'app',
    credential: 'none',
    ...fields,
  });

describe('the cap', () => {
  test('is Microsoft’s three for SMTP, and nothing that is only rumoured for IMAP', () => {
    const microsoft = client({ provider: 'microsoft365' });
    expect(connectionLimit(microsoft, 'smtp')).toBe(3);
    expect(connectionLimit(microsoft, 'imap')).toBeUndefined();
    expect(connectionLimit(client({ provider: 'google' }), 'smtp')).toBeUndefined();
  });

  test('is the client’s own where it says so', () => {
    const own = client({ provider: 'microsoft365', connectionLimits: { smtp: 'none', imap: 16 } });
    expect(connectionLimit(own, 'smtp')).toBeUndefined();
    expect(connectionLimit(own, 'imap')).toBe(16);
    expect(() => client({ provider: 'custom', connectionLimits: { smtp: 0 } })).toThrow();
  });
});
