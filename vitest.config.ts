import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
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

/** Said for each level, as vitest by itself leaves one out: of two that is half. */
const processors = availableParallelism();

// tests start the same programs hundreds of times: what Node has compiled of them is kept for the next start
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('.vitest/compiled', import.meta.url));

// seen by whoever reads the output: these levels are left out, and .ci/run does not let them be
const missing = withoutChromium();
if (missing !== undefined) process.stderr.write(`SKIPPED: screens, stand-in and e2e. ${missing}\n`);
const needsChromium = (files: string): string[] => (missing === undefined ? [files] : []);

/** `npm run fuzz` gives each property test a time. */
const longProperties =
  process.env['MAILWICKET_FUZZ_SECONDS'] === undefined ? [] : ['test/support/long-properties.ts'];

/** The gateway runs in the test's process: nothing else has to check a password that it has derived. */
const quick = ['test/support/english.ts', 'test/support/quick-passwords.ts'];

const onElectron = process.env['MAILWICKET_DESKTOP'] === 'electron';
const e2e = 'test/e2e/**/*.test.ts';
/** They measure how long a page's main thread works: nothing else runs meanwhile. */
const measured = 'test/renderer/*-many.test.ts';

/** What starts servers, processes or browsers, for a machine that has more to do. */
const patient = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 10_000 } },
};
const screens = { globalSetup: ['test/support/screens-setup.ts'], ...patient };

export default defineConfig({
  test: {
    projects: [
      // property tests take a hundred rounds each: a busy machine needs more than the usual five seconds
      {
        test: {
          name: 'core',
          // what a hundred small files import is loaded once for each worker
          isolate: false,
          setupFiles: [...quick, ...longProperties],
          ...turn(0),
          include: ['test/core/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: processors,
        },
      },
      {
        test: {
          name: 'system',
          setupFiles: quick,
          ...turn(1),
          include: ['test/system/**/*.test.ts'],
          ...patient,
          maxWorkers: processors,
        },
      },
      {
        test: {
          name: 'processes',
          setupFiles: ['test/support/english.ts'],
          ...turn(2),
          include: ['test/processes/**/*.test.ts'],
          ...patient,
          maxWorkers: processors,
        },
      },
      {
        test: {
          // what people install: they all read what is built, so one after the other
          name: 'package',
          setupFiles: ['test/support/english.ts'],
          ...turn(3),
          include: ['test/package/**/*.test.ts'],
          globalSetup: ['test/support/desktop-setup.ts'],
          fileParallelism: false,
          ...patient,
        },
      },
      {
        test: {
          name: 'shell',
          setupFiles: ['test/support/english.ts'],
          include: ['test/electron/**/*.test.ts'],
          exclude: missing === undefined ? [] : ['test/electron/stand-in*.test.ts'],
          testTimeout: 30_000,
          maxWorkers: 2,
          ...turn(4),
        },
      },
      {
        test: {
          name: 'renderer',
          setupFiles: ['test/support/english.ts'],
          ...turn(5),
          include: needsChromium('test/renderer/**/*.test.ts'),
          exclude: [measured],
          maxWorkers: 2,
          ...screens,
        },
      },
      {
        test: {
          name: 'main-thread',
          setupFiles: ['test/support/english.ts'],
          ...turn(6),
          include: needsChromium(measured),
          fileParallelism: false,
          ...screens,
        },
      },
      {
        test: {
          // on the stand-in; on real Electron with `npm run test:electron`
          name: 'e2e',
          setupFiles: ['test/support/english.ts'],
          ...turn(7),
          include: onElectron ? [e2e] : needsChromium(e2e),
          globalSetup: ['test/support/desktop-setup.ts'],
          ...patient,
          // each test starts the desktop, and a browser with it; real ones share the clipboard and the keyring
          maxWorkers: onElectron ? 1 : 2,
        },
      },
      {
        test: {
          name: 'interop',
          setupFiles: ['test/support/english.ts'],
          ...turn(8),
          include: ['test/interop/**/*.test.ts'],
          ...patient,
          // each file has mail servers of its own
          maxWorkers: 2,
        },
      },
    ],
  },
});
