import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { describe, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import type { ClientView } from '#contract/views.ts';
import { bench, screensForEachTest } from '../support/screens-for-each-test.ts';
import {
  addClient,
  addServiceClient,
  beginClient,
  chooseGrant,
  fillClient,
  openClient,
  openDetails,
  savedFile,
  serviceFields,
  testClient,
  unfold,
} from '../support/journeys/clients.ts';
import { dropFile } from '../support/journeys/import.ts';
import { playBrowser } from '../support/gateway-in-sandbox.ts';
import { goTo, seriousFindings, sizes } from '../support/screens.ts';

/** What the person at the browser does with a page that is opened for them. */
let atBrowser: (url: string) => Promise<unknown>;
const { restart } = screensForEachTest({ openPage: () => async (url) => void (await atBrowser(url)) });

function clientNamed(name: string): ClientView | undefined {
  return bench.running.gateway.snapshot.clients.find((client) => client.name === name);
}

/** A Microsoft client whose login host is the sandbox's. */
async function addMicrosoftService(): Promise<void> {
  const { tokenUrl = '', servers } = bench.running.endpoints();
  await bench.running.run('client-add', {
    name: 'Service',
    provider: 'microsoft365',
    grant: 'client-credentials',
    tenant: 'example.org',
    clientId: bench.sandbox.clients.unconsented.clientId,
    credential: { kind: 'secret', secret: 'unconsented~demo~secret' },
    scope: 'https://outlook.office365.com/.default',
    tokenUrl: tokenUrl.replace('/organizations/', '/example.org/'),
    servers: servers ?? {},
  });
}

/** In the dialog that asks for nothing else. */
async function enterSecret(page: Page, secret: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'The new client secret of' });
  const field = dialog.getByLabel('Client secret', { exact: true });
  await dialog.locator('input:focus[type="password"]').waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Please fill this in.').waitFor();
  await field.fill(secret);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Waits for an error of Microsoft's. */
async function alertWith(page: Page, number: RegExp): Promise<void> {
  await page.getByRole('alert').getByText(number).first().waitFor();
}

