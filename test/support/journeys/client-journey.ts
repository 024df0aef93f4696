import { expect } from 'vitest';
import { beginFirstAccount, goOnWithClient, newPassword, openAccount, switchClient } from './accounts.ts';
import {
  addClient,
  addServiceClient,
  beginClient,
  changeClient,
  chooseGrant,
  duplicateClient,
  fillClient,
  makeScript,
  openClient,
  removeClient,
  seeClientInUse,
  serviceFields,
  testClient,
  testRefusedClient,
  unfold,
} from './clients.ts';
import { copied, looksRight, type Desk } from './desk.ts';

/** OAuth clients from the first form to the last removal. */
export async function clientJourney(desk: Desk): Promise<void> {
  const { page, sandbox } = desk;
  const { address } = sandbox.users.anna;

  // added with a wrong secret, tested, mended
  await beginClient(page);
  await unfold(page);
  await looksRight(desk);
  await addServiceClient(page, sandbox, 'Scanner', 'not~the~secret');
  const refusal = await testRefusedClient(page);
  expect(refusal).toContain('AADSTS7000215');
  expect(refusal).toContain('Scanner');
  expect(await page.content()).not.toContain('not~the~secret');
  await looksRight(desk);
  const mended = { 'Client secret': 'app~demo~secret', 'The secret expires on': '2031-01-31' };
  await changeClient(page, mended, 'Scanner');
  expect(await testClient(page)).toContain('It allows: IMAP.AccessAsApp, POP.AccessAsApp, SMTP.SendAsApp.');
  await page.getByText(/secret until .*2031/).waitFor();
  expect(await page.content()).not.toMatch(/app~demo~secret|eyJ[\w-]{8}/);
  await looksRight(desk);

  // another one like it: the secret is not copied
  await duplicateClient(page, 'Scanner');
  await page.getByRole('button', { name: 'Add client' }).click();
  await page.getByText('Please fill this in.').waitFor();
  await looksRight(desk);
  await fillClient(page, { 'Client secret': 'app~demo~secret' });
  await addClient(page, 'Scanner (copy)');

  // what signs somebody in stays
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await beginFirstAccount(page, address);
  await goOnWithClient(page, 'Scanner –');
  await newPassword(page, address);
  await openClient(page, 'Scanner');
  await seeClientInUse(page, address);

  // one for a whole organization: consented to, and granted its mailboxes
  await beginClient(page);
  await chooseGrant(page, 'Microsoft 365', /client credentials/);
  await fillClient(page, {
    Name: 'Office service',
    'Client ID': sandbox.clients.unconsented.clientId,
    'Directory (tenant)': 'example.org',
    'Client secret': 'unconsented~demo~secret',
    ...serviceFields(sandbox),
  });
  await addClient(page, 'Office service');
  await page.getByRole('button', { name: 'Open the consent page' }).click();
  await page.getByText('Waiting for the administrator in the browser').waitFor();
  await looksRight(desk);
  await sandbox.provider.approve(await desk.pageInBrowser(), address);
  const { tenantId } = sandbox.provider.directory;
  await page.getByText(new RegExp(`^For ${tenantId}`)).waitFor();
  await openAccount(page, address);
  await switchClient(page, 'Office service');
  await openClient(page, 'Office service');
  // the account is there already: the list is open to be changed
  await page.getByRole('button', { name: /^Change the list/ }).click();
  const script = await makeScript(page, [address, 'bo@example.org', sandbox.sharedMailbox]);
  for (const told of [sandbox.clients.unconsented.clientId, 'Add-MailboxPermission', sandbox.sharedMailbox])
    expect(script).toContain(told);
  expect(script).not.toContain('unconsented~demo~secret');
  await page.getByRole('button', { name: 'Copy the script' }).click();
  await copied(desk, script);
  const save = page.getByRole('button', { name: 'Save the script' });
  const saved = await desk.savedFile(() => save.click());
  expect(saved.name).toMatch(/\.ps1$/);
  expect(saved.content).toBe(script);
  await looksRight(desk);
  await page.getByRole('button', { name: /^Change the list/ }).click();
  await page.getByLabel('Mailboxes, one a line').fill('not a mailbox');
  await page.getByRole('button', { name: 'Show the script' }).click();
  await page.getByRole('alert').waitFor();

  // and what nobody needs any more goes
  await openClient(page, 'Scanner (copy)');
  await removeClient(page, 'Scanner (copy)');
  await openClient(page, 'Scanner');
  await removeClient(page, 'Scanner');
  await page.getByRole('link').filter({ hasText: 'Office service' }).waitFor();
  await looksRight(desk);
}
