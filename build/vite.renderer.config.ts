import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { licencesOfABundle } from './licences.ts';

/** The screens: dist/renderer, served as app:// by the desktop and over loopback HTTP by the panel. */
export default defineConfig({
  root: fileURLToPath(new URL('../renderer', import.meta.url)),
  base: '/',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2024',
    // the content security policy allows no data: scripts and no inline ones
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: licencesOfABundle },
    chunkSizeWarningLimit: 1_000,
  },
});
