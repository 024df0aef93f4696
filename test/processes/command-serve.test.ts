import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:net';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { connect as connectSecurely } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { listenerViewSchema } from '#contract/views.ts';
import { containing } from '../support/matchers.ts';
import { RawClient } from '../support/raw-client.ts';
import { makeCertificates } from '../support/sandbox/certificates.ts';
import { Journal } from '../support/sandbox/journal.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { accepted, logIn, refusals } from '../support/system-bench.ts';
import {
  appSecret,
  CommandBench,
  complaintSchema,
  localPassword,
  program as ownProgram,
  type DataFolder,
  greeted,
} from '../support/command-bench.ts';
import { listening } from '../support/listening.ts';

let bench: CommandBench;
const anna = 'anna@example.org';
const readySchema = z.object({ ready: z.literal(true), listeners: z.array(listenerViewSchema) });
beforeAll(async () => {
  bench = await CommandBench.start();
});
afterEach(() => {
  bench.sandbox.provider.faults.clear();
  bench.sandbox.imap.faults.clear();
});
afterAll(() => bench.stop());

/** The last line of the answer to a login over IMAP. */
async function answer(port: number, user = anna, password = localPassword): Promise<string> {
  const client = await greeted(port);
  try {
    return await logIn(client, 'imap', user, password);
  } finally {
    client.destroy();
  }
}

/** Logs in anew until the answer fits: for changes that take a fraction of a second to be seen. */
async function answerBecomes(port: number, pattern: RegExp, user = anna, password = localPassword) {
  for (;;) {
    const said = await answer(port, user, password);
    if (pattern.test(said)) return said;
  }
}

/** A port that another program, this one, listens on. */
async function takenPort(host = '127.0.0.1'): Promise<{ port: number; server: Server }> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return { port: await listening(server, host), server };
}

async function settingsOf(folder: DataFolder): Promise<Record<string, unknown>> {
  const text = await readFile(join(folder.path, 'settings.json'), 'utf8');
  return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
}

