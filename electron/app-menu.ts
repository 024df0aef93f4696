import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Texts } from './localizer.ts';

/**
 * The application's menu. macOS needs one even where none is seen: without it ⌘C, ⌘V and ⌘W do nothing.
 * On other systems the window has none.
 */
export function setAppMenu(platform: NodeJS.Platform, texts: Texts, quit: () => void): void {
  Menu.setApplicationMenu(platform === 'darwin' ? Menu.buildFromTemplate(macMenu(texts, quit)) : null);
}

function macMenu(texts: Texts, quit: () => void): MenuItemConstructorOptions[] {
  return [
    {
      label: 'Mailwicket',
      submenu: [
        { role: 'about' },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { type: 'separator' },
        { label: texts('menu.quit'), accelerator: 'Command+Q', click: quit },
      ],
    },
    // the role `windowMenu` has no line that closes on macOS
    { label: texts('menu.file'), submenu: [{ label: texts('menu.close'), role: 'close' }] },
    { label: texts('menu.edit'), role: 'editMenu' },
    { label: texts('menu.window'), role: 'windowMenu' },
  ];
}
