import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import { savedFile } from '../support/journeys/clients.ts';
import { RawClient } from '../support/raw-client.ts';
import { launchChromium, ScreenBench } from '../support/screens.ts';

const password = 'plain-password';
let browser: Browser;
let bench: ScreenBench;
let anna: string;
let bo: string;

beforeAll(async () => {
  browser = await launchChromium();
  bench = await ScreenBench.start({ screens: inject('screens'), browser });
  anna = bench.sandbox.users.anna.address;
  bo = bench.sandbox.users.bo.address;
  await bench.running.addDesktopClient('Sandbox');
  await bench.running.addSignedInAccount(anna, password);
  await bench.running.addSignedInAccount(bo, password);
});
afterAll(async () => {
  await bench.stop();
  await browser.close();
});

async function login(address: string, withPassword: string): Promise<void> {
  const client = await RawClient.connect(bench.running.port('imap'));
  await client.until(/\r\n/);
  await client.ask(`a LOGIN ${address} "${withPassword}"`, /^a .*\r\n/m);
  client.destroy();
}

function lines(page: Page): Locator {
  return page.getByRole('list', { name: 'Activity' }).getByRole('listitem');
}

describe('the activity log', () => {
  test('is live: a login appears at the top while one looks, and opens to its details', async () => {
    const page = await bench.page({ fragment: '#/activity' });
    await lines(page).first().waitFor();
    await login(anna, password);
    const line = lines(page)
      .filter({ hasText: `signed in to ${anna} over IMAP` })
      .first();
    await line.waitFor();
    await line.locator('summary').click();
    await line.getByText('From', { exact: true }).waitFor();
    expect(await line.locator('dl').textContent()).toContain('127.0.0.1');
    await line.locator('summary').click();
    await expect.poll(() => line.locator('dl').count()).toBe(0);
  });

  test('is narrowed by words, account, kind and trouble; new lines obey the filter too', async () => {
    await login(bo, 'wrong password');
    const page = await bench.page({ fragment: '#/activity' });
    const shown = async (): Promise<string[]> => await lines(page).allTextContents();
    await lines(page).filter({ hasText: bo }).first().waitFor();
    await page.getByLabel('Account').selectOption({ label: bo });
    await expect.poll(async () => (await shown()).some((line) => line.includes(anna))).toBe(false);
    expect((await shown()).length).toBeGreaterThan(0);
    await page.getByLabel('Only trouble').check();
    await expect.poll(async () => (await shown()).every((line) => line.includes('Trouble:'))).toBe(true);
    const before = (await shown()).length;
    await login(anna, 'wrong password');
    await login(bo, 'another wrong one');
    await expect.poll(async () => (await shown()).length).toBe(before + 1);
    await page.getByLabel('Only trouble').uncheck();
    await page.getByLabel('Kind').selectOption({ label: 'Sign-ins' });
    await expect.poll(async () => (await shown()).every((line) => line.includes('is signed in'))).toBe(true);
    await page.getByLabel('Search').fill('no such thing');
    await page.getByText('No line fits these filters.').waitFor();
    await page.getByLabel('Search').fill('SIGNED IN');
    await expect.poll(async () => (await shown()).length).toBe(1);
  });

  test('is exported as it is filtered, without anybody’s address, name or password', async () => {
    await login(bo, 'wrong password');
    const page = await bench.page({ fragment: '#/activity' });
    await page.getByLabel('Kind').selectOption({ label: 'Refusals' });
    await lines(page).filter({ hasText: bo }).first().waitFor();
    const button = page.getByRole('button', { name: 'Export' });
    const { name, content } = await savedFile(page, () => button.click());
    expect(name).toBe('mailwicket-activity.jsonl');
    const exported = content.trim().split('\n');
    expect(exported).toHaveLength(await lines(page).count());
    for (const line of exported) expect(JSON.parse(line)).toMatchObject({ kind: 'login-refused' });
    expect(content).toContain('account 2');
    for (const hidden of [anna, bo, 'example.org', 'Sandbox', password, 'wrong password'])
      expect(content).not.toContain(hidden);
  });

  test('tells the sessions of the last hour', async () => {
    const page = await bench.page({ fragment: '#/activity' });
    await login(anna, password);
    await page.getByText(/^\d+ sessions?$/).waitFor();
    await page.getByText(/received, .* sent/).waitFor();
  });
});
