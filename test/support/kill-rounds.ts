import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { renewerOver } from './renewer.ts';
import { startSandbox } from './sandbox/sandbox.ts';

const renewer = fileURLToPath(new URL('./token-renewer.ts', import.meta.url));

export interface KillRounds {
  readonly rounds: number;
  /** How many renewals the killed processes had made. */
  readonly renewals: number;
  /** The longest time that an account needed to renew after a kill. Milliseconds. */
  readonly longestRecovery: number;
  /** The most files that a vault had at the end. */
  readonly files: number;
}

/**
 * Kills a process with SIGKILL while it rotates an account's refresh token, again and again at random moments, and
 * has another renew from what is left. Rejects if the store does not open once, or the account cannot renew.
 * @param lanes - so many accounts, each with a store of its own, side by side: whoever comes after a kill waits for
 *   some seconds, until the dead one's lock counts as left behind
 */
export async function killRounds(rounds: number, lanes: number): Promise<KillRounds> {
  const folder = await mkdtemp(join(tmpdir(), 'mailwicket-kill-'));
  const sandbox = await startSandbox();
  const children = new Set<ChildProcess>();
  let left = rounds;
  let renewals = 0;
  let longestRecovery = 0;
  let files = 0;
  const run = async (lane: number): Promise<void> => {
    const key = randomBytes(32);
    const options = {
      folder: join(folder, `vault-${String(lane)}`),
      key,
      tokenUrl: `${sandbox.provider.url}/organizations/oauth2/v2.0/token`,
      clientId: sandbox.clients.desktop.clientId,
    };
    await renewerOver(options).signIn(async (url) => {
      await sandbox.provider.approve(url, sandbox.users.anna.address);
    });
    while (left > 0) {
      left -= 1;
      const child = spawn(
        process.execPath,
        [renewer, options.folder, key.toString('hex'), options.tokenUrl, options.clientId],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      children.add(child);
      child.once('exit', () => children.delete(child));
      const made = await killedAfter(child, randomInt(0, 25));
      renewals += made;
      const before = performance.now();
      await renewerOver(options).renew();
      longestRecovery = Math.max(longestRecovery, performance.now() - before);
    }
    files = Math.max(files, (await readdir(options.folder)).length);
  };
  try {
    await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
    return { rounds, renewals, longestRecovery, files };
  } finally {
    left = 0;
    for (const child of children) child.kill('SIGKILL');
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Lets it renew a few times, then kills it somewhere in the next; the number of renewals. */
async function killedAfter(child: ChildProcess, milliseconds: number): Promise<number> {
  if (child.stdout === null) throw new Error('the process has no output');
  const lines = createInterface({ input: child.stdout });
  let renewals = 0;
  const exit = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('exit', (_code, by) => resolve(by));
  });
  const begun = Promise.withResolvers<void>();
  lines.on('line', () => {
    renewals += 1;
    begun.resolve();
  });
  const ended = exit.then(() => {
    throw new Error('the process ended before it was killed');
  });
  ended.catch(() => undefined);
  await Promise.race([begun.promise, ended]);
  setTimeout(() => child.kill('SIGKILL'), milliseconds);
  const signal = await exit;
  lines.close();
  if (signal !== 'SIGKILL') throw new Error(`the process ended by itself (${String(signal)})`);
  return renewals;
}
