import { createServer, type Server } from 'node:net';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { RawClient } from '../raw-client.ts';
import { copied, looksRight, type Desk } from './desk.ts';
import { chooseTheme, makeReport, openPort, openSettings, part, portState, setPort } from './settings.ts';

/** Everything that can be set, and what the program says of itself. */
export async function settingsJourney(desk: Desk): Promise<void> {
  const { page } = desk;
  await page.getByRole('heading', { name: 'Keep the mail program you like' }).waitFor();
  await page.getByRole('link', { name: 'Set up for many mailboxes (administrators)' }).waitFor();
  await openSettings(page);
  await looksRight(desk);
  await changePorts(desk);
  await letDevicesIn(desk);
  await useProxy(page);
  await changeLooks(desk);
  await askForHelp(desk);
}

async function changePorts({ page }: Desk): Promise<void> {
  const ports = part(page, 'Ports');
  const before = await openPort(ports, 'IMAP');
  const taken = await listening();
  const free = await listening();
  await free.close();
  await setPort(ports, 'POP', taken.port);
  await portState(ports, 'POP')
    .getByText(/The port is in use by/)
    .waitFor();
  await setPort(ports, 'IMAP', free.port);
  await portState(ports, 'IMAP')
    .getByText(/^Open on 127\.0\.0\.1/)
    .waitFor();
  const client = await RawClient.connect(free.port);
  expect(await client.until(/\r\n/)).toMatch(/^\* OK/);
  client.destroy();
  await expect(RawClient.connect(before)).rejects.toThrow();
  await ports.getByLabel('Serve POP').uncheck();
  await ports.getByRole('button', { name: 'Save ports' }).click();
  await portState(ports, 'POP').getByText('Not open').waitFor();
  await taken.close();
}

/** TLS with its certificate, then the network, which takes TLS. */
async function letDevicesIn(desk: Desk): Promise<void> {
  const { page } = desk;
  const card = part(page, 'TLS for mail programs');
  await card.getByRole('button', { name: 'Switch TLS on' }).click();
  await card.getByText('TLS is on').waitFor();
  // the usual ports may be somebody else's on this machine
  const free = await listening();
  await free.close();
  await setPort(card, 'IMAP with TLS', free.port);
  await portState(card, 'IMAP with TLS')
    .getByText(/^Open on 127\.0\.0\.1/)
    .waitFor();
  const save = card.getByRole('button', { name: 'Save the authority’s certificate' });
  const { name, content } = await desk.savedFile(() => save.click());
  expect(name).toMatch(/\.crt$/);
  expect(content).not.toContain('PRIVATE');
  await card.getByText('SHA-256 fingerprint').waitFor();
  const greeting = async (ca: string): Promise<string> => {
    const client = await RawClient.connect(free.port, { ca });
    const line = await client.until(/\r\n/);
    client.destroy();
    return line;
  };
  // the usual port may have been open before, which is told in the same words as the new one
  await expect.poll(() => greeting(content).catch(String)).toMatch(/^\* OK/);
  await expect(greeting(desk.sandbox.ca)).rejects.toThrow();
  await looksRight(desk);

  const devices = part(page, 'Other devices on my network');
  const dialog = page.getByRole('dialog');
  await devices.getByRole('button', { name: 'Let other devices in…' }).click();
  await dialog.getByText('Every device on your network can then try passwords.').waitFor();
  await looksRight(desk);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await expect(devices.getByText('Devices on your network reach the TLS ports').count()).resolves.toBe(0);
  await devices.getByRole('button', { name: 'Let other devices in…' }).click();
  await dialog.getByRole('button', { name: 'Let them in' }).click();
  await devices.getByText('Devices on your network reach the TLS ports').waitFor();
  await portState(card, 'IMAP with TLS')
    .getByText(/0\.0\.0\.0/)
    .waitFor();
  expect(await portState(part(page, 'Ports'), 'IMAP').innerText()).not.toContain('0.0.0.0');
  await devices.getByRole('button', { name: 'Only this computer' }).click();
  await devices.getByRole('button', { name: 'Let other devices in…' }).waitFor();
  await card.getByRole('button', { name: 'Switch TLS off' }).click();
  await card.getByText('TLS is off').waitFor();
}

async function useProxy(page: Page): Promise<void> {
  const card = part(page, 'Network');
  await card.getByLabel('Network proxy').fill('ftp://proxy');
  await card.getByRole('button', { name: 'Use this proxy' }).click();
  await card.getByRole('alert').waitFor();
  await card.getByLabel('Network proxy').fill('http://127.0.0.1:9');
  await card.getByRole('button', { name: 'Use this proxy' }).click();
  await card.getByText('In use: http://127.0.0.1:9').waitFor();
  await card.getByRole('button', { name: 'No proxy' }).click();
  await card.getByText('In use:').waitFor({ state: 'detached' });
}

async function changeLooks(desk: Desk): Promise<void> {
  const { page } = desk;
  const paper = (): Promise<string> =>
    page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
  const before = await paper();
  await chooseTheme(page, 'Light');
  const light = await paper();
  await chooseTheme(page, 'Dark');
  const dark = await paper();
  expect(new Set([light, dark, before]).size).toBe(2);
  // the other one of those that the rest of the way is gone in
  await chooseTheme(page, before === dark ? 'Light' : 'Dark');
  await looksRight(desk);
  await chooseTheme(page, 'As the system');
  expect(await paper()).toBe(before);
  await page.getByLabel('Language').selectOption({ label: 'Deutsch' });
  await page.getByRole('heading', { level: 1, name: 'Einstellungen' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  await looksRight(desk);
  await page.getByLabel('Sprache').selectOption({ label: 'English' });
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
}

async function askForHelp(desk: Desk): Promise<void> {
  const { page, sandbox } = desk;
  const report = await makeReport(page);
  expect(report).toMatch(/Mailwicket \d+\.\d+\.\d+/);
  expect(report).toMatch(/imap \d+/);
  expect(report).not.toContain(sandbox.clients.desktop.clientId);
  await page.getByRole('button', { name: 'Copy the report' }).click();
  await copied(desk, report);
  const save = page.getByRole('button', { name: 'Save the report' });
  const saved = await desk.savedFile(() => save.click());
  expect(saved).toEqual({ name: 'mailwicket-report.txt', content: report });
  await page.getByText(/Mailwicket \d+\.\d+\.\d+ · Free software under the Apache License 2\.0\./).waitFor();
  await looksRight(desk);
}

/** A port that is somebody's, until it is closed: then it is free. */
async function listening(): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
    });
  return { port: address.port, close };
}
