import type { Command } from 'commander';
import { z } from 'zod';
import type { CommandHost } from './command-host.ts';

const optionsSchema = z.object({ once: z.boolean().default(false) });
/** The demo is beside the tests, with the sandbox that it needs; or beside the bundle that this file is in. */
const demoModule = new URL(
  import.meta.url.endsWith('.ts') ? '../../test/support/demo/demo.ts' : './demo.js',
  import.meta.url,
).href;
const demoSchema = z.object({ runDemo: z.custom<RunDemo>((value) => typeof value === 'function') });
type RunDemo = (options: {
  readonly once: boolean;
  readonly output: NodeJS.WritableStream;
}) => Promise<boolean>;

/** `demo`: a provider and mail servers of the sandbox, and the whole way of a login shown in words. */
export function addDemoCommand(program: Command, host: CommandHost): void {
  program
    .command('demo')
    .description('show the whole way of a login against a sandbox; stays up with settings to try')
    .option('--once', 'end after the demonstration: 0 if all went well, else 1')
    .action(async (given: unknown) => {
      const { once } = optionsSchema.parse(given);
      // its mail programs are old on purpose: what Node says of them helps nobody
      process.noDeprecation = true;
      const { runDemo } = demoSchema.parse(await import(demoModule));
      if (!(await runDemo({ once, output: host.terminal.output }))) host.fail();
    });
}
