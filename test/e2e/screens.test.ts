import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { looksRight } from '../support/journeys/desk.ts';
import { openSettings, part } from '../support/journeys/settings.ts';
import { describeDesktop } from './support/desktop-bench.ts';
import { DesktopDesk } from './support/desktop-desk.ts';

describeDesktop('the screens over the preload bridge', () => {
  test.runIf(process.platform === 'linux')(
    'it is set to start at login and back, and says where updates come from',
    async () => {
      const desk = await DesktopDesk.start({ size: 'window', colorScheme: 'light' });
      const { page, bench } = desk;
      const entry = join(bench.home, 'config', 'autostart', 'mailwicket.desktop');
      await openSettings(page);
      const card = part(page, 'This program');
      const start = card.getByLabel('Start when I log in');
      expect(await start.isChecked()).toBe(false);
      await start.click();
      await expect.poll(() => start.isChecked()).toBe(true);
      // it is shown as on while that is under way, and disabled
      await expect.poll(() => start.isEnabled()).toBe(true);
      expect(await readFile(entry, 'utf8')).toMatch(/^Exec=.* --autostart$/m);
      await start.click();
      await expect.poll(() => start.isChecked()).toBe(false);
      await expect.poll(() => start.isEnabled()).toBe(true);
      expect(existsSync(entry)).toBe(false);
      // from the tray meanwhile, or in the system's settings: seen by whoever comes back to the window, and in the tray
      const comeBack = (): Promise<unknown> => page.evaluate("dispatchEvent(new Event('focus'))");
      await desk.app.chooseInTray('Start at login');
      await expect.poll(() => existsSync(entry)).toBe(true);
      await comeBack();
      await expect.poll(() => start.isChecked()).toBe(true);
      await rm(entry);
      await comeBack();
      await expect.poll(() => start.isChecked()).toBe(false);
      expect((await desk.app.trayLine('start-at-login'))?.checked).toBe(false);
      // this build is nobody's who signs, so there is nothing to look for
      await card.getByText('This build isn’t signed, so it doesn’t look for updates.').waitFor();
      expect(await card.getByRole('button', { name: 'Look for updates' }).count()).toBe(0);
      await looksRight(desk);
    },
  );
});
