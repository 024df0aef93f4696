import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { Plugin } from 'vite';
import { z } from 'zod';
import { buildScreens } from '../support/build-screens.ts';
import { login } from '../support/journeys/mail-program.ts';
import { addSampleAccounts, sampleUsers } from '../support/sample-accounts.ts';
import { goTo, launchChromium, ScreenBench } from '../support/screens.ts';

/** Stands in the place of German: every English text in brackets, so that what has no code stands outside of them. */
const pseudoLanguage: Plugin = {
  name: 'pseudo-language',
  enforce: 'pre',
  load(id) {
    if (!id.endsWith('/proxy-core/messages/de.ts')) return undefined;
    return `
      import { en } from './en.ts';
      const bracketed = (texts) => Object.fromEntries(Object.entries(texts).map(
        ([name, text]) => [name, typeof text === 'string' ? '⟦' + text + '⟧' : bracketed(text)]));
      export const de = bracketed(en);`;
  },
};

let browser: Browser;
let bench: ScreenBench;
let screens: string;

beforeAll(async () => {
  browser = await launchChromium();
  screens = await mkdtemp(join(tmpdir(), 'mailwicket-pseudo-'));
  await buildScreens(screens, [pseudoLanguage]);
  bench = await ScreenBench.start({
    screens,
    browser,
    sandbox: { users: sampleUsers },
    locale: 'de-DE',
  });
  await addSampleAccounts(bench.running);
  expect(await login(bench.imap, 'nobody@example.net', 'wrong')).toContain('a NO');
});
afterAll(async () => {
  await bench.stop();
  await browser.close();
  await rm(screens, { recursive: true, force: true });
});

const pieceSchema = z.array(z.object({ tag: z.string(), text: z.string() }));

/**
 * What a person can see or hear read out, but for names and values: code, times and days of a
 * week, what is typed, and words that others chose (translate="no").
 */
async function pieces(page: Page): Promise<z.infer<typeof pieceSchema>> {
  return pieceSchema.parse(
    await page.evaluate(`(() => {
      const left = 'code, pre, kbd, time, textarea, script, style, svg text, [translate="no"]';
      const found = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
      for (let element = walker.currentNode; element !== null; element = walker.nextNode()) {
        if (!(element instanceof Element) || element.closest(left) !== null) continue;
        const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
        const text = own.map((node) => node.data).join('');
        const said = ['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? '');
        for (const piece of [text, ...said]) if (piece.trim() !== '') found.push({ tag: element.localName, text: piece });
      }
      return found;
    })()`),
  );
}

/** The text without what is in brackets, however deep. */
function outsideBrackets(text: string): string {
  let rest = text;
  for (let before = ''; rest !== before;) {
    before = rest;
    rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, '');
  }
  return rest;
}

/** Addresses, hosts and ports, fingerprints and ids, names of protocols, programs and providers, times in numbers. */
const names =
  /HTTP \d{3} · .*|\S+@\S+|\b[\w-]+(?:\.[\w-]+)+(?::\d+)?\b|[0-9a-f]{8}-[0-9a-f-]{27}|\b(?:IMAP|POP|SMTP|TLS|AADSTS\d+|HTTP)\b/g;

async function withoutCode(page: Page): Promise<string[]> {
  const known = new Set(bench.running.gateway.snapshot.clients.map(({ name }) => name));
  const found = (await pieces(page)).map(({ tag, text }) => [
    tag,
    outsideBrackets(text).replaceAll(names, ''),
  ]);
  return [
    ...new Set(
      found
        .filter(([, text = '']) => /\p{L}{2,}/u.test(text) && !known.has(text.trim()))
        .map(([tag = '', text = '']) => `${tag}: ${text.trim()}`),
    ),
  ];
}

test('a text without a code stands on no page, and English stands nowhere beside another language', async () => {
  const page = await bench.page();
  const { accounts, clients } = bench.running.gateway.snapshot;
  const pages = [
    '#/',
    '#/add-account',
    '#/add-client',
    '#/clients',
    '#/activity',
    '#/settings/general',
    '#/settings/ports',
    '#/settings/encryption',
    '#/settings/network',
    '#/settings/help',
    '#/import',
    ...clients.map(({ id }) => `#/client/${id}`),
    ...accounts.map(({ id }) => `#/account/${id}`),
  ];
  const found: Record<string, string[]> = {};
  for (const fragment of pages) {
    await goTo(page, fragment);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
    await expect
      .poll(async () => (await pieces(page)).filter(({ text }) => text.includes('⟦')).length)
      .toBeGreaterThan(5);
    const stray = await withoutCode(page);
    if (stray.length > 0) found[fragment] = stray;
  }
  expect(found).toEqual({});
  expect(bench.complaints).toEqual([]);
});

test('a text without a code is found', async () => {
  const page = await bench.page();
  await page.evaluate('document.querySelector("main").append("Written by hand")');
  expect(await withoutCode(page)).toContain('main: Written by hand');
});
