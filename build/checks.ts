import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';

/** Formatting, lint and types, side by side; of those that fail, what they say. */
const run = promisify(exec);
const said = z.object({ stdout: z.string(), stderr: z.string() });

const results = await Promise.allSettled(
  ['format:check', 'lint', 'types'].map((name) => run(`npm run --silent ${name}`, { maxBuffer: 2 ** 26 })),
);
for (const result of results) {
  if (result.status === 'fulfilled') continue;
  const { stdout, stderr } = said.parse(result.reason);
  process.stderr.write(`${stdout}${stderr}`);
  process.exitCode = 1;
}
