import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findDesktopRuntime } from './desktop-runtime.ts';

/**
 * `npm start`: the desktop, or, where it cannot be had, the same screens in the browser.
 * Further arguments go to what is started.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const given = process.argv.slice(2);

const runtime = await findDesktopRuntime();
const built = await run(process.execPath, [
  'build/build.ts',
  ...(runtime.kind === 'there' ? [] : ['screens']),
]);
if (built !== 0) process.exitCode = built;
else if (runtime.kind === 'there') process.exitCode = await run(runtime.binary, ['dist', ...given]);
else {
  process.stderr.write(`No desktop: ${runtime.reason}. The same screens are served to the browser.\n`);
  const serve = ['proxy-core/headless/mailwicket.ts', 'serve', '--panel', '--open'];
  process.exitCode = await run(process.execPath, [...serve, ...given]);
}

/** Runs a program to its end, in the checkout. @returns its exit status */
function run(file: string, args: readonly string[]): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const child = spawn(file, args, { cwd: root, stdio: 'inherit' });
  // a terminal's Ctrl-C reaches the child as well, and it is the child that ends; other signals are passed on
  const onTerminate = (): void => {
    child.kill('SIGTERM');
  };
  process.on('SIGINT', leaveToChild).on('SIGTERM', onTerminate);
  child.once('error', reject);
  child.once('exit', (code, signal) => {
    process.off('SIGINT', leaveToChild).off('SIGTERM', onTerminate);
    resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1));
  });
  return promise;
}

function leaveToChild(): void {}