describe('serve and its ports', () => {
  it('says ready once, with the ports, when mail programs can come in', async () => {
    const folder = await bench.folder({ service: anna });
    const serving = await folder.serveApart();
    for (const name of ['imap', 'pop', 'smtp']) expect(await serving.port(name)).toBeGreaterThan(1023);
    expect(await answer(await serving.port('imap'))).toMatch(accepted.imap);
    const { status, output } = await serving.stop();
    expect(status).toBe(0);
    expect(output).toMatch(/^ready imap=\d+ pop=\d+ smtp=\d+\n$/);
  });

  it('a certificate of one’s own is served on the TLS ports, and one that does not fit its key is not set', async () => {
    const folder = await bench.folder();
    const serving = folder.start(['serve', ...'--imap 0 --pop off --smtp off --imaps 0'.split(' ')]);
    const port = await serving.port('imaps');
    const { cert, key, ca } = await makeCertificates();
    const other = await makeCertificates();
    const file = async (name: string, text: string): Promise<string> => {
      const path = join(folder.path, name);
      await writeFile(path, text);
      return path;
    };
    const [certificate, own, foreign] = [
      await file('own.pem', cert),
      await file('own.key', key),
      await file('foreign.key', other.key),
    ];
    const refused = await folder.run(['settings', 'set', 'certificate-files', certificate, foreign]);
    expect(refused).toMatchObject({ status: 1, output: '' });
    expect(refused.errors).toContain('does not belong to the certificate');
    await folder.does(['settings', 'set', 'certificate-files', certificate, own]);
    await vi.waitFor(
      async () => {
        const client = await RawClient.connect(port, { ca });
        client.destroy();
      },
      { timeout: 10_000 },
    );
    await serving.stop();
  });

  it('with --json the ready line is a document; off closes a port', async () => {
    const folder = await bench.folder();
    const serving = folder.start(['serve', '--imap', '0', '--pop', 'off', '--smtp', 'off', '--json']);
    const [line] = await serving.until(/^.*\n/);
    expect(readySchema.parse(JSON.parse(line)).listeners).toMatchObject([{ protocol: 'imap' }]);
    expect((await serving.stop('SIGINT')).status).toBe(0);
  });

  it('a port in use is told with the program that has it, and the rest runs', async () => {
    const folder = await bench.folder();
    const { port } = await takenPort();
    const serving = folder.start([
      'serve',
      '--imap',
      String(port),
      '--pop',
      '0',
      '--smtp',
      '0',
      '--listen',
      '127.0.0.1',
    ]);
    const [line] = await serving.until(/^ready.*\n/m);
    expect(line).toMatch(/^ready pop=\d+ smtp=\d+\n$/);
    await serving.until(/port is in use by/, 'errors');
    const told = serving.log.find(({ msg }) => msg.includes('in use'));
    expect(told?.msg).toContain(`IMAP cannot listen on 127.0.0.1, port ${String(port)}`);
    if (process.platform === 'linux') expect(told?.msg).toContain(`(process ${String(process.pid)})`);
    expect(await folder.does(['status'])).toMatch(
      new RegExp(`IMAP\tport ${String(port)}\tThe port is in use by`),
    );
    expect((await serving.stop()).status).toBe(0);
  });

  it('a port that another program has on one address of two is not said to be ready', async () => {
    const folder = await bench.folder();
    const { port } = await takenPort();
    const serving = folder.start(['serve', '--imap', String(port), '--pop', '0', '--smtp', 'off']);
    const [line] = await serving.until(/^ready.*\n/m);
    expect(line).toMatch(/^ready pop=\d+\n$/);
    expect((await serving.stop()).status).toBe(0);
  });

  it('one port for two protocols is a wrong call, that names both', async () => {
    const folder = await bench.folder();
    const wrong = await folder.run(['serve', '--imap', '41143', '--pop', '41143']);
    expect(wrong).toMatchObject({ status: 2, output: '' });
    expect(wrong.errors).toMatch(/^--imap and --pop name the same port/);
  });

  it('all ports in use: exit status 1, each port with its reason', async () => {
    const folder = await bench.folder();
    const { port } = await takenPort();
    const args = ['serve', '--imap', String(port), '--pop', 'off', '--smtp', 'off', '--listen', '127.0.0.1'];
    const words = await folder.run([...args, '--log-level', 'silent']);
    expect(words).toMatchObject({ status: 1, output: '' });
    expect(words.errors).toMatch(
      new RegExp(
        `^No port could be opened.\nIMAP \\(port ${String(port)}\\): The port is in use by .*\n.*--imap`,
      ),
    );
    const asDocument = await folder.run([...args, '--log-level', 'silent', '--json']);
    expect(complaintSchema.parse(JSON.parse(asDocument.errors)).code).toBe('no-listener');
  });

  it('beyond this machine only the TLS ports listen, the plain ones stay at home', async () => {
    const folder = await bench.folder({ service: anna });
    const serving = folder.start(
      'serve --imap 0 --pop off --smtp off --imaps 0 --listen 0.0.0.0 --json'.split(' '),
    );
    const [line] = await serving.until(/^.*\n/);
    const [plain, secured] = readySchema.parse(JSON.parse(line)).listeners;
    expect(plain?.addresses).toContain('127.0.0.1');
    expect(plain?.addresses).not.toContain('0.0.0.0');
    expect(secured).toMatchObject({ implicitTls: true, addresses: ['0.0.0.0'] });
    // 127.0.0.2 is another address of this machine, where the plain port is not
    const elsewhere = { host: '127.0.0.2', port: secured?.port ?? 0, rejectUnauthorized: false };
    if (process.platform === 'linux') {
      const socket = connectSecurely(elsewhere);
      await once(socket, 'secureConnect');
      socket.destroy();
      await expect(RawClient.connect(plain?.port ?? 0, { host: '127.0.0.2' })).rejects.toThrow(
        'ECONNREFUSED',
      );
    }
    await serving.stop();
  });

  it('beyond this machine without any TLS port is a wrong call, that says what to add', async () => {
    const folder = await bench.folder();
    const exposed = await folder.run(['serve', '--imap', '0', '--listen', '0.0.0.0']);
    expect(exposed).toMatchObject({ status: 2, output: '' });
    expect(exposed.errors).toMatch(/0\.0\.0\.0.*TLS.*--imaps 1993/s);
  });

  it.each([
    ['--listen', 'mail.example.org', 'address of this machine'],
    ['--listen', '::ffff:127.0.0.1', 'address of this machine'],
    ['--imap', '65536', 'a port from 0 to 65535, or off'],
    ['--smtps', 'on', 'a port from 0 to 65535, or off'],
    ['--log-level', 'loud', 'debug, info, warn, error, silent'],
    [
      '--monitor',
      'mail.example.org:9464',
      'a port from 0 to 65535, with an address of this machine before it',
    ],
    ['--monitor', '::1', 'such as 9464, 0.0.0.0:9464 or [::]:9464'],
    ['--monitor', '[::ffff:127.0.0.1]:9464', 'such as 9464, 0.0.0.0:9464 or [::]:9464'],
    ['--monitor', '70000', 'a port from 0 to 65535'],
    ['--drain-notice', '3601', 'a number of seconds from 0 to 3600'],
    ['--drain', '0', 'a number of seconds from 1 to 3600'],
  ])('%s %s is a wrong call', async (option, value, told) => {
    const folder = await bench.folder();
    const wrong = await folder.run(['serve', option, value]);
    expect(wrong).toMatchObject({ status: 2, output: '' });
    expect(wrong.errors).toContain(told);
    expect(await readdir(folder.path)).toEqual([]);
  });
});

