import { describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { bench, screensForFile } from '../support/screens-for-each-test.ts';
import { addSampleAccounts, sampleUsers } from '../support/sample-accounts.ts';
import { type Size, sizes } from '../support/screens.ts';

screensForFile({ sandbox: { users: sampleUsers } }, async () => {
  await addSampleAccounts(bench.running);
});

const pages: Record<string, () => string> = {
  'the list of accounts': () => '#/accounts',
  'an account': () => `#/account/${bench.running.gateway.snapshot.accounts[0]?.id ?? ''}`,
  'adding an account': () => '#/add-account',
  'a client for an address': () => '#/add-account/new%40example.org',
  'the import': () => '#/import',
  'the list of clients': () => '#/clients',
  'a client': () => `#/client/${bench.running.gateway.snapshot.clients[1]?.id ?? ''}`,
  'the form of a client': () => '#/add-client?provider=microsoft365&grant=client-credentials',
  'the activity': () => '#/activity',
  'the settings': () => '#/settings/network',
};

/** How far the page may still be scrolled, and how far the window has been: the window never is. */
const measure = `(() => {
  const main = document.querySelector('main');
  const root = document.documentElement;
  return {
    left: Math.ceil(main.scrollHeight - main.clientHeight - main.scrollTop) - 1,
    window: document.scrollingElement.scrollTop,
    beyond: root.scrollHeight - root.clientHeight,
    navigation: document.querySelector('nav').getBoundingClientRect().top,
  };
})()`;

interface Measured {
  readonly left: number;
  readonly window: number;
  readonly beyond: number;
  readonly navigation: number;
}

/**
 * Turns the wheel once, and waits for the frames in which it would scroll. The pointer moves before: else Chromium
 * takes the turn for more of the last one, and keeps it to what that one scrolled.
 */
async function turnWheel(page: Page, x: number, y: number): Promise<void> {
  await page.mouse.move(x, y + 40);
  await page.mouse.move(x, y);
  await page.evaluate(`window.turned = new Promise((resolve) => {
    addEventListener('wheel', () => {
      let frames = 20;
      const next = () => (frames-- === 0 ? resolve() : requestAnimationFrame(next));
      next();
    }, { once: true, capture: true, passive: true });
  }); undefined`);
  await page.mouse.wheel(0, 2_000);
  await page.evaluate('window.turned');
}

describe.each(Object.keys(sizes).filter((size): size is Size => size in sizes))('in size %s', (size) => {
  test.each(Object.keys(pages))('the wheel never scrolls the navigation away: %s', async (name) => {
    const page = await bench.page({ size, fragment: pages[name]?.() ?? '' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    const { width, height } = sizes[size];
    let measured: Measured;
    do {
      await turnWheel(page, width / 2 + 100, height / 2);
      measured = await page.evaluate<Measured>(measure);
    } while (measured.left > 0);
    // at the end of the page: one more turn there, and one over the navigation
    await turnWheel(page, width / 2 + 100, height / 2);
    await turnWheel(page, 100, 20);
    measured = await page.evaluate<Measured>(measure);
    expect(measured).toMatchObject({ window: 0, beyond: 0, navigation: 0 });
  });
});
