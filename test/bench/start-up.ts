import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { end, pidOf } from './child.ts';
import { memory, spread } from './measurements.ts';

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
    const child = spawn(
      process.execPath,
      [
        '--max-semi-space-size=1',
        command,
        'serve',
        '--data',
        data,
        '--imap',
        '0',
        '--pop',
        'off',
        '--smtp',
        'off',
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    for await (const line of createInterface({ input: child.stdout })) if (/ready/i.test(line)) break;
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
