import type { Page } from 'playwright-core';
import { openSettings } from './settings.ts';

/** How one takes over what another proxy, or a table, says; as functions of a page. */

/** Opens the page for it from wherever one is. */
export async function openImport(page: Page): Promise<void> {
  await openSettings(page);
  await page.getByRole('link', { name: 'Bring settings from another proxy' }).click();
  await page.getByRole('heading', { level: 1, name: 'Import' }).waitFor();
}

/** Pastes a content and looks at what would be taken over. */
export async function seePlan(page: Page, content: string, client?: string): Promise<void> {
  await page.getByLabel('Or paste its content').fill(content);
  if (client !== undefined)
    await page.getByLabel('OAuth client of rows that name none').selectOption({ label: client });
  await page.getByRole('button', { name: 'See what would be imported' }).click();
  await page.getByRole('button', { name: 'Choose something else' }).waitFor();
}

/** Everything that is not taken over, with the reasons. */
export async function notTaken(page: Page): Promise<string> {
  return await page.getByRole('region', { name: 'Not taken over' }).innerText();
}

/** Takes over so many accounts. */
export async function takeOver(page: Page, accounts: number): Promise<void> {
  const name = accounts === 1 ? 'Import 1 account' : `Import ${String(accounts)} accounts`;
  await page.getByRole('button', { name }).click();
  await page.getByRole('region', { name: 'Imported' }).waitFor();
}
