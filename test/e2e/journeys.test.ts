import { describe, expect, test } from 'vitest';
import { journeys, looksIn } from '../support/journeys/journeys.ts';
import { describeDesktop } from './support/desktop-bench.ts';
import { DesktopDesk } from './support/desktop-desk.ts';

/** Every journey over the preload bridge. The narrow window is the same screens: the panel's journeys have it. */
describeDesktop('the screens over the preload bridge', () => {
  describe.each(looksIn('window'))('in a $size, $colorScheme', (look) => {
    test.each(journeys)('$title', async ({ go, builtIn }) => {
      const desk = await DesktopDesk.start(look, builtIn);
      await go(desk);
      expect(desk.complaints).toEqual([]);
    });
  });
});
