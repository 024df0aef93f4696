import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { StartAtLogin } from '#contract/commands/host.ts';
import { textsIn } from '../../electron/localizer.ts';
import type { TrayAction } from '../../electron/tray/tray-menu.ts';
import { settle } from '../support/fake-clock.ts';
import { snapshot } from './samples.ts';

interface FakeItem {
  readonly id?: string;
  readonly type?: string;
  checked?: boolean;
  readonly click?: () => void;
}

const desk = vi.hoisted((): { menu: readonly FakeItem[]; menus: number } => ({ menu: [], menus: 0 }));

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  class FakeTray extends Emitter {
    setImage(): void {}
    setToolTip(): void {}
    setContextMenu(menu: readonly FakeItem[]): void {
      desk.menu = menu;
      desk.menus += 1;
    }
    destroy(): void {}
  }
  const image = { setTemplateImage: () => {} };
  return {
    Menu: { buildFromTemplate: (template: readonly FakeItem[]) => template.map((item) => ({ ...item })) },
    nativeImage: { createFromPath: () => image, createEmpty: () => image },
    nativeTheme: Object.assign(new EventEmitter(), { shouldUseDarkColorsForSystemIntegratedUI: false }),
    Tray: FakeTray,
  };
});
const { TrayIcon } = await import('../../electron/tray/tray.ts');

const circumstances = { online: true, checking: false, updates: true, restartHelps: false };

function shownTray(perform: (action: TrayAction) => Promise<void>, startAtLogin: () => StartAtLogin): void {
  new TrayIcon({
    icons: '/icons',
    platform: 'linux',
    texts: textsIn('en'),
    snapshot: () => snapshot([]),
    circumstances: () => ({ ...circumstances, startAtLogin: startAtLogin() }),
    perform,
  }).show();
}

/** As Electron does it: a checkbox changes its tick by itself, then its click is heard. */
function click(id: string): void {
  const item = desk.menu.find((one) => one.id === id);
  if (item?.type === 'checkbox') item.checked = item.checked !== true;
  item?.click?.();
}

const ticked = (): boolean | undefined => desk.menu.find(({ id }) => id === 'start-at-login')?.checked;

describe('the tick of a line in the tray’s menu', () => {
  it('is taken back where what it stands for could not be done', async () => {
    const asked: TrayAction[] = [];
    shownTray(
      async (action) => void asked.push(action),
      () => 'off',
    );
    for (let time = 0; time < 2; time += 1) {
      click('start-at-login');
      await settle();
      expect(ticked()).toBe(false);
    }
    expect(asked).toEqual([
      { do: 'set-start-at-login', on: true },
      { do: 'set-start-at-login', on: true },
    ]);
  });

  it('stays where it was done', async () => {
    let state: StartAtLogin = 'off';
    shownTray(
      async () => {
        state = 'on';
      },
      () => state,
    );
    click('start-at-login');
    await settle();
    expect(ticked()).toBe(true);
  });

  it('is the only reason to set a menu anew: other lines leave it as it is', async () => {
    shownTray(
      async () => {},
      () => 'off',
    );
    const before = desk.menus;
    click('check-updates');
    await settle();
    expect(desk.menus).toBe(before);
  });
});
