import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { compare, differenceFromKept, pictureOf } from '../support/pictures.ts';
import { addSampleAccounts, sampleUsers } from '../support/sample-accounts.ts';
import { launchChromium, ScreenBench, sizes, type LookOptions } from '../support/screens.ts';

// To keep new pictures: MAILWICKET_KEEP_PICTURES=1 npx vitest run --project renderer test/renderer/pictures.test.ts

const looks = [
  { look: 'light', size: 'window', colorScheme: 'light' },
  { look: 'narrow-dark', size: 'narrow', colorScheme: 'dark' },
] as const;

let browser: Browser;
let empty: ScreenBench;
let bench: ScreenBench;

beforeAll(async () => {
  browser = await launchChromium();
  const screens = inject('screens');
  empty = await ScreenBench.start({ screens, browser });
  await empty.running.addDesktopClient('Sandbox');
  bench = await ScreenBench.start({ screens, browser, sandbox: { users: sampleUsers } });
  await addSampleAccounts(bench.running);
});
afterAll(async () => {
  await bench.stop();
  await empty.stop();
  await browser.close();
});

interface Screen {
  readonly name: string;
  readonly open: (look: LookOptions) => Promise<Page>;
}

/** A page of the samples, once it shows what tells that all of it is there. */
function shown(fragment: string, ready: (page: Page) => Promise<void>): Screen['open'] {
  return async (look) => {
    const page = await bench.page({ ...look, fragment });
    await ready(page);
    return page;
  };
}

function idOf(kind: 'accounts' | 'clients', name: string): string {
  const { accounts, clients } = bench.running.gateway.snapshot;
  const found =
    kind === 'accounts'
      ? accounts.find(({ address }) => address === name)
      : clients.find((client) => client.name === name);
  if (found === undefined) throw new Error(`no ${name} among the ${kind}`);
  return encodeURIComponent(found.id);
}

const screens: readonly Screen[] = [
  {
    name: 'accounts-empty',
    open: async (look) => {
      const page = await empty.page(look);
      await page.getByLabel('Your email address').waitFor();
      return page;
    },
  },
  {
    name: 'accounts',
    open: shown('#/accounts', (page) => page.getByRole('link', { name: 'lena@example.org' }).waitFor()),
  },
  {
    name: 'account',
    open: async (look) => {
      const page = await bench.page({
        ...look,
        fragment: `#/account/${idOf('accounts', 'anna@example.org')}`,
      });
      await page.getByRole('heading', { level: 1, name: 'anna@example.org' }).waitFor();
      await page.locator('.token-week').waitFor();
      return page;
    },
  },
  {
    name: 'add-account',
    open: shown('#/add-account', (page) => page.getByLabel('Email address').waitFor()),
  },
  {
    name: 'clients',
    open: shown('#/clients', (page) => page.getByText('Office password').first().waitFor()),
  },
  {
    name: 'client-form',
    open: shown('#/add-client?provider=microsoft365&grant=authorization-code', async (page) => {
      // what the preset brings comes behind the form
      const redirect = page.getByLabel('Redirect URI', { exact: true });
      await expect.poll(() => redirect.inputValue()).toBe('http://localhost');
    }),
  },
  {
    name: 'activity',
    open: shown('#/activity', (page) =>
      page.getByRole('list', { name: 'Activity' }).getByRole('listitem').first().waitFor(),
    ),
  },
  {
    name: 'settings',
    open: shown('#/settings', (page) => page.getByRole('heading', { level: 2 }).first().waitFor()),
  },
];

// another Chromium, or another system's text, draws other pictures: only the machine of .ci/run compares them
const comparable =
  process.env['MAILWICKET_REQUIRE_INTEROP'] === '1' || process.env['MAILWICKET_KEEP_PICTURES'] === '1';

describe.skipIf(!comparable).each(looks)('$look', ({ look, ...options }) => {
  test.each(screens)('$name looks as it is kept', async ({ name, open }) => {
    const page = await open(options);
    // a list is as long as what is in it
    if (name !== 'activity') {
      const length = Number(await page.evaluate<unknown>("document.querySelector('main').scrollHeight"));
      expect(length, 'no page is longer than two windows').toBeLessThanOrEqual(
        2 * sizes[options.size].height,
      );
    }
    expect(await differenceFromKept(`${name}-${look}`, await pictureOf(page))).toBeUndefined();
  });
});

/** A white picture with a black square in it. */
function picture(side: number): Buffer {
  const png = new PNG({ width: 100, height: 100 });
  png.data.fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) png.data.fill(0, (y * 100 + x) * 4, (y * 100 + x) * 4 + 3);
  }
  return PNG.sync.write(png);
}

describe('the comparison', () => {
  test('lets a speck pass, and tells of a button that has gone', () => {
    expect(compare(picture(0), picture(4))).toEqual({});
    const { sentence, difference } = compare(picture(20), picture(0));
    expect(sentence).toContain('differs in 4.00 %');
    expect(difference).toBeInstanceOf(Buffer);
  });

  test('tells of a page that has become another size', () => {
    const small = PNG.sync.write(new PNG({ width: 50, height: 100 }));
    expect(compare(picture(0), small).sentence).toBe('is 50×100, not 100×100');
  });
});
