import { existsSync } from 'node:fs';

/** Where Chromium is: CHROMIUM_PATH, or Debian's place. */
export const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Why the tests that need a browser cannot run here; undefined where they can, or where they must. */
export function withoutChromium(): string | undefined {
  if (existsSync(chromiumPath) || process.env['MAILWICKET_REQUIRE_INTEROP'] === '1') return undefined;
  return `Chromium is not at ${chromiumPath}: apt-get install chromium, or set CHROMIUM_PATH`;
}
