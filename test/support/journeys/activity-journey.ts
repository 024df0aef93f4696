import { expect } from 'vitest';
import { beginAccount, beginFirstAccount, goOnWithClient, newPassword } from './accounts.ts';
import { addServiceClient } from './clients.ts';
import { looksRight, type Desk } from './desk.ts';
import { imapDoor, login } from './mail-program.ts';
import type { Locator, Page } from 'playwright-core';

/** What people do with the activity log, as functions of a page. */

/** What is narrowed down; '' and false show everything again. */
interface LogFilter {
  readonly search?: string;
  /** An account's address, as it stands in the list. */
  readonly account?: string;
  readonly kind?: string;
  readonly onlyTrouble?: boolean;
}

/** Opens the log from wherever one is. */
async function openActivity(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
}

/** The lines that are shown, the newest first. */
function lines(page: Page): Locator {
  return page.getByRole('list', { name: 'Activity' }).getByRole('listitem');
}

/** Shows only the lines that fit; what is left out stays as it is. */
async function narrow(page: Page, filter: LogFilter): Promise<void> {
  const { search, account, kind, onlyTrouble } = filter;
  if (search !== undefined) await page.getByLabel('Search').fill(search);
  if (account !== undefined)
    await page
      .getByLabel('Account', { exact: true })
      .selectOption({ label: account === '' ? 'All accounts' : account });
  if (kind !== undefined)
    await page.getByLabel('Kind', { exact: true }).selectOption({ label: kind === '' ? 'Everything' : kind });
  if (onlyTrouble !== undefined) await page.getByLabel('Only trouble').setChecked(onlyTrouble);
}

/** Opens a line to its details. @returns them */
async function detailsOf(line: Locator): Promise<string> {
  await line.locator('summary').click();
  const details = line.locator('dl');
  await details.waitFor();
  return await details.innerText();
}

/** What happened, as it happens: found, understood, and passed on. */
export async function activityJourney(desk: Desk): Promise<void> {
  const { page, sandbox } = desk;
  const anna = sandbox.users.anna.address;
  const bo = sandbox.users.bo.address;
  await openActivity(page);
  await looksRight(desk);
  await addServiceClient(page, sandbox, 'Service');
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await beginFirstAccount(page, anna);
  await goOnWithClient(page, 'Service');
  const password = await newPassword(page, anna);
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await beginAccount(page, bo);
  await goOnWithClient(page, 'Service');
  await newPassword(page, bo);
  const endpoint = await imapDoor(page);

  // live
  await openActivity(page);
  await lines(page).first().waitFor();
  expect(await login(endpoint, anna, password)).toContain('a OK');
  const line = lines(page)
    .filter({ hasText: /A mail program signed in over IMAP.*anna@/ })
    .first();
  await line.waitFor();
  expect(await detailsOf(line)).toContain('127.0.0.1');
  await line.locator('summary').click();
  await line.locator('dl').waitFor({ state: 'detached' });
  // the picture says in a table what it draws
  const hour = page.getByRole('table', { name: 'Last hour' });
  await hour
    .getByRole('cell')
    .filter({ hasText: /^[1-9]\d*$/ })
    .first()
    .waitFor({ state: 'attached' });
  await looksRight(desk);

  // narrowed down
  expect(await login(endpoint, bo, 'wrong-word')).toContain('a NO');
  await narrow(page, { account: bo, onlyTrouble: true });
  const shown = async (): Promise<string[]> => await lines(page).allTextContents();
  await expect.poll(async () => (await shown()).filter((text) => text.includes(bo)).length).toBe(1);
  expect(await shown()).toHaveLength(1);
  // what comes now obeys the filter too
  expect(await login(endpoint, anna, 'wrong-word')).toContain('a NO');
  expect(await login(endpoint, bo, 'another-wrong-word')).toContain('a NO');
  // the same again is told in the same line, with how often
  await lines(page).getByText(', 2 times').waitFor();
  expect(await shown()).toHaveLength(1);
  expect((await shown()).join('\n')).not.toContain(anna);
  await narrow(page, { account: '', kind: 'Refusals' });
  await expect.poll(async () => (await shown()).length).toBe(3);
  await narrow(page, { search: 'no such thing' });
  await page.getByText('No line fits these filters.').waitFor();
  await looksRight(desk);
  await narrow(page, { search: bo.toUpperCase() });
  await lines(page).getByText(', 2 times').waitFor();

  // passed on, for others to read
  const button = page.getByRole('button', { name: 'Export' });
  const { name, content } = await desk.savedFile(() => button.click());
  expect(name).toBe('mailwicket-activity.jsonl');
  const exported = content.trim().split('\n');
  expect(exported).toHaveLength(2);
  for (const entry of exported) expect(JSON.parse(entry)).toMatchObject({ kind: 'login-refused' });
  expect(content).toContain('account 2');
  for (const hidden of [anna, bo, 'example.org', 'Service', password, 'wrong-word'])
    expect(content).not.toContain(hidden);
}
