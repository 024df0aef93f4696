import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

/**
 * What people do with OAuth clients, as functions of a page: whichever way its screens are connected to the core.
 * They find things as a person does, by their labels.
 */

/** The fields of the form, by their labels; those that are left out stay as they are. */
export type ClientForm = Readonly<
  Partial<
    Record<
      | 'Name'
      | 'Client ID'
      | 'Directory (tenant)'
      | 'Client secret'
      | 'The secret ends on'
      | 'Redirect URI'
      | 'Permission URL'
      | 'Token URL'
      | 'Device code URL'
      | 'OAuth scope'
      | 'IMAP server'
      | 'POP server'
      | 'SMTP server',
      string
    >
  >
>;

const folded = [
  'Permission URL',
  'Token URL',
  'Device code URL',
  'OAuth scope',
  'IMAP server',
  'POP server',
  'SMTP server',
];

/** Opens the empty form from the list of clients. */
export async function beginClient(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'OAuth clients', exact: true }).click();
  await page.getByRole('link', { name: 'Add an OAuth client' }).click();
  await page.getByRole('heading', { level: 1, name: 'Add an OAuth client' }).waitFor();
}

/** Chooses whose client it is and how it signs in. */
export async function chooseGrant(page: Page, provider: string, grant: RegExp): Promise<void> {
  await page.getByLabel('Provider').selectOption({ label: provider });
  const field = page.getByLabel('OAuth flow / grant');
  const option = field.getByRole('option').filter({ hasText: grant });
  await option.waitFor({ state: 'attached' });
  await field.selectOption({ label: (await option.textContent()) ?? '' });
}

/** Opens the part with the URLs, the scope and the servers. */
export async function unfold(page: Page): Promise<void> {
  const part = page.locator('details').filter({ hasText: 'Permission URL, Token URL, scope and servers' });
  if ((await part.getAttribute('open')) === null) await part.locator('summary').click();
}

/** Fills fields in. */
export async function fillClient(page: Page, fields: ClientForm): Promise<void> {
  if (Object.keys(fields).some((label) => folded.includes(label))) await unfold(page);
  for (const [label, text] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(text);
}

/** Saves a new client, and sees its page. */
export async function addClient(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add client' }).click();
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

/** Opens a client from the list. */
export async function openClient(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'OAuth clients', exact: true }).click();
  await page.getByRole('link').filter({ hasText: name }).first().click();
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

/** The text of the file that something saves. */
export async function savedFile(
  page: Page,
  work: () => Promise<void>,
): Promise<{ readonly name: string; readonly content: string }> {
  const waiting = page.waitForEvent('download');
  await work();
  const download = await waiting;
  return { name: download.suggestedFilename(), content: await readFile(await download.path(), 'utf8') };
}
