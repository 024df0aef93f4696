import { X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { ClientView } from '../../proxy-core/contract.ts';
import { serverText } from '../../renderer/screens/clients/server-text.ts';
import {
  addClient,
  beginClient,
  chooseGrant,
  fillClient,
  openClient,
  savedFile,
  unfold,
} from '../support/journeys/clients.ts';
import { launchChromium, ScreenBench, sizes } from '../support/screens.ts';

let browser: Browser;
let bench: ScreenBench;
/** What the person at the browser does with a page that is opened for them. */
let atBrowser: (url: string) => Promise<unknown>;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  bench = await ScreenBench.start({
    screens: inject('screens'),
    browser,
    openPage: () => async (url) => void (await atBrowser(url)),
  });
});
afterEach(async () => {
  await bench.stop();
});

function clientNamed(name: string): ClientView | undefined {
  return bench.running.gateway.snapshot.clients.find((client) => client.name === name);
}

/** The sandbox's own servers, as they are typed. */
function endpoints(): Record<'Token URL' | 'IMAP server' | 'POP server' | 'SMTP server', string> {
  const { tokenUrl = '', servers } = bench.running.endpoints();
  return {
    'Token URL': tokenUrl.replace('/organizations/', '/example.org/'),
    'IMAP server': serverText(servers?.imap),
    'POP server': serverText(servers?.pop),
    'SMTP server': serverText(servers?.smtp),
  };
}

async function addAppOnly(page: Page, name: string, secret = 'app~demo~secret'): Promise<void> {
  await beginClient(page);
  await chooseGrant(page, 'Another provider', /client credentials/);
  await fillClient(page, {
    Name: name,
    'Client ID': bench.sandbox.clients.appOnly.clientId,
    'Client secret': secret,
    'OAuth scope': 'https://outlook.office365.com/.default',
    ...endpoints(),
  });
  await addClient(page, name);
}

