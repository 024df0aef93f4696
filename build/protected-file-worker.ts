import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import { readable } from './readable-bundle.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Puts the thread that opens certificates beside a bundle of the core, where proxy-core/oauth/protected-file.ts looks
 * for it: one CommonJS file with all that it needs, as a thread can be started from it wherever it lies, in an asar
 * archive too.
 */
export function protectedFileWorker(): Plugin {
  return {
    name: 'mailwicket:protected-file-worker',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) throw new Error('The bundle has no folder to put the thread into.');
      await build({
        configFile: false,
        root,
        publicDir: false,
        logLevel: 'warn',
        ssr: { noExternal: true },
        build: {
          ssr: join(root, 'proxy-core/oauth/protected-file-worker.ts'),
          outDir: dir,
          emptyOutDir: false,
          target: 'node20',
          minify: false,
          rolldownOptions: {
            output: {
              format: 'cjs',
              entryFileNames: 'protected-file-worker.cjs',
              codeSplitting: false,
              minify: readable,
            },
          },
        },
      });
    },
  };
}
