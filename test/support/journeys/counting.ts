import type { Page } from 'playwright-core';

/** Counts on the page from now on: clicks, a key that presses a button among them, and fields filled in. */
export async function beginCounting(page: Page): Promise<void> {
  await page.evaluate(`
    window.counted = { clicks: 0, fields: new Set(), paused: false };
    addEventListener('click', () => { if (!counted.paused) counted.clicks += 1; }, true);
    addEventListener('input', (event) => { if (!counted.paused) counted.fields.add(event.target); }, true);
  `);
}

/** What is done meanwhile is not counted. */
export async function uncounted(page: Page, work: () => Promise<void>): Promise<void> {
  await page.evaluate('counted.paused = true; undefined');
  await work();
  await page.evaluate('counted.paused = false; undefined');
}

/** How many there have been. */
export async function soFar(page: Page): Promise<{ readonly clicks: number; readonly fields: number }> {
  return await page.evaluate('({ clicks: counted.clicks, fields: counted.fields.size })');
}
