import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'core', include: ['test/core/**/*.test.ts'] } },
      { test: { name: 'system', include: ['test/system/**/*.test.ts'], testTimeout: 20_000 } },
      { test: { name: 'shell', include: ['test/electron/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          name: 'renderer',
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
          name: 'interop',
          include: ['test/interop/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
