import type { Clock } from '#core/logging/clock.ts';

/** A wait that ends by itself, or when it is done. */
export interface TimeLimit {
  /** Aborted when the time is up, with a TimeoutError as AbortSignal.timeout has it. */
  readonly signal: AbortSignal;
  /** What was waited for has come. */
  cancel(): void;
}

/** A time limit by the given clock, in milliseconds. */
export function timeLimit(clock: Clock, milliseconds: number): TimeLimit {
  const controller = new AbortController();
  const cancel = clock.after(milliseconds, () =>
    controller.abort(new DOMException('The time is up.', 'TimeoutError')),
  );
  return { signal: controller.signal, cancel };
}
