import type { Page } from 'playwright-core';

/**
 * What people do with accounts, as functions of a page: whichever way its screens are connected to the core. They
 * find things as a person does, by their labels; they assert nothing but that the next thing to do is there.
 */

/** Begins where no account is yet. */
export async function beginFirstAccount(page: Page, address: string): Promise<void> {
  await page.getByLabel('Your mail address').fill(address);
  await page.getByRole('button', { name: 'Set up' }).click();
}

/** Begins from the list. */
export async function beginAccount(page: Page, address: string): Promise<void> {
  await page.getByRole('link', { name: 'Add an account' }).click();
  await page.getByLabel('Mail address').fill(address);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Step 2: goes on with a client, the proposed one where none is named. */
export async function goOnWithClient(page: Page, client?: string): Promise<void> {
  const choice = page.getByLabel('OAuth client', { exact: true });
  await choice.waitFor();
  if (client !== undefined) {
    const option = await choice.getByRole('option').filter({ hasText: client }).first().textContent();
    await choice.selectOption({ label: option ?? client });
  }
  await page.getByRole('button', { name: /^(?:Sign in|Continue)$/ }).click();
}

/** Step 4: the local password that is shown once. */
export async function newPassword(page: Page, address: string): Promise<string> {
  await page.getByRole('heading', { name: `${address} is ready` }).waitFor();
  return await shownPassword(page);
}

/** The password of the green notice. */
export async function shownPassword(page: Page): Promise<string> {
  const notice = page.locator('.notice-good');
  await notice.waitFor();
  return (await notice.locator('code').textContent()) ?? '';
}

/** Waits for the tick that says that a mail program has logged in. */
export async function seeFirstLogin(page: Page, protocol: 'IMAP' | 'POP' | 'SMTP'): Promise<void> {
  await page.getByText(`Your mail program has logged in over ${protocol}.`).waitFor();
}

/** Opens an account from wherever one is. */
export async function openAccount(page: Page, address: string): Promise<void> {
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await page.getByRole('link', { name: address, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: address }).waitFor();
}

/** Waits until an open account's header tells a state. */
export async function seeState(page: Page, state: string): Promise<void> {
  await page.locator('.account-header-state').getByText(state, { exact: true }).waitFor();
}

/** Runs the check of an open account to its end. @returns each step's text */
export async function check(page: Page): Promise<string[]> {
  const card = page.getByRole('region', { name: 'Check' });
  await card.getByRole('button', { name: /^Check (?:now|again)$/ }).click();
  await card.getByText(/^(?:All is well|Something is wrong)\./).waitFor();
  return await card.getByRole('listitem').allTextContents();
}

/** Makes a local password for an open account. @returns it */
export async function makePassword(page: Page, name: string): Promise<string> {
  const card = page.getByRole('region', { name: 'Local passwords' });
  await card.getByLabel('Name for a new one').fill(name);
  await card.getByRole('button', { name: 'Make a password' }).click();
  await card.getByText(`The password ‘${name}’.`).waitFor();
  return await shownPassword(page);
}

/** Revokes a local password of an open account. */
export async function revokePassword(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('button', { name: `Revoke ${name}` }).waitFor({ state: 'detached' });
}

/** Switches an open account to another OAuth client. */
export async function switchClient(page: Page, client: string): Promise<void> {
  await page.getByRole('button', { name: 'Switch client …' }).click();
  const dialog = page.getByRole('dialog');
  const choice = dialog.getByLabel('OAuth client', { exact: true });
  await choice.waitFor();
  const option = await choice.getByRole('option').filter({ hasText: client }).first().textContent();
  await choice.selectOption({ label: option ?? client });
  await dialog.getByRole('button', { name: 'Switch' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Asks for an open account's removal; it can still be taken back. */
export async function remove(page: Page, address: string): Promise<void> {
  await page.getByRole('button', { name: 'Remove …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText(`${address} is removed in a moment.`).waitFor();
}
