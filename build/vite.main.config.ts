import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { licencesOfABundle } from './licences.ts';
import { protectedFileWorker, httpWithoutUndici, readable } from './node-bundle.ts';

/** The main process: one ES module with every package that it uses, so that nothing else has to be installed. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  publicDir: false,
  plugins: [httpWithoutUndici(), protectedFileWorker()],
  ssr: { noExternal: true },
  build: {
    ssr: 'electron/main.ts',
    outDir: 'dist/main',
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    sourcemap: true,
    license: { fileName: licencesOfABundle },
    rolldownOptions: {
      external: ['electron'],
      output: { format: 'es', entryFileNames: 'main.js', codeSplitting: false, minify: readable },
    },
  },
});
