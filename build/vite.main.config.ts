import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { protectedFileWorker } from './protected-file-worker.ts';

/** The main process: one ES module, as a packaged application has no TypeScript to strip. Packages stay outside. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  publicDir: false,
  plugins: [protectedFileWorker()],
  build: {
    ssr: 'electron/main.ts',
    outDir: 'dist/main',
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      external: ['electron'],
      output: { format: 'es', entryFileNames: 'main.js', codeSplitting: false },
    },
  },
});
