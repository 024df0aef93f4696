import { existsSync } from 'node:fs';

/**
 * Debian's headless shell: the engine of Chromium without the windows and tool bars that the whole browser makes for
 * each page, hidden as they are, which take most of a test's time.
 */
const headlessShell = '/usr/lib/chromium/chromium-headless-shell';

/** Where Chromium is: CHROMIUM_PATH, or Debian's places. */
export const chromiumPath =
  process.env['CHROMIUM_PATH'] ?? (existsSync(headlessShell) ? headlessShell : '/usr/bin/chromium');

/** Why the tests that need a browser cannot run here; undefined where they can, or where they must. */
export function withoutChromium(): string | undefined {
  if (existsSync(chromiumPath) || process.env['MAILWICKET_REQUIRE_INTEROP'] === '1') return undefined;
  return `Chromium is not at ${chromiumPath}: apt-get install chromium-headless-shell, or set CHROMIUM_PATH`;
}
