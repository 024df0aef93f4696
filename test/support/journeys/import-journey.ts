import { expect } from 'vitest';
import { openAccount, openTab, seeState } from './accounts.ts';
import { openClient, openDetails } from './clients.ts';
import { looksRight, type Desk } from './desk.ts';
import { notTaken, openImport, seePlan, takeOver } from './import.ts';

const table = `address,client,password
anna@example.org,,x
lena@example.org,Nobody,x
`;

const otherProxy = `
[IMAP-1993]
server_address = outlook.office365.com
server_port = 993

[kim@contoso.example]
permission_url = https://login.microsoftonline.com/common/oauth2/v2.0/authorize
token_url = https://login.microsoftonline.com/common/oauth2/v2.0/token
oauth2_scope = https://outlook.office365.com/IMAP.AccessAsUser.All offline_access
redirect_uri = http://localhost
client_id = first-id
client_secret = first~secret
`;

const davmail = `
davmail.mode=O365Modern
davmail.imapPort=1143
davmail.caldavPort=1080
davmail.oauth.clientId=0b11e1ab-5a06-4b73-9d2c-1e6c4a1e3f10
davmail.oauth.tenantId=contoso.example
davmail.oauth.lee@contoso.example.refreshToken={AES}kept
`;

/** What others have set up is taken over: a table, and two other proxies' configurations. */
export async function importJourney(desk: Desk): Promise<void> {
  const { page, sandbox } = desk;
  const { address } = sandbox.users.anna;

  // nothing is changed before one has seen it
  await page.getByRole('link', { name: 'Bring settings from another proxy' }).click();
  await page.getByRole('heading', { level: 1, name: 'Import' }).waitFor();
  await looksRight(desk);
  await seePlan(page, table, 'Sandbox');
  expect(await notTaken(page)).toContain('There is no OAuth client Nobody: add it first.');
  expect(await notTaken(page)).toContain('Secrets aren’t imported from a table');
  await looksRight(desk);
  await takeOver(page, 1);
  await looksRight(desk);
  await page.getByRole('link', { name: `Sign in: ${address}` }).click();
  await page.getByRole('heading', { level: 1, name: address }).waitFor();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await desk.signIn(address);
  await seeState(page, 'No password');

  await openImport(page);
  await seePlan(page, otherProxy);
  await page.getByText('A configuration of email-oauth2-proxy').waitFor();
  expect(await page.content()).not.toContain('first~secret');
  await takeOver(page, 1);
  await openAccount(page, 'kim@contoso.example');
  await seeState(page, 'Signed out');
  await openTab(page, 'Sign-in');
  await page.getByRole('region', { name: 'Sign-in', exact: true }).getByRole('link').click();
  await openDetails(page);
  await page.getByText('first-id', { exact: true }).waitFor();
  await page.getByText('Client secret', { exact: true }).waitFor();
  expect(await page.content()).not.toContain('first~secret');

  await openImport(page);
  await seePlan(page, davmail);
  await page.getByText('A configuration of DavMail').waitFor();
  const left = await notTaken(page);
  expect(left).toContain('the tokens of lee@contoso.example');
  expect(left).toContain('CALDAV on port 1080');
  await looksRight(desk);
  await takeOver(page, 1);
  await openAccount(page, 'lee@contoso.example');
  await seeState(page, 'Signed out');
  await openClient(page, 'Microsoft 365 (from DavMail)');
  await openDetails(page);
  await page.getByText('0b11e1ab-5a06-4b73-9d2c-1e6c4a1e3f10', { exact: true }).waitFor();
  await looksRight(desk);
}
