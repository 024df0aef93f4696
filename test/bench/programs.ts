import { spawn, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePorts } from '../support/dovecot/free-ports.ts';
import { end, password, pidOf, token, type Part } from './child.ts';

/** What a program in front of the mail server has to know. */
interface InFront {
  /** The mail server's port, and the file with its authority. */
  readonly upstream: number;
  readonly caFile: string;
  readonly folder: string;
}

/** Whether this machine has the program. */
export function isInstalled(program: 'stunnel4' | 'dovecot'): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

/** stunnel from plain text to TLS, with the server's certificate verified: what Mailwicket's pipe does. */
export async function startStunnel({ upstream, caFile, folder }: InFront): Promise<Part> {
  const [port = 0] = await freePorts(1);
  const file = join(folder, 'stunnel.conf');
  await writeFile(
    file,
    `foreground = yes
pid =
debug = notice
syslog = no
socket = l:TCP_NODELAY=1
socket = r:TCP_NODELAY=1
[bench]
client = yes
accept = 127.0.0.1:${port}
connect = 127.0.0.1:${upstream}
CAfile = ${caFile}
verifyChain = yes
checkIP = 127.0.0.1
`,
  );
  return started('stunnel4', [file], 'Configuration successful', port);
}

/** Dovecot's own login proxy: a password in, XOAUTH2 over verified TLS out. What Mailwicket does, in C. */
export async function startDovecotProxy({ upstream, caFile, folder }: InFront): Promise<Part> {
  const [port = 0] = await freePorts(1);
  const own = join(folder, 'proxy');
  await mkdir(own, { recursive: true });
  const file = join(own, 'dovecot.conf');
  await writeFile(
    file,
    `protocols = imap
listen = 127.0.0.1
base_dir = ${own}/run
state_dir = ${own}/state
instance_name = mailwicket-bench-proxy
log_path = /dev/stderr
ssl = no
ssl_ca = <${caFile}
ssl_require_crl = no
disable_plaintext_auth = no
auth_mechanisms = plain
default_vsz_limit = 0
default_client_limit = 32768
mail_max_userip_connections = 0
passdb {
  driver = static
  args = nopassword=y proxy=y proxy_timeout=30 host=localhost hostip=127.0.0.1 port=${upstream} ssl=yes proxy_mech=xoauth2 pass=${token}
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=/nonexistent
}
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
  service_count = 0
  process_min_avail = 1
  process_limit = 1
  client_limit = 16384
  chroot =
}
`,
  );
  return started('dovecot', ['-F', '-c', file], ' starting up ', port);
}

/** Starts a program, and waits for the line by which it says that it serves. */
async function started(program: string, args: readonly string[], ready: string, port: number): Promise<Part> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  // it is a process group of its own: it must not stay behind a bench that is broken off
  process.once('exit', () => child.kill('SIGTERM'));
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`${program} ended: ${said.join('\n')}`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (said.length < 50) said.push(line);
      if (line.includes(ready)) resolve();
    });
  });
  return { port, ca: '', password, pid: pidOf(child), stop: () => end(child) };
}
