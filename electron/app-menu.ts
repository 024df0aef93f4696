import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Texts } from './localizer.ts';

/**
 * The application's menu. macOS needs one even where none is seen: without it ⌘C and ⌘V do nothing.
 * On other systems the window has none.
 */
export function setAppMenu(platform: NodeJS.Platform, texts: Texts, quit: () => void): void {
  if (platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  const template: MenuItemConstructorOptions[] = [
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
    { label: texts('menu.edit'), role: 'editMenu' },
    { label: texts('menu.window'), role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
