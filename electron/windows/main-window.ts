import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { pagePreferences } from '../security.ts';
import type { AppPaths } from '../app-paths.ts';
import type { Logger } from '#core/logging/logger.ts';
import { type IpcRegistrar, pageTarget } from '../ipc/registrar.ts';
import { feedScreen, type FeedSource } from '#core/screens/screen-calls.ts';
import { screensPage } from '../navigation.ts';
import { type ShellState, openingBounds, smallestSize } from '../shell-state.ts';

export interface MainWindowOptions {
  readonly paths: AppPaths;
  readonly icon: string;
  readonly registrar: IpcRegistrar;
  readonly source: FeedSource;
  readonly state: ShellState;
  readonly logger: Logger;
  /** False: closing would leave nothing to click on, so the window is minimised. */
  readonly staysReachable: () => boolean;
  readonly closed: () => void;
}

/** The window with the screens: made when it is asked for, gone when it is closed, so that its memory goes back. */
export class MainWindow {
  readonly #options: MainWindowOptions;
  #window: BrowserWindow | undefined;
  #quitting = false;

  constructor(options: MainWindowOptions) {
    this.#options = options;
  }

  /** The window, while there is one. */
  get window(): BrowserWindow | undefined {
    return this.#window;
  }

  /**
   * Opens the window, or brings it to the front. Not while quitting: nothing would answer it.
   * @param page - which screen, as a path of the screens' own: `/accounts/ID`
   */
  open(page?: string, how: { readonly minimized?: boolean } = {}): void {
    if (this.#quitting) return;
    const url = page === undefined ? undefined : `${screensPage}#${page}`;
    const there = this.#window;
    if (there === undefined) {
      this.#make(url ?? screensPage, how.minimized ?? false);
      return;
    }
    if (url !== undefined) this.#load(there, url);
    if (there.isMinimized()) there.restore();
    there.show();
    there.focus();
  }

  /**
   * From now on closing is closing. Resolves when the window is gone; until then its page may ask for what it has put
   * off, such as a removal that could still be taken back.
   */
  quit(): Promise<void> {
    this.#quitting = true;
    const window = this.#window;
    if (window === undefined) return Promise.resolve();
    const gone = new Promise<void>((resolve) => {
      window.once('closed', () => resolve());
    });
    window.close();
    return gone;
  }

  #make(url: string, minimized: boolean): void {
    const { paths, registrar, source, state, icon, logger } = this.#options;
    const areas = screen.getAllDisplays().map((display) => display.workArea);
    const window = new BrowserWindow({
      ...openingBounds(state.values.windowBounds, areas),
      minWidth: smallestSize.width,
      minHeight: smallestSize.height,
      show: false,
      title: 'Mailwicket',
      icon,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1d1c' : '#f7f8f7',
      autoHideMenuBar: true,
      webPreferences: {
        preload: paths.preload,
        ...pagePreferences(),
      },
    });
    this.#window = window;
    const distrust = registrar.trust(window.webContents, 'screens');
    const endFeed = feedScreen(source, pageTarget(window.webContents));
    let ready = false;
    let again = false;
    window.once('ready-to-show', () => {
      ready = true;
      if (minimized) window.minimize();
      else window.show();
    });
    window.on('close', (event) => {
      void state.set({ windowBounds: window.getNormalBounds() });
      if (this.#quitting || this.#options.staysReachable()) return;
      event.preventDefault();
      window.minimize();
    });
    window.once('closed', () => {
      distrust();
      endFeed();
      this.#window = undefined;
      if (process.platform === 'darwin') app.setActivationPolicy('accessory');
      if (this.#quitting) return;
      if (again) this.#make(screensPage, true);
      else if (this.#options.staysReachable()) this.#options.closed();
    });
    window.webContents.on('render-process-gone', (_event, details) => {
      logger.error('the window has crashed', { reason: details.reason });
      // something to click on stays; but a page that crashes before it is shown would do so again and again
      again = ready && !this.#options.staysReachable();
      window.destroy();
    });
    // in the dock, and with a menu, only while there is a window
    if (process.platform === 'darwin') app.setActivationPolicy('regular');
    this.#load(window, url);
  }

  #load(window: BrowserWindow, url: string): void {
    window.loadURL(url).catch((error: unknown) => {
      // a window that was closed while it loaded is no trouble
      if (!window.isDestroyed()) this.#options.logger.error('the screens cannot be shown', { error });
    });
  }
}
