import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { HostInfo } from '#contract/commands/host.ts';

/** The folder of the checkout or of the installed package: this file is two below it, as is the bundle's (dist/command). */
export const installedFolder = path.join(import.meta.dirname, '../..');

/** Which program this is, and on which system. */
export function aboutProgram(): Pick<HostInfo, 'version' | 'platform'> {
  const text = readFileSync(path.join(installedFolder, 'package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(text));
  const { platform } = process;
  return {
    version,
    platform: platform === 'win32' ? 'windows' : platform === 'darwin' ? 'macos' : 'linux',
  };
}
