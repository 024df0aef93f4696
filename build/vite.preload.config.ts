import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export const preloadScripts = ['preload', 'sign-in-bar'] as const;

/**
 * A preload script: one CommonJS file, as a sandboxed one can load nothing but `electron`. Each is built by itself
 * (`--mode NAME`), so that they share no third file.
 */
export default defineConfig(({ mode }) => {
  const name = preloadScripts.find((script) => script === mode) ?? 'preload';
  return {
    root: fileURLToPath(new URL('..', import.meta.url)),
    publicDir: false,
    build: {
      outDir: 'dist/preload',
      emptyOutDir: false,
      target: 'chrome140',
      minify: false,
      lib: { entry: `electron/preload/${name}.ts`, formats: ['cjs'], fileName: () => `${name}.cjs` },
      rolldownOptions: { external: ['electron'] },
    },
  };
});
