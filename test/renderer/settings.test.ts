import { X509Certificate } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { Snapshot } from '#contract/views.ts';
import { Policy } from '#core/policy/policy.ts';
import { thisMachine } from '#core/relay/lan-names.ts';
import { savedFile } from '../support/journeys/clients.ts';
import { login } from '../support/journeys/mail-program.ts';
import { openTab, setPort } from '../support/journeys/settings.ts';
import { RawClient } from '../support/raw-client.ts';
import { bench, screensForEachTest } from '../support/screens-for-each-test.ts';
import { goTo, seriousFindings, type LookOptions } from '../support/screens.ts';
import { listening } from '../support/listening.ts';

const { restart } = screensForEachTest({ gateway: { ports: 'settings' } });

async function openSettings(tab: string, look: LookOptions = {}): Promise<Page> {
  const page = await bench.page({ ...look, fragment: `#/settings/${tab}` });
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

function settings(): NonNullable<Snapshot['settings']> {
  const view = bench.running.gateway.snapshot.settings;
  if (view === undefined) throw new Error('the snapshot tells no settings');
  return view;
}

/** Where the ports with or without TLS are open. */
function addresses(implicitTls: boolean): string[] {
  return bench.running.gateway.snapshot.listeners
    .filter((listener) => listener.implicitTls === implicitTls)
    .flatMap((listener) => listener.addresses);
}

/** A port that was free a moment ago, and what holds one. */
async function holdPort(): Promise<{ readonly port: number; readonly release: () => Promise<void> }> {
  const server = net.createServer();
  const port = await listening(server);
  return {
    port,
    async release() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}

describe('ports', () => {
  test('another port is taken at once, and the old one is given up', async () => {
    const before = bench.running.port('imap');
    const { port, release } = await holdPort();
    await release();
    const page = await openSettings('ports');
    const form = page.getByRole('region', { name: 'Ports for mail programs' });
    await setPort(form, 'IMAP', port);
    await form.getByText('Open on this computer').waitFor();
    expect(settings().listeners.imap).toBe(port);
    const client = await RawClient.connect(port);
    expect(await client.until(/\r\n/)).toMatch(/^\* OK/);
    client.destroy();
    await expect(RawClient.connect(before)).rejects.toThrow();
  });

  test('one that is switched off and on again is the same', async () => {
    const { port, release } = await holdPort();
    await release();
    const page = await openSettings('ports');
    const form = page.getByRole('region', { name: 'Ports for mail programs' });
    await setPort(form, 'IMAP', port);
    await expect.poll(() => settings().listeners.imap).toBe(port);
    for (const wanted of ['off', port]) {
      await form.getByRole('switch', { name: 'Serve IMAP' }).click();
      await expect.poll(() => settings().listeners.imap).toBe(wanted);
    }
  });

  test('one that is taken says by whom, at once; the others go on', async () => {
    const { port, release } = await holdPort();
    const page = await openSettings('ports');
    const form = page.getByRole('region', { name: 'Ports for mail programs' });
    await setPort(form, 'POP', port);
    await form.getByText(/The port is in use by .+/).waitFor();
    await form.getByText('End that program, or choose another port').waitFor();
    const client = await RawClient.connect(bench.running.port('imap'));
    expect(await client.until(/\r\n/)).toMatch(/^\* OK/);
    client.destroy();
    // the window says the same of all, and what is entered into a mail program is not given out as good
    await page.getByRole('button', { name: `Port ${String(port)} can’t be opened` }).waitFor();
    await bench.signedIn('plain-password');
    const [account] = bench.running.gateway.snapshot.accounts;
    const connecting = await bench.page({ fragment: `#/account/${account?.id ?? ''}?tab=programs` });
    await connecting
      .getByRole('alert')
      .getByText(`POP: port ${String(port)} can’t be opened.`)
      .waitFor();
    // the way out that is offered works while the other program goes on
    await form.getByRole('button', { name: /^Use \d+ instead$/ }).click();
    await form.getByRole('group', { name: 'POP' }).getByText('Open on this computer').waitFor();
    expect(settings().listeners.pop).toBeGreaterThan(port);
    await form.getByRole('switch', { name: 'Serve POP' }).uncheck();
    await form.getByText('Off', { exact: true }).waitFor();
    expect(settings().listeners.pop).toBe('off');
    await release();
  });

  test('what is no port, or stands twice, stays in its field with the reason, and is not used', async () => {
    const page = await openSettings('ports');
    const form = page.getByRole('region', { name: 'Ports for mail programs' });
    const imap = form.getByLabel('Port for IMAP', { exact: true });
    await imap.fill('70000');
    await imap.blur();
    await form.getByText('A port is a number from 1 to 65535.').waitFor();
    expect(await imap.inputValue()).toBe('70000');
    expect(settings().listeners.imap).toBe(0);
    const { port, release } = await holdPort();
    await release();
    await setPort(form, 'IMAP', port);
    await form.getByText('Open on this computer', { exact: true }).waitFor();
    await setPort(form, 'SMTP', port);
    await form.getByText('Another protocol has this port already.').waitFor();
    expect(settings().listeners).toMatchObject({ imap: port, smtp: 0 });
  });
});

test('ports that were chosen for this run say so', async () => {
  await restart({});
  const page = await bench.page({ fragment: '#/settings/ports' });
  await page.getByText('Set by the command that started Mailwicket: IMAP, POP, SMTP.').waitFor();
});

describe('encrypted ports', () => {
  test('is switched on with its usual ports, and off again', async () => {
    const page = await openSettings('ports');
    const all = page.getByRole('switch', { name: 'Encrypted ports' });
    await all.check();
    await page.getByText(/^Certificate good until/).waitFor();
    expect(settings().listeners).toMatchObject({ imaps: 1993, pops: 1995, smtps: 1465 });
    await all.uncheck();
    await page.getByText(/^Certificate good until/).waitFor({ state: 'detached' });
    expect(settings().listeners).toMatchObject({ imaps: 'off', pops: 'off', smtps: 'off' });
    // and on again as they were
    await all.check();
    await page.getByRole('switch', { name: 'Serve POP with TLS' }).uncheck();
    await expect.poll(() => settings().listeners.pops).toBe('off');
    for (const imaps of ['off', 1993] as const) {
      await all.click();
      await expect.poll(() => settings().listeners).toMatchObject({ imaps, pops: 'off' });
    }
  });

  test('whoever trusts the certificate that is saved here can connect; nobody else', async () => {
    await bench.running.run('settings-set', { listeners: { imaps: 0 } });
    const page = await openSettings('encryption');
    const button = page.getByRole('button', { name: 'Save the certificate' });
    const { name, content } = await savedFile(page, () => button.click());
    expect(name).toMatch(/\.crt$/);
    expect(content).not.toContain('PRIVATE');
    await page.getByText(new X509Certificate(content).fingerprint256).waitFor();
    const port = bench.running.port('imap', true);
    const greeting = async (ca: string[]): Promise<string> => {
      const socket = tls.connect({ host: 'localhost', port, ca, servername: 'localhost' });
      const heard = Promise.withResolvers<string>();
      socket.once('error', heard.reject);
      socket.once('data', (chunk: Buffer) => heard.resolve(chunk.toString('latin1')));
      try {
        return await heard.promise;
      } finally {
        socket.destroy();
      }
    };
    expect(await greeting([content])).toMatch(/^\* OK/);
    await expect(greeting([])).rejects.toThrow();
  });
});

test('other devices are let in after the warnings, over TLS only; and shut out again', async () => {
  await bench.running.run('settings-set', { listeners: { imaps: 0 } });
  const page = await openSettings('ports', { size: 'narrow' });
  const dialog = page.getByRole('dialog');
  const letIn = page.getByRole('switch', { name: 'Other devices on my network' });
  await letIn.click();
  await dialog.getByText('Every device on your network can then try passwords.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(settings().listeners.addresses).toEqual(['127.0.0.1', '::1']);
  await letIn.click();
  await dialog.getByRole('button', { name: 'Let them in' }).click();
  await page.getByText('On. Devices on your network reach the encrypted ports').waitFor();
  // what to enter on a device is what the certificate names
  const { hostName } = thisMachine();
  await expect
    .poll(() => settings().certificateNames)
    .toContain(`${hostName.split('.')[0]?.toLowerCase()}.local`);
  const others = (settings().certificateNames ?? []).slice(3);
  await page.getByText(`enter one of these as the server: ${others.join(', ')}.`).waitFor();
  await openTab(page, 'Encryption');
  const names = page.getByRole('region', { name: 'Names in the certificate' }).getByRole('listitem');
  for (const name of ['localhost', ...others]) await names.getByText(name, { exact: true }).waitFor();
  expect(addresses(true)).toContain('0.0.0.0');
  for (const address of addresses(false)) expect(['127.0.0.1', '::1']).toContain(address);
  await openTab(page, 'Ports');
  await letIn.click();
  await page.getByText('Off. Printers').waitFor();
  for (const address of addresses(true)) expect(['127.0.0.1', '::1']).toContain(address);
});

describe('the way to the providers', () => {
  test('a network proxy is used and taken away; its password is never shown again', async () => {
    const page = await openSettings('network');
    const card = page.getByRole('region', { name: 'Network proxy' });
    await card.getByLabel('Address').fill('ftp://proxy');
    await card.getByRole('button', { name: 'Use this proxy' }).click();
    await card.getByRole('alert').waitFor();
    expect(settings().networkProxy).toBeUndefined();
    await card.getByLabel('Address').fill('http://kim:hidden-word@127.0.0.1:9');
    await card.getByRole('button', { name: 'Use this proxy' }).click();
    await card.getByText('In use: http://127.0.0.1:9, as kim with a password').waitFor();
    expect(await card.getByLabel('Address').inputValue()).toBe('http://kim@127.0.0.1:9');
    expect(await page.content()).not.toContain('hidden-word');
    expect(JSON.stringify(bench.running.gateway.snapshot)).not.toMatch(/hidden-word|kim:/);
    // in a field of its own it is as little told, and stays when another port is entered
    await card.getByLabel('Password').fill('other-word');
    await card.getByRole('button', { name: 'Use this proxy' }).click();
    await expect.poll(() => card.getByLabel('Password').inputValue()).toBe('');
    await card.getByLabel('Address').fill('http://kim@127.0.0.1:10');
    await card.getByRole('button', { name: 'Use this proxy' }).click();
    await card.getByText('In use: http://127.0.0.1:10, as kim with a password').waitFor();
    expect(JSON.stringify([settings(), await page.content()])).not.toContain('other-word');
    // another user has none yet
    await card.getByLabel('Address').fill('http://lee@127.0.0.1:10');
    await card.getByRole('button', { name: 'Use this proxy' }).click();
    await card.getByText('In use: http://127.0.0.1:10, as lee', { exact: true }).waitFor();
    await card.getByRole('button', { name: 'No proxy' }).click();
    await expect.poll(() => card.getByText('In use:').count()).toBe(0);
    expect(settings().networkProxy).toBeUndefined();
    expect(await readFile(join(bench.running.folder, 'settings.json'), 'utf8')).not.toMatch(/kim|word/);
  });

  test('a certificate authority is added and removed; a file that holds none is refused, and nothing is broken', async () => {
    const page = await openSettings('network');
    const card = page.getByRole('region', { name: 'Extra certificate authorities' });
    const path = card.getByLabel('Path of a PEM file on this computer');
    const known = settings().extraCertificateAuthorities;
    await path.fill('/nowhere/at/all.pem');
    await card.getByRole('button', { name: 'Add' }).click();
    await card
      .getByText('The file /nowhere/at/all.pem cannot be read: there is no such file or folder (ENOENT).')
      .waitFor();
    const empty = join(bench.running.folder, 'empty.pem');
    await writeFile(empty, 'nothing in it');
    await path.fill(empty);
    await card.getByRole('button', { name: 'Add' }).click();
    await card.getByText(`There is no certificate in ${empty}.`).waitFor();
    // the field that is wrong has the focus; what was pressed keeps it where there is nothing more to press it for
    await expect.poll(() => path.and(page.locator(':focus')).count()).toBe(1);
    expect(settings().extraCertificateAuthorities).toEqual(known);
    const good = join(bench.running.folder, 'good.pem');
    await writeFile(good, bench.sandbox.ca);
    await path.fill(good);
    await card.getByRole('button', { name: 'Add' }).click();
    await card.getByRole('button', { name: `Remove ${good}` }).waitFor();
    await expect.poll(() => card.locator('[aria-disabled]:focus').textContent()).toBe('Add');
    // one that is taken away later is told where it stands
    await rm(good);
    await bench.running.gateway.look();
    await card
      .getByRole('status')
      .getByText(`The settings name ${good} as a certificate authority`)
      .waitFor();
    await card.getByRole('button', { name: `Remove ${good}` }).click();
    await expect.poll(() => settings().extraCertificateAuthorities).toEqual(known);
  });
});

describe('how it looks and speaks', () => {
  test('the language is changed on the spot, and kept', async () => {
    const page = await openSettings('general');
    await page.getByLabel('Language').selectOption({ label: 'Deutsch' });
    await page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.reload();
    await page.getByRole('link', { name: 'Einstellungen' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
  });

  test('the panel speaks the first language of the browser that it has', async () => {
    const page = await bench.page();
    await page.addInitScript(
      "Object.defineProperty(navigator, 'languages', { get: () => ['fr-FR', 'de-CH'] })",
    );
    await page.reload();
    await page.getByRole('link', { name: 'Einstellungen', exact: true }).waitFor();
  });

  test('times are written as in the country of the browser, where the page is in its language', async () => {
    await bench.signedIn('one');
    const page = await bench.page({ fragment: '#/activity' });
    const time = page.getByRole('list', { name: 'Activity' }).locator('time').first();
    expect(await time.textContent()).toMatch(/^\d\d:\d\d:\d\d$/);
    await goTo(page, '#/settings/general');
    await page.getByLabel('Language').selectOption({ label: 'Deutsch' });
    await goTo(page, '#/activity');
    expect(await page.getByRole('list', { name: 'Aktivität' }).locator('time').first().textContent()).toMatch(
      /^\d\d:\d\d:\d\d$/,
    );
  });

  test('the theme goes before the system’s, and is kept', async () => {
    const page = await openSettings('general', { colorScheme: 'light' });
    const background = (): Promise<string> =>
      page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await page.getByLabel('Appearance').selectOption({ label: 'Dark' });
    const dark = await background();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.getByRole('main').waitFor();
    expect(await background()).toBe(dark);
    await page.getByLabel('Appearance').selectOption({ label: 'As the system' });
    expect(await background()).toBe(light);
  });

  test('what this host cannot do is not offered', async () => {
    const page = await openSettings('general');
    expect(await page.getByLabel('Start when I log in').count()).toBe(0);
    expect(await page.getByText('Updates', { exact: true }).count()).toBe(0);
  });
});

test('a host that can is asked to start at login and to look for updates; what it says is shown', async () => {
  await restart({
    hostInfo: { startAtLogin: 'off', secretsKept: false, updates: { state: 'downloaded', version: '9.9.9' } },
  });
  const page = await bench.page({ fragment: '#/settings' });
  await page.getByText('Version 9.9.9 is ready. It will be installed when you quit Mailwicket.').waitFor();
  await page.getByText('This desktop has no safe place for secrets').waitFor();
  await page.getByLabel('Start when I log in').click();
  // the panel is no desktop: the refusal is told, and the tick is not there
  await page.getByRole('alert').waitFor();
  await expect.poll(() => page.getByLabel('Start when I log in').isChecked()).toBe(false);
});

test('what the organization has set is shown as its own, and cannot be changed; the rest can', async () => {
  const content = { imap: 2143, lanAccess: false, networkProxy: '', startAtLogin: true, updates: 'never' };
  await restart({
    gateway: { ports: 'settings', policy: new Policy([{ name: 'policy.json', read: async () => content }]) },
    hostInfo: { startAtLogin: 'on', updates: { state: 'off', why: 'organization' } },
  });
  const page = await openSettings('ports');
  const held = page.getByText('Set by your organization', { exact: true });
  const imap = page.getByRole('group', { name: 'IMAP', exact: true });
  await imap.getByText('Set by your organization').waitFor();
  expect(await imap.getByRole('switch').isDisabled()).toBe(true);
  expect(await imap.getByRole('textbox').isDisabled()).toBe(true);
  expect(await imap.getByRole('textbox').inputValue()).toBe('2143');
  expect(await page.getByRole('group', { name: 'POP', exact: true }).getByRole('switch').isDisabled()).toBe(
    false,
  );
  expect(await page.getByRole('switch', { name: 'Other devices on my network' }).isDisabled()).toBe(true);
  expect(await held.count()).toBe(2);
  // what of it is broken is told where people look who can have it mended
  await page
    .getByRole('alert')
    .getByText(/policy\.json can’t be used: updates/)
    .waitFor();
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByRole('tab', { name: 'General' }).click();
  expect(await page.getByLabel('Start when I log in').isDisabled()).toBe(true);
  await page.getByText('Your organization rolls updates out.').waitFor();
  await page.getByRole('tab', { name: 'Network' }).click();
  await held.waitFor();
});

test('the licenses of the packages in the program are shown', async () => {
  const page = await openSettings('help');
  const open = page.getByRole('button', { name: 'Licenses of the packages in it' });
  await open.click();
  const text = page.getByRole('region', { name: 'Licenses of the packages in it' });
  await expect.poll(() => text.textContent()).toContain('zod 4.0.0 (MIT)');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => text.count()).toBe(0);
});

test('the report for support tells versions, ports, states and troubles; nobody’s address, name or secret', async () => {
  const { anna } = bench.sandbox.users;
  await bench.running.addAppOnlyClient('Accounting department', 'not~the~secret');
  await bench.running.run('account-add', {
    address: anna.address,
    client: 'Accounting department',
    password: 'plain-password',
  });
  await bench.running.gateway.run('account-authorize', { account: anna.address });
  expect(await login(bench.imap, anna.address, 'wrong')).toContain('a NO');
  const page = await openSettings('help');
  await page.getByRole('button', { name: 'Create a report' }).click();
  const report = (await page.getByRole('region', { name: 'The report' }).textContent()) ?? '';
  for (const told of [
    'Mailwicket 0.1.0',
    'panel on linux',
    `imap ${String(bench.running.port('imap'))}`,
    'account 1: refused',
  ])
    expect(report).toContain(told);
  expect(report).toMatch(/Last troubles\n {2}\d{4}-/);
  for (const hidden of [
    anna.address,
    'example.org',
    'Accounting',
    'plain-password',
    'not~the~secret',
    bench.sandbox.clients.appOnly.clientId,
  ])
    expect(report).not.toContain(hidden);
  // what the browser refuses is told beside the button
  await page.evaluate(`(() => {
    window.whole = [navigator.clipboard.writeText, URL.createObjectURL];
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    URL.createObjectURL = () => { throw new Error('no room'); };
  })()`);
  const refusals = page.getByRole('alert').filter({ hasText: 'The browser did not allow this.' });
  for (const [at, name] of ['Copy the report', 'Save the report'].entries()) {
    await page.getByRole('button', { name }).click();
    await expect.poll(() => refusals.count()).toBe(at + 1);
  }
  await page.evaluate(`(() => {
    [navigator.clipboard.writeText, URL.createObjectURL] = window.whole;
  })()`);
  await page.getByRole('button', { name: 'Copy the report' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(report);
});
