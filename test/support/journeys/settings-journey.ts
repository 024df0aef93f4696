import { createServer, type Server } from 'node:net';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { RawClient } from '../raw-client.ts';
import { copied, looksRight, type Desk } from './desk.ts';
import {
  chooseTheme,
  makeReport,
  openPort,
  openSettings,
  openTab,
  part,
  portState,
  setPort,
} from './settings.ts';
import { listening } from '../listening.ts';

/** Everything that can be set, and what the program says of itself. */
export async function settingsJourney(desk: Desk): Promise<void> {
  const { page } = desk;
  await page.getByRole('heading', { name: 'Keep the mail program you like' }).waitFor();
  await page.getByRole('link', { name: 'Set up many mailboxes' }).waitFor();
  await openSettings(page);
  await looksRight(desk);
  await changePorts(desk);
  await letDevicesIn(desk);
  await useProxy(page);
  await changeLooks(desk);
  await askForHelp(desk);
}

async function changePorts({ page }: Desk): Promise<void> {
  await openTab(page, 'Ports');
  const ports = part(page, 'Ports for mail programs');
  const before = await openPort(ports, 'IMAP');
  const taken = await held();
  const free = await held();
  await free.close();
  await setPort(ports, 'POP', taken.port);
  await portState(ports, 'POP')
    .getByText(/The port is in use by/)
    .waitFor();
  await setPort(ports, 'IMAP', free.port);
  await portState(ports, 'IMAP').getByText('Open on this computer').waitFor();
  const client = await RawClient.connect(free.port);
  expect(await client.until(/\r\n/)).toMatch(/^\* OK/);
  client.destroy();
  await expect(RawClient.connect(before)).rejects.toThrow();
  await ports.getByRole('switch', { name: 'Serve POP' }).uncheck();
  await portState(ports, 'POP').getByText('Off').waitFor();
  await taken.close();
}

/** Encrypted ports with their certificate, then the network, which takes them. */
async function letDevicesIn(desk: Desk): Promise<void> {
  const { page } = desk;
  const card = part(page, 'Encrypted ports');
  await card.getByRole('switch', { name: 'Encrypted ports' }).check();
  // the usual ports may be somebody else's on this machine
  const free = await held();
  await free.close();
  await card.getByLabel('Port for IMAP with TLS').waitFor();
  await setPort(card, 'IMAP with TLS', free.port);
  await portState(card, 'IMAP with TLS').getByText('Open on this computer').waitFor();
  await looksRight(desk);
  await card.getByRole('link', { name: 'Trust it on this computer' }).click();
  const save = page.getByRole('button', { name: 'Save the certificate' });
  const { name, content } = await desk.savedFile(() => save.click());
  expect(name).toMatch(/\.crt$/);
  expect(content).not.toContain('PRIVATE');
  await page.getByText('SHA-256 fingerprint').waitFor();
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

  await openTab(page, 'Ports');
  const devices = part(page, 'Other devices on my network');
  const dialog = page.getByRole('dialog');
  const letIn = devices.getByRole('switch');
  await letIn.click();
  await dialog.getByText('Every device on your network can then try passwords.').waitFor();
  await looksRight(desk);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await letIn.isChecked()).toBe(false);
  await letIn.click();
  await dialog.getByRole('button', { name: 'Let them in' }).click();
  await devices.getByText('On. Devices on your network reach the encrypted ports').waitFor();
  await portState(card, 'IMAP with TLS').getByText('Open on your network').waitFor();
  await portState(part(page, 'Ports for mail programs'), 'IMAP').getByText('Open on this computer').waitFor();
  await letIn.click();
  await devices.getByText('Off. Printers').waitFor();
  await card.getByRole('switch', { name: 'Encrypted ports' }).uncheck();
  await card.getByLabel('Port for IMAP with TLS').waitFor({ state: 'detached' });
}

async function useProxy(page: Page): Promise<void> {
  await openTab(page, 'Network');
  const card = part(page, 'Network proxy');
  await card.getByLabel('Address').fill('ftp://proxy');
  await card.getByRole('button', { name: 'Use this proxy' }).click();
  await card.getByRole('alert').waitFor();
  await card.getByLabel('Address').fill('http://127.0.0.1:9');
  await card.getByRole('button', { name: 'Use this proxy' }).click();
  await card.getByText('In use: http://127.0.0.1:9').waitFor();
  await card.getByRole('button', { name: 'No proxy' }).click();
  await card.getByText('In use:').waitFor({ state: 'detached' });
}

async function changeLooks(desk: Desk): Promise<void> {
  const { page } = desk;
  await openTab(page, 'General');
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
async function held(): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server: Server = createServer();
  const port = await listening(server);
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
    });
  return { port, close };
}
