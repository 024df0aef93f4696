import { expect } from 'vitest';

/** Vitest's asymmetric matchers, typed: any text that contains this one. */
export function containing(text: string): unknown {
  return expect.stringContaining(text);
}

/** Any text that does not contain this one. */
export function notContaining(text: string): unknown {
  return expect.not.stringContaining(text);
}

/** Any text in which this pattern is found. */
export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
