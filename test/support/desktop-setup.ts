import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const builder = fileURLToPath(new URL('../../build/build.ts', import.meta.url));

/** Builds what is older than its sources, once for all tests that start the desktop. */
export async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, [builder]);
}
