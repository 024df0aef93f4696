import type { Page } from 'playwright-core';

/**
 * What people do with accounts, as functions of a page: whichever way its screens are connected to the core. They
 * find things as a person does, by their labels; they assert nothing but that the next thing to do is there.
 */

/** Begins where no account is yet. */
export async function beginFirstAccount(page: Page, address: string): Promise<void> {
  await page.getByLabel('Your email address').fill(address);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Begins from the list. */
export async function beginAccount(page: Page, address: string): Promise<void> {
  await page.getByRole('link', { name: 'Add account' }).click();
  await page.getByLabel('Email address').fill(address);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Step 2: goes on with a client, the proposed one where none is named. */
export async function goOnWithClient(page: Page, client?: string): Promise<void> {
  // the step before has a 'Continue' too
  await page.getByLabel('Email address').waitFor({ state: 'hidden' });
  const go = page.getByRole('button', { name: /^(?:Sign in|Continue|Get a code)/ });
  await go.waitFor();
  if (client !== undefined) {
    const choice = page.getByLabel('OAuth client', { exact: true });
    // beside a client that comes with the build, others are folded away
    const fold = page.getByText('Use your organization’s own client');
    await choice.or(fold).first().waitFor();
    if (!(await choice.isVisible())) await fold.click();
    const option = await choice.getByRole('option').filter({ hasText: client }).first().textContent();
    await choice.selectOption({ label: option ?? client });
  }
  await go.click();
}

/** Step 4: the local password that is kept until the set-up is finished. */
export async function newPassword(page: Page, address: string): Promise<string> {
  await page.getByRole('heading', { name: `${address} is signed in` }).waitFor();
  return await shownPassword(page);
}

/** Ends the set-up, and sees the account. */
export async function finishSetUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Finish/ }).click();
}

/** The password that can be read for now. */
export async function shownPassword(page: Page): Promise<string> {
  const shown = page.locator('.secret-value code, .notice-good code').first();
  await shown.waitFor();
  return (await shown.textContent()) ?? '';
}

/** Waits for the tick that says that a mail program has logged in over IMAP. */
export async function seeFirstLogin(page: Page): Promise<void> {
  await page
    .getByRole('group', { name: 'Incoming (IMAP)' })
    .getByText(/^Logged in at/)
    .waitFor();
}

/** Turns to another part of an open account. */
export async function openTab(
  page: Page,
  name: 'Overview' | 'Mail programs' | 'Sign-in' | 'Activity' | 'Advanced',
): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
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
  await openTab(page, 'Overview');
  const card = page.getByRole('region', { name: 'Check' });
  await page
    .getByRole('button', { name: /^Check (?:now|again)$/ })
    .first()
    .click();
  await card
    .getByText(
      /^(?:Everything works|Mail programs can’t|Receiving works|Sending works|Neither|Not everything)/,
    )
    .waitFor();
  // those that went well are folded away
  return await card.locator('.check-step').allTextContents();
}

/** Makes a local password for an open account. @returns it */
export async function makePassword(page: Page, name: string): Promise<string> {
  await openTab(page, 'Mail programs');
  const card = page.getByRole('region', { name: 'Local passwords' });
  await card.getByLabel('Name for a new password').fill(name);
  await card.getByRole('button', { name: 'Create a password' }).click();
  await page.getByText(`The password “${name}”`).waitFor();
  return await shownPassword(page);
}

/** Revokes a local password of an open account. */
export async function revokePassword(page: Page, name: string): Promise<void> {
  await openTab(page, 'Mail programs');
  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('button', { name: `Revoke ${name}` }).waitFor({ state: 'detached' });
}

/** Switches an open account to another OAuth client. */
export async function switchClient(page: Page, client: string): Promise<void> {
  await openTab(page, 'Advanced');
  await page.getByRole('button', { name: 'Switch client…' }).click();
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
  await openTab(page, 'Advanced');
  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText(`${address} removed.`).waitFor();
}

/** Takes the removal back that was asked for last. */
export async function undoRemoval(page: Page, address: string): Promise<void> {
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText(`${address} removed.`).waitFor({ state: 'detached' });
}

/** Turns mail programs of an open account away for now. */
export async function pause(page: Page): Promise<void> {
  await openTab(page, 'Advanced');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await seeState(page, 'Paused');
}

/** Lets them in again. */
export async function resume(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await seeState(page, 'Working');
}

/** Forgets the sign-in of an open account. */
export async function resetSignIn(page: Page): Promise<void> {
  await openTab(page, 'Advanced');
  await page.getByRole('button', { name: 'Reset the sign-in…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await seeState(page, 'Signed out');
}

/** Begins the sign-in of an account from its row in the list. */
export async function signInFromList(page: Page, address: string): Promise<void> {
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await page.getByRole('button', { name: `Sign in: ${address}` }).click();
}

/** Enters the mailbox that an open account opens in place of its own; '' for its own. */
export async function enterSharedMailbox(page: Page, mailbox: string): Promise<void> {
  await openTab(page, 'Advanced');
  const card = page.getByRole('region', { name: 'Shared mailboxes' });
  await card.getByLabel('Mailbox to open (IMAP and POP)').fill(mailbox);
  await card.getByRole('button', { name: 'Save' }).click();
  await card.getByText('Saved.').waitFor();
}

/** Enters what is no mailbox, and is told so. */
export async function refuseSharedMailbox(page: Page, text: string): Promise<void> {
  await openTab(page, 'Advanced');
  const card = page.getByRole('region', { name: 'Shared mailboxes' });
  await card.getByLabel('Mailbox to open (IMAP and POP)').fill(text);
  await card.getByRole('button', { name: 'Save' }).click();
  await card.getByRole('alert').waitFor();
}

/** Copies the password that is shown once, and puts it away. */
export async function copyAndHidePassword(page: Page): Promise<void> {
  const notice = page.locator('.notice-good');
  await notice.getByRole('button', { name: 'Copy' }).click();
  await notice.getByRole('button', { name: 'Copied' }).waitFor();
  await page.getByRole('button', { name: 'Done, hide it' }).click();
  await notice.waitFor({ state: 'detached' });
}

/** Everything that an open account's page tells of its sign-in and its token. */
export async function tokenStatus(page: Page): Promise<string> {
  await openTab(page, 'Sign-in');
  const card = page.getByRole('region', { name: 'Sign-in', exact: true });
  await card.getByText('Token details').click();
  await card.getByText('Made for').waitFor();
  return await card.innerText();
}

/** The code that is to be typed on the provider's page, while a sign-in waits for it. */
export async function deviceCode(page: Page): Promise<string> {
  const code = page.getByLabel(/^Code: /);
  await code.waitFor();
  return await code.innerText();
}
