import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Whether an installed desktop shows its first screen: node build/smoke.ts PROGRAM
 * Its fuses let nobody look into it, so it is asked by Chromium's own port for developer tools.
 */
const [program = ''] = process.argv.slice(2);
const patience = 60_000;

const home = await mkdtemp(path.join(tmpdir(), 'mailwicket-smoke-'));
const desktop = spawn(program, [`--user-data-dir=${home}`, '--remote-debugging-port=0'], {
  stdio: 'inherit',
});
const ended = new Promise<void>((resolve) => {
  desktop.once('exit', () => resolve());
  desktop.once('error', () => resolve());
});
process.exitCode = (await showsItsScreen()) ? 0 : 1;
desktop.kill();
await ended;
await rm(home, { recursive: true, force: true, maxRetries: 5 });

async function showsItsScreen(): Promise<boolean> {
  const until = performance.now() + patience;
  while (performance.now() < until && desktop.exitCode === null) {
    await delay(500);
    try {
      // Chromium writes its port there as soon as it listens
      const [port = ''] = (await readFile(path.join(home, 'DevToolsActivePort'), 'utf8')).split('\n');
      const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
      if ((await answer.text()).includes('app://mailwicket/')) return true;
    } catch {
      // not yet
    }
  }
  process.stderr.write('The desktop has not shown its first screen.\n');
  return false;
}
