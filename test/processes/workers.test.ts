import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { freePorts } from '../support/dovecot/free-ports.ts';
import { type PostgresqlServer, startPostgresql, withoutPostgresql } from '../support/postgresql.ts';
import { RawClient } from '../support/raw-client.ts';
import { makeCertificates } from '../support/sandbox/certificates.ts';
import { accepted, logIn, refusals } from '../support/system-bench.ts';
import {
  CommandBench,
  delegated,
  localPassword,
  type CommandProcess,
  type DataFolder,
  greeted,
} from '../support/command-bench.ts';

let bench: CommandBench;
const anna = 'anna@example.org';
const bo = 'bo@example.org';
beforeAll(async () => {
  bench = await CommandBench.start();
});
afterAll(() => bench.stop());

/** How a load balancer says whose connection it is. */
function from(peer: number): string {
  return `PROXY TCP4 203.0.113.${String(peer)} 127.0.0.1 4000 143\r\n`;
}

/** A session that is let in. */
async function session(port: number, user = anna): Promise<RawClient> {
  const client = await greeted(port);
  expect(await logIn(client, 'imap', user, localPassword)).toMatch(accepted.imap);
  return client;
}

async function servedByTwo(
  folder: DataFolder,
  args: readonly string[] = [],
): Promise<{ serving: CommandProcess; port: number; workers: number[] }> {
  const serving = await folder.serveApart(['--workers', '2', ...args]);
  const workers = await Promise.all([1, 2].map((number) => workerOf(serving, number)));
  return { serving, port: await serving.port('imap'), workers };
}

/** The process of a worker, as the log tells its start. */
async function workerOf(serving: CommandProcess, number: number): Promise<number> {
  const told = `Worker ${String(number)} serves mail programs \\(process (\\d+)\\)`;
  return Number((await serving.until(new RegExp(told), 'errors'))[1]);
}

async function alive(client: RawClient): Promise<string> {
  return await client.ask('a2 NOOP', /^a2 .*\r\n/m);
}