describe('serve and its end', () => {
  it('SIGTERM ends it within five seconds, with a session that is open and one that is stuck', async () => {
    const folder = await bench.folder({ service: anna });
    const serving = await folder.serveApart();
    const port = await serving.port('imap');
    const open = await greeted(port);
    expect(await logIn(open, 'imap', anna, localPassword)).toMatch(accepted.imap);
    open.send('a2 SELECT INBOX\r\n');
    await open.until(/^a2 OK .*\r\n/m);
    open.send('a3 IDLE\r\n');
    await open.until(/^\+ .*\r\n/m);
    const waiting = await greeted(port);
    bench.sandbox.imap.faults.nextLogin({ kind: 'silent' });
    bench.sandbox.imap.logins.clear();
    const stuck = await greeted(port);
    stuck.send(`a1 LOGIN ${anna} {${String(Buffer.byteLength(localPassword))}+}\r\n${localPassword}\r\n`);
    await bench.sandbox.imap.logins.waitFor(({ username }) => username === anna);
    const startedAt = performance.now();
    expect((await serving.stop()).status).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    // each is told, where a server may say so there: the one that waits for mail, and the one that was to log in
    expect(await open.ended()).toBe('* BYE Mailwicket ends this session\r\n');
    expect(await waiting.ended()).toContain('* BYE ');
    await stuck.closed();
  });

  it('output that nobody reads any more ends nothing', async () => {
    const folder = await bench.folder({ service: anna });
    const serving = await folder.serveApart();
    const port = await serving.port('imap');
    serving.child.stdout.destroy();
    serving.child.stderr.destroy();
    for (let times = 0; times < 3; times += 1) expect(await answer(port)).toMatch(accepted.imap);
    expect((await serving.stop()).status).toBe(0);
    const listing = folder.spawn(['account', 'list']);
    listing.child.stdout.destroy();
    expect(await listing.ended()).toMatchObject({ status: 0, errors: '' });
  });

  it.runIf(existsSync('/dev/full'))('output that a full disk does not take is a failure', async () => {
    const folder = await bench.folder();
    const full = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(full));
    const args = ['account', 'list', '--data', folder.path];
    const { status, stderr } = spawnSync(process.execPath, [ownProgram, ...args], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, 'Standard output cannot be written: the disk is full (ENOSPC).\n']);
  });

  it('a second service on the same folder is refused, and the first is not disturbed', async () => {
    const folder = await bench.folder();
    const serving = await folder.serveApart();
    const second = await folder.run(['serve', '--imap', '0']);
    expect(second).toMatchObject({ status: 1, output: '' });
    expect(second.errors).toContain(`already serves this data folder (process ${String(serving.pid)})`);
    expect((await folder.status()).service?.pid).toBe(serving.pid);
    await serving.stop();
    const third = await folder.serve();
    await third.stop();
  });

  it('of three services started at once on one folder exactly one serves, each time', async () => {
    const folder = await bench.folder();
    for (let round = 0; round < 2; round += 1) {
      const started = [1, 2, 3].map(() =>
        folder.spawn(['serve', '--imap', '0', '--pop', 'off', '--smtp', 'off']),
      );
      const served = await Promise.all(
        started.map((one) =>
          one.until(/^ready/m).then(
            () => true,
            () => false,
          ),
        ),
      );
      expect(served.filter((ready) => ready)).toHaveLength(1);
      const ends = await Promise.all(
        started.map((one, index) => (served[index] === true ? one.stop('SIGKILL') : one.ended())),
      );
      for (const [index, { status, errors }] of ends.entries()) {
        if (served[index] === true) continue;
        expect(status).toBe(1);
        expect(errors).toContain('already serves this data folder');
      }
      // the next round begins with what a killed service leaves behind
    }
  });
});

/** What the monitor of a service says. */
async function monitored(
  serving: { until(pattern: RegExp): Promise<RegExpExecArray> },
  path: string,
  method = 'GET',
): Promise<{ readonly status: number; readonly body: string }> {
  const [, address = ''] = await serving.until(/^monitor (http:\S+)$/m);
  const response = await fetch(`${address}${path}`, { method });
  return { status: response.status, body: await response.text() };
}

