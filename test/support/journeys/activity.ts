import type { Locator, Page } from 'playwright-core';

/** What people do with the activity log, as functions of a page. */

/** What is narrowed down; '' and false show everything again. */
export interface LogFilter {
  readonly search?: string;
  /** An account's address, as it stands in the list. */
  readonly account?: string;
  readonly kind?: string;
  readonly onlyTrouble?: boolean;
}

/** Opens the log from wherever one is. */
export async function openActivity(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
}

/** The lines that are shown, the newest first. */
export function lines(page: Page): Locator {
  return page.getByRole('list', { name: 'Activity' }).getByRole('listitem');
}

/** Shows only the lines that fit; what is left out stays as it is. */
export async function narrow(page: Page, filter: LogFilter): Promise<void> {
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
export async function detailsOf(line: Locator): Promise<string> {
  await line.locator('summary').click();
  const details = line.locator('dl');
  await details.waitFor();
  return await details.innerText();
}
