import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findDesktopRuntime } from './desktop-runtime.ts';

/** `npm run test:electron`: the same specs of the shell as in `npm test`, on real Electron. */

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const runtime = await findDesktopRuntime();
if (runtime.kind === 'missing') process.stdout.write(`The desktop's tests are skipped: ${runtime.reason}.\n`);
const child = spawn(process.execPath, [vitest, 'run', '--project', 'e2e', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, MAILWICKET_DESKTOP: 'electron' },
});
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
