import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Screens by keyboard: what Tab leads to is known by its name, as a screen reader would tell it. An element's name
 * is its aria-label, its label's text, or its own text.
 */
const nameOf = `const nameOf = (element) => {
  const told = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent;
  if (told !== undefined) return told;
  const own = element.cloneNode(true);
  for (const silent of own.querySelectorAll('[aria-hidden="true"]')) silent.remove();
  return own.textContent;
};`;

/** More than any page has to tab through. */
const mostPresses = 120;

/** The name of what has the focus. */
export async function focused(page: Page): Promise<string> {
  return await page.evaluate<string>(`(() => { ${nameOf} return nameOf(document.activeElement); })()`);
}

/**
 * Waits until something of that name is there to be reached, then presses Tab until it has the focus.
 * @throws Error - the key does not lead there
 */
export async function tabTo(
  page: Page,
  name: string | RegExp,
  key: 'Tab' | 'Shift+Tab' = 'Tab',
): Promise<void> {
  const pattern = typeof name === 'string' ? `/^${escaped(name)}$/u` : String(name);
  const there = `(() => {
    ${nameOf}
    const within = document.querySelector('dialog[open]') ?? document;
    return [...within.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
      .some((element) => !element.matches(':disabled') && ${pattern}.test(nameOf(element) ?? ''));
  })()`;
  const reachable = (): Promise<boolean> => page.evaluate<boolean>(there);
  await expect.poll(reachable, { message: `${String(name)} is on the page`, timeout: 10_000 }).toBe(true);
  for (let presses = 0; presses < mostPresses; presses += 1) {
    await page.keyboard.press(key);
    const present = await focused(page);
    if (typeof name === 'string' ? present === name : name.test(present)) return;
  }
  throw new Error(`${key} does not lead to ${String(name)}`);
}

/** Presses Enter on what leads to another page or step, and waits until its heading has the focus. */
export async function enterPage(page: Page, heading: string): Promise<void> {
  await page.keyboard.press('Enter');
  await page.locator(':is(h1, h2):focus').filter({ hasText: heading }).waitFor();
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
}
