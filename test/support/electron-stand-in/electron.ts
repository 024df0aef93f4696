/** What `import … from 'electron'` gives: the stand-in's parts under Electron's names. */
import { app } from './app.ts';
import { theChromium } from './chromium.ts';
import { StandInSession } from './session.ts';
import { StandInWebContents } from './web-contents.ts';
import { connectWindows, StandInBaseWindow } from './window.ts';

connectWindows(app, async () => {
  await StandInWebContents.closed();
  await theChromium.close();
});

export { app };
export { StandInBaseWindow as BaseWindow };
export { clipboard, dialog, nativeTheme, net, powerMonitor, screen, shell } from './desktop.ts';
export { ipcMain } from './ipc-main.ts';
export { StandInMenu as Menu, StandInMenuItem as MenuItem } from './menu.ts';
export { nativeImage } from './native-image.ts';
export { StandInNotification as Notification } from './notification.ts';
export { safeStorage } from './safe-storage.ts';
export { StandInSession as session };
export { StandInTray as Tray } from './tray.ts';
export { StandInWebContents as webContents };
export {
  StandInBrowserWindow as BrowserWindow,
  StandInView as View,
  StandInWebContentsView as WebContentsView,
} from './window.ts';
export { protocol } from './session.ts';
