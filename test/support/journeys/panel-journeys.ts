import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { launchChromium, type Size } from '../screens.ts';
import { journeys, looksIn } from './journeys.ts';
import { PanelDesk } from './panel-desk.ts';

/** Every journey over the panel, in one size of the screens: a file for each size, so that two can be gone at once. */
export function describePanelJourneys(size: Size): void {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  describe.each(looksIn(size))('over the panel, in a $size of the screens, $colorScheme', (look) => {
    test.each(journeys)('$title', async ({ go, builtIn }) => {
      const desk = await PanelDesk.start({ screens: inject('screens'), browser }, look, builtIn);
      onTestFinished(() => desk.stop());
      await go(desk);
      expect(desk.complaints).toEqual([]);
    });
  });
}
