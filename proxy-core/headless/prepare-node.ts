import v8 from 'node:v8';

/** Makes Node as the sources want it: to be called before they are loaded. */
export function prepareNode(): void {
  // V8 may decide after a crowd of logins to make a socket's chunks old at once, for good: each is freed by marking the
  // whole heap then, which takes as much of the processor again as carrying them
  v8.setFlagsFromString('--no-allocation-site-pretenuring');
  // Of objects that grow old slowly, as those of logins and of carried mail do, V8 lets the heap grow by a sixth only before
  // it marks all of it again, on other processors too: half of what 200 sessions that fetch at once took of the processor
  v8.setFlagsFromString('--heap-growing-percent=100');
  // relay/young-space.ts says why, and when it may
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  // a Node before 22 does not have it
  if ('withResolvers' in Promise) return;
  Object.defineProperty(Promise, 'withResolvers', {
    value: withResolvers,
    writable: true,
    configurable: true,
  });
}

function withResolvers<T>(): PromiseWithResolvers<T> {
  let settle: Pick<PromiseWithResolvers<T>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  if (settle === undefined) throw new Error('A promise has not called its executor.');
  return { promise, resolve: settle.resolve, reject: settle.reject };
}
