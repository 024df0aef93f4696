import { inEnglish } from '#messages/format.ts';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Option, type Command } from 'commander';
import { z } from 'zod';
import { importFormatSchema, type ImportPlan } from '#contract/commands/setup.ts';
import { carryOut, withGateway, type CommandHost } from './command-host.ts';
import { tell } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const optionsSchema = z.object({
  format: importFormatSchema.optional(),
  client: z.string().optional(),
  dryRun: z.boolean().default(false),
});
/** Octets. */
const largestFile = 2_000_000;
const largestNamed = 100_000;

/** `import`: takes over from another proxy, or from a table of accounts. */
export function addImportCommand(program: Command, host: CommandHost): void {
  program
    .command('import <file>')
    .description('take over OAuth clients and accounts from another proxy, or accounts from a table')
    .addOption(
      new Option('--format <format>', 'told from the file where left out').choices(
        importFormatSchema.options,
      ),
    )
    .option('--client <name>', 'tables: the OAuth client of rows that name none')
    .option('--dry-run', 'say what would be done, and do nothing')
    .action(async (file: string, given: unknown) => {
      const { format, client, dryRun } = optionsSchema.parse(given);
      const content = await readText(file, largestFile);
      if (content === undefined) throw new UsageError(`${file} cannot be read, or has more than 2 MB.`);
      await withGateway(host, async (gateway) => {
        const asked = { content, format, client };
        const first = await carryOut(host, gateway, 'import-plan', asked);
        if (first === undefined) return;
        // what the file names beside itself: certificates and keys
        const files = await filesOf(first.files, path.dirname(file));
        const input = Object.keys(files).length === 0 ? asked : { ...asked, files };
        const plan =
          input === asked ? first : await carryOut(host, gateway, 'import-plan', { ...asked, files });
        if (plan === undefined) return;
        if (dryRun) {
          tell(host.terminal, { plan }, ...planLines(plan, 'would be added'), ...leftLines(plan.notTaken));
          return;
        }
        const done = await carryOut(host, gateway, 'import-apply', input);
        if (done === undefined) return;
        const own = new Set(
          plan.accounts.filter(({ passwordMode }) => passwordMode === 'own').map(({ address }) => address),
        );
        const next = done.accounts.flatMap(({ address, next: step }) => [
          ...(step === 'sign-in' ? [`Next: mailwicket account authorize ${address}`] : []),
          ...(own.has(address) ? [`Next: mailwicket password new ${address}`] : []),
        ]);
        tell(
          host.terminal,
          done,
          ...done.clients.map(({ name }) => `OAuth client ${name}: added`),
          ...done.accounts.map(({ address }) => `${address}: added`),
          ...(done.clients.length + done.accounts.length === 0 ? ['Nothing was added.'] : []),
          ...leftLines(done.notTaken),
          ...next,
        );
      });
    });
}

function planLines(plan: ImportPlan, what: string): string[] {
  const lines = [
    ...plan.clients.map(
      ({ name, exists }) => `OAuth client ${name}: ${exists ? 'is there already, and is used' : what}`,
    ),
    ...plan.accounts.map(({ address, client }) => `${address} (${client}): ${what}`),
  ];
  return lines.length === 0 ? ['There is nothing to add.'] : lines;
}

function leftLines(left: ImportPlan['notTaken']): string[] {
  return left.map(({ what, why }) => `Not taken over: ${inEnglish(what)}. ${inEnglish(why)}`);
}

/** The files that could be read, by the names that the configuration gives them. */
async function filesOf(names: readonly string[], folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of names) {
    const text = await readText(path.resolve(folder, name), largestNamed);
    if (text !== undefined) files[name] = text;
  }
  return files;
}

async function readText(file: string, largest: number): Promise<string | undefined> {
  try {
    const about = await stat(file);
    if (!about.isFile() || about.size > largest) return undefined;
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
