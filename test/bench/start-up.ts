import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { end, pidOf, startPart } from './child.ts';
import { logins, memory, spread } from './measurements.ts';
import { through } from './way.ts';

const command = join(import.meta.dirname, '../../dist/command/mailwicket.js');

export interface StartUp {
  /** Milliseconds until Node has run an empty script, and until the built command serves; the medians. */
  readonly bare: number;
  readonly ready: number;
  /** Megabytes (10^6 octets) that the service takes a second later. */
  readonly memory: number | undefined;
}

/** How long the built command takes until it serves, beside Node without anything. Build it first. */
export async function startUp(folder: string): Promise<StartUp> {
  const bare: number[] = [];
  const ready: number[] = [];
  let atRest: number | undefined;
  for (let round = 0; round < 7; round += 1) {
    let started = performance.now();
    await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit');
    bare.push(performance.now() - started);
    const data = await mkdtemp(join(folder, 'data-'));
    started = performance.now();
    const { child } = await serve(data);
    ready.push(performance.now() - started);
    atRest = memory(pidOf(child));
    await end(child);
  }
  return {
    bare: spread(bare).median,
    ready: spread(ready).median,
    memory: atRest === undefined ? undefined : atRest / 1e3,
  };
}

/**
 * How long the first login takes that the built command serves after a start, and what later ones take: milliseconds,
 * medians. The account has a password that Mailwicket made, and a token that is kept.
 * @param server - the mail server's port, and the file with its authority
 */
export async function firstLogin(
  folder: string,
  server: { readonly port: number; readonly caFile: string },
): Promise<{ readonly first: number; readonly later: number }> {
  const data = await mkdtemp(join(folder, 'data-'));
  const setUp = await startPart('gateway-process.ts', [String(server.port), server.caFile, data]);
  // its token is on disk from now on
  await logins(through('set-up', setUp, 'password'), 1);
  await setUp.stop();
  const first: number[] = [];
  const later: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    const { child, port } = await serve(data);
    const way = through('serve', { port, pid: pidOf(child), password: setUp.password }, 'password');
    first.push((await logins(way, 1)).median);
    later.push((await logins(way, 20)).median);
    await end(child);
  }
  return { first: spread(first).median, later: spread(later).median };
}

/** Starts the built command on a folder, with IMAP on a free port, and waits until it serves. */
async function serve(data: string): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const ports = ['--imap', '0', '--pop', 'off', '--smtp', 'off'];
  const child = spawn(process.execPath, [command, 'serve', '--data', data, ...ports], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /^ready imap=(\d+)/.exec(line)?.[1];
    if (port !== undefined) return { child, port: Number(port) };
  }
  throw new Error('the service ended before it was ready');
}
