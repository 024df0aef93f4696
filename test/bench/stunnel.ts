import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { end, pidOf, type Part } from './child.ts';

/** The program, or undefined where it is not installed. */
export function findStunnel(): string | undefined {
  return ['stunnel4', 'stunnel', '/usr/bin/stunnel4'].find(
    (name) => spawnSync(name, ['-version']).error === undefined,
  );
}

/** stunnel from plain text to TLS, with the server's certificate verified: what Mailwicket's pipe does. */
export async function startStunnel(
  program: string,
  options: { readonly upstream: number; readonly caFile: string; readonly folder: string },
): Promise<Part> {
  const port = await freePort();
  const file = join(options.folder, 'stunnel.conf');
  const lines = [
    'foreground = yes',
    'pid =',
    'debug = notice',
    'syslog = no',
    'socket = l:TCP_NODELAY=1',
    'socket = r:TCP_NODELAY=1',
    '[bench]',
    'client = yes',
    `accept = 127.0.0.1:${port}`,
    `connect = 127.0.0.1:${options.upstream}`,
    `CAfile = ${options.caFile}`,
    'verifyChain = yes',
    'checkIP = 127.0.0.1',
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  const child = spawn(program, [file], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`stunnel ended: ${said.join('\n')}`)));
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (said.length < 50) said.push(line);
      if (line.includes('Configuration successful')) resolve();
    });
  });
  return { port, ca: '', pid: pidOf(child), stop: () => end(child) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
