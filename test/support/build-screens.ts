import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const configFile = fileURLToPath(new URL('../../build/vite.renderer.config.ts', import.meta.url));

/** Builds the screens into a folder of its own, so that a build elsewhere cannot pull them away. */
export async function buildScreens(outDir: string, plugins: readonly Plugin[] = []): Promise<void> {
  await build({ configFile, logLevel: 'warn', plugins: [...plugins], build: { outDir, emptyOutDir: true } });
}
