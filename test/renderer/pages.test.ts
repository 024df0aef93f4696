import { expect, test } from 'vitest';
import { bench, screensForFile } from '../support/screens-for-each-test.ts';

screensForFile();

test('a page that was never opened before is there at once, without a word of waiting, and nothing is fetched for it', async () => {
  const page = await bench.page();
  const scripts = `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).length`;
  const atFirst = await page.evaluate<number>(scripts);
  expect(atFirst).toBeGreaterThan(0);
  await page.evaluate(`new MutationObserver(() => {
    if (document.querySelector('main').textContent.includes('One moment')) window.waited = true;
  }).observe(document.querySelector('main'), { childList: true, subtree: true })`);
  for (const name of ['OAuth clients', 'Activity', 'Settings']) {
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  }
  expect(await page.evaluate('window.waited')).toBeUndefined();
  expect(await page.evaluate<number>(scripts)).toBe(atFirst);
  expect(bench.complaints).toEqual([]);
});
