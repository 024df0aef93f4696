import { defineConfig } from 'vitest/config';

/** One level after the other: browsers, mail servers and timed sessions do not get on at the same time. */
const turn = (groupOrder: number): { readonly sequence: { readonly groupOrder: number } } => ({
  sequence: { groupOrder },
});

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'core', include: ['test/core/**/*.test.ts'], ...turn(0) } },
      { test: { name: 'system', include: ['test/system/**/*.test.ts'], testTimeout: 20_000, ...turn(1) } },
      { test: { name: 'shell', include: ['test/electron/**/*.test.ts'], testTimeout: 30_000, ...turn(2) } },
      {
        test: {
          name: 'renderer',
          ...turn(3),
          include: ['test/renderer/**/*.test.ts'],
          globalSetup: ['test/support/screens-setup.ts'],
          testTimeout: 60_000,
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
          include: ['test/e2e/**/*.test.ts'],
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
