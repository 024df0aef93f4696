import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchChromium, ScreenBench, type ScreenBenchOptions } from './screens.ts';

type BenchOptions = Omit<ScreenBenchOptions, 'screens' | 'browser'>;

/**
 * Starts a bench before each test of a file and stops it afterwards, in one browser for all of them.
 * @param take - is given each one, before the test
 */
export function screensForEachTest(
  take: (bench: ScreenBench) => void | Promise<void>,
  options: BenchOptions = {},
): {
  /** Another bench in the place of the present one, for a test that needs one of its own kind. */
  readonly restart: (options: BenchOptions) => Promise<void>;
} {
  let browser: Browser;
  let bench: ScreenBench;
  const start = async (wanted: BenchOptions): Promise<void> => {
    bench = await ScreenBench.start({ screens: inject('screens'), browser, ...wanted });
    await take(bench);
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
 * @param take - is given it before the first of them
 */
export function screensForFile(
  take: (bench: ScreenBench) => void | Promise<void>,
  options: BenchOptions = {},
): void {
  let bench: ScreenBench;
  beforeAll(async () => {
    bench = await ScreenBench.start({
      screens: inject('screens'),
      browser: await launchChromium(),
      ...options,
    });
    await take(bench);
  });
  afterAll(async () => {
    await bench.stop();
    await bench.browser.close();
  });
}
