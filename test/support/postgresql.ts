import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeCertificates } from './sandbox/certificates.ts';
import { freePorts } from './dovecot/free-ports.ts';

/** The programs of Debian's package, which are not on the path; undefined where it is not installed. */
function programs(): string | undefined {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? undefined : join('/usr/lib/postgresql', newest, 'bin');
}

/** Why there is no PostgreSQL here; undefined where there is one. With MAILWICKET_REQUIRE_INTEROP=1 there must be. */
export function withoutPostgresql(): string | undefined {
  if (programs() !== undefined) return undefined;
  const why = 'PostgreSQL is not installed: sudo test/interop/install-debian.sh';
  if (process.env['MAILWICKET_REQUIRE_INTEROP'] === '1') throw new Error(why);
  process.stderr.write(`SKIPPED: ${why}\n`);
  return why;
}

/** A server of PostgreSQL for one test file, with nothing that protects it from a loss of power. */
export interface PostgresqlServer {
  /** The address of a new, empty database. */
  newDatabase(): string;
  /** The folder of its socket, and its port. */
  readonly socket: string;
  readonly port: string;
  /** The authority of its certificate (PEM), which is for localhost and 127.0.0.1. */
  readonly certificateAuthority: string;
  /** 'kill': at once, as if the machine went; else it lets nobody in any more, and ends what is under way. */
  stop(how?: 'kill'): Promise<void>;
  start(): Promise<void>;
  /** Runs psql, pg_dump, …: what it prints. */
  run(program: string, args: readonly string[], input?: string): string;
  /** Stops it and removes all of it. */
  remove(): Promise<void>;
}

/** PostgreSQL refuses to run as root. */
function owner(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((user) => user.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

/** Who has to give a password, and to speak TLS; everybody else is let in. */
export const guarded = { user: 'guarded', password: 'a : and a \\ in it' };

/** Makes a server on a port of its own of 127.0.0.1 and 127.0.0.2, and starts it. */
export async function startPostgresql(): Promise<PostgresqlServer> {
  const bin = programs() ?? '';
  const as = owner();
  const folder = mkdtempSync(join(tmpdir(), 'mailwicket-postgresql-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (as !== undefined) for (const path of [folder, data]) chownSync(path, as.uid, as.gid);
  const common = { ...as, cwd: folder, env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', TZ: 'UTC' } };
  const initdb = ['--pgdata', data, '--username', 'mailwicket', '--auth', 'trust', '--encoding', 'UTF8'];
  execFileSync(join(bin, 'initdb'), [...initdb, '--no-sync', '--no-instructions'], {
    ...common,
    stdio: 'pipe',
  });
  const certificates = await makeCertificates();
  const rules = join(data, 'pg_hba.conf');
  const others = readFileSync(rules, 'utf8');
  const files = {
    'server.crt': certificates.cert,
    'server.key': certificates.key,
    'pg_hba.conf': `hostssl all ${guarded.user} samehost scram-sha-256\nhost all ${guarded.user} all reject\nhost all all 127.0.0.2/32 trust\n${others}`,
  };
  for (const [name, content] of Object.entries(files)) {
    const path = join(data, name);
    writeFileSync(path, content, { mode: 0o600 });
    if (as !== undefined) chownSync(path, as.uid, as.gid);
  }
  const [free = 0] = await freePorts(1);
  const port = String(free);
  const settings = {
    port,
    listen_addresses: '127.0.0.1,127.0.0.2',
    ssl: 'on',
    unix_socket_directories: folder,
    fsync: 'off',
    full_page_writes: 'off',
    shared_buffers: '32MB',
    max_connections: '100',
    log_min_messages: 'log',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let server: ChildProcess | undefined;
  let databases = 0;
  const connection = ['--host', '127.0.0.1', '--port', port, '--username', 'mailwicket'];
  const run = (program: string, args: readonly string[], input = ''): string =>
    execFileSync(join(bin, program), [...connection, ...args], {
      ...common,
      input,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
  const start = async (): Promise<void> => {
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...options], {
      ...common,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    server = child;
    let said = '';
    for await (const line of createInterface({ input: child.stderr })) {
      said += `${line}\n`;
      if (line.includes('ready to accept connections')) {
        child.stderr.resume();
        return;
      }
    }
    throw new Error(`PostgreSQL does not start:\n${said}`);
  };
  const stop = async (how?: 'kill'): Promise<void> => {
    if (server === undefined || server.exitCode !== null) return;
    const exit = once(server, 'exit');
    server.kill(how === 'kill' ? 'SIGQUIT' : 'SIGINT');
    await exit;
    server = undefined;
  };
  await start();
  const password = guarded.password.replaceAll("'", "''");
  run('psql', ['--quiet', 'postgres'], `create role ${guarded.user} superuser login password '${password}'`);
  return {
    socket: folder,
    port,
    certificateAuthority: certificates.ca,
    newDatabase() {
      databases += 1;
      run('createdb', [`store${String(databases)}`]);
      return `postgresql://mailwicket@127.0.0.1:${port}/store${String(databases)}`;
    },
    stop,
    start,
    run,
    async remove() {
      await stop('kill');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
