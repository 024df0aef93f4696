import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { addClient, beginClient, chooseGrant, fillClient } from '../support/journeys/clients.ts';
import { bench, screensForEachTest } from '../support/screens-for-each-test.ts';
import { seriousFindings } from '../support/screens.ts';

let page: Page;
screensForEachTest({}, async () => {
  page = await bench.page();
  await beginClient(page);
  await chooseGrant(page, 'Another provider', /authorization code/);
});

test('a provider without a preset tells its URLs by its issuer: they are filled in and can be edited', async () => {
  const { url } = bench.sandbox.provider;
  await fillClient(page, { Name: 'Elsewhere', 'Client ID': bench.sandbox.clients.desktop.clientId });
  const issuer = page.getByLabel('Issuer (fills in the URLs)');
  await issuer.fill(url);
  // it looks up, and does not save the form
  await issuer.press('Enter');
  await page.getByText('The URLs below are the provider’s own.').waitFor();
  await page.getByText('It knows these scopes: openid profile email offline_access').waitFor();
  expect(await page.getByLabel('Permission URL', { exact: true }).inputValue()).toBe(
    `${url}/oauth2/authorize`,
  );
  expect(await page.getByLabel('Token URL', { exact: true }).inputValue()).toBe(`${url}/oauth2/token`);
  expect(await seriousFindings(page)).toEqual([]);
  await fillClient(page, { 'OAuth scope': 'mail', 'IMAP server': 'imap.example.org:993' });
  await addClient(page, 'Elsewhere');
  expect(bench.running.gateway.snapshot.clients).toMatchObject([
    {
      provider: 'custom',
      authorizationUrl: `${url}/oauth2/authorize`,
      tokenUrl: `${url}/oauth2/token`,
      scope: 'mail',
    },
  ]);
  expect(bench.complaints).toEqual([]);
});

test('an issuer that publishes nothing is told with its cause; what was typed stays', async () => {
  await fillClient(page, { 'Token URL': 'https://login.example.org/token' });
  await page.getByLabel('Issuer (fills in the URLs)').fill(`${bench.sandbox.provider.url}/nowhere`);
  await page.getByRole('button', { name: 'Look up' }).click();
  await page.getByText('tells nothing of itself under this issuer').waitFor();
  expect(await page.getByLabel('Token URL', { exact: true }).inputValue()).toBe(
    'https://login.example.org/token',
  );
  expect(await page.getByText('The URLs below are the provider’s own.').count()).toBe(0);
});

test('providers with a preset need no issuer', async () => {
  await chooseGrant(page, 'Google', /authorization code/);
  expect(await page.getByLabel('Issuer (fills in the URLs)').count()).toBe(0);
});
