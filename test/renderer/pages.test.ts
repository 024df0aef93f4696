import { expect, test } from 'vitest';
import { screensForFile } from '../support/screens-for-each-test.ts';
import type { ScreenBench } from '../support/screens.ts';

let bench: ScreenBench;
screensForFile((started) => {
  bench = started;
});

test('a page that was never opened before is there at once, without a word of waiting', async () => {
  const page = await bench.page();
  const fetched = `performance.getEntriesByType('resource').filter(({ name }) => /-screen-[^/]+\\.js$/.test(name)).length`;
  await expect.poll(() => page.evaluate<number>(fetched)).toBeGreaterThanOrEqual(6);
  await page.evaluate(`new MutationObserver(() => {
    if (document.querySelector('main').textContent.includes('One moment')) window.waited = true;
  }).observe(document.querySelector('main'), { childList: true, subtree: true })`);
  for (const name of ['OAuth clients', 'Activity', 'Settings']) {
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  }
  expect(await page.evaluate('window.waited')).toBeUndefined();
  expect(bench.complaints).toEqual([]);
});

test('one that is opened before it has come says that it is coming, and then is there', async () => {
  const page = await (await bench.browser.newContext()).newPage();
  const asked = Promise.withResolvers<void>();
  const may = Promise.withResolvers<void>();
  await page.route(/\/settings-screen-[^/]+\.js$/, async (route) => {
    asked.resolve();
    await may.promise;
    await route.continue();
  });
  await page.goto(bench.panel.address);
  await asked.promise;
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByText('One moment…').waitFor();
  may.resolve();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  await page.context().close();
});
