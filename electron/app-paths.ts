import { join } from 'node:path';
import type { App } from 'electron';

/**
 * Where the files of the running application are.
 * @param places.app - the application's folder: app.asar, or what the checkout builds, dist
 * @param places.userData - where this user's data of the application are
 * @param places.logs - where this user's logs of the application are
 */
export function appPaths(places: { readonly app: string; readonly userData: string; readonly logs: string }) {
  const { app, userData, logs } = places;
  // a folder of its own: Chromium keeps its files in userData
  const data = join(userData, 'gateway');
  return {
    /** The screens: index.html and what belongs to it. */
    renderer: join(app, 'renderer'),
    /** The terms of the packages in the program. */
    licences: join(app, 'renderer', 'licences.txt'),
    signInBar: join(app, 'sign-in-bar'),
    icons: join(app, 'icons'),
    /** The OAuth clients that come with the build. */
    registrations: join(app, 'registrations.json'),
    preload: join(app, 'preload', 'preload.cjs'),
    signInBarPreload: join(app, 'preload', 'sign-in-bar.cjs'),
    /** Settings and vault. */
    data,
    shellState: join(data, 'shell.json'),
    log: join(logs, 'mailwicket.log'),
  } as const;
}
export type AppPaths = ReturnType<typeof appPaths>;

/** Who we are to Windows' taskbar and notices; the same as the installer says. */
const appUserModelId = 'org.mailwicket.Mailwicket';
/** Whom Windows starts when a notice is clicked that an earlier run has left; without one it is another each run. */
const toastActivator = '{D4AB7D6E-3E0E-4E1B-9C1B-0A5B8C0B6F52}';

/**
 * By it the system knows the tray's icon again, so that it stays where the person put it. For signed builds only:
 * Windows ties it to the signature, and without one to the program's path, where another copy then has no icon.
 */
export const trayGuid = '6f1f0a52-58a7-4c0c-8f0b-2a4f6b0d9e31';

/** Says who we are, before anything is shown. */
export function identify(
  app: Pick<App, 'setAppUserModelId' | 'setToastActivatorCLSID'>,
  platform: NodeJS.Platform,
): void {
  if (platform !== 'win32') return;
  app.setAppUserModelId(appUserModelId);
  app.setToastActivatorCLSID(toastActivator);
}
