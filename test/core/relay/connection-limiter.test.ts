import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { accountSchema } from '#contract/account.ts';
import { connectionLimit, type FoundAccount } from '#core/accounts/account-directory.ts';
import { oauthClientSchema } from '#contract/oauth-client.ts';
import { ConnectionLimiter, type Release } from '#core/relay/connection-limiter.ts';
import type { SharedLimits } from '#core/storage/shared-limits.ts';
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
    const stays = new AbortController();
    const next = limiter.take('anna', 1, stays.signal);
    leaving.abort();
    expect(await gone).toBeUndefined();
    places[0]?.();
    const place = await next;
    expect(place).toBeTypeOf('function');
    for (const { signal } of [leaving, stays]) expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(await limiter.take('anna', 1, leaving.signal)).toBeUndefined();
    place?.();
    expect(clock.timers).toBe(0);
  });

  test('a place that was given back is one place: when it is taken again the next one waits as before', async () => {
    const { limiter, places } = await full(3);
    places[0]?.();
    places[1]?.();
    for (const _ of [1, 2]) expect(await limiter.take('anna', 3, never)).toBeTypeOf('function');
    let isIn = false;
    void limiter.take('anna', 3, never).then(() => (isIn = true));
    await settle();
    expect(isIn).toBe(false);
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

test('sessions count for the mailbox at its server; who sends through an API asks for each message, and has no cap', async () => {
  const limiter = new ConnectionLimiter({ clock: new FakeClock() });
  const microsoft = client({ provider: 'microsoft365' });
  const found = (mailbox: string, fields: Record<string, unknown> = {}): FoundAccount => {
    const account = accountSchema.parse({
      id: '11111111-1111-4111-8111-111111111111',
      address: mailbox,
      clientId: microsoft.id,
      passwordMode: 'own',
      ...fields,
    });
    return {
      account,
      client: microsoft,
      subject: mailbox,
      identity: { imap: mailbox, pop: mailbox, smtp: mailbox },
    };
  };
  const taken: string[] = [];
  const take = async (name: string, of: FoundAccount, protocol: 'imap' | 'smtp' = 'smtp'): Promise<void> => {
    if ((await limiter.takeFor(of, protocol, never)) !== undefined) taken.push(name);
  };
  for (const spelling of ['anna@example.org', 'Anna@Example.org', 'anna@example.org'])
    await take('smtp', found(spelling));
  void take('a fourth', found('anna@example.org'));
  await take('another', found('bo@example.org'));
  await take('imap', found('anna@example.org'), 'imap');
  const elsewhere = { smtp: { host: 'relay.example', port: 587, tls: 'starttls' } };
  const office = client({ provider: 'microsoft365', servers: elsewhere });
  await take('elsewhere', { ...found('anna@example.org'), client: office });
  for (let count = 0; count < 5; count += 1)
    await take('api', found('anna@example.org', { submission: 'graph' }));
  expect(taken).toEqual([
    'smtp',
    'smtp',
    'smtp',
    'another',
    'imap',
    'elsewhere',
    'api',
    'api',
    'api',
    'api',
    'api',
  ]);
});

describe('a mailbox whose slots other gateways take too', () => {
  /** Slots of all gateways, which the test gives and takes. */
  class Slots implements Pick<SharedLimits, 'takeSlot' | 'onFreeSlot'> {
    free = 0;
    readonly asked: string[] = [];
    readonly listening = new Set<() => void>();

    async takeSlot(key: string, most: number): Promise<(() => void) | undefined> {
      this.asked.push(`${key} ${String(most)}`);
      if (this.free === 0) return undefined;
      this.free -= 1;
      return () => void (this.free += 1);
    }

    onFreeSlot(_key: string, freed: () => void): () => void {
      this.listening.add(freed);
      return () => this.listening.delete(freed);
    }
  }

  function shared(free: number) {
    const clock = new FakeClock();
    const slots = new Slots();
    slots.free = free;
    const rest = {
      digestKey: Buffer.alloc(32),
      tellWrongPassword: () => {},
      onWrongPassword: () => () => {},
    };
    const sharedLimits: SharedLimits = {
      ...rest,
      takeSlot: (key, most) => slots.takeSlot(key, most),
      onFreeSlot: (key, freed) => slots.onFreeSlot(key, freed),
    };
    return { clock, slots, limiter: new ConnectionLimiter({ clock, sharedLimits }) };
  }

  test('takes one of each, and gives each back once', async () => {
    const { slots, limiter } = shared(1);
    const place = await limiter.take('anna', 1, never);
    expect(slots.asked).toEqual(['anna 1']);
    expect(slots.free).toBe(0);
    place?.();
    expect(slots.free).toBe(1);
    place?.();
    expect(slots.free).toBe(1);
    expect(await limiter.take('anna', 1, never)).toBeTypeOf('function');
    expect(slots.listening.size).toBe(0);
  });

  test('waits until another gateway tells that one is free, and looks by itself each second', async () => {
    const { clock, slots, limiter } = shared(0);
    const waiting = limiter.take('anna', 1, never);
    await settle();
    expect(slots.asked).toHaveLength(1);
    await clock.advance(999);
    expect(slots.asked).toHaveLength(1);
    await clock.advance(1);
    expect(slots.asked).toHaveLength(2);
    slots.free = 1;
    for (const freed of slots.listening) freed();
    await settle();
    expect(await waiting).toBeTypeOf('function');
    expect(clock.timers).toBe(0);
    expect(slots.listening.size).toBe(0);
  });

  test('turns away who has waited for twenty seconds, and who leaves; its own slot is free again', async () => {
    const { clock, slots, limiter } = shared(0);
    const late = limiter.take('anna', 1, never);
    await clock.advance(20_000);
    expect(await late).toBeUndefined();
    const leaving = new AbortController();
    const gone = limiter.take('anna', 1, leaving.signal);
    await settle();
    leaving.abort();
    expect(await gone).toBeUndefined();
    slots.free = 1;
    expect(await limiter.take('anna', 1, never)).toBeTypeOf('function');
    expect(clock.timers).toBe(0);
  });
});

test('who takes much waits before those who take little, and is no more than there is', async () => {
  const { limiter, places } = await full(3);
  const order: string[] = [];
  const take = async (name: string, size: number): Promise<void> => {
    await limiter.take('anna', 3, never, { size });
    order.push(name);
  };
  void take('large', 9);
  void take('small', 1);
  places[0]?.();
  await settle();
  expect(order).toEqual([]);
  places[1]?.();
  places[2]?.();
  await settle();
  expect(order).toEqual(['large']);
});

test('where who takes much leaves the line, those behind who take little come through', async () => {
  const { limiter, places } = await full(3);
  const leaving = new AbortController();
  const large = limiter.take('anna', 3, leaving.signal, { size: 3 });
  const small = limiter.take('anna', 3, never);
  places[0]?.();
  leaving.abort();
  expect(await large).toBeUndefined();
  expect(await small).toBeTypeOf('function');
});
