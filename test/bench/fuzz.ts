/**
 * Property tests for minutes instead of rounds: `npm run fuzz [MINUTES] [SEED]`, ten minutes and a new seed by default.
 * What it finds, fast-check prints with the shortest input that shows it: keep that input as a test beside the property.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const minutes = Number(process.argv[2] ?? 10);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);

const files: string[] = [];
let properties = 0;
for await (const file of glob('test/core/**/*.test.ts', { cwd: root })) {
  const own = await readFile(join(root, file), 'utf8');
  // what several files prove alike has its properties in a file beside them
  const shared = [...own.matchAll(/from '(\.\/[\w-]+-contract\.ts)'/gu)].map(([, name = '']) =>
    readFile(join(root, dirname(file), name), 'utf8'),
  );
  const text = [own, ...(await Promise.all(shared))].join('\n');
  if (!text.includes("from 'fast-check'")) continue;
  files.push(file);
  properties += text.match(/\b(?:fc\.assert|assert|assertProperty)\(/gu)?.length ?? 0;
}
const seconds = Math.max(1, (minutes * 60 * availableParallelism()) / properties);
console.log(`${String(properties)} properties, ${seconds.toFixed(1)} s each, seed ${String(seed)}`);
const run = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...files], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, MAILWICKET_FUZZ_SECONDS: String(seconds), MAILWICKET_FUZZ_SEED: String(seed) },
});
await once(run, 'exit');
process.exitCode = run.exitCode ?? 1;
