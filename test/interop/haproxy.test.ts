import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Monitor } from '#core/headless/monitor/monitor.ts';
import { freePorts } from '../support/dovecot/free-ports.ts';
import type { GatewayInSandbox } from '../support/gateway-in-sandbox.ts';
import { runProgram } from '../support/mail-programs/program.ts';
import { describeWith } from '../support/mail-programs/requirement.ts';
import { RawClient } from '../support/raw-client.ts';
import { accepted, localPassword, logIn, SystemBench } from '../support/system-bench.ts';

/** The mail program's address: another than HAProxy's. */
const mailProgram = '127.0.0.2';
const anna = 'anna@example.org';

describeWith(['haproxy'], 'HAProxy in front of two gateways', () => {
  let bench: SystemBench;
  let folder: string;
  let haproxy: ChildProcess;
  let front: number;
  let ports: readonly number[];
  let monitors: readonly number[];

  const open = (port = 0): Promise<GatewayInSandbox> =>
    bench.open({ listeners: { imap: port, pop: 'off', smtp: 'off', proxyFrom: ['127.0.0.1'] } });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailwicket-haproxy-'));
    bench = await SystemBench.start();
    await bench.running.addDesktopClient();
    await bench.running.addSignedInAccount(anna, localPassword);
    const [balanced = 0, ...free] = await freePorts(5);
    front = balanced;
    ports = free.slice(0, 2);
    monitors = free.slice(2);
    const file = join(folder, 'haproxy.cfg');
    await writeFile(
      file,
      [
        'global',
        `  stats socket ${join(folder, 'admin.sock')} level admin`,
        'defaults',
        '  mode tcp',
        '  timeout connect 5s',
        '  timeout client 1m',
        '  timeout server 1m',
        '  retries 3',
        '  option redispatch 1',
        '  option httpchk GET /readyz?exclude=store',
        '  http-check expect status 200',
        '  default-server check inter 100ms fall 1 rise 1',
        `listen imap`,
        `  bind 127.0.0.1:${String(front)}`,
        ...ports.map(
          (port, at) =>
            `  server s${String(at)} 127.0.0.1:${String(port)} send-proxy-v2 port ${String(monitors[at])}`,
        ),
        '',
      ].join('\n'),
    );
    haproxy = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' });
  });
  afterAll(async () => {
    const ended = once(haproxy, 'exit');
    haproxy.kill('SIGKILL');
    await ended;
    await bench.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What HAProxy says to its administrator. */
  async function say(command: string): Promise<string> {
    const admin = bench.keep(new RawClient(connect(join(folder, 'admin.sock'))));
    admin.send(`${command}\n`);
    return (await admin.ended()).trim();
  }

  /** Waits until HAProxy sends mail programs to a gateway, or no more. */
  async function seen(at: number, state: 'UP' | 'DOWN'): Promise<void> {
    const line = new RegExp(`^imap,s${String(at)},.*,${state},`, 'm');
    await expect.poll(() => say('show stat'), { timeout: 20_000 }).toMatch(line);
  }

  /** The same as `serve --monitor`. */
  async function watched(at: number, { gateway }: GatewayInSandbox): Promise<Monitor> {
    const monitor = await Monitor.open({ host: '127.0.0.1', port: monitors[at] ?? 0 });
    monitor.watch({ gateway });
    monitor.phase = 'serving';
    await seen(at, 'UP');
    return monitor;
  }

  async function login(): Promise<string> {
    const client = bench.keep(await connected(front));
    await client.until(/^\* OK.*\r\n/m);
    const answer = await logIn(client, 'imap', anna);
    client.send('a2 LOGOUT\r\n');
    await client.ended();
    client.destroy();
    return answer;
  }

  test('one gateway after the other is restarted under load: no login fails, and each peer is the mail program’s', async () => {
    await listening(front);
    const gateways = await Promise.all(ports.map((port) => open(port)));
    const watching = await Promise.all(gateways.map((gateway, at) => watched(at, gateway)));
    const restarted = new AbortController();
    const answers: string[] = [];
    const load = async (): Promise<void> => {
      while (!restarted.signal.aborted) answers.push(await login());
    };
    const loads = Promise.all(Array.from({ length: 4 }, load));
    for (const [at, port] of ports.entries()) {
      const before = answers.length;
      await expect.poll(() => answers.length, { timeout: 20_000 }).toBeGreaterThan(before + 8);
      const monitor = watching[at];
      if (monitor === undefined) throw new Error('it has no monitor');
      monitor.phase = 'draining';
      await seen(at, 'DOWN');
      await gateways[at]?.stop();
      await monitor.close();
      await expect.poll(() => answers.length, { timeout: 20_000 }).toBeGreaterThan(before + 16);
      const again = await open(port);
      gateways[at] = again;
      watching[at] = await watched(at, again);
    }
    restarted.abort();
    await loads;
    await Promise.all(watching.map((monitor) => monitor.close()));
    expect(answers.filter((answer) => !accepted.imap.test(answer))).toEqual([]);
    for (const { gateway } of gateways) {
      for (const { peer } of gateway.activity.entries().filter(({ kind }) => kind === 'login-accepted')) {
        expect(peer).toBe(mailProgram);
      }
    }
  });

  test('the example configuration is one that HAProxy takes', async () => {
    const example = fileURLToPath(new URL('../../deploy/haproxy/haproxy.cfg', import.meta.url));
    const { code, stderr } = await runProgram('haproxy', ['-c', '-f', example]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });
});

async function connected(port: number): Promise<RawClient> {
  const socket = connect({ host: '127.0.0.1', port, localAddress: mailProgram });
  await once(socket, 'connect');
  return new RawClient(socket);
}

/** Waits until somebody listens on a port. */
async function listening(port: number): Promise<void> {
  await expect
    .poll(async () => {
      const client = await RawClient.connect(port).catch(() => undefined);
      client?.destroy();
      return client !== undefined;
    })
    .toBe(true);
}
