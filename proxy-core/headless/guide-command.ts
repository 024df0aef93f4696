import { Argument, type Command } from 'commander';
import { z } from 'zod';
import { cloudSchema, grantTypeSchema } from '#contract/grants.ts';
import { providerIdSchema } from '#contract/oauth-client.ts';
import { presetFor } from '#contract/providers/presets.ts';
import { en } from '#messages/en.ts';
import { createTexts, inEnglish } from '#messages/format.ts';
import { choice } from './client-options.ts';
import type { CommandHost } from './command-host.ts';
import { tell, UsageError } from './terminal.ts';

const guideSchema = z.object({ grant: grantTypeSchema.optional(), cloud: cloudSchema.optional() });

/** `guide`: how an OAuth client is registered at a provider, as the screens show it beside the form. */
export function addGuideCommand(program: Command, host: CommandHost): void {
  program
    .command('guide')
    .description('tell step by step how an OAuth client is registered at a provider, and where')
    .addArgument(new Argument('<provider>', 'which one').choices(providerIdSchema.options))
    .addOption(choice('--grant <grant>', 'the usual one where left out', grantTypeSchema.options))
    .addOption(choice('--cloud <cloud>', 'Microsoft: which cloud', cloudSchema.options))
    .action((name: string, given: unknown) => {
      const provider = providerIdSchema.parse(name);
      const { cloud, grant: wanted } = guideSchema.parse(given);
      const preset = presetFor({ provider, cloud });
      const grant = wanted ?? preset.grants[0] ?? 'authorization-code';
      if (!preset.grants.includes(grant))
        throw new UsageError(`${provider} has no such grant. It has: ${preset.grants.join(', ')}.`);
      const { t } = createTexts('en', en);
      const parts = preset.guide(grant).map((part) => ({
        title: t(part.title),
        steps: part.steps.map((step) => t(step.text)),
      }));
      const notes = preset.notes.map(inEnglish);
      const { portal } = preset;
      let number = 0;
      tell(
        host.terminal,
        { provider, grant, portal, parts, notes },
        ...(portal === undefined ? [] : [`${portal.name}: ${portal.url}`]),
        ...parts.flatMap(({ title, steps }) => [
          '',
          title,
          ...steps.map((step) => ` ${String((number += 1)).padStart(2)}. ${step}`),
        ]),
        ...(notes.length === 0 ? [] : ['', 'Good to know', ...notes.map((note) => `  - ${note}`)]),
        '',
        `Then: mailwicket client add --name NAME --provider ${provider} --grant ${grant} --client-id ID (more: mailwicket client add --help)`,
      );
    });
}
