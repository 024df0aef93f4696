import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { addSampleAccounts, sampleUsers } from '../support/sample-accounts.ts';
import { launchChromium, ScreenBench, seriousFindings, sizes, widerThanPage } from '../support/screens.ts';

let browser: Browser;
let bench: ScreenBench;

beforeAll(async () => {
  browser = await launchChromium();
  bench = await ScreenBench.start({ screens: inject('screens'), browser, sandbox: { users: sampleUsers } });
  await addSampleAccounts(bench.running);
});
afterAll(async () => {
  await bench.stop();
  await browser.close();
});

const ways: Record<string, (page: Page) => Promise<void>> = {
  'forced colours': (page) => page.emulateMedia({ forcedColors: 'active' }),
  'forced colours on black': (page) => page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' }),
  'more contrast': (page) => page.emulateMedia({ contrast: 'more' }),
  'more contrast in the dark': (page) => page.emulateMedia({ contrast: 'more', colorScheme: 'dark' }),
  'less motion': (page) => page.emulateMedia({ reducedMotion: 'reduce' }),
  'right to left': (page) => page.evaluate('void (document.documentElement.dir = "rtl")'),
};

/** Whether a mark's drawing can be told from what is behind it, as the browser has painted both. */
const faintMarks = `(() => {
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      // rgb(0, 0, 0) ends like a colour that is not there, and is black
      if (!/^rgba\\(.*, 0\\)$/.test(colour)) return colour;
    }
    throw new Error('nothing is painted behind ' + element.outerHTML);
  };
  const canvas = document.createElement('canvas').getContext('2d');
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  return [...document.querySelectorAll('.state-mark')].flatMap((mark) => {
    const shape = mark.querySelector('svg > *');
    const style = getComputedStyle(shape);
    const colour = style.stroke === 'none' ? style.fill : style.stroke;
    const [one, other] = [light(colour), light(behind(mark))].toSorted((a, b) => b - a);
    const box = shape.getBoundingClientRect();
    const contrast = (one + 0.05) / (other + 0.05);
    return contrast >= 3 && box.width >= 4 && mark.textContent.trim() !== '' ? [] : [mark.textContent + ' ' + contrast];
  });
})()`;

async function looksRight(page: Page): Promise<void> {
  for (const size of ['window', 'narrow'] as const) {
    await page.setViewportSize(sizes[size]);
    expect(await widerThanPage(page)).toBe(false);
    expect(await seriousFindings(page)).toEqual([]);
  }
  expect(bench.complaints).toEqual([]);
}

describe.each(Object.keys(ways))('with %s', (way) => {
  async function page(fragment: string): Promise<Page> {
    const opened = await bench.page({ fragment, reducedMotion: 'no-preference' });
    await ways[way]?.(opened);
    return opened;
  }

  test('the list of accounts fits and can be read, the marks of the states with it', async () => {
    const list = await page('#/accounts');
    await list.getByRole('link', { name: 'lena@example.org' }).waitFor();
    expect(await list.locator('.state-mark').count()).toBeGreaterThanOrEqual(7);
    expect(await list.evaluate(faintMarks)).toEqual([]);
    await looksRight(list);
  });

  test('an account fits and can be read', async () => {
    const { id = '' } =
      bench.running.gateway.snapshot.accounts.find(({ address }) => address === sampleUsers[0].address) ?? {};
    const account = await page(`#/account/${encodeURIComponent(id)}`);
    await account.locator('.token-week').waitFor();
    expect(await account.evaluate(faintMarks)).toEqual([]);
    await looksRight(account);
  });

  test('the form of a client fits and can be read', async () => {
    const form = await page('#/add-client');
    await form.getByLabel('Client ID', { exact: true }).waitFor();
    await looksRight(form);
  });
});

test('nothing moves where less motion is wanted, and something does where it is not', async () => {
  const moving = `document.getAnimations().length`;
  const waiting = `void document.querySelector('main').insertAdjacentHTML('beforeend', '<p class="waiting">…</p>')`;
  const page = await bench.page({ reducedMotion: 'no-preference' });
  await page.evaluate(waiting);
  await expect.poll(() => page.evaluate<number>(moving)).toBe(1);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(() => page.evaluate<number>(moving)).toBe(0);
});
