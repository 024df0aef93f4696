import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { readFile } from 'node:fs/promises';
import { defineConfig, type Plugin } from 'vite';
import { licencesOfABundle } from './licences.ts';

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

/** The screens: dist/renderer, served as app:// by the desktop and over loopback HTTP by the panel. */
export default defineConfig({
  root: fileURLToPath(new URL('../renderer', import.meta.url)),
  base: '/',
  plugins: [react(), installable],
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
