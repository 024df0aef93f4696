import { verbatim } from '#messages/message.ts';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { enterPage, focused, tabTo } from '../support/keyboard.ts';
import { bench, screensForEachTest } from '../support/screens-for-each-test.ts';

screensForEachTest();

test('a client is added, tried out and removed with the keyboard alone; the focus is never lost', async () => {
  const page = await bench.page();
  await tabTo(page, 'OAuth clients');
  await enterPage(page, 'OAuth clients');
  await page.getByText(/^No OAuth client yet/).waitFor();
  await tabTo(page, 'Add an OAuth client');
  await enterPage(page, 'Add an OAuth client');
  await tabTo(page, 'OAuth flow / grant');
  // what there is to choose comes with the provider's preset
  await page.getByRole('option', { name: /^App-only/ }).waitFor({ state: 'attached' });
  await page.keyboard.type('App-only');
  await page.getByLabel('Client secret', { exact: true }).waitFor();
  await tabTo(page, 'Client ID');
  await page.keyboard.type('the-id');
  // the guide, and the way back from it
  await tabTo(page, 'Where do I find this? (Directory (tenant))');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toContain('“Directory (tenant) ID” is the tenant.');
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Back to the field');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('Where do I find this? (Directory (tenant))');
  await tabTo(page, 'Directory (tenant)', 'Shift+Tab');
  await page.keyboard.type('contoso.example');
  // too early: it goes to what is missing
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('Client secret');
  await page.keyboard.type('very~secret');
  await tabTo(page, 'Name');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Made by keyboard');
  await enterPage(page, 'Made by keyboard');
  expect(bench.running.gateway.snapshot.clients).toMatchObject([
    {
      name: 'Made by keyboard',
      grant: 'client-credentials',
      tenant: 'contoso.example',
      credential: 'secret',
    },
  ]);
  await tabTo(page, 'Change');
  await enterPage(page, 'Change Made by keyboard');
  await tabTo(page, 'Cancel');
  await enterPage(page, 'Made by keyboard');
  await askToRemove();
  // Escape closes the dialog, and the focus is back at the button of the menu
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  await expect.poll(() => focused(page)).toBe('More to do with this client');
  await page.keyboard.press('Shift+Tab');
  await askToRemove();
  await tabTo(page, 'Remove');
  await page.keyboard.press('Enter');
  await page.getByText(/^No OAuth client yet/).waitFor();
  expect(bench.complaints).toEqual([]);

  async function askToRemove(): Promise<void> {
    await chooseRemove(page);
    await page.getByRole('dialog').waitFor();
    await expect.poll(() => focused(page)).toBe('Cancel');
  }
});

/** Opens the client's menu and chooses the line that asks whether to remove it. */
async function chooseRemove(page: Page): Promise<void> {
  await tabTo(page, 'More to do with this client');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('Duplicate');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toBe('Remove');
  await page.keyboard.press('Enter');
}

test('a client that signs accounts in is kept, and Enter puts the note about it away', async () => {
  await bench.running.addDesktopClient('Sandbox');
  await bench.running.run('account-add', { address: 'kim@example.org', client: 'Sandbox' });
  const [client] = bench.running.gateway.snapshot.clients;
  const page = await bench.page({ fragment: `#/client/${client?.id ?? ''}` });
  await chooseRemove(page);
  await page.getByRole('dialog').getByRole('link', { name: 'kim@example.org' }).waitFor();
  await expect.poll(() => focused(page)).toBe('Close');
});

test('a line of activity is opened, and a port is changed, with the keyboard alone', async () => {
  bench.running.gateway.activity.note({
    kind: 'token',
    text: verbatim('A line.'),
    details: { seconds: 7 },
  });
  const page = await bench.page({ fragment: '#/activity' });
  await page.getByText('A line').waitFor();
  await tabTo(page, 'Only trouble');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('seconds', { exact: true }).waitFor();
  await tabTo(page, 'Settings', 'Shift+Tab');
  await enterPage(page, 'Settings');
  await tabTo(page, 'General');
  for (const tab of ['Ports', 'Devices', 'Encryption']) {
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: tab, selected: true }).waitFor();
    await expect.poll(() => focused(page)).toBe(tab);
  }
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await tabTo(page, 'Serve POP');
  await page.keyboard.press('Space');
  await expect.poll(() => bench.running.gateway.snapshot.settings?.listeners.pop).toBe('off');
  // the tabs are one page
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
});
