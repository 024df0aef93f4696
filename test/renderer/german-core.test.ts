import net from 'node:net';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { RawClient } from '../support/raw-client.ts';
import { addSampleAccounts, sampleUsers } from '../support/sample-accounts.ts';
import { goTo, launchChromium, ScreenBench, widerThanPage } from '../support/screens.ts';
import { listening } from '../support/listening.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
});

async function startInGerman(ports: 'run' | 'settings' = 'run'): Promise<ScreenBench> {
  const bench = await ScreenBench.start({
    screens: inject('screens'),
    browser,
    sandbox: { users: sampleUsers },
    locale: 'de-DE',
    gateway: { ports },
  });
  onTestFinished(() => bench.stop());
  return bench;
}

/** Words that stand in almost every English sentence, and in no German one. */
const english = /\b(?:the|cannot|and|of|to|with|for|is|has|not|it|this|your)\b/i;
/** What others said stays in their language, and names are names. */
const wordsOfOthers = /Der Server sagte: .*|HTTP \d{3} · .*|[^\s(]+@[\w.-]+/gs;

/** Each text of the page that is English; what a provider answered and what is code is left out. */
async function englishOn(page: Page): Promise<string[]> {
  const texts = await page.evaluate<string[]>(`
    [...document.querySelectorAll('main :is(p, li, h1, h2, h3, dt, dd, span, label, legend, button, a, strong)')]
      .map((element) => {
        const copy = element.cloneNode(true);
        for (const small of copy.querySelectorAll('code, [translate="no"], .small.quiet.wrap-anywhere, option')) small.remove();
        return element.closest('code, [translate="no"], .small.quiet.wrap-anywhere') === null ? copy.textContent : '';
      })`);
  return [...new Set(texts)].filter((text) => english.test(text.replace(wordsOfOthers, '')));
}

/** A port that something else holds. */
async function heldPort(): Promise<number> {
  const server = net.createServer();
  const port = await listening(server);
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return port;
}

test('a German page tells accounts, their checks and their tokens in German', async () => {
  const bench = await startInGerman();
  await addSampleAccounts(bench.running);
  const page = await bench.page({ size: 'narrow' });
  await page.getByText('Das Clientgeheimnis ist abgelaufen.').first().waitFor();
  expect(await englishOn(page)).toEqual([]);
  for (const { address } of bench.running.gateway.snapshot.accounts) {
    await goTo(page, '#/');
    await page.getByRole('link', { name: address, exact: true }).click();
    await page.getByRole('heading', { level: 1, name: address }).waitFor();
    const card = page.getByRole('region', { name: 'Prüfung' });
    await page.getByRole('button', { name: 'Mehr' }).click();
    await page.getByRole('menuitem', { name: 'Jetzt prüfen' }).click();
    await card
      .getByText(/^(?:Alles funktioniert|Mailprogramme können|Empfangen geht|Senden geht|Weder|Nicht alles)/)
      .waitFor();
    expect(await englishOn(page), address).toEqual([]);
    for (const tab of ['Mailprogramme', 'Anmeldung', 'Erweitert']) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await page.evaluate('for (const folded of document.querySelectorAll("details")) folded.open = true');
      expect(await englishOn(page), address).toEqual([]);
      expect(await widerThanPage(page), address).toBe(false);
    }
  }
  expect(bench.complaints).toEqual([]);
});

test('a German page tells the activity in German, finds lines by their German, and keeps a server’s own words', async () => {
  const bench = await startInGerman();
  await addSampleAccounts(bench.running);
  const { anna } = bench.sandbox.users;
  const client = await RawClient.connect(bench.running.port('imap'));
  await client.until(/\r\n/);
  await client.ask(`a login ${anna.address} wrong`, /a NO/);
  await client.ask('b login nobody@example.net wrong', /b NO/);
  client.destroy();
  const page = await bench.page({ fragment: '#/activity' });
  const list = page.getByRole('list', { name: 'Aktivität' });
  await list.getByText('Über IMAP abgelehnt: Mailwicket hat kein Konto nobody@example.net').waitFor();
  for (const line of await list.getByRole('listitem').all()) await line.locator('summary').click();
  await list.getByText('Form der Anmeldung').first().waitFor();
  expect(await englishOn(page)).toEqual([]);
  await page.getByLabel('Suchen').fill('hat kein konto');
  await expect.poll(() => list.getByRole('listitem').count()).toBe(1);
  await page.getByLabel('Suchen').fill('has no account');
  await page.getByText('Zu diesen Filtern passt keine Zeile.').waitFor();
});

test('a German page tells what is wrong with a change of the settings in German', async () => {
  const bench = await startInGerman('settings');
  const page = await bench.page({ fragment: '#/settings/ports' });
  await page.getByLabel('Port für POP').fill(String(await heldPort()));
  await page.getByLabel('Port für POP').press('Enter');
  await page.getByText(/Der Port wird schon von .+ benutzt/).waitFor();
  expect(await englishOn(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Netzwerk' }).click();
  await page.getByLabel('Adresse').fill('gopher://nowhere');
  await page.getByRole('button', { name: 'Diesen Proxy verwenden' }).click();
  await page.getByText('Der Netzwerk-Proxy in den Einstellungen ist nicht zu verstehen.').waitFor();
  await page.getByLabel('Pfad einer PEM-Datei auf diesem Computer').fill('/nowhere/at/all.pem');
  await page.getByRole('button', { name: 'Hinzufügen' }).click();
  await page.getByText('Die Datei /nowhere/at/all.pem lässt sich nicht lesen: So eine Datei').waitFor();
  expect(await englishOn(page)).toEqual([]);
});

test('an English page tells the same in English', async () => {
  const bench = await ScreenBench.start({
    screens: inject('screens'),
    browser,
    sandbox: { users: sampleUsers },
  });
  onTestFinished(() => bench.stop());
  await addSampleAccounts(bench.running);
  const page = await bench.page();
  await page.getByText('The client secret has expired.').first().waitFor();
  expect((await englishOn(page)).length).toBeGreaterThan(5);
});

test('a page whose language is switched tells what the core says in the new one, and in the old one again', async () => {
  const bench = await ScreenBench.start({ screens: inject('screens'), browser });
  onTestFinished(() => bench.stop());
  await bench.running.addDesktopClient('Sandbox');
  const page = await bench.page({ fragment: '#/activity' });
  await page.getByText('The OAuth client Sandbox was added').waitFor();
  await goTo(page, '#/settings');
  await page.getByLabel('Language').selectOption('de');
  await page.getByLabel('Sprache').waitFor();
  expect(await page.getAttribute('html', 'lang')).toBe('de');
  await goTo(page, '#/activity');
  await page.getByText('Der OAuth-Client Sandbox wurde hinzugefügt').waitFor();
  await page.reload();
  await page.getByText('Der OAuth-Client Sandbox wurde hinzugefügt').waitFor();
  await goTo(page, '#/settings');
  await page.getByLabel('Sprache').selectOption('en');
  await page.getByLabel('Language').waitFor();
  await goTo(page, '#/activity');
  await page.getByText('The OAuth client Sandbox was added').waitFor();
  expect(bench.complaints).toEqual([]);
});
