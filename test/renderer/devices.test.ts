import { writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { DeviceView } from '#contract/views.ts';
import { RawClient } from '../support/raw-client.ts';
import { makeCertificates } from '../support/sandbox/certificates.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { bench, screensForEachTest } from '../support/screens-for-each-test.ts';
import { sizes } from '../support/screens.ts';
import { listening } from '../support/listening.ts';

screensForEachTest({ gateway: { ports: 'settings', listeners: { imaps: 0 } } });

async function openDevices(): Promise<Page> {
  const page = await bench.page({ fragment: '#/settings/devices' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

function only(): DeviceView {
  const [device] = bench.running.gateway.snapshot.devices;
  if (device === undefined) throw new Error('there is no device');
  return device;
}

test('a device is added with its warning, edited, paused, resumed and removed, and its port follows', async () => {
  const { anna } = bench.running.sandbox.users;
  const nothing = await openDevices();
  await nothing.getByText('Add an account first.').waitFor();
  await bench.signedIn('plain-password');
  const page = await openDevices();
  await page.getByRole('button', { name: 'Add device' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a device' });
  await dialog.getByText(/takes mail without a password/).waitFor();
  await dialog.getByLabel('Name', { exact: true }).fill('Printer');
  await dialog.getByLabel('Addresses that may send').fill('everybody');
  await dialog.getByLabel('Address of this computer').fill('127.0.0.1');
  const go = dialog.getByRole('button', { name: 'Add device' });
  // in sight without scrolling, however long the form is
  expect((await go.boundingBox())?.y).toBeLessThan(sizes.window.height - 32);
  const refusals = [
    ['Port', '70000', /^must be a port/, '0'],
    ['Messages an hour, at most', '99999', 'must be a number from 1 to 10000', '100'],
    ['Address of this computer', 'scanner.local', /^must be an IP address/, '127.0.0.1'],
  ] as const;
  for (const [label, wrong, reason, right] of refusals) {
    const field = dialog.getByLabel(label, { exact: true });
    await field.fill(wrong);
    await go.click();
    await dialog.getByText(reason).waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.fill(right);
    await dialog.getByText(reason).waitFor({ state: 'detached' });
  }
  await go.click();
  // what is no address stays in the dialog, with the reason
  await dialog
    .getByRole('alert')
    .getByText(/no address or network like 192\.0\.2\.7/)
    .waitFor();
  await dialog.getByLabel('Addresses that may send').fill('127.0.0.1, 192.0.2.0/24');
  await dialog.getByRole('button', { name: 'Add device' }).click();
  const row = page.getByRole('group', { name: 'Printer' });
  await row.getByText(/^Open on 127\.0\.0\.1, port \d+$/).waitFor();
  await row.getByText(`Sends as ${anna.address}, from 127.0.0.1, 192.0.2.0/24`).waitFor();
  const printer = await RawClient.connect(only().port);
  expect(await printer.until(/\r\n/)).toMatch(/^220 /);
  printer.destroy();

  const choose = async (entry: string): Promise<void> => {
    await row.getByRole('button', { name: 'More for Printer' }).click();
    await page.getByRole('menuitem', { name: entry }).click();
  };
  await choose('Edit');
  const edit = page.getByRole('dialog', { name: 'Edit Printer' });
  await edit.getByLabel('If it names another sender').selectOption('refuse');
  await edit.getByLabel('Messages an hour, at most').fill('7');
  await edit.getByRole('button', { name: 'Save' }).click();
  await row.getByText('0 messages in the last hour, of at most 7').waitFor();
  expect(only()).toMatchObject({ senderPolicy: 'refuse', limitPerHour: 7 });
  await choose('Pause');
  await row.getByText('Paused').waitFor();
  await choose('Resume');
  await row.getByText(/^Open on/).waitFor();
  await choose('Remove');
  await page.getByRole('dialog', { name: 'Remove Printer?' }).getByRole('button', { name: 'Remove' }).click();
  await row.waitFor({ state: 'detached' });
  expect(bench.running.gateway.snapshot.devices).toEqual([]);
});

test('a port that another program has is said so, in the window too, and a free one is one click away', async () => {
  const { anna } = bench.running.sandbox.users;
  await bench.signedIn('plain-password');
  const held = net.createServer();
  const port = await listening(held);
  await bench.running.run('device-add', {
    name: 'Printer',
    account: anna.address,
    listen: { address: '127.0.0.1', port },
    from: ['127.0.0.1'],
  });
  const page = await openDevices();
  const row = page.getByRole('group', { name: 'Printer' });
  await row.getByText(/The port is in use by .+/).waitFor();
  await page.getByRole('button', { name: `Port ${String(port)} for Printer can’t be opened` }).click();
  const instead = row.getByRole('button', { name: /^Use \d+ instead$/ });
  // what hinders that is told, too
  await page.evaluate(`(() => {
    window.wholeFetch = window.fetch;
    window.fetch = () => Promise.reject(new Error('not now'));
  })()`);
  await instead.click();
  await row.getByRole('alert').getByText('Mailwicket does not answer.').waitFor();
  await page.evaluate('window.fetch = window.wholeFetch');
  await instead.click();
  await row.getByText(/^Open on 127\.0\.0\.1, port \d+$/).waitFor();
  expect(only().port).toBeGreaterThan(port);
  held.close();
});

test('a certificate of one’s own is served where its key fits, and Mailwicket’s again when it is taken away', async () => {
  const { cert, key, ca } = await makeCertificates();
  const folder = await scratchFolder();
  const [certificateFile, keyFile] = [join(folder, 'fullchain.pem'), join(folder, 'privkey.pem')];
  await writeFile(certificateFile, cert);
  await writeFile(keyFile, (await makeCertificates()).key);
  const page = await bench.page({ fragment: '#/settings/encryption' });
  const card = page.getByRole('region', { name: 'A certificate of your own' });
  await card.getByLabel('Certificate file').fill(certificateFile);
  await card.getByLabel('Key file').fill(keyFile);
  await card.getByRole('button', { name: 'Use these files' }).click();
  await card
    .getByRole('alert')
    .getByText(/does not belong to the certificate/)
    .waitFor();
  await writeFile(keyFile, key);
  await card.getByRole('button', { name: 'Use these files' }).click();
  await card.getByText(/^In use, good until/).waitFor();
  const client = await RawClient.connect(bench.running.port('imap', true), { ca });
  client.destroy();
  await card.getByRole('button', { name: 'Use Mailwicket’s certificate' }).click();
  await page.getByRole('heading', { name: 'Trust the certificate' }).waitFor();
  expect(bench.running.gateway.snapshot.settings?.certificateFiles).toEqual([]);
});
