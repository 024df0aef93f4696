import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildScreens } from './build-screens.ts';
import { addSampleAccounts, sampleUsers } from './sample-accounts.ts';
import { launchChromium, ScreenBench } from './screens.ts';

/** Makes the README's pictures anew, from a live gateway with the sample accounts: `npm run screenshots`. */

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const screens = await mkdtemp(join(tmpdir(), 'mailwicket-screenshots-'));
const browser = await launchChromium();
try {
  await mkdir(folder, { recursive: true });
  await buildScreens(screens);
  const bench = await ScreenBench.start({ screens, browser, sandbox: { users: sampleUsers } });
  await addSampleAccounts(bench.running);
  const account = bench.running.gateway.snapshot.accounts.find(
    ({ address }) => address === 'anna@example.org',
  );
  const places = {
    accounts: '#/accounts',
    account: `#/account/${account?.id ?? ''}`,
    'add-client': '#/add-client?provider=microsoft365&grant=authorization-code',
  };
  for (const [name, fragment] of Object.entries(places)) {
    const page = await bench.page({ fragment });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('main').getByRole('heading').first().waitFor();
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
  await bench.stop();
} finally {
  await browser.close();
  await rm(screens, { recursive: true, force: true });
}
