import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { serverText } from '../../../renderer/screens/clients/client-draft.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

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
      | 'The secret expires on'
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

type ServerFields = Pick<Required<ClientForm>, 'IMAP server' | 'POP server' | 'SMTP server'>;

/** The sandbox's own servers, as they are typed into the form. */
export function serverFields({ imap, pop, smtp }: Sandbox): ServerFields {
  return { 'IMAP server': typed(imap), 'POP server': typed(pop), 'SMTP server': typed(smtp) };
}

/** What a client that serves an organization is told of the sandbox: where nobody signs in, it has to be named. */
export function serviceFields(sandbox: Sandbox): ServerFields & Pick<Required<ClientForm>, 'Token URL'> {
  return { 'Token URL': `${endpoints(sandbox, 'example.org')}/token`, ...serverFields(sandbox) };
}

/** The beginning of the provider's URLs, for an organization or for 'organizations'. */
export function endpoints({ provider }: Sandbox, tenant: string): string {
  return `${provider.secureUrl ?? provider.url}/${tenant}/oauth2/v2.0`;
}

function typed({ host, port, tls }: Sandbox['imap' | 'pop' | 'smtp']): string {
  return serverText({ host, port, tls: tls === 'starttls' ? 'starttls' : 'implicit' });
}

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
  const part = page.locator('details').filter({ hasText: 'Addresses and servers' });
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

/** Fills in and adds an app-only client of the sandbox: nobody has to sign in. */
export async function addServiceClient(
  page: Page,
  sandbox: Sandbox,
  name: string,
  secret = 'app~demo~secret',
): Promise<void> {
  await beginClient(page);
  await chooseGrant(page, 'Another provider', /client credentials/);
  await fillClient(page, {
    Name: name,
    'Client ID': sandbox.clients.appOnly.clientId,
    'Client secret': secret,
    'OAuth scope': 'https://outlook.office365.com/.default',
    ...serviceFields(sandbox),
  });
  await addClient(page, name);
}

/** Changes fields of an open client. */
export async function changeClient(page: Page, fields: ClientForm, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Change' }).click();
  await fillClient(page, fields);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
}

/** Asks the provider for a token of an open app-only client, which it gives. @returns what is told of it */
export async function testClient(page: Page): Promise<string> {
  await openDetails(page);
  const card = page.getByRole('region', { name: 'Test', exact: true });
  await card.getByRole('button', { name: 'Ask for a token' }).click();
  await card.getByText('The provider gave a token.').first().waitFor();
  return await card.innerText();
}

/** The same, of a client that the provider refuses. @returns what is told of that */
export async function testRefusedClient(page: Page): Promise<string> {
  await openDetails(page);
  const card = page.getByRole('region', { name: 'Test', exact: true });
  await card.getByRole('button', { name: 'Ask for a token' }).click();
  await card.getByRole('alert').waitFor();
  return await card.getByRole('alert').innerText();
}

/** Chooses from what is seldom wanted of an open client. */
async function chooseMore(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More to do with this client' }).click();
  await page.getByRole('menuitem', { name }).click();
}

/** Sees the facts of an open client. */
export async function openDetails(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Details' }).click();
}

/** Opens a form with what an open client has. */
export async function duplicateClient(page: Page, name: string): Promise<void> {
  await chooseMore(page, 'Duplicate');
  const field = page.getByLabel('Name', { exact: true });
  await expect.poll(() => field.inputValue()).toBe(`${name} (copy)`);
}

/** Asks for an open client's removal while it signs an account in: whom is told, and it stays. */
export async function seeClientInUse(page: Page, address: string): Promise<void> {
  await chooseMore(page, 'Remove');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('link', { name: address }).waitFor();
  await dialog.getByRole('button', { name: 'Remove' }).waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Close' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Removes an open client that no account needs. */
export async function removeClient(page: Page, name: string): Promise<void> {
  await chooseMore(page, 'Remove');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('heading', { level: 1, name: 'OAuth clients' }).waitFor();
  await page.getByRole('link').filter({ hasText: name }).waitFor({ state: 'detached' });
}

/** Makes the administrator's script for mailboxes, of an open client. @returns its text */
export async function makeScript(page: Page, mailboxes: readonly string[]): Promise<string> {
  await page.getByLabel('Mailboxes, one a line').fill(mailboxes.join('\n'));
  await page.getByRole('button', { name: 'Show the script' }).click();
  const script = page.getByRole('region', { name: 'The script' });
  await script.waitFor();
  return (await script.textContent()) ?? '';
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
