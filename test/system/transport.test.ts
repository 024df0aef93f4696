import { textOf } from '../support/english.ts';
import crypto from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { protocols } from '#contract/endpoints.ts';
import { limits } from '#core/relay/limits.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import { matching } from '../support/matchers.ts';
import type { RawClient } from '../support/raw-client.ts';
import { upToVerdict } from '../support/scripted-login.ts';
import { accepted, localPassword, logIn, refusals, SystemBench } from '../support/system-bench.ts';

const anna = 'anna@example.org';
let bench: SystemBench;
let clock: ForwardClock;
let interfaces: ReturnType<typeof networkInterfaces>;
const servers: Server[] = [];

beforeEach(async () => {
  clock = new ForwardClock();
  interfaces = networkInterfaces();
  bench = await SystemBench.start({ clock, machine: () => ({ hostName: 'host', interfaces }) });
  await bench.running.addDesktopClient();
  await bench.running.addSignedInAccount(anna, localPassword);
});
afterEach(async () => {
  // the sessions that are open are not waited for
  const stopped = bench.stop();
  await stopped;
  for (const server of servers.splice(0)) await new Promise<void>((resolve) => server.close(() => resolve()));
});

/** A session with a scripted IMAP server, both ends in hand. */
async function joined(
  options: { allowHalfOpen?: boolean } = {},
): Promise<{ client: RawClient; server: RawClient }> {
  const upstream = await bench.scripted('imap');
  const client = await bench.greeted('imap', options);
  const answer = logIn(client, 'imap', bench.scriptedAddress);
  const server = await upstream.next();
  const tag = await upToVerdict(server, 'imap');
  server.send(`${tag} OK [CAPABILITY IMAP4rev1 IDLE] in\r\n`);
  expect(await answer).toMatch(accepted.imap);
  return { client, server };
}

/** The port of an address in Linux's table of connections. */
function portOf(address = ''): number {
  return Number.parseInt(address.split(':')[1] ?? '', 16);
}

/** Linux: which timer runs on the established connections between these ports (undefined: any). */
async function tcpTimers(localPort: number | undefined, remotePort: number | undefined): Promise<string[]> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')));
  return tables
    .flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)))
    .filter(
      ([, local, remote, state]) =>
        state === '01' &&
        (localPort ?? portOf(local)) === portOf(local) &&
        (remotePort ?? portOf(remote)) === portOf(remote),
    )
    .map((fields) => fields[5]?.split(':')[0] ?? '');
}

/** The same, once what was sent last has been acknowledged (01 until then). */
async function idleTimer(
  localPort: number | undefined,
  remotePort: number | undefined,
): Promise<string | undefined> {
  for (;;) {
    const [found, ...others] = await tcpTimers(localPort, remotePort);
    expect(others).toEqual([]);
    if (found !== '01') return found;
  }
}

describe('thousands of connections', () => {
  it(
    '1,200 IMAP sessions at the same time are all served, and leave nothing behind',
    { timeout: 180_000 },
    async () => {
      const sessions: RawClient[] = [];
      for (let batch = 0; batch < 12; batch += 1) {
        const opened = await Promise.all(Array.from({ length: 100 }, () => bench.greeted('imap')));
        const answers = await Promise.all(opened.map((client) => logIn(client, 'imap', anna)));
        expect(answers.filter((answer) => accepted.imap.test(answer))).toHaveLength(100);
        sessions.push(...opened);
      }
      expect((await bench.account(anna)).sessions.imap).toBe(1_200);
      const answers = await Promise.all(sessions.map((client) => client.ask('a2 NOOP', /^a2 .*\r\n/m)));
      expect(answers.every((answer) => /^a2 OK/m.test(answer))).toBe(true);
      for (const client of sessions) client.send('a3 LOGOUT\r\n');
      await Promise.all(sessions.map((client) => client.ended()));
      for (const client of sessions) client.end();
      await bench.snapshot((snapshot) => snapshot.accounts[0]?.sessions.imap === 0);
      expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
    },
  );

  it('a failing lookup touches no other session or listener', async () => {
    const { client: other, server } = await joined();
    const { servers: real, ...endpoints } = bench.running.endpoints();
    const nowhere = { host: 'nowhere.invalid', port: 993, tls: 'implicit' } as const;
    await bench.running.run('client-update', {
      client: 'Sandbox',
      change: { ...endpoints, servers: { ...real, imap: nowhere } },
    });
    expect(await bench.answer('imap', anna)).toMatch(refusals.temporary.imap);
    expect(await bench.answer('pop', anna)).toMatch(accepted.pop);
    other.send('a2 NOOP\r\n');
    await server.until(/a2 NOOP\r\n/);
    const entry = await bench.activity((one) => one.kind === 'login-refused');
    expect(textOf(entry.text)).toMatch(/nowhere\.invalid:993 cannot be found.*spelling/);
  });

  it('every address of a name is tried', async () => {
    // localhost is ::1 and 127.0.0.1; the servers of the sandbox listen on the second only
    const { servers: real } = bench.running.endpoints();
    const imap = {
      ...real?.imap,
      host: 'localhost',
      port: bench.sandbox.imap.port,
      tls: 'implicit',
    } as const;
    await bench.running.run('client-update', { client: 'Sandbox', change: { servers: { ...real, imap } } });
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });

  it('a port in use is reported on that listener, and the rest runs', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    servers.push(taken);
    await new Promise((resolve) => taken.once('listening', resolve));
    const bound = taken.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    const second = await bench.open({ listeners: { imap: port } });
    const listener = second.gateway.snapshot.listeners.find((one) => one.protocol === 'imap');
    expect(listener?.problem).toMatchObject({
      code: 'port-in-use',
      fix: matching(/choose another port/),
    });
    const entry = await bench.activity((one) => one.kind === 'listener', { running: second });
    expect(textOf(entry.text)).toContain(`port ${String(port)}`);
    expect(await bench.answer('pop', anna, localPassword, second)).toMatch(accepted.pop);
    expect(await bench.answer('smtp', anna, localPassword, second)).toMatch(accepted.smtp);
  });
});