/** A Microsoft client whose login host is the sandbox's. */
async function addMicrosoftService(
  fields: Partial<Pick<ClientView, 'clientId' | 'name'>> & { readonly secret?: string } = {},
): Promise<void> {
  const { tokenUrl = '', servers } = bench.running.endpoints();
  const { secret = 'unconsented~demo~secret', ...rest } = fields;
  await bench.running.run('client-add', {
    name: 'Service',
    provider: 'microsoft365',
    grant: 'client-credentials',
    tenant: 'example.org',
    clientId: bench.sandbox.clients.unconsented.clientId,
    credential: { kind: 'secret', secret },
    scope: 'https://outlook.office365.com/.default',
    tokenUrl: tokenUrl.replace('/organizations/', '/example.org/'),
    servers: servers ?? {},
    ...rest,
  });
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
    // name, client id, tenant, secret
    await expect.poll(() => page.getByText('This is needed.').count()).toBe(4);
    expect(await page.locator(':focus').getAttribute('id')).toBe(
      await page.getByLabel('Name').getAttribute('id'),
    );
    await fillClient(page, { 'IMAP server': 'no port' });
    await page.getByRole('button', { name: 'Add client' }).click();
    await page.getByText('Write it as host:port').waitFor();
    expect(bench.running.gateway.snapshot.clients).toEqual([]);
  });

  test('the guide goes to the line about a field, and back', async () => {
    for (const size of ['window', 'narrow'] as const) {
      const page = await bench.page({ size, fragment: '#/add-client?grant=client-credentials' });
      const question = page.getByRole('button', { name: 'Where do I find this? (Client secret)' });
      await question.click();
      const line = page.getByRole('listitem').filter({ hasText: 'Copy the "Value" at once' });
      await expect.poll(() => page.locator(':focus').textContent()).toContain('Copy the "Value" at once');
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

describe('a client of each grant is added', () => {
  const common = { Name: 'Made here', 'Client ID': 'the-id' };
  const key = JSON.stringify({
    type: 'service_account',
    client_email: 'mail@example.org',
    private_key: 'KEY',
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
        'The secret ends on': '2030-05-01',
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

  test('for the account that waits for it: the way leads back to adding the account', async () => {
    const page = await bench.page({ fragment: '#/add-client?for=kim%40contoso.example' });
    await page.getByRole('link', { name: 'Back to adding kim@contoso.example' }).waitFor();
    await fillClient(page, common);
    await page.getByRole('button', { name: 'Add client' }).click();
    await expect.poll(() => new URL(page.url()).hash).toContain('#/add-account/kim');
    expect(clientNamed('Made here')).toMatchObject({ grant: 'authorization-code' });
  });
});

describe('an app-only client', () => {
  test('is tried out: a token comes, and what it allows is told; the token itself is not', async () => {
    const page = await bench.page();
    await addAppOnly(page, 'Scanner');
    await page.getByRole('button', { name: 'Ask for a token' }).click();
    await page.getByText('It allows: IMAP.AccessAsApp, POP.AccessAsApp, SMTP.SendAsApp.').waitFor();
    expect(await page.content()).not.toMatch(/eyJ[\w-]{8}/);
    expect(bench.complaints).toEqual([]);
  });

  test('with a wrong secret the provider’s refusal is shown, with its code and what to do', async () => {
    const page = await bench.page();
    await addAppOnly(page, 'Scanner', 'not~the~secret');
    await page.getByRole('button', { name: 'Ask for a token' }).click();
    const alert = page.getByRole('alert');
    await alert
      .getByText(/AADSTS7000215/)
      .first()
      .waitFor();
    expect(await alert.textContent()).toContain('Scanner');
    expect(await page.content()).not.toContain('not~the~secret');
  });

  test('others are tried with an account: the page says so and leads there', async () => {
    await bench.running.addDesktopClient('Desktop');
    const page = await bench.page();
    await openClient(page, 'Desktop');
    await page.getByRole('region', { name: 'Test' }).getByRole('link', { name: 'Add an account' }).click();
    await page.getByLabel('Mail address').waitFor();
    expect(await bench.running.gateway.run('client-test', { client: 'Desktop' })).toMatchObject({
      ok: false,
      code: 'not-app-only',
    });
  });
});

describe('a client that is there', () => {
  test('is changed: the secret stays where none is typed, and what was typed over goes back to the default', async () => {
    const page = await bench.page();
    await addAppOnly(page, 'Scanner');
    await page.getByRole('button', { name: 'Change' }).click();
    expect(await page.getByLabel('Client secret', { exact: true }).inputValue()).toBe('');
    await page.getByText('Left empty, the secret that is kept stays.').waitFor();
    await fillClient(page, { Name: 'Printer', 'The secret ends on': '2031-01-31' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Printer', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Ask for a token' }).click();
    await page.getByText('The provider gave a token.').first().waitFor();
    // and now the end is taken away again, and another secret is entered
    await page.getByRole('button', { name: 'Change' }).click();
    await fillClient(page, { 'The secret ends on': '', 'Client secret': 'not~the~secret' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Ask for a token' }).click();
    await page
      .getByRole('alert')
      .getByText(/AADSTS7000215/)
      .first()
      .waitFor();
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

  test('is duplicated, without its secret', async () => {
    const page = await bench.page();
    await addAppOnly(page, 'Scanner');
    await page.getByRole('link', { name: 'Duplicate' }).click();
    await expect.poll(() => page.getByLabel('Name').inputValue()).toBe('Scanner (copy)');
    expect(await page.getByLabel('Client ID', { exact: true }).inputValue()).toBe(
      bench.sandbox.clients.appOnly.clientId,
    );
    await page.getByRole('button', { name: 'Add client' }).click();
    await page.getByText('This is needed.').waitFor();
    await fillClient(page, { 'Client secret': 'app~demo~secret' });
    await addClient(page, 'Scanner (copy)');
    const { id: _, ...copy } = clientNamed('Scanner (copy)') ?? { id: '' };
    const { id: __, ...model } = clientNamed('Scanner') ?? { id: '' };
    expect(copy).toEqual({ ...model, name: 'Scanner (copy)' });
  });

  test('is removed; not while it signs somebody in: then it says whom', async () => {
    const { address } = bench.sandbox.users.anna;
    const page = await bench.page();
    await addAppOnly(page, 'Scanner');
    await bench.running.run('account-add', { address, client: 'Scanner', password: 'plain-password' });
    const remove = page.getByRole('button', { name: 'Remove' });
    const dialog = page.getByRole('dialog');
    await page.getByRole('link', { name: address }).waitFor();
    await remove.click();
    await dialog.getByRole('link', { name: address }).waitFor();
    expect(await dialog.getByRole('button', { name: 'Remove' }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(clientNamed('Scanner')).toBeDefined();
    await bench.running.run('account-remove', { account: address });
    await page.getByText('Used by no account').waitFor();
    await remove.click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('There is no OAuth client yet.').waitFor();
    expect(clientNamed('Scanner')).toBeUndefined();
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
    await expect.poll(() => row('Soon')).toMatch(/Its secret ends in [56] days/);
    expect(await row('Ended')).toContain('Its secret has ended');
    expect(await row('Later')).not.toMatch(/secret (?:ends|has)/);
  });
});

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
    const save = page.getByRole('button', { name: 'Save the public half (.cer)' });
    const first = await savedFile(page, () => save.click());
    expect(first.name).toBe('Signed.cer');
    expect(first.content).not.toContain('PRIVATE');
    const print = new X509Certificate(first.content).fingerprint.replaceAll(':', '');
    await page.getByText(print).waitFor();
    expect(clientNamed('Signed')).toMatchObject({ credential: 'certificate', certificateThumbprint: print });
    // a change of something else keeps it
    await page.getByRole('button', { name: 'Change' }).click();
    expect(await page.getByLabel('Keep the present one').isChecked()).toBe(true);
    await fillClient(page, { Name: 'Signed too' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Signed too', exact: true }).waitFor();
    expect(clientNamed('Signed too')).toMatchObject({ certificateThumbprint: print });
    await page.getByRole('button', { name: 'Make a new certificate' }).click();
    const dialog = page.getByRole('dialog');
    const second = await savedFile(page, () =>
      dialog.getByRole('button', { name: 'Make a new certificate' }).click(),
    );
    expect(new X509Certificate(second.content).fingerprint.replaceAll(':', '')).not.toBe(print);
  });

  test('is brought along as a PFX file or as PEM; one that cannot be read is told, and nothing is kept', async () => {
    const { cert, key } = bench.sandbox.clientCertificate;
    const page = await bench.page();
    await beginClient(page);
    await chooseGrant(page, 'Another provider', /client credentials/);
    await page.getByLabel('How the client proves itself').selectOption({ label: 'Certificate' });
    await fillClient(page, {
      Name: 'Signed',
      'Client ID': bench.sandbox.clients.certificate.clientId,
      'OAuth scope': 'https://outlook.office365.com/.default',
      ...endpoints(),
    });
    await page.getByLabel('Choose a file (.pfx, .p12)').check();
    const broken = { name: 'c.pfx', mimeType: 'application/x-pkcs12', buffer: Buffer.from('no certificate') };
    await page.getByLabel('File', { exact: true }).setInputFiles(broken);
    await page.getByRole('button', { name: 'Add client' }).click();
    await page.getByRole('alert').waitFor();
    expect(clientNamed('Signed')).toBeUndefined();
    await page.getByLabel('Paste certificate and key (PEM)').check();
    await page.getByLabel('Certificate (PEM)').fill(cert);
    await page.getByLabel('Private key (PEM)').fill(key);
    await addClient(page, 'Signed');
    await page.getByRole('button', { name: 'Ask for a token' }).click();
    await page.getByText('The provider gave a token.').first().waitFor();
    expect(await page.content()).not.toContain('PRIVATE KEY');
  });
});

describe('an administrator’s consent', () => {
  const anna = 'anna@example.org';

  test('is asked for on the provider’s page, and its result is shown with the tenant', async () => {
    await addMicrosoftService();
    atBrowser = (url) => bench.sandbox.provider.approve(url, anna);
    const page = await bench.page();
    await openClient(page, 'Service');
    await page.getByRole('button', { name: 'Open the consent page' }).click();
    await page
      .getByText(`Consent was given for the tenant ${bench.sandbox.provider.directory.tenantId}.`)
      .waitFor();
    await page.getByRole('button', { name: 'Open the consent page' }).waitFor();
  });

  test('that is declined is told with its cause; while it is waited for it can be cancelled', async () => {
    await addMicrosoftService();
    atBrowser = (url) => bench.sandbox.provider.approve(url, anna, { action: 'cancel' });
    const page = await bench.page();
    await openClient(page, 'Service');
    await page.getByRole('button', { name: 'Open the consent page' }).click();
    await page
      .getByRole('alert')
      .getByText(/AADSTS65004/)
      .first()
      .waitFor();
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
    await page.getByRole('button', { name: 'Copy Elsewhere' }).click();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    const url = new URL(copied);
    expect(url.pathname).toBe('/example.org/v2.0/adminconsent');
    expect(url.searchParams.get('client_id')).toBe(bench.sandbox.clients.unconsented.clientId);
    // other clients have no such thing
    await bench.running.addAppOnlyClient('Not Microsoft');
    await openClient(page, 'Not Microsoft');
    expect(await page.getByRole('region', { name: 'Admin consent' }).count()).toBe(0);
    expect(await page.getByRole('region', { name: 'Grant mailboxes' }).count()).toBe(0);
  });
});

test('the admin’s script is made for these mailboxes, copied and saved; then each is checked', async () => {
  const { clientId } = bench.sandbox.clients.appOnly;
  await addMicrosoftService({ clientId, secret: 'app~demo~secret' });
  await bench.running.run('account-add', {
    address: 'anna@example.org',
    client: 'Service',
    password: 'plain-password',
  });
  const page = await bench.page();
  await openClient(page, 'Service');
  const field = page.getByLabel('Mailboxes, one a line');
  expect(await field.inputValue()).toBe('anna@example.org');
  await field.fill('anna@example.org\noffice@example.org, bo@example.org');
  await page.getByRole('button', { name: 'Make the script' }).click();
  const script = (await page.getByRole('region', { name: 'The script' }).textContent()) ?? '';
  for (const part of [
    clientId,
    'New-ServicePrincipal',
    'Add-MailboxPermission',
    'office@example.org',
    'bo@example.org',
  ])
    expect(script).toContain(part);
  expect(script).not.toContain('app~demo~secret');
  await page.getByRole('button', { name: 'Copy the script' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(script);
  const saved = await savedFile(page, () => page.getByRole('button', { name: 'Save the script' }).click());
  expect(saved.name).toMatch(/\.ps1$/);
  expect(saved.content).toBe(script);
  await page.getByRole('button', { name: 'Check anna@example.org' }).click();
  await page.getByText('All is well.').waitFor();
  await page.getByRole('link', { name: 'Add the account bo@example.org' }).waitFor();
  // a mailbox that is none is told
  await field.fill('not a mailbox');
  await page.getByRole('button', { name: 'Make the script' }).click();
  await page.getByRole('alert').waitFor();
});