describe('the form of a client', () => {
  test('is filled in for provider, cloud, tenant and grant; can be edited, and goes back to the default', async () => {
    const page = await bench.page({ fragment: '#/add-client' });
    await unfold(page);
    const tokenUrl = page.getByLabel('Token URL', { exact: true });
    const permissionUrl = page.getByLabel('Permission URL', { exact: true });
    const value = (label: string): Promise<string> => page.getByLabel(label, { exact: true }).inputValue();
    await expect.poll(() => value('Token URL')).toContain('https://login.microsoftonline.com/');
    expect(await value('Permission URL')).toMatch(/\/authorize$/);
    expect(await value('OAuth scope')).toContain('IMAP.AccessAsUser.All');
    expect(await value('Redirect URI')).toMatch(/^http:\/\/localhost/);
    expect(await value('IMAP server')).toBe('outlook.office365.com:993');
    await page.getByLabel('Directory (tenant)', { exact: true }).fill('contoso.example');
    await expect.poll(() => tokenUrl.inputValue()).toContain('/contoso.example/');
    await page.getByLabel('Cloud').selectOption({ label: 'US Government (GCC High)' });
    await expect
      .poll(() => tokenUrl.inputValue())
      .toContain('https://login.microsoftonline.us/contoso.example/');
    // what somebody has typed stays when the choices above it change
    await tokenUrl.fill('https://login.example.org/token');
    await page.getByLabel('Cloud').selectOption({ label: 'Worldwide' });
    await expect
      .poll(() => permissionUrl.inputValue())
      .toContain('https://login.microsoftonline.com/contoso.example/');
    expect(await tokenUrl.inputValue()).toBe('https://login.example.org/token');
    await page.getByRole('button', { name: 'Reset to default (Token URL)' }).click();
    expect(await tokenUrl.inputValue()).toContain('https://login.microsoftonline.com/contoso.example/');
    // a grant without a sign-in page has none to fill in
    await chooseGrant(page, 'Microsoft 365', /client credentials/);
    await permissionUrl.waitFor({ state: 'detached' });
    await expect.poll(() => value('OAuth scope')).toContain('.default');
    await chooseGrant(page, 'Google', /authorization code/);
    await expect.poll(() => tokenUrl.inputValue()).toContain('googleapis.com');
    expect(await page.getByLabel('Directory (tenant)', { exact: true }).count()).toBe(0);
  });

  test('another provider that has not got the grant takes its usual one', async () => {
    const page = await bench.page({ fragment: '#/add-client?grant=client-credentials' });
    await expect.poll(() => page.getByLabel('OAuth flow / grant').inputValue()).toBe('client-credentials');
    await page.getByLabel('Provider').selectOption({ label: 'Google' });
    await expect.poll(() => page.getByLabel('OAuth flow / grant').inputValue()).toBe('authorization-code');
  });

  test('names each field that is still needed, goes to the first, and sends nothing', async () => {
    const page = await bench.page({ fragment: '#/add-client' });
    await chooseGrant(page, 'Microsoft 365', /client credentials/);
    await page.getByLabel('Client secret', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Add client' }).click();
    // client id, tenant, secret; the name is there
    await expect.poll(() => page.getByText('Please fill this in.').count()).toBe(3);
    expect(await page.locator(':focus').getAttribute('id')).toBe(
      await page.getByLabel('Client ID', { exact: true }).getAttribute('id'),
    );
    await fillClient(page, { 'IMAP server': 'no port' });
    await page.getByRole('button', { name: 'Add client' }).click();
    await page.getByText('Write it as host:port').waitFor();
    expect(bench.running.gateway.snapshot.clients).toEqual([]);
  });

  test('Google’s desktop client cannot be added without its secret, and the guide says where it is', async () => {
    const page = await bench.page();
    await beginClient(page);
    await chooseGrant(page, 'Google', /Authorization Code/i);
    await fillClient(page, { Name: 'Gmail', 'Client ID': 'an-id' });
    await page.getByRole('button', { name: 'Add client' }).click();
    await expect.poll(() => page.locator(':focus').getAttribute('type')).toBe('password');
    expect(bench.running.gateway.snapshot.clients).toEqual([]);
    await page.getByRole('button', { name: 'Where do I find this? (Client secret)' }).click();
    await expect.poll(() => page.locator(':focus').textContent()).toContain('this once only');
  });

  test('tells the ID of a secret from its value while it is pasted', async () => {
    const page = await bench.page({ fragment: '#/add-client?grant=client-credentials' });
    const secret = page.getByLabel('Client secret', { exact: true });
    const length = (): Promise<unknown> => page.evaluate("document.querySelector('form').scrollHeight");
    await secret.waitFor();
    const before = await length();
    await secret.fill('0a7c6a2e-3f0b-4a53-9a7e-51d8f2a3c001');
    await page.getByText('This is the secret’s ID.').waitFor();
    await secret.fill('very~secret');
    await expect.poll(() => page.getByText('This is the secret’s ID.').count()).toBe(0);
    await page.getByLabel('Client ID', { exact: true }).fill('0a7c6a2e-3f0b-4a53-9a7e-51d8f2a3c001');
    await page.getByText('Looks like a client ID of Microsoft 365').waitFor();
    expect(await length(), 'nothing has moved').toBe(before);
  });

  test('the guide goes to the line about a field, and back', async () => {
    for (const size of ['window', 'narrow'] as const) {
      const page = await bench.page({ size, fragment: '#/add-client?grant=client-credentials' });
      const question = page.getByRole('button', { name: 'Where do I find this? (Client secret)' });
      await question.click();
      const line = page.getByRole('listitem').filter({ hasText: 'Copy the “Value” at once' });
      await expect.poll(() => page.locator(':focus').textContent()).toContain('Copy the “Value” at once');
      const { y = -1, height = 0 } = (await line.boundingBox()) ?? {};
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y + height).toBeLessThanOrEqual(sizes[size].height);
      await line.getByRole('button', { name: 'Back to the field' }).click();
      expect(await page.locator(':focus').getAttribute('aria-label')).toBe(
        'Where do I find this? (Client secret)',
      );
    }
  });
});

