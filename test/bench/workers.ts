import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net, { type Socket } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { end, password, pidOf, startPart, startTokenEndpoint } from './child.ts';
import { memory, processor } from './measurements.ts';
import { heard } from './way.ts';

/*
 * Idle sessions over several workers of the command as it is: `node test/bench/workers.ts SESSIONS WORKERS`. A process
 * may have only so many open files (ulimit -n), of which a session takes two in its worker, and one in this process.
 */

const [sessions = 18_000, workers = 2] = process.argv.slice(2).map(Number);
/** Of them, a mail server (a process with its own open files) has so many. */
const servers = 2;
const atOnce = 50;
const program = join(import.meta.dirname, '../../proxy-core/headless/mailwicket.ts');

const folder = await mkdtemp(join(tmpdir(), 'mailwicket-workers-'));
const provider = await startTokenEndpoint();
const parts = await Promise.all(Array.from({ length: servers }, () => startPart('mail-stand-in.ts', [])));
const authorities = join(folder, 'authorities.pem');
await writeFile(authorities, parts.map(({ ca }) => ca).join('\n'));
const env = { ...process.env, NODE_EXTRA_CA_CERTS: authorities, MAILWICKET_VAULT_KEY: '' };

function does(input: string, ...args: readonly string[]): void {
  const done = spawnSync(process.execPath, [program, ...args, '--data', folder], { env, input });
  if (done.status !== 0) throw new Error(done.stderr.toString());
}

for (const [at, { port }] of parts.entries()) {
  const name = `bench${String(at)}`;
  const about = [
    '--name',
    name,
    '--provider',
    'custom',
    '--grant',
    'client-credentials',
    '--client-id',
    name,
  ];
  const where = ['--token-url', provider.url, '--scope', 'mail', '--imap', `127.0.0.1:${String(port)}:tls`];
  does('secret\n', 'client', 'add', ...about, ...where, '--client-secret-stdin');
  does(password, 'account', 'add', userOf(at), '--client', name, '--password-stdin');
}

function userOf(at: number): string {
  return `${String(at % servers)}@example.org`;
}

const flags = ['--max-semi-space-size=1', program, 'serve', '--data', folder, '--log-level', 'error'];
const ports = ['--imap', '0', '--pop', 'off', '--smtp', 'off', '--workers', String(workers)];
const serving = spawn(process.execPath, [...flags, ...ports], { env, stdio: ['ignore', 'pipe', 'inherit'] });
const pid = pidOf(serving);
const open: Socket[] = [];
try {
  const [ready] = z.tuple([z.string()]).parse(await once(createInterface(serving.stdout), 'line'));
  const port = Number(/imap=(\d+)/.exec(ready)?.[1]);
  await logIn(port, 0);
  await wait(5_000);
  const before = { memory: memory(pid) ?? 0, processor: processor(pid) ?? 0, at: performance.now() };
  await Promise.all(Array.from({ length: atOnce }, () => logInMore(port)));
  const after = { processor: processor(pid) ?? 0, at: performance.now() };
  await wait(60_000);
  const idle = { memory: memory(pid) ?? 0, processor: processor(pid) ?? 0 };
  const closed = open.filter(({ destroyed }) => destroyed).length;
  console.log(
    `Node ${process.versions.node}, ${String(cpus().length)} processors: ${String(open.length)} sessions over ${String(workers)} workers, ${String(closed)} of them closed`,
  );
  const logins = `${((after.at - before.at) / 1_000).toFixed(0)} s for the logins, ${(((after.processor - before.processor) / open.length) * 1_000).toFixed(2)} ms of the processor each`;
  console.log(logins);
  console.log(
    `memory of all processes: ${(before.memory / 1_024).toFixed(0)} MB before, ${(idle.memory / 1_024).toFixed(0)} MB with them, ${((idle.memory - before.memory) / open.length).toFixed(1)} kB a session`,
  );
  console.log(`a minute of idleness: ${(idle.processor - after.processor).toFixed(2)} s of the processor`);
} finally {
  for (const socket of open) socket.destroy();
  await end(serving);
  provider.close();
  await Promise.all(parts.map((part) => part.stop()));
  await rm(folder, { recursive: true, force: true });
}

async function logInMore(port: number): Promise<void> {
  while (open.length < sessions) await logIn(port, open.length);
}

async function logIn(port: number, at: number): Promise<void> {
  // from an address there are some 28,000 ports to one other
  const localAddress = `127.0.0.${String(2 + (at % 8))}`;
  const socket = net.connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
  open.push(socket);
  socket.on('error', () => {});
  await once(socket, 'connect');
  await heard(socket, '* OK');
  socket.write(`a LOGIN ${userOf(at)} ${password}\r\n`);
  const answer = await heard(socket, 'a ');
  if (!answer.includes('a OK')) throw new Error(`login ${String(at)} was refused: ${answer}`);
}
