import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ServiceLock } from '#core/service/service-lock.ts';
import { findService } from '#core/service/service-record.ts';
import type { RawClient } from '../support/raw-client.ts';
import type { DesktopApp } from './support/desktop-app.ts';
import {
  accountLine,
  describeDesktop,
  DesktopBench,
  openWindow,
  signInBar,
  traySays,
} from './support/desktop-bench.ts';
import { openAccount, remove } from '../support/journeys/accounts.ts';
import { listening } from '../support/listening.ts';

const address = 'anna@example.org';

async function signedIn(): Promise<{ readonly bench: DesktopBench; readonly app: DesktopApp }> {
  const bench = await DesktopBench.start({ account: address });
  const app = await bench.launch();
  await app.chooseInTray(await accountLine(app, address, 'signed out'), 'Sign in…');
  await bench.signIn(app, address);
  await accountLine(app, address, 'working');
  await app.noWindow(signInBar);
  return { bench, app };
}

async function session(bench: DesktopBench, app: DesktopApp): Promise<RawClient> {
  const client = await bench.loggingIn(app, address, 'the first password');
  expect(await client.until(/^a .*\r\n/m)).toContain('a OK');
  return client;
}

describeDesktop('the desktop and its machine', () => {
  test('after sleep, and on a new network, connections from before are dropped, and who comes again is served', async () => {
    const { bench, app } = await signedIn();
    const before = await session(bench, app);
    await app.power('suspend');
    await app.power('resume');
    await before.closed();

    const again = await session(bench, app);
    await app.setOnline(false);
    await traySays(app, /No network/);
    expect((await app.tray()).icon).toContain('offline');
    await app.setOnline(true);
    await again.closed();
    await traySays(app, /Your account works/);
    (await session(bench, app)).destroy();
  });

  test('while the desktop serves a data folder no command does', async () => {
    const bench = await DesktopBench.start({ account: address });
    const app = await bench.launch();
    await accountLine(app, address, 'signed out');
    expect(await findService(bench.data)).toMatchObject({ running: true });
    expect(await ServiceLock.take(bench.data)).toBeUndefined();
    await app.quit();
    const lock = await ServiceLock.take(bench.data);
    expect(lock).toBeDefined();
    lock?.release();
  });

  test('that it cannot start is told with what to do, in the language of the person', async () => {
    const bench = await DesktopBench.start();
    const lock = await ServiceLock.take(bench.data);
    onTestFinished(() => lock?.release());
    const app = await bench.launch({ machine: { languages: ['de-DE'] } });
    await app.exited;
    expect(app.output).toContain('Mailwicket bedient diesen Datenordner schon. Beenden Sie zuerst jenes');
  });

  test.runIf(process.platform === 'linux')(
    'who quits while it looks for a place for its icon has mail ended as at any time',
    async () => {
      const bench = await DesktopBench.start({ account: address });
      const programs = join(bench.home, 'slow');
      await mkdir(programs);
      for (const name of ['gdbus', 'dbus-send'])
        await writeFile(join(programs, name), '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
      const env = { PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}` };
      const app = await bench.launch({ env });
      const ports = async (): Promise<number | undefined> =>
        (await findService(bench.data)).record?.listeners.length;
      await expect.poll(ports, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0);
      await app.quit();
      expect(await ports()).toBe(0);
    },
  );

  test.runIf(process.platform === 'linux')(
    'who quits while it still starts has that ended as at any time, and sees no window any more',
    async () => {
      const bench = await DesktopBench.start({ account: address });
      const policy = join(bench.home, 'policy.json');
      execFileSync('mkfifo', [policy]);
      const app = await bench.launch({ args: [], env: { MAILWICKET_POLICY: policy } });
      // it is opened once the policy is read, which is in the midst of the start
      const held = await open(policy, 'w');
      const ended = app.quit();
      const { windows } = await app.look();
      await writeFile(`${policy}.next`, '{}');
      await rename(`${policy}.next`, policy);
      await held.writeFile('{}');
      await held.close();
      expect([windows, await ended]).toEqual([[], 0]);
      const { running, record } = await findService(bench.data);
      expect([running, record?.listeners, record?.accounts.length]).toEqual([false, [], 1]);
    },
  );

  test('who starts it again while it still ends gets it, with its window', async () => {
    const { bench, app } = await signedIn();
    // it is waited for
    await session(bench, app);
    const ended = app.quit();
    await app.until('the tray icon gone', ({ tray }) => tray === undefined || undefined);
    expect(await app.startAgain()).toBe(0);
    expect(await ended).toBe(0);
    expect(app.output).toMatch(/relaunched .*user-data-dir/);
    expect(app.output).not.toMatch(/relaunched .*--autostart/);
  });

  test("'Pause all' refuses mail programs for now, 'Resume all' serves them again", async () => {
    const { bench, app } = await signedIn();
    (await session(bench, app)).destroy();
    await app.chooseInTray('Pause all');
    await accountLine(app, address, 'paused');
    expect((await app.tray()).icon).toContain('paused');
    expect(await bench.login(app, address, 'the first password')).toContain('a NO [UNAVAILABLE]');
    await app.chooseInTray('Resume all');
    await accountLine(app, address, 'working');
    (await session(bench, app)).destroy();
  });

  test('an account that was removed in the window is gone also where Mailwicket quits before it cannot be taken back', async () => {
    const { bench, app } = await signedIn();
    const page = await openWindow(app);
    await openAccount(page, address);
    await remove(page, address);
    await app.chooseInTray('Quit Mailwicket');
    await app.exited;
    const again = await bench.launch();
    await traySays(again, /No account yet/);
  });

  test.runIf(process.platform === 'linux')(
    "'Start at login' is the system's own entry, which starts it without a window; and off again",
    async () => {
      const bench = await DesktopBench.start();
      const app = await bench.launch();
      const entry = join(bench.home, 'config', 'autostart', 'mailwicket.desktop');
      const checked = (on: boolean): Promise<unknown> =>
        app.trayThat(`'Start at login' ${on ? 'on' : 'off'}`, ({ menu }) =>
          menu.some(({ id, checked: is }) => id === 'start-at-login' && is === on),
        );
      await checked(false);
      await app.chooseInTray('Start at login');
      await checked(true);
      // the menu shows the click at once, the file follows
      await expect.poll(() => readFile(entry, 'utf8').catch(() => '')).toMatch(/^Exec=.* --autostart$/m);
      await app.quit();

      const again = await bench.launch();
      await again.trayThat("'Start at login' on after a new start", ({ menu }) =>
        menu.some(({ id, checked: is }) => id === 'start-at-login' && is),
      );
      await again.chooseInTray('Start at login');
      await again.trayThat("'Start at login' off", ({ menu }) =>
        menu.some(({ id, checked: is }) => id === 'start-at-login' && !is),
      );
      await expect.poll(() => existsSync(entry)).toBe(false);
    },
  );

  test.runIf(process.platform === 'linux')(
    'what the organization has set holds at once, in the tray and in the window',
    async () => {
      const bench = await DesktopBench.start({ account: address });
      const policy = join(bench.home, 'policy.json');
      await writeFile(policy, '{"startAtLogin": true, "allowedDomains": ["elsewhere.example"]}');
      const app = await bench.launch({ env: { MAILWICKET_POLICY: policy } });
      await accountLine(app, address, 'refused');
      const { menu } = await app.tray();
      expect(menu.find(({ id }) => id === 'start-at-login')).toMatchObject({
        label: 'Start at login (set by your organization)',
        checked: true,
        enabled: false,
      });
      expect(await readFile(join(bench.home, 'config', 'autostart', 'mailwicket.desktop'), 'utf8')).toMatch(
        /^Exec=.* --autostart$/m,
      );
      const page = await openWindow(app);
      await page.getByText('Your organization doesn’t allow accounts of example.org here.').first().waitFor();
      await page.getByRole('link', { name: 'Settings', exact: true }).click();
      expect(await page.getByLabel('Start when I log in').isDisabled()).toBe(true);
    },
  );

  test('the tray speaks the language that was chosen in the window, after a new start too', async () => {
    const bench = await DesktopBench.start({ account: address });
    const app = await bench.launch();
    await accountLine(app, address, 'signed out');
    const page = await openWindow(app);
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await page.getByLabel('Language').selectOption('de');
    await page.getByLabel('Sprache').waitFor();
    await traySays(app, /anna@example\.org wartet auf Sie/);
    await app.chooseInTray('Mailwicket beenden');
    await app.exited;

    const again = await bench.launch();
    await traySays(again, /anna@example\.org wartet auf Sie/);
  });

  test('a port that somebody else has is told, and the rest is served', async () => {
    const other = createServer();
    const imapPort = await listening(other);
    onTestFinished(() => void other.close());
    const bench = await DesktopBench.start({ account: address, imapPort: imapPort ?? 0 });
    const app = await bench.launch();
    await traySays(app, new RegExp(`Port ${String(imapPort)} can’t be opened`));
    await app.chooseInTray(await accountLine(app, address, 'signed out'), 'Copy mail settings');
    await app.until('the ports that are open on the clipboard', ({ clipboard }) =>
      /^SMTP: server 127\.0\.0\.1, port \d+,/m.test(clipboard) ? true : undefined,
    );
  });
});
