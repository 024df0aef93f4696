import { join } from 'node:path';

/** Where the files of the running application are. */
export interface AppPaths {
  /** The screens: index.html and what belongs to it. */
  readonly renderer: string;
  /** The bar above a sign-in page. */
  readonly signInBar: string;
  readonly icons: string;
  readonly preload: string;
  readonly signInBarPreload: string;
  /** Settings and vault. */
  readonly data: string;
  readonly shellState: string;
  readonly log: string;
}

/**
 * @param places.app - the application's folder: app.asar, or the checkout
 * @param places.userData - where this user's data of the application are
 * @param places.logs - where this user's logs of the application are
 */
export function appPaths(places: {
  readonly app: string;
  readonly userData: string;
  readonly logs: string;
}): AppPaths {
  const built = join(places.app, 'dist');
  // a folder of its own: Chromium keeps its files in userData
  const data = join(places.userData, 'gateway');
  return {
    renderer: join(built, 'renderer'),
    signInBar: join(built, 'sign-in-bar'),
    icons: join(built, 'icons'),
    preload: join(built, 'preload', 'preload.cjs'),
    signInBarPreload: join(built, 'preload', 'sign-in-bar.cjs'),
    data,
    shellState: join(data, 'shell.json'),
    log: join(places.logs, 'mailwicket.log'),
  };
}
