import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { RawClient } from '../support/raw-client.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { appSecret, CommandBench, DataFolder, localPassword } from '../support/command-bench.ts';

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '../..');
const here = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/dpkg-deb');
if (!here && process.env['MAILWICKET_REQUIRE_INTEROP'] === '1') throw new Error('This needs root and dpkg.');

/** A copy of this machine's system in which packages can be installed: what is changed goes with the test. */
let scratch = '';
let system = '';
let bench: CommandBench;
const mounted: string[] = [];

async function mount(...args: readonly string[]): Promise<void> {
  await run('mount', [...args]);
  mounted.unshift(args.at(-1) ?? '');
}

async function inSystem(...words: readonly string[]): Promise<string> {
  return (await run('chroot', [system, ...words], { env: environment() })).stdout;
}

/** The sandbox's authority is trusted; nothing of this run's Node is known there. */
function environment(): NodeJS.ProcessEnv {
  return {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    NODE_EXTRA_CA_CERTS: '/etc/sandbox-ca.pem',
    DEBIAN_FRONTEND: 'noninteractive',
  };
}

async function command(args: readonly string[], input = ''): Promise<string> {
  const child = spawn('chroot', [system, 'mailwicket-service', ...args], { env: environment() });
  child.stdin.end(input);
  const [output, errors, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ]);
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${String(status)}: ${errors}`);
  return output;
}

/** Has a stand-in of systemd there while packages are worked on. @returns what of it changes the service */
async function dpkg(...words: readonly string[]): Promise<readonly string[]> {
  const isRunning = path.join(system, 'run/systemd/system');
  await mkdir(isRunning, { recursive: true });
  const script = [
    '#!/bin/sh',
    'echo "$1" >>/tmp/systemctl',
    'case $1 in enable) touch /tmp/enabled ;; disable) rm -f /tmp/enabled ;; is-enabled) [ -e /tmp/enabled ] ;; esac',
  ];
  await writeFile(path.join(system, 'usr/bin/systemctl'), `${script.join('\n')}\n`, { mode: 0o755 });
  await inSystem('dpkg', ...words);
  await rm(isRunning, { recursive: true });
  const asked = await readFile(path.join(system, 'tmp/systemctl'), 'utf8');
  await rm(path.join(system, 'tmp/systemctl'));
  return asked.split('\n').filter((word) => ['enable', 'restart', 'stop', 'disable'].includes(word));
}

/** Starts what the unit starts, as its user and with its key, as there is no systemd here; ready, with its ports. */
async function start(): Promise<{ service: ChildProcessWithoutNullStreams; imap: number }> {
  const unit = await readFile(path.join(system, 'usr/lib/systemd/system/mailwicket.service'), 'utf8');
  const [, program = ''] = /^ExecStart=(.*)$/m.exec(unit) ?? [];
  const [, user = ''] = /^User=(.*)$/m.exec(unit) ?? [];
  const key = (await readFile(path.join(system, 'etc/mailwicket/vault-key'), 'utf8')).trim();
  // systemd-notify is asked for by name: this one notes what it is told
  const notify = path.join(system, 'usr/local/bin/systemd-notify');
  await mkdir(path.dirname(notify), { recursive: true });
  await writeFile(notify, '#!/bin/sh\necho "$@" >>/tmp/notified\n', { mode: 0o755 });
  const ports = ['--imap', '0', '--pop', '0', '--smtp', '0', '--log-level', 'silent'];
  const service = spawn('chroot', [`--userspec=${user}:`, system, ...program.split(' '), ...ports], {
    env: {
      ...environment(),
      PATH: `/usr/local/bin:${String(environment()['PATH'])}`,
      MAILWICKET_VAULT_KEY: key,
      NOTIFY_SOCKET: '/run/systemd/notify',
      WATCHDOG_USEC: '500000',
    },
  });
  onTestFinished(() => void service.kill('SIGKILL'));
  const errors = text(service.stderr);
  for await (const line of createInterface(service.stdout)) {
    const [, imap] = /^ready imap=(\d+)/.exec(line) ?? [];
    if (imap !== undefined) return { service, imap: Number(imap) };
  }
  throw new Error(`It ended before it was ready: ${await errors}`);
}

async function stop(service: ChildProcessWithoutNullStreams): Promise<void> {
  const ended = new Promise((resolve) => service.once('close', resolve));
  service.kill('SIGTERM');
  await ended;
}

async function login(port: number): Promise<string> {
  const client = await RawClient.connect(port);
  onTestFinished(() => client.destroy());
  const octets = String(Buffer.byteLength(localPassword));
  return client.ask(`a LOGIN anna@example.org {${octets}+}\r\n${localPassword}\r\n`, /^a .*\r\n/m);
}

describe.skipIf(!here)('the service as a package for Debian', () => {
  const packages: string[] = [];

  beforeAll(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'mailwicket-deb-'));
    await mount('-t', 'tmpfs', 'tmpfs', scratch);
    for (const folder of ['upper', 'work', 'system']) await mkdir(path.join(scratch, folder));
    system = path.join(scratch, 'system');
    const layers = `lowerdir=/,upperdir=${scratch}/upper,workdir=${scratch}/work`;
    await mount('-t', 'overlay', 'overlay', '-o', layers, system);
    for (const folder of ['/dev', '/proc']) await mount('--bind', folder, `${system}${folder}`);
    await run(process.execPath, ['build/build.ts', 'command', 'completion', 'screens', 'main', 'licences'], {
      cwd: root,
    });
    for (const version of ['0.1.0-rc.1', '0.1.0']) {
      const { stdout } = await run(
        process.execPath,
        ['build/deb.ts', '--out', scratch, '--version', version],
        {
          cwd: root,
        },
      );
      const file = path.basename(stdout.trim());
      await copyFile(stdout.trim(), path.join(system, 'tmp', file));
      packages.push(`/tmp/${file}`);
    }
    bench = await CommandBench.start();
    await copyFile(bench.sandbox.caFile ?? '', path.join(system, 'etc/sandbox-ca.pem'));
  });

  afterAll(async () => {
    await bench.stop();
    for (const folder of mounted) await run('umount', ['--lazy', folder]);
    await rm(scratch, { recursive: true, force: true });
  });

  test('is installed with a user and a key of its own, serves a login, is upgraded with its data, and purged', async () => {
    const [older = '', newer = ''] = packages;
    expect(await dpkg('--install', older)).toEqual(['enable', 'restart']);
    const key = await stat(path.join(system, 'etc/mailwicket/vault-key'));
    expect([key.mode & 0o777, key.uid]).toEqual([0o600, 0]);
    const data = await stat(path.join(system, 'var/lib/mailwicket'));
    expect([data.mode & 0o777, data.uid]).toEqual([0o700, Number(await inSystem('id', '-u', 'mailwicket'))]);

    const { clientId } = bench.sandbox.clients.appOnly;
    const grant = ['--grant', 'client-credentials', '--client-id', clientId, '--client-secret-stdin'];
    const scope = ['--scope', 'https://outlook.office365.com/.default'];
    const servers = new DataFolder(bench, await scratchFolder()).clientOptions('example.org');
    await command(['client', 'add', '--name', 'Service', ...grant, ...scope, ...servers], `${appSecret}\n`);
    await command(
      ['account', 'add', 'anna@example.org', '--client', 'Service', '--password-stdin'],
      localPassword,
    );

    // its hints are to be typed as they are
    expect(await command(['status'])).toContain('Start it: mailwicket-service serve\n');
    expect(await command(['--help'])).toMatch(
      /^Usage: mailwicket-service (?:(?!\bmailwicket (?!commands))[^])*$/,
    );

    // the variables of the unit are the command's, too
    const variables = path.join(system, 'etc/mailwicket/environment');
    await writeFile(variables, '# both read it\nMAILWICKET_STORE=postgresql://db.example.org\n');
    await expect(command(['status'])).rejects.toThrow('The address of the database cannot be used.');
    await rm(variables);

    const first = await start();
    expect(await login(first.imap)).toMatch(/^a OK/m);
    expect(JSON.parse(await command(['status', '--json']))).toMatchObject({ running: true });
    const notified = (): Promise<string> => readFile(path.join(system, 'tmp/notified'), 'utf8');
    await expect.poll(notified).toMatch(/^--ready .*\nWATCHDOG=1\n/);
    await stop(first.service);
    await expect.poll(notified).toMatch(/\nSTOPPING=1\n$/);

    await inSystem('systemctl', 'disable');
    expect(await dpkg('--install', newer)).toEqual(['disable']);
    await inSystem('systemctl', 'enable');
    expect(await dpkg('--install', newer)).toEqual(['enable', 'restart']);
    expect(await inSystem('dpkg-query', '--show', '--showformat=${Version}', 'mailwicket-service')).toBe(
      '0.1.0',
    );
    const second = await start();
    expect(await login(second.imap)).toMatch(/^a OK/m);
    await stop(second.service);

    expect(await dpkg('--remove', 'mailwicket-service')).toEqual(['stop']);
    expect(await dpkg('--install', newer)).toEqual(['restart']);
    await dpkg('--remove', 'mailwicket-service');
    expect(existsSync(path.join(system, 'usr/lib/mailwicket-service'))).toBe(false);
    expect(existsSync(path.join(system, 'var/lib/mailwicket/settings.json'))).toBe(true);
    // the desktop of this machine reads it too
    await writeFile(path.join(system, 'etc/mailwicket/policy.json'), '{}');
    await inSystem('dpkg', '--purge', 'mailwicket-service');
    for (const left of ['var/lib/mailwicket', 'etc/mailwicket/vault-key', 'usr/sbin/mailwicket-service']) {
      expect([left, existsSync(path.join(system, left))]).toEqual([left, false]);
    }
    expect(existsSync(path.join(system, 'etc/mailwicket/policy.json'))).toBe(true);
    await rm(path.join(system, 'etc/mailwicket/policy.json'));

    // into the image of a machine that does not run: it starts with that machine
    await inSystem('systemctl', 'disable');
    await inSystem('dpkg', '--install', newer);
    expect(existsSync(path.join(system, 'tmp/enabled'))).toBe(true);
    await inSystem('dpkg', '--purge', 'mailwicket-service');
    expect(existsSync(path.join(system, 'etc/mailwicket'))).toBe(false);
  });
});
