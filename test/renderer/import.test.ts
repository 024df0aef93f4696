import { expect, test } from 'vitest';
import { screensForEachTest } from '../support/screens-for-each-test.ts';
import type { ScreenBench } from '../support/screens.ts';

let bench: ScreenBench;
screensForEachTest((started) => {
  bench = started;
});

test('a table is shown first, with what is not taken and why; then it is taken over, and the next step is a link', async () => {
  await bench.running.addDesktopClient('Sandbox');
  await bench.running.run('account-add', { address: 'bo@example.org', client: 'Sandbox' });
  const page = await bench.page({ fragment: '#/import' });
  const look = page.getByRole('button', { name: 'See what would be imported' });
  expect(await look.isDisabled()).toBe(true);
  const table =
    'address,client,password\nkim@example.org,,x\nbo@example.org,Sandbox,x\nlena@example.org,Nobody,x\n';
  const file = { name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from(table) };
  await page.getByLabel('File', { exact: true }).setInputFiles(file);
  await page.getByLabel('OAuth client of rows that name none').selectOption({ label: 'Sandbox' });
  await look.click();
  const accounts = page.getByRole('region', { name: 'Accounts' });
  await accounts.getByText('kim@example.org').waitFor();
  expect(await accounts.getByRole('listitem').count()).toBe(1);
  const left = await page.getByRole('region', { name: 'Not taken over' }).innerText();
  expect(left).toContain('There is no OAuth client Nobody: add it first.');
  expect(left).toContain('There is an account of this address already.');
  expect(left).toContain('Secrets are not taken from a table');
  // nothing has been changed so far
  expect(bench.running.gateway.snapshot.accounts).toHaveLength(1);
  await page.getByRole('button', { name: 'Import 1 account' }).click();
  await page.getByRole('link', { name: 'Sign in: kim@example.org' }).click();
  await page.getByRole('heading', { level: 1, name: 'kim@example.org' }).waitFor();
  expect(bench.running.gateway.snapshot.accounts.map(({ address }) => address)).toEqual([
    'bo@example.org',
    'kim@example.org',
  ]);
  expect(bench.complaints).toEqual([]);
});

test('what is of no known format is told, and one can choose again', async () => {
  const page = await bench.page({ fragment: '#/import' });
  const field = page.getByLabel('Or paste its content');
  await field.fill('Dear all,\nplease find attached');
  await page.getByRole('button', { name: 'See what would be imported' }).click();
  await page.getByRole('alert').waitFor();
  await field.fill('address,client\n');
  await page.getByRole('button', { name: 'See what would be imported' }).click();
  await page.getByText('There is nothing in it to import.').waitFor();
  await page.getByRole('button', { name: 'Choose something else' }).click();
  await field.waitFor();
});
