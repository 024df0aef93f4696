import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const configFile = fileURLToPath(new URL('../../build/vite.renderer.config.ts', import.meta.url));

/** Builds the screens into a folder of its own, so that a build elsewhere cannot pull them away. */
export async function buildScreens(outDir: string): Promise<void> {
  await build({ configFile, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
}
