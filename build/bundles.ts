import react from '@vitejs/plugin-react';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InlineConfig, Plugin } from 'vite';
import { licencesOfABundle } from './licences.ts';
import { hoodiecrowInABundle, httpWithoutUndici, protectedFileWorker, readable } from './node-bundle.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const license = { fileName: licencesOfABundle };
const common = { configFile: false, logLevel: 'warn', root, publicDir: false } satisfies InlineConfig;

/** Modules for Node. In ASCII: with one typographic quote in it, V8 holds a whole file in two octets a character. */
const modules = { format: 'es', minify: readable, charset: 'ascii' } as const;

/** Not prepare-node, which stands before all else: with it, the whole would be loaded before Node keeps what it compiles. */
const sharedModules =
  /[\\/]proxy-core[\\/](?!storage[\\/]postgresql|submission[\\/]submission-server|devices[\\/]device-server|headless[\\/]prepare-node)/;

/** The command, and the demo with its sandbox: modules for plain Node, with every package that they use. */
export const command: InlineConfig = {
  ...common,
  plugins: [httpWithoutUndici(), hoodiecrowInABundle(), protectedFileWorker()],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: 'dist/command',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    license,
    rolldownOptions: {
      input: {
        mailwicket: 'proxy-core/headless/mailwicket.ts',
        worker: 'proxy-core/headless/worker.ts',
        demo: 'test/support/demo/demo.ts',
      },
      output: {
        ...modules,
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        // Each file costs a start a millisecond: what several parts share is one, but for what few of them need.
        codeSplitting: { groups: [{ name: 'shared', test: sharedModules, minShareCount: 2 }] },
      },
    },
  },
};

/** The main process: one ES module with every package that it uses, so that nothing else has to be installed. */
export const main: InlineConfig = {
  ...common,
  plugins: [httpWithoutUndici(), protectedFileWorker()],
  ssr: { noExternal: true },
  build: {
    ssr: 'electron/main.ts',
    outDir: 'dist/main',
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    sourcemap: true,
    license,
    rolldownOptions: {
      external: ['electron'],
      output: { ...modules, entryFileNames: 'main.js', codeSplitting: false },
    },
  },
};

/** A preload script: one CommonJS file by itself, as a sandboxed one can load nothing but `electron`. */
export function preload(name: string): InlineConfig {
  return {
    ...common,
    build: {
      outDir: 'dist/preload',
      emptyOutDir: false,
      target: 'chrome140',
      minify: false,
      lib: { entry: `electron/preload/${name}.ts`, formats: ['cjs'], fileName: () => `${name}.cjs` },
      rolldownOptions: { external: ['electron'] },
    },
  };
}

/** The pages of a folder. The content security policy allows no data: scripts and no inline ones. */
function pages(folder: string, name: string, target: string): InlineConfig {
  const outDir = join(root, 'dist', name);
  return {
    ...common,
    root: join(root, folder),
    base: '/',
    build: { outDir, emptyOutDir: true, target, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  };
}

/** The bar above a sign-in page, served as app://sign-in. */
export const signInBar = pages('electron/windows/sign-in-bar', 'sign-in-bar', 'chrome140');

/** What a browser needs to install the panel as an app, under names that stay; also the picture of the page. */
const installable: Plugin = {
  name: 'installable',
  transformIndexHtml: () => [
    { tag: 'link', attrs: { rel: 'icon', href: '/icon-256.png' }, injectTo: 'head' },
    { tag: 'link', attrs: { rel: 'manifest', href: '/manifest.webmanifest' }, injectTo: 'head' },
  ],
  async generateBundle() {
    const sizes = ['256', '512'];
    for (const size of sizes) {
      const source = await readFile(new URL(`icons/made/sizes/${size}x${size}.png`, import.meta.url));
      this.emitFile({ type: 'asset', fileName: `icon-${size}.png`, source });
    }
    const manifest = {
      id: '/',
      name: 'Mailwicket',
      short_name: 'Mailwicket',
      start_url: '/',
      scope: '/',
      display: 'standalone',
      // a link that is opened anew comes to the window that is there
      launch_handler: { client_mode: 'navigate-existing' },
      icons: sizes.map((size) => ({ src: `/icon-${size}.png`, sizes: `${size}x${size}`, type: 'image/png' })),
    };
    this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source: JSON.stringify(manifest) });
  },
};

const screenPages = pages('renderer', 'renderer', 'es2024');
/** The screens, served as app:// by the desktop and over loopback HTTP by the panel. */
export const screens: InlineConfig = {
  ...screenPages,
  plugins: [react(), installable],
  build: { ...screenPages.build, license, chunkSizeWarningLimit: 1_500 },
};
