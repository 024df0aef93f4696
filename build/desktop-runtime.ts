import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What starting the desktop needs. */
export type DesktopRuntime =
  { readonly kind: 'there'; readonly binary: string } | { readonly kind: 'missing'; readonly reason: string };

/**
 * Whether the desktop can be started here: Electron's program was downloaded, and there is a display. Nothing is
 * downloaded for the answer (importing `electron` would).
 * @param electron - the folder of the package electron
 */
export async function findDesktopRuntime({
  electron = join(import.meta.dirname, '../node_modules/electron'),
  platform = process.platform,
  environment = process.env,
}: {
  readonly electron?: string;
  readonly platform?: NodeJS.Platform;
  readonly environment?: Readonly<Record<string, string | undefined>>;
} = {}): Promise<DesktopRuntime> {
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  // the package writes the program's path there once it has been unpacked
  const path = await readFile(join(electron, 'path.txt'), 'utf8').catch(() => undefined);
  const folder = override ?? join(electron, 'dist');
  const binary = join(folder, path?.trim() ?? 'electron');
  const isThere =
    (path !== undefined || override !== undefined) &&
    (await stat(binary).then(
      (found) => found.isFile(),
      () => false,
    ));
  if (!isThere) {
    return {
      kind: 'missing',
      reason: "Electron's program is not here (npx install-electron fetches it)",
    };
  }
  const display = environment['DISPLAY'] ?? environment['WAYLAND_DISPLAY'] ?? '';
  if (platform === 'linux' && display === '') {
    return { kind: 'missing', reason: 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)' };
  }
  return { kind: 'there', binary };
}
