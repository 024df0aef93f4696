import type { Locator, Page } from 'playwright-core';

/** What people do with the settings, as functions of a page. */

/** Opens them from wherever one is. */
export async function openSettings(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
}

/** A part of the settings by its heading. */
export function part(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true });
}

/** Shows one of their tabs. */
export async function openTab(
  page: Page,
  name: 'General' | 'Ports' | 'Devices' | 'Encryption' | 'Network' | 'Help',
): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
}

/** Enters a port, which is used at once: 'IMAP', 'IMAP with TLS'. */
export async function setPort(form: Locator, name: string, port: number): Promise<void> {
  const field = form.getByLabel(`Port for ${name}`, { exact: true });
  await field.fill(String(port));
  await field.press('Enter');
}

/** What is told of a port: whether it is open, and why not. */
export function portState(form: Locator, name: string): Locator {
  return form.getByRole('group', { name, exact: true }).getByRole('status');
}

/** The port that is open where any free one may be taken. */
export async function openPort(form: Locator, name: string): Promise<number> {
  const state = portState(form, name).filter({ hasText: /as port \d+/ });
  await state.waitFor();
  return Number(/as port (\d+)/.exec(await state.innerText())?.[1]);
}

/** Chooses how the screens look. */
export async function chooseTheme(page: Page, theme: 'As the system' | 'Light' | 'Dark'): Promise<void> {
  await page.getByLabel('Appearance').selectOption({ label: theme });
}

/** Makes the report for whoever helps. @returns its text */
export async function makeReport(page: Page): Promise<string> {
  await openTab(page, 'Help');
  await page.getByRole('button', { name: 'Create a report' }).click();
  const report = page.getByRole('region', { name: 'The report' });
  await report.waitFor();
  return (await report.textContent()) ?? '';
}
