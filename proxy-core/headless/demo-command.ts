import { msg } from '#messages/message.ts';
import type { Command } from 'commander';
import { z } from 'zod';
import type { CommandHost } from './command-host.ts';
import { complain } from './terminal.ts';

const optionsSchema = z.object({ once: z.boolean().default(false) });
/** The demo is beside the tests, with the sandbox that it needs; an installed Mailwicket comes without. */
const demoModule = new URL('../../test/support/demo/demo.ts', import.meta.url).href;
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
      const loaded: unknown = await import(demoModule).catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
      const demo = demoSchema.safeParse(loaded);
      if (!demo.success) {
        complain(host.terminal, {
          code: 'no-demo',
          message: msg('command.demoNotHere'),
          fix: msg('command.runDemoFromCheckout', { command: 'npm run demo' }),
        });
        host.fail();
        return;
      }
      if (!(await demo.data.runDemo({ once, output: host.terminal.output }))) host.fail();
    });
}

function isMissing(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
  );
}
