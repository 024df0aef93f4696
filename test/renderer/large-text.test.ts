import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launchChromium, ScreenBench, type Size } from '../support/screens.ts';
import { addSampleAccounts, sampleUsers } from '../support/sample-accounts.ts';

let bench: ScreenBench;

beforeAll(async () => {
  bench = await ScreenBench.start({
    screens: inject('screens'),
    browser: await launchChromium(32),
    locale: 'de-DE',
    sandbox: { users: sampleUsers },
  });
  await addSampleAccounts(bench.running);
});
afterAll(async () => {
  await bench.stop();
  await bench.browser.close();
});

/** What one could not get at: it begins or ends beyond the window's edge, or has no width left. */
const lost = `[...document.querySelectorAll('a, button, input, select, h1, h2, .address')]
  .filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    const isSeen = width > 0 || element.matches('.address');
    return isSeen && (left < 0 || right > window.innerWidth + 1 || width < 12);
  })
  .map((element) => element.outerHTML.slice(0, 200))`;

test.each<Size>(['window', 'narrow'])(
  'with text of twice its size all of a page can be reached: %s',
  async (size) => {
    const { accounts, clients } = bench.running.gateway.snapshot;
    const account = `#/account/${encodeURIComponent(accounts[0]?.id ?? '')}`;
    const pages = [
      '#/accounts',
      ...['overview', 'programs', 'sign-in', 'activity', 'advanced'].map((tab) => `${account}?tab=${tab}`),
      '#/add-account/joe%40gmail.com',
      '#/clients',
      ...clients.map(({ id }) => `#/client/${encodeURIComponent(id)}`),
      '#/add-client?provider=microsoft365&grant=client-credentials',
      '#/activity',
      '#/import',
      ...['general', 'ports', 'devices', 'encryption', 'network', 'help'].map((tab) => `#/settings/${tab}`),
    ];
    for (const fragment of pages) {
      const page = await bench.page({ size, fragment });
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.evaluate(lost), { message: fragment }).toEqual([]);
      await page.context().close();
    }
  },
);