/** What the local passwords of an account are called. */
function namesOf(address: string): readonly string[] {
  const { accounts } = bench.running.gateway.snapshot;
  return accounts.find((one) => one.address === address)?.passwords.map(({ name }) => name) ?? [];
}

test('passwords for a whole list are made as often as one asks, and who gets none is named', async () => {
  const { anna, bo } = bench.sandbox.users;
  await addMicrosoftService();
  for (const { address } of [anna, bo])
    await bench.running.run('account-add', { address, client: 'Service' });
  // as many as an account takes
  for (let number = 1; number <= 20; number += 1)
    await bench.running.run('password-new', { account: bo.address, name: `Old ${String(number)}` });
  const page = await bench.page({ fragment: `#/client/${clientNamed('Service')?.id ?? ''}` });
  const accounts = page.getByRole('button', { name: 'Show: Add the accounts and check them' });
  const make = page.getByRole('button', { name: 'Make all passwords, save once…' });
  await accounts.or(make).first().waitFor();
  if (!(await make.isVisible())) await accounts.click();
  // the first time for whom has none, then for all
  for (const times of [1, 2]) {
    const { content } = await savedFile(page, () => make.click());
    expect(content).toContain(anna.address);
    await page.getByText('1 password saved.').waitFor();
    await expect.poll(() => namesOf(anna.address).length).toBe(times);
  }
  expect(namesOf(anna.address)[1]).toBe(`${namesOf(anna.address)[0] ?? ''} 2`);
  const skipped = page.getByRole('alert').filter({ hasText: '1 account got no password:' });
  await skipped.getByText(`${bo.address}: This account has 20 passwords`).waitFor();
});

describe('a client of each grant is added', () => {
  const common = { Name: 'Made here', 'Client ID': 'the-id' };
  const key = JSON.stringify({
    type: 'service_account',
    client_email: 'mail@example.org',
    private_key: generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  });

  test.each([
    {
      grant: /authorization code/,
      fields: common,
      kept: { grant: 'authorization-code', credential: 'none' },
    },
    { grant: /device code/, fields: common, kept: { grant: 'device-code', credential: 'none' } },
    {
      grant: /password grant/,
      fields: { ...common, 'Directory (tenant)': 'contoso.example' },
      kept: { grant: 'password', credential: 'none', tenant: 'contoso.example' },
    },
    {
      grant: /client credentials/,
      fields: {
        ...common,
        'Directory (tenant)': 'contoso.example',
        'Client secret': 'very~secret',
        'The secret expires on': '2030-05-01',
      },
      kept: { grant: 'client-credentials', credential: 'secret', credentialExpires: '2030-05-01' },
    },
  ])('Microsoft 365, $kept.grant', async ({ grant, fields, kept }) => {
    const page = await bench.page();
    await beginClient(page);
    await chooseGrant(page, 'Microsoft 365', grant);
    await fillClient(page, fields);
    await addClient(page, 'Made here');
    const made = clientNamed('Made here');
    expect(made).toMatchObject({ provider: 'microsoft365', clientId: 'the-id', ...kept });
    // what the preset fills in is not copied: it follows the preset
    expect(made).not.toHaveProperty('tokenUrl');
    expect(made?.servers).toEqual({});
    expect(await page.content()).not.toContain('very~secret');
  });

  test('Google, service account, with its key file', async () => {
    const page = await bench.page();
    await beginClient(page);
    await chooseGrant(page, 'Google', /Service account/);
    await fillClient(page, common);
    const file = { name: 'key.json', mimeType: 'application/json', buffer: Buffer.from(key) };
    await page.getByLabel('Key file (JSON)', { exact: true }).setInputFiles(file);
    await addClient(page, 'Made here');
    expect(clientNamed('Made here')).toMatchObject({
      provider: 'google',
      grant: 'service-account',
      credential: 'service-account-key',
    });
  });

  test('what was typed is there again after a notice has led elsewhere, and is gone once it is saved or cancelled', async () => {
    const page = await bench.page({ fragment: '#/add-client' });
    const field = (label: string): Locator => page.getByLabel(label, { exact: true });
    await fillClient(page, { Name: 'Ours', 'Client ID': 'some-client-id' });
    await field('How the client proves itself').selectOption({ label: 'Client secret' });
    await field('Client secret').fill('typed~secret');
    await goTo(page, '#/settings');
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    await page.goBack();
    await expect.poll(() => field('Client secret').inputValue()).toBe('typed~secret');
    expect(await field('Client ID').inputValue()).toBe('some-client-id');
    await page.getByRole('button', { name: 'Add client' }).click();
    await page.getByRole('heading', { level: 1, name: 'Ours' }).waitFor();
    await goTo(page, '#/add-client');
    await field('Client ID').waitFor();
    expect(await field('Client ID').inputValue()).toBe('');

    await openClient(page, 'Ours');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await field('Client ID').fill('another-id');
    await goTo(page, '#/activity');
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    await page.goBack();
    await expect.poll(() => field('Client ID').inputValue()).toBe('another-id');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    expect(await field('Client ID').inputValue()).toBe('some-client-id');
  });

  test('for the account that waits for it: the way leads back to adding the account', async () => {
    const page = await bench.page({ fragment: '#/add-client?for=kim%40contoso.example' });
    await page.getByRole('link', { name: 'Back to kim@contoso.example' }).waitFor();
    await fillClient(page, common);
    await page.getByRole('button', { name: 'Add client' }).click();
    await expect.poll(() => new URL(page.url()).hash).toContain('#/add-account/kim');
    expect(clientNamed('Made here')).toMatchObject({ grant: 'authorization-code' });
  });
});

