import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { HostInfo } from '#contract/commands/host.ts';

/** The folder of the checkout or of the installed package: this file is two below it, as is the bundle's (dist/command). */
export const installedFolder = path.join(import.meta.dirname, '../..');

const manifestSchema = z.object({ version: z.string(), bin: z.record(z.string(), z.string()) });

function manifest(): z.infer<typeof manifestSchema> {
  return manifestSchema.parse(JSON.parse(readFileSync(path.join(installedFolder, 'package.json'), 'utf8')));
}

/** What this command is called where it is installed: `mailwicket-service` in Debian's package, for instance. */
export const commandName = Object.keys(manifest().bin)[0] ?? 'mailwicket';

/** A text of ours with its commands as they are typed here. */
export function asTyped(text: string): string {
  return text.replaceAll(/(?<![\w/.@-])mailwicket (?=[a-z]|--)/gu, `${commandName} `);
}

/** Which program this is, and on which system. */
export function aboutProgram(): Pick<HostInfo, 'version' | 'platform'> {
  const { version } = manifest();
  const { platform } = process;
  return {
    version,
    platform: platform === 'win32' ? 'windows' : platform === 'darwin' ? 'macos' : 'linux',
  };
}
