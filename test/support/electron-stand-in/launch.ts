import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

/**
 * Starts an app as `electron APP …` does: APP is a folder with a package.json that names its main module, or
 * a file. The app becomes ready when its main module has run to its end.
 */
const [runtime = '', , target = '.', ...rest] = process.argv;
const path = resolve(target);
process.argv = [runtime, path, ...rest];

function mainModule(): string {
  if (!statSync(path).isDirectory()) return path;
  const manifest: unknown = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  return join(path, z.object({ main: z.string() }).parse(manifest).main);
}

Object.defineProperty(process.versions, 'electron', { value: 'stand-in', enumerable: true });
const { listenToTests } = await import('./control.ts');
listenToTests();
await import(pathToFileURL(mainModule()).href);
const { lifecycle } = await import('./lifecycle.ts');
const { app } = await import('./app.ts');
lifecycle.becomeReady();
app.emit('ready', {});