describe('an app-only client', () => {
  test('others are tried with an account: the page says so and leads there', async () => {
    await bench.running.addDesktopClient('Desktop');
    const page = await bench.page();
    await openClient(page, 'Desktop');
    await page.getByText('No account uses it yet').waitFor();
    await page.getByRole('link', { name: 'Add account' }).click();
    await page.getByLabel('Email address').waitFor();
    expect(await bench.running.gateway.run('client-test', { client: 'Desktop' })).toMatchObject({
      ok: false,
      code: 'not-app-only',
    });
  });
});

describe('the checklist of an app-only client', () => {
  const one = 'anna@example.org';

  test('takes mailboxes from a table that is dropped; passwords are printed, and are gone when that is done', async () => {
    await bench.running.addAppOnlyClient('Devices');
    const page = await bench.page();
    await openClient(page, 'Devices');
    await page.getByRole('heading', { name: 'Client secret works' }).waitFor();
    await dropFile(page, 'mailboxes.csv', `name,address\nAnna,${one}\nBo,"bo@example.org"\n`);
    await expect
      .poll(() => page.getByLabel('Mailboxes, one a line').inputValue())
      .toBe(`${one}\nbo@example.org`);
    await page.getByRole('button', { name: 'Use this list' }).click();
    await page.getByText('Add the accounts first').waitFor();
    await page.getByRole('button', { name: 'Add all 2' }).click();
    await expect.poll(() => page.getByRole('row').getByText('Open', { exact: true }).count()).toBe(2);
    // the dialog of a real browser would wait for somebody
    await page.evaluate('window.print = () => { window.printed = true; }');
    await page.getByRole('button', { name: 'Make and print…' }).click();
    const sheet = page.getByRole('region', { name: 'New local passwords' });
    await sheet.waitFor();
    const passwords = await sheet.locator('dl > div:last-child code').allTextContents();
    expect(passwords).toHaveLength(2);
    expect(await page.evaluate('window.printed')).toBe(true);
    await page.emulateMedia({ media: 'print' });
    expect(
      await page
        .locator('.paper')
        .getByText(passwords[1] ?? '')
        .isVisible(),
    ).toBe(true);
    expect(await page.getByRole('navigation').count()).toBe(0);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('button', { name: 'Done, hide them' }).click();
    await sheet.waitFor({ state: 'detached' });
    for (const password of passwords) expect(await page.content()).not.toContain(password);

    // a second time, with one more: those that are there stay
    await page.getByRole('button', { name: /^Change the list/ }).click();
    await page.getByLabel('Mailboxes, one a line').fill(`${one}\nbo@example.org\nnobody@example.org`);
    await page.getByRole('button', { name: 'Use this list' }).click();
    await page.getByRole('button', { name: 'Add 1 account' }).click();
    await page
      .getByRole('row')
      .filter({ hasText: 'nobody@example.org' })
      .getByText(/^Not yet/)
      .waitFor();
    await page.getByText('2 of 3 are open; the others are tried again by themselves').waitFor();
  });

  test('a secret that the provider refuses is told at once, with the way to another one', async () => {
    await bench.running.addAppOnlyClient('Devices', 'not~the~secret');
    const page = await bench.page();
    await openClient(page, 'Devices');
    await alertWith(page, /AADSTS7000215/);
    const alert = page.getByRole('alert').filter({ hasText: 'refused the client “Devices”' });
    await alert.getByText('Your administrator').waitFor();
    const answer = alert.getByText(/invalid_client/);
    expect(await answer.isVisible()).toBe(false);
    await alert.getByText('Details for search and support').click();
    await answer.waitFor();
    await page.getByRole('button', { name: 'Enter another secret' }).click();
    await enterSecret(page, 'app~demo~secret');
    await page.getByText('Client secret works').waitFor();
  });

  test('“Renew the secret” of an account leads to the field for it, and one save mends the account', async () => {
    await bench.running.addAppOnlyClient('Old service', 'app~old~secret');
    const { address } = bench.sandbox.users.anna;
    await bench.running.run('account-add', { address, client: 'Old service', password: 'one' });
    await bench.running.run('check', { account: address });
    const page = await bench.page();
    await page.getByRole('button', { name: `Renew the secret: ${address}` }).click();
    await enterSecret(page, 'app~demo~secret');
    await page.getByText('Client secret works').waitFor();
    expect(clientNamed('Old service')).not.toHaveProperty('credentialExpires');
  });
});