describe('time', () => {
  it('connect time-out: a server that accepts and says nothing is given up in time', async () => {
    const arrived = Promise.withResolvers<void>();
    const silent = createServer((socket) => {
      socket.on('error', () => {});
      arrived.resolve();
    }).listen(0, '127.0.0.1');
    servers.push(silent);
    await new Promise((resolve) => silent.once('listening', resolve));
    const bound = silent.address();
    const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
    const { servers: real } = bench.running.endpoints();
    await bench.running.run('client-update', {
      client: 'Sandbox',
      change: { servers: { ...real, imap: { host: '127.0.0.1', port, tls: 'implicit' } } },
    });
    const answer = bench.answer('imap', anna);
    await arrived.promise;
    clock.forward(limits.connectTimeout);
    expect(await answer).toMatch(refusals.temporary.imap);
    expect(textOf((await bench.activity((one) => one.kind === 'login-refused')).text)).toMatch(
      /did not answer in time/,
    );
  });

  it.each(protocols)('%s: a server that does not greet is given up in time', async (protocol) => {
    const upstream = await bench.scripted(protocol);
    const answer = bench.answer(protocol, bench.scriptedAddress);
    const server = await upstream.next();
    if (protocol === 'smtp') server.send('220-still\r\n');
    await new Promise((resolve) => server.socket.once('secure', resolve));
    await bench.answer(protocol === 'pop' ? 'imap' : 'pop', anna);
    clock.forward(limits.upstreamLoginTimeout);
    expect(await answer).toMatch(refusals.temporary[protocol]);
    await server.ended();
  });

  it('a login that has two slow tries is answered within the client’s patience, and a session lives on past it', async () => {
    const upstream = await bench.scripted('imap');
    const answer = bench.answer('imap', bench.scriptedAddress);
    const first = await upstream.next();
    const tag = await upToVerdict(first, 'imap');
    clock.forward(limits.upstreamLoginTimeout - 1_000);
    first.send(`${tag} NO AUTHENTICATE failed.\r\n`);
    const second = await upstream.next();
    await upToVerdict(second, 'imap');
    clock.forward(limits.loginTimeout - limits.upstreamLoginTimeout + 2_000);
    expect(await answer).toMatch(refusals.temporary.imap);
    await second.ended();
    const { client, server } = await joined();
    clock.forward(limits.loginTimeout + 1_000);
    server.send('* 3 EXISTS\r\n');
    await client.until(/EXISTS\r\n/);
  });

  it('no idle time-out below IMAP IDLE’s 29 minutes', async () => {
    const { client, server } = await joined();
    client.send('a2 IDLE\r\n');
    await server.until(/a2 IDLE\r\n/);
    server.send('+ idling\r\n');
    await client.until(/\+ idling\r\n/);
    for (let half = 0; half < 4; half += 1) clock.forward(15 * 60_000);
    server.send('* 1 EXISTS\r\n');
    expect(await client.until(/EXISTS\r\n/)).toBe('* 1 EXISTS\r\n');
    client.send('DONE\r\n');
    expect(await server.until(/DONE\r\n/)).toBe('DONE\r\n');
  });

  it.skipIf(process.platform !== 'linux')('TCP keepalive both ways', async () => {
    const client = await bench.greeted('imap');
    expect(await logIn(client, 'imap', anna)).toMatch(accepted.imap);
    // 02: the keepalive timer runs
    expect(await idleTimer(bench.running.port('imap'), client.socket.localPort)).toBe('02');
    expect(await idleTimer(undefined, bench.sandbox.imap.port)).toBe('02');
  });

  it('network change and resume drop dead upstreams at once, and the next login gets in', async () => {
    const { client, server } = await joined();
    bench.running.gateway.resumed();
    await client.ended();
    await server.ended();
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });
});

describe('without a desktop', () => {
  it('a changed network is noticed, and dead upstreams are dropped', async () => {
    const { client, server } = await joined();
    const address = '192.0.2.77';
    const rest = { netmask: '255.255.255.0', mac: '', internal: false, cidr: null, family: 'IPv4' } as const;
    interfaces = { wlan0: [{ address, ...rest }] };
    clock.forward(5_000);
    await client.ended();
    await server.ended();
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });
});

