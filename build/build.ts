import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { z } from 'zod';
import { isFresh } from './freshness.ts';
import { billOfMaterials, bundledPackages, licencesOfABundle, licencesText } from './licences.ts';
import { command, main, preload, screens, signInBar } from './bundles.ts';

/**
 * Builds dist/, only what is older than its sources (`--all`: everything). Arguments name the parts that are wanted:
 * command, completion, screens, main, preload, sign-in-bar, icons, manifest, licences. All of them where none is named. The desktop is the
 * folder dist with all but the command, and starts from there.
 */

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const all = process.argv.includes('--all');
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

interface Part {
  readonly name: string;
  readonly built: string;
  readonly sources: readonly string[];
  readonly make: () => Promise<unknown>;
}

/** What Electron and its builder read of an application. It names no packages: all that runs is in the bundles. */
const manifest = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  author: z.string(),
  homepage: z.url(),
  type: z.literal('module'),
  productName: z.string(),
  desktopName: z.string(),
});

async function readManifest(): Promise<z.infer<typeof manifest>> {
  return manifest.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
}

const isNotForInstallers = (path: string): boolean => !/sizes|\.icns$/.test(path);

/** The bundles with packages of others in them; preload and the sign-in bar have none. */
const bundles = ['command', 'main', 'renderer'] as const;

const parts: readonly Part[] = [
  {
    name: 'command',
    built: 'dist/command/mailwicket.js',
    sources: ['proxy-core', 'test/support', 'build/bundles.ts', 'build/node-bundle.ts'],
    make: () => build(command),
  },
  {
    name: 'manifest',
    built: 'dist/package.json',
    sources: ['package.json', 'build/registrations.json', 'build/build.ts'],
    make: async () => {
      const about = await readManifest();
      await mkdir(join(root, 'dist'), { recursive: true });
      await cp(join(root, 'build/registrations.json'), join(root, 'dist/registrations.json'));
      await writeFile(
        join(root, 'dist/package.json'),
        `${JSON.stringify({ ...about, main: 'main/main.js', bin: { 'mailwicket-cli': 'dist/command/mailwicket.js' } }, undefined, 2)}\n`,
      );
    },
  },
  {
    name: 'main',
    built: 'dist/main/main.js',
    sources: ['electron', 'proxy-core', 'build/bundles.ts', 'build/node-bundle.ts'],
    make: () => build(main),
  },
  ...['preload', 'sign-in-bar'].map((name) => ({
    name: 'preload',
    built: `dist/preload/${name}.cjs`,
    sources: ['electron/preload', 'electron/ipc/channels.ts', 'build/bundles.ts'],
    make: () => build(preload(name)),
  })),
  {
    name: 'sign-in-bar',
    built: 'dist/sign-in-bar/index.html',
    sources: ['electron/windows/sign-in-bar', 'build/bundles.ts'],
    make: () => build(signInBar),
  },
  {
    name: 'icons',
    built: 'dist/icons/mailwicket.png',
    sources: ['build/icons/made'],
    make: async () => {
      await mkdir(join(root, 'dist/icons'), { recursive: true });
      await cp(join(root, 'build/icons/made'), join(root, 'dist/icons'), {
        recursive: true,
        filter: isNotForInstallers,
      });
    },
  },
  {
    name: 'screens',
    built: 'dist/renderer/index.html',
    sources: ['renderer', 'proxy-core', 'build/bundles.ts'],
    make: () => build(screens),
  },
  {
    name: 'completion',
    built: 'dist/completion/mailwicket.bash',
    sources: ['dist/command/mailwicket.js'],
    make: async () => {
      await mkdir(join(root, 'dist/completion'), { recursive: true });
      for (const shell of ['bash', 'zsh', 'fish']) {
        const { stdout } = await run(process.execPath, ['dist/command/mailwicket.js', 'completion', shell], {
          cwd: root,
        });
        await writeFile(join(root, `dist/completion/mailwicket.${shell}`), stdout);
      }
    },
  },
  {
    name: 'licences',
    built: 'dist/renderer/licences.txt',
    sources: bundles.map((name) => `dist/${name}/${licencesOfABundle}`),
    make: async () => {
      const packages = await bundledPackages(
        bundles.map((name) => join(root, 'dist', name, licencesOfABundle)),
      );
      await writeFile(join(root, 'dist/renderer/licences.txt'), licencesText(packages));
      const bill = billOfMaterials(await readManifest(), packages);
      await writeFile(join(root, 'dist/mailwicket.cdx.json'), `${JSON.stringify(bill, undefined, 2)}\n`);
    },
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
