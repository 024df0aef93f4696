import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** The bar above a sign-in page: dist/sign-in-bar, served as app://sign-in. */
export default defineConfig({
  root: fileURLToPath(new URL('../electron/windows/sign-in-bar', import.meta.url)),
  base: '/',
  build: {
    outDir: fileURLToPath(new URL('../dist/sign-in-bar', import.meta.url)),
    emptyOutDir: true,
    target: 'chrome140',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