describe('a client that comes with the build', () => {
  test('is shown apart, and can be neither changed nor removed', async () => {
    await restart({ gateway: { builtIn: true } });
    const page = await bench.page({ fragment: '#/clients' });
    const list = page.getByRole('list', { name: 'Come with Mailwicket' });
    await list.getByRole('link', { name: 'Mailwicket (Microsoft 365)' }).click();
    await page.getByRole('heading', { level: 1, name: 'Mailwicket (Microsoft 365)' }).waitFor();
    expect(await page.getByRole('button', { name: /^(?:Change|More to do)/ }).count()).toBe(0);
  });
});

describe('a client that is there', () => {
  test('says how its accounts stand, those that need somebody first', async () => {
    const { bo } = bench.sandbox.users;
    atBrowser = (url) => playBrowser(bench.sandbox, url);
    await bench.signedIn('one');
    await bench.running.run('account-add', { address: bo.address, client: 'Sandbox', password: 'two' });
    const page = await bench.page();
    await openClient(page, 'Sandbox');
    await page.getByText('1 of them needs you.').waitFor();
    const list = page.getByRole('list', { name: 'Accounts that sign in with it' });
    expect(await list.getByRole('link').allInnerTexts()).toEqual([
      expect.stringMatching(/^bo@[^]*Signed out/),
      expect.stringMatching(/^anna@[^]*Working/),
    ]);
    expect(await seriousFindings(page)).toEqual([]);
    await bench.running.run('account-authorize', { account: bo.address });
    await page.getByText('There is nothing to do here.').waitFor();
  });

  test('is changed: the secret stays where none is typed, and what was typed over goes back to the default', async () => {
    const page = await bench.page();
    await addServiceClient(page, bench.sandbox, 'Scanner');
    await page.getByRole('button', { name: 'Change' }).click();
    expect(await page.getByLabel('Client secret', { exact: true }).inputValue()).toBe('');
    await page.getByText('Leave it empty to keep the stored secret.').waitFor();
    await fillClient(page, { Name: 'Printer', 'The secret expires on': '2031-01-31' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Printer', exact: true }).waitFor();
    await openDetails(page);
    await page.getByRole('button', { name: 'Ask for a token' }).click();
    await page.getByText('The provider gave a token.').first().waitFor();
    // and now the end is taken away again, and another secret is entered
    await page.getByRole('button', { name: 'Change' }).click();
    await fillClient(page, { 'The secret expires on': '', 'Client secret': 'not~the~secret' });
    await page.getByRole('button', { name: 'Save' }).click();
    await openDetails(page);
    await page.getByRole('button', { name: 'Ask for a token' }).click();
    await alertWith(page, /AADSTS7000215/);
    expect(clientNamed('Printer')).not.toHaveProperty('credentialExpires');
  });

  test('a URL that was typed over is reset: the preset’s counts again', async () => {
    await addMicrosoftService();
    expect(clientNamed('Service')).toHaveProperty('tokenUrl');
    const page = await bench.page();
    await openClient(page, 'Service');
    await page.getByRole('button', { name: 'Change' }).click();
    await unfold(page);
    await page.getByRole('button', { name: 'Reset to default (Token URL)' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Service', exact: true }).waitFor();
    expect(clientNamed('Service')).not.toHaveProperty('tokenUrl');
    expect(clientNamed('Service')).toHaveProperty('scope');
  });

  test('the end of its secret is warned of in the list; one that is far off is not', async () => {
    const day = 86_400_000;
    const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString().slice(0, 10);
    await bench.running.addAppOnlyClient('Soon');
    await bench.running.addAppOnlyClient('Ended');
    await bench.running.addAppOnlyClient('Later');
    for (const [client, days] of [
      ['Soon', 5],
      ['Ended', -3],
      ['Later', 90],
    ] as const)
      await bench.running.run('client-update', { client, change: { credentialExpires: inDays(days) } });
    const page = await bench.page({ fragment: '#/clients' });
    const row = (name: string): Promise<string> =>
      page.getByRole('listitem').filter({ hasText: name }).innerText();
    await expect.poll(() => row('Soon')).toMatch(/Client secret expires in [56] days/);
    expect(await row('Ended')).toContain('Client secret has expired');
    expect(await row('Later')).not.toMatch(/secret (?:ends|has)/);
  });
});

/** The form of a client that brings its certificate along in a file. */
async function bringCertificate(): Promise<Page> {
  const page = await bench.page();
  await beginClient(page);
  await chooseGrant(page, 'Another provider', /client credentials/);
  await page.getByLabel('How the client proves itself').selectOption({ label: 'Certificate' });
  await fillClient(page, {
    Name: 'Signed',
    'Client ID': bench.sandbox.clients.certificate.clientId,
    'OAuth scope': 'https://outlook.office365.com/.default',
    ...serviceFields(bench.sandbox),
  });
  await page.getByLabel('Bring a file (.pfx, .p12, .pem)').check();
  return page;
}

describe('a certificate', () => {
  test('is made with the client; its public half is saved, and a new one takes its place', async () => {
    const page = await bench.page();
    await beginClient(page);
    await chooseGrant(page, 'Microsoft 365', /client credentials/);
    await page.getByLabel('How the client proves itself').selectOption({ label: 'Certificate' });
    await fillClient(page, {
      Name: 'Signed',
      'Client ID': 'the-id',
      'Directory (tenant)': 'contoso.example',
    });
    await addClient(page, 'Signed');
    const save = page.getByRole('button', { name: 'Save the certificate (.cer)' });
    const first = await savedFile(page, () => save.click());
    expect(first.name).toBe('Signed.cer');
    expect(first.content).not.toContain('PRIVATE');
    const print = new X509Certificate(first.content).fingerprint.replaceAll(':', '');
    await openDetails(page);
    await page.getByText(print).waitFor();
    expect(clientNamed('Signed')).toMatchObject({ credential: 'certificate', certificateThumbprint: print });
    // a change of something else keeps it
    await page.getByRole('button', { name: 'Change' }).click();
    expect(await page.getByLabel('Keep the present one').isChecked()).toBe(true);
    await fillClient(page, { Name: 'Signed too' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Signed too', exact: true }).waitFor();
    expect(clientNamed('Signed too')).toMatchObject({ certificateThumbprint: print });
  });

  test('made anew waits until it is uploaded: the provider is asked before it is used, and a refusal changes nothing', async () => {
    const { cert, key } = bench.sandbox.clientCertificate;
    const { clientId } = bench.sandbox.clients.certificate;
    await bench.running.run('client-add', {
      name: 'Signed',
      provider: 'custom',
      grant: 'client-credentials',
      clientId,
      credential: { kind: 'certificate', certificate: cert, privateKey: key },
      scope: 'https://outlook.office365.com/.default',
      ...bench.running.endpoints(bench.sandbox.provider.directory.tenantId),
    });
    const before = clientNamed('Signed')?.certificateThumbprint;
    const page = await bench.page();
    await openClient(page, 'Signed');
    await openDetails(page);
    const made = await savedFile(page, () =>
      page.getByRole('button', { name: 'Create a new certificate' }).click(),
    );
    const print = new X509Certificate(made.content).fingerprint.replaceAll(':', '');
    await page.getByRole('heading', { name: 'A new certificate waits' }).waitFor();
    await page.getByText(print).waitFor();
    expect(clientNamed('Signed')).toMatchObject({
      certificateThumbprint: before,
      nextCertificate: { thumbprint: print },
    });
    const again = await savedFile(page, () =>
      page.getByRole('button', { name: 'Save the new certificate (.cer)' }).click(),
    );
    expect(again.content).toBe(made.content);
    const use = page.getByRole('button', { name: 'It is uploaded: use it' });
    await use.click();
    await page.getByRole('alert').waitFor();
    await page.getByText('The present one stays in use.').waitFor();
    expect(clientNamed('Signed')?.certificateThumbprint).toBe(before);
    const known = bench.sandbox.clients.certificate;
    bench.sandbox.provider.directory.addClient({ ...known, certificates: [cert, made.content] });
    await use.click();
    await expect.poll(() => clientNamed('Signed')?.certificateThumbprint).toBe(print);
    await expect.poll(() => use.count()).toBe(0);
    bench.sandbox.provider.directory.addClient({ ...known, certificates: [cert] });
    // one that waits is not overwritten without a word, and can be given up
    await page.getByRole('button', { name: 'Create a new certificate' }).click();
    const discard = page.getByRole('button', { name: 'Discard it' });
    await discard.waitFor();
    const waiting = clientNamed('Signed')?.nextCertificate?.thumbprint;
    await page.getByRole('button', { name: 'Create a new certificate' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The one that waits is forgotten.').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(clientNamed('Signed')?.nextCertificate?.thumbprint).toBe(waiting);
    await discard.click();
    await expect.poll(() => clientNamed('Signed')?.nextCertificate).toBeUndefined();
    await expect.poll(() => discard.count()).toBe(0);
    // without asking the provider, where a person insists
    await page.getByRole('button', { name: 'Create a new certificate' }).click();
    await use.click();
    await page.getByRole('button', { name: 'Use it all the same' }).click();
    await expect.poll(() => clientNamed('Signed')?.certificateThumbprint).not.toBe(print);
    expect(await page.content()).not.toContain('PRIVATE KEY');
  });

  test('is brought along as a PFX file or as PEM; one that cannot be read is told, and nothing is kept', async () => {
    const { cert, key } = bench.sandbox.clientCertificate;
    const page = await bringCertificate();
    const broken = { name: 'c.pfx', mimeType: 'application/x-pkcs12', buffer: Buffer.from('no certificate') };
    await page.getByLabel('Certificate with its key').setInputFiles(broken);
    await page.getByRole('button', { name: 'Add client' }).click();
    await page.getByRole('alert').waitFor();
    expect(clientNamed('Signed')).toBeUndefined();
    await page.getByLabel('Paste certificate and key (PEM)').check();
    await page.getByLabel('Certificate (PEM)').fill(cert);
    await page.getByLabel('Private key (PEM)').fill(key);
    await addClient(page, 'Signed');
    await openDetails(page);
    await page.getByRole('button', { name: 'Ask for a token' }).click();
    await page.getByText('The provider gave a token.').first().waitFor();
    expect(await page.content()).not.toContain('PRIVATE KEY');
  });

  test('in a PFX file is taken with the passphrase of its key; with another one it is refused', async () => {
    const { cert, key } = bench.sandbox.clientCertificate;
    const pfx = forge.pkcs12.toPkcs12Asn1(
      forge.pki.privateKeyFromPem(key),
      forge.pki.certificateFromPem(cert),
      'open sesame',
    );
    const buffer = Buffer.from(forge.asn1.toDer(pfx).getBytes(), 'latin1');
    const page = await bringCertificate();
    const file = { name: 'client.pfx', mimeType: 'application/x-pkcs12', buffer };
    await page.getByLabel('Certificate with its key').setInputFiles(file);
    await page.getByLabel('Passphrase of the key').fill('close sesame');
    await page.getByRole('button', { name: 'Add client' }).click();
    await page.getByRole('alert').waitFor();
    expect(clientNamed('Signed')).toBeUndefined();
    await page.getByLabel('Passphrase of the key').fill('open sesame');
    await addClient(page, 'Signed');
    expect(clientNamed('Signed')).toMatchObject({
      credential: 'certificate',
      certificateThumbprint: new X509Certificate(cert).fingerprint.replaceAll(':', ''),
    });
    expect(await testClient(page)).toContain('It allows: IMAP.AccessAsApp');
    expect(await page.content()).not.toMatch(/PRIVATE KEY|sesame/);
  });
});

test('a certificate that is about to end leads to where a new one is made', async () => {
  const { key } = bench.sandbox.clientCertificate;
  const privateKey = forge.pki.privateKeyFromPem(key);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.setRsaPublicKey(privateKey.n, privateKey.e);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(Date.now() - 86_400_000);
  certificate.validity.notAfter = new Date(Date.now() + 5 * 86_400_000);
  certificate.setSubject([{ name: 'commonName', value: 'Mailwicket' }]);
  certificate.setIssuer([{ name: 'commonName', value: 'Mailwicket' }]);
  certificate.sign(privateKey, forge.md.sha256.create());
  await bench.running.run('client-add', {
    name: 'Signed',
    provider: 'microsoft365',
    grant: 'client-credentials',
    tenant: 'example.org',
    clientId: 'the-id',
    credential: {
      kind: 'certificate',
      certificate: forge.pki.certificateToPem(certificate),
      privateKey: key,
    },
    servers: {},
  });
  const page = await bench.page({ fragment: `#/client/${clientNamed('Signed')?.id ?? ''}` });
  await page.getByText('Create a new one and upload it before that day.').waitFor();
  await page.getByRole('button', { name: 'Go to the certificate' }).click();
  await page.getByRole('tab', { name: 'Details', selected: true }).waitFor();
  await page.getByRole('button', { name: 'Create a new certificate' }).waitFor();
});

describe('an administrator’s consent', () => {
  const anna = 'anna@example.org';

  test('that is declined is told with its cause; while it is waited for it can be cancelled', async () => {
    await addMicrosoftService();
    atBrowser = (url) => bench.sandbox.provider.approve(url, anna, { action: 'cancel' });
    const page = await bench.page();
    await openClient(page, 'Service');
    await page.getByRole('button', { name: 'Open the consent page' }).click();
    await alertWith(page, /AADSTS65004/);
    atBrowser = () => Promise.resolve();
    await page.getByRole('button', { name: 'Open the consent page' }).click();
    await page.getByText('Waiting for the administrator in the browser').waitFor();
    await page.getByRole('button', { name: 'Copy The page, to open on this computer' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Open the consent page' }).waitFor();
    await expect.poll(() => page.getByText('Waiting for the administrator').count()).toBe(0);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('the page for an administrator elsewhere is copied', async () => {
    await addMicrosoftService();
    const page = await bench.page();
    await openClient(page, 'Service');
    await page.getByText('Consent page for another computer').click();
    await page.getByRole('button', { name: 'Copy Consent page for another computer' }).click();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    const url = new URL(copied);
    expect(url.pathname).toBe('/example.org/v2.0/adminconsent');
    expect(url.searchParams.get('client_id')).toBe(bench.sandbox.clients.unconsented.clientId);
    // other clients have no such thing
    await bench.running.addAppOnlyClient('Not Microsoft');
    await openClient(page, 'Not Microsoft');
    await page.getByRole('heading', { name: 'List the mailboxes' }).waitFor();
    expect(await page.getByRole('heading', { name: /consent/i }).count()).toBe(0);
  });
});
