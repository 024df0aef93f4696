import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { z } from 'zod';
import { tabTo } from '../keyboard.ts';
import { fillClient, openClient, serviceFields } from './clients.ts';
import { beginCounting, soFar, uncounted } from './counting.ts';
import { looksRight, type Desk } from './desk.ts';
import { login } from './mail-program.ts';

/** How a person presses what is to be pressed, and fills in. */
interface Hands {
  press(page: Page, role: 'link' | 'button', name: string): Promise<void>;
  fill(page: Page, label: string, text: string): Promise<void>;
}

const mouse: Hands = {
  press: (page, role, name) => page.getByRole(role, { name, exact: true }).click(),
  fill: (page, label, text) => page.getByLabel(label, { exact: true }).fill(text),
};

const keyboard: Hands = {
  async press(page, role, name) {
    await page
      .getByRole(role, { name, exact: true })
      .and(page.locator(':enabled:not([aria-busy]), a'))
      .waitFor();
    await tabTo(page, name);
    await page.keyboard.press('Enter');
  },
  async fill(page, label, text) {
    await tabTo(page, label);
    await page.keyboard.insertText(text);
  },
};

const tableSchema = z.array(
  z.object({
    address: z.string(),
    password: z.string(),
    imap_server: z.string(),
    imap_port: z.coerce.number(),
  }),
);

/** Five mailboxes of an organization, from an empty program to a login each. */
async function fiveAccounts(desk: Desk, hands: Hands): Promise<void> {
  const { page, sandbox } = desk;
  const { anna, bo, mia, fred } = sandbox.users;
  const mailboxes = [...[anna, bo, mia, fred].map(({ address }) => address), sandbox.sharedMailbox];
  await page.getByRole('link', { name: 'Set up many mailboxes' }).waitFor();
  await beginCounting(page);
  await hands.press(page, 'link', 'Set up many mailboxes');
  await page.getByLabel('Client secret', { exact: true }).waitFor();
  // the sandbox stands in Microsoft's place: nobody else has to say so
  await uncounted(page, () => fillClient(page, serviceFields(sandbox)));
  await hands.fill(page, 'Client ID', sandbox.clients.unconsented.clientId);
  await hands.fill(page, 'Directory (tenant)', 'example.org');
  await hands.fill(page, 'Client secret', 'unconsented~demo~secret');
  await looksRight(desk);
  await hands.press(page, 'button', 'Add client');

  // the secret is tried by itself
  await page.getByRole('heading', { name: 'Client secret works' }).waitFor();
  await looksRight(desk);
  await hands.press(page, 'button', 'Open the consent page');
  await sandbox.provider.approve(await desk.pageInBrowser(), anna.address);
  await page.getByRole('heading', { name: 'Consent given' }).waitFor();

  await hands.fill(page, 'Mailboxes, one a line', mailboxes.join('\n'));
  await looksRight(desk);
  const script = await desk.savedFile(() => hands.press(page, 'button', 'Save the script'));
  expect(script.name).toMatch(/\.ps1$/);
  for (const mailbox of mailboxes) expect(script.content).toContain(mailbox);
  await page.getByRole('heading', { name: 'Mailboxes opened' }).waitFor();
  await page.getByText('3 of 4 done').waitFor({ state: 'attached' });
  await looksRight(desk);

  await hands.press(page, 'button', 'Add all 5');
  await expect.poll(() => page.getByRole('row').getByText('Open', { exact: true }).count()).toBe(5);
  await page.getByText('4 of 4 done').waitFor({ state: 'attached' });
  const saved = await desk.savedFile(() => hands.press(page, 'button', 'Make all passwords, save once…'));
  await page.getByText('5 passwords saved.').waitFor();
  await looksRight(desk);
  expect(await soFar(page)).toEqual({ clicks: 6, fields: 4 });

  const rows = tableSchema.parse(parse(saved.content, { columns: true, bom: true }));
  expect(rows.map(({ address }) => address).toSorted()).toEqual(mailboxes.toSorted());
  for (const { address, password, imap_server: host, imap_port: port } of rows)
    expect(await login({ host, port }, address, password)).toContain('a OK');
  for (const { password } of rows) expect(await page.content()).not.toContain(password);

  // what was done stands when one comes back
  const again = await desk.reopen();
  await openClient(again, 'Microsoft 365 app');
  await again.getByText('4 of 4 done').waitFor({ state: 'attached' });
  await looksRight(desk);
}

/** An administrator's way, with a client that signs in by itself. */
export const administratorJourney = {
  byMouse: (desk: Desk): Promise<void> => fiveAccounts(desk, mouse),
  byKeyboard: (desk: Desk): Promise<void> => fiveAccounts(desk, keyboard),
};
