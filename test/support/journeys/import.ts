import type { Page } from 'playwright-core';
import { openSettings, openTab } from './settings.ts';

/** How one takes over what another proxy, or a table, says; as functions of a page. */

/** Opens the page for it from wherever one is. */
export async function openImport(page: Page): Promise<void> {
  await openSettings(page);
  await openTab(page, 'Help');
  await page.getByRole('link', { name: 'Bring settings from another proxy' }).click();
  await page.getByRole('heading', { level: 1, name: 'Import' }).waitFor();
}

/** Pastes a content and looks at what would be taken over. */
export async function seePlan(page: Page, content: string, client?: string): Promise<void> {
  await page.getByText('Paste the content instead').click();
  await page.getByLabel('Content of the file').fill(content);
  await page.getByRole('button', { name: 'Show what would be added' }).click();
  await page.getByRole('button', { name: 'Choose something else' }).waitFor();
  if (client === undefined) return;
  await page.getByLabel('OAuth client of rows that name none').selectOption({ label: client });
  await page.getByRole('button', { name: /^Import \d/ }).waitFor();
}

/** Drops a file somewhere on the page, as from a folder's window. */
export async function dropFile(page: Page, name: string, content: string): Promise<void> {
  await page.evaluate(`(() => {
    const files = new DataTransfer();
    files.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}));
    for (const type of ['dragover', 'drop'])
      document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: files }));
  })()`);
}

/** Everything that is not taken over, with the reasons. */
export async function notTaken(page: Page): Promise<string> {
  return (await page.getByRole('row').filter({ hasText: 'Left out' }).allInnerTexts()).join('\n');
}

/** Takes over so many accounts. */
export async function takeOver(page: Page, accounts: number): Promise<void> {
  const name = accounts === 1 ? 'Import 1 account' : `Import ${String(accounts)} accounts`;
  await page.getByRole('button', { name }).click();
  await page.getByRole('status').filter({ hasText: 'imported' }).waitFor();
}
