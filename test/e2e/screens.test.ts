import { expect, test } from 'vitest';
import {
  beginFirstAccount,
  check,
  goOnWithClient,
  makePassword,
  newPassword,
  openAccount,
  remove,
  revokePassword,
  seeState,
} from '../support/journeys/accounts.ts';
import { describeDesktop, DesktopBench, openWindow, signInBar, traySays } from './support/desktop-bench.ts';

describeDesktop('the screens over the preload bridge', () => {
  test('an account is added, checked, given passwords of its own, and removed', async () => {
    const bench = await DesktopBench.start();
    const { address } = bench.sandbox.users.anna;
    const app = await bench.launch();
    const page = await openWindow(app);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });

    await beginFirstAccount(page, address);
    await goOnWithClient(page);
    await bench.signIn(app, address);
    const password = await newPassword(page, address);
    await app.noWindow(signInBar);

    await openAccount(page, address);
    await seeState(page, 'Ready');
    expect(await check(page)).not.toHaveLength(0);
    await page.getByText(/^All is well\./).waitFor();

    const second = await makePassword(page, 'Laptop');
    expect(await bench.login(app, address, second)).toContain('a OK');
    await revokePassword(page, 'Laptop');
    expect(await bench.login(app, address, second)).toContain('a NO [AUTHENTICATIONFAILED]');
    expect(await bench.login(app, address, password)).toContain('a OK');

    await remove(page, address);
    await traySays(app, /No account yet/);
    expect(complaints).toEqual([]);
  });
});
