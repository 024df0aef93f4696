import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { describe, expect, test, vi } from 'vitest';
import type { DesktopApp } from '../e2e/support/desktop-app.ts';
import { recorderSource } from '../e2e/support/electron-recorder.ts';
import { launchDesktop, newHome, userDataOf } from '../e2e/support/launch-desktop.ts';
import { type Ask, desktopStateSchema } from '../support/electron-stand-in/control-messages.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 30_000 });

const application = fileURLToPath(
  new URL('../support/electron-stand-in/sample-app/recorded.ts', import.meta.url),
);

let asked = 0;

/** Asks the recorder, not the stand-in's own control. */
async function ask(app: DesktopApp, home: string, what: Ask): Promise<unknown> {
  asked += 1;
  await writeFile(join(userDataOf(home), 'ask.json'), JSON.stringify({ id: asked, ask: what }));
  await app.activate();
  const line = new RegExp(`^answer ${asked} (.*)$`, 'm');
  const text = await app.until(`answer ${asked}`, () => line.exec(app.output)?.[1]);
  return text === 'undefined' ? undefined : JSON.parse(text);
}

describe('the recorder that real Electron loads', () => {
  test('sees what the stand-in sees, and does what it does', async () => {
    const home = await newHome();
    const app = await launchDesktop({ application, home });
    await app.page(/^sample:\/\/main\//);
    await app.until('a title', ({ windows }) => windows.every(({ title }) => title !== '') || undefined);
    await ask(app, home, { do: 'choose', path: ['anna@contoso.test: ready', 'Sign in again…'] });
    await app.printed('sign in anna');
    await ask(app, home, { do: 'choose', path: ['Notify'] });
    await ask(app, home, { do: 'choose', path: ['Browse'] });
    await ask(app, home, { do: 'answer-save-dialog', path: '/home/anna/profile.xml' });
    await ask(app, home, { do: 'choose', path: ['Save'] });
    await app.printed('saved false /home/anna/profile.xml');
    await ask(app, home, { do: 'set-online', on: false });
    await ask(app, home, { do: 'power', event: 'resume' });
    await app.printed('resume online: false');
    await ask(app, home, { do: 'click-tray', double: false });
    await app.printed('tray clicked');
    await ask(app, home, { do: 'set-dark', on: true });

    const seen = desktopStateSchema.parse(await ask(app, home, { do: 'look' }));
    const { tray, notifications, windows } = await app.look();
    expect(seen.tray).toEqual({ ...tray, icon: '' });
    expect(seen.notifications).toEqual(notifications);
    expect(seen.notifications).toMatchObject([{ title: 'anna@contoso.test needs you', open: true }]);
    expect(seen.opened).toEqual(['https://entra.microsoft.com/']);
    expect(seen.saveQuestions).toEqual(['profile.mobileconfig']);
    expect(
      seen.windows.map(({ title, visible, pages: [page] }) => ({ title, visible, url: page?.url })),
    ).toEqual(windows.map(({ title, visible, pages: [page] }) => ({ title, visible, url: page?.url })));

    await ask(app, home, { do: 'click-notification', index: 0 });
    expect(await ask(app, home, { do: 'click-notification', index: 0 })).toBe(
      'Error: there is no notification 0 to click',
    );
    expect(await ask(app, home, { do: 'choose', path: ['Not now'] })).toBe(
      "Error: 'Not now' cannot be chosen now",
    );
    expect(await ask(app, home, { do: 'choose', path: ['Nowhere'] })).toBe("Error: no 'Nowhere' in the menu");
    const [window] = seen.windows;
    await ask(app, home, { do: 'close-window', id: window?.id ?? 0 });
    await app.printed('closed');
    await ask(app, home, { do: 'quit' }).catch(() => undefined);
    expect(await app.exited).toBe(0);
  });

  test('goes to Electron as one script that can be read', () => {
    const source = recorderSource();
    expect(() => new Script(source)).not.toThrow();
    expect(source).toContain('answerDesktopTest');
  });
});
