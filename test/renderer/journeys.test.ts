import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { journeys, looks } from '../support/journeys/journeys.ts';
import { PanelDesk } from '../support/journeys/panel-desk.ts';
import { launchChromium } from '../support/screens.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
});

describe.each(looks)('over the panel, in a $size of the screens, $colorScheme', (look) => {
  test.each(journeys)('$title', async ({ go }) => {
    const desk = await PanelDesk.start({ screens: inject('screens'), browser }, look);
    onTestFinished(() => desk.stop());
    await go(desk);
    expect(desk.complaints).toEqual([]);
  });
});
