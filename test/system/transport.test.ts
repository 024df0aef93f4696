import { textOf } from '../support/english.ts';
import crypto from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '#core/relay/limits.ts';
import { ForwardClock } from '../support/forward-clock.ts';
import type { RawClient } from '../support/raw-client.ts';
import { upToVerdict } from '../support/scripted-login.ts';
import { accepted, localPassword, logIn, refusals, SystemBench } from '../support/system-bench.ts';

const anna = 'anna@example.org';
let bench: SystemBench;
let clock: ForwardClock;
let interfaces: ReturnType<typeof networkInterfaces>;

beforeEach(async () => {
  clock = new ForwardClock();
  interfaces = networkInterfaces();
  bench = await SystemBench.start({ clock, machine: () => ({ hostName: 'host', interfaces }) });
  await bench.running.addDesktopClient();
  await bench.running.addSignedInAccount(anna, localPassword);
});
afterEach(() => bench.stop());

/** A session with a scripted IMAP server, both ends in hand. */
async function joined(): Promise<{ client: RawClient; server: RawClient }> {
  const upstream = await bench.scripted('imap');
  const client = await bench.greeted('imap');
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
});

describe('time', () => {
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
