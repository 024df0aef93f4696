/** Time, as a dependency: tests turn it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once, after so many milliseconds; does not keep the process alive. Ends with the returned function. */
  after(milliseconds: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    // setTimeout turns anything above 2^31-1 into 1 ms
    const timer = setTimeout(callback, Math.min(milliseconds, 0x7fffffff));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Waits for the work or for the signal, whichever is first; rejects with the signal's reason. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  // each login waits here, and Promise.race would keep more for it
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(signal.reason);
    if (signal.aborted) aborted();
    else signal.addEventListener('abort', aborted, { once: true });
    const over = (): void => signal.removeEventListener('abort', aborted);
    work.finally(over).then(resolve, reject);
  });
}

/**
 * Waits for the work, but no longer than its signal lives or the time allows: then the controller is aborted
 * with the error, and the wait ends even if the work does not listen.
 */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  limit: { clock: Clock; milliseconds: number; controller: AbortController; late(): Error },
): Promise<T> {
  const { clock, milliseconds, controller } = limit;
  const cancel = clock.after(milliseconds, () => controller.abort(limit.late()));
  try {
    return await untilAborted(work(controller.signal), controller.signal);
  } finally {
    cancel();
  }
}

/** Lets so many milliseconds pass; rejects with the signal's reason if that comes first. */
export async function pause(clock: Clock, milliseconds: number, signal?: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancel = clock.after(milliseconds, resolve);
  try {
    await untilAborted(promise, signal);
  } finally {
    cancel();
  }
}

/** Waits for the work, however it ends, but no longer than so many milliseconds. */
export async function within(clock: Clock, milliseconds: number, work: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const cancel = clock.after(milliseconds, late.resolve);
  await Promise.race([work.catch(() => undefined), late.promise]);
  cancel();
}

/** A wait that ends by itself, or when it is done. */
interface TimeLimit {
  /** Aborted when the time is up, with a TimeoutError as AbortSignal.timeout has it. */
  readonly signal: AbortSignal;
  /** What was waited for has come. */
  cancel(): void;
}

/**
 * A time limit by the given clock, in milliseconds.
 * @param outer - aborts it too, with its own reason; AbortSignal.any would do the same at ten times the cost
 */
export function timeLimit(clock: Clock, milliseconds: number, outer?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  const cancelTimer = clock.after(milliseconds, () =>
    controller.abort(new DOMException('The time is up.', 'TimeoutError')),
  );
  const follow = (): void => controller.abort(outer?.reason);
  if (outer?.aborted === true) follow();
  else outer?.addEventListener('abort', follow);
  const cancel = (): void => {
    cancelTimer();
    outer?.removeEventListener('abort', follow);
  };
  return { signal: controller.signal, cancel };
}
