import { expect, test } from 'vitest';
import { enterPage, focused, tabTo } from '../support/keyboard.ts';
import { screensForEachTest } from '../support/screens-for-each-test.ts';
import type { ScreenBench } from '../support/screens.ts';

let bench: ScreenBench;
screensForEachTest(async (started) => {
  bench = started;
  await bench.running.addDesktopClient('Sandbox');
});

test('an account is checked, and given and denied a password, with the keyboard alone', async () => {
  const { address } = bench.sandbox.users.anna;
  await bench.running.addSignedInAccount(address, 'one');
  const page = await bench.page();
  await tabTo(page, address);
  await enterPage(page, address);
  await tabTo(page, 'Check now');
  await page.keyboard.press('Enter');
  await page.getByText(/^Everything works\./).waitFor();
  await tabTo(page, 'Overview');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('region', { name: 'Local passwords' }).waitFor();
  await tabTo(page, 'Name for a new password');
  await page.keyboard.type('Laptop');
  await page.keyboard.press('Enter');
  await page.getByText('The password “Laptop”').waitFor();
  await tabTo(page, 'Revoke Laptop');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await expect.poll(() => focused(page)).toBe('Cancel');
  await tabTo(page, 'Revoke');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => bench.running.gateway.snapshot.accounts[0]?.passwords.map(({ name }) => name))
    .toEqual(['first']);
  expect(bench.complaints).toEqual([]);
});

test('accounts are imported with the keyboard alone', async () => {
  const page = await bench.page();
  await tabTo(page, 'Bring settings from another proxy');
  await enterPage(page, 'Import');
  await tabTo(page, 'Paste the content instead');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Content of the file');
  await page.keyboard.insertText('address,client\nkim@example.org,Sandbox\n');
  await tabTo(page, 'Show what would be added');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Import 1 account');
  await page.keyboard.press('Enter');
  await tabTo(page, 'Sign in: kim@example.org');
  await enterPage(page, 'kim@example.org');
  expect(bench.running.gateway.snapshot.accounts).toMatchObject([{ address: 'kim@example.org' }]);
  expect(bench.complaints).toEqual([]);
});
