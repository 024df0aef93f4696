import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { hoodiecrowInABundle } from './hoodiecrow-in-a-bundle.ts';
import { licencesOfABundle } from './licences.ts';
import { protectedFileWorker } from './protected-file-worker.ts';
import { httpWithoutUndici, readable } from './readable-bundle.ts';

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
