import { describe, expect, it } from 'vitest';
import { connectionLimits, PreLoginConnections, type Entry } from '#core/relay/session-registry.ts';

const limits = { connections: 100, beforeLogin: 10, beforeLoginOfPeer: 4, reservedForLoopback: 3 };
const here = '127.0.0.1';

function enterer(): {
  readonly enter: (peer: string, inAll?: number) => Entry;
  readonly closed: string[];
  readonly connections: PreLoginConnections;
} {
  const connections = new PreLoginConnections();
  const closed: string[] = [];
  let entered = 0;
  return {
    connections,
    closed,
    enter: (peer, inAll = connections.size) => {
      entered += 1;
      const name = `${peer} ${String(entered)}`;
      return connections.enter(peer, () => closed.push(name), limits, inAll);
    },
  };
}

describe('connections that do not log in', () => {
  it('of one peer elsewhere never have more than its share: its own oldest gives way', () => {
    const { enter, closed, connections } = enterer();
    for (let at = 0; at < 6; at += 1) enter('192.0.2.1');
    enter('192.0.2.2');
    expect(closed).toEqual(['192.0.2.1 1', '192.0.2.1 2']);
    expect(connections.size).toBe(limits.beforeLoginOfPeer + 1);
  });

  it('of many peers elsewhere leave room for this machine', () => {
    const { enter, closed, connections } = enterer();
    for (let at = 1; at <= 30; at += 1) enter(`192.0.2.${String(at)}`);
    expect(connections.size).toBe(limits.beforeLogin - limits.reservedForLoopback);
    const given = closed.length;
    for (let at = 0; at < limits.reservedForLoopback; at += 1) expect(enter(here).connection).toBeDefined();
    expect(closed.length).toBe(given);
  });

  it('of this machine do not keep out a peer elsewhere, and the greediest gives way first', () => {
    const { enter, closed } = enterer();
    enter('192.0.2.1');
    for (let at = 0; at < 9; at += 1) enter(here);
    expect(enter('192.0.2.2').connection).toBeDefined();
    expect(closed).toEqual(['127.0.0.1 2']);
  });

  it('give way before one whose login is being decided, however old that is', () => {
    const { enter, closed } = enterer();
    const { connection } = enter(here);
    if (connection === undefined) throw new Error('there was no room');
    connection.busy = true;
    for (let at = 0; at < 10; at += 1) enter(here);
    expect(closed).toEqual(['127.0.0.1 2']);
  });

  it('count an IPv6 network as one peer, and an IPv4 address in either form as one', () => {
    const { enter, connections } = enterer();
    expect(enter('2001:db8:0:1::a').connection?.peer).toBe(enter('2001:db8::1:2:3:4:5').connection?.peer);
    expect(enter('2001:db8:0:2::a').connection?.peer).toBe('2001:db8:0:2::/64');
    expect(enter('fe80::1%eth0').connection?.peer).toBe('fe80::/64');
    expect(enter('::ffff:192.0.2.1').connection?.peer).toBe('192.0.2.1');
    expect(enter('::1').connection?.peer).toBe('::1');
    expect(connections.size).toBe(6);
  });
});

describe('logins under way', () => {
  it('of one greedy peer do not keep others out: it loses its oldest', () => {
    const { enter, closed } = enterer();
    for (let at = 0; at < 10; at += 1) {
      const { connection } = enter(here);
      if (connection !== undefined) connection.busy = true;
    }
    expect(enter(here).connection).toBeUndefined();
    expect(enter('192.0.2.1').connection).toBeDefined();
    expect(closed).toEqual(['127.0.0.1 1']);
  });

  it('of many peers do not keep another one out: the oldest of all gives way', () => {
    const { enter } = enterer();
    for (let at = 1; at <= limits.beforeLogin - limits.reservedForLoopback; at += 1) {
      const { connection } = enter(`192.0.2.${String(at)}`);
      if (connection !== undefined) connection.busy = true;
    }
    expect(enter('192.0.2.9').evicted?.peer).toBe('192.0.2.1');
  });

  it('take no place of a peer that has no more of them', () => {
    const { enter, closed } = enterer();
    const [one, two, three] = ['192.0.2.1', '192.0.2.2', '192.0.2.3'] as const;
    for (const peer of [one, one, one, two, two, two, three]) {
      const { connection } = enter(peer);
      if (connection !== undefined) connection.busy = true;
    }
    expect([enter(one), enter(two)]).toEqual([{}, {}]);
    expect(closed).toEqual([]);
    expect(enter(three).evicted?.peer).toBe(one);
  });
});

it('where few descriptors leave each peer elsewhere one place, each has it', () => {
  const connections = new PreLoginConnections();
  const one = { ...limits, beforeLoginOfPeer: 1 };
  const { connection } = connections.enter('192.0.2.1', () => {}, one, 0);
  expect(connection).toBeDefined();
  expect(connections.enter('192.0.2.1', () => {}, one, 1).evicted).toBe(connection);
});

it('with all places taken by sessions that are logged in, nobody comes in who could not take another’s place', () => {
  const { enter, closed } = enterer();
  expect(enter(here, limits.connections).connection).toBeUndefined();
  expect(enter(here).connection).toBeDefined();
  expect(enter('192.0.2.1', limits.connections).connection).toBeDefined();
  expect(closed).toEqual(['127.0.0.1 2']);
});

it('a service that stops ends the silent ones first, and in the end all', () => {
  const { enter, closed, connections } = enterer();
  enter(here);
  const { connection } = enter('192.0.2.1');
  if (connection === undefined) throw new Error('there was no room');
  connection.busy = true;
  connections.close('silent');
  expect(closed).toEqual(['127.0.0.1 1']);
  connections.close('all');
  expect(closed.slice(1).toSorted()).toEqual(['127.0.0.1 1', '192.0.2.1 2']);
});

describe('few file descriptors', () => {
  it.each([
    [
      undefined,
      { connections: 10_000, beforeLogin: 1_000, beforeLoginOfPeer: 100, reservedForLoopback: 200 },
    ],
    [1_000, { connections: 400, beforeLogin: 200, beforeLoginOfPeer: 100, reservedForLoopback: 40 }],
    [100, { connections: 4, beforeLogin: 2, beforeLoginOfPeer: 1, reservedForLoopback: 1 }],
  ])(
    '(%s) are shared out: half of what is free to sessions, and of the logins a fifth to this machine',
    (descriptors, shares) => {
      expect(connectionLimits(descriptors)).toEqual(shares);
    },
  );

  it.each([256, 1_024, 4_096, 20_000, 1_000_000, undefined])(
    '(%s of them) are not all used by connections',
    (descriptors) => {
      const { connections, beforeLogin, beforeLoginOfPeer, reservedForLoopback } =
        connectionLimits(descriptors);
      // a session that is logged in has two
      expect(connections * 2).toBeLessThan(descriptors ?? Number.POSITIVE_INFINITY);
      expect(beforeLogin).toBeGreaterThan(beforeLoginOfPeer);
      expect(beforeLogin).toBeGreaterThan(reservedForLoopback);
      expect(connections).toBeGreaterThan(beforeLogin);
    },
  );
});
