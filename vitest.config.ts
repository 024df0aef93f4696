import { defineConfig } from 'vitest/config';
import { withoutChromium } from './test/support/chromium-path.ts';

/**
 * One level after the other: browsers, mail servers and timed sessions do not get on at the same time. In CI,
 * what drives other processes has a second try: a shared machine can stand still for seconds.
 */
const turn = (
  groupOrder: number,
): { readonly sequence: { readonly groupOrder: number }; readonly retry: number } => ({
  sequence: { groupOrder },
  retry: groupOrder > 0 && process.env['CI'] === 'true' ? 1 : 0,
});

// seen by whoever reads the output: these levels are left out, and .ci/run does not let them be
const missing = withoutChromium();
if (missing !== undefined) process.stderr.write(`SKIPPED: screens, stand-in and e2e. ${missing}\n`);
const e2e = 'test/e2e/**/*.test.ts';
const needsChromium = (files: string): string[] => (missing === undefined ? [files] : []);

export default defineConfig({
  test: {
    projects: [
      // property tests take a hundred rounds each: a busy machine needs more than the usual five seconds
      { test: { name: 'core', include: ['test/core/**/*.test.ts'], testTimeout: 30_000, ...turn(0) } },
      { test: { name: 'system', include: ['test/system/**/*.test.ts'], testTimeout: 60_000, ...turn(1) } },
      {
        test: {
          name: 'shell',
          include: ['test/electron/**/*.test.ts'],
          exclude: missing === undefined ? [] : ['test/electron/stand-in*.test.ts'],
          testTimeout: 30_000,
          ...turn(2),
        },
      },
      {
        test: {
          name: 'renderer',
          ...turn(3),
          include: needsChromium('test/renderer/**/*.test.ts'),
          globalSetup: ['test/support/screens-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 10_000 } },
          // each file drives a browser of its own
          fileParallelism: false,
        },
      },
      {
        test: {
          // on the stand-in; on real Electron with `npm run test:electron`
          name: 'e2e',
          ...turn(4),
          include: process.env['MAILWICKET_DESKTOP'] === 'electron' ? [e2e] : needsChromium(e2e),
          globalSetup: ['test/support/desktop-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // each test starts the desktop, and a browser with it
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'interop',
          ...turn(5),
          include: ['test/interop/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
