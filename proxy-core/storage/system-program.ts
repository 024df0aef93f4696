import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a program of the system without a shell; what it printed. Rejects where it fails or takes too long. */
export type RunProgram = (
  file: string,
  args: readonly string[],
  environment?: Readonly<Record<string, string>>,
) => Promise<string>;

/** PowerShell takes seconds on a machine that has just started; what hangs must not hang the start. Milliseconds. */
const programTimeout = 20_000;
/** More than any of them has to say. Bytes. */
const mostOutput = 1_000_000;

export const runProgram: RunProgram = async (file, args, environment = {}) => {
  const { stdout } = await promisify(execFile)(file, [...args], {
    timeout: programTimeout,
    maxBuffer: mostOutput,
    windowsHide: true,
    env: { ...process.env, ...environment },
  });
  return stdout;
};
