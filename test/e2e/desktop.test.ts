import { expect, test } from 'vitest';
import {
  beginFirstAccount,
  goOnWithClient,
  newPassword,
  seeFirstLogin,
} from '../support/journeys/accounts.ts';
import {
  accountLine,
  describeDesktop,
  DesktopBench,
  openWindow,
  screens,
  signInBar,
  traySays,
} from './support/desktop-bench.ts';

describeDesktop('the whole way', () => {
  test('from nothing to mail, through a revoked sign-in and back, to the end of the process', async () => {
    const bench = await DesktopBench.start();
    const { address } = bench.sandbox.users.anna;
    const app = await bench.launch();

    await traySays(app, /No account yet/);
    expect(await app.windows()).toEqual([]);

    const page = await openWindow(app);
    await beginFirstAccount(page, address);
    await goOnWithClient(page);

    const bar = await app.page(signInBar);
    await bar.getByRole('heading', { name: `Sign in as ${address}` }).waitFor();
    await bench.signInPage(app);
    await bar.getByRole('group', { name: `Secure connection ${bench.providerOrigin}` }).waitFor();
    expect(await bar.locator('.lock').isVisible()).toBe(true);
    await bench.signIn(app, address);

    const password = await newPassword(page, address);
    await traySays(app, /Your account works/);
    await accountLine(app, address, 'working');
    await app.notification(/anna@example\.org is signed in/);
    await app.noWindow(signInBar);
    const wrong = await bench.login(app, address, 'not the password');
    expect(wrong).toContain('a NO [AUTHENTICATIONFAILED]');
    expect(await bench.login(app, address, password)).toContain('a OK');
    await seeFirstLogin(page);

    bench.sandbox.provider.revokeUser(address);
    for (let login = 0; login < 3; login += 1) {
      expect(await bench.login(app, address, password)).toContain('a NO [UNAVAILABLE]');
    }
    await traySays(app, /anna@example\.org needs you/);
    const { icon } = await app.tray();
    expect(icon).toContain('needs-you');
    const line = await accountLine(app, address, 'signed out');
    const told = (await app.notifications()).filter(({ title }) => title === `${address} needs you`);
    expect(told).toHaveLength(1);

    await app.chooseInTray(line, 'Sign in again…');
    await bench.signIn(app, address);
    await accountLine(app, address, 'working');
    expect((await app.tray()).icon).toContain('ready');
    const session = await bench.loggingIn(app, address, password);
    expect(await session.until(/^a .*\r\n/m)).toContain('a OK');

    const quit = app.quit();
    await app.until('the tray icon gone', ({ tray, windows }) =>
      tray === undefined && windows.length === 0 ? true : undefined,
    );
    // what is under way may end by itself
    expect(await session.ask('b NOOP', /^b .*\r\n/m)).toContain('b OK');
    expect(await session.ask('c LOGOUT', /^c .*\r\n/m)).toContain('c OK');
    expect(await quit).toBe(0);
    await session.closed();
  });

  test('a mail session that does not end by itself is ended with the process, within seconds', async () => {
    const bench = await DesktopBench.start({ account: 'anna@example.org' });
    const { address } = bench.sandbox.users.anna;
    const app = await bench.launch();
    const line = await accountLine(app, address, 'signed out');
    await app.chooseInTray(line, 'Sign in…');
    await bench.signIn(app, address);
    await accountLine(app, address, 'working');
    const session = await bench.loggingIn(app, address, 'the first password');
    expect(await session.until(/^a .*\r\n/m)).toContain('a OK');
    const begin = performance.now();
    await app.chooseInTray('Quit Mailwicket');
    expect(await app.exited).toBe(0);
    expect(performance.now() - begin).toBeLessThan(9_000);
    await session.closed();
  });

  test('a click on the notice begins the sign-in that it asks for', async () => {
    const bench = await DesktopBench.start({ account: 'anna@example.org' });
    const { address } = bench.sandbox.users.anna;
    const app = await bench.launch();
    await app.chooseInTray(await accountLine(app, address, 'signed out'), 'Sign in…');
    await bench.signIn(app, address);
    await accountLine(app, address, 'working');
    await app.noWindow(signInBar);
    expect(await bench.login(app, address, 'the first password')).toContain('a OK');
    bench.sandbox.provider.revokeUser(address);
    expect(await bench.login(app, address, 'the first password')).toContain('a NO [UNAVAILABLE]');
    await app.clickNotification(await app.notification(/anna@example\.org needs you/));
    await bench.signIn(app, address);
    await accountLine(app, address, 'working');
    // nothing was asked of the window with the screens
    expect((await app.windows()).some(({ pages }) => pages.some(({ url }) => screens.test(url)))).toBe(false);
  });
});
