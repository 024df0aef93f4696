import type { Clock } from '#core/logging/clock.ts';

/** Panels start with the session as we do, and some of them later. Milliseconds between looks. */
const looks = [2_000, 3_000, 5_000, 10_000, 20_000, 40_000] as const;

/**
 * Shows the icon as soon as there is a place for it.
 * @param possible - whether there is one now
 * @returns whether there was one at the first look
 */
export async function showWhenPossible(options: {
  readonly possible: () => Promise<boolean>;
  readonly show: () => void;
  readonly clock: Clock;
}): Promise<boolean> {
  const { possible, show, clock } = options;
  if (await possible()) {
    show();
    return true;
  }
  const lookAgain = (round: number): void => {
    const pause = looks[round];
    if (pause === undefined) return;
    clock.after(pause, () => {
      void possible().then((now) => (now ? show() : lookAgain(round + 1)));
    });
  };
  lookAgain(0);
  return false;
}
