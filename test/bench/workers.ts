import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { end, password, pidOf, startPart, startTokenEndpoint, type Part } from './child.ts';
import { memory, processor } from './measurements.ts';

/*
 * Idle sessions over several workers of the command as it is: `node test/bench/workers.ts SESSIONS WORKERS`. A process
 * may have only so many open files (ulimit -n), of which a session takes two in its worker.
 */

const [sessions = 18_000, workers = 2] = process.argv.slice(2).map(Number);
/** Processes with open files of their own, of mail servers and of mail programs alike. */
const servers = 2;
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

const flags = [program, 'serve', '--data', folder, '--log-level', 'error'];
const ports = ['--imap', '0', '--pop', 'off', '--smtp', 'off', '--workers', String(workers)];
const serving = spawn(process.execPath, [...flags, ...ports], { env, stdio: ['ignore', 'pipe', 'inherit'] });
const pid = pidOf(serving);
const clients: Part[] = [];
const addresses = Array.from({ length: servers }, (_, at) => userOf(at));
/** Nothing is left to do of the logins, and of their garbage. Milliseconds. */
const calm = 15_000;
try {
  const [ready] = z.tuple([z.string()]).parse(await once(createInterface(serving.stdout), 'line'));
  const port = Number(/imap=(\d+)/.exec(ready)?.[1]);
  const logIn = async (count: number): Promise<void> => {
    const args = [port, count, ...addresses].map(String);
    clients.push(await startPart('idle-clients.ts', args));
  };
  await logIn(1);
  await wait(5_000);
  const before = { memory: memory(pid) ?? 0, processor: processor(pid) ?? 0, at: performance.now() };
  await Promise.all(Array.from({ length: servers }, () => logIn(sessions / servers)));
  const after = { processor: processor(pid) ?? 0, at: performance.now() };
  await wait(calm);
  const calmed = processor(pid) ?? 0;
  await wait(60_000);
  const idle = { memory: memory(pid) ?? 0, processor: processor(pid) ?? 0 };
  // each of these has ended where one of its sessions has
  for (const client of clients) process.kill(client.pid, 0);
  console.log(
    `Node ${process.versions.node}, ${String(cpus().length)} processors: ${String(sessions)} sessions over ${String(workers)} workers`,
  );
  const logins = `${((after.at - before.at) / 1_000).toFixed(0)} s for the logins, ${(((after.processor - before.processor) / sessions) * 1_000).toFixed(2)} ms of the processor each`;
  console.log(logins);
  console.log(
    `memory of all processes: ${(before.memory / 1_024).toFixed(0)} MB before, ${(idle.memory / 1_024).toFixed(0)} MB with them, ${((idle.memory - before.memory) / sessions).toFixed(1)} kB a session`,
  );
  console.log(`a minute of idleness: ${(idle.processor - calmed).toFixed(2)} s of the processor`);
} finally {
  await Promise.all(clients.map((client) => client.stop()));
  await end(serving);
  provider.close();
  await Promise.all(parts.map((part) => part.stop()));
  await rm(folder, { recursive: true, force: true });
}