describe('serve and who looks after it', () => {
  const only = ['serve', '--imap', '0', '--pop', 'off', '--smtp', 'off', '--monitor', '0'];

  it('counts logins, refusals, tokens, sessions and octets, with nobody’s address', async () => {
    const folder = await bench.folder({ service: anna });
    const serving = folder.start(only);
    const port = await serving.port('imap');
    expect(await answer(port, anna, 'wrong')).toMatch(/^a1 NO /);
    const session = await greeted(port);
    expect(await logIn(session, 'imap', anna, localPassword)).toMatch(accepted.imap);
    const figure = async (series: string): Promise<number> => {
      const { body } = await monitored(serving, '/metrics');
      return Number(
        body
          .split('\n')
          .find((line) => line.startsWith(`${series} `))
          ?.slice(series.length),
      );
    };
    await expect.poll(() => figure('mailwicket_sessions{protocol="imap"}')).toBe(1);
    expect(await figure('mailwicket_logins_total{protocol="imap",outcome="accepted"}')).toBe(1);
    expect(await figure('mailwicket_logins_total{protocol="imap",outcome="refused"}')).toBe(1);
    expect(await figure('mailwicket_refusals_total{protocol="imap",code="wrong-password"}')).toBe(1);
    expect(await figure('mailwicket_token_requests_total{provider="custom",outcome="issued"}')).toBe(1);
    expect(await figure('mailwicket_token_request_seconds_count{provider="custom"}')).toBe(1);
    expect(await figure('mailwicket_accounts{state="ready"}')).toBe(1);
    session.send('a2 LOGOUT\r\n');
    await session.ended();
    await expect.poll(() => figure('mailwicket_sessions{protocol="imap"}')).toBe(0);
    expect(await figure('mailwicket_bytes_total{direction="to_provider"}')).toBe('a2 LOGOUT\r\n'.length);
    const { body } = await monitored(serving, '/metrics');
    expect(body).not.toMatch(/anna|example|@|127\.0\.0\.1/);
    // the alerts and the documentation name nothing else
    const families = [...body.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    for (const file of ['deploy/prometheus/alerts.yaml', 'docs/scale.md']) {
      const text = await readFile(join(import.meta.dirname, '../..', file), 'utf8');
      const named = text.match(/\b(?:mailwicket|nodejs|process)_[a-z0-9_]+/g) ?? [];
      expect(named.length, file).toBeGreaterThan(5);
      for (const name of named) expect(families, file).toContain(name.replace(/_(?:bucket|count|sum)$/, ''));
    }
    expect(await monitored(serving, '/metrics', 'POST')).toMatchObject({ status: 405 });
    expect(await monitored(serving, '/metrics', 'HEAD')).toEqual({ status: 200, body: '' });
    expect(await monitored(serving, '/')).toMatchObject({ status: 404 });
    await serving.stop();
  });

  it('is not ready from the signal on, while logins are still taken for as long as was said', async () => {
    const folder = await bench.folder({ service: anna });
    const serving = folder.start([...only, '--drain-notice', '2', '--drain', '1']);
    const port = await serving.port('imap');
    expect(await monitored(serving, '/readyz')).toEqual({ status: 200, body: '{"ready":true}\n' });
    serving.signal('SIGTERM');
    await expect
      .poll(() => monitored(serving, '/readyz'))
      .toEqual({ status: 503, body: '{"ready":false,"reason":"draining"}\n' });
    expect(await monitored(serving, '/healthz')).toMatchObject({ status: 200 });
    expect(await answer(port)).toMatch(accepted.imap);
    expect((await serving.ended()).status).toBe(0);
  });

  it('is alive and not ready while a port is another program’s, or the settings cannot be read', async () => {
    const folder = await bench.folder();
    const { port } = await takenPort();
    const serving = folder.start([...only, '--pop', String(port)]);
    await serving.port('imap');
    expect(await monitored(serving, '/readyz?exclude=store')).toEqual({
      status: 503,
      body: '{"ready":false,"reason":"listeners"}\n',
    });
    await serving.stop();
    await writeFile(join(folder.path, 'settings.json'), '{');
    const broken = folder.start(only);
    await broken.until(/nothing is served/, 'errors');
    expect((await monitored(broken, '/readyz')).body).toBe('{"ready":false,"reason":"settings"}\n');
    expect((await monitored(broken, '/healthz')).status).toBe(200);
    expect((await monitored(broken, '/metrics')).body).toContain('\nmailwicket_ready 0\n');
    await broken.stop();
  });

  it('a port in use is told, and nothing is begun', async () => {
    const folder = await bench.folder();
    const { port } = await takenPort();
    const refused = await folder.run([...only, '--monitor', String(port)]);
    expect(refused).toMatchObject({ status: 1, output: '' });
    expect(refused.errors).toMatch(
      new RegExp(
        `^The monitor cannot be opened on port ${String(port)}. The port is in use by .*\nChoose another one: --monitor PORT.\n$`,
      ),
    );
    expect(await readdir(folder.path)).toEqual([]);
  });
});

describe('status', () => {
  it('tells of a service that runs, of one that has ended, and of one that was killed', async () => {
    const folder = await bench.folder();
    expect(await folder.does(['status'])).toBe(
      'Mailwicket is not running on this data folder. Start it: mailwicket serve\nNo account yet\n',
    );
    await folder.addServiceAccount(anna);
    const serving = await folder.serveApart();
    const words = await folder.does(['status']);
    expect(words).toContain(`Mailwicket runs (process ${String(serving.pid)}).`);
    expect(words).toContain(`IMAP\tport ${String(await serving.port('imap'))}\tlistens on 127.0.0.1`);
    expect(words).toMatch(/^anna@example.org\tready\tby Service/m);
    const { running, service } = await folder.status();
    expect({ running, pid: service?.pid }).toEqual({ running: true, pid: serving.pid });
    await serving.stop('SIGKILL');
    expect(await readdir(folder.path)).toContain('service.json');
    const killed = await folder.status();
    expect([killed.running, killed.service]).toEqual([false, undefined]);
    const again = await folder.serve();
    await again.stop();
    expect((await folder.status()).running).toBe(false);
  });

  it('a process that got the number of a killed service is not taken for it, whichever it is', async () => {
    const folder = await bench.folder();
    const serving = await folder.serveApart();
    const text = await readFile(join(folder.path, 'service.json'), 'utf8');
    await serving.stop('SIGKILL');
    const record = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
    await writeFile(join(folder.path, 'service.json'), JSON.stringify({ ...record, pid: process.pid }));
    expect((await folder.status()).running).toBe(false);
    await (await folder.serve()).stop();
  });
});

describe('what the service knows of its accounts', () => {
  it('an account whose logins are refused is not told to be ready, by status and account list, now and later', async () => {
    const folder = await bench.folder();
    await folder.addServiceClient('Service', 'app~old~secret');
    await folder.does(['account', 'add', anna, '--client', 'Service', '--password-stdin'], localPassword);
    const view = async () => (await folder.status()).accounts[0];
    expect((await view())?.state).toBe('ready');
    const serving = await folder.serve();
    expect(await answer(await serving.port('imap'))).toMatch(/^a1 NO /);
    const running = await folder.status();
    expect(running).toMatchObject({ running: true, overall: { state: 'needs-you' } });
    expect(running.accounts[0]).toMatchObject({
      state: 'refused',
      problem: { answer: { error: 'invalid_client' } },
    });
    expect(running.accounts[0]?.lastActivityAt).toBeUndefined();
    expect(await folder.does(['account', 'list'])).toMatch(/^anna@example.org\trefused\t/);
    await serving.stop();
    expect((await view())?.state).toBe('refused');
    const again = await folder.serve();
    expect((await view())?.state).toBe('refused');
    await again.stop();
    // what was changed meanwhile may have mended it
    await folder.does(['account', 'pause', anna]);
    await folder.does(['account', 'resume', anna]);
    expect((await view())?.state).toBe('ready');
  });

  it('the last login is one that was accepted; it is known after a restart, and survives a change', async () => {
    const folder = await bench.folder({ service: anna });
    const serving = await folder.serve();
    const before = Date.now();
    expect(await answer(await serving.port('imap'))).toMatch(accepted.imap);
    await serving.stop();
    const last = async () => (await folder.status()).accounts[0]?.lastActivityAt ?? 0;
    const at = await last();
    expect(at).toBeGreaterThanOrEqual(before);
    await folder.does(['account', 'pause', anna]);
    expect(await last()).toBe(at);
    await (await folder.serve()).stop();
    expect(await last()).toBe(at);
  });

  it('a certificate of one’s own that cannot be used is told', async () => {
    const folder = await bench.folder();
    const { cert, key } = await makeCertificates();
    const files = [join(folder.path, 'own.pem'), join(folder.path, 'own.key')] as const;
    await mkdir(folder.path, { recursive: true });
    await writeFile(files[0], cert);
    await writeFile(files[1], key);
    await folder.does(['settings', 'set', 'certificate-files', ...files]);
    await writeFile(files[0], 'half of a cert');
    const serving = await folder.serve(['--imaps', '0']);
    const words = 'was not taken from its files; Mailwicket’s own is in use';
    expect(await folder.does(['status'])).toContain(words);
    const told = await folder.does(['status', '--json']);
    expect(JSON.parse(told)).toMatchObject({
      service: { ownCertificate: { problem: { message: containing('own.pem') } } },
    });
    await serving.stop();
  });

  it('an account without a local password is not ready: no mail program can use it', async () => {
    const folder = await bench.folder();
    await folder.addServiceClient();
    await folder.does(['account', 'add', anna, '--client', 'Service', '--password-stdin'], localPassword);
    const name = (await folder.status()).accounts[0]?.passwords[0]?.name ?? '';
    await folder.does(['password', 'revoke', anna, name]);
    expect(await folder.does(['status'])).toMatch(
      /^anna@example.org needs you\nanna@example.org\tneeds a local password/m,
    );
  });
});

describe('a running service and changes', () => {
  it('what other commands change takes effect without a signal', { timeout: 60_000 }, async () => {
    const folder = await bench.folder();
    const serving = await folder.serve();
    const port = await serving.port('imap');
    expect(await answer(port)).toMatch(refusals.wrongPassword.imap);
    await folder.addServiceAccount(anna);
    await answerBecomes(port, accepted.imap);
    const made = (await folder.does(['password', 'new', anna, '--name', 'phone'])).trim();
    await answerBecomes(port, accepted.imap, anna, made);
    await folder.does(['password', 'revoke', anna, 'phone']);
    await answerBecomes(port, refusals.wrongPassword.imap, anna, made);
    expect(await answer(port)).toMatch(accepted.imap);
    await folder.does(['account', 'pause', anna]);
    await answerBecomes(port, /^a1 NO \[(?!AUTHENTICATIONFAILED)/);
    await folder.does(['account', 'resume', anna]);
    await answerBecomes(port, accepted.imap);
    await folder.does(['account', 'remove', anna]);
    await answerBecomes(port, refusals.wrongPassword.imap);
    await serving.stop();
  });

  it('SIGHUP reads settings that were changed by hand; status knows the new port', async () => {
    const folder = await bench.folder({ service: anna });
    const file = join(folder.path, 'settings.json');
    const settings = await settingsOf(folder);
    const change = (imap: number): Promise<void> =>
      writeFile(file, JSON.stringify({ ...settings, listeners: { imap, pop: 'off', smtp: 'off' } }));
    await change(0);
    const serving = folder.start(['serve']);
    const [, first] = await serving.until(/^ready imap=(\d+)\n/m);
    const { port, server } = await takenPort();
    server.close();
    await once(server, 'close');
    await change(port);
    serving.signal('SIGHUP');
    await statusBecomes(folder, ({ service }) => service?.listeners[0]?.port === port);
    expect(await answer(port)).toMatch(accepted.imap);
    await expect(RawClient.connect(Number(first))).rejects.toThrow('ECONNREFUSED');
    await serving.stop();
  });
});

async function statusBecomes(
  folder: DataFolder,
  fits: (status: Awaited<ReturnType<DataFolder['status']>>) => boolean,
): Promise<void> {
  while (!fits(await folder.status()));
}

describe('what is broken is told, and left as it is', () => {
  it('broken settings: nothing is served and nothing said to be ready, until they are mended', async () => {
    const folder = await bench.folder({ service: anna });
    const file = join(folder.path, 'settings.json');
    const good = await readFile(file, 'utf8');
    const broken = good.replace('"clients"', 'clients');
    await writeFile(file, broken);
    const serving = folder.start(['serve', '--imap', '0', '--pop', 'off', '--smtp', 'off']);
    await serving.until(/nothing is served until the settings are mended/, 'errors');
    expect(serving.errors).toMatch(
      /settings\.json cannot be used: it is not JSON: look at line 3, column \d+/,
    );
    expect(serving.output).toBe('');
    expect(await readFile(file, 'utf8')).toBe(broken);
    for (const args of [['status'], ['account', 'list'], ['client', 'list'], ['account', 'pause', anna]]) {
      const refused = await folder.run(args);
      expect(refused, args.join(' ')).toMatchObject({ status: 1, output: '' });
      expect(refused.errors, args.join(' ')).toContain('settings.json cannot be used');
    }
    expect(await readFile(file, 'utf8')).toBe(broken);
    await writeFile(file, good);
    serving.signal('SIGHUP');
    expect(await answer(await serving.port('imap'))).toMatch(accepted.imap);
    await serving.stop();
  });

  it('a proxy that cannot be used is corrected by the command; an authority that is missing stops nobody', async () => {
    const folder = await bench.folder({ service: anna });
    const file = join(folder.path, 'settings.json');
    const wrong = { networkProxy: 'ftp://proxy', extraCertificateAuthorities: ['/missing.pem'] };
    const kept = z.looseObject({}).parse(JSON.parse(await readFile(file, 'utf8')));
    await writeFile(file, JSON.stringify({ ...kept, ...wrong }));
    const serving = folder.start(['serve', '--imap', '0', '--pop', 'off', '--smtp', 'off']);
    await serving.until(/nothing is served until the settings are mended/, 'errors');
    await folder.does(['settings', 'set', 'network-proxy']);
    expect(await answer(await serving.port('imap'))).toMatch(accepted.imap);
    expect(serving.errors).toContain('/missing.pem as a certificate authority');
    await serving.stop();
  });

  it('SIGTERM ends a service that waits for its settings', async () => {
    const folder = await bench.folder();
    await writeFile(join(folder.path, 'settings.json'), '{');
    const serving = folder.start(['serve', '--imap', '0']);
    await serving.until(/nothing is served/, 'errors');
    expect(await serving.stop()).toMatchObject({ status: 0, output: '' });
  });

  it('a wrong vault key is told, and nothing is overwritten', async () => {
    const folder = await bench.folder();
    const right = Buffer.alloc(32, 1).toString('base64');
    const wrong = Buffer.alloc(32, 2).toString('base64');
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('MAILWICKET_VAULT_KEY', right);
    await folder.addServiceClient();
    const before = await contents(folder.path);
    vi.stubEnv('MAILWICKET_VAULT_KEY', wrong);
    for (const args of [['serve', '--imap', '0'], ['status'], ['client', 'remove', 'Service']]) {
      const refused = await folder.run(args);
      expect(refused, args.join(' ')).toMatchObject({ status: 1, output: '' });
      expect(refused.errors, args.join(' ')).toContain(
        'was made with another key. Nothing in it was changed.',
      );
    }
    const short = { environment: { MAILWICKET_VAULT_KEY: 'short' } };
    const noKey = await folder.spawn(['serve'], short).ended();
    expect(noKey).toMatchObject({ status: 1, output: '' });
    expect(noKey.errors).toContain('MAILWICKET_VAULT_KEY must be 32 bytes');
    expect(noKey.errors).not.toContain('short');
    vi.stubEnv('MAILWICKET_VAULT_KEY', '');
    const keyless = await folder.run(['serve']);
    expect(keyless).toMatchObject({ status: 1, output: '' });
    expect(keyless.errors).toContain('No new key was made');
    expect(await contents(folder.path)).toEqual(before);
    vi.stubEnv('MAILWICKET_VAULT_KEY', right);
    await folder.does(['client', 'remove', 'Service']);
  });

  it('a data folder that cannot be used is told', async () => {
    const place = await scratchFolder();
    const file = join(place, 'file');
    await writeFile(file, 'not a folder');
    for (const data of [file, join(file, 'below')]) {
      for (const args of [['serve', '--imap', '0'], ['status']]) {
        const refused = await bench.run([...args, '--data', data]);
        expect(refused).toMatchObject({ status: 1, output: '' });
        expect(refused.errors).toContain(`The data folder ${data} cannot be used:`);
      }
    }
    expect(await readFile(file, 'utf8')).toBe('not a folder');
    const shared = join(place, 'shared');
    await mkdir(shared, { mode: 0o755 });
    await writeFile(join(shared, 'letter.txt'), 'of somebody');
    const open = await bench.run(['status', '--data', shared]);
    expect(open.status).toBe(1);
    expect(open.errors).toContain('is open to other users of this machine');
    expect(await readdir(shared)).toEqual(['letter.txt']);
  });

  it.runIf(process.platform === 'linux')('a place where nothing can be written is told', async () => {
    // no user can make a folder there, the administrator neither
    const refused = await bench.run(['serve', '--data', '/sys/mailwicket']);
    expect(refused).toMatchObject({ status: 1, output: '' });
    expect(refused.errors).toMatch(/^The data folder \/sys\/mailwicket cannot be used: /);
  });
});

it.runIf(process.platform === 'linux')(
  'the browser that a sign-in opens gets neither the key of the vault nor the database’s password',
  async () => {
    const folder = await bench.folder();
    const key = randomBytes(32).toString('base64');
    const place = await scratchFolder();
    const [browser, seen] = ['browser', 'seen'].map((name) => join(place, name));
    await writeFile(
      browser ?? '',
      `#!/bin/sh\nenv > ${seen ?? ''}.new\nmv ${seen ?? ''}.new ${seen ?? ''}\n`,
      {
        mode: 0o700,
      },
    );
    vi.stubEnv('MAILWICKET_VAULT_KEY', key);
    await folder.addDesktopClient();
    await folder.does(['account', 'add', anna, '--client', 'Work']);
    vi.unstubAllEnvs();
    const signingIn = folder.spawn(['account', 'authorize', anna], {
      environment: {
        MAILWICKET_VAULT_KEY: key,
        PGPASSWORD: 'hunter2',
        DISPLAY: ':9',
        BROWSER: browser ?? '',
      },
    });
    const environment = (): Promise<string> => readFile(seen ?? '', 'utf8').catch(() => '');
    await expect.poll(environment).toContain('DISPLAY=:9');
    expect(await environment()).not.toMatch(/MAILWICKET_VAULT_KEY|PGPASSWORD/);
    await signingIn.stop();
  },
);

describe('an account that needs its person', () => {
  const troubleSchema = z.strictObject({
    account: z.string(),
    state: z.string(),
    code: z.string(),
    message: z.string(),
    fix: z.string(),
    time: z.iso.datetime(),
  });

  it.runIf(process.platform !== 'win32')(
    'a program and an address are told once, without a secret and without the key of the vault',
    async () => {
      const folder = await bench.folder();
      await folder.addServiceClient('Service', 'app~old~secret');
      await folder.does(['account', 'add', anna, '--client', 'Service', '--password-stdin'], localPassword);
      const place = await scratchFolder();
      const [program, told, seen] = ['tell', 'told', 'seen'].map((name) => join(place, name));
      await writeFile(
        program ?? '',
        `#!/bin/sh\necho "$#" > ${seen ?? ''}\nenv >> ${seen ?? ''}\ncat >> ${told ?? ''}\n`,
        { mode: 0o700 },
      );
      const posted = new Journal<string>();
      const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
        const body = await readAll(request);
        response.writeHead(500).end();
        posted.add(body);
      };
      const receiver = createHttpServer((request, response) => void receive(request, response));
      const port = await listening(receiver);
      onTestFinished(() => void receiver.close());
      const hooks = [
        '--on-trouble',
        program ?? '',
        '--on-trouble-url',
        `http://127.0.0.1:${String(port)}/a-key`,
      ];
      const serving = folder.spawn(['serve', '--imap', '0', '--pop', 'off', '--smtp', 'off', ...hooks], {
        environment: { CREDENTIALS_DIRECTORY: '/nowhere', PGPASSWORD: 'hunter2', NOTIFY_SOCKET: '' },
      });
      const imap = await serving.port('imap');
      for (let times = 0; times < 2; times += 1) expect(await answer(imap)).toMatch(/^a1 NO /);
      const body = await posted.waitFor(() => true);
      expect(troubleSchema.parse(JSON.parse(body))).toMatchObject({ account: anna, state: 'refused' });
      await serving.until(/hook for an account/, 'errors');
      const { errors } = await serving.stop();
      expect(errors).toContain(`127.0.0.1:${String(port)} answered HTTP 500`);
      expect(errors).not.toContain('a-key');
      expect(await readFile(told ?? '', 'utf8')).toBe(body);
      const [count, ...environment] = (await readFile(seen ?? '', 'utf8')).split('\n');
      expect(count).toBe('0');
      expect(environment.join('\n')).not.toMatch(
        /CREDENTIALS_DIRECTORY|MAILWICKET_VAULT_KEY|MAILWICKET_STORE|PGPASSWORD|NOTIFY_SOCKET/,
      );
      expect(posted.entries).toHaveLength(1);
      // a restart is no change of its state
      const again = folder.start(['serve', '--imap', '0', '--pop', 'off', '--smtp', 'off', ...hooks]);
      expect(await answer(await again.port('imap'))).toMatch(/^a1 NO /);
      await again.stop();
      expect(posted.entries).toHaveLength(1);
    },
  );

  it('an address that is none, or goes in the open to another machine, is a wrong call', async () => {
    const folder = await bench.folder();
    for (const url of ['http://example.org/hook', 'hook', 'file:///etc/passwd']) {
      expect((await folder.run(['serve', '--on-trouble-url', url])).status).toBe(2);
    }
  });
});

describe('the log', () => {
  it('is a JSON document on each line of standard error, and holds no secret', async () => {
    const folder = await bench.folder({ service: anna });
    const serving = await folder.serve(['--log-level', 'debug']);
    const port = await serving.port('imap');
    expect(await answer(port)).toMatch(accepted.imap);
    expect(await answer(port, anna, 'a wrong password')).toMatch(refusals.wrongPassword.imap);
    const { errors } = await serving.stop();
    expect(serving.log.length).toBeGreaterThan(2);
    expect(errors).toContain(anna);
    expect(errors).not.toMatch(/eyJ[\w-]{8}/);
    for (const secret of [localPassword, 'a wrong password', appSecret]) expect(errors).not.toContain(secret);
  });
});

async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const pairs = files.map(async (file) => [file, await readFile(file, 'base64')] as const);
  return Object.fromEntries(await Promise.all(pairs));
}
