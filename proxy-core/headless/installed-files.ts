import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { HostInfo } from '#contract/commands/host.ts';

/** The folder of the checkout or of the installed package: the nearest one above this file with a package.json. */
export const installedFolder = ((): string => {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json')) && folder !== path.dirname(folder)) {
    folder = path.dirname(folder);
  }
  return folder;
})();

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
