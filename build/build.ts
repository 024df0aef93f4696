import { cp, mkdir, utimes } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { build } from 'vite';
import { isFresh } from './freshness.ts';
import { preloadScripts } from './vite.preload.config.ts';

/**
 * Builds dist/, only what is older than its sources (`--all`: everything). Arguments name the parts that are wanted:
 * main, preload, sign-in-bar, icons, screens; all of them where none is named.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const all = process.argv.includes('--all');
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

interface Part {
  readonly name: string;
  readonly built: string;
  readonly sources: readonly string[];
  readonly make: () => Promise<unknown>;
}

const config = (name: string, mode = 'production'): Promise<unknown> =>
  build({ configFile: join(root, `build/vite.${name}.config.ts`), mode, logLevel: 'warn' });

const parts: readonly Part[] = [
  {
    name: 'main',
    built: 'dist/main/main.js',
    sources: ['electron', 'proxy-core', 'build/vite.main.config.ts', 'build/protected-file-worker.ts'],
    make: () => config('main'),
  },
  ...preloadScripts.map((name) => ({
    name: 'preload',
    built: `dist/preload/${name}.cjs`,
    sources: ['electron/preload', 'electron/ipc/channels.ts', 'build/vite.preload.config.ts'],
    make: () => config('preload', name),
  })),
  {
    name: 'sign-in-bar',
    built: 'dist/sign-in-bar/index.html',
    sources: ['electron/windows/sign-in-bar', 'build/vite.sign-in-bar.config.ts'],
    make: () => config('sign-in-bar'),
  },
  {
    name: 'icons',
    built: 'dist/icons/mailwicket.png',
    sources: ['build/icons/made'],
    make: async () => {
      await mkdir(join(root, 'dist/icons'), { recursive: true });
      await cp(join(root, 'build/icons/made'), join(root, 'dist/icons'), { recursive: true });
    },
  },
  {
    name: 'screens',
    built: 'dist/renderer/index.html',
    sources: ['renderer', 'proxy-core', 'build/vite.renderer.config.ts'],
    make: () => config('renderer'),
  },
];

for (const { name, built, sources, make } of parts) {
  if (named.length > 0 && !named.includes(name)) continue;
  const path = join(root, built);
  const from = [...sources, 'package-lock.json'].map((source) => join(root, source));
  if (!all && (await isFresh(path, from))) continue;
  await make();
  // a copied file keeps its old time, and an unchanged one may not be written at all
  const now = new Date();
  await utimes(path, now, now);
}
