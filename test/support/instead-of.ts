import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

/**
 * Has functions of one of Node's modules do something else until the test has ended, for what a system does that is not the
 * one at hand.
 * @param module - its default export
 * @param functions - given the functions as they are
 */
export function insteadOf<Module extends object>(
  module: Module,
  functions: (before: Module) => Partial<Module>,
): void {
  const before = { ...module };
  const these = functions(before);
  const put = (values: object): void => {
    Object.assign(module, values);
    syncBuiltinESMExports();
  };
  onTestFinished(() => put(Object.fromEntries(Object.entries(before).filter(([name]) => name in these))));
  put(these);
}

/** What a function of Node's refuses with. */
export function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** The process runs on another system until the test has ended. */
export function onPlatform(platform: NodeJS.Platform): void {
  const before = Object.getOwnPropertyDescriptor(process, 'platform') ?? {};
  onTestFinished(() => void Object.defineProperty(process, 'platform', before));
  Object.defineProperty(process, 'platform', { ...before, value: platform });
}
