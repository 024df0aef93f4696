import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchChromium, ScreenBench, type ScreenBenchOptions } from './screens.ts';

type BenchOptions = Omit<ScreenBenchOptions, 'screens' | 'browser'>;

/** The bench of the test that runs. */
export let bench: ScreenBench;

/**
 * Starts a bench before each test of a file and stops it afterwards, in one browser for all of them.
 * @param prepare - what each has before its test
 */
export function screensForEachTest(
  options: BenchOptions = {},
  prepare?: () => Promise<void>,
): {
  /** Another bench in the place of the present one, for a test that needs one of its own kind. */
  readonly restart: (options: BenchOptions) => Promise<void>;
} {
  let browser: Browser;
  const start = async (wanted: BenchOptions): Promise<void> => {
    bench = await ScreenBench.start({ screens: inject('screens'), browser, ...wanted });
    await prepare?.();
  };
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(() => start(options));
  afterEach(async () => {
    await bench.stop();
  });
  return {
    restart: async (wanted) => {
      await bench.stop();
      await start(wanted);
    },
  };
}

/**
 * Starts one bench, in a browser of its own, for all tests of a file.
 * @param prepare - what it has before the first of them
 */
export function screensForFile(options: BenchOptions = {}, prepare?: () => Promise<void>): void {
  beforeAll(async () => {
    const browser = await launchChromium();
    bench = await ScreenBench.start({ screens: inject('screens'), browser, ...options });
    await prepare?.();
  });
  afterAll(async () => {
    await bench.stop();
    await bench.browser.close();
  });
}
