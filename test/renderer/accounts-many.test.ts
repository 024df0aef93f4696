import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchChromium, mainThreadTime, ScreenBench, seriousFindings } from '../support/screens.ts';

const many = 200;

let browser: Browser;
let bench: ScreenBench;

beforeAll(async () => {
  browser = await launchChromium();
  bench = await ScreenBench.start({ screens: inject('screens'), browser });
  await bench.running.addAppOnlyClient('App only');
  for (let number = 0; number < many; number += 1) {
    const address = `mailbox-${String(number).padStart(3, '0')}@example.org`;
    await bench.running.run('account-add', { address, client: 'App only', passwordMode: 'adopt-first' });
  }
});
afterAll(async () => {
  await bench.stop();
  await browser.close();
});

test('two hundred accounts: a change is drawn in under 50 ms of the main thread', async () => {
  const page = await bench.page();
  const rows = page.getByRole('list', { name: /those that need you first/ }).getByRole('listitem');
  await expect.poll(() => rows.count()).toBe(many);
  const spent = await mainThreadTime(browser, page, async () => {
    await bench.running.run('account-pause', { account: 'mailbox-123@example.org' });
    await page.getByRole('listitem').getByText('Paused', { exact: true }).waitFor({ state: 'attached' });
  });
  // a trace without tasks would prove nothing
  expect(spent.all).toBeGreaterThan(0);
  expect(spent.longest).toBeLessThan(50);
  await bench.running.run('account-resume', { account: 'mailbox-123@example.org' });
});

test('two hundred accounts: the search narrows them while one types, by address', async () => {
  const page = await bench.page({ size: 'narrow' });
  const rows = page.getByRole('list', { name: /those that need you first/ }).getByRole('listitem');
  const search = page.getByLabel('Search accounts');
  const spent = await mainThreadTime(browser, page, async () => {
    await search.pressSequentially('MAILBOX-19');
    await page.getByText('10 accounts shown').waitFor();
  });
  expect(spent.longest).toBeLessThan(50);
  expect(await rows.count()).toBe(10);
  expect(await seriousFindings(page)).toEqual([]);
  await search.fill('nobody');
  await page.getByText('No account matches ‘nobody’.').waitFor();
  expect(await rows.count()).toBe(0);
  expect(bench.complaints).toEqual([]);
});
