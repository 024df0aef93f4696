import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { licencesOfABundle } from './licences.ts';
import { protectedFileWorker, httpWithoutUndici, readable } from './node-bundle.ts';

import path from 'node:path';

const sharedModules =
  /[\\/]proxy-core[\\/](?!storage[\\/]postgresql|submission[\\/]submission-server|devices[\\/]device-server)/;

/** The command, and the demo with its sandbox: modules for plain Node, with every package that they use. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  publicDir: false,
  plugins: [httpWithoutUndici(), hoodiecrowInABundle(), protectedFileWorker()],
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: 'dist/command',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    license: { fileName: licencesOfABundle },
    rolldownOptions: {
      input: {
        mailwicket: 'proxy-core/headless/mailwicket.ts',
        worker: 'proxy-core/headless/worker.ts',
        demo: 'test/support/demo/demo.ts',
      },
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        minify: readable,
        // Each file costs a start a millisecond: what several parts share is one, but for what few of them need.
        codeSplitting: { groups: [{ name: 'shared', test: sharedModules, minShareCount: 2 }] },
      },
    },
  },
});

const server = /hoodiecrow-imap[\\/]lib[\\/]server\.js$/;
const folders = ['commands', 'plugins'] as const;

/**
 * hoodiecrow-imap, the demo's IMAP server, loads its commands and plugins by computed names, which no bundler can
 * follow: all that there are are named instead.
 */
function hoodiecrowInABundle(): Plugin {
  return {
    name: 'mailwicket:hoodiecrow-in-a-bundle',
    apply: 'build',
    async transform(code, id) {
      if (!server.test(id)) return undefined;
      const lib = path.dirname(id);
      const entries: string[] = [];
      let changed = code;
      for (const folder of folders) {
        const files = (await readdir(path.join(lib, folder))).filter((file) => file.endsWith('.js'));
        for (const file of files) {
          const name = `./${folder}/${file.slice(0, -'.js'.length)}`;
          entries.push(`${JSON.stringify(name)}: () => require(${JSON.stringify(name)})`);
        }
        const computed = `require("./${folder}/" + `;
        if (!changed.includes(computed)) this.error(`${computed} is no longer in ${id}`);
        changed = changed.replace(computed, `loadNamed("./${folder}/" + `);
      }
      return {
        code: `${changed}\nvar named = { ${entries.join(', ')} };\nfunction loadNamed(name) { return named[name](); }\n`,
        map: null,
      };
    },
  };
}
