import { join } from 'node:path';
import type { App } from 'electron';

/** Where the files of the running application are. */
export interface AppPaths {
  /** The screens: index.html and what belongs to it. */
  readonly renderer: string;
  /** The terms of the packages in the program. */
  readonly licences: string;
  readonly signInBar: string;
  readonly icons: string;
  /** The OAuth clients that come with the build. */
  readonly registrations: string;
  readonly preload: string;
  readonly signInBarPreload: string;
  /** Settings and vault. */
  readonly data: string;
  readonly shellState: string;
  readonly log: string;
}

/**
 * @param places.app - the application's folder: app.asar, or what the checkout builds, dist
 * @param places.userData - where this user's data of the application are
 * @param places.logs - where this user's logs of the application are
 */
export function appPaths(places: {
  readonly app: string;
  readonly userData: string;
  readonly logs: string;
}): AppPaths {
  // a folder of its own: Chromium keeps its files in userData
  const data = join(places.userData, 'gateway');
  return {
    renderer: join(places.app, 'renderer'),
    licences: join(places.app, 'renderer', 'licences.txt'),
    signInBar: join(places.app, 'sign-in-bar'),
    icons: join(places.app, 'icons'),
    registrations: join(places.app, 'registrations.json'),
    preload: join(places.app, 'preload', 'preload.cjs'),
    signInBarPreload: join(places.app, 'preload', 'sign-in-bar.cjs'),
    data,
    shellState: join(data, 'shell.json'),
    log: join(places.logs, 'mailwicket.log'),
  };
}

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