describe('backpressure: a slow side costs bounded memory', () => {
  it.each(['a client', 'an upstream'] as const)(
    '%s that does not read makes the other wait, and gets all in the end',
    async (slow) => {
      const { client, server } = await joined();
      const [reader, writer] = slow === 'a client' ? [client, server] : [server, client];
      reader.socket.pause();
      const block = crypto.randomBytes(1024 * 1024);
      const total = 64;
      for (let sent = 0; sent < total; sent += 1) writer.send(block);
      // whoever swallowed everything would have done so in the time of these
      for (let login = 0; login < 20; login += 1) {
        expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
      }
      expect(writer.socket.writableLength).toBeGreaterThan((total / 2) * block.length);
      const before = reader.received.length;
      let came = 0;
      const hash = crypto.createHash('sha256');
      await new Promise<void>((resolve) => {
        reader.socket.removeAllListeners('data');
        reader.socket.on('data', (bytes: Buffer) => {
          hash.update(bytes);
          came += bytes.length;
          if (came >= total * block.length) resolve();
        });
        reader.socket.resume();
      });
      const expected = crypto.createHash('sha256');
      for (let sent = 0; sent < total; sent += 1) expected.update(block);
      expect(hash.digest('hex')).toBe(expected.digest('hex'));
      expect(reader.received.length).toBe(before);
    },
  );
});

describe('half-close is passed on', () => {
  it('a client that is done sending still gets the answers', async () => {
    const { client, server } = await joined({ allowHalfOpen: true });
    client.send('a2 FETCH 1 BODY[]\r\n');
    client.end();
    expect(await server.until(/\r\n/)).toBe('a2 FETCH 1 BODY[]\r\n');
    server.send('* 1 FETCH (BODY[] {3}\r\nabc)\r\na2 OK done\r\n');
    server.end();
    expect(await client.ended()).toBe('* 1 FETCH (BODY[] {3}\r\nabc)\r\na2 OK done\r\n');
  });

  it('an upstream that is done sending still hears the client', async () => {
    const { client, server } = await joined({ allowHalfOpen: true });
    server.send('* BYE\r\n');
    server.end();
    expect(await client.ended()).toBe('* BYE\r\n');
    client.send('a2 LOGOUT\r\n');
    client.end();
    expect(await server.ended()).toBe('a2 LOGOUT\r\n');
  });

  it('a client that pipelines its login and is done sending gets its answers', async () => {
    const client = await bench.client('imap', { allowHalfOpen: true });
    client.send(`a1 LOGIN ${anna} ${localPassword}\r\na2 SELECT INBOX\r\na3 LOGOUT\r\n`);
    client.end();
    expect((await client.ended()).match(/^a\d \w+/gm)).toEqual(['a1 OK', 'a2 OK', 'a3 OK']);
  });
});

describe('a side that dies in mid-session', () => {
  it('an upstream that dies: the client gets what had come, then the end; others go on, and so does the account', async () => {
    const { client, server } = await joined();
    const other = await bench.greeted('imap');
    expect(await logIn(other, 'imap', anna)).toMatch(accepted.imap);
    server.send('* 1 EXISTS\r\n');
    await client.until(/EXISTS\r\n/);
    server.destroy();
    await client.closed();
    expect(await other.ask('a2 NOOP', /^a2 .*\r\n/m)).toMatch(/a2 OK/);
    const ended = await bench.activity((entry) => entry.kind === 'session-ended');
    expect(ended.details).toMatchObject({ endedBy: 'upstream' });
    expect(await bench.answer('imap', anna)).toMatch(accepted.imap);
  });

  it('a server that says goodbye is heard to the last word', async () => {
    const client = await bench.greeted('imap');
    expect(await logIn(client, 'imap', anna)).toMatch(accepted.imap);
    bench.sandbox.imap.closeConnections('* BYE Session invalidated - AccessTokenExpired');
    expect(await client.ended()).toMatch(/^\* BYE Session invalidated - AccessTokenExpired\r\n$/m);
  });

  it('a client that dies: the connection to the provider is closed', async () => {
    const { client, server } = await joined();
    client.socket.resetAndDestroy();
    await server.ended();
    await bench.snapshot((snapshot) => snapshot.accounts.every((account) => account.sessions.imap === 0));
  });
});

describe('the cost of a login', () => {
  it('no key derivation once its password has been verified in this run; one for a password that is wrong', async () => {
    const scrypt = vi.spyOn(crypto, 'scrypt');
    syncBuiltinESMExports();
    try {
      const restarted = await bench.open({ clock });
      for (let login = 0; login < 10; login += 1) {
        expect(await bench.answer('imap', anna, localPassword, restarted)).toMatch(accepted.imap);
      }
      expect(scrypt).toHaveBeenCalledTimes(1);
      expect(await bench.answer('imap', anna, 'wrong', restarted)).toMatch(refusals.wrongPassword.imap);
      expect(scrypt).toHaveBeenCalledTimes(2);
    } finally {
      scrypt.mockRestore();
      syncBuiltinESMExports();
    }
  });
});
