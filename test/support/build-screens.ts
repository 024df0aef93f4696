import { build, type Plugin } from 'vite';
import { screens } from '../../build/bundles.ts';

/** Builds the screens into a folder of its own, so that a build elsewhere cannot pull them away. */
export async function buildScreens(outDir: string, plugins: readonly Plugin[] = []): Promise<void> {
  await build({
    ...screens,
    plugins: [screens.plugins, ...plugins],
    build: { ...screens.build, outDir },
  });
}
