import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** The folder of the checkout or of the installed package: the nearest one above this file with a package.json. */
export const installedFolder = ((): string => {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json')) && folder !== path.dirname(folder)) {
    folder = path.dirname(folder);
  }
  return folder;
})();

/** Which version of Mailwicket this is. */
export function installedVersion(): string {
  const text = readFileSync(path.join(installedFolder, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