describe('mail programs that are served by two processes', () => {
  it('come to both in turn; what ends one ends only its sessions, and it is started again', async () => {
    const folder = await bench.folder({ service: anna });
    const { serving, port, workers } = await servedByTwo(folder);
    const [one, other] = [await session(port), await session(port)];
    process.kill(workers[0] ?? 0, 'SIGKILL');
    await one.closed();
    expect(await alive(other)).toMatch(/^a2 OK/m);
    await serving.until(/Worker 1 \(process \d+\) has ended, and its sessions with it: SIGKILL/, 'errors');
    await serving.until(/(?:Worker 1 serves[^]*){2}/, 'errors');
    const later = [await session(port), await session(port)];
    process.kill(workers[1] ?? 0, 'SIGKILL');
    await other.closed();
    const ends = later.map((client, index) => client.closed().then(() => index));
    const survivor = later[1 - (await Promise.race(ends))];
    expect(survivor && (await alive(survivor))).toMatch(/^a2 OK/m);
    expect((await serving.stop()).status).toBe(0);
  });

  it('are served by the other and a new one where one hangs', async () => {
    const folder = await bench.folder({ service: anna });
    const { serving, port, workers } = await servedByTwo(folder);
    const [one, other] = [await session(port), await session(port)];
    process.kill(workers[0] ?? 0, 'SIGSTOP');
    await serving.until(/Worker 1 \(process \d+\) has ended[^"]*no sign of life for 30 seconds/, 'errors');
    await one.closed();
    await serving.until(/(?:Worker 1 serves[^]*){2}/, 'errors');
    await Promise.all([session(port), session(port)]);
    expect(await alive(other)).toMatch(/^a2 OK/m);
    expect(serving.errors).not.toMatch(/Worker 2 \(process \d+\) has ended/);
    expect((await serving.stop()).status).toBe(0);
  });

  it('are served in the end where one hangs before it is ready', async () => {
    const folder = await bench.folder({ service: anna });
    const serving = folder.spawn(['serve', '--imap', '0', '--pop', 'off', '--smtp', 'off', '--workers', '2']);
    const children = async (): Promise<string[]> => {
      const pid = String(serving.pid);
      return (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean);
    };
    await expect.poll(children, { interval: 5 }).not.toHaveLength(0);
    const [first] = await children();
    process.kill(Number(first), 'SIGSTOP');
    await serving.until(/Worker 1 \(process \d+\) has ended[^"]*no sign of life for 30 seconds/, 'errors');
    await session(await serving.port('imap'));
    expect((await serving.stop()).status).toBe(0);
  });

  it('at a storm of first logins ask the provider once, for both', async () => {
    const folder = await bench.folder({ service: anna });
    const tokens = (): number => bench.sandbox.provider.requests.count(({ path }) => path.endsWith('/token'));
    const before = tokens();
    const { port } = await servedByTwo(folder);
    await Promise.all(Array.from({ length: 20 }, () => session(port)));
    expect(tokens() - before).toBe(1);
  });

  it('have their wrong passwords counted together, with the addresses that a load balancer tells', async () => {
    const folder = await bench.folder({ service: anna });
    const { serving, port } = await servedByTwo(folder, ['--proxy-from', '127.0.0.1']);
    const guess = async (peer: number): Promise<string> =>
      await logIn(await greeted(port, from(peer)), 'imap', anna, `guess ${String(peer)}`);
    // five are wrong, which neither worker has seen alone
    for (let peer = 1; peer <= 5; peer += 1) expect(await guess(peer)).toMatch(refusals.wrongPassword.imap);
    expect(await guess(6)).toMatch(refusals.temporary.imap);
    expect(await guess(7)).toMatch(refusals.temporary.imap);
    await serving.until(/"peer":"203\.0\.113\.7"/, 'errors');
    const right = await greeted(port, from(8));
    expect(await logIn(right, 'imap', anna, localPassword)).toMatch(accepted.imap);
  });

  it('have no more sessions at the provider together than it allows', async () => {
    const folder = await bench.folder({ service: anna });
    await folder.does(['account', 'add', bo, '--client', 'Service', '--password-stdin'], localPassword);
    await limitSessions(folder, 2);
    const { port, workers } = await servedByTwo(folder);
    const [, second] = [await session(port), await session(port)];
    const third = await greeted(port);
    let answered = false;
    const answer = logIn(third, 'imap', anna, localPassword).finally(() => (answered = true));
    await session(port, bo);
    expect(answered).toBe(false);
    // what the one that is killed has held is free
    process.kill(workers[1] ?? 0, 'SIGKILL');
    await second.closed();
    expect(await answer).toMatch(accepted.imap);
  });

  it('meet changed settings at both, and have TLS at both', async () => {
    const folder = await bench.folder({ service: anna });
    const { serving, port } = await servedByTwo(folder, ['--imaps', '0']);
    const imaps = await serving.port('imaps');
    const certificates: string[] = [];
    for (let turn = 0; turn < 2; turn += 1) {
      const secured = tls.connect({ port: imaps, rejectUnauthorized: false });
      onTestFinished(() => void secured.destroy());
      const client = new RawClient(secured);
      await client.until(/^\* OK .*\r\n/m);
      expect(await logIn(client, 'imap', anna, localPassword)).toMatch(accepted.imap);
      certificates.push(secured.getPeerX509Certificate()?.fingerprint256 ?? '');
    }
    expect(certificates[0]).toBe(certificates[1]);
    const sessions = [await session(port), await session(port)];
    await folder.does(['account', 'pause', anna]);
    for (const each of sessions) await each.closed();
    // a worker hears of the sessions from the process behind it, and may read the settings a moment later: whom it lets in
    // meanwhile it ends then
    for (let refused = 0; refused < 2;) {
      const answer = await logIn(await greeted(port), 'imap', anna, localPassword);
      refused = refusals.temporary.imap.test(answer) ? refused + 1 : 0;
    }
  });

  it('have the time of a drain to end by themselves, and then all processes are gone', async () => {
    const folder = await bench.folder({ service: anna });
    const { serving, port, workers } = await servedByTwo(folder, ['--drain', '30']);
    const [one, other] = [await session(port), await session(port)];
    serving.signal('SIGTERM');
    for (const pid of workers) process.kill(pid, 'SIGTERM');
    await expect
      .poll(() =>
        RawClient.connect(port).then(
          () => 'taken',
          () => 'closed',
        ),
      )
      .toBe('closed');
    expect(await alive(one)).toMatch(/^a2 OK/m);
    expect(await alive(other)).toMatch(/^a2 OK/m);
    for (const client of [one, other]) await client.ask('a3 LOGOUT', /^a3 OK.*\r\n/m);
    expect((await serving.ended()).status).toBe(0);
    for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

/** When a process was started: milliseconds since the machine was (proc(5)). */
async function startOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')')).split(' ')[20]) * 10;
}

describe.skipIf(process.platform !== 'linux')('a worker that ends at once, again and again', () => {
  it('is started again later each time, while the other serves', async () => {
    const folder = await bench.folder({ service: anna });
    const { serving, port, workers } = await servedByTwo(folder);
    let pid = workers[0] ?? 0;
    for (const wait of [200, 400, 800]) {
      const ended = uptime() * 1000;
      process.kill(pid, 'SIGKILL');
      const end = `Worker 1 \\(process ${String(pid)}\\) has ended`;
      await serving.until(new RegExp(end), 'errors');
      expect(await alive(await session(port))).toMatch(/^a2 OK/m);
      const next = `${end}[^]*Worker 1 serves mail programs \\(process (\\d+)\\)`;
      pid = Number((await serving.until(new RegExp(next), 'errors'))[1]);
      expect((await startOf(pid)) - ended).toBeGreaterThan(wait - 50);
    }
    expect((await serving.stop()).status).toBe(0);
  });
});

describe.skipIf(withoutPostgresql() !== undefined)('two processes over a database', () => {
  let server: PostgresqlServer;
  beforeAll(async () => {
    server = await startPostgresql();
  }, 60_000);
  afterAll(() => server.remove(), 60_000);

  it('sign in, send by an API and for a device, serve a certificate of one’s own, and tell systemd', async () => {
    const folder = await bench.folder();
    vi.stubEnv('MAILWICKET_STORE', server.newDatabase());
    onTestFinished(() => void vi.unstubAllEnvs());
    const { desktop } = bench.sandbox.clients;
    const api = ['--submission', 'graph', '--submission-url', bench.sandbox.api.graphUrl];
    const about = ['--name', 'Graph', '--grant', 'authorization-code', '--client-id', desktop.clientId];
    await folder.does(['client', 'add', ...about, '--scope', delegated, ...api, ...folder.clientOptions()]);
    await folder.does(['account', 'add', anna, '--client', 'Graph', '--password-stdin'], localPassword);
    const [devicePort = 0] = await freePorts(1);
    const device = ['--account', anna, '--listen', `127.0.0.1:${String(devicePort)}`, '--from', '127.0.0.1'];
    await folder.does(['device', 'add', 'printer', ...device]);
    const paths = ['own.pem', 'own.key'].map((name) => join(folder.path, name));
    const first = await ownCertificate(paths);
    await folder.does(['settings', 'set', 'certificate-files', ...paths]);
    const notified = await systemdNotes(folder);

    const { serving, port } = await servedByTwo(folder, ['--imaps', '0']);
    await expect.poll(notified).toMatch(/^--ready .*\n(?:WATCHDOG=1\n)+/);
    // the first process has the panel and the sign-ins; the workers take up what they bring
    expect(await folder.authorize(anna)).toMatchObject({ status: 0 });
    await Promise.all([session(port), session(port)]);
    const smtp = await serving.port('smtp');
    for (const client of [await RawClient.connect(smtp), await RawClient.connect(smtp)]) {
      onTestFinished(() => client.destroy());
      await client.until(/^220 .*\r\n/m);
      await client.ask('EHLO anna', /^250 .*\r\n/m);
      expect(await logIn(client, 'smtp', anna, localPassword)).toMatch(accepted.smtp);
      expect(await sendOne(client)).toMatch(/^250 /);
    }
    const printer = await RawClient.connect(devicePort);
    onTestFinished(() => printer.destroy());
    await printer.until(/^220 .*\r\n/m);
    await printer.ask('HELO printer', /^250 .*\r\n/m);
    expect(await sendOne(printer)).toMatch(/^250 /);
    expect(bench.sandbox.api.sent.entries).toHaveLength(3);

    const imaps = await serving.port('imaps');
    const isServed = async (ca: string): Promise<void> => {
      // at each worker in turn
      for (let turn = 0; turn < 2; turn += 1) (await RawClient.connect(imaps, { ca })).destroy();
    };
    await isServed(first);
    const renewed = await ownCertificate(paths);
    serving.signal('SIGHUP');
    await vi.waitFor(() => isServed(renewed), { timeout: 10_000 });
    expect((await serving.stop()).status).toBe(0);
    expect(await notified()).toMatch(/\nSTOPPING=1\n$/);
  });
});

/** Puts a certificate and its key into these files. @returns its authority */
async function ownCertificate([certificate = '', key = '']: readonly string[]): Promise<string> {
  const made = await makeCertificates();
  await Promise.all([writeFile(certificate, made.cert), writeFile(key, made.key)]);
  return made.ca;
}

/** Stands in for systemd from now on. @returns what it is told */
async function systemdNotes(folder: DataFolder): Promise<() => Promise<string>> {
  const [programs, notes] = [join(folder.path, 'bin'), join(folder.path, 'notified')];
  await mkdir(programs);
  await writeFile(join(programs, 'systemd-notify'), `#!/bin/sh\necho "$@" >>'${notes}'\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${programs}:${String(process.env['PATH'])}`);
  vi.stubEnv('NOTIFY_SOCKET', '/run/systemd/notify');
  vi.stubEnv('WATCHDOG_USEC', '500000');
  return () => readFile(notes, 'utf8').catch(() => '');
}

async function sendOne(client: RawClient): Promise<string> {
  const reply = /^\d{3} .*\r\n/m;
  for (const line of [`MAIL FROM:<${anna}>`, `RCPT TO:<${bo}>`, 'DATA']) await client.ask(line, reply);
  client.send(`From: <${anna}>\r\nTo: <${bo}>\r\nSubject: one\r\n\r\nhello\r\n`);
  return client.ask('.', reply);
}

async function limitSessions(folder: DataFolder, imap: number): Promise<void> {
  const path = join(folder.path, 'settings.json');
  const settings = z
    .looseObject({ clients: z.array(z.looseObject({})) })
    .parse(JSON.parse(await readFile(path, 'utf8')));
  const clients = settings.clients.map((client) => ({ ...client, connectionLimits: { imap } }));
  await writeFile(path, JSON.stringify({ ...settings, clients }));
}
