import { vi } from 'vitest';

/**
 * Has every property test go on for a time of its own instead of a number of rounds: what `npm run fuzz` sets up. The
 * properties and their inputs stay those of the short run.
 */
const endless = {
  seed: Number(process.env['MAILWICKET_FUZZ_SEED']),
  numRuns: Number.MAX_SAFE_INTEGER,
  interruptAfterTimeLimit: Number(process.env['MAILWICKET_FUZZ_SECONDS']) * 1_000,
};

vi.setConfig({ testTimeout: 0 });
vi.mock(import('fast-check'), async (original) => {
  const actual = await original();
  const assert = new Proxy(actual.assert, {
    apply: (target, self, [property, options]: unknown[]): unknown =>
      Reflect.apply(target, self, [property, { ...Object(options), ...endless }]),
  });
  return { ...actual, assert };
});
