import { describe, expect, test } from 'vitest';
import { journeys, looksIn } from '../../support/journeys/journeys.ts';
import type { Size } from '../../support/screens.ts';
import { describeDesktop } from './desktop-bench.ts';
import { DesktopDesk } from './desktop-desk.ts';

/** Every journey over the preload bridge, in one size of the window: a file for each, so that two can be gone at once. */
export function describeDesktopJourneys(size: Size): void {
  describeDesktop('the screens over the preload bridge', () => {
    describe.each(looksIn(size))('in a $size, $colorScheme', (look) => {
      test.each(journeys)('$title', async ({ go, builtIn }) => {
        const desk = await DesktopDesk.start(look, builtIn);
        await go(desk);
        expect(desk.complaints).toEqual([]);
      });
    });
  });
}
