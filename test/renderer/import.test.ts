import { expect, test } from 'vitest';
import { enterPage, tabTo } from '../support/keyboard.ts';
import { dropFile, notTaken, seePlan } from '../support/journeys/import.ts';
import { bench, screensForEachTest } from '../support/screens-for-each-test.ts';

screensForEachTest();

test('a table is shown first, with what is not taken and why; then it is taken over, and the next step is a link', async () => {
  await bench.running.addDesktopClient('Sandbox');
  await bench.running.run('account-add', { address: 'bo@example.org', client: 'Sandbox' });
  const page = await bench.page({ fragment: '#/import' });
  const table =
    'address,client,password\nkim@example.org,,x\nkim@example.org,Sandbox,x\nbo@example.org,Sandbox,x\nlena@example.org,Nobody,x\n';
  const file = { name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from(table) };
  await page.getByLabel('Configuration or table').setInputFiles(file);
  const client = page.getByLabel('OAuth client of rows that name none');
  await client.waitFor();
  expect(await page.locator('h1:focus').textContent()).toBe('Import');
  await client.selectOption({ label: 'Sandbox' });
  const accounts = page.getByRole('row').filter({ hasText: 'New account' });
  await accounts.filter({ hasText: 'kim@example.org' }).waitFor();
  expect(await accounts.count()).toBe(1);
  const left = await notTaken(page);
  expect(left).toContain('There is no OAuth client Nobody: add it first.');
  expect(left).toContain('There is already an account with this address.');
  expect(left).toContain('This address is in the file more than once: its first row counts.');
  expect(left).toContain('Secrets aren’t imported from a table');
  // nothing has been changed so far
  expect(bench.running.gateway.snapshot.accounts).toHaveLength(1);
  await page.getByRole('button', { name: 'Import 1 account' }).click();
  await page.getByText('1 account imported').waitFor();
  expect(await page.locator('h1:focus').textContent()).toBe('Import');
  await page.getByRole('link', { name: 'Sign in: kim@example.org' }).click();
  await page.getByRole('heading', { level: 1, name: 'kim@example.org' }).waitFor();
  expect(bench.running.gateway.snapshot.accounts.map(({ address }) => address)).toEqual([
    'bo@example.org',
    'kim@example.org',
  ]);
  expect(bench.complaints).toEqual([]);
});

test('where every row waits for a client to be chosen, that is said, and not that there is nothing', async () => {
  await bench.running.addDesktopClient('Sandbox');
  const page = await bench.page({ fragment: '#/import' });
  await seePlan(page, 'address\nkim@example.org\n');
  await page.getByText('As it stands, nothing of it can be imported.').waitFor();
  expect(await notTaken(page)).toContain('none is chosen for such rows');
  await page.getByLabel('OAuth client of rows that name none').selectOption({ label: 'Sandbox' });
  await page.getByRole('button', { name: 'Import 1 account' }).waitFor();
});

test('a file that is dropped anywhere on the page is shown in the same way', async () => {
  await bench.running.addDesktopClient('Sandbox');
  const page = await bench.page({ fragment: '#/import' });
  await page.getByText('Drop the file anywhere on this page').waitFor();
  await dropFile(page, 'accounts.csv', 'address,client\nkim@example.org,Sandbox\n');
  await page.getByRole('row').filter({ hasText: 'kim@example.org' }).getByText('New account').waitFor();
  await page.getByRole('button', { name: 'Import 1 account' }).waitFor();
});

test('a file that was mended can be chosen again, and one that cannot be read is told', async () => {
  const page = await bench.page({ fragment: '#/import' });
  const field = page.getByLabel('Configuration or table');
  const file = { name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from('Dear all') };
  await field.setInputFiles(file);
  await page.getByRole('alert').waitFor();
  // a browser tells no change where the field has the same file already
  expect(await field.inputValue()).toBe('');
  await page.evaluate("File.prototype.arrayBuffer = () => Promise.reject(new Error('a folder'))");
  for (const again of [() => field.setInputFiles(file), () => dropFile(page, 'accounts.csv', 'Dear all')]) {
    await again();
    await page.getByText('accounts.csv can’t be read.').waitFor();
    await page.getByText('Paste the content instead').waitFor();
  }
  expect(bench.complaints).toEqual([]);
});

test('what is of no known format is told, and one can choose again', async () => {
  const page = await bench.page({ fragment: '#/import' });
  await page.getByText('Paste the content instead').click();
  const field = page.getByLabel('Content of the file');
  await field.fill('Dear all,\nplease find attached');
  await page.getByRole('button', { name: 'Show what would be added' }).click();
  await page.getByRole('alert').waitFor();
  await field.fill('address,client\n');
  await page.getByRole('button', { name: 'Show what would be added' }).click();
  await page.getByText('There is nothing in it to import.').waitFor();
  await page.getByRole('button', { name: 'Choose something else' }).click();
  await page.getByText('Paste the content instead').waitFor();
});

test('accounts are imported with the keyboard alone', async () => {
  await bench.running.addDesktopClient('Sandbox');
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
