import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Protocol } from '#contract/endpoints.ts';
import { limits } from '#core/relay/limits.ts';
import type { ListenerOptions } from '#core/relay/listener.ts';
import { matching } from '../../support/matchers.ts';
import { settle } from '../../support/fake-clock.ts';
import { certificates, connect, identity, listen, readAll, readUntil } from './loopback.ts';
import { openListener, type OpenListener } from './relay-deps.ts';
import { textOf } from '../../support/english.ts';
import { portOf } from '../../support/listening.ts';

const protocols: Protocol[] = ['imap', 'pop', 'smtp'];
const greetings = { imap: '* OK ', pop: '+OK ', smtp: '220 ' } as const satisfies Record<Protocol, string>;
// the beginning of a TLS 1.3 hello
const hello = Buffer.from('16030100c4010000c00303', 'hex');

async function openTls(options: Partial<ListenerOptions> = {}): Promise<OpenListener> {
  const secureContext = await identity();
  return openListener({ implicitTls: true, localTls: () => secureContext, ...options });
}

describe('the port', () => {
  it('is the same on 127.0.0.1 and ::1, when any will do', async () => {
    const { listener, port } = await openListener({ addresses: ['127.0.0.1', '::1'] });
    expect(listener.state).toMatchObject({ addresses: ['127.0.0.1', '::1'], problem: undefined });
    for (const host of ['127.0.0.1', '::1']) {
      expect(await readUntil(await connect(port, host), '\r\n')).toMatch(/^\* OK /);
    }
  });

  it('that another program has is told with the name of that program', async () => {
    const taken = portOf(await listen(() => {}));
    const { listener, deps } = await openListener({ port: taken });
    const { problem, addresses } = listener.state;
    expect(addresses).toEqual([]);
    expect(problem).toMatchObject({
      code: 'port-in-use',
      fix: 'End that program, or choose another port here and enter it in the mail program or device too.',
    });
    const free = problem?.freePort ?? 0;
    expect(free).toBeGreaterThan(taken);
    expect((await openListener({ port: free })).listener.state).toMatchObject({
      port: free,
      problem: undefined,
    });
    if (process.platform === 'linux') {
      expect(textOf(problem?.message)).toMatch(
        new RegExp(`^The port is in use by .+ \\(process ${process.pid}\\)\\.$`),
      );
    }
    expect(deps.texts()[0]).toContain(
      `IMAP cannot listen on 127.0.0.1, port ${taken}: The port is in use by`,
    );
  });

  it('that is taken on one address is still served on the other, and told', async () => {
    const taken = portOf(await listen(() => {}, '::1'));
    const { listener } = await openListener({ port: taken, addresses: ['127.0.0.1', '::1'] });
    expect(listener.state).toMatchObject({ addresses: ['127.0.0.1'], problem: { code: 'port-in-use' } });
    expect(await readUntil(await connect(taken), '\r\n')).toMatch(/^\* OK /);
  });

  it('is not asked for on an address that this machine does not have', async () => {
    const { listener } = await openListener({ addresses: ['192.0.2.1'] });
    expect(listener.state.problem).toMatchObject({ code: 'no-such-address' });
  });

  it('says nothing of a missing IPv6, unless there is no other address', async () => {
    const both = await openListener({ addresses: ['127.0.0.1', '2001:db8::1'] });
    expect(both.listener.state).toMatchObject({ addresses: ['127.0.0.1'], problem: undefined });
    expect(both.deps.texts()).toEqual([]);
    const alone = await openListener({ addresses: ['2001:db8::1'] });
    expect(alone.listener.state.problem).toMatchObject({ code: 'no-such-address' });
  });

  it('takes no more connections once it is closed, and those that stand go on', async () => {
    const { listener, port } = await openListener();
    const standing = await connect(port);
    await readUntil(standing, '\r\n');
    await listener.close();
    await expect(connect(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    standing.write('a NOOP\r\n');
    expect(await readUntil(standing, 'a OK')).toContain('a OK');
  });
});

it('a device that comes at a stop is a session before it ceases to be an arrival', async () => {
  const served = Promise.withResolvers<void>();
  let ended = false;
  const { deps, listener, port } = await openTls({
    protocol: 'smtp',
    device: {
      id: 'printer',
      name: 'Printer',
      address: '127.0.0.1',
      port: 0,
      security: 'tls',
      admits: () => true,
      serve: () => {
        deps.registry.join({
          accountId: 'anna',
          protocol: 'smtp',
          end: () => void (ended = true),
          cut: () => {},
        });
        served.resolve();
        return Promise.resolve();
      },
    },
  });
  const socket = await connect(port);
  await vi.waitFor(() => expect(deps.registry.beforeLogin).toBe(1));
  await listener.close();
  void deps.registry.stop(deps.clock, limits.drain);
  tls.connect({ socket, ca: (await certificates()).ca, host: '127.0.0.1' }).on('error', () => {});
  await served.promise;
  await settle();
  expect([ended, deps.registry.size]).toEqual([false, 1]);
});

describe.each(protocols)('%s', (protocol) => {
  it('greets on its plain port, and on its TLS port', async () => {
    const plain = await openListener({ protocol });
    expect(await readUntil(await connect(plain.port), '\r\n')).toMatch(greetings[protocol].replace('+', ''));
    const secured = await openTls({ protocol });
    const socket = tls.connect({ port: secured.port, host: '127.0.0.1', ca: (await certificates()).ca });
    onTestFinished(() => void socket.destroy());
    await once(socket, 'secureConnect');
    expect((await readUntil(socket, '\r\n')).startsWith(greetings[protocol])).toBe(true);
  });

  it('hangs up on a TLS hello on its plain port, and says what to choose', async () => {
    const { deps, port } = await openListener({ protocol });
    const socket = await connect(port);
    socket.write(hello);
    await readAll(socket);
    socket.end();
    const entry = await deps.entry(({ kind }) => kind === 'connection');
    expect(entry).toMatchObject({ level: 'warning', protocol, details: { reason: 'tls-on-plain-port' } });
    expect(textOf(entry.text)).toMatch(/TLS/);
    expect(deps.registry.size).toBe(0);
  });

  it('hangs up on plain text on its TLS port, and says what to choose', async () => {
    const { deps, port } = await openTls({ protocol });
    const socket = await connect(port);
    socket.write('a LOGIN anna geheim\r\n');
    await readAll(socket);
    const entry = await deps.entry(({ kind }) => kind === 'connection');
    expect(entry).toMatchObject({ level: 'warning', protocol });
    expect(textOf(entry.text)).toMatch(
      /at 127\.0\.0\.1 on port \d+ \(.* with TLS\) did not speak TLS .* Choose SSL\/TLS in the mail program/,
    );
    expect(JSON.stringify(entry)).not.toContain('geheim');
    expect(deps.registry.size).toBe(0);
    expect(deps.clock.timers).toBe(0);
  });
});

describe('a client that says nothing', () => {
  it('is hung up on at the time limit, on the plain port', async () => {
    const { deps, port } = await openListener();
    const socket = await connect(port);
    await readUntil(socket, '\r\n');
    await deps.clock.advance(limits.timeBeforeLogin - 1);
    expect(deps.registry.beforeLogin).toBe(1);
    await deps.clock.advance(1);
    expect((await readAll(socket)).toString()).toMatch(/^\* BYE /);
    socket.end();
    await deps.entry(({ details }) => details?.['reason'] === 'limit');
    expect(deps.registry.size).toBe(0);
  });

  it('is hung up on at the time limit, before its TLS hello', async () => {
    const { deps, port } = await openTls();
    const socket = await connect(port);
    while (deps.registry.size === 0) await settle();
    await deps.clock.advance(limits.timeBeforeLogin - 1);
    expect(socket.destroyed).toBe(false);
    await deps.clock.advance(1);
    expect(await readAll(socket)).toEqual(Buffer.alloc(0));
    while (deps.registry.size > 0) await settle();
    expect(deps.clock.timers).toBe(0);
  });

  it('may leave in the middle of its TLS handshake: nothing to tell, and nothing left behind', async () => {
    const { deps, port } = await openTls();
    const socket = await connect(port);
    // half a hello
    socket.end(hello);
    expect((await readAll(socket)).length).toBe(0);
    while (deps.registry.size > 0) await settle();
    expect(deps.texts()).toEqual([]);
    expect(deps.clock.timers).toBe(0);
  });

  it('may break before its TLS hello: nothing to tell', async () => {
    const { deps, port } = await openTls();
    const socket = await connect(port);
    while (deps.registry.size === 0) await settle();
    socket.resetAndDestroy();
    while (deps.registry.size > 0) await settle();
    expect(deps.texts()).toEqual([]);
    expect(deps.clock.timers).toBe(0);
  });
});

describe('a mail program whose TLS does not fit', () => {
  it('as it is too old: that is told', async () => {
    const { deps, port } = await openTls();
    const client = tls.connect({
      port,
      host: '127.0.0.1',
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    await expect(once(client, 'secureConnect')).rejects.toThrow(/version/);
    const entry = await deps.entry(({ kind }) => kind === 'connection');
    expect(textOf(entry.text)).toContain('knows no TLS that is safe today');
  });
});

describe('one session', () => {
  it('that breaks is told, and touches neither others nor the next', async () => {
    let defective = false;
    const { deps, port } = await openListener({
      protocol: 'smtp',
      extensions: () => {
        if (defective) throw new Error('a defect');
        return [];
      },
    });
    const first = await connect(port);
    await readUntil(first, '\r\n');
    defective = true;
    await readAll(await connect(port));
    defective = false;
    const entry = await deps.entry(({ kind }) => kind === 'connection');
    expect(entry).toMatchObject({
      level: 'warning',
      text: 'A session over SMTP broke: a defect',
      details: { stack: matching(/^Error: a defect\n/) },
    });
    first.write('EHLO client\r\n');
    expect(await readUntil(first, 'AUTH')).toContain('AUTH');
    expect(await readUntil(await connect(port), '\r\n')).toMatch(/^220 /);
    expect(deps.registry.size).toBe(2);
  });

  it('that is reset leaves nothing behind', async () => {
    const { deps, port } = await openListener();
    const socket = await connect(port);
    await readUntil(socket, '\r\n');
    socket.resetAndDestroy();
    while (deps.registry.size > 0) await settle();
    expect(deps.clock.timers).toBe(0);
  });
});

describe('hang-ups before a login', () => {
  it('are counted: the first is written, the others become one line', async () => {
    const { deps, port } = await openListener();
    for (let round = 1; round <= 50; round += 1) {
      const socket = await connect(port);
      await readUntil(socket, '\r\n');
      socket.end();
      await readAll(socket);
    }
    while (deps.registry.size > 0) await settle();
    expect(deps.texts()).toEqual(['A client at 127.0.0.1 left without logging in.']);
    await deps.clock.advance(limits.summaryPeriod);
    expect(deps.texts().slice(1)).toEqual([
      '49 more connections from 127.0.0.1 over IMAP ended before a login.',
    ]);
    expect(deps.clock.timers).toBe(0);
  });
});

describe('too many connections', () => {
  it('that do not log in do not keep others out: the oldest of them gives way, which is told once', async () => {
    const { deps, port } = await openListener();
    const silent = await connect(port);
    await readUntil(silent, '\r\n');
    const closed: number[] = [];
    for (let at = 1; at < limits.beforeLogin; at += 1)
      deps.registry.enter('127.0.0.1', () => closed.push(at));
    expect(await readUntil(await connect(port), '\r\n')).toMatch(/^\* OK /);
    expect((await readAll(silent)).toString()).toMatch(/^\* BYE Too many connections/);
    expect(await readUntil(await connect(port), '\r\n')).toMatch(/^\* OK /);
    expect(closed).toEqual([1]);
    expect(deps.registry.beforeLogin).toBe(limits.beforeLogin);
    expect(deps.texts()).toEqual([
      'Too many connections do not log in, most of them from 127.0.0.1: the oldest are closed, so that others get in.',
    ]);
    await deps.clock.advance(limits.summaryPeriod);
    expect(deps.texts().at(-1)).toBe(
      '1 more connections that did not log in were closed, so that others get in.',
    );
  });

  it('that say nothing give way before one whose login is under way', async () => {
    const { deps, port } = await openListener();
    const loggingIn = await connect(port);
    await readUntil(loggingIn, '\r\n');
    loggingIn.write('a LOGIN anna@example.org wrong\r\n');
    // it is answered no sooner
    await deps.clock.timer(limits.refusalTime);
    const closed: number[] = [];
    for (let at = 1; at < limits.beforeLogin; at += 1)
      deps.registry.enter('127.0.0.1', () => closed.push(at));
    expect(await readUntil(await connect(port), '\r\n')).toMatch(/^\* OK /);
    expect(closed).toEqual([1]);
    await deps.clock.advance(limits.refusalTime);
    expect(await readUntil(loggingIn, '\r\n')).toMatch(/^a NO /);
    // from here on it says nothing, either, and is the oldest
    expect(await readUntil(await connect(port), '\r\n')).toMatch(/^\* OK /);
    expect((await readAll(loggingIn)).toString()).toMatch(/^\* BYE Too many connections/);
    expect(closed).toEqual([1]);
  });

  it('that all have a login under way are not interrupted: the new one of the same peer is hung up on, and told why', async () => {
    const { deps, port } = await openListener();
    const busy = Array.from({ length: limits.beforeLogin }, () => deps.registry.enter('127.0.0.1', () => {}));
    for (const { connection } of busy) if (connection !== undefined) connection.busy = true;
    expect((await readAll(await connect(port))).toString()).toBe('* BYE Too many connections\r\n');
    expect(deps.texts()).toEqual([
      `No more connections can be taken: ${String(limits.beforeLogin)} are open.`,
    ]);
  });

  it.each([
    ['imap', '* BYE Too many connections\r\n'],
    ['pop', '-ERR [SYS/TEMP] Too many connections\r\n'],
    ['smtp', '421 4.3.2 Too many connections\r\n'],
  ] as const)('in all are hung up on, and told why (%s)', async (protocol, told) => {
    const { deps, port } = await openListener({ protocol });
    const session = { accountId: 'a', protocol: 'imap', end: () => {}, cut: () => {} } as const;
    const leaves = Array.from({ length: limits.connections }, () => deps.registry.join({ ...session }));
    expect((await readAll(await connect(port))).toString()).toBe(told);
    leaves[0]?.();
    expect((await readUntil(await connect(port), '\r\n')).startsWith(greetings[protocol])).toBe(true);
    for (const leave of leaves) leave();
  });
});

it('hangs up without a word on a TLS port, where nothing is plain text', async () => {
  const { deps, port } = await openTls();
  for (let at = 0; at < limits.connections; at += 1)
    deps.registry.join({ accountId: 'a', protocol: 'imap', end: () => {}, cut: () => {} });
  expect((await readAll(await connect(port))).length).toBe(0);
});

it('without a certificate a TLS port serves nobody, rather than in plain text', async () => {
  const { port } = await openListener({ implicitTls: true });
  const socket = net.connect(port, '127.0.0.1');
  expect((await readAll(socket)).length).toBe(0);
});

it.each([
  ['told why', 'none', /^554 5\.7\.1 .*\r\n$/],
  ['hung up on where TLS comes first, as plain text would be taken for TLS', 'tls', /^$/],
] as const)('a device that may not send from its address is %s', async (_, security, said) => {
  const device = {
    id: 'd1',
    name: 'Scanner',
    address: '127.0.0.1',
    port: 0,
    security,
    admits: () => false,
    serve: () => Promise.reject(new Error('it was served')),
  };
  const { deps, port } = await openTls({ protocol: 'smtp', implicitTls: security === 'tls', device });
  // all that comes until the connection ends
  expect((await readAll(net.connect(port, '127.0.0.1'))).toString()).toMatch(said);
  expect(deps.texts()).toEqual([]);
});
