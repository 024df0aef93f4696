import { expect } from 'vitest';
import {
  beginAccount,
  beginFirstAccount,
  deviceCode,
  goOnWithClient,
  newPassword,
  seeFirstLogin,
} from './accounts.ts';
import {
  addClient,
  addServiceClient,
  beginClient,
  chooseGrant,
  endpoints,
  fillClient,
  serverFields,
} from './clients.ts';
import { looksRight, type Desk } from './desk.ts';
import { imapDoor, login } from './mail-program.ts';

const scope =
  'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/POP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access';

/** An account of each grant that opens no sign-in window of its own, from the form of its client to its mail. */
export async function grantsJourney(desk: Desk): Promise<void> {
  const { page, sandbox } = desk;
  const { clients, users } = sandbox;
  const urls = endpoints(sandbox, 'organizations');

  // a code that is typed on another device
  await beginClient(page);
  await chooseGrant(page, 'Another provider', /device code/);
  await fillClient(page, {
    Name: 'Television',
    'Client ID': clients.desktop.clientId,
    'OAuth scope': scope,
    'Device code URL': `${urls}/devicecode`,
    'Token URL': `${urls}/token`,
    ...serverFields(sandbox),
  });
  await addClient(page, 'Television');
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await beginFirstAccount(page, users.mia.address);
  await goOnWithClient(page, 'Television');
  const code = await deviceCode(page);
  await page.locator('h2:focus', { hasText: 'Enter this code on any device' }).waitFor();
  await looksRight(desk);
  // how long it is still good is seen, not only said
  expect((await page.locator('.progress-waiting > span').boundingBox())?.height).toBe(4);
  expect(sandbox.provider.approveDevice(code, users.mia.address)).toBe(true);
  const password = await newPassword(page, users.mia.address);
  const endpoint = await imapDoor(page);
  expect(await login(endpoint, users.mia.address, password)).toContain('a OK');
  await seeFirstLogin(page);

  // the account's own password, which the mail program sends too
  await beginClient(page);
  await chooseGrant(page, 'Another provider', /password grant/);
  await fillClient(page, {
    Name: 'Own password',
    'Client ID': clients.password.clientId,
    'OAuth scope': scope,
    'Token URL': `${urls}/token`,
    ...serverFields(sandbox),
  });
  await addClient(page, 'Own password');
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await beginAccount(page, users.bo.address);
  const choice = page.getByLabel('OAuth client', { exact: true });
  await choice.selectOption({
    label: (await choice.getByRole('option').filter({ hasText: 'Own password' }).textContent()) ?? '',
  });
  await page.getByLabel(`Password of ${users.bo.address}`).fill('wrong');
  await looksRight(desk);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').first().waitFor();
  await looksRight(desk);
  await page.getByLabel(`Password of ${users.bo.address}`).fill(users.bo.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: `${users.bo.address} is signed in` }).waitFor();
  expect(await page.content()).not.toContain(users.bo.password);
  expect(await login(endpoint, users.bo.address, users.bo.password)).toContain('a OK');
  expect(await login(endpoint, users.bo.address, 'wrong')).toContain('a NO');

  // nobody signs in: the app alone, and an account of Google's kind for services
  await addServiceClient(page, sandbox, 'App only');
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await beginAccount(page, sandbox.sharedMailbox);
  await goOnWithClient(page, 'App only');
  const office = await newPassword(page, sandbox.sharedMailbox);
  expect(await login(endpoint, sandbox.sharedMailbox, office)).toContain('a OK');
  await addServiceAccount(desk);
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await beginAccount(page, users.anna.address);
  await goOnWithClient(page, 'Workspace');
  const anna = await newPassword(page, users.anna.address);
  expect(await login(endpoint, users.anna.address, anna)).toContain('a OK');
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  await expect.poll(() => page.getByRole('listitem').getByText('Working', { exact: true }).count()).toBe(4);
  await looksRight(desk);
}

async function addServiceAccount({ page, sandbox }: Desk): Promise<void> {
  const { provider, clients, serviceAccountKey } = sandbox;
  const tokenUrl = `${provider.secureUrl ?? provider.url}/token`;
  const key = {
    type: 'service_account',
    client_email: clients.serviceAccount.serviceAccount?.email,
    client_id: clients.serviceAccount.clientId,
    private_key: serviceAccountKey,
    private_key_id: 'key-1',
    token_uri: tokenUrl,
  };
  await beginClient(page);
  await chooseGrant(page, 'Google', /Service account/);
  await fillClient(page, {
    Name: 'Workspace',
    'Client ID': clients.serviceAccount.clientId,
    'Token URL': tokenUrl,
    ...serverFields(sandbox),
  });
  await page.getByLabel('Key file (JSON)', { exact: true }).setInputFiles({
    name: 'key.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(key)),
  });
  await addClient(page, 'Workspace');
  expect(await page.content()).not.toContain('PRIVATE KEY');
}
